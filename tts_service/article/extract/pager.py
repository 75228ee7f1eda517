"""How pages say that their article is on several of them, and lead from one to another. Pure, and light."""

from __future__ import annotations

import re
from typing import NamedTuple

from tts_service.article.extract.draft import fold

_PAGE = r"(?:page|seite|p[aá]gina|pag\.?|blz\.?|sayfa|strona|strana|sida|side|страница)"
_OF = r"(?:of|/|von|de|sur|di|van|av|af|z|из)"
_PAGE_OF = rf"\b{_PAGE}\s{{1,3}}(?P<page>\d{{1,3}})\s{{0,3}}{_OF}\s{{0,3}}(?P<all>\d{{1,3}})\b"
_TURN = (
    r"(?:next|prev(?:ious)?|first|last|weiter|vor|zurück|nächste|letzte|siguiente|anterior|suivante?"
    r"|précédente?"
    r"|successiva|precedente|próxima|seguinte|volgende|vorige)\b"
)
_NEXT = (
    r"(?:(?:(?:continue[sd]?|goes on|read on|read more|more) (?:reading )?)?(?:(?:on"
    r"|to) )?(?:the )?(?:next|following) page"
    rf"|(?:continue[sd]?|read on|more) (?:reading )?(?:on|to) {_PAGE} \d{{1,3}}"
    r"|(?:(?:lesen sie )?weiter )?(?:auf (?:der )?)?nächsten? seite"
    r"|(?:(?:lesen sie )?weiter )?auf seite \d{1,3}"
    r"|página siguiente|siguiente página|page suivante|próxima página|página seguinte"
    r"|pagina (?:successiva|seguente)"
    r"|volgende pagina)\b"
)
_SINGLE = (
    r"(?:(?:(?:view|read|show|see) )?(?:(?:this|the) )?(?:(?:article|story) )?(?:(?:as|on|in) )?(?:an? )?"
    r"(?:(?:single|one)[ -]page(?: (?:view|version|format))?|all on one page)"
    r"|(?:(?:den |diesen )?(?:ganzen )?(?:artikel|text) |alles )?auf einer seite(?: (?:lesen|anzeigen))?"
    r"|(?:(?:ver|leer) )?(?:todo )?en una (?:sola )?página|(?:(?:tout|lire"
    r"|afficher) )?sur une (?:seule )?page"
    r"|(?:(?:leggi|tutto) )?(?:su|in) una (?:sola )?pagina|(?:(?:ler|tudo) )?em uma (?:só|única) página"
    r"|(?:alles )?op één pagina)\b"
)
_PRINT = (
    r"(?:print(?: this)?(?: page| article| story| version| view)?|printer[ -]friendly(?: version| page)?"
    r"|printable version|druckversion|druckansicht|(?:artikel )?drucken|imprimir(?: artículo| artigo)?"
    r"|versión (?:para imprimir|imprimible)|versão para impressão|imprimer(?: l['’]article)?"
    r"|version imprimable"
    r"|stampa(?: articolo)?|versione (?:stampabile|per la stampa)|printversie|afdrukken)\b"
)

_BESIDE = rf"(?:[\W\d]|{_NEXT}|{_SINGLE}|{_PRINT}|{_TURN})*+"
"""What stands in one line with the number of a page."""
_LINE = re.compile(rf"{_BESIDE}{_PAGE_OF}{_BESIDE}(?:page|seite)?\W*", re.I)
_NUMBER = re.compile(
    rf"\W{{0,3}}(?:(?:go to |zu |ir a |aller à (?:la )?)?{_PAGE}\s{{0,3}})?(?P<page>\d{{1,3}})\W{{0,3}}", re.I
)
_NEXT_LINK = re.compile(rf"\W*{_NEXT}(?:\s?[:–—»›>→|-]\s?.{{0,120}})?\W*", re.I)
_SINGLE_LINK = re.compile(rf"\W*{_SINGLE}\W*", re.I)
_PRINT_LINK = re.compile(rf"\W*{_PRINT}\W*", re.I)
_DIGIT = re.compile(r"\d")
_IN_TITLE = re.compile(
    rf"\W?\b{_PAGE}\s{{0,3}}\d{{1,3}}(?:\s{{0,3}}{_OF}\s{{0,3}}\d{{1,3}})?\b"
    r"|\s[(\[]?\d{1,3}\s?/\s?\d{1,3}[)\]]?|\s[(\[]\d{1,3}[)\]]",
    re.I,
)
_REL_NEXT = re.compile(rb"rel=[\"']?(?:[a-z]{1,12} ){0,3}next\b")
_HINTS = (b"2</a", b"2 </a", b"page 1 ", b"page 1/", b"next page", b"page suivante")
_WORDS = (b"seite", b"gina ")
_HINTED = re.compile(
    r"(?:seite|p(?:a|á)gina) 1 ?(?:von|de|di|van|/)|nächste seite|página (?:siguiente|seguinte)"
    r"|(?:siguiente|próxima) página|pagina (?:successiva|seguente)|volgende pagina".encode()
)
"""Of pages in small letters. Bytes are searched several times as quickly as text."""
_LABEL_CHARS = 40
_LINE_CHARS = 120
_LINK_CHARS = 160


class PageOf(NamedTuple):
    """Page ``number`` of ``total``."""

    number: int
    total: int


def may_have_parts(html: str) -> bool:
    """False for most pages, in a millisecond."""
    text = html.encode("utf-8", "ignore").lower()
    if any(hint in text for hint in _HINTS) or _REL_NEXT.search(text):
        return True
    return any(word in text for word in _WORDS) and _HINTED.search(text) is not None


def page_of(line: str) -> PageOf | None:
    """What a line such as "Page 2 of 3", with no more in it than links to other pages, says of there being
    several. None for any other line."""
    may_be = len(line) < _LINE_CHARS and _DIGIT.search(line)
    match = _LINE.fullmatch(line) if may_be else None
    if match is None or not 1 <= int(match["page"]) <= int(match["all"]) or match["all"] == "1":
        return None
    return PageOf(int(match["page"]), int(match["all"]))


def is_pager(line: str) -> bool:
    """Whether a line only leads to other pages of the article."""
    return page_of(line) is not None or leads_to_next_page(line) or leads_to_single_page(line)


def number_of(text: str) -> int:
    """The number that a link such as "2" or "Page 2" names; 0 if it names none."""
    match = _NUMBER.fullmatch(text) if len(text) < _LABEL_CHARS else None
    return int(match["page"]) if match else 0


def leads_to_next_page(text: str) -> bool:
    """Whether a link says that it leads to the next page, as "Next page: The price" does; "Next" does not."""
    return len(text) <= _LINK_CHARS and _NEXT_LINK.fullmatch(text) is not None


def leads_to_single_page(text: str) -> bool:
    return len(text) < _LABEL_CHARS and _SINGLE_LINK.fullmatch(text) is not None


def leads_to_print_view(text: str) -> bool:
    return len(text) < _LABEL_CHARS and _PRINT_LINK.fullmatch(text) is not None


def without_number(title: str) -> str:
    """``title``, folded, without what says which page it is of."""
    return fold(_IN_TITLE.sub(" ", title))
