"""Where messages go in an article, and what becomes of its frames, times, chapters, captions and tag."""

from __future__ import annotations

import io
from itertools import pairwise

import msgspec
import mutagen.id3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio_cache.mp3.frames import FRAME_BYTES, seconds
from audio_cache.narration_id import NarrationId
from audio_cache.plan import Cue
from tests.web.test_captions_text import parsed
from tts_service.article.model import Piece, Script, Segment
from tts_service.article.script.chapters import Chapter
from tts_service.article.script.message import Message, message_id
from tts_service.formats.breaks import breaks, breaks_text, read_breaks
from tts_service.formats.captions import sentence_captions, web_vtt
from tts_service.formats.id3 import Retagged, retagged
from tts_service.formats.rendition import (
    PAUSE_FRAMES,
    REST_S,
    Played,
    Roll,
    Timeline,
    base_revision,
    placed,
    rendition_name,
    split_name,
)
from tts_service.formats.sponsored import Told, sponsored_captions, sponsored_chapters
from workers.audio.tag import completed, make_tag

pytestmark = pytest.mark.pure

PARAGRAPH_MS, SENTENCE_MS = 670, 290
FRAME_S = 0.024


def message(at: str = "pre", every_s: int = 60, label: str = "Acme", link: str = "") -> Message:
    return Message(label=label, text="Buy <acme>.", at=at, every_s=every_s, link=link)  # type: ignore[arg-type]


def played(at: str, frames: int = 100, every_s: int = 60) -> Played:
    return Played(message(at, every_s), NarrationId(message_id(f"{at}{frames}{every_s}"), "rev1"), frames)


PLAYED = st.lists(
    st.builds(
        played,
        st.sampled_from(("pre", "mid", "post")),
        st.integers(1, 2_000),
        st.sampled_from((60, 300, 600)),
    ),
    max_size=6,
)
BREAKS = st.lists(st.integers(1, 200_000), max_size=60, unique=True).map(sorted).map(tuple)
FRAMES = st.integers(1, 200_000)


def article_frames(timeline: Timeline, frames: int) -> list[tuple[int, int]]:
    """The runs of article frames between the messages, as they are sent."""
    points = [0, *(roll.frame for roll in timeline.rolls), frames]
    return [(one, other) for one, other in pairwise(points) if one < other]


