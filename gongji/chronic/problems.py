"""What an online extension (待遇延期) is refused for."""

from __future__ import annotations

from gongji.kernel.problems import Problem


class ExtensionNotOnline(Problem):
    code = "EXTENSION_NOT_ONLINE"
    title = "该病种不能网上延期"
    detail = "{disease}（{code}）的待遇资格不在网上延期范围内。"
    remedy = "请携带复审资料到参保地医保经办窗口办理延期。"


class ExtensionNotOpen(Problem):
    code = "EXTENSION_NOT_OPEN"
    title = "不在网上延期的办理期内"
    detail = "{disease}的待遇资格到 {valid_to} 为止，网上延期的办理期为 {window}，今天是 {today}。"
    remedy = "请在办理期内提交；已经错过的，请到参保地医保经办窗口办理。"
