"""``tts-service credentials`` and ``tts-service verify-credentials``: audio is signed, and any file is
checked."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click
import msgspec

from audio_cache.narration_id import NarrationId
from tts_service.cli.accounts.recorded import about, changes
from tts_service.contracts.credentials import CredentialsReport
from tts_service.ops import workers_port
from tts_service.settings import SettingsError, load_settings

STATUSES = {"trusted": 0, "valid": 3, "invalid": 1, "unsigned": 1}
"""Exit statuses."""
VERDICTS = {
    "trusted": "unchanged since it was signed, and the signer is trusted",
    "valid": "unchanged since it was signed; who the signer is, nobody in --trust vouches for",
    "invalid": "NOT VALID: it was changed, or its credentials are damaged",
    "unsigned": "it has no Content Credentials",
}

STAMPS = {
    "trusted": "an authority that is trusted",
    "untrusted": "a time stamp authority that nobody in --trust vouches for",
    "none": "the signer's own clock",
}
MOST_DAYS = 3650


@click.group()
def credentials() -> None:
    """Sign narrations with Content Credentials (C2PA).

    Needs an extra: pip install 'tts-service[c2pa]'. See docs/credentials.md.
    """


@credentials.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--name", default="A newsroom", help="The organization in it. Default: A newsroom.")
@click.option(
    "--days", default=90, type=click.IntRange(1, MOST_DAYS), help="How long it is valid. Default: 90."
)
def make(folder: Path, name: str, days: int) -> None:
    """Make a certificate for trying, and its key, in FOLDER.

    Nobody else will trust it: an authority that exists for this one signature vouches for it.
    """
    try:
        made = workers_port.credentials_tools().make_trial(folder, name, days)
    except OSError as error:
        raise click.ClickException(f"{error.filename} cannot be written: {error.strerror}.") from error
    click.echo(f"TTS_SIGNING_CERTIFICATE={made.certificate.resolve()}")
    click.echo(f"TTS_SIGNING_KEY={made.key.resolve()}")
    click.echo(
        f"For trying only: nobody else trusts it; it is valid for {days} days. To check what it signs: "
        f"tts-service verify-credentials FILE --trust {made.authority}",
        err=True,
    )


@credentials.command()
@click.option("--renew", is_flag=True, help="Also sign again what another certificate has signed.")
@changes("credentials.signed")
def sign(renew: bool) -> None:
    """Sign finished narrations that are not signed yet.

    For those that were made before there was a certificate, or while it was expired. Their audio is not
    touched. Safe while the service is running. The exit status is 1 if some could not be signed."""
    settings = load_settings()
    if settings.signing_certificate is None:
        raise SettingsError("TTS_SIGNING_CERTIFICATE is not set: there is nothing to sign with.")
    signed: list[NarrationId] = []
    failed = workers_port.credentials_tools().sign_all(settings, signed.append, renew=renew)
    about("credentials.signed", narrations=str(len(signed)))
    click.echo(
        f"{len(signed)} narrations signed" + (f", {failed} could not be: see --verbose" if failed else "")
    )
    sys.exit(1 if failed else 0)


@click.command("verify-credentials")
@click.argument("source", metavar="FILE|URL")
@click.option(
    "--manifest", default="", metavar="FILE|URL", help="Its manifest, if it is not where the file says."
)
@click.option(
    "--trust",
    multiple=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="Certificates (PEM) of authorities to trust, such as the C2PA's list. May be given several times.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def verify_credentials(source: str, manifest: str, trust: tuple[Path, ...], as_json: bool) -> None:
    """Check who signed a file, and that it is unchanged.

    Any file with Content Credentials (C2PA), from any publisher. Exit status: 0 unchanged and signed by
    somebody whom --trust vouches for, 3 unchanged, but signed by somebody unknown, 1 changed or not signed.
    """
    found = workers_port.credentials_tools().verify(source, manifest, trust, load_settings())
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(found), indent=2).decode())
    else:
        click.echo("\n".join(in_lines(found)))
    sys.exit(STATUSES[found.state])


def in_lines(found: CredentialsReport) -> Iterator[str]:
    """A line for each thing that the credentials say."""
    yield f"{found.file}: {VERDICTS[found.state]}"
    for problem in found.problems:
        yield f"  {problem.code}: {problem.explanation}"
    voices = f" ({', '.join(found.voices)})" if found.voices else ""
    said = {
        "published by": " · ".join(filter(None, (found.publisher, found.common_name))),
        "signed": f"{found.signed_at}, by {STAMPS[found.stamp]}" if found.signed_at else "",
        "title": found.title,
        "page": found.address,
        "made with": ", ".join(filter(None, (found.engine + voices, found.generator))),
        "made how": "by a model: synthetic" if found.is_synthetic else found.source_type,
        "text": f"revision {found.revision}, SHA-256 {found.text_sha256}" if found.text_sha256 else "",
        "credentials": found.manifest_from,
    }
    yield from (f"  {name:<12}  {value}" for name, value in said.items() if value)
