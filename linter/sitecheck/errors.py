"""Errors of the user's command or configuration, never of a site's content.

    SitecheckError
    ├── UsageError        a command line that cannot be carried out
    ├── ConfigError       a ``.sitecheck.yml`` that cannot be used
    └── RuleLoadError     a rule module that breaks the contract of ``sitecheck.rule``

Each is told to the user as one line and ends the run with exit status 2.
"""

from __future__ import annotations


class SitecheckError(Exception):
    """Base of all errors that end a run with one clear line."""


class UsageError(SitecheckError):
    """The command line asks for something that cannot be done."""


class ConfigError(SitecheckError):
    """The configuration file cannot be used; ``where`` names file and key."""

    def __init__(self, where: str, message: str) -> None:
        super().__init__(f"{where}: {message}")
        self.where = where


class RuleLoadError(SitecheckError):
    """A rule module cannot be loaded or breaks the rule contract."""
