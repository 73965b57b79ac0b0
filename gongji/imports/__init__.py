"""Files that come in; each row is answered."""
