"""Requests that touch every route and every transaction, with the replies that were recorded once.

A change that is meant to keep the behaviour leaves `replies.json` and `openapi.json` as they are.
`make recorded` writes both anew after a change that is meant to be seen.
"""
