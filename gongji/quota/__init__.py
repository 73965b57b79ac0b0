"""Quotas (共济额度): money of an account held for a near relative insured in another area."""
