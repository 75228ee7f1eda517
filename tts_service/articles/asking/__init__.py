"""How articles are asked for, and what becomes of it until they have been read."""
