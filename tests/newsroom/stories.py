"""Articles of two made-up newspapers."""

from __future__ import annotations

import html
from typing import NamedTuple


class Story(NamedTuple):
    """``body`` is HTML. ``access`` as in the API."""

    path: str
    title: str
    author: str
    section: str
    body: str
    language: str = "en"
    site: str = "post.example"
    access: str = "open"

    @property
    def url(self) -> str:
        return f"https://{self.site}/{self.path}"

    @property
    def page(self) -> str:
        """As a CMS writes it."""
        title = html.escape(self.title)
        return f"""<!doctype html><html lang="{self.language}"><head><title>{title}</title>
<link rel="canonical" href="{self.url}"><meta name="author" content="{self.author}">
<meta property="article:section" content="{self.section}"></head>
<body><nav><a href="/">Home</a> <a href="/weather">Weather</a></nav><article><h1>{title}</h1>
{self.body}</article></body></html>"""


BELL = """\
<p>For eleven years the bell on the old customs house in Qarluq was silent. On Monday at 7.30 a.m. it
rang again, and people on the quay stopped to listen.</p>
<p>The repair cost £48,500, of which the town paid a third. The rest came from a collection that two
fishermen began in a bar, and that nobody believed in for the first year.</p>
<aside class="newsletter">
<p>Get our letter every morning. Sign up now.</p></aside>
<h2>A crack nobody could see</h2>
<p>The fault was found with a microphone. A student of acoustics recorded forty strokes, and noticed
that every third one ended a little early. Under the paint ran a crack as long as a hand.</p>
<p>“It is out of tune, and we would not have it otherwise,” said the harbour master, Ines Calder. She
had the bell struck by hand for its first week, so that nobody would say that a machine had done it.</p>
<h2>What the town does with it now</h2>
<p>The bell will ring for ships, as before, and on the first Sunday of the month for everybody else. Two
neighbours have already complained. The council has offered them a seat in the tower.</p>
<p>The fishermen have begun another collection. It is for a clock.</p>"""

STORIES = (
    Story("bell", "The bell of Qarluq rings again", "Ines Varga", "Town", BELL),
    Story(
        "tide-tables",
        "What the tide tables do not tell",
        "Paul Brandt",
        "Town",
        """\
<p>High water is printed to the minute, and every pilot adds a quarter of an hour of their own. We asked
nine of them where it comes from, and none would say.</p>
<p>Last year a student put a gauge on the pier. The water was late on five days of seven, by fourteen
minutes on average.</p>
<p>The new tables are right about the moon.</p>""",
        access="members",
    ),
    Story(
        "moss",
        "Why the moss on the north wall is older than the wall",
        "Ada Lindqvist",
        "Science",
        """\
<p>Biologists have counted the rings of a cushion of moss on the town wall, and arrived at 412 years.
The wall was built 390 years ago.</p>
<p>The moss came with the stones, says Dr. Ruth Amari, who led the study. It had lived in the quarry,
and did not mind the move.</p>""",
    ),
    Story(
        "ferry",
        "The night ferry gets its lights back",
        "Paul Brandt",
        "Town",
        """\
<p>After nine months in the yard the night ferry sails with its old lights. They are made of glass
again, and turned by hand.</p>
<p>The first crossing is on Friday at 10.15 p.m. Tickets cost £6.</p>""",
    ),
    Story(
        "faro",
        "El faro vuelve a encenderse",
        "Lucía Ferrer",
        "Puerto",
        """\
<p>El faro del puerto vuelve a encenderse después de once inviernos. Nadie sabía por qué se había
apagado.</p>
<p>Su guardiana encontró la avería en un cajón: era un fusible.</p>""",
        language="es",
        site="elpuerto.example",
    ),
    Story(
        "library",
        "A library that lends instruments, and the one violin nobody has returned since the spring of 1998",
        "Ada Lindqvist",
        "Town",
        """\
<p>It has 214 violins, nine harps and a bassoon. All but one of them have been returned.</p>
<p>The librarian does not want to name the borrower. “They are still practising,” she says.</p>""",
    ),
    Story(
        "comet",
        "A comet that comes every 71 years is early",
        "Ruth Amari",
        "Science",
        """\
<p>It was expected in March. On Tuesday night four amateurs saw it within the same hour, and none
believed the others.</p>
<p>Its path had been bent by Jupiter, by less than a degree.</p>""",
    ),
)
