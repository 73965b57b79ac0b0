"""Tables of visits (就诊), charge batches, settlements (结算) and year counters."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    Numeric,
    String,
    text,
)
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from gongji.app.context import Channel
from gongji.kernel.db import Base, Instant, coded
from gongji.kernel.json_columns import JsonValue, JsonValues
from gongji.kernel.order import arrival
from gongji.policy.entries import Citation, citation_from_json, citation_to_json
from gongji.settlement.bill import BillLine, NoPool, PayerShare, PoolSum
from gongji.settlement.columns import (
    Diagnosis,
    diagnosis_from_json,
    diagnosis_to_json,
    line_from_json,
    line_to_json,
    payer_from_json,
    payer_to_json,
    pool_sum_from_json,
    pool_sum_to_json,
)
from gongji.vocabulary import Category, InstitutionKind, InsuranceKind, InsuranceStatus, Scene

UNREVERSED = text("reverses_id IS NULL AND reversed_by_id IS NULL")
OPEN = text("cancelled_at IS NULL")
CHRONIC_CARE = text("scene = 'CHRONIC'")
"""A constant, which a query must repeat to be served by the index of those bills alone."""


LINES = JsonValues(line_to_json, line_from_json)


class Visit(Base):
    """A registered outpatient visit (挂号), from 2201 until its batches are settled.

    `prescriber_code` is the medical institution whose prescription a pharmacy fills.
    """

    __tablename__ = "visit"
    __table_args__ = (
        Index(
            "uq_visit_institution_number",
            "institution_code",
            "ipt_otp_no",
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
        Index("ix_visit_person_id_institution_code", "person_id", "institution_code"),
    )

    id: Mapped[str] = mapped_column(String(30), primary_key=True)
    institution_code: Mapped[str] = mapped_column(ForeignKey("institution.code"))
    ipt_otp_no: Mapped[str] = mapped_column(String(30))
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    insurance_id: Mapped[str] = mapped_column(ForeignKey("insurance.id"))
    begun_at: Mapped[datetime] = mapped_column(Instant)
    med_type: Mapped[str | None] = mapped_column(String(6))
    disease_code: Mapped[str | None] = mapped_column(String(30))
    prescriber_code: Mapped[str | None] = mapped_column(String(12))
    diagnoses: Mapped[tuple[Diagnosis, ...]] = mapped_column(
        JsonValues(diagnosis_to_json, diagnosis_from_json)
    )
    cancelled_at: Mapped[datetime | None] = mapped_column(Instant)


class ChargeBatch(Base):
    """One charge batch (收费批次) of a visit: its lines, classified when they were uploaded.

    `prescribed` is whether every line of it is on a prescription.
    """

    __tablename__ = "charge_batch"

    visit_id: Mapped[str] = mapped_column(ForeignKey("visit.id"), primary_key=True)
    number: Mapped[str] = mapped_column(String(30), primary_key=True)
    disease_code: Mapped[str | None] = mapped_column(String(30))
    prescribed: Mapped[bool]
    lines: Mapped[tuple[BillLine, ...]] = mapped_column(LINES)
    total_fen: Mapped[int] = mapped_column(BigInteger)
    uploaded_at: Mapped[datetime] = mapped_column(Instant)


class Basis(Base):
    """The clauses that decided bills, by their digest: most bills have them in common.

    A row is never changed or deleted.
    """

    __tablename__ = "settlement_basis"

    digest: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    citations: Mapped[tuple[Citation, ...]] = mapped_column(
        JsonValues(citation_to_json, citation_from_json)
    )


class Settlement(Base):
    """A settled bill, or (negative, with `reverses_id`) its reversal.

    `lines`, `payers`, `reason`, `basis` and `policy_version` are the decision as it was taken, so
    that a receipt can show the clause years later. Who reads `basis` asks for it (`with_basis`).
    What the institution and the patient were that day is null in bills of earlier releases.
    """

    __tablename__ = "settlement"
    __table_args__ = (
        CheckConstraint(
            "total_fen = pool_fen + own_fen + mutual_fen + cash_fen", name="legs_make_total"
        ),
        CheckConstraint(
            "total_fen = in_scope_fen + first_self_pay_fen + over_limit_fen + full_self_pay_fen",
            name="classes_make_total",
        ),
        Index(
            "uq_settlement_standing",
            "visit_id",
            "batch_number",
            unique=True,
            sqlite_where=UNREVERSED,
            postgresql_where=UNREVERSED,
        ),
        Index("ix_settlement_person_id_seq", "person_id", "seq"),
        Index("ix_settlement_person_year_seq", "person_id", "year", "seq"),
        Index("ix_settlement_institution_msgid", "institution_code", "msgid"),
        Index(
            "ix_settlement_chronic",
            "person_id",
            "at",
            sqlite_where=CHRONIC_CARE,
            postgresql_where=CHRONIC_CARE,
        ),
    )

    id: Mapped[str] = mapped_column(String(30), primary_key=True)
    seq: Mapped[int] = arrival("settlement")
    visit_id: Mapped[str] = mapped_column(String(30))
    batch_number: Mapped[str] = mapped_column(String(30))
    institution_code: Mapped[str] = mapped_column(ForeignKey("institution.code"))
    place: Mapped[str] = mapped_column(String(200))
    msgid: Mapped[str] = mapped_column(String(30))
    infno: Mapped[str] = mapped_column(String(6))
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    insurance_id: Mapped[str] = mapped_column(ForeignKey("insurance.id"))
    scene: Mapped[Scene] = mapped_column(coded(Scene))
    med_type: Mapped[str] = mapped_column(String(6))
    credential: Mapped[str] = mapped_column(String(3))
    channel: Mapped[Channel] = mapped_column(coded(Channel))
    at: Mapped[datetime] = mapped_column(Instant)
    year: Mapped[int]
    counted_on: Mapped[date]
    total_fen: Mapped[int] = mapped_column(BigInteger)
    pool_fen: Mapped[int] = mapped_column(BigInteger)
    own_fen: Mapped[int] = mapped_column(BigInteger)
    mutual_fen: Mapped[int] = mapped_column(BigInteger)
    cash_fen: Mapped[int] = mapped_column(BigInteger)
    in_scope_fen: Mapped[int] = mapped_column(BigInteger)
    first_self_pay_fen: Mapped[int] = mapped_column(BigInteger)
    over_limit_fen: Mapped[int] = mapped_column(BigInteger)
    full_self_pay_fen: Mapped[int] = mapped_column(BigInteger)
    deductible_fen: Mapped[int] = mapped_column(BigInteger)
    counted_pool_fen: Mapped[int] = mapped_column(BigInteger)
    pool_rate: Mapped[Decimal] = mapped_column(Numeric(5, 4))
    tier_level: Mapped[int | None]
    benefit: Mapped[str | None] = mapped_column(String(20))
    pool_sum: Mapped[PoolSum | NoPool | None] = mapped_column(
        JsonValue(pool_sum_to_json, pool_sum_from_json)
    )
    reason: Mapped[str | None] = mapped_column(String(40))
    lines: Mapped[tuple[BillLine, ...]] = mapped_column(LINES)
    payers: Mapped[tuple[PayerShare, ...]] = mapped_column(
        JsonValues(payer_to_json, payer_from_json)
    )
    basis_digest: Mapped[bytes] = mapped_column(LargeBinary(16))
    policy_version: Mapped[str] = mapped_column(String(12))
    own_balance_after_fen: Mapped[int] = mapped_column(BigInteger)
    transfer_id: Mapped[str | None] = mapped_column(ForeignKey("transfer.id"))
    reverses_id: Mapped[str | None] = mapped_column(ForeignKey("settlement.id"), unique=True)
    reversed_by_id: Mapped[str | None] = mapped_column(String(30))
    flagged: Mapped[str | None] = mapped_column(String(60))
    institution_kind: Mapped[InstitutionKind | None] = mapped_column(coded(InstitutionKind))
    institution_level: Mapped[int | None]
    institution_area: Mapped[str | None] = mapped_column(String(6))
    insurance_kind: Mapped[InsuranceKind | None] = mapped_column(coded(InsuranceKind))
    insurance_area: Mapped[str | None] = mapped_column(String(6))
    insurance_category: Mapped[Category | None] = mapped_column(coded(Category))
    insurance_status: Mapped[InsuranceStatus | None] = mapped_column(coded(InsuranceStatus))

    basis: Mapped[Basis] = relationship(
        primaryjoin=lambda: foreign(Settlement.basis_digest) == Basis.digest,
        lazy="raise",
        viewonly=True,
    )


class YearCounter(Base):
    """What a person has used of a pool in one year: deductible charged, pool money paid.

    `opening_*` is what was used elsewhere before; the rest must equal the settlements of the year.
    `deductible_1_fen` to `deductible_3_fen` are what the settlements charged at each level; of what
    was used elsewhere the level is not known.
    """

    __tablename__ = "year_counter"
    __table_args__ = (
        CheckConstraint("deductible_fen >= 0 AND paid_fen >= 0", name="counters_never_negative"),
        CheckConstraint(
            "deductible_1_fen >= 0 AND deductible_2_fen >= 0 AND deductible_3_fen >= 0",
            name="levels_never_negative",
        ),
    )

    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    pool: Mapped[str] = mapped_column(String(30), primary_key=True)
    deductible_fen: Mapped[int] = mapped_column(BigInteger)
    paid_fen: Mapped[int] = mapped_column(BigInteger)
    opening_deductible_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    opening_paid_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    version: Mapped[int] = mapped_column(default=0)
    deductible_1_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    deductible_2_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    deductible_3_fen: Mapped[int] = mapped_column(BigInteger, default=0)
