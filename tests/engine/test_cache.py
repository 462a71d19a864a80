from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.sampled import examples, sampled

import sitecheck
import sitecheck_rules
from sitecheck.cli import main
from sitecheck.document import Input, SiteReader
from sitecheck.engine import analyze
from sitecheck.engine.cache import cache_folder, file_cache, run_cache
from sitecheck.engine.cache.file_cache import FileCache
from sitecheck.engine.check_site import check_site
from sitecheck.engine.findings.sources import FileSources, with_marks
from sitecheck.engine.reading.run_options import RunOptions
from sitecheck.engine.settings.site_settings import read_settings
from sitecheck.files import pass_tick
from sitecheck.jekyll import load_site
from sitecheck.model.facts import Read
from sitecheck.model.report import Seen

FILES = {
    "_config.yml": ("title: t\n", "title: u\nbaseurl: /b\n", "permalink: /:title/\n", "defaults: [\n"),
    ".sitecheck.yml": ("{}\n", "ignore: [broken-link]\n", "rules: {broken-link: info}\n"),
    "index.md": (
        "---\ntitle: Home\n---\n{% include nav.html %}\n{% for p in site.posts %}[{{ p.title }}]({{ p.url }})\n{% endfor %}\n",
        "---\ntitle: Home\nlayout: page\n---\n{% for d in site.data.links %}[x]({{ d }})\n{% endfor %}\n",
        "---\ntitle: A\n---\n[a](a.html#part) [b]({% link a.md %}) [c]({% post_url 2024-01-02-x %})\n",
        "no front matter\n",
    ),
    "a.md": ("---\ntitle: A\n---\n## Part\n", "---\ntitle: A\npermalink: /elsewhere/\n---\n", None),
    "_includes/nav.html": ('<a href="/a.html">a</a>\n', '<a href="/{{ page.title }}">a</a>\n', "{% if", None),
    "_layouts/page.html": ("<p id=part>{{ content }}</p>", '<a href="/gone">x</a>{{ content }}', None),
    "_data/links.yml": ("[/a.html]\n", "[/gone, /x]\n", "a: [\n", None),
    "_posts/2024-01-02-x.md": (
        "---\ntitle: Post\n---\n[a](/a.html)\n",
        "---\ntitle: P\ndate: 2999-01-01\n---\n",
        None,
    ),
}
EDIT = st.sampled_from([(path, text) for path, texts in FILES.items() for text in texts])


@contextmanager
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


def check(site: Path, *options: str) -> Any:
    """The report without how long it took; whatever the exit status is."""
    target = site.parent / "report.json"
    target.unlink(missing_ok=True)
    code = main(["check", str(site), "--output", f"json:{target}", "-q", *options])
    report = json.loads(target.read_text()) if target.exists() else None
    return code, report


def write(site: Path, path: str, text: str | None) -> None:
    target = site / path
    if text is None:
        target.unlink(missing_ok=True)
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)


@examples(25)
@given(st.lists(EDIT, min_size=1, max_size=6))
def test_a_remembered_answer_is_the_answer(edits: list[tuple[str, str | None]]) -> None:
    with folder() as here:
        site, cache = here / "site", str(here / "cache")
        for path, texts in FILES.items():
            write(site, path, texts[0])
        check(site, "--cache-dir", cache)
        for path, text in edits:
            write(site, path, text)
            cold = check(site, "--no-cache")
            assert check(site, "--cache-dir", cache) == cold
            assert check(site, "--cache-dir", cache) == cold


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site that has lain still for an hour, so that its times tell."""
    folder = tmp_path / "site"
    for path, texts in FILES.items():
        write(folder, path, texts[0])
    return folder


def settle(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets the clock of the runs be an hour later than the files' times."""
    import time

    real = time.time_ns
    monkeypatch.setattr(time, "time_ns", lambda: real() + 3_600_000_000_000)


