"""Where the calls of citizens and testers lie."""

from __future__ import annotations

API = "/api/v1"
SANDBOX_PREFIX = f"{API}/sandbox"
