"""Content Credentials (C2PA): where a narration's signed manifest is found, and what the command line asks of
the workers, who alone load the library that signs and checks."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Protocol

import msgspec

from audio_cache.narration_id import NarrationId

MANIFEST_TYPE = "application/c2pa"
"""The media type of a manifest store (C2PA 2.2, 11.4)."""
LINK_RELATION = "c2pa-manifest"
"""What the Link header of a signed file calls its manifest."""


def manifest_path(narration: NarrationId) -> str:
    """The path of its manifest, without a leading slash: under the service's address."""
    return f"credentials/{narration}.c2pa"
