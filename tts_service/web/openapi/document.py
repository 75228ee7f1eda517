"""The OpenAPI document: operations from beside their views, schemas from the types that are sent."""

from __future__ import annotations

import re
from functools import cache
from http import HTTPStatus
from typing import Any

import msgspec

from tts_service.article.lexicon.entry import LexiconEntry
from tts_service.article.model import Script
from tts_service.article.request import ArticleRequest
from tts_service.articles.statistics.drop_off import DropOff
from tts_service.articles.statistics.figures import Statistics
from tts_service.articles.status import Reported, Status, StatusList
from tts_service.background.hooks import HookReport
from tts_service.background.webhooks.message import WebhookMessage
from tts_service.catalog.keys.book import NewKey
from tts_service.contracts.webhooks import EVENT_TYPES, EventType
from tts_service.coverage.report import Account
from tts_service.formats.play_counts import ArticlePlays, PlayedArticle, ShowPlays
from tts_service.formats.read_along import ReadAlong
from tts_service.ops.readiness import Readiness
from tts_service.publisher.lexicon.editor import Word, WordList
from tts_service.publisher.shows.playlists import PlaylistSettings
from tts_service.web.api.audit import AuditPage
from tts_service.web.api.keys import KEY_FIELDS, KeyList, MadeKey
from tts_service.web.api.lexicon import WORD_FIELDS
from tts_service.web.api.playlists import SETTINGS_FIELDS, PlaylistDefined, PlaylistList, PlaylistNow
from tts_service.web.api.publication import PublicationChange, PublicationReport
from tts_service.web.api.webhooks import DeliveryLog, EndpointList, EndpointSecret, NewEndpoint
from tts_service.web.members.api import AddedMember, ArticleIsFor, MemberList, NewMember
from tts_service.web.members.gate import PARAMETER
from tts_service.web.openai.answers import SpeechError, SpeechModels, SpeechVoices
from tts_service.web.openai.wanted import SpeechRequest
from tts_service.web.openapi.paths import OPERATIONS, TAGS
from tts_service.web.openapi.terms import Answer, Operation, Parameter
from tts_service.web.scopes.table import OPEN, ROUTES

Json = dict[str, Any]

_IN_PATH = {
    "id": "The article's id.",
    "word": "The entry's id, as in the list.",
    "playlist": "The playlist's name.",
    "member": "The member's id, as in the list.",
    "endpoint": "The endpoint's id, as in the list.",
    "key": "The key's id, as in the list.",
    "event": "The id of the event, as in the log.",
    "show": "The show, as given with its articles.",
    "revision": "The revision, as in the article's status.",
    "name": "The file's name.",
    "room": "The design: broadsheet, tech or rtl.",
    "first": "The first frame, of 24 ms.",
    "end": "The frame after the last one.",
    "version": "The version, as in the button itself.",
}
_ARGUMENTS = {"id": "article_id"}
"""How arguments that have a shorter name here are called in the URL map."""
_TYPES = (
    ArticleRequest,
    Status,
    StatusList,
    Script,
    Account,
    PublicationChange,
    PublicationReport,
    LexiconEntry,
    Word,
    WordList,
    PlayedArticle,
    ArticlePlays,
    ShowPlays,
    Statistics,
    DropOff,
    ReadAlong,
    Reported,
    Readiness,
    HookReport,
    NewMember,
    AddedMember,
    MemberList,
    ArticleIsFor,
    NewEndpoint,
    EndpointSecret,
    EndpointList,
    DeliveryLog,
    WebhookMessage,
    NewKey,
    MadeKey,
    KeyList,
    AuditPage,
    PlaylistSettings,
    PlaylistDefined,
    PlaylistList,
    PlaylistNow,
    SpeechRequest,
    SpeechError,
    SpeechModels,
    SpeechVoices,
)
_TOKEN = Parameter(
    PARAMETER,
    "For an article that is for members only: its signature, or a feed token. Without, it is answered like "
    "an article that does not exist (404); expired, by 403.",
)
_HAPPENED: dict[EventType, str] = {
    "ready": "An article can be heard for the first time, or again after a failure",
    "revised": "A new revision of an article has taken the place of the one before",
    "failed": "An article, or an edit of it, cannot be read aloud",
    "withdrawn": "An article was removed",
    "published": "An article is in the podcast",
}
_SIGNED = {
    "webhook-id": "Of the event: the same each time that it is sent.",
    "webhook-timestamp": "When it was sent, in seconds since 1970.",
    "webhook-signature": "v1, a comma, and the HMAC-SHA256 in base64: see docs/webhooks.md.",
}
_PROBLEM = "application/problem+json"
_STATE = {"type": "object", "properties": {"status": {"type": "string"}}, "required": ["status"]}
_FIELDS = {
    "url": "Address of the page to read.",
    "html": "The page itself, as HTML. Its canonical address is the article's page.",
    "text": "The article as plain text or Markdown.",
    "ssml": (
        "The article as SSML. Understood are speak, p, s, break, sub, say-as, phoneme, voice and lang; all "
        "else is refused. See docs/ssml.md."
    ),
    "title": "Spoken first. Taken from the page if left out.",
    "language": "BCP 47 tag, such as en. Detected if left out.",
    "voice": "A voice's id, such as piper/en_US-joe-medium.",
    "author": "Spoken after the title, as on the page.",
    "published_at": "ISO 8601.",
    "image_url": "A picture for podcast apps.",
    "show": "The podcast that the article belongs to.",
    "id": "A known article, to revise it.",
    "access": "open or members: who may hear it. If left out, a known article stays as it is.",
    "publish_at": (
        "The moment from which it is out, in ISO 8601 with an offset from UTC. It is rendered now. An "
        "article that is out already stays out."
    ),
    "hold": "true: a new article is heard by editors alone, until one of them publishes it.",
    "season": "The number of its season in the podcast, from 1.",
    "episode": "Its number in the podcast, from 1.",
    "version": ("With url: any text that changes when the page does. If it differs, the page is read again."),
}


