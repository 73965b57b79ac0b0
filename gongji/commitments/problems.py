"""What is refused without an accepted letter of commitment (承诺书)."""

from __future__ import annotations

from gongji.kernel.problems import Problem


class CommitmentRequired(Problem):
    code = "COMMITMENT_REQUIRED"
    title = "尚未接受承诺书"
    detail = "{what}须阅读并接受现行的第 {version} 版承诺书。"
    remedy = "请阅读承诺书全文，勾选接受后再提交。"
