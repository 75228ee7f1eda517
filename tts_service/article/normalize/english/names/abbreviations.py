"""Short forms of ordinary words: etc., e.g., vs., Inc., approx., Fig., pp."""

from __future__ import annotations

import re

from tts_service.article.normalize.english.figures.written import LAST
from tts_service.article.normalize.rules import DIGITS, rule
from tts_service.article.normalize.spelled import spell
from tts_service.article.normalize.wordlists import word_set

_ANYWHERE = {
    "e.g.": "for example", "i.e.": "that is", "vs.": "versus", "vs": "versus", "approx.": "approximately",
    "a.k.a.": "also known as", "aka": "also known as", "AKA": "also known as", "cf.": "compare",
    "et al.": "et al",
    "viz.": "namely", "govt.": "government", "Govt.": "Government", "govt": "government",
    "Govt": "Government",
    "dept.": "department", "Dept.": "Department", "Univ.": "University", "Assn.": "Association",
    "Inst.": "Institute",
    "Natl.": "National", "Intl.": "International", "Corp.": "Corporation", "Bros.": "Brothers",
    "Ltd.": "Limited",
    "Ltd": "Limited", "Pvt.": "Private", "Inc.": "Inc", "Mfg.": "Manufacturing", "min.": "minimum",
    "max.": "maximum",
    "est.": "established", "incl.": "including", "tel.": "telephone", "Orig.": "Originally",
    "orig.": "originally",
    "TL;DR": spell("TL;DR"), "misc.": "miscellaneous", "abbr.": "abbreviated", "ca.": "circa",
    "avg.": "average",
    "Atl.": "Atlantic", "hrs.": "hours", "mos.": "months", "yrs.": "years", "No.s": "numbers",
    "w/o": "without",
    "y/y": "year over year", "yoy": "year over year", "YoY": "year over year", "q/q": "quarter over quarter",
    "QoQ": "quarter over quarter", "m/m": "month over month", "MoM": "month over month",
    "Gov't": "Government", "gov't": "government", "Gov't.": "Government", "gov't.": "government",
    "Dep't": "Department", "dep't": "department", "Dep't.": "Department", "dep't.": "department",
    "Int'l": "International", "int'l": "international", "Int'l.": "International", "int'l.": "international",
    "Nat'l": "National", "nat'l": "national", "Ass'n": "Association", "ass'n": "association",
    "cont'd": "continued", "Cont'd": "Continued", "w/": "with", "b/c": "because", "ea.": "each",
}  # fmt: skip
_BEFORE_A_NUMBER = {
    "No.": "number", "no.": "number", "Nos.": "numbers", "nos.": "numbers", "№": "number", "Vol.": "Volume",
    "vol.": "volume", "p.": "page", "pp.": "pages", "pg.": "page", "pgs.": "pages", "Fig.": "Figure",
    "fig.": "figure", "Figs.": "Figures",
    "Ch.": "Chapter", "ch.": "chapter", "Sec.": "Section", "sec.": "section", "Art.": "Article",
    "c.": "circa",
    "est.": "established", "Est.": "Established", "para.": "paragraph", "ver.": "version",
    "Eq.": "Equation", "b.": "born",
    "d.": "died",
    "Ed.": "Edition", "Pt.": "Part", "pt.": "part", "Tel.": "Telephone", "tel.": "telephone",
    "Ph.": "Phone", "ph.": "phone",
}  # fmt: skip
_LEADING = word_set("e.g. i.e. vs. approx. a.k.a. cf. viz. ca. est. incl. tel. avg.")
"""They lead to what is behind them, so no sentence begins there."""


def _alternatives(words: dict[str, str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


@rule(r"(?<![\w.])pp(?=\s[0-9])", triggers="p", also=DIGITS)
def pages(_: re.Match[str]) -> str:
    """ "pp 12-14"."""
    return "pages"


@rule(
    rf"(?<![\w.])({_alternatives(_BEFORE_A_NUMBER)})\s?(?=\(?[0-9\ue000]|(?!I\s)[IVX]+\b|[ivxl]{{1,6}}\b)",
    triggers=".№",
)
def before_a_number(match: re.Match[str]) -> str:
    """ "No. 1", "pp. 12-14", "c. 1500"."""
    if match.string[match.end()] == "(":
        return _BEFORE_A_NUMBER[match[1]]
    return _BEFORE_A_NUMBER[match[1]] + " "


@rule(r"(?<=[\w,]\s)etc\b(\.)?(?=(?P<last>[^\w\ue000]*$|\s[A-Z])?)", triggers="e")
def et_cetera(match: re.Match[str]) -> str:
    return "et cetera" + ("." if match[1] and match["last"] is not None else "")


@rule(rf"(?<=[0-9](?:st|nd|rd|th)\s)(?:c|cent)\.(?!\w)(?=(?P<last>{LAST})?)", triggers="c", also=DIGITS)
def century(match: re.Match[str]) -> str:
    """ "the 18th c."."""
    return "century" + ("." if match["last"] is not None else "")


@rule(
    rf"(?:(?<=[0-9](?:st|nd|rd|th)\s)|(?<=\b[Rr]ev\.\s)|(?<=vised\s)|(?<=\b[Nn]ew\s))ed\.(?!\w)(?=(?P<last>{LAST})?)",
    triggers="e",
)
def edition(match: re.Match[str]) -> str:
    """ "2nd ed."."""
    return "edition" + ("." if match["last"] is not None else "")


@rule(rf"(?<=(?:st|nd|rd|th)\s)(?:Fl|Flr)\.(?!\w)(?=(?P<last>{LAST})?)", triggers="F")
def floor(match: re.Match[str]) -> str:
    """ "3rd Fl."."""
    return "Floor" + ("." if match["last"] is not None else "")


@rule(rf"(?<=[A-Za-z]\s)Co\.(?!\w)(?=(?P<last>{LAST})?)", triggers="C")
def company(match: re.Match[str]) -> str:
    """ "Ford Motor Co."."""
    return "Company" + (
        "." if match["last"] is not None and not re.match(r"[.!?]", match.string[match.end() :]) else ""
    )


@rule(r"(?<=[a-z]\s)v\.?(?=\s[A-Z])", triggers="v")
def versus_in_court(match: re.Match[str]) -> str | None:
    """ "Roe v. Wade"."""
    named = re.search(r"[A-Z][\w’'-]*\s$", match.string[max(0, match.start() - 24) : match.start()])
    return "versus" if named else None


@rule(rf"(?<![\w./])({_alternatives(_ANYWHERE)})(?![\w])(?=(?P<last>{LAST})?)", triggers="./saAgGtL;oM")
def short_word(match: re.Match[str]) -> str:
    last = match["last"]
    point = (
        "."
        if match[1].endswith(".")
        and last is not None
        and not last.startswith((".", "!", "?", ",", ";", ":"))
        and not (match[1] in _LEADING and last[-1:].isalpha())
        else ""
    )
    return _ANYWHERE[match[1]] + point
