"""Made-up news: articles from a small vocabulary, each different from all others and the same at every
run."""

from __future__ import annotations

import html
import random
from typing import NamedTuple

TOWNS = [
    "Marlow Sound",
    "Eastwick",
    "Port Alder",
    "Greyford",
    "Saint Olan",
    "Lower Tamsin",
    "Hollin Bridge",
    "Westmere",
    "Calder Bay",
    "Nine Oaks",
]
NAMES = [
    "Ines Rawlins",
    "Tobias Harrow",
    "Maud Ferrell",
    "Oren Blyth",
    "Petra Langley",
    "Silas Whitcombe",
    "Nora Pell",
    "Hugo Aske",
    "Dilys Marchand",
]
ROLES = [
    "the harbour master",
    "a retired engineer",
    "the head of the council",
    "a baker from the old town",
    "the ferry company's director",
    "a teacher at the grammar school",
    "the region's auditor",
    "the owner of the boatyard",
]
BODIES = [
    "the town council",
    "the water board",
    "the regional court",
    "the bus company",
    "the fishing union",
    "the school trust",
    "the museum's board",
    "the county hospital",
]
THINGS = [
    "the swing bridge",
    "the flood wall",
    "the night bus",
    "the fish market",
    "the old pumping station",
    "the reading room",
    "the western breakwater",
    "the footpath by the railway",
    "the clock on the customs house",
    "the second ferry",
]
ACTS = [
    "repaired before the winter",
    "sold to the highest bidder",
    "moved to the other side of the river",
    "opened to visitors",
    "measured once more",
    "closed at weekends",
    "painted in its first colours",
    "paid for by the tenants",
    "handed back to the town",
]
CAUSES = [
    "the money ran out",
    "two storms came in the same week",
    "nobody answered the letters",
    "the plans had been drawn for another place",
    "the last inspection was forgotten",
    "prices for timber rose",
    "the only crane was in use elsewhere",
]
MOODS = [
    "surprised",
    "relieved",
    "far from convinced",
    "tired of waiting",
    "cautiously hopeful",
    "ready to try again",
    "not in a mood to argue",
]
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]

OPENINGS = (
    "{Thing} in {town} is to be {act}, {body} decided on {weekday}, after {hours} hours of debate that "
    "{name} called overdue.",
    "{Body} said on {weekday} that {thing} will be {act} by {month} {day}, although {cause} and {money} "
    "pounds are missing.",
)
SENTENCES = (
    "{Name}, {role}, was {mood} when the figures for {month} were read out, and asked for {number} copies of "
    "them.",
    "About {number} people signed the petition in {town}, which is {percent} percent more than {body} had "
    "reckoned with.",
    "“We have waited since {year},” said {name}, “and in all that time {thing} has never been {act}.”",
    "Because {cause}, the work in {town} stopped in {month} {year} and did not begin again for {number} "
    "days.",
    "The bill came to {money} pounds; {body} paid {percent} percent of it, and {name} does not say who paid "
    "the rest.",
    "In {town}, where {thing} was {act} as long ago as {year}, hardly anybody remembers what the quarrel was "
    "about.",
    "On {weekday}, {month} {day}, {body} will meet again, and {name} expects no more than {number} visitors.",
    "{Thing} is used by {number} people a day, according to {role}, who counted them from a window in "
    "{month}.",
    "Asked whether {thing} could be {act}, {name} was {mood} and pointed to a report of {number} pages.",
    "It was not always so: in {year}, when {cause}, {body} had {thing} {act} within {hours} weeks.",
    "Others in {town} are {mood}, among them {name}, {role}, whose house stands {number} yards from there.",
    "{Body} keeps a list of {number} complaints, and {percent} percent of them, {name} said, concern "
    "{thing}.",
    "In {town} it would be the first time since {month} {year}.",
    "{Name} read all {number} letters and was {mood}.",
    "Nobody in {town} disputes the sum of {money} pounds.",
)
HEADINGS = (
    "What it costs",
    "Voices from {town}",
    "Looking back at {year}",
    "The part of {body}",
    "What happens next",
)


class Generated(NamedTuple):
    """``paragraphs`` are lists of sentences; ``headings`` stand before some of them, by their place."""

    title: str
    byline: str
    paragraphs: list[list[str]]
    headings: dict[int, str]

    def page(self, date: str = "2025-12-10") -> str:
        """As a news site would send it."""
        parts = []
        for place, sentences in enumerate(self.paragraphs):
            heading = self.headings.get(place)
            parts += [f"<h2>{html.escape(heading)}</h2>"] if heading else []
            parts.append(f"<p>{html.escape(' '.join(sentences))}</p>")
        title, story = html.escape(self.title), "\n".join(parts)
        head = f'<meta charset=utf-8><title>{title}</title><meta name="author" content="{self.byline}">'
        body = f"<main><article><h1>{title}</h1><time datetime={date}>{date}</time>\n{story}</article></main>"
        menu = "".join(f'<li><a href="/{town.replace(" ", "-")}">{town}</a></li>' for town in TOWNS)
        return f"<!doctype html><html lang=en><head>{head}</head><body><nav><ul>{menu}</ul></nav>{body}</body></html>\n"  # noqa: E501


def article(number: int) -> Generated:
    """Number ``number`` of the archive, real-sized: 600 to 900 words under headings."""
    chance = random.Random(f"archive {number}")
    wanted, words = chance.randint(600, 810), 0
    paragraphs: list[list[str]] = []
    while words < wanted:
        kinds = chance.sample(SENTENCES, chance.randint(2, 5))
        paragraphs.append(
            [_filled(kind, chance) for kind in (kinds if paragraphs else [chance.choice(OPENINGS), *kinds])]
        )
        words += len(" ".join(paragraphs[-1]).split())
    headings = {place: _filled(chance.choice(HEADINGS), chance) for place in range(4, len(paragraphs), 5)}
    return Generated(_title(chance), chance.choice(NAMES), paragraphs, headings)


def short_article(number: int) -> Generated:
    """A piece of news in brief: two to four sentences."""
    chance = random.Random(f"brief {number}")
    sentences = [chance.choice(OPENINGS), *chance.sample(SENTENCES, chance.randint(1, 3))]
    return Generated(
        _title(chance), chance.choice(NAMES), [[_filled(kind, chance) for kind in sentences]], {}
    )


def _title(chance: random.Random) -> str:
    return _filled("{Thing} in {town}: {number} letters and {hours} answers", chance)


def _filled(kind: str, chance: random.Random) -> str:
    """Every slot filled at random; those that begin a sentence are capitalized."""
    found = {
        "town": chance.choice(TOWNS),
        "name": chance.choice(NAMES),
        "role": chance.choice(ROLES),
        "body": chance.choice(BODIES),
        "thing": chance.choice(THINGS),
        "act": chance.choice(ACTS),
        "cause": chance.choice(CAUSES),
        "mood": chance.choice(MOODS),
        "month": chance.choice(MONTHS),
        "weekday": chance.choice(WEEKDAYS),
        "day": chance.randint(2, 28),
        "year": chance.randint(1871, 2019),
        "number": chance.randint(21, 980),
        "hours": chance.randint(3, 19),
        "percent": chance.randint(11, 89),
        "money": f"{chance.randint(12, 940)},000",
    }
    capital = {name.capitalize(): str(value)[0].upper() + str(value)[1:] for name, value in found.items()}
    return kind.format(**found, **capital)
