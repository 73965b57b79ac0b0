"""What people may learn of the data kept about them: access log, consents, and a full export."""
