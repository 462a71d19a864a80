"""Files are mended whole, or left as they were with a reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from tests.report.samples import run

from sitecheck.document import Input
from sitecheck.engine.cache.file_cache import FileCache, Lookup
from sitecheck.engine.check_site import check_site
from sitecheck.engine.edits import fix_site as module
from sitecheck.engine.edits.choose_fixes import Chosen, choose_fixes
from sitecheck.engine.edits.fix_site import FixOutcome, fix_site
from sitecheck.engine.reading.run_options import RunOptions
from sitecheck.engine.settings.site_settings import read_settings
from sitecheck.files import FileStamp, file_stamp
from sitecheck.model.finding import Finding, Severity
from sitecheck.model.fix import Edit, Fix, Safety
from sitecheck.model.span import Place, Span
from sitecheck.testing import write_site

Mend = Callable[..., FixOutcome]


def fault(path: str, old: str, new: str, text: str) -> Finding | None:
    """A finding on the first ``old`` of a file, with a fix; ``None`` where it has none."""
    at = text.find(old)
    if at < 0:
        return None
    span = Span(at, at + len(old))
    fix = Fix("mend", (Edit(span, new),), Safety.SAFE)
    return Finding("a-rule", Severity.ERROR, "wrong", Place(path, span), fix=fix)


@pytest.fixture
def mend(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Mend:
    """Mends a site in which each ``old`` of the files named is to be ``new``."""

    def call(old: str, new: str, *paths: str) -> FixOutcome:
        def check(options: RunOptions) -> object:
            texts = {
                path: (tmp_path / "site" / path).read_bytes().decode("utf-8", "replace") for path in paths
            }
            found = (fault(path, old, new, text) for path, text in texts.items())
            return run(texts, [each for each in found if each is not None])

        monkeypatch.setattr(module, "check_site", check)
        return fix_site(RunOptions(str(tmp_path / "site"), read_settings(None)), Safety.SAFE)

    (tmp_path / "site").mkdir()
    return call


def test_all_that_is_found_is_mended_round_by_round(mend: Mend, tmp_path: Path) -> None:
    page = tmp_path / "site" / "a.md"
    page.write_text("bad bad bad\n")
    outcome = mend("bad", "good", "a.md")
    assert page.read_text() == "good good good\n"
    assert (outcome.changed, len(outcome.fixed), outcome.refused, outcome.unsettled) == (("a.md",), 3, (), ())
    assert not outcome.report.findings


def test_what_never_settles_is_told(mend: Mend, tmp_path: Path) -> None:
    page = tmp_path / "site" / "a.md"
    page.write_text("bad\n")
    outcome = mend("bad", "bad bad", "a.md")
    assert outcome.unsettled == ("a-rule",)
    assert page.read_text().count("bad") == 11, "ten rounds"
    assert len(outcome.report.findings) == 1


def test_what_the_author_writes_while_a_fix_is_written_is_kept(
    mend: Mend, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "site" / "a.md"
    page.write_text("bad\n")
    saved = ["bad, and more\n"]

    def sync(_: int) -> None:  # the disk takes its time, and an editor saves
        if saved:
            page.write_text(saved.pop())

    monkeypatch.setattr("os.fsync", sync)
    outcome = mend("bad", "good", "a.md")
    assert page.read_text() == "good, and more\n"
    assert outcome.changed == ("a.md",)
    assert [each.name for each in page.parent.iterdir()] == ["a.md"]


def test_what_the_author_writes_after_the_check_waits_for_the_next(
    mend: Mend, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a kernel whose clock for files ticks every 10 ms."""
    page = tmp_path / "site" / "a.md"
    page.write_text("bad\n")
    saved = ["and more, bad\n"]

    def stamp(path: str) -> FileStamp | None:
        found = file_stamp(path)
        return found and found._replace(changed=found.changed - 10_000_000)

    def choose(findings: tuple[Finding, ...], level: Safety) -> list[Chosen]:
        if saved:
            page.write_text(saved.pop())
        return choose_fixes(findings, level)

    monkeypatch.setattr(module, "file_stamp", stamp)
    monkeypatch.setattr("sitecheck.files.writing.file_stamp", stamp)
    monkeypatch.setattr(module, "choose_fixes", choose)
    mend("bad", "good", "a.md")
    assert page.read_text() == "and more, good\n"


