"""What every feature stands on: money, time, ids, privacy, problems, transactions, the web road."""
