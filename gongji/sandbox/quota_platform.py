"""The sandbox's national platform: quotas that relatives elsewhere give to people here."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import BigInteger, LargeBinary, String, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from gongji.app.context import Context
from gongji.kernel.db import Base
from gongji.kernel.ports import QuotaFromElsewhere
from gongji.kernel.privacy import blind_index, mask_name
from gongji.kernel.transaction import Transactions


class QuotaElsewhereRow(Base):
    """One living quota of the other province; a tester writes it."""

    __tablename__ = "sandbox_quota_elsewhere"

    taker_index: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    giver_name: Mapped[str] = mapped_column(String(50), primary_key=True)
    giver_area: Mapped[str] = mapped_column(String(6))
    relation: Mapped[str] = mapped_column(String(30))
    amount_fen: Mapped[int] = mapped_column(BigInteger)
    left_fen: Mapped[int] = mapped_column(BigInteger)


def give_from_elsewhere(ctx: Context, id_number: str, given: QuotaFromElsewhere) -> None:
    """What a giver in the other province has left for this person now; 0 left ends it."""
    index = blind_index("id_number", id_number)
    old = delete(QuotaElsewhereRow).where(
        QuotaElsewhereRow.taker_index == index, QuotaElsewhereRow.giver_name == given.giver_name
    )
    ctx.db.execute(old)
    if given.left_fen:
        ctx.db.add(
            QuotaElsewhereRow(
                taker_index=index,
                giver_name=given.giver_name,
                giver_area=given.giver_area,
                relation=given.relation,
                amount_fen=given.amount_fen,
                left_fen=given.left_fen,
            )
        )
        ctx.db.flush()


class SandboxQuotaPlatform:
    """Answers from what testers wrote."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def quotas_given_to(self, id_number: str) -> Sequence[QuotaFromElsewhere]:
        query = (
            select(QuotaElsewhereRow)
            .where(QuotaElsewhereRow.taker_index == blind_index("id_number", id_number))
            .order_by(QuotaElsewhereRow.giver_name)
        )

        def look(db: Session) -> Sequence[QuotaElsewhereRow]:
            return db.execute(query).scalars().all()

        return [
            QuotaFromElsewhere(
                mask_name(row.giver_name),
                row.giver_area,
                row.relation,
                row.amount_fen,
                row.left_fen,
            )
            for row in self._transactions.run(look, writes=False)
        ]
