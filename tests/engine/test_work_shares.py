"""The work on a site is shared by its pages, the same way for any number of workers and with any cache."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from tests.sampled import sampled

from sitecheck.document import Input, SiteReader
from sitecheck.document.whole_site.value_places import last_texts
from sitecheck.engine.analyze import FileReport
from sitecheck.engine.check_site import check_site
from sitecheck.engine.phases import Phases
from sitecheck.engine.reading import read_site, work_shares
from sitecheck.engine.reading.open_site import Call
from sitecheck.engine.reading.run_options import RunOptions
from sitecheck.engine.reading.work_shares import WorkShares
from sitecheck.engine.settings.site_settings import read_settings
from sitecheck.jekyll import load_site
from sitecheck.liquid import PAGE_STEPS
from sitecheck.model.facts import Read
from sitecheck.model.report import RunReport
from sitecheck.text.source import Source

FOREVER = "{% for i in (1..1000000000) %}x{% endfor %}"
WORK = "{% for i in (1..1500) %}{% assign x = i %}{% endfor %}"

Check = Callable[..., RunReport]


@pytest.fixture
def check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Check:
    """Runs on files, with a budget of 120,000 steps for the site."""
    monkeypatch.setattr(work_shares, "SITE_STEPS", 120_000)
    monkeypatch.setattr(work_shares, "STEPS_PER_BYTE", 0)

    def run_on(files: Mapping[str, str], jobs: int = 1, cache: bool = False) -> RunReport:
        for path, text in files.items():
            (tmp_path / "site" / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / "site" / path).write_text(text)
        cache_dir = str(tmp_path / "cache") if cache else None
        settings = read_settings(None)
        return check_site(RunOptions(str(tmp_path / "site"), settings, None, Call(), cache_dir, jobs))

    return run_on


def cut(report: RunReport) -> list[str]:
    """The pages that are checked only in part."""
    return [finding.path for finding in report.findings if finding.rule == "partly-checked"]


def page(body: str, matter: str = "title: T") -> str:
    return f"---\n{matter}\n---\n{body}\n"


def test_a_page_without_end_is_cut_and_told(check: Check) -> None:
    report = check({"a.md": page(FOREVER), "b.md": page("[x](/nowhere/)")})
    assert cut(report) == ["a.md"]
    assert [finding.path for finding in report.findings if finding.rule == "broken-link"] == ["b.md"]


def test_pages_that_need_more_get_what_others_leave(check: Check) -> None:
    """WORK takes more than an equal share of ten pages; one such page gets it, ten do not."""
    light = {f"l{number}.md": page("text") for number in range(30)}
    assert cut(check({**light, "heavy.md": page(WORK)})) == []
    heavy = {f"h{number}.md": page(WORK) for number in range(30)}
    (told,) = (finding for finding in check({**light, **heavy}).findings if finding.rule == "partly-checked")
    assert told.message.endswith("at 30 more places"), "one budget is at its end, and is told once"
    assert (told.path, [each.place.path for each in told.related]) == ("h0.md", ["h1.md", "h10.md", "h11.md"])
    assert told.pages == 31


@pytest.mark.parametrize("jobs", sampled([2, 3], fast=1))
def test_the_number_of_workers_changes_nothing(check: Check, jobs: int) -> None:
    files = {f"p{number}.md": page(WORK * (number % 4) + "[x](/n/)") for number in range(12)}
    assert check(files, jobs=jobs).findings == check(files, jobs=1).findings


def test_heavy_files_are_read_again_by_who_read_the_site(
    check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process would have to find out once more what the pages of the site show of each other."""
    real = read_site.analyze

    def noted(input_: Input, *rest: Any) -> FileReport:
        with (tmp_path / "readers").open("a") as file:
            file.write(f"{input_.path} {os.getpid()}\n")
        return real(input_, *rest)

    monkeypatch.setattr(read_site, "analyze", noted)
    light = {f"l{number}.md": page("text") for number in range(30)}
    check({**light, "heavy.md": page(WORK)}, jobs=2)
    lines = (tmp_path / "readers").read_text().splitlines()
    assert sum(line.startswith("heavy.md") for line in lines) > 1
    assert str(os.getpid()) not in {line.split()[1] for line in lines}


