"""What was asked for is not there, not there yet, or no longer there."""

from __future__ import annotations

from tts_service.errors.kinds.wording import Wording

NOT_FOUND = Wording("not-found", "There is no such thing here", "There is nothing at this address.")
METHOD_NOT_ALLOWED = Wording(
    "method-not-allowed",
    "The method is not allowed here",
    "The address exists but does not accept this method. The Allow header lists those that it accepts.",
)
NO_SUCH_ARTICLE = Wording(
    "no-such-article",
    "There is no such article",
    "There is no article with this id. It may have been deleted.",
)
NO_SUCH_REVISION = Wording(
    "no-such-revision",
    "There is no such revision",
    "The article does not have this revision, or no longer has it.",
)
NO_SUCH_SUBSCRIPTION = Wording(
    "no-such-subscription",
    "There is no such subscription",
    "This service has not asked the hub for this, or no longer wants it.",
)
NO_SUCH_PIECE = Wording(
    "no-such-piece",
    "There is no such piece",
    "The narration has no such piece, or not yet. Take the addresses of pieces from its playlist.",
)
NO_SUCH_SESSION = Wording(
    "no-such-session",
    "The session has ended",
    "This session of the newsroom has already ended.",
)
NO_SUCH_SHOW = Wording(
    "no-such-show",
    "There is no such show",
    "No show of this name is described, and no article was asked for with it.",
)
NO_SUCH_PLAYLIST = Wording(
    "no-such-playlist",
    "There is no such playlist",
    "No playlist of this name is described in the publisher's file. It may have been removed.",
)
NO_SUCH_MEMBER = Wording(
    "no-such-member",
    "There is no such feed token",
    "Nobody has a feed token with this id, or it is revoked already.",
)
NO_SUCH_KEY = Wording(
    "no-such-key",
    "There is no such key",
    "No API key has this id, or it is revoked already. Those of TTS_API_KEYS are changed there.",
)
NO_SUCH_ENDPOINT = Wording(
    "no-such-endpoint",
    "There is no such webhook endpoint",
    "No endpoint of webhooks has this id. It may have been removed.",
)
NO_SUCH_DELIVERY = Wording(
    "no-such-delivery",
    "There is no such delivery",
    "The log of webhooks has no such delivery to this endpoint. It goes back 90 days.",
)
NO_SUCH_PAGE = Wording(
    "no-such-page",
    "The feed has no such page",
    "The feed has fewer pages; each one names the next.",
)
NO_SUCH_WORD = Wording(
    "no-such-word",
    "There is no such lexicon entry",
    "The lexicon has no entry with this id. It may have been removed or renamed.",
)
NO_SUCH_FORMAT = Wording(
    "no-such-format",
    "This format is not served",
    "oEmbed is served as json and as xml.",
)
NOT_READ_YET = Wording(
    "not-read-yet",
    "The article has not been read yet",
    "The article was accepted a moment ago and has not been read yet. Ask again soon.",
)
NOT_SIGNED = Wording(
    "not-signed",
    "The narration has no Content Credentials",
    "The narration is not finished yet, or was finished by a service that signs nothing.",
)
OVER = Wording("over", "This is gone for good", "What was at this address is gone for good.")
GONE = Wording("gone", "The article was deleted", "The article was deleted while it was being read aloud.")
