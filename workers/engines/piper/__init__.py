"""Piper: neural voices that run here, without a network."""
