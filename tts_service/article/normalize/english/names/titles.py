"""Titles of people, party and state after a politician's name, and short words before a name."""

from __future__ import annotations

import re

from tts_service.article.normalize.english.figures.written import END
from tts_service.article.normalize.english.names.places import STATES
from tts_service.article.normalize.rules import MASK, rule

_TITLES = {
    "Dr": "Doctor", "Drs": "Doctors", "Mr": "Mister", "Mrs": "Missus", "Ms": "Miz", "Messrs": "Messieurs",
    "Prof": "Professor", "Profs": "Professors", "Sen": "Senator", "Sens": "Senators", "Rep": "Representative",
    "Reps": "Representatives", "Gov": "Governor", "Govs": "Governors", "Gen": "General", "Lt": "Lieutenant",
    "Col": "Colonel", "Capt": "Captain", "Maj": "Major", "Sgt": "Sergeant", "Cpl": "Corporal",
    "Pvt": "Private",
    "Adm": "Admiral", "Cmdr": "Commander", "Rev": "Reverend", "Hon": "Honorable", "Pres": "President",
    "Supt": "Superintendent", "Insp": "Inspector", "Det": "Detective", "Amb": "Ambassador",
    "Sec": "Secretary", "Cpt": "Captain", "Bro": "Brother", "Rt": "Right", "Ste": "Sainte",
    "Fr": "Father", "Br": "Brother", "Mme": "Madame", "Brig": "Brigadier", "Spc": "Specialist",
    "Atty": "Attorney",
    "Asst": "Assistant", "Mt": "Mount", "Ft": "Fort", "Msgr": "Monsignor", "Spkr": "Speaker",
    "Pfc": "Private First Class",
    "Ald": "Alderman",
    "Wm": "William", "Chas": "Charles", "Geo": "George",
    "Thos": "Thomas", "Robt": "Robert", "Comdr": "Commander",
}  # fmt: skip
_WITHOUT_POINT = "Drs|Dr|Mrs|Mr|Ms|Prof|Capt|Sgt|Lt|Col|Cpl|Mt|Ft|Maj|Cmdr|Messrs|Supt"
_PARTIES = {"D": "Democrat", "R": "Republican", "I": "Independent"}
_NAME = rf"(?=\s+[“\"‘'(]?[A-ZÀ-Þ{MASK}])"
_TRIGGERS = "DMPSRGLCAHIFBTW"


@rule(r"(?<![\w.])(Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|Gen|Capt|Sgt)\.(?=[A-ZÀ-Þ][a-zß-ÿ]{2})", triggers=_TRIGGERS)
def title_without_a_gap(match: re.Match[str]) -> str:
    """ "Mr.Smith"."""
    return f"{_TITLES[match[1]]} "


@rule(
    rf"(?<![\w.])(?:({'|'.join(sorted(_TITLES, key=len, reverse=True))})\.|({_WITHOUT_POINT})){_NAME}",
    triggers=_TRIGGERS,
)
def title(match: re.Match[str]) -> str | None:
    """ "Dr. Smith", "Lt. Gen. Khan", "Mr Modi". Behind a name, "Dr." may be a street: see ``places``."""
    written = match[1] or match[2]
    if written in ("Sec", "Rt", "Ft") and match.string[match.end() :].lstrip().startswith(MASK):
        return None
    return _TITLES[written]


@rule(
    r"(?<![\w.])(Mrs|Mr|Dr|Drs|Sens|Sen|Reps|Rep|Gov|Profs?)\.?(?=\s(?:and|or|&)\s[A-Z\ue000])",
    triggers=_TRIGGERS,
)
def title_before_another(match: re.Match[str]) -> str:
    """ "Mr. and Mrs. Jones"."""
    return _TITLES[match[1]]


@rule(rf"[\w{MASK}],?\s(?P<it>[JS]r\b(?:\.{END})?)", triggers="JS")
def junior(match: re.Match[str]) -> str:
    return "Junior" if match["it"][0] == "J" else "Senior"


_STATE = "|".join(re.escape(name) for name in sorted(STATES, key=len, reverse=True))


@rule(rf"(?<=[\s(])([DRI])-({_STATE}|Texas|Ohio|Iowa|Utah|Maine|Alaska|Hawaii|Idaho)(?![\w-])", triggers="-")
def party_and_state(match: re.Match[str]) -> str:
    """ "Sen. Sanders, I-Vt."."""
    return f"{_PARTIES[match[1]]} of {STATES.get(match[2], match[2])}"
