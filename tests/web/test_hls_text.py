"""The media playlist keeps every rule of the validator, and the validator notices when one is broken."""

from __future__ import annotations

import pytest

from audio_cache.mp3.pieces import MOST_FRAMES, Span
from tests.web.hls_rules import RULES, timestamp, violations
from tts_service.formats.hls import media_playlist, timestamp_tag

pytestmark = pytest.mark.pure

PIECES = (Span(0, 130), Span(130, 400), Span(400, 480))
OPEN = media_playlist(PIECES[:2], "a/r", closed=False)
CLOSED = media_playlist(PIECES, "a/r", closed=True)
LAST = "#EXTINF:1.920,\na/r/400-480.mp3\n"

BROKEN = {
    "begins_with_extm3u": [CLOSED.removeprefix("#EXTM3U\n")],
    "is_plain_text": [CLOSED.replace("130.mp3", "130\0.mp3")],
    "lines_are_whole": [CLOSED.replace(":EVENT", ":EVENT ")],
    "tags_are_known": [CLOSED.replace("#EXTINF:1.920", "#EXT-X-OTHER\n#EXTINF:1.920")],
    "tags_stand_once": [CLOSED.replace("#EXT-X-ENDLIST", "#EXT-X-MEDIA-SEQUENCE:0\n#EXT-X-ENDLIST")],
    "version_allows_fractions": [CLOSED.replace("VERSION:3", "VERSION:2")],
    "target_duration_is_there": [CLOSED.replace("TARGETDURATION:6", "TARGETDURATION:6.5")],
    "no_segment_is_longer_than_the_target": [CLOSED.replace("6.480", "6.504")],
    "every_address_has_its_duration": [CLOSED.replace("#EXTINF:1.920,\n", "")],
    "durations_are_numbers": [CLOSED.replace("1.920,", "1.920")],
    "addresses_are_fetched_once": [CLOSED.replace(LAST, LAST * 2)],
    "nothing_follows_the_end": [CLOSED + LAST],
    "playing_begins_at_the_beginning": [OPEN.replace("OFFSET=0", "OFFSET=-6"), CLOSED],
    "the_type_says_that_it_only_grows": [CLOSED.replace("EVENT", "VOD")],
    "target_duration_never_changes": [OPEN.replace("TARGETDURATION:6", "TARGETDURATION:7"), CLOSED],
    "sequence_begins_with_the_first": [CLOSED.replace("SEQUENCE:0", "SEQUENCE:1")],
    "lines_are_only_added": [OPEN, CLOSED.replace("0-130", "0-131")],
    "what_is_closed_stays": [CLOSED, CLOSED + LAST],
    "it_closes": [OPEN],
}


def test_ours_keeps_all_of_them() -> None:
    assert violations([OPEN, OPEN, CLOSED, CLOSED]) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_a_broken_rule_is_noticed(rule: object) -> None:
    name = rule.__name__  # type: ignore[attr-defined]
    assert name in {found.partition(":")[0] for found in violations(BROKEN[name])}


def test_the_longest_piece_is_as_long_as_the_target_allows() -> None:
    assert "longer" not in "".join(violations([media_playlist([Span(0, MOST_FRAMES)], "r", closed=True)]))
    assert "longer" in "".join(violations([media_playlist([Span(0, MOST_FRAMES + 1)], "r", closed=True)]))


@pytest.mark.parametrize(
    ("frame", "seconds"), [(0, 0), (1, 0.024), (130, 3.12), (2**33 // 2160, 2**33 // 2160 * 0.024)]
)
def test_a_piece_says_when_it_begins(frame: int, seconds: float) -> None:
    begins, audio = timestamp(timestamp_tag(frame) + b"audio")
    assert begins == pytest.approx(seconds)
    assert audio == b"audio"
