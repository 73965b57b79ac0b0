"""One's own personal account (个人账户): balance, entries, freezing."""
