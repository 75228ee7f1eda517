"""What a publication says to its readers is listed; what a story tells of such things is read."""

from __future__ import annotations

import pytest

from tts_service.article.extract.draft import ArticleFacts
from tts_service.article.extract.html.page import article_from_html
from tts_service.article.extract.notes import note_of
from tts_service.article.model import Article
from tts_service.article.steering import Steering

pytestmark = pytest.mark.pure

STORY = (
    "Forty swifts came back to the tower on Monday, nine days earlier than in any year since 1971.",
    "The sexton had opened the louvres on the Friday before, which he does by the smell of the limes.",
    "Nobody has seen them land, and the boys of the village no longer try to, as their fathers did.",
    "By August they will be gone again, and the bells can be rung without anybody counting to ten.",
    "The council has paid for a lamp that goes out at nine, and for a rope to keep people from the wall.",
)


@pytest.mark.parametrize(
    "text",
    [
        "An earlier version of this article gave the wrong year.",
        "In einer früheren Fassung dieses Textes stand ein falscher Name.",
        "Una versión anterior de esta nota decía que eran nueve.",
        "Une première version de cet article donnait un autre chiffre.",
        "Ce reportage a été réalisé avec le soutien d’une bourse.",
        "This story was produced in partnership with the Harbour Fund.",
        "Das Gespräch führte Nils Overbeck.",
        "Please turn off your ad blocker, or the kettle stays cold.",
        "Wenn Sie Ihren Werbeblocker hier abschalten, bleibt der Turm geheizt.",
        "Désactivez votre bloqueur de publicité et nous pourrons payer le gardien.",
        "Questo articolo è stato pubblicato sul numero di maggio.",
        "Con información de Luis Arriaga",
        "Únete a nuestro canal de WhatsApp y recibe las noticias.",
        "Siga o nosso canal no Telegram e receba tudo primeiro.",
        "हमारे चैनल को सब्सक्राइब करें।",
        "The Post is a reader-supported paper.",
        "Si te ha gustado esta historia, compártela y ayúdanos a seguir.",
        "This episode is brought to you by Harrow Boots.",
        "Get it for less with the code FIELDNOTES until Sunday.",
        "Do you know more about this? Write to our desk in confidence.",
        "Este texto foi publicado originalmente em maio.",
        "Die Kommentarfunktion ist geschlossen.",
        "Hier geht es zur Bildergalerie.",
        "É proibida a cópia de textos deste blog.",
    ],
)
def test_a_note_to_readers_is_none_of_the_story(text: str) -> None:
    assert note_of(text)


@pytest.mark.parametrize(
    "text",
    [
        "An earlier version of the bridge was swept away in 1953.",
        "The project was funded by the county, and nobody has regretted it.",
        "She made a donation to the choir and asked for nothing in return.",
        "“Subscribe to our newsletter,” he said, and nobody did.",
        "Buy the ugliest notebook, so that you are not afraid of it.",
        "He asked whether anybody knew more about it. Nobody wrote to him.",
        "The channel is dredged twice a year, and fishermen follow the boat.",
        "Whoever turns off an ad blocker for our gulls gets a herring.",
        "Ein Werbeblocker kostet sechs Euro, und der Bäcker hat ihn ausgeschaltet.",
        "Die Redaktion stimmte mit neun zu vier Stimmen für den Streik.",
        "El canal se cubrió de hielo y los vecinos siguieron a pie.",
        "Le texte a été voté à l’unanimité, moins une voix.",
        "L’intervista è durata tre ore e nessuno ha chiesto acqua.",
        "Este ano a matéria mais lida na escola foi a matemática.",
        "The code that opens the gate is written on the gate.",
        "Comments from the public filled four boxes.",
        "The show was presented by a nurse who had never held a microphone.",
    ],
)
def test_what_a_story_tells_is_read(text: str) -> None:
    assert not note_of(text)


def read(*paragraphs: str) -> Article:
    html = "<html><head><title>Swifts</title></head><body><article><h1>Swifts</h1>"
    html += "".join(f"<p>{text}</p>" for text in paragraphs) + "</article></body></html>"
    return article_from_html(html, ArticleFacts(), Steering(whole=True))


def told(article: Article) -> list[str]:
    return [b.text for section in article.sections for b in section.blocks if b.kind != "title"]


ASKING = "Seen one where you live? Ring the observatory, day or night."


def test_a_last_paragraph_that_asks_the_reader_is_listed() -> None:
    article = read(*STORY, ASKING)
    assert told(article) == list(STORY)
    assert ASKING in [one.text for one in article.skipped]


def test_it_is_read_where_the_story_speaks_to_its_reader() -> None:
    spoken_to = "You will hear them before you see them, and then you will see nothing else."
    assert told(read(spoken_to, *STORY, ASKING)) == [spoken_to, *STORY, ASKING]


def test_a_last_paragraph_that_asks_for_nothing_is_read() -> None:
    last = "After a while you stop looking up, and that is when they leave."
    assert told(read(*STORY, last)) == [*STORY, last]


def test_behind_the_end_of_a_press_release_nothing_is_told() -> None:
    behind = "The society looks after eleven towers and is looking for a twelfth."
    article = read(*STORY, "ENDS", behind)
    assert told(article) == list(STORY)
    assert behind in [one.text for one in article.skipped]
