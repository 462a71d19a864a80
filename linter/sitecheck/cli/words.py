"""What other linters and Jekyll call things, and what they are called here."""

from __future__ import annotations

import click

_OPTIONS = {
    "'sitecheck fix' mends what can be mended safely": ("--fix", "--autofix", "--fix-only"),
    "it is 'sitecheck fix --diff' that shows what would change": ("--diff", "--dry-run", "--check"),
    "it is --output-format": ("--format", "--formatter", "--reporter", "-f"),
    "it is --output-format json": ("--json",),
    "it is --output FORMAT:FILE": ("-o", "--output-file", "--out"),
    "it is --only, or exclude: in .sitecheck.yml": ("--exclude", "--files", "--include", "--ignore-path"),
    "it is --statistics, and 'sitecheck explain RULE' for a rule": ("--verbose", "-v", "--stats"),
    "it is --select strict": ("--strict", "--pedantic", "--all"),
    "it is --color never": ("--no-color", "--no-colors", "--no-colour"),
    "it is --quiet, or --min-severity error": ("--silent", "-s", "--errors-only"),
    "it is --exit-zero": ("--no-fail", "--warn-only", "--no-exit-codes"),
    "it is --fail-on warning": ("--max-warnings", "--fail-level", "--error-on-warnings", "-W"),
    "'sitecheck baseline' accepts what is found now": (
        *("--add-noqa", "--generate-baseline", "--update-baseline", "--write-baseline"),
        *("--suppress-all", "--auto-gen-config"),
    ),
    "'sitecheck rules' lists the rules": ("--rules", "--list-rules"),
    "name the site's folder: sitecheck check FOLDER": ("--source", "--path", "--site", "--dir"),
    "SITECHECK_TRACEBACK=1 shows where sitecheck itself failed": ("--debug", "--trace"),
    "it is --external": ("--network", "--online", "--check-external-hash"),
    "it is 'sitecheck --version'": ("--version", "-V"),
}
_COMMANDS = {
    "check": ("lint", "run", "test", "validate", "verify", "doctor", "build", "scan"),
    "fix": ("format", "mend", "autofix"),
    "rules": ("list", "ls", "rule"),
    "init": ("config", "setup", "install", "new"),
    "explain": ("doc", "docs", "show"),
    "--version": ("version",),
}


def option_called(name: str) -> str:
    """What to use in place of an option that is not there, in words; "" when nobody knows what is meant."""
    return next((hint for hint, names in _OPTIONS.items() if name in names), "")


def command_called(name: str) -> str:
    """The command that others call ``name``; "" when nobody knows what is meant."""
    return next((command for command, names in _COMMANDS.items() if name in names), "")


def usage_message(error: click.ClickException) -> str:
    """What is wrong with a call, with the word of here for one of others."""
    if isinstance(error, click.NoSuchOption) and (hint := option_called(error.option_name)):
        return f"No such option '{error.option_name}': {hint}."
    return error.format_message()
