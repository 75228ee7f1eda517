"""``tts-service webhooks``, on a catalog of its own."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.webhook_receiver import Receiver
from tts_service.article.request import ArticleRequest
from tts_service.catalog import Catalog, Facts
from tts_service.cli import run

Told = Callable[..., str]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    receiver = Receiver()
    yield receiver
    receiver.close()


@pytest.fixture
def told(
    tmp_path: Path, receiver: Receiver, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Told:
    """``told("list")``: what the command prints; ``status``: its exit status."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TTS_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("TTS_WEBHOOK_SITES", receiver.origin)

    def tell(*arguments: str, status: int = 0) -> str:
        assert run(["webhooks", *arguments]) == status
        printed = capsys.readouterr()
        return (printed.err if status else printed.out).strip()

    return tell


def finish_one(folder: Path) -> None:
    catalog = Catalog(f"sqlite:///{folder / 'catalog.db'}")
    catalog.accept(ArticleRequest(text="Words."), "river", None, "d", "batch")
    catalog.record("river", "d", Facts(status="ready", revision="r1", duration_s=1.0, size=1))
    catalog.close()


def test_endpoints_come_and_go(told: Told, receiver: Receiver, tmp_path: Path) -> None:
    assert told("list") == told("log") == ""
    one = json.loads(told("add", receiver.origin, "--event", "ready", "--show", "world", "--json"))
    two, secret = told("add", f"{receiver.origin}/two").split()
    assert secret.startswith("whsec_") and one["secret"].startswith("whsec_")  # noqa: PT018
    assert told("list").splitlines() == [
        f"{one['id']}  {receiver.origin}: ready of world",
        f"{two}  {receiver.origin}/two: ready, revised, failed, withdrawn, published",
    ]
    assert "whsec_" not in told("list", "--json")
    assert told("rotate", two).split()[1] not in (secret, one["secret"])
    assert told("on", two) == f"{two}: on"
    assert told("remove", one["id"]) == f"{one['id']}: removed"
    assert "no such webhook endpoint" in told("remove", one["id"], status=1)
    assert "no such webhook endpoint" in told("rotate", one["id"], status=1)


def test_the_log_says_what_became_of_each(told: Told, receiver: Receiver, tmp_path: Path) -> None:
    endpoint = told("add", receiver.origin).split()[0]
    finish_one(tmp_path)
    entry = json.loads(told("log", "--json"))
    assert told("log", "--endpoint", endpoint).endswith(f"{endpoint}  {entry['event']}  ready river: waiting")
    assert told("send-again", endpoint, entry["event"]) == f"{entry['event']}: is sent again"
    assert "90 days" in told("send-again", endpoint, "msg_0", status=1)


def test_what_cannot_be_is_refused_in_one_line(told: Told) -> None:
    assert "private network" in told("add", "https://10.0.0.7/", status=1)
    assert "not one of" in told("add", "https://cms.example/", "--event", "gone", status=2)
