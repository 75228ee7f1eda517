"""What is said of each address, in words. ``tts_service.web.openapi`` makes the OpenAPI document from it."""

from __future__ import annotations

from tts_service.web.openapi_along import ALONG
from tts_service.web.openapi_doors import DOORS
from tts_service.web.openapi_lexicon import LEXICON
from tts_service.web.openapi_podcast import PODCAST
from tts_service.web.openapi_terms import AUDIO, JSON, RANGE, STATUS, Answer, Operation, Parameter

TAGS = {
    "articles": "Ask for an article, follow it, look it up, remove it.",
    "lexicon": "How words are said. Changed here or in the editors' file: both count at once.",
    "listening": "Audio, captions and chapters. Open to every site's pages.",
    "plays": "How often articles are heard, without anything about who heard them.",
    "sharing": "A page for each article, a player in a frame, oEmbed.",
    "podcast": "Finished narrations as episodes: feeds, pictures, transcripts.",
    "button": "The listen button for web pages.",
    "operations": "Health, readiness, metrics, and this description.",
}

_AUDIO_TEXT = (
    "While it is rendered, sentences are sent as they are ready, in order, and the connection stays open for the rest. "
    "Once it is ready it is a file: Content-Length, ETag and ranges. An article that was never rendered is rendered now."
)
_CAPTIONS = {200: Answer("WebVTT, a cue for each sentence or word heard so far.", "text/vtt")}
_CHAPTERS = {200: Answer("Podcasting 2.0 chapters, version 1.2.0.", "application/json+chapters")}
_WORDS = Parameter("words", "1: a cue for each word instead of each sentence.", {"type": "string", "enum": ["1"]})
_DOWNLOAD = Parameter("download", "1: browsers save it under the article's title.", {"type": "string", "enum": ["1"]})

