"""Whether an article is out: published, scheduled, held, or never to be narrated; and which revision is
kept."""
