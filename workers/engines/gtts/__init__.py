"""Google Translate voices, through the gTTS library, over the network."""
