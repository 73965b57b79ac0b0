"""The codes of the institution interface in both directions; no other module spells one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from gongji.fsi.tables import load
from gongji.institutions.models import Institution
from gongji.kernel.id_number import IdDocument
from gongji.kernel.problems import RequestInvalid
from gongji.settlement.bill import Approval
from gongji.vocabulary import (
    AccountUse,
    Benefit,
    Category,
    InstitutionKind,
    InsuranceKind,
    InsuranceStatus,
    ItemKind,
    Scene,
)

NO, YES = "0", "1"

# -- people and their insurance

INSURANCE_KINDS = {"310": InsuranceKind.EMPLOYEE, "390": InsuranceKind.RESIDENT}
"""`insutype` (险种类型)."""

INSURANCE_CODES = {kind: code for code, kind in INSURANCE_KINDS.items()}

STATUS_CODES = {
    InsuranceStatus.NORMAL: "1",
    InsuranceStatus.SUSPENDED: "2",
    InsuranceStatus.ENDED: "4",
}
"""`psn_insu_stas` (人员参保状态)."""

SEX_CODES = {"M": "1", "F": "2"}
"""`gend` (性别)."""

PAPER_CODES = {
    IdDocument.ID_CARD: "01",
    IdDocument.RESIDENCE_PERMIT: "17",
    IdDocument.PERMANENT_RESIDENCE: "07",
}
"""`psn_cert_type` (人员证件类型)."""

ACTIVE, RETIRED = "11", "12"
RESIDENTS = ((1, "1401"), (6, "1402"), (18, "1403"), (60, "15"))
"""Below which age a resident counts as newborn, pre-school child, pupil, adult."""

ELDERLY = "16"


def person_type(kind: InsuranceKind, category: Category | None, age: int) -> str:
    """`psn_type` (人员类别)."""
    if kind is InsuranceKind.EMPLOYEE:
        return RETIRED if category is Category.RETIRED else ACTIVE
    return next((code for below, code in RESIDENTS if age < below), ELDERLY)


def insurance_kind(code: str, pointer: str) -> InsuranceKind:
    """Raises REQUEST_INVALID for an insurance that this system does not settle."""
    if code not in INSURANCE_KINDS:
        raise RequestInvalid.at(pointer, "unsupported", "险种不在本系统结算范围内")
    return INSURANCE_KINDS[code]


# -- bills

ACCOUNT_USES = {"0": AccountUse.NONE, "1": AccountUse.OWN, "2": AccountUse.FAMILY}
"""`acct_used_flag` (个人账户使用标志)."""

SCENE_CODES = {Scene.OUTPATIENT: "11", Scene.CHRONIC: "14", Scene.PHARMACY: "41"}
"""`med_type` (医疗类别) of an ordinary bill of each scene.

Scene and benefit of a category decide the pool rule (`settlement.benefits`). Every code of the
dictionary has a row in `data/med_types.json`, so that nothing is settled as ordinary care in
silence.
"""


_MED_TYPES = load("med_types.json")

REFUSED: Mapping[str, str] = _MED_TYPES["refused"]
"""Why a category is not settled here, by code."""


@dataclass(frozen=True, slots=True)
class MedType:
    """A category that is settled; `told` is what its settlement says of itself.

    `scene` is None where the place decides: a purchase at a pharmacy, else an outpatient bill.
    """

    scene: Scene | None
    benefit: Benefit
    clearing: str
    told: str | None


MED_TYPES: Mapping[str, MedType] = {
    code: MedType(scene and Scene(scene), Benefit(benefit), clearing, told)
    for code, (scene, benefit, clearing, told) in _MED_TYPES["settled"].items()
}

ORDINARY = {scene: MED_TYPES[code] for scene, code in SCENE_CODES.items()}
"""What a bill is when its category could not be granted, such as chronic care (CHR-08)."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a category asks for at one institution."""

    scene: Scene
    benefit: Benefit


