"""A person reads one section of an article, and the voice the others."""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path
from typing import NamedTuple

import pytest
from mutagen.id3 import ID3

from audio_cache.mp3.frames import FRAME_BYTES
from audio_cache.mp3.reservoir import stands_alone
from audio_cache.narration_id import NarrationId
from audio_cache.plan import Plan
from tests.readings import COFFEE, as_file, reading, script_of
from tests.workers.test_rendering import Bench
from tts_service.article.disclosure import COMPOSITE_TYPE, SOURCE_TYPE
from tts_service.article.model import Script, decode_script
from tts_service.article.place import Run, run_of_section, sentences_of
from tts_service.article.recording import SectionRecording
from tts_service.article.request import ArticleRequest, request_digest, with_sections
from tts_service.contracts.recordings import ENGINE
from tts_service.errors import Unprocessable
from tts_service.formats.breaks import breaks
from tts_service.publisher.rules import PublisherRules
from tts_service.settings import Settings, load_settings
from workers.credentials.manifest import manifest_of
from workers.engines.base import Samples
from workers.recordings.attempts import NotRecorded
from workers.render.outcomes import RenderStep

ID = "a1"
OPENING = "The river came over its banks on Tuesday night. Nobody was hurt."
GATE = "Engineers said on Wednesday that a sluice gate had jammed half open. It was last inspected in 2019."
COST = "Repairs will cost about $4.2 million. The county has no money for them this year."
PAYS = "The council meets on Friday to decide who pays. Residents have asked for sandbags."


def page(opening: str = OPENING, gate: str = GATE, pays: str = PAYS) -> ArticleRequest:
    body = f"<p>{opening}</p><h2>The gate</h2><p>{gate}</p><p>{COST}</p><h2>Who pays</h2><p>{pays}</p>"
    head = "<title>Flood in Harlow</title>"
    return ArticleRequest(
        html=f"<html lang=en><head>{head}</head><body><article><h1>Flood in Harlow</h1>{body}</article>"
    )


class Newsroom(Bench):
    def __init__(self, settings: Settings, folder: Path) -> None:
        super().__init__(settings)
        self._folder = folder
        self.rules = PublisherRules(settings)

    def heard(self, request: ArticleRequest) -> Plan:
        plan = self.rendering.prepare(ID, request)
        assert self.render(plan.narration) is RenderStep.READY
        return plan

    def script(self, plan: Plan) -> Script:
        return decode_script(self.narrations.script(plan.narration) or b"")

    def sentences(self, plan: Plan) -> list[bytes]:
        """The frames of each, without the pause behind it."""
        finished = self.narrations.finished(plan.narration)
        assert finished is not None
        frames = self.narrations.audio_path(plan.narration).read_bytes()[finished.tag_bytes :]
        return [frames[cue.offset : cue.offset + cue.size] for cue in finished.cues]

    def upload(self, samples: Samples) -> str:
        file = as_file(samples, self._folder / "reading.mp3")
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        self.narrations.put_recording(ID, digest, file)
        return digest

    def digest_of(self, request: ArticleRequest) -> str:
        return self.rules.digest(request, ID)

    def record(self, request: ArticleRequest) -> None:
        with pytest.raises(NotRecorded):
            self.rendering.prepare(ID, request)
        assert self.rendering.record_parts(ID, request, request_digest(request))


class Mixed(NamedTuple):
    newsroom: Newsroom
    spoken: Plan
    run: Run
    recording: SectionRecording
    read: Plan


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Mixed:
    """All of the article is spoken; then somebody reads the section "The gate", without its heading."""
    folder = tmp_path_factory.mktemp("mixed")
    settings = load_settings({"TTS_DATA_DIR": str(folder / "home"), "TTS_OFFLINE": "1"}, env_file=None)
    newsroom = Newsroom(settings, folder)
    spoken = newsroom.heard(page())
    script = newsroom.script(spoken)
    run = run_of_section(script, 1)
    others = [index for index in range(len(script.segments)) if not run.first < index < run.end]
    digest = newsroom.upload(reading(script, left_out=others).samples)
    recording = SectionRecording(
        digest=digest, by="Anna Weber", at="now", place=sentences_of(script).place(run)
    )
    request = with_sections(page(), (recording,))
    newsroom.record(request)
    return Mixed(newsroom, spoken, run, recording, newsroom.heard(request))


