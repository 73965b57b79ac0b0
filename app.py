"""Development: `flask --app app run --debug` serves the sandbox on SQLite."""

from gongji.bootstrap import create_app
from gongji.config import read_settings

app = create_app(read_settings())
