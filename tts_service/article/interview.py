"""Questions and answers that a text marks with letters: "Q: …", "A: …". Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tts_service.article.draft import Draft

_QUESTIONS = ("Q", "Question", "F", "Frage", "P", "Pregunta", "Pergunta", "D", "Domanda", "प्रश्न", "सवाल")
_ANSWERS = ("A", "Answer", "Antwort", "R", "Respuesta", "Réponse", "Resposta", "Risposta", "उत्तर", "जवाब")
_MARK = r"[\s*_]{{0,4}}(?:{})[*_]{{0,3}}\s?(?::|[.](?=\s+\S+\s+\S))[*_]{{0,3}}\s*(?=\S)"
_QUESTION = re.compile(_MARK.format("|".join(_QUESTIONS)))
_ANSWER = re.compile(_MARK.format("|".join(_ANSWERS)))
_ENOUGH = 2
"""Of each. One "A." alone begins a name or a list."""


def question_mark_end(text: str) -> int:
    """Where "Q: " ends at the beginning of ``text``; 0 when it does not stand there."""
    match = _QUESTION.match(text)
    return match.end() if match else 0


def answer_mark_end(text: str) -> int:
    """Where "A: " ends at the beginning of ``text``; 0 when it does not stand there."""
    match = _ANSWER.match(text)
    return match.end() if match else 0


def set_interview(drafts: Sequence[Draft]) -> None:
    """Let what is marked as a question ask, be it set as a heading, and what is marked as an answer answer, with the paragraphs
    that go on with it."""
    marked = [draft for draft in drafts if draft.read and draft.kind in ("heading", "paragraph", "question", "answer")]
    asks = [draft for draft in marked if question_mark_end(draft.text)]
    answers = [draft for draft in marked if answer_mark_end(draft.text)]
    if min(len(asks), len(answers)) < _ENOUGH:
        return
    answering = False
    for draft in marked:
        if question_mark_end(draft.text):
            draft.kind, answering = "question", False
        elif draft.kind == "heading":
            answering = False
        elif answer_mark_end(draft.text) or answering:
            draft.kind, answering = "answer", True
