from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.workers.voices.publisher import Publisher


@pytest.fixture
def publisher() -> Publisher:
    return Publisher()


@pytest.fixture
def address(publisher: Publisher) -> Iterator[str]:
    with publisher.serving() as address:
        yield address
