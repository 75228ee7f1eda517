"""The newsroom's members: listeners with a feed token."""

from __future__ import annotations

import datetime as dt

from flask import Response, request

from tts_service.article.request import ArticleRequest
from tts_service.errors import BadRequest, ServiceError
from tts_service.ops.context import AppContext
from tts_service.web.admin.answers import newsroom_page, see
from tts_service.web.admin.publisher.form import line
from tts_service.web.limits.enforce import note
from tts_service.web.members.api import NewMember, checked, no_such_member, private_feed

PAGE = 100


class MemberPages:
    def __init__(self, context: AppContext) -> None:
        self._book = context.catalog.members
        self._rules = context.rules
        self._service = context.settings.base_url
        self._has_keys = bool(context.settings.api_keys)

    def overview(self) -> Response:
        return self._page()

    def add(self) -> Response:
        """The feed's address is shown this once."""
        name, show = line(request.form, "name"), request.form.get("show", "")
        try:
            wanted = checked(NewMember(name, show))
            self._rules.check(ArticleRequest(show=show or None))
        except BadRequest as error:
            return self._page(error)
        member, token = self._book.add(wanted.name, wanted.show, dt.datetime.now(dt.UTC))
        note("member.added", member=member.id, show=member.show)
        return self._page(added=member, address=private_feed(self._service, member.show, token))

    def revoke(self, member: str) -> Response:
        if not self._book.revoke(member, dt.datetime.now(dt.UTC)):
            raise no_such_member()
        note("member.revoked", member=member)
        return see("admin/members")

    def _page(self, error: ServiceError | None = None, /, **values: object) -> Response:
        name = line(request.args, "name").replace("\0", "")
        after = request.args.get("after", "").replace("\0", "")
        found = self._book.page(after, PAGE + 1, name=name or None)
        return newsroom_page(
            "members",
            error.status if error else 200,
            has_keys=self._has_keys,
            members=found[:PAGE],
            next=found[PAGE - 1].id if len(found) > PAGE else None,
            wanted=name,
            entered=request.form,
            problem=error.detail if error else "",
            shows=self._rules.publisher.shows,
            **values,
        )
