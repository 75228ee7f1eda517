"""The newsroom's pages of playlists, and their buttons. Only translates: see
``tts_service.publisher.shows.playlist_editor``."""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec
from flask import Response, request

from tts_service.articles.playlists import PlaylistReader
from tts_service.errors import BadRequest, Conflict, OutOfDate, ServiceError
from tts_service.ops.context import AppContext
from tts_service.publisher.shows.playlist_editor import ANY_VERSION, PlaylistEditor
from tts_service.publisher.shows.playlists import Playlist, PlaylistRule, PlaylistSettings
from tts_service.web.admin.answers import newsroom_page, see
from tts_service.web.admin.publisher.form import line, listed
from tts_service.web.api.playlists import saved_playlist
from tts_service.web.limits.enforce import note, nothing_changed

_RULES = ("section", "tag", "author", "language", "site")
_LISTS = ("shows", "playlists")


class PlaylistPages:
    def __init__(self, context: AppContext) -> None:
        self._articles = context.articles
        self._rules = context.rules
        self._reader = PlaylistReader(context.catalog, context.rules)
        self._editor = PlaylistEditor(context.files, self._reader.unknown)
        self._has_keys = bool(context.settings.api_keys)
        self._service = context.settings.base_url

    def overview(self) -> Response:
        publisher = self._rules.publisher
        return self._page(
            "playlists",
            playlists=publisher.playlists.values(),
            briefings=publisher.briefings.values(),
            shows=publisher.shows,
            broken=self._rules.problem,
        )

    def one(self, playlist: str) -> Response:
        return self._form(self._reader.playlist(playlist))

    def new(self) -> Response:
        return self._form(Playlist(name=""))

    def add(self) -> Response:
        """A new one."""
        name, settings = request.form.get("name", "").strip(), _settings(request.form)
        try:
            saved_playlist(self._articles, self._editor.add(name, settings))
        except (BadRequest, Conflict) as error:
            return self._form(_named(name, settings), error, is_new=True)
        return see(f"admin/playlists/{name}")

    def save(self, playlist: str) -> Response:
        settings, version = _settings(request.form), request.form.get("version", "")
        try:
            saved_playlist(self._articles, self._editor.replace(playlist, settings, version))
        except (BadRequest, OutOfDate) as error:
            return self._form(_named(playlist, settings), error, version=version)
        return see(f"admin/playlists/{playlist}")

    def remove(self, playlist: str) -> Response:
        self._editor.remove(playlist, request.form.get("version", ""))
        note("playlist.removed", playlist=playlist)
        return see("admin/playlists")

    def pick(self, article_id: str) -> Response:
        """The article into a playlist, behind those that were picked before."""
        known = self._reader.playlist(request.form.get("playlist", ""))
        if article_id not in known.articles:
            settings = msgspec.structs.replace(known.settings, articles=(*known.articles, article_id))
            saved_playlist(self._articles, self._editor.replace(known.name, settings, known.version))
        else:
            nothing_changed()
        return see(f"admin/articles/{article_id}#playlists")

    def _form(
        self,
        playlist: Playlist,
        error: ServiceError | None = None,
        *,
        version: str = "",
        is_new: bool = False,
    ) -> Response:
        """``version``: the one that was seen, if what the form holds was refused by ``error``."""
        known = self._rules.publisher.playlists.get(playlist.name) if playlist.name and not is_new else None
        return self._page(
            "playlist",
            error.status if error else 200,
            playlist=playlist,
            known=known,
            version=version or (known.version if known else ANY_VERSION),
            episodes=self._reader.episodes(known) if known else (),
            service=self._service,
            error=error.detail if error else "",
            broken=self._rules.problem,
        )

    def _page(self, name: str, status: int = 200, /, **values: object) -> Response:
        return newsroom_page(name, status, has_keys=self._has_keys, **values)


def _settings(form: Mapping[str, str]) -> PlaylistSettings:
    """What an editor has filled in. Raises BadRequest for a number that is none."""
    rule = {name: tuple(listed(form, name)) for name in _RULES}
    lists = {name: tuple(listed(form, name)) for name in _LISTS}
    return PlaylistSettings(
        title=line(form, "title"),
        description=line(form, "description"),
        author=line(form, "publisher"),
        owner_email=line(form, "owner_email"),
        language=line(form, "spoken"),
        include=PlaylistRule(everything="everything" in form, **rule),
        articles=tuple(re.split(r"[\s,]+", form.get("articles", "").strip()))
        if line(form, "articles")
        else (),
        order=line(form, "order") or "newest",
        most=_number(form, "most", 20),
        days=_number(form, "days", 7),
        **lists,
    )


def _number(form: Mapping[str, str], name: str, default: int) -> int:
    written = line(form, name)
    if written and not re.fullmatch(r"\d{1,4}", written):
        raise BadRequest(f"{name} must be a whole number.")
    return int(written) if written else default


def _named(name: str, settings: PlaylistSettings) -> Playlist:
    return Playlist(name=name, **msgspec.structs.asdict(settings))
