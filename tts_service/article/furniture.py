"""What a page's own markup says about its boxes: bars, boxes, credits, told by element and class names. Pure."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

_BY_TAG = {
    "nav": "a control of the page",
    "footer": "the foot of the page",
    "aside": "a box beside the story",
    "form": "a form",
    "figcaption": "a caption to a picture that is not heard",
    "dialog": "a window over the page",
}
_WORDS = {
    "share buttons": "share|shares|sharing|sharebar|sharetools|social|sharedaddy|addthis|addtoany|a2a",
    "a pointer to other articles": (
        "related|recommended|recommendations|recirc|recirculation|readmore|also-read|alsoread|read-also|trending|popular"
        "|outbrain|taboola|more-stories|more-news|most-read|mostread|you-may-like|upnext|see-also|story-timeline"
    ),
    "a newsletter or subscription box": "newsletter|subscribe|subscription|signup|sign-up|mailchimp|mc4wp|optin|piano",
    "a cookie note": "cookie|cookies|consent|gdpr",
    "an advertisement": (
        "advert|advertisement|advertising|adsbygoogle|ad-slot|adslot|ad-container|sponsored|sponsor|promo|promotion|dfp"
    ),
    "a caption to a picture that is not heard": "caption|wp-caption|wp-caption-text|image-caption|cutline",
    "a photo credit": "credit|photo-credit|image-credit|photocredit|photographer",
    "the comment box": "comments|comment-list|commentlist|disqus|respond|comment-respond|livefyre",
    "a note on the author": (
        "author-bio|author-box|authorbox|about-author|author-info|author-card|bio|biography|abouttheauthor"
    ),
    "the byline and date": (
        "byline|bylines|timestamp|post-meta|entry-meta|article-meta|post-date|entry-date|pubdate|publish-date"
    ),
    "a control of the page": "breadcrumb|breadcrumbs|pagination|pager|skip-link|toolbar|menu|navbar|navigation",
    "tags": "tags|tag-list|taglist|post-tags|entry-tags|keywords|article-tags",
    "the notes at the foot": "footnotes|footnote-list|endnotes|reflist",
    "the table of contents": "toc|table-of-contents|ez-toc-container|contents-list",
    "a player button": "audio-player|video-player|jwplayer|listen-button|trinity-player|mejs",
    "an affiliate notice": "affiliate|disclosure|affiliate-disclosure",
    "a copyright or syndication note": "copyright",
}
_BY_WORD = {word: reason for reason, words in _WORDS.items() for word in words.split("|")}
_PLAIN_ENOUGH = frozenset(
    (
        *("share", "sharing", "social", "addtoany", "addthis", "related", "recommended", "trending", "outbrain", "taboola"),
        *("newsletter", "subscribe", "signup", "cookie", "cookies", "gdpr", "advert", "advertisement", "sponsored", "promo"),
        *("comments", "disqus", "byline", "breadcrumb", "breadcrumbs"),
    )
)
"""Words that say it all at the beginning of a name too: "share-bar" is a bar, but "credit-cards" may be the subject."""
_SPLIT = re.compile(r"[\s]+|__|--")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_STANDFIRST = frozenset(
    (
        *("subtitle", "sub-title", "subhead", "sub-head", "subheading", "standfirst", "dek", "deck", "lede", "lead"),
        *("excerpt", "summary", "strapline"),
    )
)


def reason_of_box(element: HtmlElement) -> str:
    """Why the text of ``element`` is furniture by its names; "" when they say nothing."""
    if element.tag in _BY_TAG:
        return _BY_TAG[element.tag]
    return next((_BY_WORD[word] for name in _names(element) for word in _telling(name)), "")


def _telling(name: str) -> list[str]:
    """Those of a name, its last and its first word that give furniture away."""
    first, last = name.partition("-")[0], name.rpartition("-")[2]
    return [word for word in (name, last) if word in _BY_WORD] + ([first] if first in _PLAIN_ENOUGH else [])


def is_standfirst(element: HtmlElement) -> bool:
    """True when the names of ``element`` say that it sums the story up under the headline."""
    return any(word in _STANDFIRST for name in _names(element) for word in (name, name.rpartition("-")[2]))


def _names(element: HtmlElement) -> list[str]:
    """Class names and id in lower case, with camel case and BEM parts taken apart."""
    stated = f"{element.get('class', '')} {element.get('id', '')}"
    return [name for name in _SPLIT.split(_CAMEL.sub("-", stated).lower().replace("_", "-")) if name]
