"""How a narration presents itself to other sites and machines."""
