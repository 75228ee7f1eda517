"""Where one segment ends and the next begins: a list of hard cases, and what holds for any text."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tts_service.article.script.sentences import MAX_CHARS, MIN_CHARS, spans

pytestmark = pytest.mark.pure


def cut(paragraph: str, language: str = "en") -> list[str]:
    return [paragraph[span.start : span.end] for span in spans(paragraph, language)]


HARD = [
    "Dr. Ortiz met Mr. Lee and Mrs. Lee at noon. | They spoke about the new bridge.",
    "The U.S. economy grew faster than expected. | Nobody had predicted that it would.",
    "She moved with her family to the U.S. | Then she opened a small bakery there.",
    "The rate rose by 3.5 percent over the year. | Shares fell by 0.7 percent at once.",
    "J. K. Okafor wrote the report in a month. | The ministry published it in March.",
    "At 5 p.m. the gates of the park opened. | At 6 p.m. they were closed once more.",
    "The visitors arrived at about 5 p.m. | The gates of the park were still open.",
    "“We have won the cup at last!” | She smiled and walked over to the crowd.",
    "“Did we really win the cup?” she asked the man next to her.",
    '"Stop the train right there!" he shouted. | "There is somebody on the track."',
    "The prices (incl. tax) rose once more in May. | See p. 4 of the report for details.",
    "Haddad et al. found the same thing last year. | Only trial No. 5 showed anything else.",
    "Gen. Park said so in a letter on Monday. | Gov. Diaz agreed with him the next day.",
    "Visit example.com for the full timetable. | The service will be free for a month.",
    "Version 2.0 of the plan is out for comment. | Residents have until June to answer.",
    "The whole room went very quiet… | Then everybody began to talk at the same time.",
    "Wait... what did the minister just say? | Nobody in the room seemed to be sure.",
    "The search firm Yahoo! grew again this year. | Its rivals lost some of their users.",
    "The firm, Acme Inc. of Ohio, won the contract. | Its rival lost it after a decade.",
    "The tunnel was built by Acme Inc. | The company also makes anvils and rockets.",
    "On Jan. 5 and Sept. 11 it rained all day long. | The rest of the year was quite dry.",
    "St. Mary's St. is closed to traffic until the end of the week.",
    "It failed for two reasons, i.e. cost and time. | Some, e.g. the mayor, had said so.",
    "The minister left the room at once.[1] | Her deputy stayed until the very end.",
    '"It is over for this year," he said to the reporters.',
    "“That was one of the answers.” | “And this is another of the answers.”",
    "Who could have known that it would break?! | No one had looked at it for years.",
    "Ph.D. students met at the library on Friday. | The talk was about M.D. degrees.",
    "The temp. was 5°C at the foot of the mountain. | It fell to -3 at the very top.",
    "Mr. and Mrs. Wu v. the State was heard again. | They lost for the second time.",
    "Lt. Col. A. B. Cole Jr. spoke to the families. | He left without taking questions.",
    "Sen. Cruz, R-Tex., voted for it on Thursday. | Rep. Lee, D-Calif., voted against.",
    "A ticket costs Rs. 500 during the weekends. | On other days it costs less than half.",
    "He is 5 ft. 3 in. tall and weighs very little. | His brother is a good deal taller.",
    "Prof. Mbeki's iPhone rang. iPads are banned, he said, and phones too.",
    "The final score of it was 3-1. | Nobody expected it, least of all the visitors from the north.",
    "The plan for the quay was made in May. | Hugo Aske said that he had never seen it.",
    "“Nobody on the quay has ever spoken to me.” | Hugo Aske left the harbour at noon.",
    "The keeper said that he had felt quite ill. | Doctors found nothing at all that day.",
    "Asked whether they would do it again he said no. | Hugo Aske did not say anything.",
    "Nobody in the town had ever bought modern art. | Galleries there sold pictures of boats.",
    "Fig. 3 shows how the river has moved since. | In Fig. 4 the old bed can be seen.",
    "The vote on Res. 242 was held at 10 a.m. EST on Tuesday in the old hall.",
]
OTHER_LANGUAGES = [
    ("hi", "वह आज सुबह अपने पुराने गाँव वापस आया। | सब लोग उससे मिलकर बहुत खुश हुए।"),
    ("de", "Das gilt z. B. für die neue Brücke am Fluss. | Am 3. Oktober wird sie eröffnet."),
    ("de", "Er kam am 3. Tag der langen Reise nach Hause. | Nr. 5 der Liste blieb usw. ohne Antwort."),
    ("de", "Er kam am 3. Tag. Nr. 5 usw."),
    ("de", "Im 19. Jahrhundert gab es das noch nicht. | Im II. Weltkrieg gab es das schon."),
    ("de", "Dr. Weiß traf Prof. Klein und Fr. Maier am Abend. | Auf S. 12 steht mehr darüber."),
    ("de", "Er sagte: „Ich komme heute nicht mehr.“ | Dann ging er nach Hause."),
    ("de", "»Wir gehen jetzt alle nach Hause«, sagte er. | »Kommt ihr heute Abend mit uns?«"),
    ("de", "Am Ende wurde sie nur noch Platz 3. | Danach ging sie zufrieden nach Hause."),
    ("fr", "Mme Durand et le Dr Petit sont venus hier. | L'art. 5 et la p. 12 du rapport manquent."),
    ("fr", "« Je ne sais pas encore », a dit M. Petit. | « Nous verrons cela demain matin. »"),
    ("it", "Il sig. Rossi e la dott.ssa Bianchi sono qui. | Vedi pag. 12 e art. 5 del nuovo testo."),
    ("pt", "O Sr. Silva e a Dra. Souza chegaram ontem. | Veja a pág. 12 e o art. 5 da nova lei."),
    ("hi", "डॉ. शर्मा ने कहा कि वे कल शाम को आएँगे। | उन्होंने पृ. 12 भी देखा था, ऐसा कहा।"),
    ("hi", "करीब एक लाख पच्चीस हज़ार लोग आए, जिनमें डॉ. शर्मा और प्रो. वर्मा भी थे। | लागत ₹12.5 करोड़ हो गई है।"),
    ("de", "Er sagte: „Ich komme morgen. Warte bitte auf mich.“ | Dann legte er auf und ging schlafen."),
    ("it", "Giulio Cesare morì nel 44 a.C. a Roma. | Suo figlio adottivo gli succedette dopo."),
    ("pt", "Júlio César morreu em 44 a.C. em Roma. | O seu filho adotivo sucedeu-lhe depois."),
    ("fr", "Jules César meurt en 44 av. J.-C. à Rome. | Son fils adoptif lui succède ensuite."),
    ("it", "La Rossi & C. S.p.A. ha perso 3 mln di euro. | Lo ha annunciato ieri il direttore generale."),
    ("hi", "पं. नेहरू का जन्म 14 नव. 1889 को हुआ। | वे देश के पहले प्रधानमंत्री बने थे।"),
    ("es", "¿Qué ha pasado con el puente nuevo? | El Sr. López vino ayer a explicarlo."),
    ("fr", "M. Dupont est arrivé hier soir à la mairie. | Il n'a rien dit aux journalistes."),
    ("ar", "هل ستفتح المدينة الجسر الجديد قريبا؟ | نعم، سوف تفتحه في الأسبوع القادم."),
    ("ja", "新しい橋は来週の月曜日の朝に開通する予定です。 | 市長は住民に感謝の言葉を述べました。"),
    ("xx", "An unknown tag is no reason to fail here. | The marks are much the same everywhere."),
]


@pytest.mark.parametrize("marked", HARD)
def test_english(marked: str) -> None:
    assert cut(marked.replace(" | ", " ")) == marked.split(" | ")


@pytest.mark.parametrize(("language", "marked"), OTHER_LANGUAGES)
def test_other_languages(language: str, marked: str) -> None:
    assert cut(marked.replace(" | ", "" if language == "ja" else " "), language) == marked.split(" | ")


def test_a_short_sentence_joins_the_next_and_the_last_one_the_one_before() -> None:
    assert cut("No. It will not open before the summer of next year. He is sure.") == [
        "No. It will not open before the summer of next year. He is sure."
    ]
    assert cut(
        "They said no. Go home. Come back when the bridge is open. The gate was shut behind them."
    ) == [
        "They said no. Go home. Come back when the bridge is open.",
        "The gate was shut behind them.",
    ]


def test_a_short_sentence_alone_stays_alone() -> None:
    assert cut(" Yes. ") == ["Yes."]


@pytest.mark.parametrize(
    ("mark", "at"),
    [
        ("; ", "after"),
        (": ", "after"),
        (", ", "after"),
        (" — ", "after"),
        (" because ", "before"),
        (" ", "before"),
    ],
)
def test_a_long_sentence_is_split_at_a_clause(mark: str, at: str) -> None:
    first, second = "the river rose higher", "x" * 150
    paragraph = f"{first} and it rose again all night long{mark}{second} until morning came to the valley."
    parts = cut(paragraph)
    assert len(parts) == 2
    assert (
        parts[0].endswith(mark.strip() or "long")
        if at == "after"
        else parts[1].startswith(mark.strip() or second)
    )
    assert [span.whole for span in spans(paragraph, "en")] == [False, True]


def test_semicolons_come_before_commas() -> None:
    paragraph = (
        "One, two and three, as they were called, went out to the old river"
        + ", very far" * 10
        + "; they came back"
        + ", late" * 20
        + "."
    )
    assert cut(paragraph)[0].endswith(";")


def test_a_word_of_20_000_characters_is_cut() -> None:
    parts = cut("It said " + "a" * 20_000 + ".")
    assert "".join(parts).replace(" ", "") == "Itsaid" + "a" * 20_000 + "."
    assert max(map(len, parts)) <= MAX_CHARS


@pytest.mark.parametrize("marks", ["„“", "»«", "«»", "“”"])
def test_a_long_sentence_is_not_split_within_its_quotation(marks: str) -> None:
    quoted = f"{marks[0]}Wir gehen, und das ist gewiss, noch heute Abend{marks[1]}"
    rest = "und sie ging " * 14 + "fort."
    paragraph = f"Der alte Mann am Fluss sagte {quoted}, als sie endlich kam, {rest}"
    assert all(quoted in part or quoted[1:6] not in part for part in cut(paragraph, "de"))


def test_an_accent_stays_with_its_letter() -> None:
    parts = cut("e\u0301" * 1000)
    assert all(not part.startswith("\u0301") for part in parts)


def test_an_edit_disturbs_only_its_own_sentence() -> None:
    before = (
        "The bridge over the river opened on Monday. A crowd had come to see it. The mayor spoke for an hour."
    )
    after = before.replace("A crowd", "A large crowd")
    assert [one == other for one, other in zip(cut(before), cut(after), strict=True)] == [True, False, True]


@pytest.mark.parametrize("seed", range(16))
def test_an_edit_of_a_paragraph_as_long_as_a_book_disturbs_what_stands_near(seed: int) -> None:
    """``sentencex`` is given a part of it at a time; behind the edit these are the same again."""
    dice = random.Random(seed)
    sentences = [_any_sentence(dice) for _ in range(400)]
    edited = list(sentences)
    edited[0] = _any_sentence(dice)
    known = set(cut(" ".join(sentences)))
    assert sum(span not in known for span in cut(" ".join(edited))) <= 4


WORDS = (
    *(
        "the",
        "council",
        "of",
        "the",
        "town",
        "said",
        "that",
        "Dr.",
        "Lee",
        "and",
        "Mr.",
        "Ortiz",
        "of",
        "the",
        "U.S.",
        "would",
    ),
    *("vote", "for", "3.5", "percent", "more", "on", "Monday"),
)


def _any_sentence(dice: random.Random) -> str:
    words = [
        "the",
        "council",
        "of",
        "the",
        "town",
        "said",
        "on",
        "Monday",
        "that",
        "Dr.",
        "Lee",
        "and",
        "Mr.",
        "Ortiz",
        "of",
        "the",
        "U.S.",
        "would",
        "vote",
        "for",
        "3.5",
        "percent",
        "more",
    ]
    said = " ".join(dice.choices(words, k=dice.randint(3, 25))).capitalize()
    return dice.choice(
        [f"{said}.", f"{said}!", f"“{said},” she said, “{said}.”", f'"{said}." he said.', f"({said}.)"]
    )


texts = st.text(
    alphabet="abcÄé .,;:!?…—-\"'“”()[]।。\u0301\u200d\n\t\u00a0" + "word ", max_size=900
) | st.text(max_size=400)


@given(texts, st.sampled_from(["en", "hi", "ar", "zh", "de", "xx", ""]))
def test_nothing_is_lost_and_nothing_is_too_long(paragraph: str, language: str) -> None:
    found = spans(paragraph, language)
    covered = [False] * len(paragraph)
    last = 0
    for span in found:
        assert last <= span.start < span.end <= len(paragraph)
        assert span.end - span.start <= MAX_CHARS
        last = span.end
        covered[span.start : span.end] = [True] * (span.end - span.start)
    assert all(there or letter.isspace() for there, letter in zip(covered, paragraph, strict=True))
    assert spans(paragraph, language) == found


@given(
    st.lists(
        st.sampled_from(["Yes.", "He left the house at noon.", "No!", "It was a long day for all of us."]),
        min_size=2,
        max_size=8,
    )
)
def test_no_needlessly_short_span(sentences: list[str]) -> None:
    parts = cut(" ".join(sentences))
    assert all(len(part) >= MIN_CHARS for part in parts) or len(parts) == 1
