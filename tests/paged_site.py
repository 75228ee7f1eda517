"""An article in several pages on a site of our own."""

from __future__ import annotations

from tests.local_site import LocalSite

TITLE = "The ferry that came back"
LEAD = "Nine years after the last crossing the four islands have a ferry again, and nobody knows who paid."
STORY = (
    "The old ship was sold when the bridge was opened, and for nine years the quay belonged to the gulls.",
    "In March a white hull lay there, with no name on her bow and a coffee machine that was still warm.",
    "The harbour master walked around her twice, wrote down the length and looked for the list of fees.",
    "By noon half of the island stood on the mole, and the baker had named her after his late mother-in-law.",
    "A letter was found under the wheel, typed on an old machine, and it asked for nothing but a timetable.",
    "The council met in the gym because the town hall is too small for everybody who had an opinion on it.",
    "Three councils voted for Sunday crossings and one against, as that island wants its Sundays quiet.",
    "A captain was found in the retirement home, where he had drawn the currents on the dining-room wall.",
    "Since May she has crossed four times a day, and letters that arrive without a stamp say it will do.",
)


def paged(
    number: int,
    total: int,
    story: tuple[str, ...],
    *,
    title: str = TITLE,
    pager: str | None = None,
    head: str = "",
    below: str = "",
) -> str:
    """Page ``number`` of an article, with the title, the byline and the lead that its site sets on each."""
    numbers = "".join(
        f"<b>{i}</b> " if i == number else f"<a href='{'/ferry' if i == 1 else f'/ferry?page={i}'}'>{i}</a> "
        for i in range(1, total + 1)
    )
    pager = (
        f"<p class=pages>Page {number} of {total}</p><p class=pages>{numbers}</p>" if pager is None else pager
    )
    paragraphs = "".join(f"<p>{paragraph}</p>" for paragraph in story)
    return (
        f"<!doctype html><html lang=en><head><title>{title} - Page {number} | Island Post</title>"
        f"<meta name=author content='Ada Holm'>{head}</head>"
        f"<body><header><a href='/'>Island Post</a></header>"
        f"<main><article><h1>{title}</h1><p>By Ada Holm</p><p>{LEAD}</p>{paragraphs}"
        f"{pager}</article></main>{below}"
        f"<footer><p>Island Post, Harbour Street 1. All rights reserved.</p></footer></body></html>"
    )


def put_ferry(site: LocalSite, total: int = 3) -> str:
    """The article on ``total`` pages of ``site``, each with as many paragraphs of STORY. Returns the address
    of the first."""
    each = len(STORY) // total
    for number in range(1, total + 1):
        site.put(path_of(number), paged(number, total, STORY[(number - 1) * each : number * each]))
    return site.origin + path_of(1)


def path_of(number: int) -> str:
    return "/ferry" if number == 1 else f"/ferry?page={number}"