def test_line_ends_stay_those_of_the_file(mend: Mend, tmp_path: Path) -> None:
    page = tmp_path / "site" / "a.md"
    page.write_bytes(b"one\r\nbad\r\n")
    mend("bad", "good\nbetter", "a.md")
    assert page.read_bytes() == b"one\r\ngood\r\nbetter\r\n"


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        (b"---\nbad: 1\n---\n", "bad", "- a: ["),
        (b"---\na: 1\n---\nbad\n", "---", "--"),
        (b"bad \xff\n", "bad", "good"),
        (b"bad\n", "bad", "bad"),
    ],
)
def test_what_would_break_a_file_or_changes_nothing_is_left(
    text: bytes, old: str, new: str, mend: Mend, tmp_path: Path
) -> None:
    page = tmp_path / "site" / "a.md"
    page.write_bytes(text)
    outcome = mend(old, new, "a.md")
    assert page.read_bytes() == text
    assert (outcome.changed, outcome.fixed, outcome.refused, outcome.unsettled) == ((), (), (), ())


def test_a_fix_that_would_break_the_front_matter_takes_no_other_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fixes = (("one", "1"), ("two", "[2"), ("three", "3"), ("four", "4"))

    def check(options: RunOptions) -> object:
        text = (tmp_path / "a.md").read_bytes().decode()
        found = (fault("a.md", old, new, text) for old, new in fixes)
        return run({"a.md": text}, [each for each in found if each is not None])

    monkeypatch.setattr(module, "check_site", check)
    (tmp_path / "a.md").write_bytes(b"---\na: one\nb: two\nc: three\n---\nfour, four\n")
    outcome = fix_site(RunOptions(str(tmp_path), read_settings(None)), Safety.SAFE)
    assert (tmp_path / "a.md").read_text() == "---\na: 1\nb: two\nc: 3\n---\n4, 4\n"
    assert sorted(each.place.span.start for each in outcome.fixed) == [7, 21, 28, 31]
    assert [each.place.span.start for each in outcome.report.findings] == [12]


@pytest.mark.posix
def test_a_link_out_of_the_site_is_not_written_through(mend: Mend, tmp_path: Path) -> None:
    (tmp_path / "outside.md").write_text("bad\n")
    (tmp_path / "site" / "a.md").symlink_to("../outside.md")
    (tmp_path / "site" / "b.md").write_text("bad\n")
    outcome = mend("bad", "good", "a.md", "b.md")
    assert (tmp_path / "outside.md").read_text() == "bad\n"
    assert outcome.changed == ("b.md",)
    assert outcome.refused == ("a.md: not changed, it is a link out of the site",)