@given(FRAMES, BREAKS, PLAYED)
def test_every_frame_of_the_article_is_there_once_and_in_order(
    frames: int, found: tuple[int, ...], messages: list[Played]
) -> None:
    allowed = tuple(frame for frame in found if frame < frames)
    timeline = Timeline(frames, placed(frames, allowed, messages))
    runs = article_frames(timeline, frames)
    assert [frame for run in runs for frame in run] == sorted(frame for run in runs for frame in run)
    assert sum(end - first for first, end in runs) == frames
    assert timeline.frames == frames + sum(roll.length for roll in timeline.rolls)
    for frame in {0, frames // 2, frames - 1, *(found[:5] if found else ())} & {*range(frames)}:
        assert timeline.of_article(timeline.moved(frame)) == frame
    for roll, start in zip(timeline.rolls, timeline.starts(), strict=True):
        assert timeline.of_article(start + roll.length - 1) == roll.frame
    assert sum(roll.frame == 0 for roll in timeline.rolls) == sum(m.message.at == "pre" for m in messages)
    ends = [roll for roll in timeline.rolls if roll.frame == frames and roll.pause == 0]
    assert len(ends) == sum(m.message.at == "post" for m in messages)


@given(FRAMES, BREAKS, PLAYED, st.integers(0, 200_000))
def test_times_are_moved_by_what_is_heard_before_them(
    frames: int, found: tuple[int, ...], messages: list[Played], frame: int
) -> None:
    timeline = Timeline(frames, placed(frames, [one for one in found if one < frames], messages))
    frame = min(frame, frames - 1)
    earlier = sum(roll.length for roll in timeline.rolls if roll.frame <= frame)
    assert timeline.moved(frame) == frame + earlier
    cue = timeline.cue(Cue(3, seconds(frame * FRAME_BYTES), 0.0, frame * FRAME_BYTES, FRAME_BYTES))
    assert cue.start_s == pytest.approx((frame + earlier) * FRAME_S)
    assert cue.end_s == pytest.approx((frame + earlier + 1) * FRAME_S)


@given(FRAMES, BREAKS, PLAYED)
def test_interruptions_keep_their_distance(
    frames: int, found: tuple[int, ...], messages: list[Played]
) -> None:
    rolls = placed(frames, [one for one in found if one < frames], messages)
    between = [roll for roll in rolls if messages[roll.number].message.at == "mid"]
    assert all(roll.frame in found for roll in between)
    assert all((frames - roll.frame) * FRAME_S >= REST_S for roll in between)
    for before, roll in pairwise((Roll(0, 0, 0, 0), *between)):
        assert (roll.frame - before.frame) * FRAME_S >= messages[roll.number].message.every_s - FRAME_S


def test_messages_between_paragraphs_take_turns() -> None:
    messages = [played("mid", 10), played("mid", 20), played("post", 30), played("pre", 40)]
    rolls = placed(25_000, range(2_500, 25_000, 2_500), messages)
    assert [(roll.frame, roll.number) for roll in rolls] == [
        (0, 3),
        *((frame, n % 2) for n, frame in enumerate(range(2_500, 22_501, 2_500))),
        (25_000, 2),
    ]
    assert [roll.pause for roll in rolls] == [PAUSE_FRAMES] * 10 + [0]


# -- where an article may be interrupted --------------------------------------------------------------------


def script_of(*paragraphs: str, roles: tuple[str, ...] = (), sections: tuple[int, ...] = ()) -> Script:
    """Two segments for each paragraph of several words."""
    segments: list[Segment] = []
    source = ""
    for number, paragraph in enumerate(paragraphs):
        start = len(source) + (2 if source else 0)
        source += ("\n\n" if source else "") + paragraph
        half = paragraph.find(" ") + 1 or len(paragraph)
        cuts = [start, start + half, start + len(paragraph)]
        spans = [(a, b) for a, b in pairwise(cuts) if a < b]
        for at, (a, b) in enumerate(spans):
            pause = PARAGRAPH_MS if at == len(spans) - 1 else SENTENCE_MS
            role = roles[number] if roles else "narrator"
            section = sections[number] if sections else 0
            segments.append(Segment(source[a:b], a, b, (Piece(0, b - a, a, b),), section, pause, role))
    titles = ("", "Second part")[: 1 + max(sections, default=0)]
    return Script("A title", "en", source, titles, tuple(segments))


def cues_of(script: Script, frames: int = 50) -> list[Cue]:
    sizes = frames * FRAME_BYTES
    return [
        Cue(i, seconds(i * sizes), seconds((i + 1) * sizes), i * sizes, sizes)
        for i in range(len(script.segments))
    ]


def interrupted(script: Script) -> list[str]:
    """What stands before each place where ``script`` may be interrupted, from its paragraph on."""
    found = breaks(script, cues_of(script))
    ends = [script.segments[frame // 50 - 1].end for frame in found]
    return [script.source[:end].rpartition("\n\n")[2] for end in ends]


def test_between_paragraphs_and_nowhere_else() -> None:
    script = script_of("One two.", "Three four.", "Five six.")
    assert interrupted(script) == ["One two.", "Three four."]


@pytest.mark.parametrize(
    ("paragraphs", "allowed"),
    [
        (("“One two.", "“Three four.”", "Five six."), ["“Three four.”"]),
        (("“One two.", "Three four.", "Five six.”", "And on."), ["Five six.”"]),
        (("She said: “One.", "“Two three.", "“Four five.”", "And on."), ["“Four five.”"]),
        (('"One two."', '"Three four."', "And on."), ['"Three four."']),
        (("‘One two", "‘Three four.’", "And on."), ["‘Three four.’"]),
        (("— One two.", "— Three four.", "And on."), ["— Three four."]),
        (("„Eins zwei.“ Drei", "Vier fünf."), ["„Eins zwei.“ Drei"]),
        (("« Un deux.", "Trois. »", "Quatre cinq."), ["Trois. »"]),
        (('A 5" pipe is', "long enough."), []),
    ],
)
def test_never_inside_a_quotation(paragraphs: tuple[str, ...], allowed: list[str]) -> None:
    assert interrupted(script_of(*paragraphs)) == allowed


def test_a_quotation_set_apart_is_not_interrupted_nor_is_a_question_from_its_answer() -> None:
    quoted = script_of("One two.", "Three four.", "Five six.", roles=("quoted", "quoted", "narrator"))
    assert interrupted(quoted) == []
    asked = script_of("One two?", "Three four.", "Five six?", roles=("questioner", "answerer", "questioner"))
    assert interrupted(asked) == ["Three four."]


def test_voices_that_the_author_has_named_are_not_parted() -> None:
    script = script_of("One two?", "Three four.", "Five six.", "Seven eight.")
    voices = ("tone/low", "tone/plain", "tone/plain", "")
    of_each = (voice for voice in voices for _ in range(2))  # segments of a paragraph
    spoken = zip(script.segments, of_each, strict=True)
    segments = tuple(msgspec.structs.replace(segment, voice=voice) for segment, voice in spoken)
    assert interrupted(msgspec.structs.replace(script, segments=segments)) == ["Three four."]


def test_a_heading_goes_with_what_it_heads() -> None:
    script = script_of("One two.", "Second part", "Three four.", "Five six.", sections=(0, 1, 1, 1))
    assert interrupted(script) == ["One two.", "Three four."]


MARKS = st.sampled_from((("“", "”"), ('"', '"'), ("«", "»"), ("„", "“")))
PLAIN = st.sampled_from(
    ("One two.", "It’s “three” o’clock.", "Nobody said «four» or «five».", "A “b” and “c”.")
)


@st.composite
def quotations(draw: st.DrawFn) -> tuple[list[str], set[int]]:
    """Paragraphs, and the numbers of those that end inside a quotation. One of several paragraphs is
    opened anew in each of them, or not."""
    paragraphs: list[str] = []
    inside: set[int] = set()
    for count in draw(st.lists(st.integers(0, 4), min_size=1, max_size=5)):
        if count < 2:
            paragraphs.append(draw(PLAIN))
            continue
        (opening, closing), is_anew = draw(MARKS), draw(st.booleans())
        lead = draw(st.sampled_from(("", "She said: ")))
        for number in range(count):
            mark = opening if number == 0 or is_anew else ""
            end = closing if number == count - 1 else ""
            paragraphs.append(f"{lead if number == 0 else ''}{mark}Six seven.{end}")
        inside |= set(range(len(paragraphs) - count, len(paragraphs) - 1))
    return paragraphs, inside


@given(quotations())
def test_no_break_is_inside_a_quotation_whatever_its_marks(example: tuple[list[str], set[int]]) -> None:
    paragraphs, inside = example
    script = script_of(*paragraphs)
    ends = [script.segments[frame // 50 - 1].end for frame in breaks(script, cues_of(script))]
    numbers = {script.source[:end].count("\n\n") for end in ends}
    assert numbers.isdisjoint(inside)
    assert all(script.source[end : end + 2] == "\n\n" for end in ends)
    if not inside:
        assert numbers == set(range(len(paragraphs) - 1))


@given(st.lists(st.integers(0, 10**6)).map(tuple))
def test_the_catalog_keeps_breaks(found: tuple[int, ...]) -> None:
    assert read_breaks(breaks_text(found)) == found
    assert read_breaks("nothing of ours") == ()


# -- names --------------------------------------------------------------------------------------------------


@given(st.text(alphabet="abc234", min_size=12, max_size=12), st.lists(st.sampled_from("xyz"), max_size=8))
def test_a_name_says_what_it_is_made_of(revision: str, names: list[str]) -> None:
    messages = tuple(NarrationId(message_id(name), f"r{name}1") for name in names)
    name = rendition_name(revision, messages)
    assert split_name(name) == (revision, messages)
    assert base_revision(name) == revision


@pytest.mark.parametrize(
    "name", ["rev-", "rev-short", "rev-" + "-".join(["abcdefghijk1"] * 9), "rev-../../etc/passwd"]
)
def test_other_names_mean_nothing(name: str) -> None:
    with pytest.raises(ValueError, match="names no rendition"):
        split_name(name)


# -- chapters and captions ----------------------------------------------------------------------------------


@given(FRAMES, st.integers(0, 5), PLAYED)
def test_chapters_follow_one_another_and_cover_the_rendition(
    frames: int, cut: int, messages: list[Played]
) -> None:
    script = script_of(*["One two."] * 6, sections=(*[0] * cut, *[1] * (6 - cut)))
    cues = cues_of(script)
    total = len(cues) * 50
    timeline = Timeline(total, placed(total, breaks(script, cues), messages))
    found = sponsored_chapters(script, cues, timeline, [one.message for one in messages])
    assert found[0].start_s == 0
    assert found[-1].end_s == pytest.approx(timeline.frames * FRAME_S)
    assert all(one.end_s == pytest.approx(other.start_s) for one, other in pairwise(found))
    told = [chapter for chapter in found if chapter.title == "Sponsored: Acme"]
    assert len(told) == len(timeline.rolls)


def test_an_interrupted_chapter_goes_on_under_its_title() -> None:
    script = script_of("One two.", "Three four.")
    cues = cues_of(script)
    timeline = Timeline(200, [Roll(0, 0, 10, 5), Roll(100, 1, 20, 5)])
    found = sponsored_chapters(
        script, cues, timeline, [message(link="https://acme.example"), message(label="B")]
    )
    assert [(c.title, round(c.start_s / FRAME_S), round(c.end_s / FRAME_S), c.url) for c in found] == [
        ("Sponsored: Acme", 0, 15, "https://acme.example"),
        ("A title", 15, 115, ""),
        ("Sponsored: B", 115, 140, ""),
        ("A title", 140, 240, ""),
    ]


def test_captions_tell_whose_message_it_is_and_stay_in_order() -> None:
    script = script_of("One two.", "Three four.")
    timeline = Timeline(200, [Roll(0, 0, 50, 5), Roll(100, 0, 50, 5)])
    told = Told(message(), script_of("Buy <acme>."), cues_of(script_of("Buy <acme>."), 25))
    moved = sentence_captions(script, map(timeline.cue, cues_of(script)))
    found = parsed(web_vtt(sponsored_captions(moved, timeline, [told], "de"), language="de"))
    assert [(one.start_ms, one.text) for one in found] == [
        (0, "[Anzeige: Acme] Buy"),
        (600, "<acme>."),
        (1_320, "One"),
        (2_520, "two."),
        (3_720, "[Anzeige: Acme] Buy"),
        (4_320, "<acme>."),
        (5_040, "Three"),
        (6_240, "four."),
    ]


# -- the tag ------------------------------------------------------------------------------------------------


def written(tag: bytes, made: Retagged) -> bytes:
    return made.new + b"".join(tag[one.start : one.end] for one in made.kept) + bytes(made.padding)


@pytest.mark.parametrize("count", [1, 3, 200])
def test_the_tag_has_the_chapters_and_all_else_as_before(count: int) -> None:
    url = "https://listen.example/manifest"
    first = make_tag(
        title="Ein Titel", artist="Ana", chapters=["A", "B"], lyrics="La. " * 900, credentials_url=url
    )
    before = completed(first, [Chapter("A", 0.0, 1.0), Chapter("B", 1.0, 2.0)], b"\x89PNG" + bytes(500), url)
    chapters = [Chapter(f"Sponsored: Ä{n} 🙂", n, n + 1.0) for n in range(count)]
    after = written(before, retagged(before, chapters))
    assert len(after) == len(before)
    old, new = mutagen.id3.ID3(io.BytesIO(before)), mutagen.id3.ID3(io.BytesIO(after))
    found = [(c.sub_frames["TIT2"].text[0], c.start_time, c.end_time) for c in new.getall("CHAP")]
    fitting = chapters[: len(found)]
    assert found == [(c.title, round(c.start_s * 1000), round(c.end_s * 1000)) for c in fitting]
    assert len(found) == count or count == 200
    assert new["CTOC:toc"].child_element_ids == [f"chp{n}" for n in range(len(found))]
    assert (len(new.getall("PRIV")), len(old.getall("PRIV"))) == (0, 1)
    kept = ("TIT2", "TPE1", "USLT", "APIC", "TXXX")
    assert [str(new.getall(name)) for name in kept] == [str(old.getall(name)) for name in kept]


@pytest.mark.parametrize("tag", [b"", b"ID3 of the tests", b"ID3\x04\0\0\0\0\0\x0a" + bytes(10)])
def test_a_tag_that_is_not_ours_stays_as_it_is(tag: bytes) -> None:
    assert written(tag, retagged(tag, [Chapter("A", 0.0, 1.0)])) == tag


@given(st.binary(max_size=60), st.integers(0, 200))
def test_a_damaged_tag_keeps_its_size(body: bytes, cut: int) -> None:
    whole = make_tag(title="A title")
    tag = (
        (b"ID3\3\0\0" + body + whole)[:cut]
        if cut % 2
        else whole[: 40 + cut] + body + whole[40 + cut + len(body) :]
    )
    assert len(written(tag, retagged(tag, [Chapter("A", 0.0, 1.0)]))) == len(tag)


def test_an_article_of_many_paragraphs_is_looked_at_once() -> None:
    """Each character a few times at most, however long its section is."""

    class Counting(str):
        looked_at = 0

        def __getitem__(self, key: object) -> str:
            found = super().__getitem__(key)  # type: ignore[index]
            Counting.looked_at += len(found)
            return found

    counts = []
    for paragraphs in (100, 400):
        plain = script_of(*["One two."] * paragraphs)
        script = msgspec.structs.replace(plain, source=Counting(plain.source))
        Counting.looked_at = 0
        assert len(breaks(script, cues_of(script))) == paragraphs - 1
        counts.append(Counting.looked_at)
    assert counts[1] <= 4.2 * counts[0]
