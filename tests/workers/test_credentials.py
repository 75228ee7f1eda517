"""Narrations are signed with real certificates by the real library, and the C2PA's reference reader checks
them."""

from __future__ import annotations

import datetime as dt
import hashlib
import http.server
import io
import logging
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import mutagen.id3
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, ObjectIdentifier

from audio_cache.claims import LocalClaims
from audio_cache.folders.narrations import FolderNarrations
from audio_cache.local import LocalStore
from audio_cache.narration_id import NarrationId
from audio_cache.plan import Finished
from tests.certificates import DAY, Key, Signer, make_signer, signing
from tests.timestamp_authority import TimestampAuthority
from tests.workers.test_rendering import Listener
from tts_service.article.disclosure import SOURCE_TYPE
from tts_service.article.model import decode_script
from tts_service.article.request import ArticleRequest
from tts_service.broker.queue import Queue
from tts_service.contracts.credentials import CredentialsReport
from tts_service.contracts.messages import SIGNING
from tts_service.errors import Forbidden, Unprocessable
from tts_service.settings import Settings, SettingsError
from workers.credentials import tools
from workers.credentials import warning as warned
from workers.credentials.fetching import manifest_link
from workers.credentials.signing import (
    STAMPS_MISSED,
    UNSIGNED,
    NotValidNow,
    check_before_work,
    check_identity,
    warning,
)
from workers.render.outcomes import RenderStep
from workers.render.rendering import Rendering

STORY = ArticleRequest(
    text="The tide was early today.\n\nNobody had told the ferry, which waited all the same.",
    title="Tide & time",
    author="A. Writer",
    language="en",
)


