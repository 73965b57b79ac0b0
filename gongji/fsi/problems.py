"""The gateway's own refusal."""

from __future__ import annotations

from gongji.kernel.problems import Problem


class MsgidReused(Problem):
    """报文编号已用于另一份内容"""

    code = "MSGID_REUSED"
    detail = "报文 {msgid} 已经受理，本次内容与当时不同。"
    remedy = "内容有变化时请换一个新的 msgid；重发时请保持报文内容不变。"
