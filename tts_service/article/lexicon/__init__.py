"""The pronunciation lexicon: its entries, and where they apply. Pure."""
