"""Everything that processes of this service write for each other and read again, through Redis, the catalog
or the disk. Another release may have written it, so fields that this one does not know are ignored.

What strangers send is listed too: there an unknown field is a mistake to be told of, or theirs alone.
"""

from __future__ import annotations

from typing import Any

import msgspec

from audio_cache.folders.digests import Digests
from audio_cache.folders.finishing import KeptWords
from audio_cache.local import Marker
from audio_cache.narrations import StoredCredentials
from audio_cache.plan import Failure, Finished, Outcome, Plan
from audio_cache.shared.hashes import Dated
from audio_cache.shared.objects import NarrationRecord, SignedManifest
from audio_cache.store import SegmentInfo
from audio_cache.upkeep.check import Stats
from tts_service.article.disclosure import RecordedBy
from tts_service.article.model import Article, Script
from tts_service.article.request import AcceptedRequest
from tts_service.article.script.briefing import BriefingContent
from tts_service.article.script.message import Message
from tts_service.articles import facts, renditions
from tts_service.catalog.cursor import CursorPosition
from tts_service.catalog.episodes import EpisodeFacts
from tts_service.catalog.webhooks.outbox import ToldArticle
from tts_service.contracts.heartbeats import Heartbeat
from tts_service.contracts.messages import Notice
from tts_service.contracts.publisher_version import PublisherVersion
from tts_service.contracts.voices import KnownVoice
from tts_service.errors import Problem
from tts_service.ops.backup import Backup
from tts_service.ops.checks import address
from tts_service.ops.checks.check import Check
from tts_service.ops.login.provider import LoginBegun
from tts_service.publisher.exchange import ExportedVersion
from tts_service.web.admin.sessions import Session
from tts_service.web.admin.storage_size import Measured
from tts_service.web.limits.connections import ReportedConnections
from tts_service.web.media import audio
from tts_service.web.openai import answers
from workers.engines.levels import Level
from workers.engines.model_files import Fingerprint
from workers.engines.remote.gate_state import GateState
from workers.recordings.mixing import CutPart
from workers.web.fetch import FetchedPage

INTERNAL: tuple[type[msgspec.Struct], ...] = (
    # on disk, beside the audio
    Marker,
    SegmentInfo,
    Plan,
    Digests,
    Failure,
    Finished,
    StoredCredentials,
    Outcome,
    KeptWords,
    Script,
    facts._ScriptText,
    audio._Titled,
    Article,
    BriefingContent,
    Message,
    CutPart,
    renditions._About,
    FetchedPage,
    Stats,
    # in Redis and in a bucket
    Dated,
    NarrationRecord,
    SignedManifest,
    # on disk, elsewhere
    Backup,
    ExportedVersion,
    Measured,
    Level,
    Fingerprint,
    GateState,
    # in the catalog
    AcceptedRequest,
    EpisodeFacts,
    RecordedBy,
    ToldArticle,
    Problem,
    # through Redis
    Notice,
    KnownVoice,
    Heartbeat,
    Check,
    PublisherVersion,
    Session,
    LoginBegun,
    ReportedConnections,
    # through the client that got it, within one answer, or from the service that runs
    CursorPosition,
    answers._Problem,
    address._Answer,
)

FOREIGN = {
    "ArticleRequest": "POST /v1/articles, and lines of standard input",
    "HookReport": "POST /v1/hooks",
    "PlayedArticle": "POST /v1/plays",
    "NewMember": "POST /v1/members",
    "NewEndpoint": "POST /v1/webhooks",
    "NewKey": "POST /v1/keys",
    "ProviderFacts": "how a provider of OpenID Connect describes itself",
    "Claims": "what such a provider says of an editor, and of its keys",
    "ArticleIsFor": "PUT /v1/articles/{id}/access",
    "PublicationChange": "PATCH /v1/articles/{id}/publication",
    "SpeechRequest": "POST /v1/audio/speech",
    "PlaylistSettings": "PUT /v1/playlists/{playlist}",
    "LexiconEntry": "POST /v1/lexicon, and lexicon.toml",
    "_Entry": "the index of Piper's voices",
    "_ErrorBody": "a speech server's answer",
    "_Message": "a message as kombu stores it",
    "Body": "a message as kombu stores it",
    "msgspec.Raw": "a message as kombu stores it",
}


def names() -> set[str]:
    """As they are written where they are decoded."""
    return {record.__name__ for record in INTERNAL}


def with_unknown_fields(value: Any, kind: msgspec.inspect.Type) -> Any:
    """``value``, decoded JSON of ``kind``, as a newer release might have written it: every object in it has
    another field, and every array that stands for an object another element."""
    match kind:
        case msgspec.inspect.StructType(array_like=True, fields=fields):
            known = [
                with_unknown_fields(item, field.type) for item, field in zip(value, fields, strict=False)
            ]
            return [*known, {"of": "tomorrow"}]
        case msgspec.inspect.StructType(fields=fields):
            types = {field.encode_name: field.type for field in fields}
            named = {name: with_unknown_fields(item, types[name]) for name, item in value.items()}
            return {"yet_unknown": {"of": ["tomorrow"]}, **named, "unknown_too": 1}
        case msgspec.inspect.VarTupleType(item_type=item) | msgspec.inspect.ListType(item_type=item):
            return [with_unknown_fields(one, item) for one in value]
        case msgspec.inspect.DictType(value_type=item):
            return {name: with_unknown_fields(one, item) for name, one in value.items()}
        case msgspec.inspect.UnionType(types=(one, msgspec.inspect.NoneType())) if value is not None:
            return with_unknown_fields(value, one)
        case _:
            return value
