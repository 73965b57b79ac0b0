"""Offices of medical insurance (经办机构): where a remedy that ends at a counter sends a person."""
