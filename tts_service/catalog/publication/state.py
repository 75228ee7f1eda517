"""What editors decide on an article, and what becomes of it. Pure."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

import msgspec

from tts_service.article.hashing import short_hash
from tts_service.catalog.entry import Hold
from tts_service.errors import Conflict

Publicity = Literal["published", "scheduled", "held", "never"]
"""Whether an article is out, in the words of the API."""


class PublicationState(msgspec.Struct, frozen=True, kw_only=True):
    """As the catalog has it. ``public_at``: when the article was first out, if not when it was accepted; None
    also while it has never been out. ``newer_digest`` names an edit that waits behind a ``frozen`` revision.
    ``is_settled``: it is ready, and no edit is on its way."""

    id: str
    url: str | None
    revision: str | None
    hold: Hold | None
    publish_at: dt.datetime | None
    public_at: dt.datetime | None
    frozen: bool
    newer_digest: str | None
    created_at: dt.datetime
    is_settled: bool

    @property
    def publicity(self) -> Publicity:
        return publicity(self.hold)

    @property
    def tag(self) -> str:
        """Another one after any change that an editor should know of before they decide: of what follows from
        their decision, too."""
        seen = (self.hold, self.publish_at, self.frozen, self.revision, self.newer_digest)
        return short_hash(msgspec.json.encode(seen))


class EditorialDecision(msgspec.Struct, frozen=True, kw_only=True):
    """What an editor wants of an article; None leaves it as it is. ``publish_at`` goes with "scheduled".
    ``take_newer``: the edit that waits becomes the revision in force."""

    to: Publicity | None = None
    publish_at: dt.datetime | None = None
    keep: bool | None = None
    take_newer: bool = False


def publicity(hold: Hold | None) -> Publicity:
    return "published" if hold is None else "never" if hold == "ruled" else hold


def decided(state: PublicationState, decision: EditorialDecision, now: dt.datetime) -> dict[str, Any]:
    """The columns that change. Raises Conflict when the decision does not fit the article."""
    values = {} if decision.to is None else _released(state, decision, now)
    if decision.take_newer and state.newer_digest is None:
        raise Conflict("There is no newer revision. Nothing was changed.")
    if decision.keep and not state.frozen:
        if not state.is_settled:
            raise Conflict("Only a finished revision can be kept. Wait until the article is ready.")
        values["frozen"] = True
    if decision.keep is False:
        values["frozen"] = False
    return values


def takes_newer(state: PublicationState, decision: EditorialDecision) -> bool:
    """The edit that waits comes into force: an editor lets it through, or lets go of the revision kept."""
    return state.newer_digest is not None and (decision.take_newer or decision.keep is False)


def _released(state: PublicationState, decision: EditorialDecision, now: dt.datetime) -> dict[str, Any]:
    if decision.to == "published":
        return _out(state, now)
    if decision.to == "scheduled":
        at = decision.publish_at or state.publish_at
        if at is None:
            raise Conflict("When is it to be published? Give publish_at.")
        return _out(state, now) if at <= now else _back(state) | {"hold": "scheduled", "publish_at": at}
    if decision.to == "never":
        return _back(state) | {"hold": "never", "publish_at": None}
    return _back(state) | {"hold": "held"}


def _out(state: PublicationState, moment: dt.datetime) -> dict[str, Any]:
    if state.hold is None:
        return {}
    return {"hold": "", "publish_at": None, "public_at": state.public_at or moment}


def _back(state: PublicationState) -> dict[str, Any]:
    """It is not out any more. What was, since it was accepted, is remembered as such."""
    was_out = state.hold in (None, "ruled")
    return {"public_at": state.public_at or state.created_at} if was_out else {}


def due(state: PublicationState) -> dict[str, Any]:
    """The columns that change when the time of a scheduled article has come."""
    return _out(state, state.publish_at or state.created_at)
