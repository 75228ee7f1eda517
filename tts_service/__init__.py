"""The service: all but speaking, which ``workers`` do."""

import gc

gc.set_threshold(20_000)
"""Every process of ours begins here. Loading makes objects that stay: looking through them after each 700
new ones, as Python does, takes a fifth of the time that a process needs to start."""
