"""Page chrome: the bars, boxes and credits around a story, recognized by element and class names. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice, pairwise

from lxml.etree import XPath
from lxml.html import HtmlElement

NOT_BODY = "not part of the article's body"
OUTSIDE = "outside the article's body"
SIGN_UP = "a newsletter or subscription box"

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
        "related|recommended|recommendations|recirc|recirculation|readmore|also-read|alsoread|read-also"
        "|trending|popular"
        "|outbrain|taboola|more-stories|more-news|most-read|mostread|you-may-like|upnext|see-also"
        "|navbox|hatnote"
        "|story-timeline"
    ),
    "a newsletter or subscription box": (
        "newsletter|subscribe|subscription|signup|sign-up|mailchimp|mc4wp|optin|piano"
    ),
    "a call to donate": "donate|donation|donations|fundraiser|support-us|supportus",
    "a box that calls to act": "cta",
    "a legal notice": "disclaimer",
    "a note of the editors": "ambox",
    "a poll of the page": "poll|polls|quiz",
    "a cookie note": "cookie|cookies|consent|gdpr",
    "a window over the page": "modal|reveal-modal|modal-dialog|modal-content|popup|pop-up|lightbox",
    "an advertisement": (
        "ad|ads|adv|adbox|adcell|adspace|advert|advertisement|advertising|adsbygoogle|ad-slot|adslot"
        "|ad-container|sponsored|sponsor|promo|promotion|dfp"
    ),
    "a caption to a picture that is not heard": (
        "caption|img-desc|photo-desc|photo-caption|img-caption|wp-caption|wp-caption-text|image-caption"
        "|cutline"
    ),
    "a photo credit": "credit|photo-credit|image-credit|photocredit|photographer",
    "the comment box": (
        "comments|comment-list|commentlist|disqus|respond|comment-respond|livefyre|comment-form|commentform"
        "|leave-comment|add-comment|post-comment|write-comment"
    ),
    "a note on the author": (
        "author-bio|author-box|authorbox|about-author|author-info|author-card|bio|biography|abouttheauthor"
    ),
    "the byline and date": (
        "firma|verfasser|byline|bylines|timestamp|post-meta|entry-meta|article-meta|post-date"
        "|entry-date|pubdate|publish-date"
    ),
    "a control of the page": (
        "breadcrumb|breadcrumbs|pagination|pager|skip-link|toolbar|menu|navbar|navigation"
    ),
    "tags": "tags|tag-list|taglist|post-tags|entry-tags|keywords|article-tags",
    "the notes at the foot": "footnote|footnotes|footnote-list|endnotes|reflist|references|reference-list"
    "|refbegin",
    "the table of contents": "toc|table-of-contents|ez-toc-container|contents-list",
    "a player button": "audio-player|video-player|jwplayer|listen-button|trinity-player|mejs",
    "the foot of the page": (
        "footer|site-footer|page-footer|pagefooter|colophon|rodape|pie-pagina|pie-de-pagina|fusszeile"
        "|pied-de-page"
    ),
    "a box beside the story": "sidebar",
    "an affiliate notice": "affiliate|disclosure|affiliate-disclosure",
    "a copyright or syndication note": "copyright",
}
_BY_WORD = {word: reason for reason, words in _WORDS.items() for word in words.split("|")}
_PLAIN_ENOUGH = frozenset(
    (
        *(
            "share",
            "sharing",
            "social",
            "addtoany",
            "addthis",
            "related",
            "recommended",
            "trending",
            "outbrain",
            "taboola",
        ),
        *(
            "newsletter",
            "subscribe",
            "signup",
            "cookie",
            "cookies",
            "gdpr",
            "advert",
            "advertisement",
            "sponsored",
            "promo",
        ),
        *("caption", "comments", "disqus", "byline", "breadcrumb", "breadcrumbs", "ad", "ads"),
    )
)
"""Words that are conclusive at the beginning of a name too: "share-bar" is a bar, but "credit-cards" may be
the subject."""
_BOXES = frozenset(
    (
        *(
            "banner",
            "bar",
            "block",
            "box",
            "card",
            "container",
            "cta",
            "form",
            "links",
            "list",
            "module",
            "overlay",
        ),
        *("panel", "row", "section", "slot", "widget", "wrap", "wrapper"),
    )
)
"""Last words of names: what is before them says what is in the box."""
_AUTHOR = frozenset(
    ("author", "authors", "autor", "autorin", "autoren", "autores", "autore", "auteur", "auteurs")
)
_NOTE = frozenset(("box", "bio", "card", "info", "note", "about", "profile", "profil", "kasten", "vita"))
_CONTROLS = XPath(".//button | .//input[@type='email' or @type='submit']")
_SIGN_UP = re.compile(
    r"\b(sign me up|sign up|subscribe|join now|abonnieren|anmelden|suscr[ií]b|s['’]abonner|s['’]inscrire)",
    re.IGNORECASE,
)
_REMEMBERED = 1_000
"""Attributes: the boxes of a page have few, again and again."""
_NAME_PARTS = 6
_BOX_CHARS = 300
_BOX_PARTS = 60
_BOXES_AROUND = 4
_FLOATS = re.compile(r"\bfloat\s{0,3}:\s{0,3}(?:right|left)\b", re.IGNORECASE)
_SPLIT = re.compile(r"[\s]+|__|--")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_STANDFIRST = frozenset(
    (
        *(
            "subtitle",
            "sub-title",
            "subhead",
            "sub-head",
            "subheading",
            "standfirst",
            "dek",
            "deck",
            "lede",
            "lead",
        ),
        *("excerpt", "summary", "strapline", "entradilla", "bajada", "chapo", "chapeau", "vorspann"),
        *("sottotitolo", "occhiello", "sommario", "subtitulo", "linha-fina", "ingress"),
        *("document-description", "desc", "lead-paragraph", "strap", "spot", "synopsis", "blurb"),
    )
)


def reason_of_box(element: HtmlElement) -> str:
    """Why the names of ``element`` make its text page chrome; "" if they say nothing."""
    if element.tag in _BY_TAG:
        return _BY_TAG[element.tag]
    if element.tag == "div" and _FLOATS.search(element.get("style", "")):
        return "a box beside the story"
    found = _reason_of_names(_stated(element))
    return "" if element.tag == "blockquote" and found == "share buttons" else found


@lru_cache(_REMEMBERED)
def _reason_of_names(stated: str) -> str:
    return next((_BY_WORD[word] for name in _names(stated) for word in _revealing(name)), "")


def _revealing(name: str) -> list[str]:
    """The name, its last word and its first word, as far as they indicate page chrome."""
    first, last = name.partition("-")[0], name.rpartition("-")[2]
    if first in _AUTHOR and last in _NOTE:
        return ["author-box"]
    inner = name.split("-")[1:-1] if last in _BOXES else ()
    if any(one in _AUTHOR and other in _NOTE for one, other in pairwise(inner)):
        return ["author-box"]
    return [word for word in (name, last) if word in _BY_WORD] + [
        word for word in (first, *inner) if word in _PLAIN_ENOUGH
    ]


def sign_up_boxes(root: HtmlElement) -> set[HtmlElement]:
    """The small boxes around what one signs up with: an address field, or a button that says so."""
    boxes: set[HtmlElement] = set()
    for control in _CONTROLS(root):
        if control.get("type", "").lower() == "email" or _SIGN_UP.search(_label(control)):
            boxes.update(_small_boxes(control))
    return boxes


def _label(control: HtmlElement) -> str:
    return "".join(control.itertext())[:_BOX_CHARS] if control.tag == "button" else control.get("value", "")


def _small_boxes(control: HtmlElement) -> Iterator[HtmlElement]:
    for box in islice(control.iterancestors(), _BOXES_AROUND):
        parts = list(islice(box.iter(), _BOX_PARTS + 1))
        length = sum(len((part.text or "").strip()) + len((part.tail or "").strip()) for part in parts)
        if len(parts) > _BOX_PARTS or length > _BOX_CHARS:
            return
        yield box


def is_standfirst(element: HtmlElement) -> bool:
    """True if the names of ``element`` say that it sums up the story under the headline."""
    names = _names(_stated(element))
    return any(word in _STANDFIRST for name in names for word in _endings(name))


def _endings(name: str) -> Iterator[str]:
    """ "c-lead-paragraph", "lead-paragraph" and "paragraph"; as many as a name needs."""
    for _ in range(_NAME_PARTS):
        yield name
        name = name.partition("-")[2]


def _stated(element: HtmlElement) -> str:
    """Its classes and its id."""
    return f"{element.get('class', '')} {element.get('id', '')}"


def _names(stated: str) -> list[str]:
    """Names in lower case, with camel case and BEM parts split."""
    return [name for name in _SPLIT.split(_CAMEL.sub("-", stated).lower().replace("_", "-")) if name]
