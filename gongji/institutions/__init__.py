"""Designated providers (定点医药机构), their gateway keys, and the item catalogue (医保目录)."""