def forbid(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(*_: object) -> None:
        raise AssertionError("a page was read")

    monkeypatch.setattr("sitecheck.document.reader.SiteReader.source", read)
    monkeypatch.setattr("sitecheck.engine.reading.open_site.load_site", read)


def test_a_warm_run_reads_no_page(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settle(monkeypatch)
    cold = check(site)
    forbid(monkeypatch)
    assert check(site) == cold


def test_a_file_that_was_written_in_years_to_come_is_trusted_as_others(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.utime(site / "a.md", ns=(2**62, 2**62))
    settle(monkeypatch)
    cold = check(site)
    forbid(monkeypatch)
    assert check(site) == cold


def test_a_warm_run_tells_where_findings_begin_without_their_files(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    settle(monkeypatch)
    write(site, "b.md", "---\ntitle: B\n---\n\U0001f600 ü\r\n  [x](gone.html)\n")
    call = ["check", str(site), "--output-format", "concise", "-q"]
    main(call)
    cold = capsys.readouterr().out
    assert "b.md:5:7: error broken-link" in cold
    monkeypatch.setattr(FileSources, "text", lambda *_: pytest.fail("a file was read"))
    main(call)
    assert capsys.readouterr().out == cold


def test_a_warm_run_finds_what_has_one_cause_without_its_files(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    settle(monkeypatch)
    for name in ("one.md", "two.md"):
        write(
            site,
            name,
            f"---\ntitle: {name[:3]}\n---\n# {name[:3]}\n\n[{name[0]}](gone.html), [b](./{name})\n",
        )
    write(site, "three.md", "---\ntitle: three\n---\n[a](lost.html)\n")
    call = ["check", str(site), "--output-format", "summary", "-q"]
    main(call)
    cold = capsys.readouterr().out
    assert "gone.html" in cold
    assert "lost.html" in cold
    monkeypatch.setattr(FileSources, "text", lambda *_: pytest.fail("a file was read"))
    main(call)
    assert capsys.readouterr().out == cold


def test_a_warm_run_names_the_site_from_where_it_is_called(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    settle(monkeypatch)
    write(tmp_path / "here/site", "a.md", "---\ntitle: A\n---\n")
    for folder, name in (("", "here/site"), ("here", "site"), ("", "here/site")):
        monkeypatch.chdir(tmp_path / folder)
        assert main(["check", str(tmp_path / "here/site")]) == 0
        assert capsys.readouterr().err.startswith(f"sitecheck: {name}: there is no _config.yml")


@pytest.mark.parametrize("path", FILES)
def test_whatever_changes_is_read_again(path: str, site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settle(monkeypatch)
    check(site)
    write(site, path, FILES[path][1])
    monkeypatch.setattr(
        "sitecheck.engine.cache.run_cache._report", lambda *_: pytest.fail("the stored run was used")
    )
    assert check(site) == check(site, "--no-cache")


def test_only_the_changed_page_is_analysed_again(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(site)
    write(site, "a.md", "---\ntitle: A\n---\n## Part\n[x](gone.html)\n")
    analysed = []
    real = analyze.analyze
    monkeypatch.setattr(
        "sitecheck.engine.reading.read_site.analyze",
        lambda i, *rest: (analysed.append(i.path), real(i, *rest))[1],
    )
    check(site, "--jobs", "1")
    assert analysed == ["a.md"]


def test_another_program_call_or_place_trusts_nothing(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = run_cache.run_key(str(site), None, ())
    assert run_cache.run_key(str(site), None, ()) == key
    assert run_cache.run_key(str(site), None, ("drafts",)) != key
    gone = run_cache.run_key(str(site), str(site / "gone.yml"), ())
    assert len({key, gone, run_cache.run_key(str(site), str(site / ".sitecheck.yml"), ())}) == 3
    monkeypatch.setattr(cache_folder, "code_digest", lambda: "another program")
    assert run_cache.run_key(str(site), None, ()) != key
    monkeypatch.undo()
    monkeypatch.chdir(site)
    assert run_cache.run_key(str(site), None, ()) != key


def test_a_file_as_young_as_the_run_is_not_trusted(site: Path) -> None:
    seen = Seen(folders=("",))
    stamp = run_cache.take_stamp(str(site), seen)
    assert stamp.newest > 0
    before = os.stat(site / "a.md")
    pass_tick()
    (site / "a.md").write_text("---\ntitle: B\n---\n## Part\n")
    os.utime(site / "a.md", ns=(before.st_atime_ns, before.st_mtime_ns))
    after = run_cache.take_stamp(str(site), seen)
    assert after.newest > stamp.newest, "the change time tells"
    assert after.digest != stamp.digest


@pytest.mark.parametrize(
    ("lag", "stored"), [(0, False), (10_000_000, False), (30_000_000, True), (-5, False)]
)
def test_a_run_within_the_clocks_grain_of_a_change_is_not_stored(
    lag: int, stored: bool, site: Path, own_cache: Path
) -> None:
    report = with_marks(check_site(RunOptions(str(site), read_settings(None))))
    newest = run_cache.take_stamp(str(site), report.seen).newest
    assert newest % 1_000_000_000, "this file system keeps whole seconds"
    run_cache.save_run(
        str(own_cache), str(site), "key", began=newest + lag, run=run_cache.CachedRun(report, None)
    )
    assert bool(cache_files(own_cache)) == stored


def spoil(value: Any) -> Iterator[Any]:
    """The value with one thing in it changed for another type, for every thing in it."""
    yield {"other": 1}
    if isinstance(value, list):
        for index, item in enumerate(value):
            for bad in spoil(item):
                yield [*value[:index], bad, *value[index + 1 :]]


def cache_files(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.json"))


@pytest.mark.parametrize("every", sampled([20, 1], fast=1))
def test_a_spoilt_cache_is_no_cache(
    every: int, site: Path, own_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle(monkeypatch)
    cold = check(site)
    files = cache_files(own_cache)
    names = {"run", "files", "known-files", "layouts", "heads", "head-findings", "links"}
    assert {file.stem for file in files} == names
    for file in files:
        good = file.read_text()
        for bad in (good[: len(good) // 2], "", "[1]", "null", '{"key": 1}', "\0", "[" * 100_000):
            file.write_text(bad)
            assert check(site) == cold
    run = next(file for file in files if file.stem == "run")
    stored = json.loads(run.read_text().partition("\n")[2])
    for number, bad in enumerate(spoil(stored["value"])):
        if number % (25 * every) == 0:
            cache_folder.save(str(run.parent), "run", stored["key"], bad)
            assert check(site) == cold
    for name in ("files", "known-files", "layouts", "head-findings", "heads", "links"):
        kept = run.with_stem(name)
        _, first, *rows = kept.read_bytes().split(b"\n")
        stored = json.loads(first)
        for bad in islice(spoil(stored["value"]), None, None, every):
            run.unlink(missing_ok=True)
            run.with_stem("head-findings").unlink(missing_ok=True)  # which leave no need for heads
            cache_folder.save(str(run.parent), name, stored["key"], bad, rows)
            assert check(site) == cold
    for name, at in (("files", 0), ("files", 1), ("known-files", 0)):
        entries = run.with_stem(name)
        row = max(entries.read_bytes().split(b"\n")[2:], key=len)
        for number, bad in enumerate(spoil(json.loads(row.split(b"\t")[at]))):
            if number % (5 * every) == 0:
                _, first, *rows = entries.read_bytes().split(b"\n")
                stored = json.loads(first)
                run.unlink(missing_ok=True)
                parts = row.split(b"\t")
                parts[at] = json.dumps(bad).encode()
                spoilt = [b"\t".join(parts) if each == row else each for each in rows]
                assert spoilt != rows
                cache_folder.save(str(run.parent), name, stored["key"], stored["value"], spoilt)
                assert check(site) == cold


def test_what_would_take_too_much_memory_is_no_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cache may be anybody's, and 200 MB of line ends or of empty lists take gigabytes."""
    folder, most = str(tmp_path), 1_000_000
    for rows in ([b""] * (most - 1), [b""] * most):
        cache_folder.save(folder, "rows", "key", 1, rows)
        is_read = len(rows) < most
        assert cache_folder.load_rows(folder, "rows", "key") == ((1, rows) if is_read else (None, []))
    cache_folder.save(folder, "body", "key", [[]] * 100)
    body = (tmp_path / "body.json").read_bytes().split(b"\n")[1]
    for longest, value in ((len(body), [[]] * 100), (len(body) - 1, None)):
        monkeypatch.setattr(cache_folder, "_MAX_BODY", longest)
        assert cache_folder.load(folder, "body", "key") == value


@pytest.mark.parametrize("name", ["broken\n::error::x", "\x1b[2J", "brökn", ""])
def test_a_run_with_names_that_no_rule_has_is_none(
    name: str, site: Path, own_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reports print the names of rules as they are."""

    def renamed(run: Any) -> Any:
        return json.loads(json.dumps(run).replace('"broken-link"', json.dumps(name)))

    _assert_is_none(renamed, site, own_cache, monkeypatch)


@pytest.mark.parametrize("change", [list.pop, lambda starts: starts.append([1, 1]), list.clear])
def test_a_run_that_does_not_say_where_each_finding_begins_is_none(
    change: Callable[[list[object]], object], site: Path, own_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def changed(run: Any) -> Any:
        change(run[3][1])
        return run

    _assert_is_none(changed, site, own_cache, monkeypatch)


def _assert_is_none(
    forged: Callable[[Any], Any], site: Path, own_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asserts that a stored run with a finding counts for nothing after ``forged`` has changed it."""
    write(site, "a.md", "---\ntitle: A\n---\n[x](/gone/)\n")
    settle(monkeypatch)
    cold = check(site)
    assert "a.md" in broken(cold)
    (run,) = (file for file in cache_files(own_cache) if file.stem == "run")
    stored = json.loads(run.read_text().partition("\n")[2])
    cache_folder.save(str(run.parent), "run", stored["key"], forged(stored["value"]))
    assert check(site) == cold


def test_a_cache_that_cannot_be_written_is_no_error(site: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    assert check(site, "--cache-dir", str(blocked / "below")) == check(site, "--no-cache")


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("_data/x.yml", "word: gone\n"),
        ("_posts/2024-01-02-x.md", "---\ntitle: X\n---\ngone\n"),
        ("_posts/2024-02-03-new.md", "---\ntitle: N\n---\ngone\n"),
    ],
)
def test_what_a_page_shows_of_others_follows_all_that_they_read(path: str, text: str, site: Path) -> None:
    shown = "{% if post.content contains 'gone' %}[x](/gone.html){% endif %}"
    write(site, "index.md", f"---\ntitle: I\n---\n{{% for post in site.posts %}}{shown}{{% endfor %}}\n")
    write(site, "_data/x.yml", "word: here\n")
    write(site, "_posts/2024-01-02-x.md", "---\ntitle: X\n---\n{{ site.data.x.word }}\n")
    assert "index.md" not in broken(check(site))
    write(site, path, text)
    assert "index.md" in broken(check(site))


def broken(answer: Any) -> set[str]:
    return {finding["path"] for finding in answer[1]["findings"] if finding["rule"] == "broken-link"}


def test_workers_give_what_one_process_gives(site: Path) -> None:
    for number in range(12):
        write(site, f"p{number}.md", f"---\ntitle: P{number}\n---\n[x](gone{number}.html)\n")
    alone = check(site, "--no-cache", "--jobs", "1")
    assert check(site, "--no-cache", "--jobs", "2") == alone
    assert check(site, "--jobs", "2") == alone
    assert check(site) == alone


def test_reads_that_are_of_no_more_use_do_not_pile_up(
    site: Path, own_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle(monkeypatch)
    sizes = []
    for number in range(20):
        write(site, "a.md", f"---\ntitle: a\n---\n[x](/gone-{number}/)\n")
        assert check(site) == check(site, "--no-cache")
        (file,) = (each for each in cache_files(own_cache) if each.stem == "files")
        _, first, *rows = file.read_bytes().split(b"\n")
        reads, entries, _ = json.loads(first)["value"]
        assert len(entries) == len(rows)
        used = {place for _, places, *_ in entries for place in places}
        sizes.append(len(reads) - len(used))
    assert max(sizes) > 3, "what holds is stored as it is"
    assert max(sizes) <= 2 * len(used)
    assert sizes[-1] < len(sizes), "they are dropped from time to time"


def test_the_program_is_its_packages() -> None:
    folders = {Path(package.__file__ or "").parent for package in (sitecheck, sitecheck_rules)}
    assert folders == set(map(Path, cache_folder._folders(cache_folder._OURS)))


def test_whatever_of_the_program_changes_is_another_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own, others = tmp_path / "own_pack", tmp_path / "read_pack"
    for folder in (own, own / "data", own / "__pycache__", others):
        folder.mkdir()
        (folder / "__init__.py").write_text("1", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(cache_folder, "_OURS", ("own_pack", "no_such_pack"))
    monkeypatch.setattr(cache_folder, "_OTHERS", ("read_pack",))
    seen = [cache_folder.code_digest.__wrapped__()]
    (others / "__init__.py").unlink()
    seen.append(cache_folder.code_digest.__wrapped__())
    assert seen[0] != seen[1]
    for path, matters in (
        (own / "data" / "words.json", True),
        (own / "data" / "words.json", True),
        (own / "data" / "words.pyc", False),
        (own / "__pycache__" / "__init__.py", False),
        (own / "__init__.py", True),
        (others / "__init__.py", True),
        (others / "more.py", False),
    ):
        path.write_text("more " * len(seen), encoding="utf-8")
        seen.append(cache_folder.code_digest.__wrapped__())
        assert (seen[-1] != seen[-2]) is matters, path


@pytest.mark.parametrize(
    ("reads", "places", "is_kept"),
    [(1, [0], True), (2, [1, 0], True), (1, [], True), (1, [1], False), (1, [0, -1], False), (0, [0], False)],
)
def test_what_is_said_to_be_read_for_an_outcome_is_among_the_reads(
    reads: int, places: list[int], is_kept: bool, site: Path, tmp_path: Path
) -> None:
    cache = FileCache(str(tmp_path), "", SiteReader(load_site(site)), None)
    table = [["file", f"{number}.md", "x"] for number in range(reads)]
    value = [table, [["page a.md", [0], "seen", "so"]], [[0, places]]]
    cache_folder.save(str(tmp_path), "files", cache._key, value, (b"row",))
    entry = file_cache._Entry([0], "seen", "so", b"row")
    assert cache._load().entries == ({"page a.md": entry} if is_kept else {})


def test_what_heads_see_of_a_file_that_is_known_only_as_a_copy_is_not_known(
    site: Path, tmp_path: Path
) -> None:
    """Of a file that is both read as a page and copied the page counts."""
    write(site, "a.md", "---\ntitle: a\n---\n")
    reader = SiteReader(load_site(site))
    page, copied, other = Input("a.md", "page"), Input("a.md", "static-page"), Input("b.md", "page")
    cache = FileCache(str(tmp_path), "", reader, None)
    cache.remember({each: analyze.analyze(each, reader, ()) for each in (copied, other)})
    cache = FileCache(str(tmp_path), "", reader, None)
    assert cache.look_up([page, copied, other]).unknown == (page,)
    assert cache._in_heads.keys() == {"a.md", "b.md"}
    assert (cache._in_heads["a.md"], cache._in_heads["b.md"] != "") == ("", True)


@pytest.mark.parametrize(
    ("reads", "used", "is_kept"),
    [
        ("ab", 1, True),
        ("abc", 1, False),
        ("abcd", 2, True),
        ("abcde", 2, False),
        ("aa", 2, False),
        ("", 0, True),
    ],
)
def test_a_table_is_kept_while_most_of_it_is_of_use(reads: str, used: int, is_kept: bool) -> None:
    table = tuple(Read("file", name) for name in reads)
    assert file_cache._is_tidy(file_cache._Stored(table, {}, frozenset(range(used)))) is is_kept


def test_the_stamp_of_a_run_changes_with_the_files_that_it_asked_for(tmp_path: Path) -> None:
    """Also with one that stands in no folder that was looked into, and with one that was not there."""
    (tmp_path / "a").mkdir()
    seen = Seen(folders=("a",), files=("b.yml", "none.yml"))
    stamps = []
    for path, text in (
        ("b.yml", "x"),
        ("b.yml", "xy"),
        ("none.yml", "x"),
        ("a/c.md", "x"),
        ("other.yml", "x"),
    ):
        (tmp_path / path).write_text(text)
        stamps.append(run_cache.take_stamp(str(tmp_path), seen).digest)
        assert run_cache.take_stamp(str(tmp_path), seen).digest == stamps[-1]
    assert len(set(stamps)) == 4
    assert stamps[-1] == stamps[-2], "nobody asked for the last one"


@pytest.mark.parametrize("path", ["../secret.md", "{outside}/secret.md", "link.md", "\ud800", "\0"])
def test_findings_point_into_no_file_outside_of_the_site(path: str, tmp_path: Path) -> None:
    """A run that is remembered may name any."""
    (tmp_path / "secret.md").write_text("secret")
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "link.md").symlink_to("../secret.md")
    (tmp_path / "site" / "own.md").write_text("own")
    sources = FileSources(str(tmp_path / "site"))
    assert sources.text("own.md") == "own"
    assert sources.text(path.format(outside=tmp_path)) is None
