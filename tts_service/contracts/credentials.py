"""Content Credentials (C2PA): where a narration's signed manifest is found, and what the command line asks of
the workers, who alone load the library that signs and checks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal, NamedTuple, Protocol

import msgspec

from audio_cache.narration_id import NarrationId
from tts_service.settings import Settings

MANIFEST_TYPE = "application/c2pa"
"""The media type of a manifest store (C2PA 2.2, 11.4)."""
LINK_RELATION = "c2pa-manifest"
"""What the Link header of a signed file calls its manifest."""


def manifest_path(narration: NarrationId) -> str:
    """The path of its manifest, without a leading slash: under the service's address."""
    return f"credentials/{narration}.c2pa"


class TrialFiles(NamedTuple):
    """The files of a certificate for trying: the chain and the private key that the settings name, and the
    certificate of the authority, for those who are to trust it."""

    certificate: Path
    key: Path
    authority: Path


State = Literal["trusted", "valid", "invalid", "unsigned"]
"""``valid``: unchanged since somebody signed it, who is not on the list of those that are trusted."""


Stamp = Literal["trusted", "untrusted", "none"]
"""Whether an authority says when it was signed, and whether that one is trusted."""


class Mismatch(msgspec.Struct, frozen=True):
    """Something that does not hold: a code of the C2PA (2.2, 15.2), and the library's explanation."""

    code: str
    explanation: str


class CredentialsReport(msgspec.Struct, frozen=True, kw_only=True):
    """What the C2PA reader says of a file. ``manifest_from`` is where the manifest was found: a path, an
    address, or "the file itself". ``problems`` are why it is invalid. "" and None stand for what the manifest
    does not say.

    ``publisher`` and ``common_name`` are of the certificate; ``signed_at`` is told by a time stamp authority,
    or, where there is no ``stamp``, by the signer. ``voices`` to ``text_sha256`` are in manifests of this
    service.
    """

    file: str
    state: State
    manifest_from: str = ""
    problems: tuple[Mismatch, ...] = ()
    publisher: str = ""
    common_name: str = ""
    signed_at: str = ""
    stamp: Stamp = "none"
    title: str = ""
    source_type: str = ""
    generator: str = ""
    engine: str = ""
    voices: tuple[str, ...] = ()
    address: str = ""
    article: str = ""
    revision: str = ""
    text_sha256: str = ""

    @property
    def is_synthetic(self) -> bool:
        """Whether the manifest says that a model made the sound."""
        return self.source_type.rpartition("/")[2] == "trainedAlgorithmicMedia"


class CredentialsTools(Protocol):
    """What the command line does with certificates, manifests and files."""

    def check_identity(self, settings: Settings) -> dt.datetime:
        """When the certificate that the settings name expires. Raises SettingsError unless it signs well, and
        ServiceError if what signs is not installed."""

    def make_trial(self, folder: Path, name: str, days: int) -> TrialFiles:
        """A certificate for trying, in ``folder``, of an organization called ``name``. Raises Conflict,
        OSError."""

    def sign_all(self, settings: Settings, on_signed: Callable[[NarrationId], None], *, renew: bool) -> int:
        """Sign finished narrations that are not signed; with ``renew`` those, too, that another certificate
        signed. Returns how many could not be. Raises SettingsError."""

    def verify(
        self, source: str, manifest: str, trusted: Sequence[Path], settings: Settings
    ) -> CredentialsReport:
        """``source`` and ``manifest`` are paths or addresses; "" for wherever the file says that it is.
        Raises ServiceError if one of them cannot be read."""
