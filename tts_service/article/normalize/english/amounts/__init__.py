"""Figures with a unit: money, measures, sizes."""
