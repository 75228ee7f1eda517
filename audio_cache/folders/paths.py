"""Where everything about an article is stored. The only module that knows these names.

<root>/narrations/<article id>/outcome-<request digest>.json, article-<digest>.json,
    page-<request digest>.json, picture-<digest of its address>, recording-<SHA-256>
<root>/narrations/<article id>/<revision>/script.json, tag.bin, plan.json, digests.json, failure.json,
    audio.mp3, finished.json, words.json, credentials.c2pa, credentials.json
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from pathlib import Path

from audio_cache.disk import TEMP_SUFFIX
from audio_cache.narration_id import NarrationId

ID = re.compile(r"[a-z0-9]{1,64}")
NARRATIONS = "narrations"
TRASH_PREFIX = ".deleted-"

SCRIPT, TAG, PLAN, DIGESTS, FAILURE = "script.json", "tag.bin", "plan.json", "digests.json", "failure.json"
AUDIO, FINISHED, WORDS = "audio.mp3", "finished.json", "words.json"
CREDENTIALS, SIGNED = "credentials.c2pa", "credentials.json"
STAMPED = (SCRIPT, PLAN, FINISHED)
"""Files of a revision whose time stamps say when it was last wanted."""


class NarrationFolder:
    """The files of one revision of an article. Whether they exist is another matter."""

    __slots__ = ("path",)

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def script(self) -> Path:
        """What will be said. Its existence makes the revision."""
        return self.path / SCRIPT

    @property
    def tag(self) -> Path:
        return self.path / TAG

    @property
    def plan(self) -> Path:
        return self.path / PLAN

    @property
    def digests(self) -> Path:
        """Of script, tag and plan."""
        return self.path / DIGESTS

    @property
    def failure(self) -> Path:
        return self.path / FAILURE

    @property
    def audio(self) -> Path:
        """Tag and frames, once whole."""
        return self.path / AUDIO

    @property
    def finished(self) -> Path:
        """The commit marker of ``audio``."""
        return self.path / FINISHED

    @property
    def words(self) -> Path:
        """Word times, once the segments were pruned."""
        return self.path / WORDS

    @property
    def credentials(self) -> Path:
        """The signed manifest of ``audio``, if it was signed. It outlives ``audio``, of which there are
        copies elsewhere."""
        return self.path / CREDENTIALS

    @property
    def signed(self) -> Path:
        """The commit marker of ``credentials``."""
        return self.path / SIGNED

    @property
    def name(self) -> str:
        """For messages: article id and revision."""
        return f"{self.path.parent.name}/{self.path.name}"

    def wanted_at(self) -> float:
        """When the revision was last written or wanted, in s since 1970; 0.0 when there is none."""
        stamps = (path.stat().st_mtime for path in map(self.path.joinpath, STAMPED) if path.exists())
        return max(stamps, default=0.0)


class ArticleFolder:
    """The files of one article."""

    __slots__ = ("path",)

    def __init__(self, path: Path) -> None:
        self.path = path

    def revision(self, revision: str) -> NarrationFolder:
        return NarrationFolder(self.path / checked(revision))

    def revisions(self) -> list[str]:
        """Revisions that have a script, sorted by name."""
        return [name for name in folder_names(self.path) if NarrationFolder(self.path / name).script.exists()]

    def outcome(self, digest: str) -> Path:
        """What became of a request."""
        return self.path / f"outcome-{checked(digest)}.json"

    def page(self, digest: str) -> Path:
        """A page as it was fetched, until it is read."""
        return self.path / f"page-{checked(digest)}.json"

    def article(self, digest: str) -> Path:
        """The article read from a page, so that the page is fetched only once."""
        return self.path / f"article-{checked(digest)}.json"

    def picture(self, name: str) -> Path:
        return self.path / f"picture-{checked(name)}"

    def recording(self, digest: str) -> Path:
        """A recording of the article, as it was uploaded."""
        return self.path / f"recording-{checked(digest)}"

    def recordings(self) -> Iterator[Path]:
        return self.path.glob("recording-*")

    def outcomes(self) -> Iterator[Path]:
        return self.path.glob("outcome-*.json")

    def beside_revisions(self) -> Iterator[Path]:
        """Outcomes, articles as read, pictures and recordings; not pages that wait to be read."""
        for pattern in ("outcome-*.json", "article-*.json", "picture-*", "recording-*"):
            yield from sorted(self.path.glob(pattern))


class NarrationTree:
    """The folder of all articles in a cache."""

    __slots__ = ("path",)

    def __init__(self, root: Path) -> None:
        self.path = root / NARRATIONS

    def article(self, article_id: str) -> ArticleFolder:
        return ArticleFolder(self.path / checked(article_id))

    def revision(self, narration: NarrationId) -> NarrationFolder:
        return NarrationFolder(self.path / checked(narration.article_id) / checked(narration.revision))

    def articles(self) -> list[str]:
        """Ids, sorted."""
        return folder_names(self.path)

    @property
    def lock(self) -> Path:
        return self.path / ".lock"

    def new_trash(self) -> Path:
        """An unused name for a folder that is about to be deleted."""
        return self.path / f"{TRASH_PREFIX}{secrets.token_hex(8)}"

    def leftovers(self) -> Iterator[Path]:
        """Temporary files, and folders that were about to be deleted."""
        yield from self.path.glob(f"*/.*{TEMP_SUFFIX}")
        yield from self.path.glob(f"*/*/.*{TEMP_SUFFIX}")
        yield from self.path.glob(f"{TRASH_PREFIX}*")


def checked(name: str) -> str:
    """``name``, if it is 1 to 64 of ``a-z0-9``; else raises ValueError."""
    if not ID.fullmatch(name):
        raise ValueError(f"not an id (1 to 64 of a-z and 0-9): {name[:80]!r}")
    return name


def folder_names(parent: Path) -> list[str]:
    """Names of the folders in ``parent`` that are ids, sorted."""
    if not parent.is_dir():
        return []
    return sorted(entry.name for entry in parent.iterdir() if ID.fullmatch(entry.name) and entry.is_dir())
