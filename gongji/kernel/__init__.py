"""The base of every feature: money, time, ids, privacy, problems, transactions, databases."""
