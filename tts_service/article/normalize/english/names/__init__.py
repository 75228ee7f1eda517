"""Short forms and names: abbreviations, initials, titles, places."""
