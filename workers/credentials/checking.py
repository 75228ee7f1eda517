"""Any file, checked by the C2PA's reference reader."""

from __future__ import annotations

import json
import re
from typing import Any, BinaryIO

import c2pa

from tts_service.contracts.credentials import CredentialsReport, Mismatch, Stamp, State
from workers.credentials.manifest import ACTIONS, METADATA
from workers.credentials.signer import USAGES

STATES: dict[str, State] = {"Trusted": "trusted", "Valid": "valid"}
MOST_CHARACTERS = 300
NOT_TRUSTED = "signingCredential.untrusted"
"""What the reader calls a signer that is on no list: the file is as it was signed all the same."""

STAMP_TRUSTED = "timeStamp.trusted"
_REMOTE = re.compile(r"must fetch remote manifests from url (?P<url>\S+)")
"""All that the library says of a manifest that is elsewhere."""


class RemoteManifest(Exception):
    """The file has no manifest, and says that it is at ``url``."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.url = url


def check(
    name: str, file: BinaryIO, kind: str, manifest: bytes | None, anchors: bytes, manifest_from: str = ""
) -> CredentialsReport:
    """What the reader finds. ``kind`` is the file's media type, ``manifest`` a manifest store that is not in
    the file; ``anchors``: certificates (PEM) of authorities that are trusted. Nothing is fetched.

    Raises RemoteManifest.
    """
    settings: dict[str, Any] = {
        "trust": {"trust_config": USAGES, **({"trust_anchors": anchors.decode()} if anchors else {})},
        "verify": {"remote_manifest_fetch": False, "ocsp_fetch": False},
        "core": {"allowed_network_hosts": []},
    }
    try:
        with (
            c2pa.Context.from_dict(settings) as context,
            c2pa.Reader(kind, file, manifest, context=context) as reader,
        ):
            found = json.loads(reader.json())
    except c2pa.C2paError.ManifestNotFound:
        return CredentialsReport(file=name, state="unsigned")
    except c2pa.C2paError as error:
        if remote := _REMOTE.search(str(error)):
            raise RemoteManifest(remote["url"]) from error
        problem = Mismatch("unreadable", str(error))
        return CredentialsReport(file=name, state="invalid", manifest_from=manifest_from, problems=(problem,))
    return report(name, found, manifest_from or "the file itself")


def report(name: str, found: dict[str, Any], manifest_from: str) -> CredentialsReport:
    """``found`` is what the reader says, of the manifest that is in force (manifests of what a file was made
    from stand beside it). Pure."""
    active = _mapping(_mapping(found.get("manifests")).get(str(found.get("active_manifest"))))
    signature = _mapping(active.get("signature_info"))
    created, metadata = _created(active), _assertion(active, METADATA)
    parameters = _mapping(created.get("parameters"))
    return CredentialsReport(
        file=name,
        state=STATES.get(found.get("validation_state", ""), "invalid"),
        manifest_from=manifest_from,
        problems=tuple(_problems(found)),
        publisher=_text(signature.get("issuer")),
        common_name=_text(signature.get("common_name")),
        signed_at=_text(signature.get("time")) or _text(created.get("when")),
        stamp=_stamp(found, signature),
        title=_text(active.get("title")),
        source_type=_text(created.get("digitalSourceType")),
        generator=_generator(active),
        engine=_text(_mapping(created.get("softwareAgent")).get("name")),
        voices=tuple(_text(voice) for voice in parameters.get("voices") or ()),
        address=_text(metadata.get("dc:source")),
        article=_text(parameters.get("article")),
        revision=_text(parameters.get("revision")),
        text_sha256=_text(parameters.get("text_sha256")),
    )


def _problems(found: dict[str, Any]) -> list[Mismatch]:
    failures = _results(found, "failure")
    problems = [Mismatch(_text(one.get("code")), _text(one.get("explanation"))) for one in failures]
    return [one for one in problems if one.code != NOT_TRUSTED]


def _stamp(found: dict[str, Any], signature: dict[str, Any]) -> Stamp:
    if not signature.get("time"):
        return "none"
    successes = {one.get("code") for one in _results(found, "success")}
    return "trusted" if STAMP_TRUSTED in successes else "untrusted"


def _results(found: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    """What the reader has found of ``kind``: "success" or "failure"."""
    results = _mapping(_mapping(found.get("validation_results")).get("activeManifest"))
    return [_mapping(one) for one in results.get(kind) or ()]


def _created(manifest: dict[str, Any]) -> dict[str, Any]:
    """The action that says how it came to be."""
    data = _assertion(manifest, ACTIONS)
    actions = [_mapping(action) for action in data.get("actions") or ()]
    return next((action for action in actions if action.get("digitalSourceType")), {})


def _assertion(manifest: dict[str, Any], label: str) -> dict[str, Any]:
    """The data of the assertion ``label``, in any version of it."""
    base = label.removesuffix(".v2")
    for assertion in map(_mapping, manifest.get("assertions") or ()):
        if assertion.get("label") in (base, label):
            return _mapping(assertion.get("data"))
    return {}


def _generator(manifest: dict[str, Any]) -> str:
    made_by = [_mapping(one) for one in manifest.get("claim_generator_info") or ()]
    return " ".join(_text(made_by[0].get(name)) for name in ("name", "version")).strip() if made_by else ""


def _mapping(value: object) -> dict[str, Any]:
    """Manifests of others may have anything anywhere."""
    return value if isinstance(value, dict) else {}


def _text(value: object) -> str:
    """On one line, of a sensible length: it is shown on a terminal."""
    text = "".join(char if char.isprintable() else " " for char in str(value or ""))
    return " ".join(text.split())[:MOST_CHARACTERS]
