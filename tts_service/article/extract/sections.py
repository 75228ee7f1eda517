"""Judged drafts → sections of blocks, each with its kind. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tts_service.article.bounds import MAX_FIELD_CHARS, MAX_TITLE_CHARS, cut, cut_all
from tts_service.article.extract.draft import ArticleFacts, Draft, fold, said
from tts_service.article.language.mojibake import mended, repairs
from tts_service.article.markup.marks import NO_MARKUP, Markup
from tts_service.article.model import Article, Block, SaidAs, Section, SectionKind, Skipped
from tts_service.article.script.interview import set_interview

_KINDS: dict[SectionKind, tuple[str, ...]] = {
    "synopsis": (
        "synopsis; summary; in brief; brief; in short; overview; abstract; tl;dr; tldr; the gist; at a "
        "glance; quick summary",
        "zusammenfassung; kurz gefasst; resumen; en breve; résumé; en bref; resumo; em resumo; riassunto; in "
        "sintesi",
        "सारांश; संक्षेप में",
    ),
    "takeaways": (
        "key takeaways; takeaways; key points; the key points; main points; key highlights; highlights; "
        "story highlights",
        "key facts; what you need to know; what to know; things to know; das wichtigste in kürze; auf einen "
        "blick",
        "puntos clave; claves; lo más importante; points clés; à retenir; l'essentiel; pontos-chave; punti "
        "chiave",
        "मुख्य बातें; मुख्य बिंदु",
    ),
    "opinion": (
        "point of view; our view; our opinion; opinion; editor's view; editor's note; editorial; commentary; "
        "our take",
        "kommentar; unsere meinung; opinión; nuestro punto de vista; avis; notre avis; opinião; opinione",
        "संपादकीय; हमारा दृष्टिकोण",
    ),
    "faq": (
        "frequently asked questions; faq; faqs; common questions; questions and answers; q&a; people also "
        "ask",
        "your questions answered; häufig gestellte fragen; häufige fragen; preguntas frecuentes; foire aux "
        "questions",
        "questions fréquentes; perguntas frequentes; domande frequenti; अक्सर पूछे जाने वाले प्रश्न",
    ),
}
_KIND_OF: dict[str, SectionKind] = {
    fold(name): kind for kind, lines in _KINDS.items() for line in lines for name in line.split("; ")
}
_QUESTION = re.compile(r"[?？؟][\"'”“’»«›‹)\s]*$")


def kind_of_heading(text: str) -> SectionKind:
    """The kind of section that a heading announces: "story" unless its words are known."""
    return _KIND_OF.get(fold(text), "story")


def is_known_heading(text: str) -> bool:
    return fold(text) in _KIND_OF


def assemble(
    text: str,
    drafts: Sequence[Draft],
    about: ArticleFacts,
    *,
    said_as: Sequence[SaidAs] = (),
    inside: Sequence[Skipped] = (),
    markup: Markup = NO_MARKUP,
) -> Article:
    """The article made of judged drafts. ``inside`` is what is skipped within blocks that are read."""
    skipped = [
        Skipped(draft.text, draft.start, draft.end, draft.reason) for draft in drafts if not draft.read
    ]
    mends = [mend for draft in drafts if draft.read for mend in repairs(draft.text, draft.start)]
    said_as = sorted([*said_as, *mends], key=lambda piece: (piece.start, piece.end))
    return Article(
        title=cut(mended(about.title), MAX_TITLE_CHARS),
        text=text,
        sections=tuple(_sections([draft for draft in drafts if draft.read], said_as)),
        language=about.language,
        region=about.region,
        byline=cut(about.byline, MAX_FIELD_CHARS),
        published_at=about.published_at,
        url=about.url,
        image_url=about.image_url,
        skipped=tuple(sorted([*skipped, *inside], key=lambda piece: (piece.start, piece.end))),
        said_as=tuple(said_as),
        categories=cut_all(about.categories),
        tags=cut_all(about.tags),
        notes=about.notes,
        season=about.season,
        episode=about.episode,
        outside=about.outside,
        doubts=about.doubts,
        markup=markup,
    )


def _sections(drafts: Sequence[Draft], said_as: Sequence[SaidAs]) -> list[Section]:
    sections: list[Section] = []
    _questions_are_no_chapters(drafts)
    set_interview(drafts)
    for run in _runs(drafts):
        heading = cut(said(run[0], said_as), MAX_TITLE_CHARS) if run[0].kind == "heading" else ""
        kind = _kind_of_run(run, heading)
        own, rest = _split_off_story(run, kind)
        sections.append(_section(heading, kind, own))
        if rest:
            sections.append(_section("", "story", rest))
    return sections


def _questions_are_no_chapters(drafts: Sequence[Draft]) -> None:
    """Pages set each question of an FAQ as a heading of its own."""
    faq_level = 0
    for draft in drafts:
        if draft.kind != "heading":
            continue
        if kind_of_heading(draft.text) == "faq":
            faq_level = draft.level
        elif draft.level > faq_level > 0:
            draft.kind = "question"
        else:
            faq_level = 0


def _runs(drafts: Sequence[Draft]) -> list[list[Draft]]:
    """Each heading with what follows it; the standfirst on its own."""
    runs: list[list[Draft]] = []
    for draft in drafts:
        if draft.kind == "heading" or not runs or draft.standfirst != runs[-1][-1].standfirst:
            runs.append([])
        runs[-1].append(draft)
    return runs


def _kind_of_run(run: Sequence[Draft], heading: str) -> SectionKind:
    if heading:
        return kind_of_heading(heading)
    return "synopsis" if run[0].standfirst else "story"


def _split_off_story(run: list[Draft], kind: SectionKind) -> tuple[list[Draft], list[Draft]]:
    """Where the text has no heading after takeaways or a synopsis, the story begins after the list, or after
    the first paragraph if several follow."""
    if kind == "takeaways":
        end = next(
            (
                i
                for i, draft in enumerate(run)
                if i > 1 and draft.kind != "item" and run[i - 1].kind == "item"
            ),
            len(run),
        )
        return run[:end], run[end:]
    if kind == "synopsis" and len(run) > 4:
        return run[:2], run[2:]
    return run, []


def _section(title: str, kind: SectionKind, drafts: Sequence[Draft]) -> Section:
    if kind == "faq":
        _find_questions(drafts)
    return Section(title, kind, tuple(map(_block, drafts)))


def _block(draft: Draft) -> Block:
    return Block(draft.kind, draft.text, draft.start, draft.end, draft.number, draft.has_head)


def _find_questions(drafts: Sequence[Draft]) -> None:
    """In an FAQ, what ends in a question mark asks, and what follows answers."""
    asked = False
    for draft in drafts:
        if draft.kind == "question" or (draft.kind == "paragraph" and _QUESTION.search(draft.text)):
            draft.kind, asked = "question", True
        elif draft.kind == "paragraph" and asked:
            draft.kind = "answer"
