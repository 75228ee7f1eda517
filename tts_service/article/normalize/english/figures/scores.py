"""Scores, votes, records and odds: what two numbers with a dash mean when someone wins, rules or bets."""

from __future__ import annotations

import re

from tts_service.article.normalize.english.figures.words import cardinal, two_digits
from tts_service.article.normalize.english.figures.written import last_word
from tts_service.article.normalize.rules import DIGITS, rule
from tts_service.article.normalize.wordlists import any_of

_DASH = "[-–—−‑]"
_BEFORE = r"(?<![\w.,/$£€₹:-])(?<![–—])"
_AFTER = rf"(?!\w|{_DASH}|[.,/:]?[0-9]|\s?%)"
_NEAR_BEFORE, _NEAR_AFTER = 70, 28

_PLAYING = any_of(r"""
    w[io]n(?:s|ning)? beat(?:s|en|ing)? lost los(?:e|es|ing|s) defeat(?:s|ed|ing)? dr[ae]w(?:s|n|ing)?
    ti(?:e|es|ed) led lead(?:s|ing)? trail(?:s|ed|ing)? edg(?:e|es|ed|ing) thrash\w{0,3} hammer\w{0,3}
    rout(?:s|ed|ing)? crush\w{0,3} swept sweep\w{0,3} victor(?:y|ies) triumph\w{0,3} aggregate penalties
    shootout series scoreline score[ds]? level(?:l?ed)? sets? half-?time full-?time outsh[ao]t
    serv(?:es|ed|ing) past\s[A-Z][a-z]+ over\s(?:the\s)?[A-Z][a-z]+ outlast\w{0,3} upset top(?:s|ped|ping)
    blank\w{0,3} stun(?:s|ned|ning)? (?:it|match|game|tie|final)\s(?:finished|ended|stood) downed overc[ao]me
    went ahead
""")
_PLAY = re.compile(rf"\b(?i:{_PLAYING})\b")
_PLAY_BEHIND = re.compile(
    r"\s(?:\w{2,12}\s)?"
    + any_of(r"""
        win victory defeat loss draw lead triumph thrashing rout scoreline score aggregate down up ahead
        behind at\shalf-?time on\spenalties after\sextra\stime
    """)
    + r"\b"
)
_VOTING = any_of(
    "vot(?:e|es|ed|ing) rul(?:es|ed|ing) decid(?:es|ed) decision split passed approved rejected confirmed "
    "odds"
)
_VOTERS = any_of("Senate House court council board committee jury panel margin majority ratio")
_VOTE = re.compile(rf"\b(?:(?i:{_VOTING})|{_VOTERS})\b")
_VOTE_BEHIND = re.compile(
    r"\s"
    + any_of("ruling decision vote majority split margin odds ratio favou?rite outsider shot chance panel")
    + r"\b"
)
_RECORD_BEHIND = re.compile(r"\s(?:\w{2,10}\s)?(?:record|start|mark|season)\b")
_INNINGS = re.compile(
    r"\b(?:innings|wickets?|overs|stumps|declared|bowled|batsm[ae]n|at\s(?:tea|lunch)|the\screase)\b"
)
_FEWEST_RUNS, _MOST_WICKETS = 30, 10
"""Baseball has innings, too, but no such scores."""
_SHAPE = re.compile(r"\s(?:formation|system|shape|line-?up|set-?up|diamond)\b")
_COUNTED = re.compile(
    r"\s(?:people|men|women|children|percent|per\s|million|billion|lakh|crore|[a-z]{3,15}(?<!thank)(?<!acros)(?<!alway)s\b)"
)
_SET = r"(?<![\w-])(?:[67][-–][0-7]|[0-7][-–][67])(?![\w-])"
_SETS_BEFORE, _SETS_BEHIND = (
    re.compile(rf"\bsets?\b|{_SET},?\s$"),
    re.compile(rf",?\s(?:\([0-9-]+\),?\s)?{_SET}"),
)


def _count(n: int, nothing: str = "nil") -> str:
    return cardinal(n) if n else nothing


def _score(first: str, second: str, nothing: str = "nil") -> str:
    """Small scores are read side by side ("three one"), large ones with "to" between them."""
    a, b = int(first), int(second)
    if max(a, b) < 14:
        return f"{_count(a, nothing)} {_count(b, nothing)}"
    return f"{_count(a, nothing)} to {_count(b, nothing)}"


@rule(rf"{_BEFORE}([0-7])[-–]([0-7])\s?\(([0-9]{{1,2}})(?:[-–]([0-9]{{1,2}}))?\)", triggers="(", also=DIGITS)
def tie_break(match: re.Match[str]) -> str:
    """ "7-6 (7-5)" is seven six, seven five."""
    points = _score(match[3], match[4], "love") if match[4] else _count(int(match[3]), "love")
    follows = match.string[match.end() : match.end() + 1]
    return f"{_score(match[1], match[2], 'love')}, {points}" + ("," if follows == " " else "")


