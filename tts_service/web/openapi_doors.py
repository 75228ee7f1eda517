"""What is said of the addresses beside the API and the button: HLS, pages to share, counted plays."""

from __future__ import annotations

from tts_service.web.openapi_terms import AUDIO, JSON, RANGE, Answer, Operation, Parameter

_PLAYLIST_TEXT = (
    "For Safari. An EVENT playlist of the same audio in pieces of a few seconds: it lists what there is, grows while the "
    "article is rendered, and is closed when it is whole. An article that was never rendered is rendered now."
)
_PLAYLIST = {
    200: Answer("A media playlist (RFC 8216).", "application/vnd.apple.mpegurl"),
    304: Answer("The client has it already."),
}

DOORS = (
    Operation(
        path="/v1/hooks/articles",
        method="post",
        name="tellOfArticle",
        tag="articles",
        summary="Tell that an article is new, has changed or is gone",
        text="For the software of a site. However often it tells, one request follows, some seconds later, at batch priority. "
        "Signed with the secret TTS_HOOK_SECRET: see docs/publishing.md.",
        parameters=(
            Parameter("X-Timestamp", "Seconds since 1970, when it was signed.", where="header"),
            Parameter("X-Signature-256", "sha256= and the HMAC-SHA256 over timestamp, full stop, body.", where="header"),
        ),
        body="Told",
        answers={202: Answer("It is written down and will be acted upon.")},
        problems=(400, 401, 403, 413, 415, 503),
    ),
    Operation(
        path="/v1/hooks/websub/{id}",
        name="verifySubscription",
        tag="articles",
        summary="Verify a subscription (WebSub)",
        text="For the hubs of watched feeds: section 5 of the W3C Recommendation.",
        parameters=(
            Parameter("hub.mode", "", {"type": "string", "enum": ["subscribe", "unsubscribe", "denied"]}),
            Parameter("hub.topic", "The feed, as its publisher names it."),
            Parameter("hub.challenge", "What is to be answered."),
            Parameter("hub.lease_seconds", "How long the hub will push.", {"type": "integer", "minimum": 1}),
            Parameter("hub.reason", "Why it is denied."),
        ),
        answers={200: Answer("The challenge: that is wanted.", "text/plain")},
        problems=(400, 404, 503),
    ),
    Operation(
        path="/v1/hooks/websub/{id}",
        method="post",
        name="push",
        tag="articles",
        summary="Push a feed (WebSub)",
        text="For the hubs of watched feeds: section 7 of the W3C Recommendation. The feed is then looked at where it is "
        "watched; the body itself is not read.",
        parameters=(
            Parameter("X-Hub-Signature", "sha256= and the HMAC of the body with the subscription's secret.", where="header"),
        ),
        answers={202: Answer("The feed will be looked at.")},
        problems=(401, 410, 413, 503),
    ),
    Operation(
        path="/audio/{id}.m3u8",
        name="getPlaylist",
        tag="listening",
        summary="Hear an article by HTTP Live Streaming",
        text=_PLAYLIST_TEXT,
        answers=_PLAYLIST,
        problems=(404, 422, 500, 502, 503),
    ),
    Operation(
        path="/audio/{id}/{revision}.m3u8",
        name="getPlaylistOfRevision",
        tag="listening",
        summary="The playlist of one revision",
        text="As above, but never another revision: a player that knows the revision is not disturbed by an edit.",
        answers=_PLAYLIST,
        problems=(404, 500, 503),
    ),
    Operation(
        path="/audio/{id}/{revision}/{first}-{end}.mp3",
        name="getPiece",
        tag="listening",
        summary="A piece that a playlist lists",
        text="Packed audio (RFC 8216, 3.4): an ID3 tag with the piece's time, and frames that need none before them.",
        parameters=(RANGE,),
        answers=AUDIO,
        problems=(404, 503),
    ),
    Operation(
        path="/listen/{id}",
        name="getListenPage",
        tag="sharing",
        summary="A page to share: player, chapters, transcript",
        answers={200: Answer("A page.", "text/html"), 404: Answer("A page that says so.", "text/html")},
        problems=(503,),
    ),
    Operation(
        path="/embed/{id}",
        name="getFrame",
        tag="sharing",
        summary="The player for a frame on another page",
        text="Only on pages of allowed sites. It tells the page around it its height and what happens in it, by postMessage.",
        parameters=(Parameter("theme", "As the page around it.", {"type": "string", "enum": ["light", "dark"]}),),
        answers={200: Answer("A page.", "text/html"), 404: Answer("A page that says so.", "text/html")},
        problems=(503,),
    ),
    Operation(
        path="/oembed",
        name="getOembed",
        tag="sharing",
        summary="oEmbed 1.0",
        parameters=(
            Parameter("url", "An article's page, or its address at /listen/ or /embed/."),
            Parameter("format", "", {"type": "string", "enum": ["json", "xml"], "default": "json"}),
            Parameter("maxwidth", "In pixels.", {"type": "integer", "minimum": 1}),
            Parameter("maxheight", "In pixels.", {"type": "integer", "minimum": 1}),
        ),
        answers={200: Answer("A rich one, with the frame.", JSON)},
        problems=(400, 404, 501, 503),
    ),
    Operation(
        path="/embed.js",
        name="getFrameHost",
        tag="sharing",
        summary="For the page around a frame: makes it as high as the player",
        answers={200: Answer("A module of JavaScript.", "text/javascript")},
    ),
    Operation(
        path="/doors/{name}",
        name="getSharingFile",
        tag="sharing",
        summary="Scripts and styles of these pages",
        answers={200: Answer("A file.", "*/*")},
        problems=(404,),
    ),
    Operation(
        path="/v1/plays",
        method="post",
        name="tellPlays",
        tag="plays",
        summary="Tell what was heard",
        text="Events of one play, in order, each with the seconds heard since it began; also as text/plain. What cannot be "
        "true is not counted, and nothing is from a browser that sends Sec-GPC: 1 or DNT: 1.",
        body="PlayedArticle",
        answers={204: Answer("Taken note of.")},
        problems=(400, 403, 404, 413, 415, 429, 503),
    ),
    Operation(
        path="/v1/articles/{id}/plays",
        name="getPlays",
        tag="plays",
        summary="How often an article was heard",
        text="Needs an API key where keys are set.",
        answers={200: Answer("By day and in all.", JSON, "ArticlePlays")},
        problems=(401, 404, 503),
        writes=True,
    ),
    Operation(
        path="/v1/shows/{show}/plays",
        name="getPlaysOfShow",
        tag="plays",
        summary="How often a show was heard",
        text="Of its episodes, and of articles asked for with it. Needs an API key where keys are set.",
        answers={200: Answer("By day and in all.", JSON, "ShowPlays")},
        problems=(401, 503),
        writes=True,
    ),
)