@pytest.mark.posix
def test_nor_where_a_file_takes_the_place_of_the_link_meanwhile(
    mend: Mend, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outside, page = tmp_path / "outside.md", tmp_path / "site" / "a.md"
    outside.write_text("bad\n")
    page.symlink_to("../outside.md")

    def swapped(path: str) -> FileStamp | None:
        page.unlink()
        page.write_text("bad\n")
        return file_stamp(path)

    monkeypatch.setattr(module, "file_stamp", swapped)
    assert mend("bad", "good", "a.md").refused
    assert outside.read_text() == "bad\n"


@pytest.mark.posix
def test_a_file_of_two_names_is_mended_once_a_round(mend: Mend, tmp_path: Path) -> None:
    (tmp_path / "site" / "a.md").write_text("bad bad\n")
    (tmp_path / "site" / "b.md").symlink_to("a.md")
    outcome = mend("bad", "good", "a.md", "b.md")
    assert (tmp_path / "site" / "a.md").read_text() == "good good\n"
    assert (tmp_path / "site" / "b.md").is_symlink()
    assert len(outcome.fixed) == 2


@pytest.mark.posix
def test_a_file_that_is_mended_by_a_link_is_said_to_be_changed_and_not_the_link(tmp_path: Path) -> None:
    page = "---\ntitle: A\n---\n[a](http://github.com/a)\n"
    write_site(tmp_path, {".sitecheck.yml": "select: [insecure-link]\n", "_drafts/a.md": page})
    (tmp_path / "b.md").symlink_to("_drafts/a.md")
    options = RunOptions(str(tmp_path), read_settings(str(tmp_path / ".sitecheck.yml"), site=str(tmp_path)))
    outcome, diff = module.diff_site(options, Safety.SAFE)
    assert outcome.changed == ("_drafts/a.md",)
    assert diff.startswith("--- a/_drafts/a.md\n+++ b/_drafts/a.md\n@@ ")


FILES = {
    "_config.yml": "title: t\nurl: https://e.org\n",
    ".sitecheck.yml": "select: [recommended, insecure-link]\n",
    "a.md": "---\ntitle: A\n---\n[a](http://github.com/a) [b](b.md)\n",
    "b.md": "---\ntitle: B\n---\n[a](a.html#none)\n",
    "c.md": "---\ntitle: C\n---\n# C\n",
}


@pytest.mark.parametrize("checked", [True, False])
def test_what_was_not_mended_is_not_read_again(
    checked: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[str]] = []
    look_up = FileCache.look_up

    def noted(cache: FileCache, inputs: Iterable[Input], *, later: bool) -> Lookup:
        found = look_up(cache, inputs, later=later)
        asked.append(sorted(each.path for each in found.unknown if each.path.endswith(".md")))
        return found

    monkeypatch.setattr(FileCache, "look_up", noted)
    outcomes = []
    for name in ("plain", "remembering"):
        site = write_site(tmp_path / name, FILES)
        memory = str(tmp_path / "memory") if name == "remembering" else None
        settings = read_settings(str(site / ".sitecheck.yml"), site=str(site))
        options = RunOptions(str(site), settings, cache_dir=memory, jobs=1)
        if checked and memory:
            check_site(options)
        outcomes.append(fix_site(options, Safety.SAFE))
        assert "https://github.com/a" in (site / "a.md").read_text()
    plain, remembering = outcomes
    assert remembering.fixed == plain.fixed
    assert remembering.report.findings == plain.report.findings
    assert asked == [["a.md", "b.md", "c.md"], *([[]] if checked else []), ["a.md"]]


def test_a_file_that_changed_when_the_run_began_is_what_it_has_read(tmp_path: Path) -> None:
    page = tmp_path / "a.md"
    page.touch()
    changed = page.stat().st_ctime_ns
    assert not module._changed_since(str(page), changed)
    assert module._changed_since(str(page), changed - 1)
    assert module._changed_since(str(tmp_path / "gone.md"), changed)


@pytest.mark.parametrize(("later", "text"), [(0, "new"), (-1, "old")])
def test_a_file_that_changed_since_the_run_began_waits_for_the_next(
    later: int, text: str, tmp_path: Path
) -> None:
    page = tmp_path / "a.md"
    page.write_text("old")
    repair = module._Repair(str(tmp_path), lambda path: None)
    chosen = Chosen("a.md", (Edit(Span(0, 3), "new"),), ())
    assert repair.apply([chosen], page.stat().st_ctime_ns + later)
    assert page.read_text() == text


def test_a_diff_is_in_the_order_of_names_whatever_was_mended_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_site(tmp_path, {"a.md": "a\n", "b.md": "b", "c.md": "c\n"})

    def mend(options: RunOptions, level: Safety) -> FixOutcome:
        for name in ("b.md", "a.md"):
            Path(options.site, name).write_bytes(b"new\n")
        return FixOutcome((), ("b.md", "a.md"), run({}, []))

    monkeypatch.setattr(module, "fix_site", mend)
    outcome, diff = module.diff_site(RunOptions(str(tmp_path), read_settings(None)), Safety.SAFE)
    assert outcome.changed == ("b.md", "a.md")
    assert diff == (
        "--- a/a.md\n+++ b/a.md\n@@ -1 +1 @@\n-a\n+new\n"
        "--- a/b.md\n+++ b/b.md\n@@ -1 +1 @@\n-b\n\\ No newline at end of file\n+new\n"
    )
    assert (tmp_path / "b.md").read_text() == "b"


def test_of_a_site_with_very_deep_folders_the_rest_is_compared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A copy of them has a longer path, and none that the check reads."""
    deep = tmp_path.joinpath(*"a" * 250)
    write_site(tmp_path, {"a.md": "a\n"})
    deep.mkdir(parents=True)

    def mend(options: RunOptions, level: Safety) -> FixOutcome:
        assert Path(options.site, *"a" * 200).is_dir()
        assert not Path(options.site, *"a" * 202).is_dir()
        Path(options.site, "a.md").write_bytes(b"new\n")
        return FixOutcome((), ("a.md",), run({}, []))

    monkeypatch.setattr(module, "fix_site", mend)
    _, diff = module.diff_site(RunOptions(str(tmp_path), read_settings(None)), Safety.SAFE)
    assert diff == "--- a/a.md\n+++ b/a.md\n@@ -1 +1 @@\n-a\n+new\n"
