"""What is known of the day on which a site is built: the answers hold on every day that gives the same."""

from __future__ import annotations

from datetime import date, datetime, timezone
from pathlib import Path

import pytest

from sitecheck.document import SiteReader
from sitecheck.document.liquid_host import SiteHost
from sitecheck.engine.listings.listing import read_facts
from sitecheck.jekyll import SiteOptions, load_site
from sitecheck.testing import write_site

NOON = datetime(2026, 1, 15, 12, tzinfo=timezone.utc)


def host(folder: Path, config: str = "", time: datetime = NOON) -> SiteHost:
    (folder / "_config.yml").write_text(config)
    return SiteHost(SiteReader(load_site(str(folder), SiteOptions(time=time))), None)


def second(day: int, hour: int) -> int:
    return int(datetime(2026, 1, day, hour, tzinfo=timezone.utc).timestamp())


@pytest.mark.parametrize(
    ("config", "at", "order"),
    [
        ("", second(14, 23), -1),
        ("", second(15, 0), 0),
        ("", second(15, 23), 0),
        ("", second(16, 0), 1),
        ("", second(16, 23), 1),
        ("timezone: Asia/Tokyo\n", second(14, 14), -1),
        ("timezone: Asia/Tokyo\n", second(14, 15), 0),
        ("timezone: Asia/Tokyo\n", second(15, 14), 0),
        ("timezone: Asia/Tokyo\n", second(15, 15), 1),
        ("", 0, -1),
        ("", 10**10, 1),
        ("", 10**18, 0),
        ("", -(10**18), 0),
    ],
)
def test_whether_a_day_is_over_or_still_to_come(tmp_path: Path, config: str, at: int, order: int) -> None:
    assert host(tmp_path, config).order_of_day(at) == order


@pytest.mark.parametrize(
    ("future", "dates", "order"),
    [
        ("false", ("2026-01-01", "2026-01-15 08:00:00"), ["1", "2", "0"]),
        ("true", ("2026-01-14", "2025-01-01"), ["2", "1", "0"]),
        ("true", ("2026-01-16", "2026-01-14"), ["2", "0", "1"]),
        ("true", ("2026-01-17", "2026-01-16"), ["0", "2", "1"]),
        ("true", ("2026-01-14", "2026-01-15 08:00:00"), []),
    ],
)
def test_where_a_document_without_a_date_stands_among_others(
    tmp_path: Path, future: str, dates: tuple[str, ...], order: list[str]
) -> None:
    (tmp_path / "_notes").mkdir()
    (tmp_path / "_notes" / "0.md").write_text("---\n---\n")
    for number, date_ in enumerate(dates, 1):
        (tmp_path / "_notes" / f"{number}.md").write_text(f"---\ndate: {date_}\n---\n")
    (tmp_path / "_config.yml").write_text(f"future: {future}\ncollections: {{notes: {{output: true}}}}\n")
    (tmp_path / "index.html").write_text(
        "---\n---\n{% assign notes = site.notes | sort: 'date' %}"
        "{% for note in notes %}<a href='#{{ note.slug }}'>x</a>{% endfor %}"
    )
    facts = read_facts(SiteReader(load_site(str(tmp_path), SiteOptions(time=NOON))))
    assert [link.href[1:] for link in facts.files["index.html"].links if link.href] == order


@pytest.mark.parametrize(
    ("unit", "first"), [("year", date(2026, 1, 1)), ("month", date(2026, 1, 1)), ("day", date(2026, 1, 15))]
)
def test_what_is_today(tmp_path: Path, unit: str, first: date) -> None:
    assert host(tmp_path).today(unit) == first  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("time", "unit", "first"),
    [
        (datetime(2024, 2, 29, tzinfo=timezone.utc), "day", date(2024, 2, 29)),
        (datetime(2024, 2, 29, tzinfo=timezone.utc), "month", date(2024, 2, 1)),
        (datetime(2024, 12, 31, 23, tzinfo=timezone.utc), "month", date(2024, 12, 1)),
        (datetime(2024, 12, 31, 23, tzinfo=timezone.utc), "year", date(2024, 1, 1)),
        (datetime(9999, 12, 31, tzinfo=timezone.utc), "day", None),
        (datetime(9999, 12, 31, tzinfo=timezone.utc), "year", None),
    ],
)
def test_the_ends_of_months_and_years(tmp_path: Path, time: datetime, unit: str, first: date | None) -> None:
    assert host(tmp_path, time=time).today(unit) == first  # type: ignore[arg-type]


@pytest.mark.parametrize("moment", ["'now'", "site.time"])
@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("#week-{{ W }}", "dynamic"),
        ("/{{ W }}/", "dynamic"),
        ("{{ '/gone/' | append: week }}", "dynamic"),
        ("/a/{{ W }}/../x.html", "dynamic"),
        ("/gone.html?v={{ W }}", "broken-page"),
        ("?v={{ W }}#no", "broken-anchor"),
        ("?v=1#{{ W }}", "dynamic"),
        ("{% if week == '02' %}/gone.html{% endif %}", "broken-page"),
        ("/here-{{ W }}.html", "ok"),
    ],
)
@pytest.mark.parametrize("layout", [False, True])
def test_a_link_that_leads_elsewhere_tomorrow_is_not_broken(
    tmp_path: Path, moment: str, address: str, status: str, layout: bool
) -> None:
    """A course links to the week that it is: when it is over, no table has that."""
    link = f"{{% assign week = {moment} | date: '%U' %}}<a href=\"{address}\">x</a>"
    text = link.replace("{{ W }}", f"{{{{ {moment} | date: '%U' }}}}")
    page = f"---\n{'layout: l' if layout else 'title: A'}\n---\n{'' if layout else text}"
    files = {"_config.yml": "title: A\n", "_layouts/l.html": text, "index.html": page, "here-02.html": page}
    reader = SiteReader(load_site(str(write_site(tmp_path, files)), SiteOptions(time=NOON)))
    facts = read_facts(reader)
    assert {each.verdict.status for each in facts.links} == {status}
