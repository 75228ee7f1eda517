from __future__ import annotations

from pathlib import Path

import click
import msgspec
import pytest

from tests.cli.reference import commands, reference
from tts_service.cli import MODULES, cli
from tts_service.settings import Settings

pytestmark = pytest.mark.pure

DOCS = Path(__file__).parents[2] / "docs"


def test_the_reference_is_what_the_help_says() -> None:
    assert (DOCS / "cli.md").read_text() == reference(), "run: make docs"


@pytest.mark.parametrize(
    ("command", "path"),
    list(commands(cli, "tts-service")),
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_every_command_and_option_says_what_it_does(command: click.Command, path: str) -> None:
    assert command.help
    assert not command.get_short_help_str(limit=66).endswith("..."), (
        "the first sentence is too long for the list of commands"
    )
    for option in (parameter for parameter in command.params if isinstance(parameter, click.Option)):
        assert option.help, f"{path} {option.opts}"


def test_the_list_of_commands_has_their_own_words() -> None:
    for name, (_, about) in MODULES.items():
        command = cli.get_command(click.Context(cli), name)
        assert command is not None
        assert command.get_short_help_str(limit=500) == about


@pytest.mark.parametrize("name", [field.name for field in msgspec.structs.fields(Settings)])
def test_every_setting_is_described(name: str) -> None:
    assert f"`TTS_{name.upper()}`" in (DOCS / "settings.md").read_text()
