"""Files that come in: people, institutions, the catalogue, credits; every row answered for."""
