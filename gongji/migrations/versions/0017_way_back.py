"""Nothing on the way up; on the way back one-time codes go, which live five minutes.

Revision: 0017, after 0016. Before 0016 each code named a phone and a caller, and a code of today
knows neither.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The tables are as 0016 leaves them."""


def downgrade() -> None:
    op.execute(sa.text("DELETE FROM sms_code"))
