"""9101 and 9102: files on their way between an institution and us."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from gongji.fsi.calls import Call, FileAnswer, Output
from gongji.fsi.models import ExchangedFile
from gongji.fsi.registry import BYTES_MAX, Effect, TransactionKind, transaction
from gongji.kernel.clock import wall_clock
from gongji.kernel.ids import IdForm, new_id
from gongji.kernel.problems import RequestInvalid

KEPT = timedelta(days=30)
FILE_ID = IdForm("fle")


@transaction(
    "9101", TransactionKind(effect=Effect.WRITES, designated_only=False, bytes_max=BYTES_MAX)
)
def upload(call: Call) -> Output:
    """9101: keeps a file for 30 days; it comes as a part of the body, or as Base64 in the input."""
    node = call.input["fsUploadIn"]
    if node["fixmedins_code"] != call.institution.code:
        title = "只能上传本机构的文件"
        raise RequestInvalid.at("/fsUploadIn/fixmedins_code", "differs", title)
    kept = store_file(call, node["filename"], node["in"])
    return {
        "file_qury_no": kept.id,
        "filename": kept.name,
        "fixmedins_code": call.institution.code,
        "dld_endtime": wall_clock(kept.uploaded_at + KEPT),
    }


def store_file(call: Call, name: str, content: bytes) -> ExchangedFile:
    """A file that this institution may fetch with 9102."""
    kept = ExchangedFile(
        id=new_id("fle"),
        institution_code=call.institution.code,
        name=name,
        uploaded_at=call.ctx.now,
        content=content,
    )
    call.ctx.db.add(kept)
    call.ctx.db.flush()
    return kept


@transaction("9102", TransactionKind(effect=Effect.READS, designated_only=False))
def download(call: Call) -> FileAnswer:
    """9102: a file of this institution as a stream; raises REQUEST_INVALID for any other."""
    node = call.input["fsDownloadIn"]
    kept = file_of(call, node["file_qury_no"])
    if kept is None or kept.name != node["filename"]:
        title = "没有这个文件，或已过下载截止时间"
        raise RequestInvalid.at("/fsDownloadIn/file_qury_no", "unknown", title)
    return FileAnswer(kept.name, kept.content)


def file_of(call: Call, number: str) -> ExchangedFile | None:
    """A file of this institution, as long as it is kept."""
    if not FILE_ID.fits(number):
        return None
    query = select(ExchangedFile).where(
        ExchangedFile.id == number,
        ExchangedFile.institution_code == call.institution.code,
        ExchangedFile.uploaded_at > call.ctx.now - KEPT,
    )
    return call.ctx.db.execute(query).scalar_one_or_none()
