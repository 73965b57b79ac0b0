"""Every figure that a rule may change: dated, area-scoped, cited, and asked by name and date."""
