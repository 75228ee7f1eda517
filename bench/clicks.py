"""Two hundred first clicks at once on one cold article."""

from __future__ import annotations

import hashlib
import threading
from concurrent.futures import ThreadPoolExecutor

from bench.articles import Sample
from bench.service import Service
from bench.table import Row

CLICKS = 200


def synthesized(service: Service) -> int:
    metrics = service.call("GET", "/metrics")[1].decode()
    lines = [line for line in metrics.splitlines() if line.startswith("tts_segments_synthesized_total{")]
    return int(sum(float(line.rsplit(" ", 1)[1]) for line in lines))


def click(service: Service, request: dict[str, str], together: threading.Barrier) -> str:
    """POST and listen to the end, as a reader who presses the button does; returns the digest of the sound.
    The tag before it is another for those who are so late that they get the file: it has the chapters."""
    together.wait()
    status, article = service.call("POST", "/v1/articles", request)
    if status not in (200, 202):
        return f"failed: {article}"
    answer, body = service.call("GET", f"/audio/{article['id']}.mp3")
    return hashlib.sha256(body[_tag_bytes(body) :]).hexdigest() if answer == 200 else f"failed: {body!r}"


def _tag_bytes(mp3: bytes) -> int:
    """An ID3v2 header of 10 bytes has the size of the rest, 7 bits a byte (id3v2.4.0-structure, 3.1)."""
    return 10 + (mp3[6] << 21 | mp3[7] << 14 | mp3[8] << 7 | mp3[9])


def measure(service: Service, sample: Sample) -> Row:
    service.forget_everything()
    before = synthesized(service)
    together = threading.Barrier(CLICKS)
    with ThreadPoolExecutor(CLICKS) as pool:
        heard = [
            f.result() for f in [pool.submit(click, service, sample.request, together) for _ in range(CLICKS)]
        ]
    article = service.call("POST", "/v1/articles", sample.request)[1]
    segments = service.call("GET", f"/v1/articles/{article['id']}/script")[1]["segments"]
    distinct = len({segment["text"] for segment in segments})
    work = synthesized(service) - before
    failed = sum(1 for digest in heard if digest.startswith("failed"))
    bodies = len({digest for digest in heard if not digest.startswith("failed")})
    return Row(
        f"{CLICKS} first clicks at once",
        f"{work} syntheses, {bodies} distinct bodies, {failed} failed",
        f"{distinct} distinct sentences",
        f"{work / distinct:.2f}×",
        "1×, one body, none fails",
        work == distinct and bodies == 1 and failed == 0,
    )