@pytest.mark.slow
def test_the_cache_changes_nothing(check: Check) -> None:
    """Not even after a change that leaves more for the others, or less."""
    files = {f"p{number}.md": page(WORK * (number % 3 * 3) + "[x](/n/)") for number in range(9)}
    assert cut(check(files, cache=True)) != []
    for change in ({"p2.md": page("light")}, {"p5.md": page("light")}, {"p0.md": page(FOREVER)}):
        files.update(change)
        warm = check(files, cache=True)
        assert warm.findings == check(files).findings


def test_layouts_are_paid_for_by_the_pages_that_use_them(check: Check) -> None:
    script = "<script src='https://cdn.jsdelivr.net/npm/mathjax@3/es5/tex-chtml.js'></script>"
    counted = FOREVER.replace("x", "{% assign x = i %}")  # on which the script hangs: else nobody would count
    layout = f"{counted}{{% if x %}}{script}{{% endif %}}{{{{ content }}}}"
    files = {"_layouts/m.html": layout, "a.md": page("$$x_1$$ and $$y$$", "layout: m")}
    report = check(files)
    (finding,) = report.findings
    assert (finding.rule, finding.path, finding.pages) == ("partly-checked", "_layouts/m.html", 2)


def test_what_was_cut_off_is_neither_broken_nor_missing(check: Check) -> None:
    """An anchor, a definition, the end of a formula or a silenced fault may stand in the part left out."""
    text = "See [it](#later), [that][ref], [a][other] and $$x_1 + \\alpha$.\n\n[ref]: /a.html\n\n" + FOREVER
    silent = "<!-- sitecheck: ignore[broken-link] it comes -->\n" + FOREVER
    report = check({"a.md": page(text), "b.md": page(silent)})
    assert {finding.rule for finding in report.findings} == {"partly-checked"}
    assert cut(report) == ["a.md", "b.md"]


def test_long_pages_are_read_as_far_as_the_limit(check: Check) -> None:
    report = check({"a.md": page("[x](/nowhere/)\n\n" + "word " * 600_000 + "\n\n[y](/nowhere-else/)")})
    assert [finding.rule for finding in report.findings] == ["broken-link", "partly-checked"]


def test_an_include_that_is_long_is_paid_for(check: Check) -> None:
    """Else a line in each of a thousand pages would have a megabyte read."""
    files = {f"p{number}.md": page("{% include a.md %}") for number in range(3)}
    report = check({**files, "_includes/a.md": "[a](/nowhere/) *b*\n" * 7_000})
    (finding,) = [finding for finding in report.findings if finding.rule == "partly-checked"]
    assert (finding.path, finding.pages) == ("_includes/a.md", 3)


def test_shares_grow_with_the_site(tmp_path: Path) -> None:
    for number in range(40):
        (tmp_path / f"{number}.md").write_text(page("text " * 1000))
    reader = SiteReader(load_site(tmp_path))
    first = WorkShares(reader, reader.inputs()).first
    assert 100_000 < first.page_steps <= PAGE_STEPS


def test_parts_that_pages_include_count(tmp_path: Path) -> None:
    """A page of chapters that have no pages of their own costs what they do."""
    steps = {}
    for name in ("_part.md", "_part.png"):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "index.md").write_text(page("{% include_relative _part.md %}"))
        (folder / name).write_text("text " * 2000)
        reader = SiteReader(load_site(folder))
        steps[name] = WorkShares(reader, reader.inputs()).frame_steps
    assert steps["_part.md"] - steps["_part.png"] == pytest.approx(10 * 10_000, abs=35_000)


