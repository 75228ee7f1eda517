"""The key of a segment: everything that can change a sample, and nothing else. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import msgspec

KEY_SCHEMA = 1
"""Increase it when the meaning of a field changes: every key changes with it."""

Scalar = str | int | float | bool | None


class SegmentSpec(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is to be synthesized. ``model`` is a fingerprint (hash) of the model's files, ``text`` the
    spoken text with the lexicon applied, ``profile`` the audio profile with everything the audio chain
    does (gain, limiter, encoder). ``phonemes``: start, end and IPA of each word of the text whose
    pronunciation is given. ``spelled``: start and end of each word that is said letter by letter."""

    engine: str
    engine_version: str
    model: str
    voice: str
    parameters: Mapping[str, Scalar]
    language: str
    text: str
    profile: str
    phonemes: tuple[tuple[int, int, str], ...] = ()
    spelled: tuple[tuple[int, int], ...] = ()


def segment_key(spec: SegmentSpec) -> str:
    """SHA-256 (64 hex digits) over the canonical JSON of ``spec`` and the schema version.

    Canonical means: keys sorted, no white space, UTF-8, as in RFC 8785 for the types used here.
    """
    fields = {"schema": KEY_SCHEMA, **msgspec.to_builtins(spec)}
    return hashlib.sha256(msgspec.json.encode(fields, order="sorted")).hexdigest()
