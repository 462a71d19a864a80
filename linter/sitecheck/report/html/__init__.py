"""The report to look at: one file that opens from disk and asks no address outside of it.

What Python knows is made into plain records (``glance``, ``cause_cards``, ``rule_pages``, ``tables``), which
templates of Jinja2 write; pages and links, of which there may be thousands, go into one block of JSON
(``island``), from which the scripts in ``assets/`` draw the map and single pages. Without scripts the
findings, the tables and the rules are there all the same.
"""

from __future__ import annotations

from sitecheck import __version__
from sitecheck.model.report import RunReport
from sitecheck.report.base import TOOL_NAME, TOOL_URL, ReportOptions
from sitecheck.report.causes import causes_of
from sitecheck.report.html.cause_cards import CardWriter
from sitecheck.report.html.glance import glance_of
from sitecheck.report.html.island import site_json
from sitecheck.report.html.rule_pages import rule_pages
from sitecheck.report.html.tables import hidden_groups, hosts, unknown_groups
from sitecheck.report.html.templating import page_of, template


def make_ready() -> None:
    """Raise :class:`sitecheck.errors.UsageError` where Jinja2 is not installed."""
    template("report.html")


def render(report: RunReport, options: ReportOptions) -> str:
    """The whole file; raises what :func:`make_ready` does."""
    page = template("report.html")
    causes = causes_of(report)[::-1]
    cards = CardWriter(report, options).cards(causes)
    picture = report.picture
    return page_of(
        page,
        styles=("base.css", "report.css", "preview.css"),
        scripts=SCRIPTS,
        images="data:",
        tool=(TOOL_NAME, __version__, TOOL_URL),
        glance=glance_of(report, options.folder),
        cards=cards,
        rules=rule_pages(report),
        picture=picture,
        hosts=hosts(picture),
        unknown=unknown_groups(report),
        hidden=hidden_groups(picture),
        island=site_json(picture, cards.by_path),
    )


SCRIPTS = (
    *("view.js", "findings.js", "site.js", "map.js", "graph.js", "page.js", "pages.js", "external.js"),
    "start.js",
)
"""The scripts in the order in which they stand in the file."""
