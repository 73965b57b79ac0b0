"""Keys that seal personal data: bringing boxes under a new key or into a new form."""
