"""How a narration presents itself to other sites and machines: addresses, snippets, schema.org. Pure."""

from __future__ import annotations

from html import escape
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import msgspec

from tts_service.article.address import is_page_url
from tts_service.article.disclosure import source_type
from tts_service.article.model import Script
from tts_service.articles.status import Status

FRAME_WIDTH, FRAME_HEIGHT = 640, 120
"""Size of the player in a frame, in CSS pixels, unless the host page fits it."""
SPOKEN = ("h1", ".transcript p")
"""CSS selectors of the parts of the page that are worth speaking."""


class Shared(msgspec.Struct, frozen=True):
    """A narration as it is shared. ``""`` means not known. ``duration_s`` is None until all of it is
    rendered."""

    id: str
    title: str
    language: str
    byline: str
    published_at: str
    created_at: str
    page_url: str
    image_url: str
    """The article's own picture."""
    picture_url: str
    """The article's picture, or else that of its show, or the general one."""
    duration_s: float | None
    audio_url: str
    disclosure: str
    """Whose voice it is, in a sentence."""
    source_type: str
    """The same, as the IPTC's term."""
    listen_url: str
    embed_url: str

    @property
    def site(self) -> str:
        return (urlsplit(self.page_url).hostname or "").removeprefix("www.")

    @property
    def canonical(self) -> str:
        """The publisher's page, if there is one: it is the original."""
        return self.page_url or self.listen_url


def shared(status: Status, script: Script | None, base_url: str) -> Shared:
    image_url = script.image_url if script and is_page_url(script.image_url) else ""
    show = f"/{quote(status.show, safe='')}" if status.show and status.status == "ready" else ""
    return Shared(
        id=status.id,
        title=(script.title if script else "") or status.title or status.url or status.id,
        language=status.language or "en",
        byline=script.byline if script else "",
        published_at=script.published_at if script else "",
        created_at=status.created_at.isoformat(),
        page_url=status.url or "",
        image_url=image_url,
        picture_url=image_url or f"{base_url}/artwork{show}.png",
        duration_s=status.duration_s if status.status == "ready" else None,
        audio_url=status.audio_url,
        disclosure=status.disclosure or "",
        source_type=source_type(status.recording),
        listen_url=f"{base_url}/listen/{status.id}",
        embed_url=f"{base_url}/embed/{status.id}",
    )


def oembed_url(base_url: str, page_url: str, kind: str = "json") -> str:
    return f"{base_url}/oembed?{urlencode({'url': page_url, 'format': kind})}"


def iframe(about: Shared, width: int | str = "100%", height: int = FRAME_HEIGHT) -> str:
    """HTML that puts the player on another page."""
    sizes = f'width="{width}" height="{height}" style="border: 0; max-width: 100%"'
    title = escape(about.title)
    named = f'src="{about.embed_url}" title="{title}"'
    return f'<iframe {named} {sizes} allow="autoplay" loading="lazy"></iframe>'


def plain_audio(about: Shared) -> str:
    """HTML that needs no script, with a link to the transcript."""
    source = f'<audio controls preload="none" src="{about.audio_url}"></audio>'
    told = f"\n<p>{escape(about.disclosure)}</p>" if about.disclosure else ""
    return f'{source}\n<p><a href="{about.listen_url}">{escape(about.title)}</a></p>{told}'


def schema_org(about: Shared) -> dict[str, Any]:
    """An ``AudioObject`` that encodes the publisher's ``NewsArticle``. Unknown properties are left out."""
    article_id, audio_id = about.canonical, f"{about.listen_url}#audio"
    author = {"@type": "Person", "name": about.byline} if about.byline else ""
    article = {
        "@type": "NewsArticle",
        "@id": article_id,
        "url": about.page_url,
        "headline": about.title,
        "inLanguage": about.language,
        "datePublished": about.published_at,
        "author": author,
        "image": about.image_url,
        "audio": {"@id": audio_id},
        "speakable": {"@type": "SpeakableSpecification", "cssSelector": list(SPOKEN)},
    }
    audio = {
        "@type": "AudioObject",
        "@id": audio_id,
        "name": about.title,
        "description": about.disclosure,
        "digitalSourceType": about.source_type,
        "url": about.listen_url,
        "contentUrl": about.audio_url,
        "embedUrl": about.embed_url,
        "encodingFormat": "audio/mpeg",
        "bitrate": "64 kbit/s",
        "duration": f"PT{about.duration_s:.3f}S" if about.duration_s else "",
        "inLanguage": about.language,
        "uploadDate": about.created_at,
        "thumbnailUrl": about.picture_url,
        "encodesCreativeWork": {"@id": article_id},
    }
    return {"@context": "https://schema.org", "@graph": [_known(article), _known(audio)]}


def _known(node: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in node.items() if value != ""}
