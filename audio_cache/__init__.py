"""The store of audio: segments by key, narrations that grow and are finished, and who may work on which."""
