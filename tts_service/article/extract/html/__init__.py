"""Pages: their visible pieces, their body, and what they state about themselves. Pure."""
