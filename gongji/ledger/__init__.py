"""The double-entry, append-only ledger of personal accounts (个人账户)."""
