"""Insured persons (参保人) and their insurances, as this system holds them."""
