"""Tests: they mirror gongji/; `make test` runs them on SQLite and on PostgreSQL."""
