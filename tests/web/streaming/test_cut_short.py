"""A file that becomes shorter while it is sent ends that body, visibly, and nothing else."""

from __future__ import annotations

import http.client
import os
import socket
from pathlib import Path

import httpx
import pytest

from audio_cache import growing
from audio_cache.errors import CutShort
from audio_cache.mp3.pieces import Span, pieces
from tests.web.streaming.narrator import Narration, Narrator
from tests.web.streaming.web_server import Server
from tts_service.web.http.dropped import ConnectionDropped
from tts_service.web.media.ready_audio import AudioFile
from tts_service.web.media.representation import ByteSelection


@pytest.fixture
def long(narrator: Narrator, request: pytest.FixtureRequest) -> Narration:
    """Far more than the buffers of a connection hold."""
    return narrator.ready(f"A long one, cut short {request.node.name}", ("la " * 260 + "la.",) * 40)


def file_of(narrator: Narrator, narration: Narration) -> Path:
    return narrator.narrations.audio_path(narration.id)


@pytest.mark.parametrize("way", ["", "?long-way"])
def test_the_body_ends_and_the_process_goes_on(
    server: Server, narrator: Narrator, long: Narration, way: str
) -> None:
    path = file_of(narrator, long)
    before = len(server.running.lines)
    others = [
        httpx.Client(base_url=server.url, timeout=10) for _ in range(8)
    ]  # connections of both processes
    assert all(other.get("/healthz").status_code == 200 for other in others)
    with socket.socket() as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.settimeout(60)
        client.connect(("127.0.0.1", server.port))
        client.sendall(f"GET {long.fixed}{way} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        answer = http.client.HTTPResponse(client)
        answer.begin()
        os.truncate(path, 6_000_000)
        with pytest.raises(http.client.IncompleteRead):
            answer.read()
    assert all(other.get("/healthz").status_code == 200 for other in others)
    assert not any("WORKER TIMEOUT" in line for line in server.running.lines[before:]), (
        "it does not come round any more"
    )
    for other in others:
        other.close()


def test_nobody_is_sent_what_is_no_longer_there(server: Server, narrator: Narrator, long: Narration) -> None:
    path = file_of(narrator, long)
    whole = path.read_bytes()
    wanted = {"Range": f"bytes={len(whole) - 1000}-"}
    assert server.client.get(long.fixed, headers=wanted).content == whole[-1000:]
    path.write_bytes(whole[:-500])  # in its place, as cp and rsync --inplace do
    assert server.client.get(long.fixed, headers=wanted).content != whole[-1000:-500]
    path.write_bytes(whole)
    assert server.client.get(long.fixed, headers=wanted).content == whole[-1000:]


def test_each_reader_of_the_file_says_so(narrator: Narrator, long: Narration) -> None:
    path = file_of(narrator, long)
    whole = narrator.narrations.audio(long.id)
    assert whole is not None
    finished, audio = whole.finished, AudioFile(whole)
    stream = growing.stream(narrator.narrations, long.id, lambda timeout_s: None)
    next(stream)
    os.truncate(path, 6_000_000)
    part = ByteSelection(200, 0, finished.size)
    with pytest.raises(ConnectionDropped):
        list(audio.blocks(part))
    with pytest.raises(CutShort):
        list(stream)
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.setblocking(False)
        with pytest.raises(ConnectionDropped):
            audio.send(part, theirs.fileno(), lambda _: ours.recv(65536))


def test_no_playlist_is_made_of_half_a_narration() -> None:
    with pytest.raises(CutShort):
        pieces([Span(0, 2000)], lambda span: b"", whole=True)
