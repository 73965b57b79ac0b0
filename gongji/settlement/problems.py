"""Refusals of bills, and the reasons why a mutual leg (共济支付) is zero or reduced."""

from __future__ import annotations

from enum import StrEnum

from gongji.kernel.problems import Problem
from gongji.labels import POLICY_MENU

# -- refusals: nothing is settled


class BillPart(StrEnum):
    """A statement of a bill that may not fit the facts."""

    INSURANCE = "insurance"
    MED_TYPE = "med_type"


class BillFault(Exception):
    """A part of a bill that its facts contradict; the boundary says in which field it was sent."""

    def __init__(self, part: BillPart, code: str, title: str) -> None:
        super().__init__(code)
        self.part = part
        self.code = code
        self.title = title


class NotDesignated(Problem):
    code = "NOT_DESIGNATED"
    title = "不是正常协议管理的定点医药机构"
    detail = "{name}在 {day} 不是定点医药机构，或其医保协议已暂停。"
    remedy = "请到其他定点医药机构就医购药，或先行自费并向参保地经办机构咨询。"


class CredentialNotOwn(Problem):
    code = "CREDENTIAL_NOT_OWN"
    title = "出示的不是患者本人的凭证"
    detail = "出示的凭证、所填姓名或证件号码与患者本人不一致，本次没有结算。"
    remedy = "共济的是资金而不是卡，请出示患者本人的医保码、身份证或社保卡。"


class AmountsDisagree(Problem):
    code = "AMOUNTS_DISAGREE"
    title = "金额前后不一致"
    detail = "{what}：报文为 {stated} 元，明细核算为 {computed} 元。"
    remedy = "请核对费用明细后重新上传。"


class VisitUnknown(Problem):
    code = "VISIT_UNKNOWN"
    title = "没有这次就诊或结算"
    detail = "本机构没有与所填编号相符的就诊或结算。"
    remedy = "请核对就诊号、结算号与人员编号，它们须属于本机构的同一次就诊。"


class LinesMissing(Problem):
    code = "LINES_MISSING"
    title = "没有可结算的费用明细"
    detail = "该收费批次还没有上传费用明细。"
    remedy = "请先上传该收费批次的费用明细，再预结算或结算。"


class AlreadySettled(Problem):
    code, status = "ALREADY_SETTLED", 409
    title = "该收费批次已经结算"
    detail = "该收费批次已有一笔有效的结算，本次没有重复结算。"
    remedy = "如需更改，请先撤销原结算。"


class AlreadyCancelled(Problem):
    code, status = "ALREADY_CANCELLED", 409
    title = "该笔结算已经撤销"
    detail = "该笔结算已经撤销或冲正；如需重新结算，请使用新的报文编号。"
    remedy = "款项已原路退回，无需再次撤销。"


# -- reasons: the bill is settled, the mutual leg is zero or short


class SceneDisabled(Problem):
    code = "SCENE_DISABLED"
    title = "共济人参保地未开放此场景的共济"
    remedy = f"本次由本人支付；已开放的场景可在“{POLICY_MENU}”中查看。"
