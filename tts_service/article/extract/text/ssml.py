"""SSML → ``Article``. Pure.

``Article.text`` is the text without its mark-up. Whoever writes SSML says what is to be spoken, so nothing of
it is judged to be something else: each paragraph is read.
"""

from __future__ import annotations

import msgspec

from tts_service.article.extract.draft import ArticleFacts, Draft
from tts_service.article.extract.judge import same_title
from tts_service.article.extract.sections import assemble
from tts_service.article.extract.text.plain import WORDLESS
from tts_service.article.language.language import primary, region
from tts_service.article.markup.ssml import SsmlText, read_ssml
from tts_service.article.model import Article
from tts_service.article.script.spoken import has_words


def article_from_ssml(ssml: str, about: ArticleFacts) -> Article:
    """The article in ``ssml``, which has been checked; what ``about`` states stands before what it states."""
    read = read_ssml(ssml)
    if not about.language:
        about = msgspec.structs.replace(about, language=primary(read.language), region=region(read.language))
    drafts = _drafts(read)
    if drafts and same_title(drafts[0].text, about.title):
        drafts[0].kind = "title"
    return assemble(read.text, drafts, about, said_as=read.said_as, markup=read.markup)


def _drafts(read: SsmlText) -> list[Draft]:
    drafts = [Draft("paragraph", read.text[start:end], start, end) for start, end in read.paragraphs]
    for draft in drafts:
        draft.reason = "" if has_words(draft.text) else WORDLESS
    return drafts
