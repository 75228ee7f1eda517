"""Objects in a bucket: of S3, Google Cloud Storage, Azure, or anything compatible whose conditional put
holds.

The only module that knows obstore, which is loaded when it is first used: it is an extra, and its threads
do not survive a fork. Credentials and endpoint come from where each provider's own tools take them
(``AWS_ACCESS_KEY_ID``, ``AWS_ENDPOINT_URL``, a pod's identity …).
"""

from __future__ import annotations

import datetime as dt
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple, Protocol, TypeVar

from audio_cache.errors import StoreAway, StoreUnfit

T = TypeVar("T")

RETRIES = 3
RETRY_S = 10
ANSWER_S = 30
"""The longest that one request may take."""
BLOCK_BYTES = 1024 * 1024
FOR_EVER = "public, max-age=31536000, immutable"
PROBES = "v1/probe"
PAGE_OBJECTS = 1000


class StoredObject(NamedTuple):
    """What a provider says of an object without sending it. ``at``: when it was last put, in s since 1970;
    ``etag``: the provider's own, which changes with the bytes."""

    name: str
    size: int
    at: float
    etag: str


class Aside(Protocol):
    """Runs a call that waits for the network: where the process has an event loop, without stopping it."""

    def __call__(self, call: Callable[[], T]) -> T: ...


def at_once(call: Callable[[], T]) -> T:
    return call()


class Bucket:
    """``place`` is an address such as ``s3://bucket/prefix``. Everything raises StoreAway when the provider
    does not answer, or refuses."""

    def __init__(self, place: str, aside: Aside = at_once) -> None:
        self.place = place.rstrip("/")
        self._aside = aside
        self._opened: tuple[int, Any] | None = None

    def get(self, name: str) -> bytes | None:
        """None if there is no such object."""
        return self._ask(lambda client: bytes(_obstore().get(client, name).bytes()))

    def fetch(self, name: str, write: Callable[[bytes], object]) -> bool:
        """Give the object to ``write``, block by block, perhaps in another thread. False if there is none."""

        def fetched(client: Any) -> bool:
            for block in _obstore().get(client, name).stream(min_chunk_size=BLOCK_BYTES):
                write(bytes(block))
            return True

        return bool(self._ask(fetched))

    def head(self, name: str) -> StoredObject | None:
        """None if there is no such object."""
        return self._ask(lambda client: _stored(_obstore().head(client, name)))

    def put(self, name: str, data: bytes, content_type: str) -> str:
        """For content that has its digest in its name: caches may keep it for ever. Returns its ETag."""
        attributes = {"Content-Type": content_type, "Cache-Control": FOR_EVER}
        done = self._ask(lambda client: _obstore().put(client, name, data, attributes=attributes))
        if done is None:
            raise StoreAway(f"There is no bucket {self.place}.")
        return done.get("e_tag") or ""

    def put_file(self, name: str, path: Path) -> None:
        """As ``put``, in parts: no more than a few of them are in memory."""
        self._ask(lambda client: _obstore().put(client, name, path))

    def replace(self, name: str, data: bytes) -> None:
        self._ask(lambda client: _obstore().put(client, name, data))

    def create(self, name: str, data: bytes) -> bool:
        """Put it unless it is there: of many who try at once, one is told True."""

        def created(client: Any) -> bool:
            try:
                _obstore().put(client, name, data, mode="create")
            except _obstore().exceptions.AlreadyExistsError:
                return False
            return True

        answer = self._ask(created)
        if answer is None:
            raise StoreAway(f"There is no bucket {self.place}.")
        return answer

    def delete(self, names: list[str]) -> None:
        """Those that are not there are passed over."""
        if names:
            self._ask(lambda client: _obstore().delete(client, names))

    def objects(self, prefix: str) -> Iterator[StoredObject]:
        """All whose names begin with ``prefix``, which ends with a slash: sorted by name, as providers list
        them, page by page. Never on the way of a request."""
        pages = self._ask(
            lambda client: iter(_obstore().list(client, prefix.rstrip("/"), chunk_size=PAGE_OBJECTS))
        )
        while pages is not None and (page := self._ask(lambda _: next(pages, None))) is not None:
            yield from map(_stored, page)

    def address(self, name: str) -> str:
        """For people."""
        return f"{self.place}/{name}"

    def signed_address(self, name: str, seconds: int) -> str:
        """Where a browser can read the object for so long, without credentials."""
        life = dt.timedelta(seconds=seconds)
        return str(self._ask(lambda client: _obstore().sign(client, "GET", name, life)))

    def check(self) -> None:
        """Raises StoreUnfit if the bucket cannot be written, or if two can create the same object."""
        name = f"{PROBES}/{secrets.token_hex(8)}"
        try:
            first, second = self.create(name, b"1"), self.create(name, b"2")
            kept = self.get(name)
        except StoreAway as error:
            raise StoreUnfit(
                f"TTS_STORE={self.place} cannot be used: {error} Check its name, AWS_ENDPOINT_URL and the "
                "credentials; the bucket must exist."
            ) from error
        self.delete([name])
        if not first or second or kept != b"1":
            raise StoreUnfit(
                f"TTS_STORE={self.place} cannot be used: it lets two create the same object (it ignores "
                "If-None-Match), so two workers could overwrite each other's work. Use one that keeps to it."
            )

    def _ask(self, request: Callable[[Any], T]) -> T | None:
        def answer() -> T | None:
            with _away_when_refused(self.place):
                try:
                    return request(self._client())
                except (FileNotFoundError, _obstore().exceptions.NotFoundError):
                    return None

        return self._aside(answer)

    def _client(self) -> Any:
        """One for each process."""
        if self._opened is None or self._opened[0] != os.getpid():
            plain = os.environ.get("AWS_ENDPOINT_URL", "").startswith("http://")
            client = _obstore().store.from_url(
                self.place,
                client_options={"allow_http": plain, "timeout": f"{ANSWER_S}s"},
                retry_config={"max_retries": RETRIES, "retry_timeout": dt.timedelta(seconds=RETRY_S)},
            )
            self._opened = os.getpid(), client
        return self._opened[1]


def _stored(meta: Any) -> StoredObject:
    return StoredObject(
        meta["path"], meta["size"], meta["last_modified"].timestamp(), meta.get("e_tag") or ""
    )


def _obstore() -> Any:
    try:
        import obstore
        import obstore.exceptions
        import obstore.store
    except ImportError:
        raise StoreUnfit("TTS_STORE needs an extra: pip install 'tts-service[s3]'.") from None
    return obstore


@contextmanager
def _away_when_refused(place: str) -> Iterator[None]:
    try:
        yield
    except (_obstore().exceptions.BaseError, OSError, ValueError) as error:
        if isinstance(error, FileNotFoundError | _obstore().exceptions.AlreadyExistsError):
            raise
        first = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise StoreAway(f"{place} does not answer: {first}.") from error
