"""Signing in: codes by SMS, sessions, tokens."""
