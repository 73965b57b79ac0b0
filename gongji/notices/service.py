"""What other features use of notices: maintenance windows, messages, texts and warnings."""

from __future__ import annotations

from gongji.notices.maintenance import (
    closing,
    in_maintenance,
    refuse_in_maintenance,
    windows_now,
)
from gongji.notices.messages import Notification, message_rows, notify
from gongji.notices.outbox import deliver_queued, queue_text
from gongji.notices.warnings import Warned, warn, warn_phone, warning_rows

__all__ = [
    "Notification",
    "Warned",
    "closing",
    "deliver_queued",
    "in_maintenance",
    "message_rows",
    "notify",
    "queue_text",
    "refuse_in_maintenance",
    "warn",
    "warn_phone",
    "warning_rows",
    "windows_now",
]
