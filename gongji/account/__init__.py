"""The caller's personal account (个人账户): balance, entries, freezing."""
