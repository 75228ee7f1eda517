"""The Content Credentials of a finished file: a signed manifest beside it, and which file it is for."""

from __future__ import annotations

import hashlib

import msgspec

from audio_cache.disk import fingerprint, publish, read_or_none, read_record
from audio_cache.errors import NarrationGone
from audio_cache.folders.finishing import FinishedRevisions
from audio_cache.folders.paths import NarrationFolder
from audio_cache.narration_id import NarrationId
from audio_cache.narrations import StoredCredentials
from audio_cache.plan import Finished


class SignedRevisions(FinishedRevisions):
    """``credentials.c2pa`` with its commit marker. They stay when the audio is pruned, and hold again when
    the same bytes are made again."""

    def put_credentials(self, finished: Finished, manifest: bytes, certificate: str) -> None:
        """Store ``manifest``, in place of an earlier one. ``certificate``: see ``StoredCredentials``.

        Raises NarrationGone if the file was deleted, or made anew, since it was signed.
        """
        folder = self.folders.revision(finished.narration)
        signed = StoredCredentials(finished.etag, hashlib.sha256(manifest).hexdigest(), certificate)
        with self.writing():
            if self.finished(finished.narration) != finished:
                raise NarrationGone(f"{finished.narration} is no longer what was signed")
            folder.signed.unlink(missing_ok=True)
            publish(folder.credentials, manifest)
            publish(folder.signed, msgspec.json.encode(signed))

    def credentials(self, finished: Finished) -> StoredCredentials | None:
        """None if this very file was not signed."""
        signed = read_record(self.folders.revision(finished.narration).signed, StoredCredentials)
        return signed if signed is not None and signed.audio == finished.etag else None

    def manifest(self, narration: NarrationId) -> bytes | None:
        """The signed manifest (a C2PA manifest store) of its file, also while that is pruned. None if it was
        not signed, if the file is another one now, or if the manifest is damaged."""
        folder = self.folders.revision(narration)
        signed, finished = read_record(folder.signed, StoredCredentials), self.finished(narration)
        if signed is None or (finished is not None and finished.etag != signed.audio):
            return None
        manifest = read_or_none(folder.credentials) or b""
        return manifest if hashlib.sha256(manifest).hexdigest() == signed.manifest else None

    def credentials_problem(self, narration: NarrationId) -> str:
        """What is wrong with manifest and marker; "" when they are whole or absent."""
        return self._surely(_credentials_problem, narration)

    def drop_credentials(self, narration: NarrationId) -> None:
        """The file stays, unsigned."""
        folder = self.folders.revision(narration)
        with self.writing():
            folder.signed.unlink(missing_ok=True)
            folder.credentials.unlink(missing_ok=True)


def _credentials_problem(folder: NarrationFolder) -> str:
    size, digest = fingerprint(folder.credentials)
    signed = read_record(folder.signed, StoredCredentials)
    if size is None and not folder.signed.exists():
        return ""
    if size is None or signed is None:
        return f"{folder.credentials.name} and {folder.signed.name}: one is absent or cannot be read"
    return "" if digest == signed.manifest else f"{folder.credentials.name} does not match its digest"
