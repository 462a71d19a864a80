"""Errors of the user's command, configuration or machine, never of a site's content.

    SitecheckError
    ├── UsageError        a command line that cannot be carried out
    ├── ConfigError       a ``.sitecheck.yml`` that cannot be used
    ├── RuleLoadError     a rule module that breaks the contract of ``sitecheck.rule``
    └── MachineError      a machine that fails: no files left to open, a folder that vanishes, a killed worker

Each is told to the user as one line and ends the run with exit status 2.
"""

from __future__ import annotations

import signal

_LONGEST = 500
"""Characters of a message."""


class SitecheckError(Exception):
    """Base of all errors that end a run with one clear line."""


class UsageError(SitecheckError):
    """The command line asks for something that cannot be done."""


class ConfigError(SitecheckError):
    """The configuration file cannot be used; ``where`` names file and key.

    The message, which may quote what stands there, is cut: a file of settings may be long.
    """

    def __init__(self, where: str, message: str) -> None:
        cut = message if len(message) <= _LONGEST else f"{message[: _LONGEST - 1]}…"
        super().__init__(f"{where}: {cut}")
        self.where = where


class RuleLoadError(SitecheckError):
    """A rule module cannot be loaded or breaks the rule contract."""


class MachineError(SitecheckError):
    """The machine cannot go on; what was found so far is not the whole truth and is not told."""


class DamagedCacheError(MachineError):
    """What is remembered cannot be read: all has to be read anew."""


class Stopped(KeyboardInterrupt):
    """A signal asks the process to end; ``status`` is 128 and its number, as shells have it."""

    def __init__(self, number: int = signal.SIGINT) -> None:
        super().__init__(number)
        self.status = 128 + number
