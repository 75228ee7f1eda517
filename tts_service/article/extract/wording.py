"""One wording of a note to readers, and what a story is called. Pure."""

from __future__ import annotations

from typing import NamedTuple


class NoteWording(NamedTuple):
    reason: str
    words: str
    """One of them stands in whatever the pattern matches; in small letters."""
    pattern: str


TEXT_EN = (
    r"(?:article|story|piece|interview|conversation|episode|post|essay|transcript|column|report|feature"
    r"|review)"
)
TEXT_DE = (
    r"(?:artikels?|textes?|text|beitrags?|beitrag|berichts?|bericht|interviews?|meldung|reportage|recherche)"
)
TEXT_ES = r"(?:artículo|reportaje|nota|texto|entrevista|investigación|crónica|noticia|información)"
TEXT_FR = r"(?:article|reportage|texte|enquête|entretien|série|tribune|papier|dépêche)"
TEXT_IT = r"(?:articolo|testo|reportage|inchiesta|intervista|notizia)"
TEXT_PT = r"(?:artigo|texto|reportagem|matéria|entrevista|notícia|conteúdo)"
