"""Notes on companies under press releases are listed; sections of a story that are called alike are read."""

from __future__ import annotations

import pytest

from tts_service.article.extract.draft import ArticleFacts
from tts_service.article.extract.html.page import article_from_html
from tts_service.article.extract.imprint import ABOUT
from tts_service.article.steering import Steering

pytestmark = pytest.mark.pure

STORY = (
    "Four hundred paper fish will swim down the High Street on Saturday at dusk, for the first time since "
    "the "
    "storm that took the tents and half of the bakery's awning.",
    "The council voted for it by seven to two, and both of those who were against it have since been seen "
    "with "
    "glue on their sleeves and a good deal of wire in their pockets.",
    "Workshops are held in the village hall from Wednesday, from ten o'clock until the paper runs out, "
    "which it "
    "does, and the carriers meet by the bell at half past four.",
    "The fire brigade has been told, and has asked for a fish of its own, with a ladder, in red if "
    "possible, to "
    "be carried by the youngest of its men and followed by the engine.",
)


def told(heading: str, below: str, then: str = "", label: str = "h2") -> bool:
    """Whether the section is read."""
    story = "".join(f"<p>{text}</p>" for text in STORY)
    html = (
        "<html><head><title>Lanterns again</title></head><body><article><h1>Lanterns again</h1>"
        f"{story}<{label}>{heading}</{label}><p>{below}</p>{then}</article></body></html>"
    )
    article = article_from_html(html, ArticleFacts(), Steering(whole=True))
    texts = [block.text for section in article.sections for block in section.blocks]
    assert (below in texts) is (below not in [one.text for one in article.skipped if one.reason == ABOUT])
    return below in texts


@pytest.mark.parametrize(
    ("heading", "below"),
    [
        ("About the festival", "The festival began in 1922 as a joke about the gasworks."),
        ("About the Festival", "The festival began in 1922 as a joke about the gasworks."),
        ("About lanterns", "Lanterns were made of horn until glass was cheap enough."),
        ("Über das Festival", "Das Festival begann 1922 als Scherz über das Gaswerk."),
        ("Sobre el festival", "El festival empezó en 1922 como una broma sobre el gas."),
        ("À propos du festival", "Le festival est né en 1922 d'une plaisanterie sur le gaz."),
    ],
)
def test_a_section_of_the_story_is_read(heading: str, below: str) -> None:
    assert told(heading, below)


def test_a_note_on_somebody_that_the_story_goes_on_behind_is_read() -> None:
    then = f"<h2>How to take part</h2><p>{STORY[0].replace('fish', 'birds')}</p>"
    assert told("About Ada Wray", "Ada Wray has glued fish since 1961 and has never burned one.", then)


@pytest.mark.parametrize(
    ("heading", "below"),
    [
        (
            "About Corrin Lantern Works",
            "Corrin Lantern Works makes lanterns for festivals in nine countries.",
        ),
        ("About the Lantern Society", "The Lantern Society has 90 members and one boat."),
        ("Über die Laternenwerke Altmoor", "Die Laternenwerke Altmoor fertigen Laternen seit 1890."),
        ("Sobre Faroles del Sur", "Faroles del Sur fabrica faroles y emplea a 40 personas."),
        ("About us", "We make lanterns for festivals in nine countries and mend them in ten."),
    ],
)
@pytest.mark.parametrize("then", ["", "<h3>Media contact</h3><p>Ida Bell, ida@lanterns.example</p>"])
@pytest.mark.parametrize("label", ["h2", "p"])
def test_a_note_on_who_sent_it_is_listed(heading: str, below: str, then: str, label: str) -> None:
    assert not told(heading, below, then, label)
