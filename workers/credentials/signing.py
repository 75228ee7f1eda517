"""Finished narrations are signed: each once, by whoever the settings name now."""

from __future__ import annotations

import datetime as dt
import importlib.metadata
import io
import logging
import time
from collections.abc import Callable
from pathlib import Path

from audio_cache.errors import NarrationGone, StoreFull
from audio_cache.narrations import Narrations
from audio_cache.plan import Finished, Plan
from audio_cache.stored import whole_file
from tts_service.article.disclosure import SOURCE_TYPE
from tts_service.article.model import Script
from tts_service.settings import Settings, SettingsError
from workers.credentials.certificate import SigningIdentity, invalid_now, read_identity
from workers.credentials.manifest import ACTIONS, NAME, manifest_of
from workers.credentials.signer import SigningFailed, sign, sign_file
from workers.notices import Announcer
from workers.render.outcomes import stored_script

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 3
LEFT_ALONE_S = 600.0
"""For so long an authority that did not give the time is not asked again."""
SOON = dt.timedelta(days=30)
"""Before a certificate expires: from then on everybody is told."""
_UNSIGNED_NOW = "New narrations are published unsigned:"
_CREATED = {"action": "c2pa.created", "digitalSourceType": SOURCE_TYPE}
_TRIAL = {
    "claim_generator_info": [{"name": NAME}],
    "assertions": [{"label": ACTIONS, "data": {"actions": [_CREATED]}}],
}
UNSIGNED = "tts_unsigned_total"
STAMPS_MISSED = "tts_timestamps_missed_total"


class NotValidNow(SettingsError):
    """The certificate has expired, or is not valid yet: a matter of time, and not of a mistake."""


def usable_identity(settings: Settings) -> SigningIdentity:
    """Raises SettingsError as ``read_identity``, and NotValidNow."""
    identity = read_identity(settings)
    if reason := invalid_now(identity, dt.datetime.now(dt.UTC)):
        raise NotValidNow(reason)
    return identity


def check_identity(settings: Settings) -> SigningIdentity:
    """As ``usable_identity``; and the certificate has signed something, so that one that is for something
    else is found out before the first narration. No time stamp is asked for.

    Raises SettingsError.
    """
    identity = usable_identity(settings)
    try:
        sign(io.BytesIO(b"a trial"), _TRIAL, identity)
    except SigningFailed as error:
        raise SettingsError(
            f"The certificate in TTS_SIGNING_CERTIFICATE cannot sign Content Credentials: {error}. It needs "
            "the key usage digitalSignature, an extended key usage such as emailProtection, and an authority "
            "above it."
        ) from error
    return identity


def check_before_work(settings: Settings) -> None:
    """As ``check_identity``, for a worker that starts: an expired certificate is only logged. It may have
    expired while the service runs, and then narrations are made all the same, unsigned.

    Raises SettingsError.
    """
    try:
        check_identity(settings)
    except NotValidNow as error:
        log.error("narrations are not signed: %s", error)


def warning(settings: Settings) -> str:
    """For editors: that new narrations are not signed, or soon will not be; "" if all is well. Names no path
    and no setting."""
    try:
        identity = read_identity(settings)
    except SettingsError:
        return f"{_UNSIGNED_NOW} the certificate or its key cannot be used. The log says why."
    now = dt.datetime.now(dt.UTC)
    if now > identity.ends:
        return f"{_UNSIGNED_NOW} the certificate expired on {identity.ends:%Y-%m-%d}."
    if now < identity.begins:
        return f"{_UNSIGNED_NOW} the certificate is not valid yet."
    if identity.ends - now < SOON:
        return f"The certificate that signs narrations expires on {identity.ends:%Y-%m-%d}."
    return ""


class NarrationSigning:
    """Of a worker process. Files that are replaced, such as a renewed certificate, count for the next
    narration."""

    def __init__(
        self,
        settings: Settings,
        narrations: Narrations,
        announcer: Announcer,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._settings = settings
        self._narrations = narrations
        self._announcer = announcer
        self._clock = clock
        self._ask_again_at = 0.0

    def sign(self, plan: Plan) -> None:
        """Sign the finished file of ``plan``, unless it is signed. Never fails: a narration that cannot be
        signed is published unsigned, and the log says why."""
        finished = self._narrations.finished(plan.narration)
        if finished is None or self._narrations.credentials(finished) is not None:
            return
        try:
            self.sign_now(plan, finished)
        except (SettingsError, SigningFailed, OSError, StoreFull) as error:
            log.error("narration %s is not signed: %s", plan.narration, error)
            self._announcer.count(UNSIGNED)
        except NarrationGone:
            return

    def sign_now(self, plan: Plan, finished: Finished) -> None:
        """In place of an earlier signature. Raises SettingsError, SigningFailed, OSError, StoreFull,
        NarrationGone."""
        name = f"sign:{plan.narration}"
        try:
            if self._announcer.attempt(name) > MOST_ATTEMPTS:
                raise SigningFailed(f"signing it stopped a worker {MOST_ATTEMPTS} times")
            identity = usable_identity(self._settings)
            script = stored_script(self._narrations, plan)
            manifest = self._manifest(whole_file(self._narrations, plan.narration), plan, script, identity)
            self._narrations.put_credentials(finished, manifest, identity.fingerprint)
        finally:
            self._announcer.succeeded(name)

    def _manifest(self, path: Path, plan: Plan, script: Script, identity: SigningIdentity) -> bytes:
        when = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        version = importlib.metadata.version(NAME)
        definition = manifest_of(plan, script, identity.name, version, when)
        authority = self._settings.signing_timestamp_url
        if authority and self._clock() >= self._ask_again_at:
            try:
                return sign_file(path, definition, identity, authority)
            except SigningFailed as error:
                self._ask_again_at = self._clock() + LEFT_ALONE_S
                log.warning("narration %s is signed without a time stamp: %s", plan.narration, error)
                self._announcer.count(STAMPS_MISSED)
        return sign_file(path, definition, identity)
