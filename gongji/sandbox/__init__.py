"""Functions for testers (404 unless the sandbox is on): reset, clock, inbox, personas, check."""
