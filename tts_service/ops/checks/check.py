"""What a check has found."""

from __future__ import annotations

from typing import Literal

import msgspec


class Check(msgspec.Struct, frozen=True):
    """``remedy`` says what to do; "" where nothing is wrong."""

    name: str
    state: Literal["ok", "warning", "failed"]
    detail: str
    remedy: str = ""

    @property
    def sentence(self) -> str:
        return f"{self.detail.rstrip('.')}. {self.remedy}".rstrip()
