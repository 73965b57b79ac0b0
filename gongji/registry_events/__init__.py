"""What the insured-person registry reports about people, and what follows from it here."""
