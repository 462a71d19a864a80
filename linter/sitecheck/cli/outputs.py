"""Where reports go: to files and to the terminal, each in its format."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from sitecheck.errors import UsageError
from sitecheck.files import write_output
from sitecheck.output.streams import is_painted_terminal, is_terminal, put, warn
from sitecheck.report import (
    REPORTERS,
    ReportOptions,
    sarif_limit,
    site_prefix,
    source_url,
    use_color,
    use_links,
)

if TYPE_CHECKING:
    from sitecheck.model.report import RunReport
    from sitecheck.report.base import GroupBy

FOR_PEOPLE = ("text", "concise")
"""The formats that are written in the encoding of the terminal."""


def parse_outputs(outputs: Sequence[str], output_format: str | None) -> list[tuple[str, str]]:
    """Pairs of format and file ("" for the terminal); raises :class:`UsageError` for a format that is not
    known, that lacks a library, or that is of no use in a terminal."""
    if outputs and output_format:
        raise UsageError("give either --output or --output-format, not both")
    targets = []
    for output in outputs or [output_format or "text"]:
        name, colon, file = output.partition(":")
        if name not in REPORTERS:
            raise UsageError(
                f"--output {output}: there is no format {name!r}; there are {', '.join(REPORTERS)}"
            )
        if colon and not file.strip():
            raise UsageError(f"--output {output}: no file is named after the colon")
        if REPORTERS[name].draws_site and not file and is_terminal():
            raise UsageError(
                f"{name} is to be looked at in a browser; give it a file: --output {name}:report.html"
            )
        REPORTERS[name].make_ready()
        targets.append((name, file))
    if sum(not file for _, file in targets) > 1:
        raise UsageError("only one --output can go to the terminal; give the others a file: FORMAT:FILE")
    return targets


def wants_picture(targets: Sequence[tuple[str, str]]) -> bool:
    """Whether one of the formats draws the site."""
    return any(REPORTERS[name].draws_site for name, _ in targets)


def published(targets: Sequence[tuple[str, str]], site: str) -> Iterator[str]:
    """What to say of reports to look at that were written into the site."""
    for name, file in targets:
        if file and REPORTERS[name].draws_site:
            try:
                inner = os.path.relpath(os.path.realpath(file), os.path.realpath(site))
            except ValueError:  # on another drive
                continue
            if not any(part.startswith((".", "_")) for part in inner.split(os.sep)):
                yield f"{file} lies in the site, so Jekyll publishes it unless exclude: names it"


def write_reports(
    report: RunReport,
    site: str,
    targets: Sequence[tuple[str, str]],
    color: str,
    category: str,
    statistics: bool,
    group_by: GroupBy,
) -> None:
    """Writes each report to its file or to the terminal, secrets in URLs masked."""
    from sitecheck.engine.findings.mask_report import mask_report

    report = mask_report(report)
    for name, file in targets:
        terminal = not file and is_terminal()
        painted = terminal and is_painted_terminal()
        options = ReportOptions(
            color=not file and use_color(color, os.environ, painted),  # type: ignore[arg-type]
            links=painted and use_links(os.environ, painted),
            width=terminal_width() if terminal else 100,
            folder=os.getcwd(),
            prefix=site_prefix(report.root, os.environ),
            source_url=source_url(os.environ),
            sarif_category=category,
            sarif_max_results=sarif_limit(os.environ),
            notify=lambda notice: warn(f"sitecheck: {notice}"),
            statistics=statistics,
            group_by=group_by,
        )
        text = REPORTERS[name].render(report, options)
        if file:
            write_report(file, text, site)
        else:
            put(text, painted=options.color or options.links, exact=name not in FOR_PEOPLE)


def terminal_width() -> int:
    """Columns of the terminal."""
    import shutil

    return shutil.get_terminal_size((100, 24)).columns


def write_report(path: str, text: str, site: str) -> None:
    """Writes a report in one step, so that nobody ever reads half of one; raises :class:`UsageError`."""
    try:
        write_output(path, text.encode("utf-8", "backslashreplace"), site)
    except OSError as error:
        raise UsageError(f"{path}: the report cannot be written: {error.strerror}") from error
