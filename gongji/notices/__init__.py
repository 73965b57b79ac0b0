"""What people are told: maintenance windows, and texts through an outbox."""