@rule(
    rf"{_BEFORE}([0-9]{{1,3}}){_DASH}([0-9]{{1,3}}){_DASH}([0-9]{{1,3}}){_AFTER}", triggers="-–", also=DIGITS
)
def record_of_three(match: re.Match[str]) -> str:
    """ "14-0-1": won, lost and drawn; "4-3-3" is how a team stands."""
    first, second, third = (cardinal(int(n)) for n in match.groups())
    if _SHAPE.match(match.string, match.end()) or int(match[1]) + int(match[2]) + int(match[3]) == 10:
        return f"{first} {second} {third}"
    return f"{first}, {second} and {third}"


@rule(r"\b[A-Z]\w{2,20}\s\((?P<it>([0-9]{1,2})-([0-9]{1,2}))(?=\)|,)", triggers="(", also=DIGITS)
def record_of_a_team(match: re.Match[str]) -> str | None:
    """ "the Patriots (14-3)", "Smith (3-4, 2.87 ERA)": games won and lost; so few are goals."""
    won, lost = int(match[2]), int(match[3])
    pitched = re.match(r",\s[0-9.]{4,5}\s(?:ERA|earned)", match.string[match.end() :])
    return f"{cardinal(won)} and {cardinal(lost)}" if won + lost >= 8 or pitched else None


@rule(rf"{_BEFORE}([0-9]{{1,3}})[-–]([0-9]{{1,3}}){_AFTER}", triggers="-–", also=DIGITS)
def score(match: re.Match[str]) -> str | None:
    """ "won 3-1", "voted 7-2", "a 10-2 record", "6-4, 6-0"; without such a word it is left to be a range."""
    first, second = match[1], match[2]
    before = re.split(
        r"(?<=[a-z]{3})[.;!?]\s", match.string[max(0, match.start() - _NEAR_BEFORE) : match.start()]
    )[-1]
    behind = match.string[match.end() : match.end() + _NEAR_AFTER]
    if _RECORD_BEHIND.match(behind):
        return f"{cardinal(int(first))} and {cardinal(int(second))}"
    if last_word(match.string, match.start()) in ("serves", "serving"):  # in a recipe; players serve for more
        return None
    if int(first) >= _FEWEST_RUNS and int(second) <= _MOST_WICKETS and _INNINGS.search(match.string):
        return f"{cardinal(int(first))} for {cardinal(int(second))}"
    counted = _COUNTED.match(behind)
    if _VOTE_BEHIND.match(behind) or (_VOTE.search(before) and not counted):
        return f"{cardinal(int(first))} to {cardinal(int(second))}"
    tennis = _is_tennis(match)
    if (
        _PLAY_BEHIND.match(behind)
        or tennis
        or (_PLAY.search(before) and not counted)
        or _stands_between_teams(match)
    ):
        return _score(first, second, "love" if tennis else "nil")
    return None


def _stands_between_teams(match: re.Match[str]) -> bool:
    """ "Ajax 2-0 Celtic"."""
    before = match.string[max(0, match.start() - 24) : match.start()]
    named = re.search(r"(?!The|An?\s|His|Her|Their|Its)\b[A-Z]\w+\s$", before)
    return bool(named and re.match(r"\s[A-Z][a-z]", match.string[match.end() : match.end() + 3]))


def _is_tennis(match: re.Match[str]) -> bool:
    """Sets follow each other ("6-0, 6-2") or are near the word; in sets, nothing is "love"."""
    before = match.string[max(0, match.start() - 24) : match.start()]
    behind = match.string[match.end() : match.end() + 14]
    return bool(_SETS_BEFORE.search(before) or _SETS_BEHIND.match(behind))


@rule(rf"{_BEFORE}(1):([0-9]{{1,3}}(?:,[0-9]{{3}}){{1,2}})(?![\w:]|[.,]?[0-9])", triggers=":", also=DIGITS)
def scale(match: re.Match[str]) -> str:
    """ "1:25,000", as maps have it."""
    return f"one to {cardinal(int(match[2].replace(',', '')))}"


@rule(rf"{_BEFORE}([0-9]{{1,2}}):([0-9]{{1,2}})(?![\w:]|[.,]?[0-9])", triggers=":", also=DIGITS)
def ratio(match: re.Match[str]) -> str:
    """ "16:9" (times are taken by then); "25:30" is a length of time."""
    lasts = last_word(match.string, match.start()) not in ("ratio", "odds") and int(match[1]) > 24
    if lasts and len(match[2]) == 2 and int(match[2]) < 60:
        return f"{cardinal(int(match[1]))} {two_digits(int(match[2]))}"
    return f"{cardinal(int(match[1]))} to {cardinal(int(match[2]))}"
