"""Whether pages are parts of one article. Strict: to read another article as part of this one is worse than
to leave a part out. Pure."""

from __future__ import annotations

from tts_service.article.extract.html.parts.addresses import is_same_page
from tts_service.article.extract.html.parts.signs import PartSigns

_SAME_SHARE = 0.5
"""Of the prose of the first part, found on another page: it shows the first part again."""
_WHOLE_SHARE = 0.6
"""Of the prose of the first part, found in a view of the whole article."""
_MORE = 0.5
"""Of the first part's prose: what a whole view has besides, at least, for each further part."""


def is_continued(first: PartSigns, part: PartSigns, number: int) -> bool:
    """Whether ``part`` is page ``number`` of the article that begins on ``first``."""
    return (
        _says_so(first, part, number)
        and not part.is_listing
        and _have_one_name(first, part)
        and bool(part.prose)
        and not is_shown_again(first, part)
    )


def is_shown_again(first: PartSigns, part: PartSigns) -> bool:
    """Whether ``part`` is the first part once more, as with other comments below."""
    return _share_of(first, part) > _SAME_SHARE


def is_whole(first: PartSigns, view: PartSigns) -> bool:
    """Whether ``view`` shows all of the article that begins on ``first``, on one page."""
    others = first.stated.total - 1 if first.stated else 1
    size = sum(map(len, first.prose))
    more = sum(map(len, view.prose)) - size
    is_one_page = view.stated is None and not view.named
    return (
        is_one_page and size > 0 and _share_of(first, view) >= _WHOLE_SHARE and more >= _MORE * size * others
    )


def _says_so(first: PartSigns, part: PartSigns, number: int) -> bool:
    if part.stated is None:
        return not part.before.isdisjoint((1, number - 1))
    return part.stated.number == number and (not first.stated or part.stated.total == first.stated.total)


def _share_of(first: PartSigns, page: PartSigns) -> float:
    """How much of the prose of ``first`` is on ``page``, 0 to 1."""
    there = set(page.prose)
    return sum(len(text) for text in first.prose if text in there) / max(sum(map(len, first.prose)), 1)


def _have_one_name(first: PartSigns, part: PartSigns) -> bool:
    """Titles, author and date as far as both state them; and no canonical address of another article."""
    one, other = first.names, part.names
    pairs = (
        (one.title, other.title),
        (one.headline, other.headline),
        (one.author, other.author),
        (one.published, other.published),
    )
    titled = any(mine and mine == its for mine, its in pairs[:2]) or bool(one.headings & other.headings)
    own = (first.url, first.canonical, part.url)
    return (
        titled
        and all(mine == its for mine, its in pairs if mine and its)
        and (not part.canonical or any(address and is_same_page(part.canonical, address) for address in own))
    )
