"""What other rooms ask of notices: is it closed now, and tell this person by text."""

from __future__ import annotations

from gongji.notices.maintenance import closing, refuse_in_maintenance, windows_now
from gongji.notices.outbox import deliver_queued, queue_text

__all__ = ["closing", "deliver_queued", "queue_text", "refuse_in_maintenance", "windows_now"]
