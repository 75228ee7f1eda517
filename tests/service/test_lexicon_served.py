"""A changed pronunciation, on the whole service: by hand in the file, and heard by the next who clicks."""

from __future__ import annotations

from tests.running import Service, wait_until
from tests.service.test_main_job import spoken
from tts_service.publisher.live import publish

TEXT = "The ferry to Qarluq was late. Nobody waited for it.\n\nIn Qarluq the lamps were lit at six."
WORD = '[[word]]\nwrite = "Qarluq"\nsay = "kar-look"\n'


def test_a_word_costs_its_sentences_whoever_comes_next(service: Service) -> None:
    article = {"text": TEXT, "title": "Late ferries"}
    name = service.post(article)["id"]
    plain = service.wait_ready(name)["revision"]
    cost = spoken(service)

    publish(service.settings.lexicon_path, WORD)
    assert service.post(article)["revision"] != plain
    told = service.wait_ready(name)["revision"]
    wait_until(lambda: spoken(service) - cost == 2, "the two sentences, and no other")
    said = [segment["text"] for segment in service.get(f"/v1/articles/{name}/script").json()["segments"]]
    assert "The ferry to kar-look was late. Nobody waited for it." in said

    publish(service.settings.lexicon_path, WORD + "sound = 7\n")
    assert service.post(article)["revision"] == told
    assert "line 4" in service.get("/v1/lexicon").json()["problem"]

    service.settings.lexicon_path.unlink()
    heard = service.get(f"/audio/{name}.mp3").headers["X-Narration-Revision"]
    assert heard == plain  # it was made before: nothing is to be waited for
    wait_until(lambda: service.status(name)["status"] == "ready", "what was heard before")
    assert spoken(service) - cost == 2


def test_a_sound_put_right_in_the_newsroom_is_heard_at_once(spoken_service: Service) -> None:
    name = spoken_service.post({"text": TEXT, "title": "Late ferries", "language": "en"})["id"]
    plain = spoken_service.wait_ready(name)
    before = spoken_service.get(f"/audio/{name}.mp3").content
    page = spoken_service.submit(
        f"/admin/articles/{name}", "pronounce", write="Qarluq", say="/qɑɾˈluːq/", ipa="on"
    )
    try:
        assert page.text.count("#t=") == 2  # both sentences with the word, in the new revision
        told = spoken_service.status(name)
        assert (told["status"], told["revision"] != plain["revision"]) == ("ready", True)
        assert f"audio/{name}/{told['revision']}.mp3#t=" in page.text
        segments = spoken_service.get(f"/v1/articles/{name}/script").json()["segments"]
        assert [word["ipa"] for segment in segments for word in segment["phonemes"]] == ["qɑɾˈluːq"] * 2
        assert spoken_service.get(f"/audio/{name}.mp3").content != before
    finally:
        spoken_service.settings.lexicon_path.unlink()
