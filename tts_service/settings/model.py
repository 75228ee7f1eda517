"""All settings, with their defaults and what follows from them."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from tts_service.article.language.tags import primary_subtag
from tts_service.hosts import is_loopback
from tts_service.scopes import EDITORIAL, Scope
from tts_service.signed_access import AccessKey


class SettingsError(Exception):
    """One line that says which variable is wrong and what it may be."""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Defaults are for one machine. None means: not set."""

    host: str = "127.0.0.1"
    port: int = 8000
    data_dir: Path = Path("var")
    redis_url: str | None = None
    """None: the embedded server, with its files in the data folder."""
    redis_ca: Path | None = None
    """PEM file of the authorities that may vouch for Redis servers and Sentinels. None: the system's."""
    redis_certificate: Path | None = None
    """PEM file of the certificate that is shown to them. None: none is."""
    redis_key: Path | None = None
    """PEM file of its private key. None: it is in the same file."""
    relay_url: str | None = None
    """A Redis server that may forget, for audio on its way between machines. None: that of ``redis_url``."""
    database_url: str | None = None
    """None: SQLite in the data folder."""
    database_connections: int = 15
    """The most connections to PostgreSQL that one process opens."""
    store: str | None = None
    """The bucket that finished audio is kept in, such as s3://bucket/prefix. None: the data folder."""
    copies_max_bytes: int = 10_000_000_000
    """The most bytes of finished audio from the bucket that are copied to this machine."""
    audio_url: str | None = None
    """The address of a content delivery network in front of /audio/, or "signed": listeners are sent there,
    or to the bucket itself. None: they are served from here."""
    engine: str = "hibari"
    voice: str | None = None
    """None: the engine's first voice that speaks the article's language."""
    voices: Mapping[str, str] = {}
    """Language → a voice or an engine, such as "es" → "piper/es_ES-davefx-medium". Takes precedence over
    ``voice`` and ``engine``."""
    foreign_text: str = "voice"
    """Who reads paragraphs in a language other than their article's: "voice" (a voice of that language;
    without one they are skipped), "skip" (nobody), "same" (the article's voice)."""
    engine_options: str = ""
    """Options of the engine, such as "length_scale=1.1,noise_scale=0.6"."""
    openai_url: str | None = None
    """A server that speaks the OpenAI audio API, such as http://10.0.0.5:8880/v1. None: there is no engine
    ``openai``."""
    openai_key: str | None = None
    """What that server calls an API key. None: it wants none."""
    openai_model: str = "tts-1"
    openai_voices: Mapping[str, tuple[str, ...]] = msgspec.field(default_factory=lambda: {"alloy": ("*",)})
    """Voices of that server, and the languages (BCP 47 primary tags, or "*" for any) that each speaks."""
    offline: bool = False
    api_keys: tuple[str, ...] = ()
    """Keys that may do everything, of at least 16 characters each. May be empty only if nobody else can reach
    the service."""
    audit_days: int = 365
    """How long the audit log is kept, in days. 0: for ever."""
    login_groups: Mapping[str, frozenset[Scope]] = {}
    """Group → what its members may do in the newsroom, for log-in by proxy or provider; "*": whoever may log
    in. Empty: everybody who may log in has the scopes of an editor."""
    proxy_user_header: str | None = None
    """The header in which a trusted proxy names the editor. None: no proxy logs in anybody."""
    proxy_groups_header: str | None = None
    """The header in which it names their groups, separated by commas."""
    oidc_issuer: str | None = None
    """The OpenID Connect provider that editors log in with. None: there is none."""
    oidc_client_id: str | None = None
    oidc_client_secret: str | None = None
    """None: a public client, which PKCE alone protects."""
    oidc_scopes: tuple[str, ...] = ("openid", "email", "profile")
    """Scopes that the provider is asked for."""
    oidc_groups_claim: str = "groups"
    """The claim that has an editor's groups; dots lead into objects, as in realm_access.roles."""
    oidc_allowed: tuple[str, ...] = ()
    """Addresses, and domains such as @news.example, whose owners may log in. Empty: whoever has one of
    ``login_groups``."""
    public_url: str | None = None
    """The address that listeners see if the service is behind a proxy."""
    allowed_sites: tuple[str, ...] = ()
    """Origins, such as https://news.example, whose pages may be fetched without a key and may embed the
    player; in the spelling of ``address.origin``."""
    security_contact: tuple[str, ...] = ()
    """Where to report vulnerabilities, such as mailto:security@news.example. Empty: there is no
    /.well-known/security.txt."""
    voices_url: str | None = None
    """A mirror to download voices from; None: their publishers."""
    model_memory_mb: int = 600
    """Approximate memory for models in one process, in MB; the least recently used are unloaded."""
    workers: int = 0
    """Worker processes on this machine, besides the one reserved for clicks; 0: one per core."""
    web_workers: int = 0
    """Web processes; 0: one per core, at most four."""
    log_format: str = "text"
    """"text", or "json": an object on each line."""
    traces_url: str | None = None
    """Where traces go: a collector of OpenTelemetry's, OTLP over HTTP. None: nowhere."""
    drain_seconds: int = 0
    """How long a web process that is to stop still serves, in s, while it says that it is not ready."""
    stop_seconds: int = 12
    """How long ``tts-service up`` gives its parts to end, in s, before it kills them. Draining comes on
    top."""
    read_limit_s: int = 30
    """How long reading one article may take, in s, once its page has been fetched. After that it is
    refused."""
    speak_limit_s: int = 120
    """How long speaking one sentence may take, in s. After that another worker tries; the third time the
    narration fails."""
    fetches_per_site: int = 4
    """How many pages of one site are fetched at once for clicks; for batches, half as many."""
    shows: Path | None = None
    """The publisher's file of shows and sites. None: shows.toml in the data folder."""
    lexicon: Path | None = None
    """The editors' file of pronunciations. None: lexicon.toml in the data folder."""
    hook_secret: str | None = None
    """The secret that sites sign their hooks with. None: hooks are refused."""
    webhook_sites: tuple[str, ...] = ()
    """Origins of endpoints of webhooks that may be without https, on any port and, by number, in a private
    network."""
    feed_hub: str | None = None
    """The WebSub hub that is notified of new episodes."""
    access_keys: tuple[AccessKey, ...] = ()
    """The keys that addresses of articles for members only are signed with. The first of kind "hmac" signs
    those that the service makes itself."""
    article_access: str = "open"
    """Who may hear a new article, unless its request, page, show or site says: "open" (everybody) or
    "members"."""
    disclosure: str = ""
    """What listeners are told about the voice. "": that it is synthetic, in the article's language; "off":
    nothing."""
    signing_certificate: Path | None = None
    """PEM file of the certificate that finished narrations are signed with, and of those above it. None: they
    are not signed."""
    signing_key: Path | None = None
    """PEM file of its private key."""
    signing_timestamp_url: str | None = None
    """An RFC 3161 time stamp authority that is asked for each signature. None: none is."""
    cache_max_bytes: int | None = None
    """The most bytes that the audio cache may take on disk. None: no limit."""
    cache_max_age: dt.timedelta | None = None
    """How long audio is kept that nobody listens to. None: no limit."""
    trusted_proxies: tuple[str, ...] = ()
    """Addresses and networks of proxies whose X-Forwarded-For is trusted; "unix": whoever connects by a Unix
    socket."""
    client_articles_per_minute: int = 120
    """Articles that one client may request without a key. 0, here and below: no limit."""
    client_streams: int = 200
    """Growing narrations that one client may listen to at once."""
    client_event_streams: int = 200
    """Articles that one client may follow at once."""
    client_connections: int = 1000
    """Connections that one client may hold."""
    client_wrong_keys_per_minute: int = 10
    """Wrong API keys that one client may try."""
    client_wrong_tokens_per_minute: int = 60
    """Signed addresses and feed tokens that one client may guess wrong."""
    client_hours_per_day: int = 12
    """Hours of audio that one client may have made in a day without a key."""
    anonymous_hours_per_day: int = 48
    """Hours of audio that all clients without a key together may have made in a day."""

    def __hash__(self) -> int:
        return hash((self.data_dir, self.host, self.port))

    @property
    def is_loopback(self) -> bool:
        return is_loopback(self.host)

    @property
    def is_speech_server_here(self) -> bool:
        """``openai_url`` is an address of this machine."""
        return is_loopback(urlsplit(self.openai_url or "").hostname or "")

    @property
    def base_url(self) -> str:
        """Where listeners reach the service, without a trailing slash."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return (self.public_url or f"http://{host}:{self.port}").rstrip("/")

    @property
    def cache_dir(self) -> Path:
        return self.data_dir / "audio"

    @property
    def uploads_dir(self) -> Path:
        """Where files arrive, on the disk of the cache."""
        return self.cache_dir / "uploads"

    @property
    def voices_dir(self) -> Path:
        return self.data_dir / "voices"

    def login_scopes(self, groups: Iterable[str]) -> frozenset[Scope]:
        """What an editor with ``groups`` may do."""
        if not self.login_groups:
            return EDITORIAL
        scopes = (self.login_groups.get(group, frozenset()) for group in (*groups, "*"))
        return frozenset(scope for held in scopes for scope in held)

    def voice_of(self, language: str) -> str:
        """The entry of ``voices`` for ``language`` (BCP 47): for "en-GB" that of "en-gb", otherwise that of
        "en"; "" if there is none."""
        tag = language.lower()
        named = {key.lower(): name for key, name in self.voices.items()}
        return named.get(tag) or named.get(primary_subtag(tag), "")

    @property
    def shows_path(self) -> Path:
        return self.shows.expanduser().resolve() if self.shows else self.data_dir / "shows.toml"

    @property
    def lexicon_path(self) -> Path:
        return self.lexicon.expanduser().resolve() if self.lexicon else self.data_dir / "lexicon.toml"

    @property
    def catalog_url(self) -> str:
        return self.database_url or f"sqlite:///{self.data_dir / 'catalog.db'}"

    @property
    def worker_processes(self) -> int:
        return self.workers or os.cpu_count() or 1

    @property
    def web_processes(self) -> int:
        return self.web_workers or min(os.cpu_count() or 1, 4)
