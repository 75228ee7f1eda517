"""The request is understood, and refused to this client."""

from __future__ import annotations

from tts_service.errors.kinds.wording import Wording

UNAUTHORIZED = Wording(
    "unauthorized",
    "An API key is needed",
    "This needs an API key. Send it as Authorization: Bearer, a space, and the key.",
)
BAD_SIGNATURE = Wording(
    "bad-signature",
    "The signature is wrong",
    "The hook is not signed with the operator's secret, or the push not with the hub's. See "
    "docs/publishing.md.",
)
BAD_TIMESTAMP = Wording(
    "bad-timestamp",
    "The signature is too old",
    "The hook was signed too long ago, or the clocks differ. Set the clock of the machine that sends it.",
)
FORBIDDEN = Wording("forbidden", "This is not allowed", "This is not allowed here, whoever asks.")
HOOKS_OFF = Wording(
    "hooks-off",
    "Hooks are switched off",
    "Hooks are not accepted, because the operator has not set TTS_HOOK_SECRET.",
)
SITE_NOT_ALLOWED = Wording(
    "site-not-allowed",
    "This site is not allowed",
    "The page's site is not among those that the operator has listed in TTS_ALLOWED_SITES.",
)
OWN_PAGE = Wording(
    "own-page",
    "This is the service's own page",
    "The address leads to this service, which does not read its own pages. Send the article's text or HTML.",
)
VOICE_NOT_ALLOWED = Wording(
    "voice-not-allowed",
    "Readers may not choose this voice",
    "Readers may not choose this voice: the publisher's shows.toml does not list it for the site.",
)
LANGUAGE_NOT_ALLOWED = Wording(
    "language-not-allowed",
    "Readers may not choose this language",
    "Readers may not choose this language: the publisher's shows.toml does not list it for the site.",
)
PRIVATE_ADDRESS = Wording(
    "private-address",
    "The address is private",
    "The address leads into a private network, from which nothing is ever fetched.",
)
PORT_NOT_ALLOWED = Wording(
    "port-not-allowed",
    "The port is not allowed",
    "The address names a port on which no web pages are served.",
)
ACCESS_EXPIRED = Wording(
    "access-expired",
    "The signed address has expired",
    "The address of an article for members was signed, and its time is over. Get a new one from the page or "
    "the publisher that it came from.",
)
NEVER_NARRATED = Wording(
    "never-narrated",
    "This article is not read aloud",
    "Its publisher has decided that this article, or this part of the site, is never read aloud.",
)
NOT_OUT_YET = Wording(
    "not-out-yet",
    "The audio is not out yet",
    "The audio of this article has not been published yet. Its editors decide when it is.",
)
SCOPE_NEEDED = Wording(
    "scope-needed",
    "The key may not do this",
    "The key, or the editor, lacks the scope that the detail names. Whoever has the scope admin can make a "
    "key that has it.",
)
KEY_EXPIRED = Wording(
    "key-expired",
    "The key has expired",
    "The API key was made for some time, which is over. Whoever has the scope admin can make another.",
)
LOGIN_REFUSED = Wording(
    "login-refused",
    "You may not enter",
    "Whoever vouches for you is known here, and you are not among those who may enter, or have no group that "
    "may do anything.",
)
MISDIRECTED = Wording(
    "misdirected",
    "This is another host",
    "The request is for another host. Without API keys the service answers under this machine's names only.",
)
