"""A setting that stops the build, told at its place in the configuration."""

from __future__ import annotations

from sitecheck.jekyll.configuration.config import Config
from sitecheck.jekyll.records import SiteProblem


def of_config(config: Config, message: str, hint: str, *key: str | int) -> SiteProblem:
    """A setting that stops the build, at the place where ``config`` sets it."""
    found = config.entry(*key)
    path, entry = found if found is not None else ("_config.yml", None)
    return SiteProblem(
        path=path,
        kind="refused-setting",
        message=message,
        span=entry.value if entry is not None else None,
        hint=hint,
        fatal=True,
    )
