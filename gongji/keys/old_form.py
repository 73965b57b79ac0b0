"""Converts a database of a version before marks to the current form of boxes and indexes.

Its boxes were bound to the kind of value alone, and one key derived every index. Each box is opened
with the configured keys, sealed again for its row, and given a new index. One-time codes that were
outstanding can no longer be found and expire.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import LargeBinary, Row, column, func, select, table, update
from sqlalchemy.orm import Session

from gongji.kernel.mark import ForeignDatabase
from gongji.kernel.privacy import FORM, NONCE_BYTES, blind_index, ring, version_of
from gongji.kernel.sealing import (
    SealBroken,
    SealedColumn,
    SealedText,
    key_names,
    sealed_columns,
)
from gongji.kernel.transaction import Transactions
from gongji.keys.reseal import ROWS_AT_ONCE, Table, each_row, index

REGISTRY = table(
    "sandbox_registry_person",
    column("id_number_index", LargeBinary),
    column("id_number", LargeBinary),
)
KINSHIP = table(
    "sandbox_registry_kinship",
    column("of_index", LargeBinary),
    column("to_index", LargeBinary),
)
OTHER_KEYS = (
    "This database is sealed with other keys: GONGJI_DATA_KEYS, or in the sandbox GONGJI_SECRET, is"
    " not the one it was used with. No value was changed."
)


def renew(transactions: Transactions, at_once: int = ROWS_AT_ONCE) -> int:
    """Returns how many rows had the old form. Raises ForeignDatabase for boxes of other keys."""
    while transactions.run(partial(_renew_kinship, at_once)):
        pass
    return each_row(transactions, _in_current_form, at_once).changed


def _in_current_form(table: Table, row: Row[Any]) -> Mapping[str, object]:
    columns = sealed_columns(table).values()
    boxes = {column: getattr(row, column.box) for column in columns}
    key = [getattr(row, name) for name in key_names(table)]
    clear = {
        column: _open_either_form(table, column, key, box)
        for column, box in boxes.items()
        if box is not None
    }
    if all(version_of(boxes[column]) for column in clear):
        return {}
    indexes = {
        index(column): blind_index(column.kind, text.decode())
        for column, text in clear.items()
        if isinstance(column, SealedText) and hasattr(table, index(column))
    }
    key = [indexes.get(name, getattr(row, name)) for name in key_names(table)]
    return indexes | {column.box: column.seal_bytes(key, text) for column, text in clear.items()}


def _open_either_form(
    table: Table, column: SealedColumn[Any], key: Sequence[object], box: bytes
) -> bytes:
    """Opens a box of either form."""
    if version_of(box):
        try:
            return column.open_bytes(key, box)
        except SealBroken as trouble:
            raise ForeignDatabase(OTHER_KEYS) from trouble
    named = f"{table.__tablename__}.{column.name}"
    return _open_old_form(column.kind if isinstance(column, SealedText) else named, box)


def _open_old_form(purpose: str, box: bytes) -> bytes:
    """Opens a box of the old form: version (1 byte), nonce (12 bytes), ciphertext with tag."""
    nonce, sealed = box[1 : 1 + NONCE_BYTES], box[1 + NONCE_BYTES :]
    try:
        return AESGCM(ring().keys[box[0]]).decrypt(nonce, sealed, purpose.encode())
    except (InvalidTag, KeyError) as trouble:
        raise ForeignDatabase(OTHER_KEYS) from trouble


def _renew_kinship(at_once: int, db: Session) -> int:
    """Kinship names people by their index, so it is converted while both still have the old one."""
    kin, of, to = KINSHIP.c, REGISTRY.alias("of_person").c, REGISTRY.alias("to_person").c
    is_old = (func.substr(one.id_number, 1, 1) != bytes([FORM]) for one in (of, to))
    query = (
        select(kin.of_index, kin.to_index, of.id_number, to.id_number)
        .where(of.id_number_index == kin.of_index, to.id_number_index == kin.to_index)
        .where(*is_old)
        .limit(at_once)
    )
    rows = db.execute(query).all()
    for of_index, to_index, of_box, to_box in rows:
        of_new, to_new = (
            blind_index("id_number", _open_old_form("id_number", box).decode())
            for box in (of_box, to_box)
        )
        statement = update(KINSHIP).where(kin.of_index == of_index, kin.to_index == to_index)
        db.execute(statement.values(of_index=of_new, to_index=to_new))
    return len(rows)
