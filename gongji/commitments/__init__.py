"""What citizens accept before they share an account or extend chronic care (承诺书)."""
