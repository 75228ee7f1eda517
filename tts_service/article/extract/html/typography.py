"""What a page shows for the eye only: struck-out words, the marks behind headings, codes that its software
left in the text, initials as pictures, and the lines of a poem. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

STRUCK = "struck out on the page"
CONTROL = "a control of the page"
SHORTCODE = "a code that the page's software left in the text"
CAPTION = "a caption to a picture that is not heard"

HANDLE = "the handle and date of a quoted post"

_STRUCK = frozenset(("del", "s", "strike"))
_LINE_THROUGH = re.compile(r"text-decoration[\w-]{0,20}\s{0,5}:\s{0,5}line-through", re.IGNORECASE)
_CAPTION_TAGS = frozenset(("em", "i", "small", "span"))
_CAPTIONS = frozenset(
    ("caption", "img_desc", "img-desc", "photo-desc", "photo-caption", "image-caption", "img-caption")
)
_EDIT = frozenset(("mw-editsection", "editsection"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_LINK_WORDS = frozenset(("link", "permalink", "anchor", "edit"))
_ANCHORS = frozenset(
    (
        *(
            "anchor",
            "headerlink",
            "header-anchor",
            "heading-anchor",
            "permalink",
            "hash-link",
            "headline-anchor",
        ),
        *("anchorjs-link", "section-link"),
    )
)
_CAPTIONED = re.compile(r"\[caption(?: [^\]]{0,300})?\].{0,400}?\[/caption\]", re.DOTALL)
_EMBEDDED = re.compile(
    r"\[(?:embed|video|audio)(?: [^\]]{0,200})?\]\s{0,3}https?:[^\s\[\]]{1,400}\s{0,3}\[/\w{1,12}\]"
)
_NAMED = (
    r"caption|gallery|embed|video|audio|playlist|youtube|vimeo|tweet|soundcloud|dropcap|pullquote|toc|adrotate"
    r"|contact-form-7|mc4wp_form|vc_\w{1,30}|et_pb_\w{1,30}|fusion_\w{1,30}|su_\w{1,30}"
)
_CODE = re.compile(
    rf"\[/?(?:{_NAMED})(?: [^\[\]]{{0,300}})?\]"
    r'|\[[a-z][\w-]{0,30}(?: [\w-]{1,30}="[^"\[\]]{0,200}")+ ?/?\]'
)
_SIGNED = re.compile(r"(?:^|\n|[—–])[^\n—–]{1,80}? (?P<handle>\(@\w{1,30}\)[^\n]{0,40})$")
_SIGNED_CHARS = 200
_VERSE = re.compile(r"\b(verse|poem|poetry|lyrics|stanza)", re.IGNORECASE)
_SIGNS_OF_CODE = re.compile(r"[{}<>=;\\|_$#`]|\w\(|\t")
_WORDS = re.compile(r"[^\W\d_]{2,}")
_VERSE_LINES = 3
_VERSE_CHARS = 60
_CAPITAL_SHARE = 0.6
_COLOURED = 0.3
"""Of preformatted text. Where more is in elements without a meaning, an editor has coloured code."""
_LOOKED_AT = 5_000


def why_silent(element: HtmlElement) -> str:
    """Why ``element`` is only for the eye; "" if it is text."""
    if element.tag in _STRUCK or (
        "line-through" in element.get("style", "") and _LINE_THROUGH.search(element.get("style", ""))
    ):
        return STRUCK
    if element.tag in _CAPTION_TAGS and not _CAPTIONS.isdisjoint(element.get("class", "").split()):
        return CAPTION
    if element.tag not in ("a", "span"):
        return ""
    names = frozenset(element.get("class", "").split())
    if not _EDIT.isdisjoint(names):
        return CONTROL
    return CONTROL if element.tag == "a" and _marks_a_heading(element, names) else ""


def _marks_a_heading(link: HtmlElement, names: frozenset[str]) -> bool:
    """True for the sign behind or before a heading that leads to the heading itself."""
    parent = link.getparent()
    if not link.get("href", "").startswith("#") or parent is None:
        return False
    if parent.tag not in _HEADINGS and _ANCHORS.isdisjoint(names):
        return False
    shown = "".join(link.itertext()).strip().lower()
    return not any(map(str.isalnum, shown)) or (shown in _LINK_WORDS and not _ANCHORS.isdisjoint(names))


def initial(picture: HtmlElement) -> str:
    """The letter that a picture shows in place of a paragraph's first one; "" for any other picture."""
    letter = picture.get("alt", "").strip()
    if len(letter) != 1 or not letter.isalpha():
        return ""
    parent = picture.getparent()
    behind = picture.tail or (parent.tail if parent is not None and parent[-1] is picture else "") or ""
    return letter if behind.lstrip()[:1].islower() else ""


def is_told(pre: HtmlElement) -> bool:
    """Whether preformatted text is a story or a poem, not code."""
    if pre.find(".//code") is not None:
        return False
    if _VERSE.search(pre.get("class", "")):
        return True
    text = text_of(pre)[:_LOOKED_AT]
    coloured = sum(len("".join(span.itertext())) for span in pre.iter("span"))
    if coloured > _COLOURED * len(text):
        return False
    words = sum(map(len, _WORDS.findall(text)))
    is_sign = len(_SIGNS_OF_CODE.findall(text))
    return words >= 60 and words > 0.7 * len("".join(text.split())) and is_sign * 200 < len(text)


def text_of(pre: HtmlElement) -> str:
    """Preformatted text as it is shown, with the lines that elements end."""
    parts = [pre.text or ""]
    for element in pre.iterdescendants():
        parts += ["\n" if element.tag == "br" else element.text or "", element.tail or ""]
    return "".join(parts)


def lines_of(pre: HtmlElement) -> str:
    """``"\\n"`` if the lines of preformatted text are those of a poem, else a space."""
    lines = [line.strip() for line in text_of(pre)[:_LOOKED_AT].splitlines() if line.strip()]
    capital = sum(line[:1].isupper() for line in lines)
    is_short = all(len(line) <= _VERSE_CHARS for line in lines)
    is_poem = _VERSE.search(pre.get("class", "")) is not None or (
        is_short and capital >= _CAPITAL_SHARE * len(lines)
    )
    return "\n" if is_poem else " "


def codes_in(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, reason) of what is not meant to be seen."""
    if "[" not in text:
        return
    end = 0
    for match in _CAPTIONED.finditer(text):
        yield *match.span(), CAPTION
        end = match.end()
    for match in _EMBEDDED.finditer(text, end):
        yield *match.span(), SHORTCODE
        end = match.end()
    for match in _CODE.finditer(text, end):
        yield *match.span(), SHORTCODE


def signature_in(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, reason) of the handle and the date behind the name of whoever wrote a quoted post."""
    match = _SIGNED.search(text[-_SIGNED_CHARS:])
    if match is not None:
        before = max(len(text) - _SIGNED_CHARS, 0)
        yield before + match.start("handle"), before + match.end("handle"), HANDLE


def ends_of_lines(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, words) of the line ends in a poem, an address or the like, that are heard as a comma."""
    lines = text.split("\n")
    if len(lines) < _VERSE_LINES or max(map(len, lines)) > _VERSE_CHARS:
        return
    at = 0
    for line in lines[:-1]:
        at += len(line) + 1
        if line.rstrip()[-1:].isalnum():
            yield at - 1, at, ", "
