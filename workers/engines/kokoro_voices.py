"""What is known of Kokoro's voices: how good their publisher finds them, and how loud they are."""

from __future__ import annotations

GRADES: dict[str, str] = {}
MEASURED_WITH = ""
GAINS_DB: dict[str, float] = {}
