"""How editors log in, and whether they can."""

from __future__ import annotations

from tts_service.errors import ProblemKind, ServiceError
from tts_service.ops.checks.check import Check
from tts_service.ops.login.provider import LoginProvider
from tts_service.settings import Settings

NAME = "log-in"


def login(settings: Settings) -> Check:
    """A provider is asked to describe itself; a proxy cannot be asked."""
    if settings.proxy_user_header is not None:
        proxies = ", ".join(settings.trusted_proxies)
        return Check(NAME, "ok", f"as {settings.proxy_user_header} says, from {proxies}; and by key")
    if settings.oidc_issuer is None:
        return Check(NAME, "ok", "by key" if settings.api_keys else "open to anyone at this machine")
    try:
        provider = LoginProvider(settings)
        facts = provider.facts()
    except ServiceError as error:
        remedy = "" if error.kind == ProblemKind.EXTRA_MISSING else "Correct TTS_OIDC_ISSUER, or wait for it."
        return Check(NAME, "failed", error.detail, remedy)
    out = f" and, after a log-out, to {provider.logs_out_to}" if facts.end_session_endpoint else ""
    back = f"{provider.leads_back_to}{out}"
    return Check(NAME, "ok", f"with {facts.issuer}, which has to lead back to {back}; and by key")
