"""``tts-service doctor``."""

from __future__ import annotations

import sys

import click

from tts_service.ops.doctor import all_checks
from tts_service.settings import load_settings

COLOURS = {"ok": "green", "warning": "yellow", "failed": "red"}


@click.command()
def doctor() -> None:
    """Check what this machine needs, and say how to fix what fails.

    The exit status is 1 if something would keep the service from speaking; warnings do not count.
    """
    failed = False
    for check in all_checks(load_settings()):
        failed = failed or check.state == "failed"
        state = click.style(f"{check.state:<7}", fg=COLOURS[check.state])
        click.echo(f"{state}  {check.name:<11}  {check.sentence if check.remedy else check.detail}")
    sys.exit(1 if failed else 0)
