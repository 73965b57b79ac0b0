"""What a paper (纸质凭证) is refused for."""

from __future__ import annotations

from gongji.kernel.problems import Problem


class CharacterNotPrintable(Problem):
    code = "CHARACTER_NOT_PRINTABLE"
    title = "有字无法打印"
    detail = "文件中的“{characters}”不在打印字库内，为免缺字，本次没有出具 PDF 文件。"
    remedy = "对账单可改用 XLSX 或 CSV 格式下载；需要纸质文件的，请到参保地经办窗口办理。"
