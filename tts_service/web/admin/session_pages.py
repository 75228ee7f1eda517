"""The page of the newsroom's sessions, and its buttons."""

from __future__ import annotations

from flask import Response, g, request

from tts_service.errors import NotFound, ProblemKind
from tts_service.web.admin.answers import newsroom_page, see
from tts_service.web.admin.sessions import Sessions
from tts_service.web.limits.enforce import note, nothing_changed


class SessionPages:
    def __init__(self, sessions: Sessions, *, has_keys: bool) -> None:
        self._sessions = sessions
        self._has_keys = has_keys

    def overview(self) -> Response:
        found = self._sessions.all() if self._has_keys else ()
        return newsroom_page("sessions", has_keys=self._has_keys, sessions=found, this=self._this())

    def end(self) -> Response:
        session_id = request.form.get("session", "")
        if not self._sessions.end(session_id):
            raise NotFound(
                "This session has ended already. Go back and load the page again.",
                kind=ProblemKind.NO_SUCH_SESSION,
            )
        note("session.ended", session=session_id)
        return see("admin/sessions")

    def end_others(self) -> Response:
        nothing_changed()
        for session in self._sessions.all():
            if session.id != self._this() and self._sessions.end(session.id):
                note("session.ended", session=session.id)
        return see("admin/sessions")

    def _this(self) -> str:
        return g.newsroom.session.id if g.newsroom.session else ""
