"""Announcements, maintenance windows, messages to people, and texts through an outbox."""
