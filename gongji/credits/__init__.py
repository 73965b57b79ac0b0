"""Credits to personal accounts (划账): the monthly ones, and those of a file."""
