"""``sitecheck init``: settings, hook and workflow for a site that takes sitecheck up."""

from __future__ import annotations

import os
import shlex
from typing import TYPE_CHECKING

import click

from sitecheck.cli.options import site_argument, site_folder
from sitecheck.errors import UsageError
from sitecheck.files import leads_out, relative_path, replace_file
from sitecheck.output.streams import say

if TYPE_CHECKING:
    from sitecheck.engine.adoption.first_files import FirstFile, Plan


@click.command("init", short_help="Show the settings, hook and workflow to begin with; --write writes them.")
@site_argument
@click.option("--write", is_flag=True, help="Write the files that are not there yet.")
def command(site: str, write: bool) -> None:
    """Look through the repository of SITE for its theme, how it is deployed and what other linters are told,
    and show the settings, the pre-commit hook and the workflow that fit.

    With --write, write those that are not there; what is there is never changed.
    """
    from sitecheck.engine.adoption.first_files import plan

    planned = plan(site_folder(site))
    say(*planned.found, "")
    for file in planned.files:
        _show(file, planned, write)
    if not write and any(not file.exists for file in planned.files):
        named = "" if site == os.curdir else f" {shlex.quote(site)}"
        say(
            f"'sitecheck init{named} --write' writes them."
            f" Then: sitecheck check{named}; sitecheck baseline{named} for what is old."
        )


def _show(file: FirstFile, planned: Plan, write: bool) -> None:
    """Says what belongs into one file, and writes it when it is asked for."""
    path = os.path.join(planned.root, file.path)
    shown = relative_path(path, os.path.realpath(os.curdir))
    if file.exists:
        say(f"{shown} is there and stays as it is; it could hold:")
    elif write:
        _write(path, planned.root, file.text)
        say(f"{shown} written:")
    else:
        say(f"{shown} would be written:")
    say(*(f"  {line}" for line in file.text.splitlines()), "")


def _write(path: str, root: str, text: str) -> None:
    """Writes a new file; raises :class:`UsageError` when that would be somewhere else, or cannot be."""
    try:
        if leads_out(path, root) or os.path.lexists(path):
            raise UsageError(f"{path}: there is a link or a file in the way")
        os.makedirs(os.path.dirname(path), exist_ok=True)
        replace_file(path, [text.encode("utf-8")])
    except OSError as error:
        raise UsageError(f"{path}: it cannot be written: {error.strerror}") from error
