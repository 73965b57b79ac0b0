"""The gateway's own refusals."""

from __future__ import annotations

from gongji.kernel.problems import Problem, TooManyRequests


class MsgidReused(Problem):
    code = "MSGID_REUSED"
    title = "报文编号已用于另一份内容"
    detail = "报文 {msgid} 已经受理，本次内容与当时不同。"
    remedy = "内容有变化时请换一个新的 msgid；重发时请保持报文内容不变。"


class TooManyMisses(TooManyRequests, says_more=True):
    title = "本机构核验不符的证件过多"
    detail = (
        "本机构一小时内以证件核验、查无此人或姓名不符的已达 {misses} 次，"
        "暂停以证件核验 {minutes} 分钟；出示医保码的参保人可以照常核验。"
    )
    remedy = "请核对证件号码和姓名，或请参保人出示医保码；确有需要请联系经办机构。"


class InfnoUnknown(Problem):
    code = "INFNO_UNKNOWN"
    title = "没有这个交易编号"
    detail = "接口规范中没有交易编号 {infno}。"
    remedy = "请核对报文中的 infno。"


class InfnoNotOffered(Problem):
    code = "INFNO_NOT_OFFERED"
    title = "本系统未开通这个交易"
    detail = "交易 {infno}{name}是接口规范中的交易，本系统尚未开通。"
    remedy = "请改用已开通的交易，或通过经办机构办理。"

    @classmethod
    def named(cls, infno: str, name: str) -> InfnoNotOffered:
        """With the Chinese name, where it is known."""
        return cls(infno=infno, name=f"（{name}）" if name else "")
