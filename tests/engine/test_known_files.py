"""What was read of files is known as long as they are as they were, and no file is opened for it."""

from __future__ import annotations

import os
from datetime import date, datetime, timedelta, timezone, tzinfo
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engine.test_cache import check, settle, write

from sitecheck.engine.cache.known_files import KnownFiles
from sitecheck.files import pass_tick, reading, unsaved
from sitecheck.jekyll import SourceFile
from sitecheck.text.front_matter import read_front_matter
from sitecheck.text.yaml_scalar import UTC, Symbol

ROME = ZoneInfo("Europe/Rome")
HOUR = 3_600_000_000_000


@pytest.fixture
def page(tmp_path: Path) -> Path:
    write(tmp_path, "site/a.md", "---\ntitle: a\n---\n")
    return tmp_path / "site" / "a.md"


def files(page: Path, later: int = HOUR) -> KnownFiles:
    """What is known of the files of a site by a run that begins ``later`` than the page changed last (ns)."""
    found = os.stat(page)
    began = found.st_ctime_ns + later
    return KnownFiles(str(page.parent.parent / "cache"), str(page.parent), began)


def learnt(page: Path, data: Any, zone: tzinfo = UTC, later: int = HOUR, **more: Any) -> SourceFile | None:
    """What the next run knows of a page after one that has read ``data`` of it."""
    one = files(page, later)
    one.learn_header(page, zone, SourceFile(header=True, data=data, body="x", **more), needed=True)
    one.save()
    return files(page).header(page, zone, needed=True)


OFFSETS = st.integers(-1439, 1439).map(lambda minutes: timezone(timedelta(minutes=minutes)))
TIMES = st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1), timezones=st.just(ROME) | OFFSETS)
TEXT = st.text(st.characters(exclude_categories=()))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXT | st.dates() | TIMES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(TEXT, VALUES, max_size=4))
def test_front_matter_is_known_as_it_was_read_or_not_at_all(
    tmp_path_factory: pytest.TempPathFactory, data: dict[str, Any]
) -> None:
    page = tmp_path_factory.mktemp("known") / "site" / "a.md"
    write(page.parent, "a.md", "x")
    found = learnt(page, data, ROME)
    if found is not None:
        assert repr(found) == repr(SourceFile(header=True, data=data))


@pytest.mark.parametrize(
    "data",
    [
        {"a": ["date", "x"], "b": ["list", ["time"]], "c": {"list": []}},
        {"a": date(2024, 1, 2), "b": [1, [2.5, None, True, {"c": "ä\\ud800\0"}]], "d": -0.0},
        {"a": datetime(2024, 1, 2, 3, 4, 5, 6, tzinfo=UTC)},
        {"a": datetime(2024, 1, 2, 3, 4, 5, 6, tzinfo=timezone.utc), "b": ["moment", "x"]},
        read_front_matter(
            "---\na: 2024-03-31 02:30:00 +0130\nb: 2024-03-31T02:30:00.25Z\n---\n", zone=ROME
        ).data,
        {"a": 2**63 - 1, "b": 1 - 2**63},
        read_front_matter("---\na: " + "[" * 20 + "]" * 20 + "\n---\n").data,
    ],
)
def test_plain_front_matter_is_known(data: dict[str, Any], page: Path) -> None:
    assert repr(learnt(page, data)) == repr(SourceFile(header=True, data=data))


SHARED = [1]


@pytest.mark.parametrize(
    "data",
    [
        None,
        {1: "a key that is no text"},
        {"a": Symbol(":a")},
        {"a": b"x"},
        {"a": 2**63},
        {"a": ["half of a pair of surrogates: \ud800"]},
        {"a": SHARED, "b": SHARED},
        {"a": datetime(2024, 1, 2, tzinfo=timezone.utc).astimezone(ROME)},
        {"a": datetime(2024, 1, 2, tzinfo=timezone(timedelta(0), "another"))},
        {"a": -(2**63)},
        read_front_matter("---\na: " + "[" * 21 + "]" * 21 + "\n---\n").data,
    ],
)
def test_what_is_not_plain_is_read_each_time(data: Any, page: Path) -> None:
    assert learnt(page, data) is None


def test_what_is_wrong_with_a_file_is_read_each_time(page: Path) -> None:
    assert learnt(page, {}, text_ok=False) is None