OPERATIONS = (
    Operation(
        path="/v1/articles",
        method="post",
        name="askForArticle",
        tag="articles",
        summary="Have an article read aloud",
        text="Send exactly one of url, html and text. The same again is the same article and costs nothing; after a failure it "
        "is tried again. A changed article for the same page or id becomes a new revision, of which only changed sentences are "
        "spoken anew. When the page cannot be read aloud the answer says why; an older revision then stays in force. Without "
        "an API key only url, voice, language and show may be given, for pages of allowed sites. With Accept: audio/mpeg the "
        "answer is the audio itself, as of /audio/{id}.mp3. Pages that may ask may send the JSON as text/plain, which browsers "
        "do without a preflight.",
        body="ArticleRequest",
        answers={
            200: Answer("Ready to be heard.", JSON, STATUS, {"Location": "The article's address in this API."}),
            202: Answer("Being read aloud; it can be heard already.", JSON, STATUS, {"Location": "The article's address."}),
        },
        problems=(400, 401, 403, 404, 413, 415, 422, 502, 503),
        writes=True,
    ),
    Operation(
        path="/v1/articles",
        name="findArticles",
        tag="articles",
        summary="Look up a page, or list all articles",
        parameters=(
            Parameter("url", "The page. The list then has one article, or none."),
            Parameter("voice", "With url: only the article that was asked for in this voice."),
            Parameter("show", "Without url: only the episodes of this show."),
            Parameter("cursor", "Without url: the cursor of the page before."),
            Parameter("limit", "Articles on a page.", {"type": "integer", "minimum": 1, "maximum": 100, "default": 50}),
        ),
        answers={200: Answer("Articles, newest first.", JSON, "StatusList")},
        problems=(400, 503),
    ),
    Operation(
        path="/v1/articles/{id}",
        name="getArticle",
        tag="articles",
        summary="How far an article is",
        answers={200: Answer("All that is known of it.", JSON, STATUS)},
        problems=(404, 503),
    ),
    Operation(
        path="/v1/articles/{id}",
        method="delete",
        name="deleteArticle",
        tag="articles",
        summary="Remove an article and its audio",
        answers={204: Answer("It is gone.")},
        problems=(401, 404, 503),
        writes=True,
    ),
    Operation(
        path="/v1/articles/{id}/script",
        name="getScript",
        tag="articles",
        summary="What is said, and what is skipped",
        text="Segments in order, each with the place of its words in the source text, and every visible piece that is not "
        "read, with the reason. Offsets count code points of source.",
        answers={200: Answer("The script.", JSON, "Script")},
        problems=(404, 422, 502, 503),
    ),
    Operation(
        path="/v1/articles/{id}/account",
        name="getAccount",
        tag="articles",
        summary="Proof that it was said",
        text="What became of every visible character of the article: spoken, skipped with a reason, or lost; which sentences "
        "are spoken by now, and which of them sound odd.",
        answers={200: Answer("The account.", JSON, "Account")},
        problems=(404, 422, 502, 503),
    ),
    Operation(
        path="/v1/articles/{id}/events",
        name="followArticle",
        tag="articles",
        summary="Progress as server-sent events",
        text="Events named progress, ready and failed; the data of each is the article's status. Ends with ready or failed.",
        parameters=(Parameter("Last-Event-ID", "The last event seen, sent by browsers by themselves.", where="header"),),
        answers={200: Answer("A stream of events.", "text/event-stream"), 204: Answer("There is nothing more to tell.")},
        problems=(404, 503),
    ),
    Operation(
        path="/audio/{id}.mp3",
        name="getAudio",
        tag="listening",
        summary="Hear an article",
        text=_AUDIO_TEXT,
        parameters=(RANGE, _DOWNLOAD),
        answers=AUDIO,
        problems=(404, 422, 500, 502, 503),
    ),
    Operation(
        path="/audio/{id}/{revision}.mp3",
        name="getAudioOfRevision",
        tag="listening",
        summary="Hear one revision of an article",
        text="As above, but never another revision: once ready it may be kept for ever.",
        parameters=(RANGE, _DOWNLOAD),
        answers=AUDIO,
        problems=(404, 500, 503),
    ),
    Operation(
        path="/captions/{id}.vtt",
        name="getCaptions",
        tag="listening",
        summary="Captions",
        parameters=(_WORDS,),
        answers=_CAPTIONS,
        problems=(404, 503),
    ),
    Operation(
        path="/captions/{id}/{revision}.vtt",
        name="getCaptionsOfRevision",
        tag="listening",
        summary="Captions of one revision",
        parameters=(_WORDS,),
        answers=_CAPTIONS,
        problems=(404, 503),
    ),
    Operation(
        path="/chapters/{id}.json",
        name="getChapters",
        tag="listening",
        summary="Chapters",
        answers=_CHAPTERS,
        problems=(404, 503),
    ),
    Operation(
        path="/chapters/{id}/{revision}.json",
        name="getChaptersOfRevision",
        tag="listening",
        summary="Chapters of one revision",
        answers=_CHAPTERS,
        problems=(404, 503),
    ),
    Operation(
        path="/listen-button.js",
        name="getButton",
        tag="button",
        summary="The listen button",
        text='<script type="module" src="…/listen-button.js"></script> and an element <listen-button></listen-button>.',
        answers={200: Answer("A module of JavaScript.", "text/javascript")},
    ),
    Operation(
        path="/listen-button/{name}",
        name="getButtonModule",
        tag="button",
        summary="A module of the button, newest version",
        answers={200: Answer("A module of JavaScript.", "text/javascript")},
        problems=(404,),
    ),
    Operation(
        path="/listen-button/{version}/{name}",
        name="getButtonModuleOfVersion",
        tag="button",
        summary="A module of the button",
        answers={200: Answer("A module of JavaScript.", "text/javascript")},
        problems=(404,),
    ),
    Operation(
        path="/demo/",
        name="getDemo",
        tag="button",
        summary="An article with the button at work",
        answers={200: Answer("A page.", "text/html")},
    ),
    Operation(
        path="/demo/{room}/",
        name="getDemoRoom",
        tag="button",
        summary="Another article, in another design",
        answers={200: Answer("A page.", "text/html")},
        problems=(404,),
    ),
    Operation(
        path="/demo/{name}",
        name="getDemoFile",
        tag="button",
        summary="Pictures and styles of the demo",
        answers={200: Answer("A file.", "*/*")},
        problems=(404,),
    ),
    Operation(
        path="/healthz",
        name="isUp",
        tag="operations",
        summary="Is this web process up?",
        answers={200: Answer("It is.", JSON, "State")},
    ),
    Operation(
        path="/readyz",
        name="isReady",
        tag="operations",
        summary="Can an article be read aloud now?",
        text="Needs the catalog, Redis and a warm worker. The problem names what is missing.",
        answers={200: Answer("It can.", JSON, "State")},
        problems=(503,),
    ),
    Operation(
        path="/metrics",
        name="getMetrics",
        tag="operations",
        summary="Figures for Prometheus",
        answers={200: Answer("Prometheus text format.", "text/plain")},
    ),
    Operation(
        path="/openapi.json",
        name="getDescription",
        tag="operations",
        summary="This description, for machines",
        answers={200: Answer("OpenAPI 3.1.", JSON)},
    ),
    Operation(
        path="/docs",
        name="getDocs",
        tag="operations",
        summary="This description, for people",
        answers={200: Answer("A page.", "text/html")},
    ),
    *LEXICON,
    *ALONG,
    *DOORS,
    *PODCAST,
)
