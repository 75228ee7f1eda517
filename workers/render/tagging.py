"""What the tag of a narration says, from its script, its show and its picture."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from itertools import pairwise

from audio_cache.plan import Cue, Plan
from tts_service.article.disclosure import RecordedBy, disclosure, source_type
from tts_service.article.model import Script, Segment
from tts_service.article.script.chapters import chapters
from tts_service.article.script.notice import shown_words
from workers.audio.cover import MOST_BYTES, fitted
from workers.audio.tag import completed, make_tag, room_for_picture
from workers.web.pictures import Pictures

log = logging.getLogger(__name__)

LIVE_COVER_BYTES = 10 * 1024
"""Space for the picture of an article that a listener waits for: fetched only when all has been spoken."""


def first_tag(
    script: Script,
    album: str,
    cover_bytes: int,
    *,
    wording: str,
    recorded: RecordedBy | None = None,
    credentials_url: str = "",
    live: bool,
) -> bytes:
    """What is known before the first word is spoken, with space for the rest. ``wording`` and ``recorded``:
    see ``disclosure``."""
    return make_tag(
        title=script.title,
        artist=script.byline,
        date=script.published_at,
        language=script.language,
        album=album,
        url=script.url,
        lyrics=lyrics(script),
        disclosure=disclosure(script.language, wording, recorded),
        source_type=source_type(recorded),
        chapters=[title or script.title for title in script.sections],
        cover_bytes=cover_bytes,
        credentials_url=credentials_url,
        live=live,
    )


def cover_bytes(picture: bytes) -> int:
    """Space for ``picture`` if no listener waits for the sound behind the tag."""
    return len(fitted(picture, MOST_BYTES)) if picture else 0


def final_tag(
    tag: bytes, script: Script, cues: Sequence[Cue], picture: bytes, credentials_url: str = ""
) -> bytes:
    """``tag`` with the chapters, whose times are known now, with ``credentials_url``, and with ``picture`` if
    it can be made to fit."""
    marks = chapters(script, [(cue.start_s, cue.end_s) for cue in cues])
    cover = fitted(picture, room_for_picture(tag, marks, credentials_url)) if picture else b""
    return completed(tag, marks, cover, credentials_url)


def lyrics(script: Script) -> str:
    """What is said in the words of the source, a line for each paragraph."""
    said = [shown_words(script, segment) for segment in script.segments]
    joints = ["\n" if _apart(script, *pair) else " " for pair in pairwise(script.segments)]
    return "".join(text + joint for text, joint in zip(said, [*joints, ""], strict=True))


def _apart(script: Script, before: Segment, after: Segment) -> bool:
    if not before.pieces or before.section != after.section:
        # Without pieces: a title that does not stand in the text.
        return True
    return before.end > after.start or "\n" in script.source[before.end : after.start]


def artwork_of(script: Script, show_artwork: str) -> str:
    """The article's own picture, else its show's."""
    return script.image_url or show_artwork


def picture_of(plan: Plan, pictures: Pictures) -> bytes:
    return pictures.picture(plan.article_id, plan.artwork) if plan.artwork else b""