def test_a_time_is_known_in_its_zone_alone(page: Path) -> None:
    assert learnt(page, {"a": datetime(2024, 1, 2, tzinfo=ROME)}, ROME) is not None
    assert files(page).header(page, ROME, needed=True) is not None
    assert files(page).header(page, UTC, needed=True) is None


@pytest.mark.parametrize("zone", [UTC, ROME])
def test_a_time_with_its_hours_from_utc_is_known_in_any_zone(zone: tzinfo, page: Path) -> None:
    data = {"a": datetime(2024, 1, 2, tzinfo=timezone(timedelta(hours=5)))}
    assert repr(learnt(page, data, ROME)) == repr(SourceFile(header=True, data=data))
    assert repr(files(page).header(page, zone, needed=True)) == repr(SourceFile(header=True, data=data))


def test_that_there_is_no_front_matter_is_known_to_who_asks_alike(page: Path) -> None:
    one = files(page)
    one.learn_header(page, UTC, SourceFile(header=False, data={}), needed=True)
    one.save()
    assert files(page).header(page, UTC, needed=True) == SourceFile(header=False, data={})
    assert files(page).header(page, UTC, needed=False) is None


@pytest.mark.parametrize(
    ("later", "known"), [(0, False), (10_000_000, False), (30_000_000, True), (-5, False)]
)
def test_a_file_that_changed_as_late_as_the_run_began_is_not_known(
    later: int, known: bool, page: Path
) -> None:
    assert (learnt(page, {}, later=later) is not None) == known


def test_a_file_of_the_same_size_and_time_of_writing_is_another(page: Path) -> None:
    one = files(page)
    one.learn_header(page, UTC, SourceFile(header=True, data={"title": "a"}), needed=True)
    one.learn_state(str(page), "a")
    one.save()
    before = os.stat(page)
    assert files(page).state(str(page)) == "a"
    pass_tick()
    page.write_text("---\ntitle: b\n---\n")
    os.utime(page, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert files(page).state(str(page)) is None
    assert files(page).header(page, UTC, needed=True) is None


def test_a_file_that_was_written_in_years_to_come_is_known(page: Path) -> None:
    os.utime(page, ns=(2**62, 2**62))
    assert learnt(page, {}) is not None


def test_what_an_editor_holds_is_neither_known_nor_learnt(page: Path) -> None:
    assert learnt(page, {}) is not None
    with unsaved({str(page): b"---\nother: 1\n---\n"}):
        one = files(page)
        assert one.header(page, UTC, needed=True) is None
        one.learn_state(str(page), "held")
        one.save()
    assert files(page).state(str(page)) is None


def test_what_is_learnt_of_a_changed_file_replaces_all_that_was_known(page: Path) -> None:
    assert learnt(page, {}) is not None
    page.write_text("no front matter")
    one = files(page)
    assert one.header(page, UTC, needed=True) is None
    one.learn_state(str(page), "new")
    one.save()
    assert files(page).state(str(page)) == "new"
    assert files(page).header(page, UTC, needed=True) is None


def test_what_a_run_does_not_ask_for_is_forgotten(page: Path) -> None:
    assert learnt(page, {}) is not None
    files(page).save()
    assert files(page).header(page, UTC, needed=True) is None


def test_an_edit_opens_the_edited_page_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = tmp_path / "site"
    write(site, "_config.yml", "title: t\n")
    for number in range(20):
        write(site, f"p{number}.md", f"---\ntitle: a page\ndate: 2024-01-02\n---\n[a](p{number}.html)\n")
        write(site, f"_posts/2024-01-02-p{number}.md", f"---\ntitle: a post\n---\n[a](/p{number}.html)\n")
        write(site, f"s{number}.html", "<p>copied</p>\n")
    settle(monkeypatch)
    check(site)
    opened: list[str] = []
    real = reading._opened
    monkeypatch.setattr(reading, "_opened", lambda path: opened.append(os.path.basename(path)) or real(path))
    write(site, "p7.md", "---\ntitle: a page\n---\n[a](p7.html), edited\n")
    edited = check(site)
    assert {name for name in opened if name.endswith((".md", ".html"))} == {"p7.md"}
    monkeypatch.undo()
    assert edited == check(site, "--no-cache")
