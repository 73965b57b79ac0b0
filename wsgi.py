"""Production: refuses the sandbox."""

from gongji.bootstrap import create_app
from gongji.config import BadSettings, read_settings

settings = read_settings()
if settings.sandbox:
    raise BadSettings("wsgi.py serves production only: set GONGJI_ENV=production")
app = create_app(settings)
