"""A newsroom with everything in it, for whoever looks at its pages."""
