"""Signs files, by the library of the Content Authenticity Initiative."""

from __future__ import annotations

import logging
import tempfile
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import urlsplit

import c2pa

from workers.credentials.certificate import SigningIdentity

log = logging.getLogger(__name__)

AS_IT_IS = "application/octet-stream"
"""What the library is told that a file is: of a kind that it does not know it signs every byte. An MP3 it
would take apart, write its tag in another way, and sign that."""

USAGES = "\n".join(
    (
        "1.3.6.1.4.1.62558.2.1",  # signs claims: the C2PA's own
        "1.3.6.1.4.1.311.76.59.1.9",  # Microsoft's, of before
        "1.3.6.1.5.5.7.3.36",  # documents
        "1.3.6.1.5.5.7.3.4",  # e-mail
        "1.3.6.1.5.5.7.3.8",  # time stamps
        "1.3.6.1.5.5.7.3.9",  # OCSP
    )
)
"""What certificates may be for (C2PA 2.2, 14.5.1). By itself the library takes those for e-mail only."""


class SigningFailed(Exception):
    """The library's own words."""


def sign(
    file: BinaryIO, definition: dict[str, Any], identity: SigningIdentity, timestamp_url: str | None = None
) -> bytes:
    """A manifest store for ``file``, which is left as it is. ``timestamp_url``: an authority that is asked
    for the time; it has half a minute.

    Raises SigningFailed.
    """
    host = urlsplit(timestamp_url or "").hostname
    settings = {
        "builder": {"thumbnail": {"enabled": False}},
        "trust": {"trust_config": USAGES},
        "core": {"allowed_network_hosts": [host] if host else []},
    }
    info = c2pa.C2paSignerInfo(identity.algorithm, identity.chain, identity.key, timestamp_url)
    try:
        with (
            tempfile.TemporaryFile() as copy,
            c2pa.Context.from_dict(settings) as context,
            c2pa.Signer.from_info(info) as signer,
            c2pa.Builder(definition, context) as builder,
        ):
            builder.set_no_embed()
            return bytes(builder.sign(signer, AS_IT_IS, file, copy))
    except c2pa.C2paError as error:
        raise SigningFailed(" ".join(str(error).split())) from error


def sign_file(
    path: Path, definition: dict[str, Any], identity: SigningIdentity, timestamp_url: str | None = None
) -> bytes:
    """As ``sign``. Raises OSError, too."""
    with path.open("rb") as file:
        return sign(file, definition, identity, timestamp_url)