def settled(code: str, institution: Institution, pointer: str) -> Meaning:
    """What a category means at this institution; raises REQUEST_INVALID with the reason."""
    if code not in MED_TYPES:
        raise RequestInvalid.at(pointer, "unsupported", REFUSED[code])
    found, is_pharmacy = MED_TYPES[code], institution.kind is InstitutionKind.PHARMACY
    if found.scene is Scene.PHARMACY and not is_pharmacy:
        raise RequestInvalid.at(pointer, "unsupported", "药店购药类别仅供定点零售药店使用")
    here = Scene.PHARMACY if is_pharmacy else Scene.OUTPATIENT
    return Meaning(found.scene or here, found.benefit)


def booked_as(code: str, scene: Scene) -> MedType:
    """What a settlement of this category was, given the scene it was booked under."""
    found = MED_TYPES.get(code)
    return found if found and found.scene in (None, scene) else ORDINARY[scene]


APPROVALS = {"1": Approval.GIVEN, "2": Approval.REFUSED}
"""`hosp_appr_flag` (医院审批标志); 0 and blank say that nothing was to be approved."""

OUTSIDE_PRESCRIPTION = "1"
"""`rx_circ_flag` (外购处方标志) of a line on a prescription from elsewhere."""

OTHER_FEE = "14"
CHARGE_TYPES: Mapping[ItemKind | None, str] = {
    ItemKind.DRUG: "09",
    ItemKind.SERVICE: "05",
    ItemKind.DEVICE: "08",
    ItemKind.CONSUMABLE: "08",
}
"""`med_chrgitm_type` (医疗收费项目类别)."""

BY_ITEM = "1"
"""`clr_way` (清算方式)."""

IN_HOSPITAL = "2"
"""`pay_loc` (支付地点类别)."""

DEDUCTIBLE_LEVELS = {1: "1", 2: "2", 3: "3"}
"""`dedc_hosp_lv` (起付线医院级别)."""

ACCOUNT_FUND = ("310200", "职工基本医疗保险个人账户基金")
POOLED_FUNDS = {
    (InsuranceKind.EMPLOYEE, False): ("310102", "职工门诊统筹基金"),
    (InsuranceKind.EMPLOYEE, True): ("310100", "职工基本医疗保险统筹基金"),
    (InsuranceKind.RESIDENT, False): ("390102", "居民门诊统筹基金"),
    (InsuranceKind.RESIDENT, True): ("390100", "城乡居民基本医疗保险基金"),
}
"""`fund_pay_type` (基金支付类型) and its name, by insurance and whether care is paid on its own:
chronic care, and drugs of both channels."""

LIST_TYPES: Mapping[ItemKind, str] = {
    ItemKind.DRUG: "101",
    ItemKind.SERVICE: "201",
    ItemKind.DEVICE: "301",
    ItemKind.CONSUMABLE: "301",
}
OTHER_LIST = "105"


def list_type(kind: ItemKind | None) -> str:
    """`list_type` (目录类别)."""
    return LIST_TYPES.get(kind, OTHER_LIST) if kind else OTHER_LIST


NOT_ON_RECORD = "未登记"
"""A required text that nobody has told us, such as the form of a dose."""

HOSPITALS, PHARMACIES = "1", "2"
"""`fixmedins_type` (定点医疗服务机构类型)."""

HOSPITAL_GRADES = {1: "14", 2: "13", 3: "12"}
"""`hosp_lv` (医院等级): of a level alone, without 甲 乙 丙."""

BY_FUND = "01"
"""`trt_chk_type` (待遇检查类型)."""

AT_REGISTRATION = "1"
"""`inout_diag_type` (出入院诊断类别) of an outpatient."""


class PolicyItem(StrEnum):
    """`polItemCode` (政策项编码): what a bill is divided into."""

    FULL_SELF_PAY = "101"
    FIRST_SELF_PAY = "102"
    OVER_LIMIT = "103"
    DEDUCTIBLE = "S001"
    SHARED = "C000"


DEDUCTIBLE_CODE = PolicyItem.DEDUCTIBLE.value
"""`cum_type_code` (累计类别代码) of the deductibles of a year; what a fund paid has the code of the
fund. The standard prints no table.
"""

# -- transactions

SETTLED_BY = {"2103": "2102", "2208": "2207"}
"""What each cancelling transaction cancels, and nothing else."""

REVERSIBLE = frozenset(SETTLED_BY.values())
"""Settlements that 2601 undoes; 2304 and 2401 are stays, which are not offered."""
