"""Structured logs: JSON lines whose text cannot carry an ID number, a phone, a code or a token."""

from __future__ import annotations

import json
import logging
import re
import sys

from gongji.kernel.clock import real_now

PERSONAL = re.compile(
    r"eyJ[\w-]+\.[\w-]+\.[\w-]+"  # a JWT
    r"|(?<![0-9A-Za-z])[0-9]{17}[0-9Xx](?![0-9A-Za-z])"  # an ID number
    r"|(?<![0-9A-Za-z])[0-9]{15}(?![0-9A-Za-z])"  # an old one
    r"|(?<![0-9A-Za-z])1[0-9]{10}(?![0-9A-Za-z])"  # a phone
    r"|(?<![0-9A-Za-z])[0-9]{6}(?![0-9A-Za-z])"  # a one-time code
    r"|(?<![\w-])[\w-]{43}(?![\w-])"  # a refresh token
    r"|(?<![\w-])[\w-]{28}(?![\w-])",  # an insurance code
    re.ASCII,  # a Chinese character before or after does not belong to a token
)
HIDDEN = "***"


def hide_personal(text: str) -> str:
    return PERSONAL.sub(HIDDEN, text)


class JsonLines(logging.Formatter):
    """One JSON object per record; every text in it is searched for personal data."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": real_now().isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": hide_personal(record.getMessage()),
        }
        for name, value in getattr(record, "fields", {}).items():
            line[name] = hide_personal(str(value))
        if record.exc_info:
            line["trace_back"] = hide_personal(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)


def install() -> None:
    """Sends the project's own logs to standard error; doing it twice changes nothing."""
    logger = logging.getLogger("gongji")
    if logger.handlers:
        return
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.propagate = False
