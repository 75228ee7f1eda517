"""What the doctor looks at, by subject. A check takes the settings and returns a ``Check``."""
