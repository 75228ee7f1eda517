"""An index by which plays are read by day."""

from __future__ import annotations

from tts_service.catalog.migrations.indexes import create_index

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    create_index("plays_by_day", "plays", ["day"])
