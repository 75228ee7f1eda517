"""The command line. Commands only translate: they parse arguments, call a use case and print the result."""

from __future__ import annotations

import importlib
import io
import logging
import sys
from collections.abc import Sequence

import click

from audio_cache.errors import StoreAway, StoreUnfit
from tts_service.cli.streams import drop_stdout
from tts_service.errors import CatalogError, ServiceError
from tts_service.private import keep_private
from tts_service.settings import SettingsError

USAGE = 2
INTERRUPTED = 130
MODULES = {
    "up": ("up", "Start the whole service: web server, workers and queue."),
    "speak": ("articles", "Turn one article into an MP3 file, without a server."),
    "script": ("articles", "Show what will be read aloud, what is skipped, and why."),
    "batch": ("batch.command", "Render many articles into the cache that the service uses."),
    "account": ("verify", "Report what was spoken of an article, what was not, and why."),
    "verify": ("verify", "Check the audio with a speech recognizer; list what it misheard."),
    "credentials": ("credentials", "Sign narrations with Content Credentials (C2PA)."),
    "verify-credentials": ("credentials", "Check who signed a file, and that it is unchanged."),
    "voices": ("voices", "List, install and try voices."),
    "lexicon": ("lexicon", "Manage the lexicon: how words are pronounced."),
    "shows": ("shows", "List and check the shows, sites and sponsors in shows.toml."),
    "publisher": ("publisher", "Manage the publisher's files of a service on several machines."),
    "members": ("members", "Manage articles for members only, and feed tokens."),
    "articles": ("publication", "Publish articles, hold them, never narrate them; keep a revision."),
    "webhooks": ("webhooks", "Have your own systems told what becomes of articles."),
    "keys": ("accounts.keys", "Manage API keys, and what each may do."),
    "audit": ("accounts.audit", "Show who changed what, newest first."),
    "watch": ("watch", "Watch the feeds and sitemaps listed in shows.toml."),
    "catalog": ("storage.catalog", "Prepare the catalog for a new release."),
    "cache": ("storage.cache", "Manage the audio under TTS_DATA_DIR, or in the bucket TTS_STORE."),
    "backup": ("storage.backup", "Save the catalog, the audio and the publisher's files to FOLDER."),
    "restore": ("storage.backup", "Restore a backup into a data folder that has no catalog yet."),
    "store": ("storage.store", "Move audio between stores, and tidy a bucket up."),
    "doctor": ("doctor", "Check what this machine needs, and say how to fix what fails."),
}
"""Where each command is, and what it says of itself; most used first."""


class LoadedWhenCalled(click.Group):
    """Only the command that is called is loaded: the catalog's and the queue's libraries take most of a
    second, and few commands need them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in MODULES:
            return None
        place, _ = MODULES[cmd_name]
        module = importlib.import_module(f"{__name__}.{place}")
        command = getattr(module, cmd_name.replace("-", "_"))
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """As click lists them, without loading them."""
        room = formatter.width - 6 - max(map(len, MODULES))
        rows = [
            (name, click.Command(name, help=about).get_short_help_str(room))
            for name, (_, about) in MODULES.items()
        ]
        with formatter.section("Commands"):
            formatter.write_dl(rows)


@click.group(
    cls=LoadedWhenCalled, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(package_name="tts-service", message="tts-service %(version)s")
@click.option(
    "-v",
    "--verbose",
    is_flag=True,
    help="Write the log to standard error, with the place in the code where an error arose.",
)
def cli(verbose: bool) -> None:
    """Press Listen on any article and hear it at once.

    Settings are environment variables that begin with TTS_ (a .env file in the current folder is read too):
    see docs/settings.md. All commands share the cache under TTS_DATA_DIR.
    """
    if verbose:
        logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    else:
        logging.getLogger().addHandler(logging.NullHandler())


def main() -> None:
    keep_private()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # an article may hold what the terminal cannot show
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="surrogateescape")  # a list may name files whose names are no text
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Returns the exit status: 0 done, 1 failed, 2 wrong usage, 130 interrupted. Each user error is
    reported in one line."""
    try:
        return cli.main(list(arguments), prog_name="tts-service", standalone_mode=False) or 0
    except click.UsageError as error:
        path = error.ctx.command_path if error.ctx else "tts-service"
        return _complain(f"{error.format_message()} See {path} --help.", USAGE)
    except click.ClickException as error:
        return _complain(error.format_message(), error.exit_code)
    except SettingsError as error:
        return _complain(str(error), USAGE)
    except CatalogError as error:
        return _complain(str(error), 1)
    except ServiceError as error:
        return _complain(error.detail, 1)
    except (StoreAway, StoreUnfit) as error:
        return _complain(str(error), 1)
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except BrokenPipeError:
        drop_stdout()
        return 1


def _complain(line: str, status: int) -> int:
    click.echo(f"tts-service: {line}", err=True)
    return status
