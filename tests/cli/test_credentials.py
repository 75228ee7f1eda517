"""``credentials`` and ``verify-credentials``, as people call them."""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.certificates import DAY, Signer, make_signer, signing
from tests.running import clean_environ
from tts_service.cli import run
from tts_service.ops.checks import speaking
from tts_service.settings import Settings

Tts = Callable[..., subprocess.CompletedProcess[str]]

STORY = "The harbour clock is late\n\nNobody in the town could say why.\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("credentials")
    (folder / "story.txt").write_text(STORY)
    return folder


@pytest.fixture(scope="module")
def tts(folder: Path) -> Tts:
    """Runs a command in this process: what it loads is loaded once."""

    def call(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
        environ = clean_environ(data_dir=str(folder / "data"), engine="tone", offline="1", **settings)
        out, err = io.StringIO(), io.StringIO()
        with (
            pytest.MonkeyPatch.context() as patch,
            contextlib.chdir(folder),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
        ):
            for name in [name for name in os.environ if name.startswith("TTS_")]:
                patch.delenv(name)
            for name, value in environ.items():
                patch.setenv(name, value)
            try:
                status = run(arguments)
            except SystemExit as ended:
                status = int(ended.code or 0)
        return subprocess.CompletedProcess(arguments, status, out.getvalue(), err.getvalue())

    return call


@pytest.fixture(scope="module")
def trial(tts: Tts, folder: Path) -> Signer:
    """What the command makes."""
    done = tts("credentials", "make", "keys", "--name", "Harbour News", "--days", "7")
    assert done.returncode == 0, done.stderr
    keys = folder / "keys"
    assert done.stdout.splitlines() == [
        f"TTS_SIGNING_CERTIFICATE={keys / 'signing.pem'}",
        f"TTS_SIGNING_KEY={keys / 'signing.key'}",
    ]
    assert "nobody else trusts it" in done.stderr
    return Signer(keys / "signing.pem", keys / "signing.key", keys / "authority.pem")


@pytest.fixture(scope="module")
def spoken(tts: Tts, trial: Signer, folder: Path) -> Path:
    done = tts("speak", "story.txt", "-o", "story.mp3", **trial.settings())
    assert done.returncode == 0, done.stderr
    assert (folder / "story.c2pa").is_file()
    return folder / "story.mp3"


def complaint(done: subprocess.CompletedProcess[str], status: int = 1) -> str:
    assert done.returncode == status, done.stderr
    assert done.stderr.startswith("tts-service: ")
    assert done.stderr.count("\n") == 1, done.stderr
    return done.stderr


def test_nothing_is_overwritten(tts: Tts, trial: Signer) -> None:
    before = trial.key.read_bytes()
    assert "is there already" in complaint(tts("credentials", "make", "keys"))
    assert trial.key.read_bytes() == before
    assert "cannot be written" in complaint(tts("credentials", "make", "story.txt/keys"))


def test_a_file_is_checked_and_the_exit_status_says_it_all(tts: Tts, spoken: Path) -> None:
    done = tts("verify-credentials", "story.mp3", "--trust", "keys/authority.pem")
    assert done.returncode == 0, done.stdout + done.stderr
    first, *lines = done.stdout.splitlines()
    assert first == "story.mp3: unchanged since it was signed, and the signer is trusted"
    said = dict(line.strip().split("  ", 1) for line in lines)
    assert said["published by"].strip() == "Harbour News · signer for trying Content Credentials"
    assert said["made how"].strip() == "by a model: synthetic"
    assert said["made with"].strip().startswith("tone (tone/plain), tts-service ")
    assert said["credentials"].strip() == "story.c2pa"
    assert tts("verify-credentials", "story.mp3").returncode == 3
    assert tts("verify-credentials", "story.txt").returncode == 1


def test_a_change_is_found(tts: Tts, spoken: Path, folder: Path) -> None:
    (folder / "other.mp3").write_bytes(spoken.read_bytes() + b"!")
    done = tts("verify-credentials", "other.mp3", "--manifest", "story.c2pa", "--trust", "keys/authority.pem")
    assert done.returncode == 1
    assert "NOT VALID" in done.stdout
    assert "assertion.dataHash.mismatch" in done.stdout


def test_programs_read_it_as_json(tts: Tts, spoken: Path) -> None:
    found = json.loads(tts("verify-credentials", "story.mp3", "--json").stdout)
    assert (found["state"], found["publisher"], found["voices"]) == ("valid", "Harbour News", ["tone/plain"])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["missing.mp3"], "missing.mp3 cannot be read: No such file or directory."),
        (["story.mp3", "--trust", "missing.pem"], "missing.pem cannot be read"),
        (["story.mp3", "--manifest", "missing.c2pa"], "missing.c2pa cannot be read"),
        (["http://127.0.0.1:1/audio.mp3"], "http://127.0.0.1:1/audio.mp3 cannot be reached"),
    ],
)
def test_what_cannot_be_read_is_said(tts: Tts, spoken: Path, arguments: list[str], said: str) -> None:
    assert said in complaint(tts("verify-credentials", *arguments))


def test_what_was_spoken_before_is_signed_later(tts: Tts, trial: Signer, folder: Path) -> None:
    (folder / "second.txt").write_text("The second story is about a boat.")
    assert tts("speak", "second.txt", "-o", "second.mp3").returncode == 0
    assert not (folder / "second.c2pa").exists()
    assert "TTS_SIGNING_CERTIFICATE is not set" in complaint(tts("credentials", "sign"), status=2)
    done = tts("credentials", "sign", **trial.settings())
    assert (done.returncode, done.stdout) == (0, "1 narrations signed\n")
    before = (folder / "second.mp3").read_bytes()
    assert tts("speak", "second.txt", "-o", "second.mp3", **trial.settings()).returncode == 0
    assert (folder / "second.mp3").read_bytes() == before
    assert tts("verify-credentials", "second.mp3", "--trust", "keys/authority.pem").returncode == 0


def test_a_certificate_that_cannot_sign_stops_what_would_be_signed(
    tts: Tts, folder: Path, trial: Signer
) -> None:
    old = make_signer(folder / "old", ends=-DAY).settings()
    assert "expired on" in complaint(tts("speak", "story.txt", "-o", "out.mp3", **old), status=2)
    assert not (folder / "out.mp3").exists()
    half = {"signing_certificate": str(trial.chain)}
    assert "needs TTS_SIGNING_KEY" in complaint(tts("speak", "story.txt", "-o", "out.mp3", **half), status=2)
    assert tts("voices", "list", **old).returncode == 0, "nothing is signed there"


def test_doctor_looks_at_the_certificate(folder: Path) -> None:
    plain = Settings()
    assert "not signed" in speaking.signing(plain).detail
    ends = {"ok": 90 * DAY, "warning": 7 * DAY, "failed": -DAY}
    found = {
        state: speaking.signing(signing(plain, make_signer(folder / state, ends=end)))
        for state, end in ends.items()
    }
    assert {state: check.state for state, check in found.items()} == {state: state for state in ends}
    assert "expired on" in found["failed"].sentence