class Newsroom:
    """What a worker does, with what it has done at hand."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.listener = Listener()
        self.narrations = FolderNarrations(settings.cache_dir, LocalStore(settings.cache_dir))
        self.rendering = Rendering(
            settings,
            self.narrations.segments,
            self.narrations,
            LocalClaims(settings.cache_dir),
            self.listener,
        )

    def speak(self, request: ArticleRequest = STORY, name: str = "tide") -> Finished:
        plan = self.rendering.prepare(name, request)
        step = RenderStep.STORED
        while step.goes_on:
            step = self.rendering.render_next(plan.narration)
        finished = self.narrations.finished(plan.narration)
        assert finished is not None
        return finished

    def path(self, finished: Finished) -> Path:
        return self.narrations.audio_path(finished.narration)

    def save(self, finished: Finished, folder: Path) -> Path:
        """A copy of the file with its manifest beside it, as ``speak`` makes it."""
        folder.mkdir(exist_ok=True)
        copy = folder / "story.mp3"
        copy.write_bytes(self.path(finished).read_bytes())
        copy.with_suffix(".c2pa").write_bytes(self.narrations.manifest(finished.narration) or b"")
        return copy


@pytest.fixture(scope="session")
def signer(tmp_path_factory: pytest.TempPathFactory) -> Signer:
    return make_signer(tmp_path_factory.mktemp("signer"))


@pytest.fixture
def plain(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data", engine="tone", offline=True, workers=1)


@pytest.fixture
def newsroom(plain: Settings, signer: Signer) -> Newsroom:
    return Newsroom(signing(plain, signer))


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory, signer: Signer) -> Path:
    """A signed file, its manifest beside it."""
    folder = tmp_path_factory.mktemp("signed")
    newsroom = Newsroom(signing(Settings(data_dir=folder / "data", engine="tone", workers=1), signer))
    return newsroom.save(newsroom.speak(), folder / "saved")


def verdict(path: Path, signer: Signer | None = None, settings: Settings | None = None) -> CredentialsReport:
    return tools.verify(
        str(path), "", [signer.authority] if signer else [], settings or Settings(offline=True)
    )


# -- what is signed ------------------------------------------------------------------------------------------


def test_the_reference_reader_accepts_a_narration_and_says_whose_it_is(
    newsroom: Newsroom, signer: Signer, tmp_path: Path
) -> None:
    finished = newsroom.speak()
    found = verdict(newsroom.save(finished, tmp_path / "saved"), signer)
    assert (found.state, found.problems) == ("trusted", ())
    assert (found.publisher, found.common_name) == ("Harbour News", "news desk")
    assert (found.title, found.engine, found.voices) == ("Tide & time", "tone", ("tone/plain",))
    assert (found.source_type, found.is_synthetic) == (SOURCE_TYPE, True)
    assert found.generator.startswith("tts-service 0.")
    assert f"{found.article}/{found.revision}" == str(finished.narration)
    assert abs(dt.datetime.now(dt.UTC) - dt.datetime.fromisoformat(found.signed_at)) < dt.timedelta(minutes=5)
    assert found.stamp == "none"


def test_the_text_is_named_by_a_digest_that_anybody_can_make(newsroom: Newsroom, tmp_path: Path) -> None:
    finished = newsroom.speak()
    script = decode_script(newsroom.narrations.script(finished.narration) or b"")
    said = "".join(segment.text + "\n" for segment in script.segments)
    found = verdict(newsroom.save(finished, tmp_path / "saved"))
    assert found.text_sha256 == hashlib.sha256(said.encode()).hexdigest()


def test_without_knowing_the_authority_the_signer_is_only_somebody(signed: Path) -> None:
    found = verdict(signed)
    assert (found.state, found.publisher, found.problems) == ("valid", "Harbour News", ())


def test_another_authority_does_not_vouch_for_it(signed: Path, tmp_path: Path) -> None:
    assert verdict(signed, make_signer(tmp_path / "other")).state == "valid"


PLACES: dict[str, Callable[[int], int]] = {
    "the tag's head": lambda size: 3,
    "the title": lambda size: 30,
    "the room in the tag": lambda size: 16 * 1024 - 2,
    "the first frame": lambda size: 16 * 1024 + 40,
    "the middle": lambda size: size // 2,
    "the last byte": lambda size: size - 1,
}


@pytest.mark.parametrize("place", PLACES)
def test_a_changed_byte_is_found(signed: Path, signer: Signer, tmp_path: Path, place: str) -> None:
    data = bytearray(signed.read_bytes())
    data[PLACES[place](len(data))] ^= 1
    assert verdict(copied(signed, tmp_path, bytes(data)), signer).state == "invalid"


@pytest.mark.parametrize("change", ["cut off", "longer", "another"])
def test_another_file_is_found(signed: Path, signer: Signer, tmp_path: Path, change: str) -> None:
    data = signed.read_bytes()
    other = {"cut off": data[:-1], "longer": data + b"\0", "another": data[:16_384] + data[20_000:]}[change]
    found = verdict(copied(signed, tmp_path, other), signer)
    assert found.state == "invalid"
    assert "assertion.dataHash.mismatch" in {problem.code for problem in found.problems}


def test_a_changed_manifest_is_found_wherever_it_says_something(
    signed: Path, signer: Signer, tmp_path: Path
) -> None:
    manifest = signed.with_suffix(".c2pa").read_bytes()
    said = (
        b"Tide & time",
        b"tone/plain",
        b"trainedAlgorithmicMedia",
        b"Harbour News",
        b"tts-service",
        b"c2pa.created",
    )
    copy = copied(signed, tmp_path, signed.read_bytes())
    for words in said:
        at = manifest.index(words)
        copy.with_suffix(".c2pa").write_bytes(manifest[:at] + bytes([manifest[at] ^ 1]) + manifest[at + 1 :])
        assert verdict(copy, signer).state == "invalid", words
    for at in range(0, len(manifest), len(manifest) // 40):
        copy.with_suffix(".c2pa").write_bytes(manifest[:at])
        assert verdict(copy, signer).state in ("invalid", "unsigned"), at


def copied(signed: Path, folder: Path, data: bytes) -> Path:
    copy = folder / "copy.mp3"
    copy.write_bytes(data)
    copy.with_suffix(".c2pa").write_bytes(signed.with_suffix(".c2pa").read_bytes())
    return copy


def test_a_file_without_credentials_is_said_to_have_none(signed: Path, tmp_path: Path) -> None:
    (tmp_path / "alone.mp3").write_bytes(signed.read_bytes())
    assert verdict(tmp_path / "alone.mp3").state == "unsigned"


# -- the file is what it was ---------------------------------------------------------------------------------


def test_a_signature_changes_no_byte_of_the_file(plain: Settings, signer: Signer, tmp_path: Path) -> None:
    one = Newsroom(plain)
    unsigned = one.path(one.speak()).read_bytes()
    two = Newsroom(signing(msgspec.structs.replace(plain, data_dir=tmp_path / "other"), signer))
    assert two.path(two.speak()).read_bytes() == unsigned


def test_what_is_spoken_again_is_the_same_file_under_the_same_signature(newsroom: Newsroom) -> None:
    first = newsroom.speak()
    manifest = newsroom.narrations.manifest(first.narration)
    newsroom.narrations.unfinish(first.narration)
    for key in list(newsroom.narrations.segments.keys()):
        newsroom.narrations.segments.delete(key)
    assert newsroom.speak().etag == first.etag
    assert newsroom.narrations.manifest(first.narration) == manifest


def test_the_finished_tag_names_the_manifest_and_the_growing_one_does_not(
    plain: Settings, signer: Signer
) -> None:
    public = msgspec.structs.replace(plain, public_url="https://listen.example/news/")
    newsroom = Newsroom(signing(public, signer))
    finished = newsroom.speak()
    first, final = newsroom.narrations.tag(finished.narration), newsroom.path(finished).read_bytes()
    assert len(first) == finished.tag_bytes
    assert [frame.owner for frame in read(first).getall("PRIV")] == []
    (pointer,) = read(final).getall("PRIV")
    address = f"https://listen.example/news/credentials/{finished.narration}.c2pa"
    assert f'dcterms:provenance="{address}"'.encode() in pointer.data
    assert pointer.owner == "XMP"


def read(tag: bytes) -> mutagen.id3.ID3:
    return mutagen.id3.ID3(io.BytesIO(tag))


def test_a_plan_keeps_its_tag_whatever_the_settings_become(plain: Settings, signer: Signer) -> None:
    public = msgspec.structs.replace(plain, public_url="https://listen.example")
    before = Newsroom(public)
    finished = before.speak()
    before.narrations.unfinish(finished.narration)
    later = Newsroom(signing(public, signer))
    assert later.speak().etag == finished.etag
    assert later.narrations.credentials(finished) is not None


# -- reading it from a copy ----------------------------------------------------------------------------------


class Shelf(http.server.BaseHTTPRequestHandler):
    """Serves ``files`` by path: bytes, type, Link header."""

    files: dict[str, tuple[bytes, str, str]]

    def do_GET(self) -> None:
        data, kind, link = self.files.get(self.path, (b"", "", ""))
        self.send_response(200 if kind else 404)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        if link:
            self.send_header("Link", link)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def shelf() -> Iterator[tuple[str, dict[str, tuple[bytes, str, str]]]]:
    files: dict[str, tuple[bytes, str, str]] = {}
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), type("Ours", (Shelf,), {"files": files}))
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}", files
    server.shutdown()
    server.server_close()


def test_a_copy_leads_to_its_manifest(
    plain: Settings, signer: Signer, tmp_path: Path, shelf: tuple[str, dict[str, tuple[bytes, str, str]]]
) -> None:
    origin, files = shelf
    newsroom = Newsroom(signing(msgspec.structs.replace(plain, public_url=origin), signer))
    finished = newsroom.speak()
    manifest = newsroom.narrations.manifest(finished.narration) or b""
    files[f"/credentials/{finished.narration}.c2pa"] = (manifest, "application/c2pa", "")
    copy = tmp_path / "copy.mp3"
    copy.write_bytes(newsroom.path(finished).read_bytes())
    online = msgspec.structs.replace(newsroom.settings, offline=False)
    found = verdict(copy, signer, online)
    assert (found.state, found.manifest_from) == (
        "trusted",
        f"{origin}/credentials/{finished.narration}.c2pa",
    )
    with pytest.raises(Unprocessable, match="TTS_OFFLINE"):
        verdict(copy, signer, newsroom.settings)
    with pytest.raises(Forbidden, match="private network"):
        verdict(copy, signer, Settings())


def test_an_address_leads_to_its_manifest_by_its_link(
    signed: Path, signer: Signer, shelf: tuple[str, dict[str, tuple[bytes, str, str]]]
) -> None:
    origin, files = shelf
    link = '<style.css>; rel=preload, <../credentials/x.c2pa>; rel="c2pa-manifest"; type="application/c2pa"'
    files["/audio/x.mp3"] = (signed.read_bytes(), "audio/mpeg", link)
    files["/credentials/x.c2pa"] = (signed.with_suffix(".c2pa").read_bytes(), "application/c2pa", "")
    found = tools.verify(f"{origin}/audio/x.mp3", "", [signer.authority], Settings())
    assert (found.state, found.manifest_from) == ("trusted", f"{origin}/credentials/x.c2pa")


@pytest.mark.parametrize(
    ("header", "leads_to"),
    [
        ('<m.c2pa>; rel="c2pa-manifest"', "https://a.example/b/m.c2pa"),
        ("</m.c2pa>; rel=c2pa-manifest", "https://a.example/m.c2pa"),
        ('<x>; rel="next c2pa-manifest"; title="a, b; c"', "https://a.example/b/x"),
        ('<y>; rel=hub, <https://c.example/z>;rel="c2pa-manifest"', "https://c.example/z"),
        ('<x>; rel="c2pa-manifest-of-old"', ""),
        ("", ""),
        ("<" * 100_000, ""),
    ],
)
def test_links_are_read(header: str, leads_to: str) -> None:
    assert manifest_link(header, "https://a.example/b/c.mp3") == leads_to


# -- certificates --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "key",
    [
        ec.generate_private_key(ec.SECP384R1()),
        ec.generate_private_key(ec.SECP521R1()),
        ed25519.Ed25519PrivateKey.generate(),
        rsa.generate_private_key(65537, 2048),
    ],
    ids=["P-384", "P-521", "Ed25519", "RSA"],
)
def test_every_kind_of_key_signs(plain: Settings, tmp_path: Path, key: Key) -> None:
    check_identity(signing(plain, make_signer(tmp_path, key=key)))


@pytest.mark.parametrize("usage", ["1.3.6.1.4.1.62558.2.1", "1.3.6.1.5.5.7.3.36"], ids=["C2PA", "documents"])
def test_certificates_that_are_for_content_sign(plain: Settings, tmp_path: Path, usage: str) -> None:
    files = make_signer(tmp_path / "signer", usages=(ObjectIdentifier(usage),))
    newsroom = Newsroom(signing(plain, files))
    assert verdict(newsroom.save(newsroom.speak(), tmp_path / "saved"), files).state == "trusted"


def refusal(settings: Settings) -> str:
    with pytest.raises(SettingsError, match="TTS_SIGNING_") as refused:
        check_identity(settings)
    assert "\n" not in str(refused.value)
    return str(refused.value)


def test_files_that_cannot_sign_are_refused_with_what_to_do(
    plain: Settings, signer: Signer, tmp_path: Path
) -> None:
    text = tmp_path / "text.pem"
    text.write_text("no certificate")
    hidden = make_signer(tmp_path / "hidden", passphrase=b"opensesame")
    other = make_signer(tmp_path / "other")
    wrong = {
        signer._replace(
            chain=tmp_path / "none.pem"
        ): "cannot be read: No such file or directory. To try it out",
        signer._replace(chain=tmp_path): "cannot be read: Is a directory",
        signer._replace(chain=text): "holds no certificate in PEM",
        signer._replace(chain=signer.key): "holds no certificate in PEM",
        signer._replace(key=tmp_path / "none.key"): "cannot be read: No such file or directory",
        signer._replace(key=text): "holds no private key in PEM",
        signer._replace(key=signer.chain): "holds no private key in PEM",
        hidden: "is protected by a passphrase",
        signer._replace(key=other.key): "is not the key of the first certificate",
        signer._replace(chain=signer.authority): "is not the key of the first certificate",
        make_signer(tmp_path / "old", ends=-DAY): "expired on 20",
        make_signer(tmp_path / "new", begins=DAY): "is valid from 20",
        make_signer(
            tmp_path / "web", usages=(ExtendedKeyUsageOID.SERVER_AUTH,)
        ): "cannot sign Content Credentials",
        make_signer(tmp_path / "any", usages=()): "cannot sign Content Credentials",
        make_signer(tmp_path / "tls", may_sign=False): "cannot sign Content Credentials",
        make_signer(tmp_path / "k1", key=ec.generate_private_key(ec.SECP256K1())): "use P-256, P-384",
    }
    said = {files: refusal(signing(plain, files)) for files in wrong}
    for files, words in wrong.items():
        assert words in said[files], said[files]
        assert "opensesame" not in said[files]


def test_the_certificate_for_trying_signs_and_is_its_owners_alone(plain: Settings, tmp_path: Path) -> None:
    made = tools.make_trial(tmp_path / "keys", "Harbour News", 30)
    assert made.key.stat().st_mode & 0o777 == 0o600
    trial = Signer(made.certificate, made.key, made.authority)
    ends = check_identity(signing(plain, trial)).ends
    assert dt.timedelta(days=29) < ends - dt.datetime.now(dt.UTC) < dt.timedelta(days=31)
    newsroom = Newsroom(signing(plain, trial))
    found = verdict(newsroom.save(newsroom.speak(), tmp_path / "saved"), trial)
    assert (found.state, found.publisher) == ("trusted", "Harbour News")


# -- while it runs -------------------------------------------------------------------------------------------


def test_an_expired_certificate_costs_the_signature_and_nothing_else(
    plain: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    files = make_signer(tmp_path / "signer", ends=-DAY)
    settings = signing(plain, files)
    with caplog.at_level(logging.ERROR):
        check_before_work(settings)  # a worker that is restarted works on
        newsroom = Newsroom(settings)
        finished = newsroom.speak()
    assert newsroom.narrations.credentials(finished) is None
    assert newsroom.listener.counts[UNSIGNED] == 1
    assert newsroom.listener.notices[-1].kind == "ready"
    assert [record.message.split(":")[0] for record in caplog.records] == [
        "narrations are not signed",
        f"narration {finished.narration} is not signed",
    ]
    assert "expired on" in caplog.text
    with pytest.raises(NotValidNow):
        tools.sign_all(settings, print, renew=False)

    make_signer(tmp_path / "signer")  # renewed, in the same place
    signed: list[NarrationId] = []
    assert tools.sign_all(settings, signed.append, renew=False) == 0
    assert signed == [finished.narration]
    assert newsroom.narrations.credentials(finished) is not None
    other = newsroom.speak(ArticleRequest(text="The next story.", title="Next"), "next")
    assert newsroom.narrations.credentials(other) is not None, "without a restart"


def test_files_that_vanish_cost_the_signature_and_nothing_else(plain: Settings, tmp_path: Path) -> None:
    files = make_signer(tmp_path / "signer")
    newsroom = Newsroom(signing(plain, files))
    files.key.unlink()
    finished = newsroom.speak()
    assert newsroom.narrations.credentials(finished) is None
    assert newsroom.listener.counts[UNSIGNED] == 1
    with pytest.raises(SettingsError, match="cannot be read"):
        check_before_work(newsroom.settings)


def test_a_library_that_kills_its_worker_is_left_out(newsroom: Newsroom) -> None:
    plan = newsroom.rendering.prepare("tide", STORY)
    newsroom.listener.attempts[f"sign:{plan.narration}"] = 3  # each left behind by a worker that died of it
    finished = newsroom.speak()
    assert newsroom.narrations.credentials(finished) is None
    assert newsroom.listener.notices[-1].kind == "ready"


def test_a_worker_that_died_before_signing_is_made_good_by_the_next(plain: Settings, signer: Signer) -> None:
    finished = Newsroom(plain).speak()
    newsroom = Newsroom(signing(plain, signer))
    assert newsroom.rendering.render_next(finished.narration) is RenderStep.READY
    assert newsroom.narrations.credentials(finished) is not None


def test_an_archive_is_signed_later_and_anew(plain: Settings, signer: Signer, tmp_path: Path) -> None:
    newsroom = Newsroom(plain)
    stories = [newsroom.speak(ArticleRequest(text=f"Story {n}.", title="It"), f"story{n}") for n in range(3)]
    signed: list[NarrationId] = []
    assert tools.sign_all(signing(plain, signer), signed.append, renew=False) == 0
    assert set(signed) == {one.narration for one in stories}
    assert tools.sign_all(signing(plain, signer), signed.append, renew=True) == 0
    assert len(signed) == 3, "what this certificate has signed is left alone"
    later = make_signer(tmp_path / "later", organization="The Later News")
    assert tools.sign_all(signing(plain, later), signed.append, renew=False) == 0
    assert len(signed) == 3
    assert tools.sign_all(signing(plain, later), signed.append, renew=True) == 0
    assert len(signed) == 6
    found = verdict(newsroom.save(stories[0], tmp_path / "saved"), later)
    assert (found.state, found.publisher) == ("trusted", "The Later News")


def test_editors_are_warned_without_a_path(plain: Settings, signer: Signer, tmp_path: Path) -> None:
    assert warning(signing(plain, signer)) == ""
    soon = warning(signing(plain, make_signer(tmp_path / "soon", ends=10 * DAY)))
    assert "expires on 20" in soon
    assert "expired on 20" in warning(signing(plain, make_signer(tmp_path / "old", ends=-DAY)))
    gone = warning(signing(plain, signer._replace(key=tmp_path / "none")))
    assert "cannot be used" in gone
    assert str(tmp_path) not in gone


def test_workers_tell_the_newsroom(plain: Settings, valkey: str, tmp_path: Path) -> None:
    settings = msgspec.structs.replace(plain, redis_url=valkey)
    queue = Queue(settings)
    queue.redis.flushall()
    warned.warn(queue.redis, settings)
    assert queue.signing_warning() == ""
    warned.warn(queue.redis, signing(settings, make_signer(tmp_path / "old", ends=-DAY)))
    assert "the certificate expired on 20" in queue.signing_warning()
    assert 0 < int(str(queue.redis.ttl(SIGNING))) <= warned.LASTS_S
    queue.close()


# -- time stamps ---------------------------------------------------------------------------------------------


@pytest.fixture
def authority(tmp_path: Path, needs: Callable[[str], Path]) -> Iterator[TimestampAuthority]:
    authority = TimestampAuthority(tmp_path / "authority", needs("openssl"))
    yield authority
    authority.close()


def test_an_authority_that_is_named_stamps_the_signature(
    plain: Settings, signer: Signer, tmp_path: Path, authority: TimestampAuthority
) -> None:
    newsroom = Newsroom(signing(plain, signer, authority.url))
    saved = newsroom.save(newsroom.speak(), tmp_path / "saved")
    found = verdict(saved, signer)
    assert (found.state, found.stamp, authority.asked) == ("trusted", "untrusted", 1)
    both = [signer.authority, authority.signer.authority]
    assert tools.verify(str(saved), "", both, Settings(offline=True)).stamp == "trusted"


def test_an_authority_that_is_away_costs_the_stamp_and_is_left_alone(
    plain: Settings, signer: Signer, tmp_path: Path, authority: TimestampAuthority
) -> None:
    authority.is_down = True
    newsroom = Newsroom(signing(plain, signer, authority.url))
    found = verdict(newsroom.save(newsroom.speak(), tmp_path / "saved"), signer)
    assert (found.state, found.stamp) == ("trusted", "none")
    newsroom.speak(ArticleRequest(text="The next story.", title="Next"), "next")
    assert (authority.asked, newsroom.listener.counts[STAMPS_MISSED]) == (1, 1)


# -- nobody else loads it ------------------------------------------------------------------------------------

WORK = """
import sys
from pathlib import Path
from tts_service.article.request import ArticleRequest
from tts_service.settings import Settings
from workers.render.local import LocalRunner
runner = LocalRunner(Settings(data_dir=Path(sys.argv[1]), engine="tone", workers=1))
finished = runner.render(runner.prepare(ArticleRequest(text="The tide was early.", language="en")))
print([name for name in ("c2pa", "cryptography.x509", "workers.credentials.signing") if name in sys.modules])
print(sorted(path.name for path in runner.audio_path(finished).parent.iterdir()))
"""
WITHOUT = """
import json, sys
sys.modules["c2pa"] = None
from tts_service.ops.checks.speaking import choice
from tts_service.settings import load_settings
print(choice(load_settings()).sentence)
"""


def test_a_worker_that_does_not_sign_loads_nothing_and_leaves_nothing(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", WORK, tmp_path], check=True, capture_output=True, text=True)
    loaded, files = done.stdout.splitlines()[-2:]
    assert loaded == "[]"
    assert "credentials" not in files


def test_where_the_extra_is_missing_the_line_says_how_to_get_it(signer: Signer, tmp_path: Path) -> None:
    from tests.running import clean_environ

    environ = clean_environ(data_dir=str(tmp_path), engine="tone", **signer.settings())
    done = subprocess.run([sys.executable, "-c", WITHOUT], env=environ, capture_output=True, text=True)
    assert done.stdout == (
        "Content Credentials need a library that is not installed: pip install 'tts-service[c2pa]'.\n"
    )
