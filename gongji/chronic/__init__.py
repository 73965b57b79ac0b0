"""Chronic and special diseases (慢特病): qualifications and their extension."""
