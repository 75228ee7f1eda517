"""An editor saves shows.toml while the whole service runs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.running import Service, wait_until
from tts_service.publisher.live import publish

PAGE = """<html lang=en><head><title>Salt</title><link rel=canonical href="https://salt.example/harbour"></head><body><main>
<h1>Salt</h1><p>The harbour sold more salt this year than in any year before it, said the master.</p>
<blockquote>We never slept at all.</blockquote><p class=shop>Our shop sells salt from the harbour, too.</p>
</main></body></html>"""


@pytest.fixture
def edited(service: Service) -> Iterator[Service]:
    yield service
    (service.data_dir / "shows.toml").unlink(missing_ok=True)


def test_a_change_counts_for_what_was_rendered_before_it(edited: Service) -> None:
    before = edited.wait_ready(edited.post({"html": PAGE})["id"])
    publish(
        edited.data_dir / "shows.toml",
        "[site.'salt.example']\nskip = '.shop'\nshow = 'sea'\n[show.sea]\nvoices = { quote = 'tone/low' }\n",
    )
    found = edited.get("/v1/articles", params={"url": "https://salt.example/harbour"}).json()["articles"][0]
    assert found["id"] == before["id"]

    def read_again() -> bool:
        return bool(edited.status(before["id"])["revision"] != before["revision"])

    wait_until(read_again, "the article to be read by the new rules")
    edited.wait_ready(before["id"])
    script = edited.get(f"/v1/articles/{before['id']}/script").json()
    assert (script["show"], script["notes"]) == ("sea", ["Read by the rules for salt.example."])
    assert [piece["reason"] for piece in script["skipped"]] == ["skipped by the publisher's rule .shop"]
    assert edited.get(f"/audio/{before['id']}/{before['revision']}.mp3").status_code == 200

    publish(edited.data_dir / "shows.toml", "[site.'salt.example'\n")
    assert (
        edited.post({"html": PAGE})["revision"]
        == edited.status(before["id"])["revision"]
        != before["revision"]
    )