def test_the_heaviest_get_what_those_leave_that_need_a_little_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work_shares, "SITE_STEPS", 120_000)
    monkeypatch.setattr(work_shares, "STEPS_PER_BYTE", 0)
    for number in range(100):
        (tmp_path / f"{number}.md").write_text(page("text"))
    reader = SiteReader(load_site(tmp_path))
    shares = WorkShares(reader, reader.inputs())
    further, share, cost = shares.further, shares.first.page_steps, 0
    for number in (10, 10, 1, 1, 1):
        if (more := further.next(number)) is not None:
            assert more.content_steps == shares.first.page_steps
            assert more.page_steps >= 2 * share
            share, cost = more.page_steps, cost + number * more.page_steps
    assert share > 120_000 // 10, "more than an equal share of ten"
    assert cost <= 2 * 120_000
    assert shares.further.next(100) is None, "there is not enough for all"


def test_an_edit_leaves_to_layouts_what_there_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reader, inputs = SiteReader(load_site(tmp_path)), [Input("a.md", "page"), Input("b.md", "page")]
    steps = []
    for size in (2_000, 2_100):
        monkeypatch.setattr(
            work_shares, "size_of", lambda _, path, size=size: size if path == "a.md" else 5_000
        )
        steps.append(WorkShares(reader, inputs).frame_steps)
    assert steps[0] == steps[1]


def test_layouts_that_compare_all_pages_have_an_end_on_the_largest_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a site may cost grows with its bytes; what layouts may, as far as a minute."""
    reader, inputs = SiteReader(load_site(tmp_path)), [Input(f"{n}.md", "page") for n in range(10_000)]
    monkeypatch.setattr(work_shares, "size_of", lambda _, path: 100 if path == "0.md" else 5_000)
    least = work_shares.SITE_STEPS + 1_000
    assert 0.96 * least < WorkShares(reader, inputs[:1]).frame_steps <= least
    assert WorkShares(reader, inputs).frame_steps == work_shares.MOST_FRAME_STEPS


def test_who_has_had_as_much_as_a_page_may_cost_gets_no_further_round() -> None:
    reader: Any = SimpleNamespace(paying=lambda share: share)
    shares = work_shares.FurtherShares(reader, work_shares.HEAVIEST // 2, 10 * work_shares.HEAVIEST)
    assert shares.next(1) == work_shares.HEAVIEST
    assert shares.next(1) is None


@pytest.mark.parametrize(
    ("pool", "share", "numbers", "given"),
    [
        (1000, 10, (5, 5, 5), [40, 100, None]),
        (1000, 10, (0, 0, 0), [40, 100, None]),
        (200, 10, (5, 2, 1), [40, None, None]),
        (400, 20, (4, 1), [80, None]),
        # not twice as much is not worth a round, but what a page may cost is
        (100, 10, (5,), [20]),
        (99, 10, (5,), [None]),
        (150, 60, (1, 1), [100, None]),
        (89, 60, (1,), [None]),
    ],
)
def test_each_round_gives_more_to_fewer(
    pool: int, share: int, numbers: tuple[int, ...], given: list[int | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work_shares, "HEAVIEST", 100)
    reader: Any = SimpleNamespace(paying=lambda steps: steps)
    assert list(map(work_shares.FurtherShares(reader, share, pool).next, numbers)) == given


@pytest.mark.parametrize(
    ("steps", "roughly", "finely"),
    [(0, 0, 0), (7, 7, 7), (8, 8, 8), (9, 8, 9), (15, 14, 15), (31, 28, 31), (33, 32, 32), (1023, 896, 992), (1024, 1024, 1024)],
)  # fmt: skip
def test_a_little_more_changes_no_share(steps: int, roughly: int, finely: int) -> None:
    assert (work_shares._rounded(steps), work_shares._rounded(steps, 5)) == (roughly, finely)


def test_what_may_be_a_part_of_pages() -> None:
    parts = ("_a.md", "b/_a.MD", "_a.markdown", "_a.html", "_a.htm", "_a.txt")
    others = ("a.md", "_b/a.md", "_a.css", "_a")
    assert list(filter(work_shares._is_part, parts + others)) == list(parts)


@pytest.mark.parametrize(
    ("reads", "of_layouts", "shown"),
    [
        (("shown a", "shown b", "share 100", "file c"), frozenset("l"), frozenset("abl")),
        ((), frozenset[str](), frozenset[str]()),
        (("shown a", "share =100"), frozenset("l"), None),
        (("file =100", "shown =100"), frozenset("l"), frozenset(["l", "=100"])),
        (("shown a",), None, None),
    ],
)
def test_includes_that_pages_show_are_known_where_each_page_was_read_to_its_end(
    reads: tuple[str, ...], of_layouts: frozenset[str] | None, shown: frozenset[str] | None
) -> None:
    layouts: Any = SimpleNamespace(shown_includes=of_layouts)
    assert read_site._shown_includes([Read(*read.split(" ", 1)) for read in reads], layouts) == shown


@pytest.mark.parametrize(
    ("pages", "size", "first", "of_a_layout", "of_layouts"),
    [
        (103, 1_000, 81_920, 327_680, 4_980_736),
        (1, 0, 2_621_440, 2_621_440, 3_997_696),
        (1, 5_000, 2_621_440, 2_621_440, 4_063_232),
        (100, 9_000, 229_376, 917_504, 12_845_056),
        (100, 20_000, 262_144, 1_048_576, 13_893_632),
        (9_000, 20_000, 196_608, 786_432, 60_000_000),
    ],
)
def test_what_a_site_may_cost_and_each_of_its_files(
    pages: int, size: int, first: int, of_a_layout: int, of_layouts: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In steps: of each byte, though not of those of long files, and in round numbers, so that hardly any edit
    changes them."""
    monkeypatch.setattr(work_shares, "size_of", lambda reader, path: size)
    site = SimpleNamespace(data_files=[], unpublished=["_a.md", "_b.css"])
    reader: Any = SimpleNamespace(site=site, with_steps=lambda *steps: steps)
    shares = WorkShares(reader, [Input(f"{number}.md", "page") for number in range(pages)])
    assert shares.first == (first, first)
    assert (shares.frame_share, shares.frame_steps) == (of_a_layout, of_layouts)


