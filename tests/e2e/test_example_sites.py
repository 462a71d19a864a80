"""What every command says of each site below ``fixtures/sites``, kept whole below ``fixtures/answers``.

The sites are small and dense: each line is there for something that Jekyll, or we, make of it. Whoever changes
the program sees in the diff of the answers all that it changes, also what no test of its own looks at.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from tests.reference.goldens import Golden
from tests.sampled import sampled

from sitecheck import __version__
from sitecheck.cli import main
from sitecheck.engine.listings import preview
from sitecheck.engine.reading import open_site

FIXTURES = Path(__file__).parent.parent.parent / "fixtures"
SITES = sorted(path.name for path in (FIXTURES / "sites").iterdir())
JSON = ("--output-format", "json")
LEFT_BY_JEKYLL = shutil.ignore_patterns(".jekyll-cache", ".sass-cache", "_site")
"""What a build leaves behind in a folder, here in that of who compares the answers with Jekyll's."""
THEN = 1768478400 * 10**9
"""When the sites are built, 2026-01-15 at noon: what is published does not change from day to day."""


def then() -> int:
    return THEN


def is_untouched(*_: object) -> bool:
    return False


UNTOUCHED = mock.patch("sitecheck.engine.edits.fix_site._changed_since", is_untouched)
"""By that clock every file was changed after the run began, and ``fix`` would leave it alone."""
PAGES = (".md", ".html")
PARTS = ("_layouts/", "_includes/", "assets/")
ISLAND = re.compile(r'<script type="application/json" id="site">(.*?)</script>', re.DOTALL)
EVERYTHING = ("--select", "all", "--no-cache")


def said(*words: str) -> str:
    """What a command prints of the site in the working directory, or why it cannot."""
    told = io.BytesIO(), io.BytesIO()
    out, err = (io.TextIOWrapper(each, encoding="utf-8", newline="\n", write_through=True) for each in told)
    clock = mock.patch("time.time_ns", then)  # a plain function: to make a Mock each time took longer
    with clock, UNTOUCHED, contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        refused = main(list(words)) == 2
    return told[refused].getvalue().decode("utf-8").replace(__version__, "VERSION")


def rows(*words: str) -> str:
    """The JSON that a command prints, a line for each item of its lists."""
    return "".join(_rows(json.loads(said(*words, *JSON)), ""))


def checked() -> str:
    """What the check says, as rows, and what the HTML report draws of the site."""
    both = "--output", "json", "--output", "html:../report.html"
    report = said("check", *EVERYTHING, "--show-baselined", "--jobs", "1", *both)
    drawn = ISLAND.search(Path("../report.html").read_text("utf-8"))
    return "".join(_rows({**json.loads(report), "drawn": json.loads(drawn[1]) if drawn else None}, ""))


def _rows(value: Any, name: str) -> Iterator[str]:
    if isinstance(value, dict) and not name:
        for key, each in value.items():
            yield from _rows(each, key)
    elif isinstance(value, list):
        yield from (f"{name or 'row'}: {json.dumps(item, ensure_ascii=False)}\n" for item in value)
    elif name not in ("seconds", "phases"):
        yield f"{name}: {json.dumps(value, ensure_ascii=False)}\n"


def of_each(files: Iterable[str], *words: str) -> str:
    """What a command says of one file after the other, of a site that is opened once for all of them."""
    with contextlib.ExitStack() as once:
        for module in (open_site, preview):
            once.enter_context(mock.patch.object(module, "open_site", _kept(module.open_site)))
        once.enter_context(mock.patch.object(preview, "LayoutWork", _kept(preview.LayoutWork)))
        return "".join(f"== {name}\n{said(*words, name)}" for name in files)


def _kept(function: Callable[..., Any]) -> Callable[..., Any]:
    """A function that is called once, and then answers the same."""
    found: list[Any] = []

    def answered(*given: Any) -> Any:
        if not found:
            found.append(function(*given))
        return found[0]

    return answered


def files() -> list[str]:
    """All files of the site."""
    return sorted(path.as_posix() for path in Path().rglob("*") if path.is_file())


def pages() -> list[str]:
    """What may be pages."""
    return [each for each in files() if each.endswith(PAGES) and not each.startswith(PARTS)]


FACTS: dict[str, Callable[[], str]] = {
    "check": checked,
    "head": lambda: rows("head"),
    "links": lambda: rows("links", "--pages"),
    "math": lambda: rows("math"),
    "routes": lambda: rows("routes", "--anchors"),
}
"""What says all that is known of a site …"""
VIEWS: dict[str, Callable[[], str]] = {
    "drafts": lambda: said("check", *EVERYTHING, "--drafts", "--future", "--output-format", "concise"),
    "fix": lambda: said("fix", "--diff", "--unsafe", *EVERYTHING),
    "places": lambda: said("links"),
    "preview": lambda: of_each(pages(), "preview", "."),
    "why": lambda: of_each(files(), "why"),
}
"""… and what shows that in another way, or does something with it: `make fast` asks that of some sites."""
COMMANDS = {**FACTS, **VIEWS}


def answer(site: str, command: str) -> str:
    """What is said of a copy that lies in no repository and was written when it is built."""
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as scratch:
        whole = FIXTURES / "sites" / site
        folder = shutil.copytree(whole, Path(scratch, site), symlinks=True, ignore=LEFT_BY_JEKYLL)
        for path in folder.rglob("*"):
            os.utime(path, ns=(THEN, THEN), follow_symlinks=False)
        os.chdir(folder)
        try:
            return COMMANDS[command]()
        finally:
            os.chdir(before)


def kept(site: str, command: str) -> str:
    return (FIXTURES / "answers" / site / f"{command}.txt").read_text("utf-8")


def write() -> None:
    """Keep the answers as they are now; the diff is to be read."""
    for site in SITES:
        folder = FIXTURES / "answers" / site
        folder.mkdir(parents=True, exist_ok=True)
        for command in COMMANDS:
            (folder / f"{command}.txt").write_bytes(answer(site, command).encode())


GOLDENS = (Golden("example sites", write),)


@pytest.mark.parametrize("command", FACTS)
@pytest.mark.parametrize("site", SITES)
def test_what_is_known_of_an_example_site(site: str, command: str) -> None:
    assert answer(site, command) == kept(site, command)


@pytest.mark.parametrize("command", VIEWS)
@pytest.mark.parametrize("site", sampled(SITES, fast=6))
def test_what_is_said_of_an_example_site(site: str, command: str) -> None:
    assert answer(site, command) == kept(site, command)


def test_no_answer_is_left_of_a_site_that_is_gone() -> None:
    assert sorted(path.name for path in (FIXTURES / "answers").iterdir()) == SITES
