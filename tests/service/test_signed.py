"""A whole service that signs: the same bytes as they grow and as a file, and credentials that hold."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.certificates import Signer, make_signer
from tests.running import Service, free_port
from tts_service.settings import Settings
from workers.credentials import tools

STORY = {"text": "The tide was early today. Nobody had told the ferry. It left at nine.", "title": "Tide"}


@pytest.fixture(scope="module")
def signer(tmp_path_factory: pytest.TempPathFactory) -> Signer:
    return make_signer(tmp_path_factory.mktemp("signer"))


@pytest.fixture(scope="module")
def signing_service(service_of_file: Callable[..., Service], signer: Signer) -> Service:
    port = str(free_port())
    given = {"public_url": f"http://localhost:{port}", "workers": "1", **signer.settings()}
    return service_of_file(port=port, **given)


@pytest.fixture(scope="module")
def story(signing_service: Service) -> tuple[bytes, str]:
    """What was heard of a story while it grew, and its id."""
    article_id = signing_service.post(STORY)["id"]
    with signing_service.stream(f"/audio/{article_id}.mp3") as growing:
        heard = growing.read()
    signing_service.wait_ready(article_id)
    return heard, article_id


def test_what_grew_and_the_file_differ_in_their_tags_alone(
    signing_service: Service, story: tuple[bytes, str]
) -> None:
    heard, article_id = story
    file = signing_service.get(f"/audio/{article_id}.mp3").content
    assert len(heard) == len(file)
    assert heard[16 * 1024 :] == file[16 * 1024 :]
    assert b"dcterms:provenance" in file[: 16 * 1024]


def test_the_file_leads_to_credentials_that_the_reference_reader_accepts(
    signing_service: Service, story: tuple[bytes, str], signer: Signer
) -> None:
    _, article_id = story
    address = f"{signing_service.url}/audio/{article_id}.mp3"
    found = tools.verify(address, "", [signer.authority], Settings())
    assert (found.state, found.problems) == ("trusted", ())
    assert (found.title, found.publisher, found.article) == ("Tide", "Harbour News", article_id)
    assert found.manifest_from.startswith(f"{signing_service.url}/credentials/{article_id}/")


def test_a_saved_copy_leads_there_too_and_one_of_the_growing_sound_claims_nothing(
    signing_service: Service, story: tuple[bytes, str], signer: Signer, tmp_path: Path
) -> None:
    heard, article_id = story
    copy = tmp_path / "copy.mp3"
    copy.write_bytes(signing_service.get(f"/audio/{article_id}.mp3").content)
    settings = Settings(port=1, public_url=signing_service.url)
    assert tools.verify(str(copy), "", [signer.authority], settings).state == "trusted"
    copy.write_bytes(heard)
    assert tools.verify(str(copy), "", [signer.authority], settings).state == "unsigned"