def test_a_person_is_heard_for_this_section_and_the_voice_for_all_else_as_before(mixed: Mixed) -> None:
    before, now = mixed.newsroom.sentences(mixed.spoken), mixed.newsroom.sentences(mixed.read)
    (part,) = mixed.read.parts
    assert (part.first, part.end, part.name) == (mixed.run.first + 1, mixed.run.end, "Anna Weber")
    assert now[: part.first] == before[: part.first]  # and the heading, which she has not read
    assert now[part.end :] == before[part.end :]
    assert not set(now[part.first : part.end]) & set(before)
    assert stands_alone(now[part.first])
    assert stands_alone(now[part.end])
    kept = mixed.newsroom.narrations.segments
    assert [kept.get(key).info.engine for key in mixed.read.keys] == [  # type: ignore[union-attr]
        ENGINE if part.first <= index < part.end else "hibari" for index in range(len(now))
    ]


def test_her_words_have_their_times(mixed: Mixed) -> None:
    script, store = mixed.newsroom.script(mixed.read), mixed.newsroom.narrations.segments
    assert [one.text for one in script.segments] == [
        one.text for one in mixed.newsroom.script(mixed.spoken).segments
    ]
    for index in range(mixed.read.parts[0].first, mixed.read.parts[0].end):
        stored = store.get(mixed.read.segments[index].key)
        assert stored is not None
        assert (stored.info.timing, stored.info.text) == ("aligned", script.segments[index].text)
        assert len(stored.info.words) >= len(script.segments[index].text.split()) - 2


def test_the_file_and_its_signature_say_that_it_is_both(mixed: Mixed) -> None:
    tag = mixed.newsroom.narrations.audio_path(mixed.read.narration).read_bytes()[: mixed.read.tag_bytes]
    told = ID3(fileobj=io.BytesIO(tag + bytes(FRAME_BYTES)))
    assert told["TXXX:digitalSourceType"].text == [COMPOSITE_TYPE]
    assert "Partly read by Anna Weber. The rest is read by a synthetic voice." in str(told.getall("COMM")[0])
    script = mixed.newsroom.script(mixed.read)
    manifest = json.dumps(manifest_of(mixed.read, script, "News", "1", "2026-11-30T00:00:00Z"))
    assert COMPOSITE_TYPE in manifest
    assert SOURCE_TYPE not in manifest
    assert '"voices": ["hibari/heart"]' in manifest
    assert mixed.recording.digest in manifest
    assert '"Iptc4xmpExt:AISystemUsed": "hibari/heart"' in manifest


