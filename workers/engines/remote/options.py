"""The options that every engine over the network has."""

from __future__ import annotations

from typing import Annotated

import msgspec

Seconds = Annotated[float, msgspec.Meta(ge=0, le=3600)]
Count = Annotated[int, msgspec.Meta(ge=1, le=100)]


class RemoteOptions(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    interval_s: Seconds = 0.3
    """Between two requests, of all processes: of this machine, or of all that share TTS_REDIS_URL."""
    timeout_s: Annotated[float, msgspec.Meta(gt=0, le=120)] = 10.0
    """For one request, from its start to its last byte."""
    attempts: Count = 4
    backoff_s: Seconds = 0.5
    """Before the second attempt; it doubles from there, with jitter."""
    patience_s: Seconds = 30.0
    """For one segment, with all its requests, retries and waits."""
    breaker_failures: Count = 5
    """Failures in a row, of the same processes, after which the service is left alone."""
    breaker_s: Seconds = 60.0
