"""What a person may know of what is kept about him: looks, consents, and all of it to take away."""
