"""The tester's side door (404 unless the sandbox is on): reset, clock, inbox, personas, check."""
