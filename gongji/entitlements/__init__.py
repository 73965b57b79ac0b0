"""What a person has used of their insurance and what is left of it (我的待遇)."""