def test_no_message_interrupts_her(mixed: Mixed) -> None:
    finished = mixed.newsroom.narrations.finished(mixed.read.narration)
    assert finished is not None
    script, part = mixed.newsroom.script(mixed.read), mixed.read.parts[0]
    starts = [cue.offset // FRAME_BYTES for cue in finished.cues]
    found = set(breaks(script, finished.cues))
    assert starts[part.end] in found
    assert not found & set(starts[part.first + 1 : part.end])


def test_an_edit_elsewhere_keeps_it(mixed: Mixed) -> None:
    request = with_sections(
        page(opening=f"It rained. {OPENING} Or nearly nobody.", pays="The council decides."),
        (mixed.recording,),
    )
    plan = mixed.newsroom.heard(request)
    first, old = plan.parts[0], mixed.read.parts[0]
    assert first.first == old.first + 1
    assert plan.keys[first.first : first.end] == mixed.read.keys[old.first : old.end]
    outcome = mixed.newsroom.narrations.outcome(ID, mixed.newsroom.digest_of(request))
    assert outcome is not None
    assert not outcome.outdated
    script = mixed.newsroom.script(plan)
    assert script.source[script.segments[first.first].start :].startswith("Engineers said on Wednesday")


def test_an_edit_of_what_she_reads_keeps_it_and_is_told(mixed: Mixed) -> None:
    gate = "Engineers said that a gate had jammed. It was last inspected in 2019, they said."
    request = with_sections(page(gate=gate), (mixed.recording,))
    plan = mixed.newsroom.heard(request)
    assert plan.narration == mixed.read.narration  # what is heard, and written in captions, is what it was
    outcome = mixed.newsroom.narrations.outcome(ID, mixed.newsroom.digest_of(request))
    assert outcome is not None
    assert (outcome.outdated, outcome.outdated_parts) == (True, (mixed.recording.id,))

    both = with_sections(page(gate=gate, pays="Nobody pays."), (mixed.recording,))
    script = mixed.newsroom.script(mixed.newsroom.heard(both))
    said = [script.source[one.start : one.end] for one in script.segments]
    assert said[-1] == "Nobody pays."
    assert "It was last inspected in 2019." in said
    assert "they said" not in script.source


def test_without_it_the_voice_is_heard_as_before(mixed: Mixed) -> None:
    assert mixed.newsroom.heard(page()).narration == mixed.spoken.narration


def test_once_its_section_is_gone_it_is_not_heard(mixed: Mixed) -> None:
    whole = page()
    assert whole.html is not None
    start, end = whole.html.index("<h2>The gate"), whole.html.index("<h2>Who pays")
    shorter = ArticleRequest(html=whole.html[:start] + whole.html[end:])
    plan = mixed.newsroom.heard(with_sections(shorter, (mixed.recording,)))
    assert plan.parts == ()
    assert plan.narration == mixed.newsroom.heard(shorter).narration


def test_what_was_lost_is_cut_again_from_the_upload(mixed: Mixed) -> None:
    newsroom, request = mixed.newsroom, with_sections(page(), (mixed.recording,))
    heard = newsroom.narrations.audio_path(mixed.read.narration).read_bytes()
    newsroom.narrations.unfinish(mixed.read.narration)
    for part in mixed.read.parts:
        newsroom.segments.delete(mixed.read.segments[part.end - 1].key)
    assert newsroom.rendering.render_next(mixed.read.narration) is RenderStep.GONE
    newsroom.record(request)
    assert newsroom.heard(request).narration == mixed.read.narration
    assert newsroom.narrations.audio_path(mixed.read.narration).read_bytes() == heard


def test_a_reading_of_something_else_is_refused(mixed: Mixed) -> None:
    script = mixed.newsroom.script(mixed.spoken)
    digest = mixed.newsroom.upload(reading(script_of(COFFEE)).samples)
    recording = SectionRecording(digest=digest, place=sentences_of(script).place(mixed.run))
    request = with_sections(page(), (recording,))
    with pytest.raises(Unprocessable, match=r"The recording was refused. .* section"):
        mixed.newsroom.record(request)
    outcome = mixed.newsroom.narrations.outcome(ID, request_digest(request))
    assert outcome is not None
    assert outcome.problem is not None
    assert outcome.problem.kind == "unusable-recording"


def test_two_sections_each_have_one(mixed: Mixed) -> None:
    script = mixed.newsroom.script(mixed.spoken)
    run = run_of_section(script, 2)
    others = [index for index in range(len(script.segments)) if not run.first <= index < run.end]
    digest = mixed.newsroom.upload(reading(script, left_out=others, seed=3).samples)
    other = SectionRecording(digest=digest, by="Ben", place=sentences_of(script).place(run))
    request = with_sections(page(), (other, mixed.recording))
    mixed.newsroom.record(request)
    plan = mixed.newsroom.heard(request)
    assert [(one.name, one.end) for one in plan.parts] == [("Anna Weber", mixed.run.end), ("Ben", run.end)]
    assert plan.narration != NarrationId(ID, mixed.read.revision)
