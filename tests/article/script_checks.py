"""What holds for every script."""

from __future__ import annotations

from tts_service.article.language.mojibake import mended
from tts_service.article.model import Article, SaidAs, Script, Segment, Skipped
from tts_service.article.normalize import has_rules
from tts_service.article.script.sentences import MAX_CHARS
from tts_service.article.script.spoken import SPACES, has_words


def check_script(script: Script) -> None:
    """What holds for every script."""
    assert script.segments
    last_start = 0
    for segment in script.segments:
        check_segment(segment, script)
        if segment.pieces:
            assert segment.start >= last_start
            last_start = segment.start
    for piece in script.skipped:
        assert script.source[piece.start : piece.end] == piece.text
        assert piece.reason


def check_segment(segment: Segment, script: Script) -> None:
    assert has_words(segment.text)
    assert segment.text == segment.text.strip()
    assert len(segment.text) <= MAX_CHARS + 1
    assert "  " not in segment.text
    assert 0 <= segment.section < len(script.sections)
    assert segment.pause_ms > 0
    spoken = source = 0
    for piece in segment.pieces:
        assert spoken <= piece.spoken_start < piece.spoken_end <= len(segment.text)
        assert max(source, segment.start) <= piece.start < piece.end <= segment.end
        spoken, source = piece.spoken_end, piece.start
        literal = piece.spoken_end - piece.spoken_start == piece.end - piece.start
        as_it_stands = not has_rules(script.language) and mended(script.source) == script.source
        if (
            literal
            and as_it_stands
            and not any(left.start <= piece.start < left.end for left in script.skipped)
        ):
            written = script.source[piece.start : piece.end].translate(SPACES)
            said = segment.text[piece.spoken_start : piece.spoken_end]
            assert said == written or not has_words(written)  # a bracket may be a comma


def unaccounted(script: Script, article: Article) -> str:
    """Letters and digits of the source that are in no segment, not skipped, and not said otherwise."""
    covered = bytearray(len(script.source))
    pieces: list[Segment | Skipped | SaidAs] = [*script.segments, *script.skipped, *article.said_as]
    for piece in pieces:
        covered[piece.start : piece.end] = b"\1" * (piece.end - piece.start)
    return "".join(
        letter for there, letter in zip(covered, script.source, strict=True) if not there and letter.isalnum()
    )
