"""Sections whose heading says that they are none of the story: credits, sponsors, whom to contact, what
stands behind the end of a press release. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from tts_service.article.extract.draft import Draft, drafts_read, fold

END = "the end of a press release"
NOTES = "the notes at the foot"

_LABELS = {
    "a source line": (
        "credits; production credits; show credits; episode credits; image credits; photo credits; media "
        "credits; "
        "bildnachweis; bildnachweise; crédits; créditos; crediti; how we reported this; how we reported "
        "this story; "
        "how we did this; how this story was reported; why we wrote this; about this story; about this "
        "article; "
        "about this reporting; so haben wir recherchiert; cómo lo hicimos; cómo hicimos este reportaje; "
        "comment nous avons travaillé; come abbiamo lavorato; como fizemos; acknowledgements; "
        "acknowledgments; acknowledgements and disclosures; acknowledgments and disclosures; disclosures; "
        "funding and disclosures; "
        "the team behind this story; reporting team"
    ),
    NOTES: (
        "references; reference list; references and notes; notes and references; references and further "
        "reading; "
        "footnotes; endnotes; bibliography; works cited; citations; sources; sources and further reading; "
        "further reading; external links; see also; notes and sources; einzelnachweise; fußnoten; weblinks; "
        "anmerkungen und einzelnachweise; literatur; literaturverzeichnis; quellen; quellenverzeichnis; "
        "siehe auch; referencias; referencias bibliográficas; notas y referencias; bibliografía; "
        "enlaces externos; véase también; fuentes; notes et références; références; bibliographie; "
        "liens externes; voir aussi; articles connexes; note e riferimenti; riferimenti; bibliografia; "
        "collegamenti esterni; voci correlate; altri progetti; fonti; referências; referências "
        "bibliográficas; "
        "ligações externas; ver também; notas e referências; fontes; सन्दर्भ; संदर्भ; बाहरी कड़ियाँ; "
        "इन्हें भी देखें"
    ),
    "an advertisement": (
        "thanks to our sponsors; our sponsors; sponsors; sponsor; episode sponsors; today's sponsors; "
        "a word from our sponsors; this episode is sponsored by; patrocinadores; werbepartner; unsere "
        "sponsoren"
    ),
    "a call to donate": (
        "support us; support our work; support the show; support this podcast; support our journalism; "
        "ways to support; apóyanos; apoya nuestro trabajo; unterstütze uns; unterstützen sie uns; "
        "soutenez-nous; "
        "sostienici; apoie"
    ),
    "a call to follow or write": (
        "get involved; get in touch; follow us; stay connected; connect with us; find us online; where to "
        "find us; "
        "síguenos; folgen sie uns; folge uns; suivez-nous; seguici; siga-nos; stay in touch; have your say; "
        "send us your story; share your story; contact the reporter; contact the author; contact the "
        "newsroom; "
        "join the conversation; subscribe to the show; rate and review; listen and subscribe"
    ),
    "the comment box": (
        "tribute wall; guest book; guestbook; condolences; memories; memories and condolences; share a "
        "memory; "
        "leave a condolence; kondolenzbuch; libro de condolencias; reader comments; top comments; user "
        "comments; "
        "your comments; what readers say; opiniones de los lectores; leserkommentare; customer reviews; "
        "reader reviews"
    ),
    "a box beside the story": (
        "chi è; chi sono; zur person; zu den personen; quién es; quiénes son; qui est-il; qui est-elle; "
        "bio express; "
        "steckbrief; quem é; about the interviewee"
    ),
    "a box of facts": (
        "nutrition; nutrition facts; nutrition information; nährwerte; valores nutricionales; line-ups; "
        "lineups; teams; box score; match stats; match facts; aufstellungen; die aufstellungen; aufstellung; "
        "alineaciones; ficha del partido; ficha técnica; feuille de match; la feuille de match; tabellino; "
        "il tabellino; escalações"
    ),
    "a date line": (
        "updates to this page; page history; change history; version history; revision history; change log; "
        "änderungshistorie; historique des modifications; historial de cambios; cronologia delle modifiche; "
        "histórico de alterações"
    ),
}
_REASONS = {fold(name): reason for reason, names in _LABELS.items() for name in names.split("; ")}
_LABEL_CHARS = 60
_MOST_SHARE, _COMMENTS_SHARE = 0.25, 0.6
"""Of what is read. A larger section is what the page is about; comments may be longer than the story."""
_STORY_PIECES = 2
_NEARLY_ALL = 0.8
_CITED = 0.3
"""Share of links in a line that says where something is written."""


def label_of(text: str) -> str:
    """Why what stands under this heading is none of the story; "" if it does not say so."""
    return _REASONS.get(fold(text), "") if len(text) <= _LABEL_CHARS else ""


def skip_labelled(drafts: Sequence[Draft]) -> None:
    """Write a reason on such sections, and on what stands behind the end of a press release."""
    read = [draft for draft in drafts if draft.read or (draft.kind == "heading" and label_of(draft.text))]
    total = sum(map(_size, drafts_read(drafts)))
    for i, draft in enumerate(read):
        if draft.kind == "heading" and (reason := label_of(draft.text)):
            section = _section(read, i)
            if _is_apart(section, reason, total):
                for one in section:
                    one.reason = one.reason or reason
    _skip_behind_end(drafts)


def _is_apart(section: Sequence[Draft], reason: str, total: int) -> bool:
    """Whether a section is small enough to be none of what the page is about. Notes at the foot may be as
    long as the story, but they are a list."""
    if reason == NOTES:
        told = [draft for draft in section if draft.kind != "heading"]
        cited = [draft for draft in told if draft.kind == "item" or draft.links >= _CITED]
        return bool(told) and sum(map(_size, cited)) >= _NEARLY_ALL * sum(map(_size, told))
    share = _COMMENTS_SHARE if reason == "the comment box" else _MOST_SHARE
    return sum(map(_size, section)) <= share * total


def _section(read: Sequence[Draft], index: int) -> list[Draft]:
    """The heading and what is under it."""
    found = [read[index]]
    for draft in read[index + 1 :]:
        if draft.kind == "heading" and 0 < draft.level <= read[index].level:
            break
        found.append(draft)
    return found


def _skip_behind_end(drafts: Sequence[Draft]) -> None:
    ends = [i for i, draft in enumerate(drafts) if draft.reason == END]
    if not ends:
        return
    before, behind = drafts_read(drafts[: ends[-1]]), drafts_read(drafts[ends[-1] :])
    told = [draft for draft in before if draft.kind not in ("title", "byline", "heading")]
    if len(told) >= _STORY_PIECES and sum(map(_size, behind)) < sum(map(_size, before)):
        for draft in behind:
            draft.reason = END


def _size(draft: Draft) -> int:
    return len(draft.text)
