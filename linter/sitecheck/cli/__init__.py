"""The command line: one module per command, loaded when it is called, and the one error boundary."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence

import click

from sitecheck import __version__
from sitecheck.cli.process import (
    describe_fault,
    discard_streams,
    secure_streams,
    stopped_by_signals,
)
from sitecheck.errors import SitecheckError, Stopped

COMMANDS = {
    "check": "Say what is wrong with a site.",
    "fix": "Mend what can be mended safely.",
    "init": "Show the settings, hook and workflow to begin with; --write writes them.",
    "baseline": "Accept what is found now, to see only what is new.",
    "ignore": "Write comments that silence the findings of a rule, with a reason.",
    "diff": "Say what came and what went between two JSON reports.",
    "rules": "List the rules.",
    "explain": "Show a rule's page.",
    "routes": "List the address of every file.",
    "links": "List every link and where it leads.",
    "head": "Show what search engines see of every page.",
    "preview": "Show a page as a search result and a share card.",
    "server": "Serve an editor: what is wrong as you type, completion, links, renames.",
    "math": "List every formula, or judge formulas from stdin.",
    "why": "Say which source makes an address, or why a file is not published.",
    "schema": "Print the JSON Schema of .sitecheck.yml, or of what 'head' writes.",
}


COMPLETION = "_SITECHECK_COMPLETE"
"""The variable by which a shell asks how a line may go on."""


class _Failed(Exception):  # noqa: N818 - carries an error, is none of its own
    """Brings an error past click, which would end the process by itself."""

    def __init__(self, error: BaseException) -> None:
        super().__init__()
        self.error = error


class LazyGroup(click.Group):
    """Imports a command's module only when the command is asked for, to keep the start quick."""

    def invoke(self, ctx: click.Context) -> object:
        """As click does it, but broken pipes and signals are ours to answer."""
        try:
            return super().invoke(ctx)
        except (OSError, KeyboardInterrupt) as error:
            raise _Failed(error) from error

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As click does it, which writes help and version here: the reader may be gone."""
        try:
            return super().parse_args(ctx, args)
        except OSError as error:
            raise _Failed(error) from error

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order people need them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, imported now."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"sitecheck.cli.{cmd_name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does it, with a suggestion for a misspelt command or a folder in its place."""
        name = args[0]
        if name == "help":
            self._help(ctx, args[1:])
        if name not in COMMANDS and not name.startswith("-"):
            from difflib import get_close_matches

            from sitecheck.cli.words import command_called

            meant = f"check {name}" if os.path.isdir(name) else command_called(name)
            meant = meant or next(iter(get_close_matches(name, COMMANDS)), "")
            hint = f" Did you mean 'sitecheck {meant}'?" if meant else ""
            raise click.UsageError(f"There is no command {name!r}.{hint}", ctx)
        return super().resolve_command(ctx, args)

    def _help(self, ctx: click.Context, args: list[str]) -> None:
        """Ends the run with the page that ``sitecheck help [COMMAND]`` asks for."""
        from sitecheck.output.streams import put

        name, command, _ = self.resolve_command(ctx, args) if args else (None, None, [])
        inner = click.Context(command, info_name=name, parent=ctx) if command is not None else ctx
        put(f"{inner.get_help()}\n")
        ctx.exit()

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl(COMMANDS.items())


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Start with: sitecheck check",
)
@click.version_option(
    __version__, "-V", "-v", "--version", prog_name="sitecheck", message="%(prog)s %(version)s"
)
def cli() -> None:
    """The linter and validator for Jekyll sites.

    Reads a site's sources, without building it, and says what is wrong at the line you wrote.
    """


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the command line; returns the exit status.

    0 clean, 1 findings, 2 usage, a fault of the machine or of sitecheck; 128 and the number of the signal
    that ended it: 130 for Ctrl-C, 143 for SIGTERM.
    """
    secure_streams()
    with stopped_by_signals() as came:
        try:
            return _status(argv, came)
        finally:
            discard_streams()


def _status(argv: Sequence[str] | None, came: Sequence[Stopped]) -> int:
    """The exit status of a run; a signal that ``came`` ends it even where what was raised then is lost."""
    try:
        status = _run(argv)
    except BaseException as error:  # SystemExit, too: what ends the run early has not judged the site
        return _tell(came[0] if came else _origin(error))  # what a signal broke is no fault of its own
    return _tell(came[0]) if came else status


def _run(argv: Sequence[str] | None) -> int:
    try:
        result = cli.main(argv, "sitecheck", standalone_mode=False)
    except SystemExit as ended:
        if COMPLETION in os.environ and isinstance(ended.code, int):
            return ended.code  # click has told the shell what it asked for
        raise
    sys.stdout.flush()  # what click has written itself: help and version
    return result if isinstance(result, int) else 0  # what only lists finds nothing


def _origin(error: BaseException) -> BaseException:
    """What was raised before click made something else of it."""
    if isinstance(error, _Failed):
        return error.error
    if isinstance(error, click.Abort):
        return error.__cause__ or KeyboardInterrupt()
    return error


def _tell(error: BaseException) -> int:
    """Says on stderr what ended the run, in one line where it is no fault of ours; the exit status."""
    from sitecheck.output.streams import warn

    if isinstance(error, BrokenPipeError):
        return 2  # the reader has seen enough, and knows
    warn(*_lines(error))
    if isinstance(error, KeyboardInterrupt):
        return error.status if isinstance(error, Stopped) else Stopped().status
    return 2


def _lines(error: BaseException) -> list[str]:
    if isinstance(error, click.ClickException):
        return _usage(error)
    if isinstance(error, KeyboardInterrupt):
        return ["sitecheck: interrupted"]
    if isinstance(error, SitecheckError):
        return [f"sitecheck: {error}"]
    if isinstance(error, OSError) and not os.environ.get("SITECHECK_TRACEBACK"):
        return [f"sitecheck: {describe_fault(error)}"]
    if isinstance(error, MemoryError):
        return ["sitecheck: there is not enough memory"]
    return _internal(error)


def _usage(error: click.ClickException) -> list[str]:
    """What click shows of an error of its own, the message as one line: it quotes arguments."""
    from sitecheck.cli.words import usage_message

    context = error.ctx if isinstance(error, click.UsageError) else None
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        return error.format_message().splitlines()
    message = f"Error: {usage_message(error)}"
    if context is None:
        return [message]
    return [*context.get_usage().splitlines(), f"Try '{context.command_path} -h' for help.", "", message]


def _internal(error: BaseException) -> list[str]:
    lines = [
        f"sitecheck: internal error: {type(error).__name__}: {error}",
        "This is a fault of sitecheck, not of your site. SITECHECK_TRACEBACK=1 shows where it happened; "
        "please report it with that.",
    ]
    if os.environ.get("SITECHECK_TRACEBACK"):
        from traceback import format_exception

        lines += [line for part in format_exception(error) for line in part.splitlines()]
    return lines
