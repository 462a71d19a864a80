"""``check --at DAY``: what will have closed by then, and which posts are out."""

from __future__ import annotations

import json
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest
from tests.e2e.conftest import Cli, WriteSite

from sitecheck.engine.check_site import check_site
from sitecheck.engine.reading.open_site import Call
from sitecheck.engine.reading.run_options import RunOptions
from sitecheck.engine.settings.site_settings import read_settings

SITE = {
    "_config.yml": "title: x\n",
    "index.html": "---\n---\n<script>new Valine({el: '#c'});</script>\n"
    '<a href="https://studio.firebase.google.com/import">open</a>\n'
    '<a href="/2027/02/02/later.html">later</a>\n',
    "_posts/2027-02-02-later.md": "---\n---\nlater\n",
}
LATER = ("broken-link", 5), ("unpublished-post", 1)
DAYS: list[tuple[str, set[tuple[str, int]]]] = [
    ("2019-01-01", {*LATER}),
    ("2027-01-11", {*LATER}),
    ("2027-01-12", {*LATER, ("deprecated-script", 3)}),
    ("2027-02-01", {*LATER, ("deprecated-script", 3)}),
    ("2027-02-02", {("deprecated-script", 3)}),
    ("2027-12-31", {("deprecated-script", 3), ("closed-service", 4)}),
]


def told(cli: Cli, folder: Path, day: str, *more: str) -> set[tuple[str, int]]:
    answer = cli("check", folder, "--at", day, "--output-format", "json", "--fail-on", "info", *more)
    report: dict[str, Any] = json.loads(answer.out)
    return {(finding["rule"], finding["line"]) for finding in report["findings"]}


@pytest.mark.parametrize("order", [1, -1], ids=["forward", "back"])
def test_a_run_that_remembers_other_days_finds_what_a_fresh_one_finds(
    site: WriteSite, cli: Cli, tmp_path: Path, order: int
) -> None:
    folder = site(SITE)
    memory = ("--cache-dir", str(tmp_path / "memory"))
    for day, expected in [*DAYS[::order], *DAYS[::-order]]:
        assert told(cli, folder, day, *memory) == expected, day
        assert told(cli, folder, day, "--no-cache") == expected, day


@pytest.mark.parametrize("day", ["1999-12-31", "2200-01-01"])
def test_a_day_on_which_nobody_builds_is_refused(site: WriteSite, cli: Cli, day: str) -> None:
    answer = cli("check", site(SITE), "--at", day)
    assert answer.code == 2
    assert f"--at {day}: a day from the years 2000 to 2199 is meant" in answer.err


def test_a_run_says_until_when_it_holds(site: WriteSite) -> None:
    """The entries that were asked for and are still to come end it, as posts to come do."""
    folder = site(SITE)

    def until(day: str) -> str:
        now = int(datetime.fromisoformat(f"{day}T12:00:00+00:00").timestamp()) * 1_000_000_000
        report = check_site(
            RunOptions(site=str(folder), settings=read_settings(None), jobs=1, call=Call(now=now))
        )
        end = report.seen.until
        return "" if end is None else f"{datetime.fromtimestamp(end, timezone.utc):%Y-%m-%d}"

    assert until("2026-11-25") == "2027-01-12"
    assert until("2027-01-12") == "2027-02-02"
    assert until("2027-02-02") == "2027-03-22"
    assert until("2027-03-22") == ""


@pytest.mark.parametrize(("day", "is_out"), [("2027-02-01", False), ("2027-02-02", True)])
def test_why_and_routes_know_which_posts_are_out_by_then(
    site: WriteSite, cli: Cli, day: str, is_out: bool
) -> None:
    folder = site(SITE)
    answer = cli("why", "_posts/2027-02-02-later.md", "--site", folder, "--at", day)
    assert ("is published at /2027/02/02/later.html" in answer.out) == is_out
    listed = cli("routes", folder, "--at", day)
    assert ("/2027/02/02/later.html" in listed.out) == is_out


def test_why_and_routes_refuse_a_day_on_which_nobody_builds(site: WriteSite, cli: Cli) -> None:
    folder = site(SITE)
    for command in (("routes", folder), ("why", "/", "--site", folder)):
        answer = cli(*command, "--at", "1999-12-31")
        assert answer.code == 2
        assert "a day from the years 2000 to 2199 is meant" in answer.err
