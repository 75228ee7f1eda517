"""A page, a picture, a listing or a voice could not be had from its site."""

from __future__ import annotations

from tts_service.errors.kinds.wording import Wording

UPSTREAM_FAILED = Wording(
    "upstream-failed",
    "The page could not be fetched",
    "The page could not be fetched from its site. The detail says what happened.",
)
UPSTREAM_TIMEOUT = Wording(
    "upstream-timeout",
    "The page's site is too slow",
    "The page's site was too slow. Try again later, or send the text.",
)
PAGE_GONE = Wording(
    "page-gone",
    "The page does not exist",
    "The site says that there is no such page (404 or 410). Check the address.",
)
NOT_HTML = Wording(
    "not-html",
    "This is not a page",
    "The address leads to something other than a page of HTML or plain text.",
)
NOT_A_PICTURE = Wording(
    "not-a-picture",
    "This is not a picture",
    "The address leads to something other than a JPEG or PNG picture.",
)
NOT_A_LISTING = Wording(
    "not-a-listing",
    "This is not a feed or a sitemap",
    "The address or file is neither a feed nor a sitemap, or a broken one.",
)
NOT_ROBOTS = Wording(
    "not-robots",
    "This is not a robots.txt",
    "The site sends something other than text as its robots.txt.",
)
OFFLINE = Wording(
    "offline",
    "Nothing is downloaded",
    "TTS_OFFLINE=1 is set, so nothing is fetched from the publishers of voices.",
)
