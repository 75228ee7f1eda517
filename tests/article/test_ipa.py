from __future__ import annotations

import pytest

from tts_service.article.lexicon.ipa import canonical, unknown_symbols

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("/qɑɾ'lu:q/", "qɑɾˈluːq"),
        ("[gɪft]", "ɡɪft"),
        (" t͡ʃɛk  ʤa.na ", "tʃɛk dʒana"),
        ("ɲo\u0303", "ɲo\u0303"),
        ("fa\u00e7ad", "fac\u0327ad"),
    ],
)
def test_what_keyboards_and_dictionaries_give_is_taken_for_what_it_means(typed: str, meant: str) -> None:
    assert canonical(typed) == meant
    assert canonical(meant) == meant


@pytest.mark.parametrize("typed", ["Qarluq", "kar[[luk", "काम", "kar9", "ab]", "ɑ;ɾ", "", " // ", "ˈˌ", "↑"])
def test_what_is_no_ipa_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"symbol|sound"):
        canonical(typed)


def test_symbols_that_a_voice_lacks_are_named_once() -> None:
    assert unknown_symbols("ʢa ʢb", "ab") == ["ʢ"]
    assert unknown_symbols("ab", "abc") == []
