"""Sharing relations (共济关系): applying, looking, limiting, ending."""