def test_so_many_processes_read_so_many_parts_each(monkeypatch: pytest.MonkeyPatch) -> None:
    numbers: list[int] = []
    parts: list[list[Input]] = []

    class Noted(Executor):
        def submit(self, _: Any, *given: Any, **__: Any) -> Future[Any]:
            parts.append(given[-1])
            future: Future[Any] = Future()
            future.set_result([None] * len(given[-1]))
            return future

    @contextmanager
    def workers(number: int, work: object) -> Iterator[Executor]:
        numbers.append(number)
        yield Noted()

    monkeypatch.setattr(read_site, "workers", workers)
    inputs = [Input(f"{number}.md", "page") for number in range(2_000)]
    first = SimpleNamespace(page_steps=1)
    shares: Any = SimpleNamespace(sizes=dict.fromkeys((each.path for each in inputs), 1), first=first)
    with read_site._readers(inputs, shares, read_site.Reading(Phases(), jobs=99)) as read:
        assert {input_ for input_, _ in read(inputs, shares.first)} == {*inputs}
    assert (numbers, len(parts)) == ([61], 61 * 16)


@pytest.mark.parametrize(("files", "reads"), [(8, 8), (9, 18)])
def test_the_texts_that_were_asked_for_last_are_kept(files: int, reads: int) -> None:
    asked: list[str] = []

    def read(path: str) -> Source:
        asked.append(path)
        return Source(path, path)

    text = last_texts(read)
    for _ in range(2):
        assert {text(f"{each}.md")[:1] for each in range(files)} == {*map(str, range(files))}
    assert len(asked) == reads
