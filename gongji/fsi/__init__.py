"""The institution gateway: the Hunan profile of the national designated-institution interface."""
