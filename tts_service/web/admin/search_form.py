"""The form by which editors look for articles, and what it asks for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from tts_service.catalog.search.wanted import ACCESSES, HOLDS, PUBLICATIONS, STATES, Wanted
from tts_service.errors import BadRequest

FIELDS = ("q", "state", "show", "site", "language", "access", "publication", "since", "until")
CHOICES = {"state": STATES, "access": ACCESSES, "publication": PUBLICATIONS}
MAX_CHARS = 200


def entered(args: Mapping[str, str]) -> dict[str, str]:
    """By field; "" for one that says nothing. "state" was once used for publication, too."""
    asked = {name: args.get(name, "").strip() for name in FIELDS}
    if asked["state"] in HOLDS:
        asked |= {"state": "", "publication": asked["state"]}
    return asked


def is_given(asked: Mapping[str, str]) -> bool:
    """Anything is looked for."""
    return any(asked.values())


def query_of(asked: Mapping[str, str]) -> dict[str, str]:
    """For an address, without what is empty."""
    return {name: value for name, value in asked.items() if value}


def wanted_of(asked: Mapping[str, str]) -> Wanted:
    """Raises BadRequest for what nobody can look for."""
    for name, value in asked.items():
        if len(value) > MAX_CHARS or not value.isprintable():
            raise BadRequest(f"Search for one line of at most {MAX_CHARS} characters.")
        if value and name in CHOICES and value not in CHOICES[name]:
            raise BadRequest(f"No article is {value[:40]!r}. Choose one of: {', '.join(CHOICES[name])}.")
    state, publication = asked["state"], asked["publication"]
    if publication in HOLDS and not state:
        state, publication = publication, ""  # which has an index of its own
    return Wanted(
        words=asked["q"],
        state=state,
        show=asked["show"],
        site=asked["site"],
        language=asked["language"],
        access=asked["access"],
        publication=publication,
        since=_day(asked["since"]),
        until=_day(asked["until"]),
    )


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        raise BadRequest("Give days as year, month and day, such as 2026-11-30.") from None
