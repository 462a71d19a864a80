"""Safe fixes on whole real sites: real Jekyll builds the same pages, with other words only where they were mended."""

from __future__ import annotations

import difflib
import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from sitecheck.engine.edits.fix_site import fix_site
from sitecheck.engine.reading.run_options import RunOptions
from sitecheck.engine.settings.site_settings import read_settings
from sitecheck.jekyll import load_site
from sitecheck.model.fix import Safety
from sitecheck.rule.registry import load_rules
from sitecheck.testing import EVERY_PAGE, Case, cases, settings_for, write_site

SITES = ("cs231n", "devoto", "mathjax-web", "opensource-guide", "rails", "rubygems-guides")
STUBS = """# What plugins that are not installed bring: tags that print nothing.
class Nothing < Liquid::Tag; end
%w[seo feed_meta github_edit_link gist avatar octicon].each do |name|
  Liquid::Template.register_tag(name, Nothing) unless Liquid::Template.tags[name]
end
"""


class Words(HTMLParser):
    """The words that a browser shows."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in ("script", "style") and self._hidden > 0

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.found += data.split()


def words(page: Path) -> list[str]:
    reader = Words()
    reader.feed(page.read_text("utf-8", "replace"))
    return reader.found


@cache
def installed(plugin: str) -> bool:
    code = f'require "jekyll"; require "{plugin}"' if re.fullmatch(r"[\w-]+", plugin) else "exit 1"
    return subprocess.run(["ruby", "-e", code], capture_output=True, check=False).returncode == 0


def own_site(name: str, folder: Path) -> Path:
    """A copy of a real site that can be built here: without its theme and the plugins that are not installed."""
    corpus = os.environ.get("SITECHECK_CORPUS")
    if not corpus:
        pytest.skip("SITECHECK_CORPUS names no folder of real sites")
    if not shutil.which("jekyll") or not shutil.which("ruby"):
        pytest.skip("Jekyll is not installed")
    site = folder / "site"
    shutil.copytree(Path(corpus) / name, site, copy_function=shutil.copyfile)
    for path in [site, *site.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)
    for path in site.rglob("*.scss"):
        if "_sass" not in path.parts:
            path.unlink()
    (folder / "stubs").mkdir()
    (folder / "stubs" / "stubs.rb").write_text(STUBS, "utf-8")
    config: dict[str, Any] = yaml.safe_load((site / "_config.yml").read_text("utf-8")) or {}
    plugins = [plugin for plugin in config.get("plugins") or config.get("gems") or [] if installed(plugin)]
    over = {"plugins": plugins, "gems": None, "theme": None, "remote_theme": None}
    over |= {"plugins_dir": str(folder / "stubs"), "time": "2026-01-01 12:00:00 +0000"}
    (folder / "over.yml").write_text(yaml.safe_dump(over), "utf-8")
    return site


def built(site: Path, target: Path) -> Path:
    configs = f"{site / '_config.yml'},{site.parent / 'over.yml'}"
    command = ["jekyll", "build", "--quiet", "--disable-disk-cache", "--config", configs]
    done = subprocess.run(
        [*command, "-s", str(site), "-d", str(target)],
        env={**os.environ, "JEKYLL_NO_BUNDLER_REQUIRE": "true", "LANG": "C.UTF-8"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")[-2000:]
    return target


def texts(site: Path) -> dict[str, bytes]:
    files = (path for path in site.rglob("*") if path.is_file())
    return {str(path.relative_to(site)): path.read_bytes() for path in files}


def places(before: list[str], after: list[str]) -> int:
    """At how many places two texts differ."""
    codes = difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return sum(code[0] != "equal" for code in codes)


def changed_pages(before: Path, after: Path) -> Iterator[str]:
    """The HTML pages that show other words."""
    for page in sorted(before.rglob("*.htm*")):
        name = str(page.relative_to(before))
        if not page.is_file():
            continue
        if page.read_bytes() != (after / name).read_bytes() and words(page) != words(after / name):
            yield name


@pytest.mark.corpus
@pytest.mark.reference
@pytest.mark.parametrize("name", SITES)
def test_safe_fixes_leave_a_real_site_as_it_is(name: str, tmp_path: Path) -> None:
    site = own_site(name, tmp_path)
    old = texts(site)
    before = built(site, tmp_path / "before")
    settings, memory = read_settings(None, site=str(site)), str(tmp_path / "memory")
    options = RunOptions(site=str(site), settings=settings, jobs=1, cache_dir=memory)
    assert fix_site(options, Safety.SAFE).unsettled == ()
    new = texts(site)
    assert new.keys() == old.keys()
    changed = {path for path in old if old[path] != new[path]}
    after = built(site, tmp_path / "after")
    files = {str(path.relative_to(before)) for path in before.rglob("*") if path.is_file()}
    assert {str(path.relative_to(after)) for path in after.rglob("*") if path.is_file()} == files
    made_of = {route.output: path for path, route in load_site(str(site)).by_source.items()}
    for page in changed_pages(before, after):
        source = made_of.get(page, "")
        assert source in changed or any(path.startswith(("_includes", "_layouts")) for path in changed), page
        if source in changed:
            lines = [each[source].decode("utf-8", "replace").splitlines() for each in (old, new)]
            spots = places(*lines)
            assert places(words(before / page), words(after / page)) <= 4 * spots, page
    assert fix_site(options, Safety.SAFE).fixed == ()
    assert texts(site) == new, "a second run mends something"


class Mended(NamedTuple):
    """An example of a rule before and after its safe fix, with how many lines of its files are others."""

    case: Case
    before: Path
    after: Path
    spots: int


def mended(case: Case, folder: Path) -> Mended | None:
    """An example and what its safe fix makes of it; ``None`` where there is no such fix."""
    files = dict(case.example.site())
    if "plugins" not in files.get("_config.yml", "") and case.rule.group != "config":
        files["_config.yml"] = files.get("_config.yml", "") + EVERY_PAGE
    before, after = write_site(folder / "before", files), write_site(folder / "after", files)
    settings = settings_for(case.rule, case.example.options, after)
    options = RunOptions(site=str(after), settings=settings, jobs=1)
    if not fix_site(options, Safety.SAFE).fixed:
        return None
    new = texts(after)
    assert fix_site(options, Safety.SAFE).fixed == (), f"{case}: a second run mends something"
    assert texts(after) == new
    lines = ([each[path].splitlines() for path in files] for each in (texts(before), new))
    return Mended(case, before, after, sum(places(*pair) for pair in zip(*lines, strict=True)))


def build_all(folders: list[Path]) -> dict[Path, bool]:
    """Builds each folder into one beside it, called after it; whether that went well."""
    lines = "".join(f"{folder}\t{folder}.built\n" for folder in folders)
    command = ["ruby", str(Path(__file__).parent / "build_all.rb")]
    done = subprocess.run(command, input=lines, capture_output=True, text=True, check=True)
    return {Path(folder): built for folder, built in map(json.loads, done.stdout.splitlines())}


@pytest.mark.reference
@pytest.mark.slow
def test_safe_fixes_of_every_rule_leave_a_site_as_it_is(tmp_path: Path) -> None:
    """On the examples of all rules: no corpus has a fault of each."""
    if not shutil.which("jekyll") or not shutil.which("ruby"):
        pytest.skip("Jekyll is not installed")
    tried = [
        case for case in cases(*load_rules().values()) if getattr(case.example, "fixed", None) is not None
    ]
    found = [each for number, case in enumerate(tried) if (each := mended(case, tmp_path / str(number)))]
    built = build_all([folder for each in found for folder in (each.before, each.after)])
    compared = set[str]()
    for each in (each for each in found if built[each.before]):
        assert built[each.after], f"{each.case}: the site no longer builds"
        before, after = (Path(f"{folder}.built") for folder in (each.before, each.after))
        assert texts(before).keys() == texts(after).keys(), each.case
        for page in changed_pages(before, after):
            assert places(words(before / page), words(after / page)) <= 4 * each.spots, (each.case, page)
        compared.add(each.case.rule.id)
    assert {each.case.rule.id for each in found} - compared == set(), "of these no example builds"
    assert len(compared) >= 20
