"""Django with hordak alone: no session, no middleware, connections that stay open."""

from __future__ import annotations

import os
import secrets
from urllib.parse import parse_qs, urlsplit

_address = urlsplit(os.environ["GONGJI_DATABASE_URL"])

SECRET_KEY = secrets.token_hex()
ALLOWED_HOSTS = ["*"]
INSTALLED_APPS = ["django.contrib.contenttypes", "mptt", "hordak"]
MIDDLEWARE: list[str] = []
ROOT_URLCONF = "bench.hordak.site"
USE_TZ = True
DEFAULT_CURRENCY = "CNY"
CURRENCIES = ["CNY"]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": _address.path.lstrip("/"),
        "USER": _address.username,
        "HOST": parse_qs(_address.query)["host"][0],
        "CONN_MAX_AGE": None,
    }
}
