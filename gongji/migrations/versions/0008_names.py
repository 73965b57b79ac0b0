"""Names in the one form in which every entrance reads them now.

Earlier versions kept letters and marks in NFC with `·`; what they let through besides are
full-width letters, marks that show nothing, and dots beside dots or at the ends.

Revision: 0008, after 0007.
"""

from __future__ import annotations

import re
import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

WIDE = re.compile("[\uff01-\uff5e]")
UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
KEYS = {"person": "id", "sandbox_registry_person": "id_number_index"}
ROWS_AT_ONCE = 1_000


def upgrade() -> None:
    connection = op.get_bind()
    for name, key in KEYS.items():
        table = sa.table(name, sa.column(key), sa.column("name"))
        query = sa.select(table.c[key], table.c.name)
        rows = connection.execute(query, execution_options={"yield_per": ROWS_AT_ONCE})
        changed = [(row[0], form) for row in rows if (form := _one_form(row[1])) != row[1] and form]
        for value, form in changed:
            connection.execute(sa.update(table).where(table.c[key] == value).values(name=form))


def downgrade() -> None:
    """A name in its one form is a name to earlier versions too."""


def _one_form(name: str) -> str:
    seen = WIDE.sub(lambda one: unicodedata.normalize("NFKC", one[0]), UNSEEN.sub("", name))
    return re.sub("·+", "·", unicodedata.normalize("NFC", seen)).strip("·")
