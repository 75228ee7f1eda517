"""What is said of the podcast's addresses."""

from __future__ import annotations

from tts_service.web.openapi_terms import JSON, Answer, Operation, Parameter

_PAGE = Parameter("page", "Older episodes: 2, 3, … The feed names its next page (RFC 5005).", {"type": "integer", "minimum": 1})
_FEED_TEXT = (
    "RSS 2.0 with the iTunes and Podcasting 2.0 tags. Only narrations that are ready are in it. A new revision of an article "
    "keeps its guid and has a new address of its audio."
)
_FEED = {200: Answer("The podcast.", "application/rss+xml"), 304: Answer("The client has it already.")}
_PICTURE = {200: Answer("PNG or JPEG.", "image/png"), 304: Answer("The client has it already.")}

PODCAST = (
    Operation(
        path="/feed.xml",
        name="getFeed",
        tag="podcast",
        summary="Every article as a podcast",
        text=_FEED_TEXT,
        parameters=(_PAGE,),
        answers=_FEED,
        problems=(400, 404, 503),
    ),
    Operation(
        path="/feeds/{show}.xml",
        name="getFeedOfShow",
        tag="podcast",
        summary="One show as a podcast",
        text="As above, of the articles that belong to the show.",
        parameters=(_PAGE,),
        answers=_FEED,
        problems=(400, 404, 503),
    ),
    Operation(
        path="/artwork.png",
        name="getArtwork",
        tag="podcast",
        summary="The picture of the podcast of every article",
        text="3000 × 3000 pixels.",
        answers=_PICTURE,
    ),
    Operation(
        path="/artwork/{show}.png",
        name="getArtworkOfShow",
        tag="podcast",
        summary="The picture of a show",
        text="The one that the publisher gave; of a show without one, its title on a colour, 3000 × 3000 pixels.",
        answers=_PICTURE,
        problems=(404, 503),
    ),
    Operation(
        path="/transcripts/{id}/{revision}.vtt",
        name="getTranscript",
        tag="podcast",
        summary="The transcript of an episode",
        answers={200: Answer("WebVTT, a cue for each sentence.", "text/vtt")},
        problems=(404, 503),
    ),
    Operation(
        path="/transcripts/{id}/{revision}.json",
        name="getTranscriptAsJson",
        tag="podcast",
        summary="The transcript of an episode, as podcast apps read it",
        answers={200: Answer("The JSON transcript of the podcast namespace, version 1.0.0.", JSON)},
        problems=(404, 503),
    ),
)
