"""Serving through gunicorn: reading requests whole, then answering them from few threads."""
