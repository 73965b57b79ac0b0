"""A peer to compare a sale with: django-hordak moves money between two locked accounts.

It has an environment of its own (`requirements.txt`), which `bench.peer` makes.
"""
