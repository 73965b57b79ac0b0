"""What statements call the kinds, scenes and users of entries, in Chinese."""

from __future__ import annotations

from gongji.family.models import Relation
from gongji.family.relations import NAMES
from gongji.ledger.models import EntryKind
from gongji.policy.values import Scene

OWNER = "本人"

KINDS = {
    EntryKind.CREDIT: "划账",
    EntryKind.OWN_SPEND: "本人支付",
    EntryKind.FAMILY_SPEND: "家庭共济",
    EntryKind.PREMIUM: "代缴保费",
    EntryKind.INSURANCE: "购买保险",
    EntryKind.REFUND: "退回",
    EntryKind.CORRECTION: "更正",
}
SCENES = {
    Scene.OUTPATIENT: "门诊",
    Scene.PHARMACY: "药店",
    Scene.CHRONIC: "慢特病门诊",
    Scene.PREMIUM: "居民医保缴费",
    Scene.COMMERCIAL_INS: "普惠型商业保险",
    Scene.INPATIENT: "住院",
}


def scene_name(scene: str | None) -> str:
    return SCENES[Scene(scene)] if scene in set(Scene) else ""


def relation_name(relation: str | None) -> str:
    return NAMES[Relation(relation)] if relation else OWNER
