"""The one audio profile, in frames: arithmetic, pieces, and one file out of many segments."""
