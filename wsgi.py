"""Production: refuses the sandbox, default secrets, and a Python that drops assertions."""

import sys

from gongji.bootstrap import create_app
from gongji.config import BadSettings, read_settings

settings = read_settings()
if settings.sandbox:
    raise BadSettings("wsgi.py serves production only: set GONGJI_ENV=production")
if sys.flags.optimize:
    raise BadSettings("gongji relies on its assertions: run Python without -O")
app = create_app(settings)
