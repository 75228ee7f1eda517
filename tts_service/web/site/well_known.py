"""``/.well-known/security.txt`` (RFC 9116): whom to tell about a vulnerability."""

from __future__ import annotations

import datetime as dt

from flask import Blueprint, Response

from tts_service.errors import NotFound
from tts_service.settings import Settings
from tts_service.web.openapi.terms import Answer, Operation

PATH = "/.well-known/security.txt"
VALID_DAYS = 90
"""After this, a copy is out of date."""


def well_known_blueprint(settings: Settings) -> Blueprint:
    blueprint = Blueprint("well_known", __name__)

    @blueprint.get(PATH)
    def security() -> Response:
        if not settings.security_contact:
            raise NotFound("No contact is set. The operator can set TTS_SECURITY_CONTACT.")
        response = Response(
            security_txt(settings, dt.datetime.now(dt.UTC)), content_type="text/plain; charset=utf-8"
        )
        response.headers["Cache-Control"] = "public, max-age=86400"
        return response

    return blueprint


def security_txt(settings: Settings, now: dt.datetime) -> str:
    """The file's text, the same for a whole day."""
    expires = now.replace(hour=0, minute=0, second=0, microsecond=0) + dt.timedelta(days=VALID_DAYS)
    lines = [f"Contact: {contact}" for contact in settings.security_contact]
    lines.append(f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}")
    if settings.public_url and settings.public_url.startswith("https:"):
        lines.append(f"Canonical: {settings.base_url}{PATH}")
    return "".join(f"{line}\n" for line in lines)


OPERATIONS = (
    Operation(
        path="/.well-known/security.txt",
        name="getSecurityContact",
        tag="operations",
        summary="Whom to tell about a vulnerability (RFC 9116)",
        answers={
            200: Answer(
                "As the operator has set it.",
                "text/plain",
            )
        },
        problems=(404,),
    ),
)
