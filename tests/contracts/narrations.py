"""What every ``Narrations`` does. A test class for an implementation derives from ``NarrationsContract``."""

from __future__ import annotations

import hashlib
import math
import threading
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from audio_cache import growing
from audio_cache.errors import Incomplete, NarrationGone
from audio_cache.narration_id import NarrationId
from audio_cache.narrations import Narrations
from audio_cache.plan import Finished, Outcome
from audio_cache.stored import stored_audio, stored_cues_of, whole_file
from audio_cache.words import segment_infos
from tests.audio_cache.cache_examples import (
    ARTICLE,
    FAILURE,
    FINAL_TAG,
    NARRATION,
    REVISION,
    TAG,
    begin,
    body,
    example_plan,
    land,
    segment_named,
)

CERTIFICATE = "ab" * 32


class NarrationsContract:
    @pytest.fixture
    def narrations(self) -> Narrations:
        raise NotImplementedError("an empty store")

    @pytest.fixture
    def elsewhere(self) -> Narrations:
        """The same store, as another process sees it."""
        raise NotImplementedError

    def test_recordings_are_kept_until_they_are_dropped(
        self, narrations: Narrations, elsewhere: Narrations, tmp_path: Path
    ) -> None:
        file = tmp_path / "upload"
        file.write_bytes(b"a reading")
        begin(narrations, example_plan("one"))
        for digest in ("a" * 64, "b" * 64):
            narrations.put_recording(ARTICLE, digest, file)
            narrations.put_recording(ARTICLE, digest, file)
        with elsewhere.recording(ARTICLE, "a" * 64) as path:
            assert path is not None
            assert path.read_bytes() == b"a reading"
        with elsewhere.recording(ARTICLE, "c" * 64) as path:
            assert path is None
        elsewhere.drop_recordings(ARTICLE, ["b" * 64])
        assert self.recorded(narrations, "a") == self.recorded(narrations, "c") is False
        assert self.recorded(narrations, "b")
        narrations.delete(ARTICLE)
        assert not self.recorded(elsewhere, "b")

    def test_no_recording_is_kept_of_an_article_that_is_not_there(
        self, narrations: Narrations, tmp_path: Path
    ) -> None:
        file = tmp_path / "upload"
        file.write_bytes(b"a reading")
        narrations.put_recording(ARTICLE, "a" * 64, file)
        assert not self.recorded(narrations, "a")
        narrations.drop_recordings(ARTICLE)

    @staticmethod
    def recorded(narrations: Narrations, letter: str) -> bool:
        with narrations.recording(ARTICLE, letter * 64) as path:
            return path is not None

    def test_nothing_is_there_at_first(self, narrations: Narrations) -> None:
        assert narrations.revisions(ARTICLE) == []
        assert list(narrations.ids()) == []
        assert list(narrations.unread()) == []
        assert narrations.outcome(ARTICLE, "digest") is None
        assert narrations.settled_s(ARTICLE, "digest") == math.inf
        reads = (narrations.script, narrations.plan, narrations.finished, narrations.failure)
        for read in (*reads, narrations.audio, narrations.manifest):
            assert read(NARRATION) is None
        assert narrations.look(NARRATION)[1:] == (None, None, None)
        with pytest.raises(NarrationGone):
            narrations.tag(NARRATION)
        narrations.clear_failure(NARRATION)
        narrations.delete(ARTICLE)

    def test_what_was_put_comes_back(self, narrations: Narrations, elsewhere: Narrations) -> None:
        plan = example_plan("abc")
        begin(narrations, plan)
        narrations.put_outcome(ARTICLE, "good", Outcome(revision=REVISION))
        narrations.put_outcome(ARTICLE, "bad", Outcome(problem=FAILURE))
        assert elsewhere.look(NARRATION) == (False, plan, None, None)
        narrations.put_failure(NARRATION, FAILURE)
        for seen in (narrations, elsewhere):
            assert seen.script(NARRATION) == b'{"title":"An example"}'
            assert seen.plan(NARRATION) == plan
            assert seen.tag(NARRATION) == TAG
            assert seen.outcome(ARTICLE, "good") == Outcome(revision=REVISION)
            assert seen.outcome(ARTICLE, "bad") == Outcome(problem=FAILURE)
            assert seen.failure(NARRATION) == FAILURE
            assert seen.look(NARRATION) == (False, plan, FAILURE, None)
            assert seen.revisions(ARTICLE) == [REVISION]
            assert seen.exists(NARRATION)
            assert not seen.exists(NarrationId(ARTICLE, "other"))
            assert 0 <= seen.settled_s(ARTICLE, "good") < 600
            assert 0 <= seen.settled_s(ARTICLE, "bad") < 600
        narrations.clear_failure(NARRATION)
        assert elsewhere.failure(NARRATION) is None
        narrations.clear_outcome(ARTICLE, "good")
        assert elsewhere.outcome(ARTICLE, "good") is None

    def test_pages_articles_and_pictures_are_kept(
        self, narrations: Narrations, elsewhere: Narrations
    ) -> None:
        narrations.put_picture(ARTICLE, "picture", b"of nothing")
        assert narrations.picture(ARTICLE, "picture") is None
        narrations.put_page(ARTICLE, "digest", b"<html>")
        narrations.put_article(ARTICLE, "digest", b"{}")
        narrations.put_picture(ARTICLE, "picture", b"\xff\xd8")
        assert elsewhere.page(ARTICLE, "digest") == b"<html>"
        assert elsewhere.article(ARTICLE, "digest") == b"{}"
        assert elsewhere.picture(ARTICLE, "picture") == b"\xff\xd8"
        narrations.clear_page(ARTICLE, "digest")
        narrations.clear_article(ARTICLE, "digest")
        assert elsewhere.page(ARTICLE, "digest") is None
        assert elsewhere.article(ARTICLE, "digest") is None

    def test_missing_and_sizes_follow_what_is_stored(self, narrations: Narrations) -> None:
        plan = example_plan("abca")
        begin(narrations, plan)
        assert narrations.missing(plan) == [0, 1, 2, 3]
        land(narrations, "a", "c")
        assert narrations.missing(plan) == [1]
        a, c = len(segment_named("a").audio), len(segment_named("c").audio)
        assert narrations.sizes(plan) == [a, None, c, a]

    def test_a_new_plan_replaces_the_last(self, narrations: Narrations, elsewhere: Narrations) -> None:
        begin(narrations, example_plan("abc"))
        assert elsewhere.plan(NARRATION) == example_plan("abc")
        narrations.put_plan(example_plan("abx", fallback="the voice was busy"), TAG)
        assert elsewhere.plan(NARRATION) == example_plan("abx", fallback="the voice was busy")
        assert narrations.want(example_plan("abx"))

    def test_a_finished_narration_is_tag_frames_and_pauses(
        self, narrations: Narrations, elsewhere: Narrations
    ) -> None:
        plan = example_plan("abca", pauses=[0, 4, 1, 2], fallback="the voice was busy")
        begin(narrations, plan)
        land(narrations, *"abc")
        finished = narrations.finish(plan)
        for seen in (narrations, elsewhere):
            audio = whole_file(seen, NARRATION).read_bytes()
            assert audio == body(plan, "abca")
            assert finished.etag == hashlib.sha256(audio).hexdigest()
            assert finished.size == len(audio)
            assert seen.finished(NARRATION) == finished
            assert list(seen.ids()) == [NARRATION]
            assert stored_cues_of(seen, NARRATION) == finished.cues
            stored = stored_audio(seen, NARRATION)
            assert stored is not None
            assert stored.whole
            assert (
                stored.read(stored.sentences[1])
                == segment_named("b").audio
                + body(plan, "abca")[finished.tag_bytes + finished.cues[1].offset + finished.cues[1].size :][
                    : 4 * 192
                ]
            )
        assert finished.duration_s == (finished.size - len(TAG)) / 8000
        assert [cue.index for cue in finished.cues] == [0, 1, 2, 3]
        assert finished.fallback == "the voice was busy"

    def test_a_final_tag_takes_the_place_of_the_first(self, narrations: Narrations) -> None:
        plan = example_plan("ab")
        begin(narrations, plan)
        land(narrations, *"ab")
        with pytest.raises(ValueError, match="tag of 3 bytes"):
            narrations.finish(plan, b"ID3")
        narrations.finish(plan, FINAL_TAG)
        assert whole_file(narrations, NARRATION).read_bytes() == body(plan, "ab", FINAL_TAG)

    def test_finishing_twice_is_finishing_once(self, narrations: Narrations, elsewhere: Narrations) -> None:
        plan = example_plan("ab")
        begin(narrations, plan)
        land(narrations, *"ab")
        first = narrations.finish(plan)
        assert elsewhere.finish(plan, FINAL_TAG) == first
        assert whole_file(elsewhere, NARRATION).read_bytes() == body(plan, "ab")

    def test_of_many_who_finish_one_wins_and_all_agree(
        self, narrations: Narrations, elsewhere: Narrations
    ) -> None:
        names = [str(n) for n in range(30)]
        plan = example_plan(names)
        begin(narrations, plan)
        land(narrations, *names)
        results: list[Finished] = []
        tags = [b"tag %012d" % n for n in range(6)]

        def finish(number: int, tag: bytes) -> None:
            results.append((narrations, elsewhere)[number % 2].finish(plan, tag))

        threads = [threading.Thread(target=finish, args=each) for each in enumerate(tags)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(results) == 6
        assert all(result == narrations.finished(NARRATION) for result in results)
        audio = whole_file(elsewhere, NARRATION).read_bytes()
        assert hashlib.sha256(audio).hexdigest() == results[0].etag
        assert audio in [body(plan, names, tag) for tag in tags]

    def test_a_narration_that_is_not_whole_is_not_finished(self, narrations: Narrations) -> None:
        plan = example_plan("abcd")
        begin(narrations, plan)
        land(narrations, "a", "d")
        with pytest.raises(Incomplete) as caught:
            narrations.finish(plan)
        assert caught.value.missing == (1, 2)
        assert narrations.finished(NARRATION) is None
        assert narrations.audio(NARRATION) is None
        land(narrations, "b", "c")
        assert narrations.finish(plan) == narrations.finished(NARRATION)

    def test_finishing_clears_a_failure_noted_before(self, narrations: Narrations) -> None:
        plan = example_plan("a")
        begin(narrations, plan)
        narrations.put_failure(NARRATION, FAILURE)
        land(narrations, "a")
        finished = narrations.finish(plan)
        assert narrations.look(NARRATION) == (False, plan, None, finished)

    def test_word_times_outlive_the_segments(self, narrations: Narrations, elsewhere: Narrations) -> None:
        plan = example_plan("ab")
        begin(narrations, plan)
        land(narrations, *"ab")
        finished = narrations.finish(plan)
        assert segment_infos(elsewhere, plan, finished.cues) == [segment_named(name).info for name in "ab"]

    def test_a_listener_hears_the_whole_file_while_it_is_made(
        self, narrations: Narrations, elsewhere: Narrations
    ) -> None:
        plan = example_plan("abc")
        begin(narrations, plan)
        left = list("abc")

        def more(timeout_s: float) -> None:
            land(narrations, left.pop(0)) if left else narrations.finish(plan)

        assert b"".join(growing.stream(elsewhere, NARRATION, more)) == body(plan, "abc")

    def test_a_late_writer_does_not_bring_a_deleted_narration_back(
        self, narrations: Narrations, elsewhere: Narrations
    ) -> None:
        plan = example_plan("a")
        begin(narrations, plan)
        land(narrations, "a")
        elsewhere.delete(ARTICLE)
        uses: list[Callable[[], object]] = [
            lambda: narrations.put_plan(plan, TAG),
            lambda: narrations.finish(plan),
            lambda: narrations.finish(plan, FINAL_TAG),
            lambda: narrations.put_failure(NARRATION, FAILURE),
            lambda: narrations.put_outcome(ARTICLE, "digest", Outcome(revision=REVISION)),
        ]
        for use in uses:
            with pytest.raises(NarrationGone):
                use()
        assert not narrations.want(plan)
        assert narrations.look(NARRATION) == (True, None, None, None)
        assert narrations.is_deleted(NARRATION)
        assert list(narrations.ids()) == []

    def test_what_is_deleted_is_gone_for_everyone_and_can_be_made_anew(
        self, narrations: Narrations, elsewhere: Narrations
    ) -> None:
        plan = example_plan("a")
        begin(narrations, plan)
        narrations.put_outcome(ARTICLE, "digest", Outcome(revision=REVISION))
        land(narrations, "a")
        first = narrations.finish(plan)
        assert elsewhere.finished(NARRATION) == first
        elsewhere.delete(ARTICLE)
        for seen in (narrations, elsewhere):
            assert not seen.exists(NARRATION)
            assert seen.is_deleted(NARRATION)
            assert seen.finished(NARRATION) is None
            assert seen.audio(NARRATION) is None
            assert seen.outcome(ARTICLE, "digest") is None
            assert seen.revisions(ARTICLE) == []
        begin(narrations, plan)
        assert not elsewhere.is_deleted(NARRATION)
        land(narrations, "a")
        assert narrations.finish(plan) == first
        assert whole_file(elsewhere, NARRATION).read_bytes() == body(plan, "a")

    def test_credentials_are_of_this_very_file(self, narrations: Narrations, elsewhere: Narrations) -> None:
        plan = example_plan("a")
        begin(narrations, plan)
        land(narrations, "a")
        finished = narrations.finish(plan)
        assert elsewhere.credentials(finished) is None
        narrations.put_credentials(finished, b"manifest", CERTIFICATE)
        for seen in (narrations, elsewhere):
            signed = seen.credentials(finished)
            assert signed is not None
            assert (signed.audio, signed.certificate) == (finished.etag, CERTIFICATE)
            assert seen.manifest(NARRATION) == b"manifest"
        other = msgspec.structs.replace(finished, etag="another")
        assert elsewhere.credentials(other) is None
        with pytest.raises(NarrationGone):
            narrations.put_credentials(other, b"manifest", CERTIFICATE)

    @pytest.mark.parametrize("name", ["", ".", "../a", "a/b", "A", "a" * 65, "a\n", "ä", "a\0"])
    def test_what_is_no_id_is_refused(self, narrations: Narrations, name: str) -> None:
        uses: list[Callable[[], object]] = [
            lambda: narrations.put_script(NarrationId(name, REVISION), b""),
            lambda: narrations.put_script(NarrationId(ARTICLE, name), b""),
            lambda: narrations.put_outcome(ARTICLE, name, Outcome(problem=FAILURE)),
            lambda: narrations.put_plan(msgspec.structs.replace(example_plan("a"), revision=name), TAG),
            lambda: narrations.finish(msgspec.structs.replace(example_plan("a"), article_id=name)),
            lambda: narrations.audio(NarrationId(name, REVISION)),
            lambda: narrations.delete(name),
            lambda: narrations.exists(NarrationId(name, REVISION)),
        ]
        for use in uses:
            with pytest.raises(ValueError, match="not an id"):
                use()
        assert narrations.revisions(ARTICLE) == []
