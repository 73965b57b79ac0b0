"""Keeping it running: is it alive, is it ready, and do the books agree with themselves."""
