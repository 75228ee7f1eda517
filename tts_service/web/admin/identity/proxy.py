"""Log-in by a reverse proxy, which has done it already and names the editor in a header of each request."""

from __future__ import annotations

from flask import request

from tts_service.ops.login.editors import editor_of_proxy
from tts_service.settings import Settings
from tts_service.web.limits.clients import Proxies
from tts_service.web.limits.keys import KeyHolder


class ProxyLogin:
    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._proxies = Proxies(settings.trusted_proxies)

    def holder(self) -> KeyHolder | None:
        """Whom the current request's proxy names; None where nobody is named, or not by a trusted proxy.
        Raises Forbidden for somebody who may not enter."""
        header = self._settings.proxy_user_header
        if header is None or not self._proxies.trusts(request.environ.get("REMOTE_ADDR") or ""):
            return None
        user = request.headers.get(header, "")
        if not user.strip():
            return None
        groups_header = self._settings.proxy_groups_header
        groups = request.headers.get(groups_header, "") if groups_header else ""
        editor = editor_of_proxy(self._settings, _as_text(user), _as_text(groups))
        return KeyHolder(f"proxy:{editor.id}", editor.name, editor.scopes)


def _as_text(value: str) -> str:
    """Headers come as Latin-1; proxies write UTF-8."""
    try:
        return value.encode("latin-1").decode()
    except UnicodeError:
        return value
