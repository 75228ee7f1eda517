"""The peers of ``bench.normalization`` are asked in every language of the table."""

from __future__ import annotations

import pytest

from bench.normalization import PEERS, is_right
from tests.article import pairs_table

EACH = {pairs_table.language_of(name): name for name in pairs_table.class_names()}


@pytest.mark.parametrize("language", EACH)
@pytest.mark.parametrize("peer", PEERS)
def test_a_peer_is_held_to_the_table_in_every_language(peer: str, language: str) -> None:
    pairs = pairs_table.read_pairs(EACH[language])
    right = sum(is_right(PEERS[peer], pair, language) for pair in pairs)
    assert right < len(pairs), "a peer that knows all is another table"
    assert all(is_right(lambda *_: f", {pair.spoken}.", pair, language) for pair in pairs)  # noqa: B023
    assert not any(is_right(lambda *_: "", pair, language) for pair in pairs)
