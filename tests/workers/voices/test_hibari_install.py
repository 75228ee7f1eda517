"""hibari's other voices, from a publisher on this machine. Theirs cannot be had here, so the registry is told
that "emma" is the network of the embedded voice."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hibari.voices import BASE_URL, VOICES

from tests.workers.voices.publisher import Publisher
from tests.workers.voices.test_voice_install import install, kept
from tts_service.errors import NotFound, Unavailable, Unprocessable, UpstreamFailed
from tts_service.settings import Settings
from workers.engines.hibari.models import EMBEDDED, file_of
from workers.engines.registry import find_voice
from workers.voices import hibari_release
from workers.voices.install import VoiceInstaller

EMMA = "bf_emma.int8.onnx"


@pytest.fixture
def network() -> bytes:
    return file_of(EMBEDDED, Path()).read_bytes()


@pytest.fixture
def emma(monkeypatch: pytest.MonkeyPatch, publisher: Publisher, network: bytes) -> bytes:
    """Published."""
    digest = hashlib.sha256(network).hexdigest()
    monkeypatch.setitem(VOICES, "emma", VOICES["emma"] | {"sha256": digest, "bytes": len(network)})
    publisher.files[EMMA] = network
    publisher.files["voices.json"] = b"{}"
    return network


@pytest.fixture
def settings(tmp_path: Path, address: str) -> Settings:
    return Settings(data_dir=tmp_path / "data", voices_url=address)


@pytest.mark.usefixtures("emma")
def test_what_is_offered_says_accent_licence_and_size(settings: Settings) -> None:
    offers = {
        offer.id: offer for offer in VoiceInstaller(settings).offers("en-GB") if offer.engine == "hibari"
    }
    assert set(offers) == {f"hibari/{name}" for name in ("emma", "fenrir", "fable", "kore")}
    fable = offers["hibari/fable"]
    assert (fable.licence, fable.description, fable.size, fable.installed) == (
        "Apache-2.0",
        "British English, male",
        7_936_868,
        False,
    )


def test_its_own_publisher_is_asked_where_no_mirror_is_named() -> None:
    (file,) = hibari_release.offers(hibari_release.URL)[0].files
    assert file.url == BASE_URL + file.name
    assert file.digest == f"sha256:{VOICES[hibari_release.named(file.name)]['sha256']}"


def test_a_voice_is_installed_over_a_bad_line_and_speaks_british_english(
    publisher: Publisher, settings: Settings, emma: bytes
) -> None:
    publisher.cuts = [3_000_000, 2_000_000]
    assert install(settings, "emma") == ["hibari/emma"]
    assert [first for path, first in publisher.asked] == [0, 3_000_000, 5_000_000]
    assert kept(settings) == [EMMA]
    engine, voice = find_voice(settings, "hibari/emma", "en")
    assert (voice.description, voice.licence) == ("British English, female", "Apache-2.0")
    assert voice.gain_db is not None
    speech = engine.synthesize("The car went faster.", voice, "en")
    heart = find_voice(settings, "hibari/heart", "en")[1]
    assert len(speech.words or ()) == 4
    assert speech.samples.size != engine.synthesize("The car went faster.", heart, "en").samples.size
    offers = {offer.id for offer in VoiceInstaller(settings).offers() if offer.installed}
    assert "hibari/emma" in offers
    asked = len(publisher.asked)
    assert install(settings, "hibari/emma") == ["hibari/emma"]
    assert publisher.asked[asked:] == []
    assert emma == (settings.voices_dir / "hibari" / EMMA).read_bytes()


def test_a_file_of_another_checksum_is_refused(publisher: Publisher, settings: Settings, emma: bytes) -> None:
    publisher.files[EMMA] = emma[:-1] + b"?"
    with pytest.raises(UpstreamFailed, match="checksum is not sha256:"):
        install(settings, "emma")
    assert kept(settings) == []


def test_a_damaged_voice_is_mended_by_installing_it_again(settings: Settings, emma: bytes) -> None:
    place = settings.voices_dir / "hibari" / EMMA
    place.parent.mkdir(parents=True)
    place.write_bytes(emma[:100_000])
    assert "emma" not in {voice.name for voice in find_voice(settings, "hibari", "en")[0].voices()}
    assert install(settings, "emma") == ["hibari/emma"]


@pytest.mark.usefixtures("emma")
def test_nothing_is_downloaded_where_that_is_forbidden(
    tmp_path: Path, publisher: Publisher, address: str
) -> None:
    settings = Settings(data_dir=tmp_path, voices_url=address, offline=True)
    assert install(settings, "heart") == ["hibari/heart"]
    with pytest.raises(Unavailable, match="TTS_OFFLINE"):
        install(settings, "emma")
    assert publisher.asked == []


@pytest.mark.usefixtures("emma")
def test_a_name_that_is_nearly_right_is_helped(settings: Settings) -> None:
    with pytest.raises(NotFound, match="Did you mean fenrir"):
        install(settings, "hibari/fenrier")


def test_a_voice_comes_from_a_file_if_it_is_the_published_one(tmp_path: Path, emma: bytes) -> None:
    settings = Settings(data_dir=tmp_path / "data", offline=True)
    (tmp_path / EMMA).write_bytes(emma)
    assert install(settings, str(tmp_path / EMMA)) == ["hibari/emma"]
    (tmp_path / "bm_fable.int8.onnx").write_bytes(emma)
    with pytest.raises(Unprocessable, match=r"not the published bm_fable\.int8\.onnx"):
        install(settings, str(tmp_path / "bm_fable.int8.onnx"))
    assert kept(settings) == [EMMA]
