"""Finished narrations are signed, if the settings name a certificate. What signs is loaded with the first of
them."""

from __future__ import annotations

import logging
from functools import cached_property
from typing import Protocol, cast

from audio_cache.narration_id import NarrationId
from audio_cache.narrations import Narrations
from audio_cache.plan import Plan
from tts_service.contracts.credentials import manifest_path
from tts_service.errors import ServiceError
from tts_service.settings import Settings
from workers.credentials import loading
from workers.notices import Announcer

log = logging.getLogger(__name__)


def credentials_url(narration: NarrationId, settings: Settings) -> str:
    """What the finished tag says about where its manifest is. "" for a service that signs nothing or has no
    public address: a copy of the file would lead nowhere."""
    if settings.signing_certificate is None or not settings.public_url:
        return ""
    return f"{settings.base_url}/{manifest_path(narration)}"


class PlanSigner(Protocol):
    """``workers.credentials.signing.NarrationSigning``, which this module must not import."""

    def sign(self, plan: Plan) -> None: ...


class Signing:
    def __init__(self, settings: Settings, narrations: Narrations, announcer: Announcer) -> None:
        self._settings = settings
        self._narrations = narrations
        self._announcer = announcer

    def sign(self, plan: Plan) -> None:
        """Never fails: see ``NarrationSigning.sign``."""
        if self._settings.signing_certificate is None:
            return
        try:
            self._signer.sign(plan)
        except ServiceError as error:  # the extra was not there when it was loaded
            log.error("narration %s is not signed: %s", plan.narration, error)

    @cached_property
    def _signer(self) -> PlanSigner:
        signing = loading.part("signing")
        made = signing.NarrationSigning(self._settings, self._narrations, self._announcer)
        return cast(PlanSigner, made)
