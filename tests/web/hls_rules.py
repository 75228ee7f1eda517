"""A validator of media playlists and packed audio: each rule of RFC 8216 that we can break has one function
here.

A rule is told the playlists that a client has got, in order, and says what is wrong with them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

Rule = Callable[[Sequence[str]], Iterable[str]]

TAG = re.compile(r"#(EXT[A-Z0-9-]*)(?::(.*))?")
KNOWN = {
    "EXTM3U",
    "EXT-X-VERSION",
    "EXT-X-TARGETDURATION",
    "EXT-X-MEDIA-SEQUENCE",
    "EXT-X-PLAYLIST-TYPE",
    "EXT-X-INDEPENDENT-SEGMENTS",
    "EXT-X-START",
    "EXTINF",
    "EXT-X-ENDLIST",
}


class Listed(NamedTuple):
    """A media segment: its EXTINF as it is written, and its address."""

    extinf: str
    address: str

    @property
    def seconds(self) -> float:
        return float(self.extinf.partition(",")[0])


def lines(playlist: str) -> list[str]:
    return playlist.split("\n")


def tags(playlist: str, name: str) -> list[str]:
    found = (TAG.fullmatch(line) for line in lines(playlist))
    return [match[2] or "" for match in found if match and match[1] == name]


def segments(playlist: str) -> list[Listed]:
    return [Listed(*found) for found in re.findall(r"^#EXTINF:(.*)\n([^#\n].*)$", playlist, re.MULTILINE)]


def is_closed(playlist: str) -> bool:
    return "#EXT-X-ENDLIST" in lines(playlist)


# -- one playlist --------------------------------------------------------------------------------------------


def begins_with_extm3u(playlists: Sequence[str]) -> Iterable[str]:
    """4.3.1.1"""
    return [f"begins with {p[:20]!r}" for p in playlists if lines(p)[0] != "#EXTM3U"]


def is_plain_text(playlists: Sequence[str]) -> Iterable[str]:
    """4.1: UTF-8 without a byte order mark or control characters other than line ends."""
    return [
        f"holds {found[0]!r}"
        for p in playlists
        if (found := re.search("[\ufeff\x00-\x09\x0b\x0c\x0e-\x1f\x7f]", p))
    ]


def lines_are_whole(playlists: Sequence[str]) -> Iterable[str]:
    """4.1: each line ends with a line feed, and none begins or ends with white space."""
    bad = (line for p in playlists for line in lines(p) if line != line.strip())
    return [
        *(f"white space around {line!r}" for line in bad),
        *("no line feed at the end" for p in playlists if p[-1:] != "\n"),
    ]


def tags_are_known(playlists: Sequence[str]) -> Iterable[str]:
    found = (TAG.fullmatch(line) for p in playlists for line in lines(p) if line.startswith("#EXT"))
    return [f"an unknown tag: {match and match[1]}" for match in found if not match or match[1] not in KNOWN]


def tags_stand_once(playlists: Sequence[str]) -> Iterable[str]:
    """4.3.1 to 4.3.3 and 4.3.5"""
    return [
        f"{name} stands twice" for p in playlists for name in KNOWN - {"EXTINF"} if len(tags(p, name)) > 1
    ]


def version_allows_fractions(playlists: Sequence[str]) -> Iterable[str]:
    """7: EXTINF with a fraction needs version 3."""
    return [
        "fractions before version 3"
        for p in playlists
        if "." in p and int((tags(p, "EXT-X-VERSION") or ["1"])[0]) < 3
    ]


def target_duration_is_there(playlists: Sequence[str]) -> Iterable[str]:
    """4.3.3.1: a decimal integer"""
    stated = (tags(p, "EXT-X-TARGETDURATION") for p in playlists)
    return [
        f"target duration {found}"
        for found in stated
        if len(found) != 1 or not re.fullmatch(r"[1-9]\d*", found[0])
    ]


def no_segment_is_longer_than_the_target(playlists: Sequence[str]) -> Iterable[str]:
    """4.3.3.1: EXTINF rounded to the nearest integer"""
    targets = ((p, float((tags(p, "EXT-X-TARGETDURATION") or ["0"])[0])) for p in playlists)
    return [f"{s.seconds} s" for p, target in targets for s in segments(p) if int(s.seconds + 0.5) > target]


def every_address_has_its_duration(playlists: Sequence[str]) -> Iterable[str]:
    """4.3.2.1"""
    addresses = ([line for line in lines(p) if line and not line.startswith("#")] for p in playlists)
    return [
        "EXTINF and addresses do not pair"
        for p, found in zip(playlists, addresses, strict=True)
        if found != [s.address for s in segments(p)] or len(found) != len(tags(p, "EXTINF"))
    ]


def durations_are_numbers(playlists: Sequence[str]) -> Iterable[str]:
    """4.3.2.1: <duration>,[<title>]"""
    return [s.extinf for p in playlists for s in segments(p) if not re.fullmatch(r"\d+(\.\d+)?,.*", s.extinf)]


def addresses_are_fetched_once(playlists: Sequence[str]) -> Iterable[str]:
    twice = ({s.address for s in found if found.count(s) > 1} for found in map(segments, playlists))
    return [f"listed twice: {address}" for found in twice for address in found]


def nothing_follows_the_end(playlists: Sequence[str]) -> Iterable[str]:
    return ["lines after the end" for p in playlists if is_closed(p) and not p.endswith("#EXT-X-ENDLIST\n")]


def playing_begins_at_the_beginning(playlists: Sequence[str]) -> Iterable[str]:
    """4.3.5.2: else a player of an open playlist begins three target durations before its end (6.3.3)."""
    return [
        "no start"
        for p in playlists
        if not is_closed(p) and tags(p, "EXT-X-START") != ["TIME-OFFSET=0,PRECISE=YES"]
    ]


# -- one playlist and the next -------------------------------------------------------------------------------


def the_type_says_that_it_only_grows(playlists: Sequence[str]) -> Iterable[str]:
    """4.3.3.5"""
    return [f"type {found}" for p in playlists if (found := tags(p, "EXT-X-PLAYLIST-TYPE")) != ["EVENT"]]


def target_duration_never_changes(playlists: Sequence[str]) -> Iterable[str]:
    """6.2.1"""
    stated = [tags(p, "EXT-X-TARGETDURATION") for p in playlists]
    return [f"{one} became {other}" for one, other in pairwise(stated) if one != other]


def sequence_begins_with_the_first(playlists: Sequence[str]) -> Iterable[str]:
    """6.2.1 and 4.3.3.2: nothing was removed, so the number of the first segment stays what it was."""
    return [
        f"sequence {found}"
        for p in playlists
        if (found := tags(p, "EXT-X-MEDIA-SEQUENCE")) not in ([], ["0"])
    ]


def lines_are_only_added(playlists: Sequence[str]) -> Iterable[str]:
    """6.2.1: "the server MUST NOT change or delete any part of the Playlist file"; it may add lines"""
    return ["an earlier line has changed" for one, other in pairwise(playlists) if not other.startswith(one)]


def what_is_closed_stays(playlists: Sequence[str]) -> Iterable[str]:
    return [
        "a closed playlist has changed"
        for one, other in pairwise(playlists)
        if is_closed(one) and one != other
    ]


def it_closes(playlists: Sequence[str]) -> Iterable[str]:
    return [] if is_closed(playlists[-1]) else ["the last playlist is still open"]


RULES: tuple[Rule, ...] = (
    begins_with_extm3u,
    is_plain_text,
    lines_are_whole,
    tags_are_known,
    tags_stand_once,
    version_allows_fractions,
    target_duration_is_there,
    no_segment_is_longer_than_the_target,
    every_address_has_its_duration,
    durations_are_numbers,
    addresses_are_fetched_once,
    nothing_follows_the_end,
    playing_begins_at_the_beginning,
    the_type_says_that_it_only_grows,
    target_duration_never_changes,
    sequence_begins_with_the_first,
    lines_are_only_added,
    what_is_closed_stays,
    it_closes,
)


def violations(playlists: Sequence[str]) -> list[str]:
    return [f"{rule.__name__}: {wrong}" for rule in RULES for wrong in rule(playlists)]


# -- packed audio --------------------------------------------------------------------------------------------

OWNER = b"com.apple.streaming.transportStreamTimestamp\0"


def timestamp(piece: bytes) -> tuple[float, bytes]:
    """Seconds, and the audio behind the tag (3.4). Raises AssertionError where a byte is not as it has to
    be."""
    assert piece[:6] == b"ID3\x04\0\0"
    size = piece[6] << 21 | piece[7] << 14 | piece[8] << 7 | piece[9]
    tag, audio = piece[10 : 10 + size], piece[10 + size :]
    assert tag[:4] == b"PRIV"
    assert tag[10 : 10 + len(OWNER)] == OWNER
    moment = tag[10 + len(OWNER) :]
    assert len(moment) == 8
    assert int.from_bytes(moment, "big") < 2**33
    return int.from_bytes(moment, "big") / 90_000, audio
