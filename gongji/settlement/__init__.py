"""Bills: the pure split, quoting, settling, reversing, receipts."""
