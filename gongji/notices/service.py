"""What other features use of notices: maintenance windows, messages, texts and warnings."""

from __future__ import annotations

from gongji.notices.maintenance import (
    closing,
    in_maintenance,
    refuse_in_maintenance,
    windows_now,
)
from gongji.notices.messages import News, tell
from gongji.notices.outbox import deliver_queued, queue_text
from gongji.notices.warnings import warn, warn_phone

__all__ = [
    "News",
    "closing",
    "deliver_queued",
    "in_maintenance",
    "queue_text",
    "refuse_in_maintenance",
    "tell",
    "warn",
    "warn_phone",
    "windows_now",
]