def document(base_url: str) -> Json:
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "tts-service",
            "version": "1",
            "summary": "Press Listen on any article and hear it at once.",
            "description": "Errors are problem documents (RFC 9457). Their types are explained at /docs.",
            "license": {"name": "GPL-3.0-or-later", "identifier": "GPL-3.0-or-later"},
        },
        "servers": [{"url": base_url}],
        "tags": [{"name": name, "description": text} for name, text in TAGS.items()],
        "paths": _paths(),
        "webhooks": {kind: {"post": _webhook(kind)} for kind in EVENT_TYPES},
        "components": {
            "schemas": _schemas(),
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
        },
    }


def _paths() -> Json:
    paths: dict[str, Json] = {}
    for operation in OPERATIONS:
        paths.setdefault(operation.path, {})[operation.method] = _operation(operation)
    return paths


def _operation(operation: Operation) -> Json:
    described: Json = {"operationId": operation.name, "tags": [operation.tag], "summary": operation.summary}
    if text := " ".join(filter(None, (operation.text, _scope_needed(operation)))):
        described["description"] = text
    parameters = [_path_parameter(name) for name in re.findall(r"{(\w+)}", operation.path)]
    parameters += [_parameter(parameter) for parameter in operation.parameters]
    if _is_for_listeners(operation):
        parameters.append(_parameter(_TOKEN))
    if parameters:
        described["parameters"] = parameters
    if operation.body:
        described["requestBody"] = {"required": True, "content": _content("application/json", operation.body)}
    if operation.file:
        described["requestBody"] = {"required": True, "content": _content(operation.file, "")}
    described["responses"] = {str(status): _answer(answer) for status, answer in operation.answers.items()}
    described["responses"] |= {str(status): _problem(status) for status in operation.problems}
    if operation.writes:
        described["security"] = [{"key": []}, {}]
    return described


def _scope_needed(operation: Operation) -> str:
    """In the words of the description; "" where none is needed."""
    address = re.sub(r"{(\w+)}", lambda name: f"<{_ARGUMENTS.get(name[1], name[1])}>", operation.path)
    rule = ROUTES.get(address, {}).get(operation.method.upper(), OPEN)
    if rule.scope is None:
        return ""
    return f"{'A key that is shown' if rule.or_reader else 'The key'} needs the scope {rule.scope}."


def _webhook(kind: EventType) -> Json:
    """What an endpoint gets."""
    headers = [
        _parameter(Parameter(name, text, where="header")) | {"required": True}
        for name, text in _SIGNED.items()
    ]
    return {
        "operationId": f"on{kind.capitalize()}",
        "tags": ["webhooks"],
        "summary": _HAPPENED[kind],
        "parameters": headers,
        "requestBody": {"required": True, "content": _content("application/json", "WebhookMessage")},
        "responses": {
            "2XX": {"description": "Taken."},
            "410": {"description": "The endpoint wants no more webhooks, and is switched off."},
        },
    }


def _is_for_listeners(operation: Operation) -> bool:
    """Its article may be for members only."""
    named = "{id}" in operation.path and not operation.path.startswith("/v1/hooks/")
    return named and operation.method == "get" and not operation.writes


def _path_parameter(name: str) -> Json:
    return {
        "name": name,
        "in": "path",
        "required": True,
        "description": _IN_PATH[name],
        "schema": {"type": "string"},
    }


def _parameter(parameter: Parameter) -> Json:
    return {
        "name": parameter.name,
        "in": parameter.where,
        "description": parameter.text,
        "schema": parameter.schema,
    }


def _answer(answer: Answer) -> Json:
    described: Json = {"description": answer.text}
    if answer.media:
        described["content"] = _content(answer.media, answer.schema)
    if answer.headers:
        described["headers"] = {
            name: {"description": text, "schema": {"type": "string"}} for name, text in answer.headers.items()
        }
    return described


def _problem(status: int) -> Json:
    return {"description": HTTPStatus(status).phrase, "content": _content(_PROBLEM, "Problem")}


def _content(media: str, schema: str) -> Json:
    described = {"schema": {"$ref": f"#/components/schemas/{schema}"}} if schema else {}
    return dict.fromkeys(media.split(", "), described)


@cache
def _schemas() -> Json:
    _, schemas = msgspec.json.schema_components(_TYPES, ref_template="#/components/schemas/{name}")
    for kind, fields in (
        ("ArticleRequest", _FIELDS),
        ("LexiconEntry", WORD_FIELDS),
        ("PlaylistSettings", SETTINGS_FIELDS),
        ("NewKey", KEY_FIELDS),
    ):
        for name, text in fields.items():
            schemas[kind]["properties"][name]["description"] = text
    problem = dict(schemas["Reported"])
    problem["properties"] = problem["properties"] | {"instance": {"type": "string"}}
    return {**schemas, "Problem": problem, "State": _STATE}
