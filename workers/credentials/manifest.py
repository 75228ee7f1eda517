"""What a narration's manifest says. Pure.

Two assertions of ours: what was done, as the C2PA's actions (``c2pa.actions.v2``), and what it is, in the
terms of Dublin Core and the IPTC (``cawg.metadata``, CAWG Metadata 1.1). The library adds the digest of the
file."""

from __future__ import annotations

import hashlib
from typing import Any

from audio_cache.plan import Plan, RecordedPart
from tts_service.article.disclosure import source_type
from tts_service.article.model import Script
from tts_service.contracts.recordings import ENGINE, read_by

NAME = "tts-service"
ACTIONS, METADATA = "c2pa.actions.v2", "cawg.metadata"
_CONTEXT = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
}


def manifest_of(plan: Plan, script: Script, publisher: str, version: str, when: str) -> dict[str, Any]:
    """The definition of a manifest, as the library takes it. ``publisher``: who signs. ``version`` is ours,
    ``when`` the time in RFC 3339."""
    return {
        "claim_generator_info": [{"name": NAME, "version": version}],
        "title": script.title,
        "format": "audio/mpeg",
        "assertions": [
            {"label": ACTIONS, "data": {"actions": [_created(plan, script, when)]}},
            {"label": METADATA, "kind": "Json", "data": _metadata(plan, script, publisher)},
        ],
    }


def text_digest(script: Script) -> str:
    """SHA-256 of what is said: its sentences, each with a line feed behind it, as UTF-8."""
    said = "".join(f"{segment.text}\n" for segment in script.segments)
    return hashlib.sha256(said.encode()).hexdigest()


def voices_of(plan: Plan) -> list[str]:
    """Every voice that speaks, the narrator's first; none where people read all."""
    if plan.is_all_read:
        return []
    spoken = (segment.voice for segment in plan.segments if segment.voice != ENGINE)
    return list(dict.fromkeys((plan.voice, *spoken)))


def source_of(plan: Plan) -> str:
    """The IPTC's term for what ``plan`` is made of."""
    return source_type(read_by(plan))


def _created(plan: Plan, script: Script, when: str) -> dict[str, Any]:
    # Where people have read all of it, the service has cut and levelled.
    agent = NAME if plan.is_all_read else plan.engine
    read: dict[str, Any] = {"voices": voices} if (voices := voices_of(plan)) else {}
    if plan.recorded:
        read = _reading(plan.recorded.upload, plan.recorded.name)
    elif plan.parts:
        read["recordings"] = [_part(part) for part in plan.parts]
    return {
        "action": "c2pa.created",
        "when": when,
        "digitalSourceType": source_of(plan),
        "softwareAgent": {"name": agent},
        "parameters": {
            **read,
            "article": plan.article_id,
            "revision": plan.revision,
            "text_sha256": text_digest(script),
        },
    }


def _reading(upload: str, name: str) -> dict[str, Any]:
    return {"recording_sha256": upload} | ({"read_by": name} if name else {})


def _part(part: RecordedPart) -> dict[str, Any]:
    """The lines of the text that are read, counted from 0."""
    return _reading(part.upload, part.name) | {"first_line": part.first, "last_line": part.end - 1}


def _metadata(plan: Plan, script: Script, publisher: str) -> dict[str, Any]:
    found = {
        "dc:title": script.title,
        "dc:creator": script.byline,
        "dc:publisher": publisher,
        "dc:language": script.language,
        "dc:source": script.url,
        "dc:identifier": str(plan.narration),
        "dcterms:issued": script.published_at,
        "Iptc4xmpExt:DigitalSourceType": source_of(plan),
        "Iptc4xmpExt:AISystemUsed": ", ".join(voices_of(plan)),
    }
    return {"@context": _CONTEXT, **{name: value for name, value in found.items() if value}}
