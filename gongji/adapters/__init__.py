"""Adapters of the ports: how the outside world is reached."""
