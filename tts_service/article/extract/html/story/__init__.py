"""Which part of a page is its story: what is chosen, added, taken away, and listed as left out. Pure."""
