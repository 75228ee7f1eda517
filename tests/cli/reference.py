"""The command line's reference, from its own help: ``make docs`` writes it to docs/cli.md, a test
compares."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import click

from tts_service.cli import cli

HEAD = """\
# The command line

Written by `make docs` from the commands' own help. Every command reads its settings from the environment: see
[settings](settings.md). Exit status: 0 done, 1 failed, 2 called in a wrong way, 130 interrupted.
"""


def reference() -> str:
    return "\n".join([HEAD, *(section(command, path) for command, path in commands(cli, "tts-service"))])


def commands(command: click.Command, path: str) -> Iterator[tuple[click.Command, str]]:
    """Every command with its whole name, groups before their members."""
    yield command, path
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            member = command.get_command(context, name)
            assert member is not None, name
            yield from commands(member, f"{path} {name}")


def section(command: click.Command, path: str) -> str:
    with click.Context(
        command, info_name=path, terminal_width=90, help_option_names=["-h", "--help"]
    ) as context:
        return f"## {path}\n\n```\n{command.get_help(context)}\n```\n"


if __name__ == "__main__":
    sys.stdout.write(reference())
