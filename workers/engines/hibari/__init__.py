"""hibari: small English voices that run here, a hundred times as fast as speech. The default."""
