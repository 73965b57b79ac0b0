"""The outside world: small ports in our words, one file per vendor, the sandbox's own adapters."""
