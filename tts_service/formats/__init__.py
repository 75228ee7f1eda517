"""What is sent to players, podcast apps and readers: feeds, captions, transcripts, playlists. Pure."""
