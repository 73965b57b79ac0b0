"""Why a credential, above all an insurance code (医保码), is not accepted."""

from __future__ import annotations

from gongji.kernel.problems import Problem


class CredentialInvalid(Problem):
    code = "CREDENTIAL_INVALID"
    title = "医保凭证无效"
    detail = (
        "这个凭证今天不能在本机构使用：它不真实，或者不被参保地接受；"
        "医保码也可能已用于结算，或已在别处、别的日期出示。"
    )
    remedy = "请参保人重新打开医保码，出示新的码。"


class CredentialExpired(Problem):
    code = "CREDENTIAL_EXPIRED"
    title = "医保码已过期"
    detail = "医保码须在生成后 {life_s} 秒内出示，这张码已于 {expired_at} 失效。"
    remedy = "请参保人刷新医保码后再出示。"
