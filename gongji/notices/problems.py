"""What a maintenance window refuses."""

from __future__ import annotations

from gongji.kernel.problems import Problem


class UnderMaintenance(Problem):
    code, status = "MAINTENANCE", 503
    title = "系统维护中"
    detail = "您办理的业务正在进行系统维护，预计 {ends_at} 恢复，本次没有办理任何业务。"
    remedy = "请在维护结束后再办理；统筹基金和本人账户的就医结算不受影响。"
