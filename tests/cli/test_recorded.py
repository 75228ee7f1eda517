"""What commands put into the audit log: each that changes something is in it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from tests.cli.reference import commands
from tts_service.catalog import Catalog
from tts_service.cli import cli, run
from tts_service.cli.accounts.recorded import CHANGES, about, changes, nothing_changed

READS = {
    "up",  # the service, whose changes are recorded when they are made
    "watch",
    "speak",
    "script",
    "account",
    "verify",
    "credentials make",  # for trying, in a folder of its own
    "verify-credentials",
    "voices list",
    "voices sample",
    "lexicon check",
    "lexicon list",
    "shows check",
    "shows list",
    "publisher export",
    "publisher status",
    "members list",
    "members sign",  # an address, which any server of the publisher can sign
    "articles list",
    "articles show",
    "webhooks list",
    "webhooks log",
    "keys list",
    "audit",
    "cache stats",
    "backup",
    "doctor",
}
"""Commands that change nothing of what others see."""

Told = Callable[..., str]


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Told:
    """``told("keys", "list")``: what the command prints; ``status``: its exit status."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TTS_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("TTS_API_KEYS", "a-key-of-the-operator")
    monkeypatch.setenv("SUDO_USER", "ada")

    def tell(*arguments: str, status: int = 0) -> str:
        assert run(list(arguments)) == status
        printed = capsys.readouterr()
        return (printed.err if status else printed.out).strip()

    return tell


def entries(told: Told, *arguments: str) -> list[tuple[str, str, str, dict[str, str]]]:
    """What, who, subject and more of it, newest first."""
    found = [json.loads(line) for line in told("audit", "--json", *arguments).splitlines()]
    return [(one["what"], one["who"], one["subject"], one["about"]) for one in found]


def test_every_command_changes_something_or_reads() -> None:
    leaves = {
        path.partition(" ")[2]: command
        for command, path in commands(cli, "tts-service")
        if not isinstance(command, click.Group)
    }
    marked = {path for path, command in leaves.items() if hasattr(command.callback, CHANGES)}
    assert marked & READS == set()
    assert set(leaves) - marked == READS, "does it change something? Mark it with changes(…), or list it here"


def test_keys_are_made_and_revoked_and_the_log_says_by_whom(told: Told) -> None:
    key_id, secret = told("keys", "make", "Evening desk", "--scope", "write", "--scope", "read").split()
    assert secret.startswith("ttskey_")
    assert told("keys", "list") == f"{key_id}  Evening desk: read, write; never used"
    assert told("keys", "revoke", key_id) == f"{key_id}: revoked"
    assert told("keys", "list") == ""
    assert "revoked on" in told("keys", "list", "--all")
    assert "no key" in told("keys", "revoke", key_id, status=1)
    assert entries(told) == [
        ("key.revoked", "cli:ada", f"key:{key_id}", {"called": "Evening desk", "before": "read, write"}),
        ("key.made", "cli:ada", f"key:{key_id}", {"called": "Evening desk", "after": "read, write"}),
    ]
    assert secret not in told("audit", "--csv")


def test_a_key_lasts_as_long_as_is_said(told: Told) -> None:
    assert "expires on" in told("keys", "make", "a", "--scope", "read", "--expires", "90d") + told(
        "keys", "list"
    )
    assert "A key expires after some time, such as 90d" in told(
        "keys", "make", "a", "--scope", "read", "--expires", "soon", status=1
    )
    assert "rule" in told("keys", "make", "a", "--scope", "rule", status=2)


def test_without_keys_of_the_environment_one_is_told(
    told: Told, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("TTS_API_KEYS")
    assert run(["keys", "make", "a", "--scope", "read"]) == 0
    assert "open to anyone at its machine" in capsys.readouterr().err


def test_words_and_members(told: Told, tmp_path: Path) -> None:
    told("lexicon", "add", "Qarluq", "--say", "kar-look")
    assert not (tmp_path / "catalog.db").exists(), "nobody has started the service here: there is no log yet"
    Catalog(f"sqlite:///{tmp_path / 'catalog.db'}").close()
    told("lexicon", "add", "Qarluq", "--say", "kar-luke", "--replace")
    told("lexicon", "remove", "Qarluq")
    member = told("members", "add", "subscriber 4711").split()[0]
    told("members", "revoke", member)
    found = entries(told)
    assert [what for what, *_ in found] == [
        "member.revoked",
        "member.added",
        "lexicon.removed",
        "lexicon.changed",
    ]
    assert found[0][2] == f"member:{member}"
    assert found[3][3] == {"write": "Qarluq", "after": "kar-luke"}
    assert entries(told, "--what", "lexicon", "-n", "1") == [found[2]]
    assert entries(told, "--subject", member) == found[:2]
    assert entries(told, "--who", "cli:", "--since", "2999-01-01") == []
    rows = list(csv.DictReader(io.StringIO(told("audit", "--csv"))))
    assert [row["what"] for row in rows] == [what for what, *_ in found]
    assert "must be a day" in told("audit", "--since", "tomorrow", status=1)


def test_a_refused_command_is_not_recorded(told: Told) -> None:
    told("keys", "make", "a", "--scope", "read")
    told("members", "revoke", "nobody", status=1)
    assert len(entries(told)) == 1


@pytest.mark.parametrize("status", [None, 0, 1])
def test_what_a_command_does_not_say_its_mark_does(told: Told, tmp_path: Path, status: int | None) -> None:
    """Also if it ends with a status of its own, as one that has done a part of its work."""
    Catalog(f"sqlite:///{tmp_path / 'catalog.db'}").close()

    @changes("thing.done")
    def command() -> None:
        if status is not None:
            raise SystemExit(status)

    if status is None:
        command()
    else:
        with pytest.raises(SystemExit):
            command()
    assert entries(told) == [("thing.done", "cli:ada", "", {})]


def test_a_command_may_say_more_or_that_nothing_was_changed(told: Told, tmp_path: Path) -> None:
    Catalog(f"sqlite:///{tmp_path / 'catalog.db'}").close()

    @changes("thing.done")
    def idle() -> None:
        nothing_changed()

    @changes("thing.done")
    def busy() -> None:
        about("article.held", article="river", before="published")
        about("article.kept", article="river")

    idle()
    assert entries(told) == []
    busy()
    assert [(what, subject) for what, _, subject, _ in entries(told)] == [
        ("article.kept", "article:river"),
        ("article.held", "article:river"),
    ]


def test_a_catalog_that_is_away_is_told_and_the_change_stands(
    told: Told, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "catalog.db").write_bytes(b"no database at all, and long enough to be looked at" * 100)
    assert run(["lexicon", "add", "Qarluq", "--say", "kar-look"]) == 0
    printed = capsys.readouterr()
    assert printed.out == "Qarluq: kar-look\n"
    assert "this is not in the audit log" in printed.err
