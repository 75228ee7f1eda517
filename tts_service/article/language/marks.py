"""Marks at the end of a sentence, in all languages that articles are in, as patterns."""

from __future__ import annotations

ENDS = "[.!?…。！？।؟]"
CLOSES = r"[\"'”“’»«›‹)\]]"
"""What may stand behind: German closes with “ and « what English and French open with them."""
