"""What a change of the publisher's rules does not concern is not made again."""

from __future__ import annotations

import msgspec

from audio_cache.narrations import Narrations
from tts_service.article.model import decode_script
from tts_service.article.request import ArticleRequest
from tts_service.catalog import Entry
from tts_service.publisher.rules import Rules


def carry_over(narrations: Narrations, rules: Rules, entry: Entry, request: ArticleRequest, digest: str) -> None:
    """Let what came of ``entry`` count for ``digest`` too, which names the same ``request`` under the rules of now, where none
    of the rules that have changed bears on it. Else nothing is done."""
    made = narrations.outcome(entry.id, entry.digest)
    if made is None or not made.rules or made.revision != entry.revision:
        return
    try:
        script = decode_script(narrations.script(entry.id, made.revision) or b"")
    except msgspec.DecodeError:  # pruned, or damaged
        return
    if rules.bearing_on(script, entry.id, request.show or "") == made.rules:
        narrations.put_outcome(entry.id, digest, made)
