"""``tts-service members``, on a catalog of its own."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tts_service.article.request import ArticleRequest
from tts_service.catalog import Catalog
from tts_service.cli import run
from tts_service.signed_access import AccessKey, is_signed, parse_token

SECRET = "s" * 32

Told = Callable[..., str]


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Told:
    """``told("list")``: what the command prints; ``status``: its exit status."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TTS_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("TTS_ACCESS_KEYS", f"now=hmac:{SECRET}")

    def tell(*arguments: str, status: int = 0) -> str:
        assert run(["members", *arguments]) == status
        printed = capsys.readouterr()
        return (printed.err if status else printed.out).strip()

    return tell


def test_a_feed_token_is_made_listed_and_revoked(told: Told, tmp_path: Path) -> None:
    added = json.loads(told("add", "subscriber 4711", "--show", "world", "--json"))
    assert added["feed_url"].endswith(f"/feeds/world.xml?token={added['token']}")
    assert told("add", "another").split()[1].startswith("http://127.0.0.1:8000/feed.xml?token=feed_")
    assert told("list", "--show", "world") == f"{added['id']}  world  subscriber 4711: never used"
    assert "(everything)  another" in told("list")
    catalog = Catalog(f"sqlite:///{tmp_path / 'catalog.db'}")
    assert catalog.members.known(added["token"]) is not None
    assert told("revoke", added["id"]) == f"{added['id']}: revoked"
    assert catalog.members.known(added["token"]) is None
    catalog.close()
    assert "revoked on" in told("list", "--name", "subscriber 4711")
    assert "members list" in told("revoke", added["id"], status=1)
    assert added["token"] not in told("list", "--json")


def test_what_cannot_be_is_refused_in_one_line(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "one line" in told("add", " ", status=1)
    assert "no key 'old'" in told("sign", "abc", "--key", "old", status=1)
    assert "cannot be signed" in told("sign", "abc", "--for", "soon", status=1)
    monkeypatch.delenv("TTS_ACCESS_KEYS")
    assert "openssl rand -hex 32" in told("sign", "abc", status=1)


@pytest.mark.parametrize(
    ("article", "subject"),
    [("abc", "abc"), ("https://News.example/a?utm_source=x#top", "https://news.example/a")],
)
def test_an_address_is_signed(told: Told, article: str, subject: str) -> None:
    token = told("sign", article, "--for", "36h", "--token")
    signed = parse_token(token)
    assert signed is not None
    assert is_signed(signed, [subject], [AccessKey("now", "hmac", SECRET)])
    if subject == article:
        assert told("sign", article).startswith("http://127.0.0.1:8000/listen/abc?token=now.")


def test_an_article_is_closed_and_opened(told: Told, tmp_path: Path) -> None:
    catalog = Catalog(f"sqlite:///{tmp_path / 'catalog.db'}")
    catalog.accept(ArticleRequest(text="Words."), "river", None, "d", "batch")
    assert told("close", "river") == "river: for members only"
    assert catalog.access.of("river").is_open is False  # type: ignore[union-attr]
    assert told("open", "river") == "river: for everybody"
    assert catalog.access.of("river").is_open is True  # type: ignore[union-attr]
    assert "no article" in told("close", "unknown", status=1)
    catalog.close()


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("TTS_ACCESS_KEYS", "secret", "name=hmac:secret"),
        ("TTS_ACCESS_KEYS", "a=hmac:short", "32 characters"),
        ("TTS_ACCESS_KEYS", f"a=rsa:{SECRET}", "no known kind"),
        ("TTS_ACCESS_KEYS", "a=ed25519:AAAA", "32 bytes"),
        ("TTS_ACCESS_KEYS", f"a=hmac:{SECRET} a=hmac:{SECRET}", "named twice"),
        ("TTS_ACCESS_KEYS", f"a.b=hmac:{SECRET}", "name=hmac:secret"),
        ("TTS_ARTICLE_ACCESS", "friends", "open or members"),
        ("TTS_CLIENT_WRONG_TOKENS_PER_MINUTE", "-1", "0 (no limit)"),
    ],
)
def test_settings_that_cannot_be_stop_the_start(
    told: Told, monkeypatch: pytest.MonkeyPatch, name: str, value: str, says: str
) -> None:
    monkeypatch.setenv(name, value)
    line = told("list", status=2)
    assert name in line
    assert says in line
    assert SECRET not in line
