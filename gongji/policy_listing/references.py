"""How an answer and a paper refer to the policy edition that decided."""

from __future__ import annotations

from gongji.app.addresses import API


def place_of(version: str) -> str:
    """Where the edition is read."""
    return f"{API}/policy/editions/{version}"


def note_of(version: str) -> str:
    """What a paper says of the edition, in capitals as the codes beside it."""
    return f"政策版本：{version.upper()}。凭版本号可查询当时的政策全文。"
