"""hibari's published voices: those that its own registry lists and its package does not carry."""

from __future__ import annotations

from hibari.voices import BASE_URL, VOICES

from workers.engines.hibari.models import EMBEDDED, LICENCE, description_of, published
from workers.voices.offers import Download, RemoteFile

URL = BASE_URL.rstrip("/")


def offers(base: str) -> list[Download]:
    return [_offer(name, base) for name in published() if name != EMBEDDED]


def _offer(name: str, base: str) -> Download:
    network = file(name, base)
    return Download(
        id=f"hibari/{name}",
        engine="hibari",
        languages=("en",),
        quality="int8",
        licence=LICENCE,
        description=description_of(name),
        size=network.size,
        files=(network,),
    )


def file(name: str, base: str = "") -> RemoteFile:
    record = VOICES[name]
    network = str(record["file"])
    return RemoteFile(network, f"{base}/{network}", int(record["bytes"]), f"sha256:{record['sha256']}")


def named(network: str) -> str:
    """The voice whose network is published as the file ``network``; "" for none."""
    return next((name for name in published() if VOICES[name]["file"] == network), "")
