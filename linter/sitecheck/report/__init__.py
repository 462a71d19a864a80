"""Reports: one run's outcome in the formats that people and machines read.

::

    from sitecheck.report import REPORTERS, ReportOptions, use_color

    options = ReportOptions(color=use_color("auto", os.environ, sys.stdout.isatty()), width=100)
    print(REPORTERS["text"].render(run_report, options), end="")
    options = ReportOptions(prefix=site_prefix("docs", os.environ))
    Path("out.sarif").write_text(REPORTERS["sarif"].render(run_report, options), encoding="utf-8")

Formats: ``text`` and ``concise`` for people, ``html`` for people to look at, ``json`` and ``sarif`` for
programs, ``github`` for annotations in a workflow's log, ``summary`` for ``GITHUB_STEP_SUMMARY`` (Markdown),
``gitlab``, ``junit``, ``checkstyle`` and ``rdjson`` (reviewdog) for build servers. A format's module is
imported when it is first used. Reporters decide nothing: which findings there are, and how severe, is final
before.
"""

from __future__ import annotations

from importlib import import_module
from typing import Final, cast

from sitecheck.model.report import RunReport
from sitecheck.named_tuple import NamedTuple
from sitecheck.report.base import Reporter, ReportOptions, sarif_limit
from sitecheck.report.repository import site_prefix, source_url
from sitecheck.report.terminal import ColorChoice, use_color, use_links

__all__ = [
    "REPORTERS",
    "ColorChoice",
    "ReportOptions",
    "Reporter",
    "sarif_limit",
    "site_prefix",
    "source_url",
    "use_color",
    "use_links",
]


class _LazyReporter(NamedTuple):
    """A reporter whose module is imported when it first renders."""

    module: str
    draws_site: bool

    def make_ready(self) -> None:
        """See :meth:`Reporter.make_ready`."""
        if self.draws_site:
            import_module(self.module).make_ready()

    def render(self, report: RunReport, options: ReportOptions) -> str:
        """See :meth:`Reporter.render`."""
        return cast("Reporter", import_module(self.module)).render(report, options)


REPORTERS: Final[dict[str, Reporter]] = {
    name: _LazyReporter(f"{__name__}.{name}", draws_site=name == "html")
    for name in (
        *("text", "concise", "html", "json", "sarif", "github", "summary"),
        *("gitlab", "junit", "checkstyle", "rdjson"),
    )
}
"""Every format by the name that ``--output-format`` takes."""
