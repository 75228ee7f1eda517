"""The command line. Each command only translates: words in, a use case called, words out."""

from __future__ import annotations

import io
import logging
import sys
from collections.abc import Sequence

import click

from tts_service.cli.articles import script, speak
from tts_service.cli.backup import backup, restore
from tts_service.cli.batch import batch
from tts_service.cli.cache import cache
from tts_service.cli.doctor import doctor
from tts_service.cli.lexicon import lexicon
from tts_service.cli.proof import account, verify
from tts_service.cli.shows import shows
from tts_service.cli.up import up
from tts_service.cli.voices import voices
from tts_service.cli.watch import watch
from tts_service.cli.words import drop_stdout
from tts_service.errors import ServiceError
from tts_service.settings import SettingsError

USAGE = 2
INTERRUPTED = 130


class InOrder(click.Group):
    """Its help lists the commands as they were added, the most used first."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


@click.group(cls=InOrder, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="tts-service", message="tts-service %(version)s")
@click.option("-v", "--verbose", is_flag=True, help="Show the log on standard error, with where in the code an error arose.")
def cli(verbose: bool) -> None:
    """Press Listen on any article and hear it at once.

    Settings are environment variables that begin with TTS_ (a .env file in the current folder is read too): see
    docs/settings.md. What one command has spoken, the others find in the cache under TTS_DATA_DIR.
    """
    if verbose:
        logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    else:
        logging.getLogger().addHandler(logging.NullHandler())


for command in (up, speak, script, batch, account, verify, voices, lexicon, shows, watch, cache, backup, restore, doctor):
    cli.add_command(command)


def main() -> None:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # an article may hold what the terminal cannot show
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Returns the exit status: 0 done, 1 failed, 2 called in a wrong way, 130 interrupted. User errors are one line."""
    try:
        return cli.main(list(arguments), prog_name="tts-service", standalone_mode=False) or 0
    except click.UsageError as error:
        path = error.ctx.command_path if error.ctx else "tts-service"
        return _complain(f"{error.format_message()} See {path} --help.", USAGE)
    except click.ClickException as error:
        return _complain(error.format_message(), error.exit_code)
    except SettingsError as error:
        return _complain(str(error), USAGE)
    except ServiceError as error:
        return _complain(error.detail, 1)
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except BrokenPipeError:
        drop_stdout()
        return 1


def _complain(line: str, status: int) -> int:
    click.echo(f"tts-service: {line}", err=True)
    return status
