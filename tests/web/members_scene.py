"""An article for members only, one that is open, and one that does not exist; and who may hear which."""

from __future__ import annotations

import time
from typing import Any, NamedTuple

from flask.testing import FlaskClient

from tests.web.hands import Hands
from tts_service.signed_access import AccessKey, sign

API_KEY = "a-key-of-sixteen-letters"
KEYED = {"Authorization": f"Bearer {API_KEY}"}
ACCESS_KEY = AccessKey("now", "hmac", "s" * 32)
SETTINGS: dict[str, Any] = {
    "api_keys": (API_KEY,),
    "access_keys": (ACCESS_KEY,),
    "client_wrong_tokens_per_minute": 0,
    "allowed_sites": ("https://news.example",),
}
PAGE = "https://news.example/vault"


class MembersArticle(NamedTuple):
    """A finished one."""

    id: str
    revision: str
    url: str = PAGE


def made(
    client: FlaskClient, hands: Hands, *, access: str = "members", url: str = PAGE, show: str = "club"
) -> MembersArticle:
    """A finished article of the page ``url``, published in ``show``."""
    html = f'<link rel="canonical" href="{url}"><p>The vault was empty. Nobody said a word.</p>'
    body = {"html": html, "title": "The vault", "access": access, "show": show}
    posted = client.post("/v1/articles", json=body, headers=KEYED)
    assert posted.json is not None
    article = MembersArticle(posted.json["id"], posted.json["revision"], url)
    hands.finish(article.id, article.revision)
    published = client.post("/v1/articles", json=body, headers=KEYED)  # which sees that it is ready
    assert published.status_code == 200
    return article


def token_for(subject: str, lasts_s: int = 600, key: AccessKey = ACCESS_KEY) -> str:
    return sign(key, subject, int(time.time()) + lasts_s)
