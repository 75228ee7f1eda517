"""The newsroom's pages for what else a publisher decides: pronunciations, voices, shows and sites, watched
feeds, and members. They change the same files and tables as the command line and the API."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response

from tts_service.ops.context import AppContext
from tts_service.publisher.lexicon.editor import LexiconEditor
from tts_service.web.admin.publisher.lexicon import LexiconPages
from tts_service.web.admin.publisher.members import MemberPages
from tts_service.web.admin.publisher.shows import ShowPages
from tts_service.web.admin.publisher.voices import VoicePages
from tts_service.web.admin.publisher.watches import WatchPages

_Rule = tuple[str, str, Callable[..., Response]]
"""Path, name of the endpoint, view."""


def add_publisher_pages(blueprint: Blueprint, context: AppContext, editor: LexiconEditor) -> None:
    lexicon, voices = LexiconPages(context, editor), VoicePages(context)
    members, watches, shows = MemberPages(context), WatchPages(context), ShowPages(context)
    pages: tuple[_Rule, ...] = (
        ("/lexicon", "lexicon", lexicon.overview),
        ("/lexicon/<word>", "word", lexicon.one),
        ("/voices", "voices", voices.overview),
        ("/hear", "hear", voices.hear),
        ("/members", "members", members.overview),
        ("/watches", "watches", watches.overview),
        ("/shows", "shows", shows.overview),
        ("/shows/<kind>", "table", shows.one),
    )
    buttons: tuple[_Rule, ...] = (
        ("/lexicon", "add_word", lexicon.add),
        ("/lexicon/<word>", "save_word", lexicon.save),
        ("/lexicon/<word>/remove", "remove_word", lexicon.remove),
        ("/voices", "choose_voice", voices.choose),
        ("/members", "add_member", members.add),
        ("/members/<member>/revoke", "revoke_member", members.revoke),
        ("/watches", "add_watch", watches.add),
        ("/watches/remove", "remove_watch", watches.remove),
        ("/shows/<kind>", "save_table", shows.save),
        ("/shows/<kind>/remove", "remove_table", shows.remove),
    )
    for rules, method in ((pages, "GET"), (buttons, "POST")):
        for path, name, view in rules:
            blueprint.add_url_rule(path, name, view, methods=[method])
