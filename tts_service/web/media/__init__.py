"""What is listened to and followed: audio, captions, chapters, events, playlists."""
