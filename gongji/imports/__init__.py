"""Files that come in: people, institutions, the catalogue, offices, credits; each row answered."""
