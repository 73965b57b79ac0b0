"""The codes of the institution interface in both directions; no other module spells one."""

from __future__ import annotations

from collections.abc import Mapping

from gongji.kernel.id_number import IdDocument
from gongji.kernel.problems import RequestInvalid
from gongji.people.models import Insurance
from gongji.vocabulary import (
    AccountUse,
    Category,
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


def person_type(insurance: Insurance, age: int) -> str:
    """`psn_type` (人员类别)."""
    if insurance.kind is InsuranceKind.EMPLOYEE:
        return RETIRED if insurance.category is Category.RETIRED else ACTIVE
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
"""`med_type` (医疗类别) of an ordinary bill of each scene; all categories: `fsi.med_types`."""

HOSPITAL_REFUSED = "2"
"""`hosp_appr_flag` (医院审批标志) of a line that the hospital found not to be covered."""

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
"""`fund_pay_type` (基金支付类型) and its name, by insurance and whether care is chronic."""

# -- transactions

SETTLED_BY = {"2103": "2102", "2208": "2207"}
"""What each cancelling transaction cancels, and nothing else."""

REVERSIBLE = frozenset(SETTLED_BY.values())
"""Settlements that 2601 undoes; 2304 and 2401 are stays, which are not offered."""
