"""What the help says of each command and its options, kept whole: ``fixtures/help.txt``."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from inspect import cleandoc
from pathlib import Path

import click
from tests.reference.goldens import Golden

from sitecheck.cli import COMMANDS

KEPT = Path(__file__).parent.parent.parent / "fixtures" / "help.txt"


def told() -> str:
    """Each command with what can be said to it; how click lays that out differs from release to release."""
    return "".join(f"{line}\n" for name in COMMANDS for line in _lines(name))


def _lines(name: str) -> Iterator[str]:
    command: click.Command = import_module(f"sitecheck.cli.{name.replace('-', '_')}").command
    yield f"== {name}: {COMMANDS[name]}"
    yield cleandoc(command.help or "")
    for each in command.params:
        kind = getattr(each.type, "choices", None) or each.type.name
        repeated = " repeated" * (each.multiple or each.nargs != 1)
        yield f"  {' '.join([*each.opts, *each.secondary_opts])} ({each.name}): {kind} {each.metavar or ''}{repeated}"
        if isinstance(each, click.Option):
            yield f"    {each.help}{' (hidden)' * each.hidden}{' (a flag)' * each.is_flag}"


def write() -> None:
    """Keep what is told now; the diff is to be read."""
    KEPT.write_text(told(), "utf-8")


GOLDENS = (Golden("help", write),)


def test_the_help_is_as_it_was() -> None:
    assert told() == KEPT.read_text("utf-8"), "to keep it: make golden ONLY=help"
