"""From an article to its audio: casting, planning, speaking, assembling."""
