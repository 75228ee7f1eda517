"""A person's reading of an article in the place of the voice: decoded, levelled, aligned with its script."""
