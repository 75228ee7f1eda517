"""What a publisher decides: shows and sites in one file, pronunciations in another. Editors maintain both by
hand."""
