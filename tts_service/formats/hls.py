"""HTTP Live Streaming of a narration: its media playlist, and the tag before each of its pieces. Pure.

Playlists: RFC 8216, 4. Packed audio with its timestamp: RFC 8216, 3.4.
"""

from __future__ import annotations

from collections.abc import Iterable

from audio_cache.mp3.frames import FRAME_MS
from audio_cache.mp3.pieces import TARGET_S, Span

CONTENT_TYPE = "application/vnd.apple.mpegurl"

_OWNER = b"com.apple.streaming.transportStreamTimestamp\0"
_TICKS_PER_FRAME = 90 * FRAME_MS
"""Of the 90 kHz clock."""


def media_playlist(pieces: Iterable[Span], folder: str, *, closed: bool, query: str = "") -> str:
    """The pieces so far, as addresses relative to the playlist's own, each prefixed with ``folder``
    and followed by ``query``, such as "?a=b".

    ``closed``: there will be no more. Playback begins with the first piece, although the last ones are the
    newest.
    """
    lines = [
        "#EXTM3U",
        "#EXT-X-VERSION:3",
        f"#EXT-X-TARGETDURATION:{TARGET_S}",
        "#EXT-X-MEDIA-SEQUENCE:0",
        "#EXT-X-PLAYLIST-TYPE:EVENT",
        "#EXT-X-INDEPENDENT-SEGMENTS",
        "#EXT-X-START:TIME-OFFSET=0,PRECISE=YES",
    ]
    for piece in pieces:
        lines += [
            f"#EXTINF:{piece.frames * FRAME_MS / 1000:.3f},",
            f"{folder}/{piece.first}-{piece.end}.mp3{query}",
        ]
    return "\n".join([*lines, *["#EXT-X-ENDLIST"] * closed, ""])


def timestamp_tag(first_frame: int) -> bytes:
    """An ID3v2.4 tag that says when in its narration a piece begins: 33 bits of a 90 kHz clock, in eight
    bytes."""
    moment = first_frame * _TICKS_PER_FRAME % 2**33
    body = _OWNER + moment.to_bytes(8, "big")
    # Below 128 bytes, a "synchsafe" size is the size itself.
    frame = b"PRIV" + len(body).to_bytes(4, "big") + b"\0\0" + body
    return b"ID3\x04\0\0" + len(frame).to_bytes(4, "big") + frame
