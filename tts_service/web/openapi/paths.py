"""Every operation of the API, in the order of the docs. Each is described beside its view."""

from __future__ import annotations

from tts_service.web import ops
from tts_service.web.api import (
    articles,
    audit,
    docs,
    hooks,
    keys,
    lexicon,
    playlists,
    plays,
    publication,
    statistics,
    webhooks,
    websub,
)
from tts_service.web.media import audio, captions, credentials, events, hls
from tts_service.web.members import api as members
from tts_service.web.openai import speech
from tts_service.web.openapi.terms import Operation
from tts_service.web.site import feeds, player, share_pages, showroom, welcome, well_known

TAGS = {
    "articles": "Ask for an article, follow it, look it up, remove it.",
    "openai": "The OpenAI audio API, for clients that speak it. Errors have its shape.",
    "lexicon": "How words are said. Changed here or in the editors' file: either takes effect at once.",
    "listening": "Audio, captions, chapters and Content Credentials. Open to every site's pages.",
    "plays": "How often articles are played, without anything about the listeners.",
    "playlists": "Articles to be heard one after the other. See docs/playlists.md.",
    "members": "Articles that are not for everybody, and the feed tokens of listeners. See docs/members.md.",
    "webhooks": "Your own systems are told what becomes of articles. See docs/webhooks.md.",
    "keys": "API keys, what each may do, and who changed what. See docs/keys.md.",
    "sharing": "A page for each article, a player in a frame, oEmbed.",
    "podcast": "Finished narrations as episodes: feeds, pictures, transcripts.",
    "button": "The listen button for web pages.",
    "operations": "Health, readiness, metrics, and this description.",
}

OPERATIONS: tuple[Operation, ...] = (
    *articles.OPERATIONS,
    *publication.OPERATIONS,
    *events.OPERATIONS,
    *speech.OPERATIONS,
    *hooks.OPERATIONS,
    *webhooks.OPERATIONS,
    *websub.OPERATIONS,
    *lexicon.OPERATIONS,
    *audio.OPERATIONS,
    *captions.OPERATIONS,
    *hls.OPERATIONS,
    *credentials.OPERATIONS,
    *plays.OPERATIONS,
    *statistics.OPERATIONS,
    *playlists.OPERATIONS,
    *members.OPERATIONS,
    *keys.OPERATIONS,
    *audit.OPERATIONS,
    *share_pages.OPERATIONS,
    *feeds.OPERATIONS,
    *player.OPERATIONS,
    *showroom.OPERATIONS,
    *welcome.OPERATIONS,
    *ops.OPERATIONS,
    *well_known.OPERATIONS,
    *docs.OPERATIONS,
)
