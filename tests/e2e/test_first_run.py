"""The first hour of a new user: what the tool says of folders, paths and words that are not what it expects."""

from __future__ import annotations

import json
import os
import re
import subprocess
import typing
from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.e2e.conftest import Cli

from sitecheck.cli.links import STATUSES
from sitecheck.engine.folders.recognize import other_kind
from sitecheck.jekyll.links.resolve import Status

PAGE = "---\ntitle: A page\ndescription: d\n---\n"
CONFIG = "title: t\nurl: https://a.example\n"
BROKEN = PAGE + "[a](nowhere.html)\n"
SITE = {"_config.yml": CONFIG, "index.md": PAGE, "_posts/2024-01-02-a.md": BROKEN}
CONCISE = ("--output-format", "concise")
Files = Mapping[str, str]


def write(folder: Path, files: Files, below: str = "") -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        path = folder / below / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


LIQUID = {"content/a.md": "---\ntitle: a\n---\n{{< fig >}}\n", "index.html": "<a href=/x>a</a>"}
FEED = '<feed><generator uri="http://octopress.org/">Octopress</generator></feed>'
GENERATOR = '<html><head><meta name="generator" content="Jekyll v4.3.4" /></head><a href="/gone"></a></html>'
FROM_ABOVE = {
    "_config.yml": CONFIG,
    "_layouts/shelf.html": "<html lang='en'>{{ content }}</html>\n",
    "docs/_config.yml": f"{CONFIG}collections_dir: docs\ndata_dir: /docs/_data\n",
    "docs/index.md": "---\nlayout: shelf\n---\n",
    "docs/_data/a.yml": "a: b\n",
}
"""What ``jekyll build --config docs/_config.yml`` makes a site of."""
WRONG: dict[str, tuple[Files, str, str]] = {
    "hugo": ({"hugo.toml": "", **LIQUID}, "", "a Hugo site"),
    "hugo-by-folders": (
        {"config/_default/hugo.toml": "", "content/a.md": BROKEN, "layouts/a.html": ""},
        "",
        "a Hugo site",
    ),
    "old-hugo": ({"config.toml": "", "archetypes/default.md": "", **LIQUID}, "", "a Hugo site"),
    "workbench": (
        {"config.yaml": "carpentry: swc\n", "episodes/a.md": "# A\n"},
        "",
        "a lesson of The Carpentries",
    ),
    "r-package": ({"DESCRIPTION": "Package: a\n", "NAMESPACE": "", "a/paper.md": BROKEN}, "", "an R package"),
    "hakyll": (
        {"site.hs": "", "templates/default.html": "$body$", "index.md": "---\ntitle: a\n---\n"},
        "",
        "a Hakyll site",
    ),
    "gitbook": (
        {".gitbook/assets/a.png": "", "SUMMARY.md": "# A\n", "README.md": "---\ntitle: a\n---\n"},
        "",
        "a GitBook",
    ),
    "eleventy": ({".eleventy.js": "", "_includes/a.njk": "", **LIQUID}, "", "an Eleventy site"),
    "eleventy-that-was-jekyll": (
        {".eleventy.js": "", "_config.yml": "", "_includes/a.njk": "", "_posts/2024-01-02-a.md": BROKEN},
        "",
        "an Eleventy site",
    ),
    "docpad": ({"docpad.js": "", "src/documents/a.html.md": BROKEN}, "", "a DocPad site"),
    "mkdocs": ({"mkdocs.yml": "site_name: a\n", "docs/index.md": "# A\n"}, "", "a MkDocs site"),
    "docusaurus": ({"docusaurus.config.js": "", **LIQUID}, "", "a Docusaurus site"),
    "lume": ({"_config.ts": "", **LIQUID}, "", "a Lume site"),
    "gatsby": ({"gatsby-config.js": "", **LIQUID}, "", "a Gatsby site"),
    "astro": ({"astro.config.mjs": "", **LIQUID}, "", "an Astro site"),
    "hexo": ({"_config.yml": "", "scaffolds/post.md": "", "source/a.md": BROKEN}, "", "a Hexo site"),
    "hexo-without-scaffolds": (
        {
            "_config.yml": "",
            "package.json": "{}",
            "source/a.md": BROKEN,
            **{f"themes/b/{name}": "" for name in ("_config.yml", "layout/a.ejs", "source/a.css")},
        },
        "",
        "a Hexo site",
    ),
    "docfx": ({"docfx.json": "{}", "index.md": BROKEN}, "", "a DocFX project"),
    "hexo-theme": (
        {
            "_config.yml": "",
            "layout/a.ejs": "---\nlayout: b\n---\n",
            "source/a.css": "",
            "languages/en.yml": "",
        },
        "",
        "a Hexo theme",
    ),
    "jupyter-book": ({"_config.yml": "", "_toc.yml": "", "intro.md": BROKEN}, "", "a Jupyter Book"),
    "sphinx": ({"conf.py": "", "index.md": BROKEN}, "", "a Sphinx project"),
    "zola": ({"config.toml": "", "content/a.md": BROKEN, "templates/a": ""}, "", "a Zola site"),
    "zola-theme": (
        {"config.toml": "", "content/a.md": BROKEN, "templates/a": "", "themes/a": ""},
        "",
        "a Zola site",
    ),
    "hugo-theme": ({"config.toml": "", "content/a.md": BROKEN, "themes/a": ""}, "", "a Hugo site"),
    "mdbook": ({"book.toml": "", "src/a.md": BROKEN}, "", "an mdBook"),
    "pelican": ({"pelicanconf.py": "", "content/a.md": BROKEN}, "", "a Pelican site"),
    "statocles": ({"site.yml": "", "theme/a.css": "", "a.markdown": BROKEN}, "", "a Statocles site"),
    "vitepress": ({".vitepress/config.js": "", "index.md": BROKEN}, "", "a VitePress site"),
    "virtual-environment": ({"pyvenv.cfg": "", "lib/a.md": BROKEN}, "", "a Python virtual environment"),
    "built": ({"index.html": GENERATOR}, "", "Jekyll has built"),
    "built-feed": ({"index.html": "<a href=/gone></a>", "atom.xml": FEED}, "", "Jekyll has built"),
    "_site": ({**SITE, "_site/index.html": "<a href=/gone></a>"}, "_site", "Jekyll has built"),
    "posts": (SITE, "_posts", "a folder of posts"),
    "posts-alone": ({"_posts/2024-01-02-a.md": BROKEN}, "_posts", "a folder of posts"),
    "part": ({**SITE, "about/a.md": BROKEN}, "about", "a part of a site"),
    "read-from-above": (FROM_ABOVE, "docs", "a part of the site above, as the folders"),
    "empty": ({}, "", "an empty folder"),
    "program": ({"setup.py": "", "README.md": "[a](gone)\n"}, "", "no Jekyll site"),
    "program-with-other-site": (
        {"README.md": "[a](gone)\n", "website/docusaurus.config.js": "", "website/docs/a.md": BROKEN},
        "",
        "no Jekyll site",
    ),
    "content-of-hugo": (
        {"hugo.toml": "", "content/posts/a.md": BROKEN},
        "content",
        "a part of a Hugo site",
    ),
    "source-of-eleventy": (
        {"eleventy.config.js": "", "src/index.md": BROKEN, "src/_includes/a.njk": ""},
        "src",
        "a part of an Eleventy site",
    ),
    "docs-of-mkdocs": ({"mkdocs.yml": "", "docs/index.md": BROKEN}, "docs", "a part of a MkDocs site"),
    "of-another-build": (
        {"docs/index.md": "---\ntitle: a\n---\n{% include links.md %}\n"},
        "",
        "a part of a site: its pages include files",
    ),
    "two-sites": ({f"{name}/{path}": text for name in "ab" for path, text in SITE.items()}, "", "2 sites"),
}


@pytest.mark.parametrize("kind", WRONG)
def test_a_folder_that_is_no_site_is_named_and_not_judged(kind: str, tmp_path: Path, cli: Cli) -> None:
    files, named, words = WRONG[kind]
    folder = write(tmp_path / "it", files) / named
    answer = cli("check", folder)
    assert (answer.code, answer.out) == (2, "")
    (line,) = answer.err.splitlines()
    assert words in line
    for command in ("fix", "routes", "links", "math"):
        assert cli(command, folder).code == 2


@pytest.mark.parametrize(
    "files", [{"feed.xml": f"---\n---\n{FEED}"}, {"feed.xml": FEED, "_posts/a.md": BROKEN}]
)
def test_a_feed_of_the_sources_makes_no_site_that_was_built(files: Files, tmp_path: Path) -> None:
    assert other_kind(str(write(tmp_path / "it", {"index.html": "<a href=/gone></a>", **files}))) == ""


@pytest.mark.parametrize(("count", "end"), [(5, "site3, ..site4"), (6, "site3, ..site4, …")])
def test_of_many_sites_below_a_folder_five_are_named(count: int, end: str, tmp_path: Path, cli: Cli) -> None:
    files = {f"site{number}/{path}": text for number in range(count) for path, text in SITE.items()}
    told = cli("check", write(tmp_path / "it", files)).err.rstrip()
    assert f"below it are {count} sites, name one: " in told
    assert re.sub(r"\S*/", "..", told).endswith(end)


@pytest.mark.parametrize("files", [{"_config.yml": ""}, {"_config.yml": "", "_layouts/a.html": ""}])
def test_where_nothing_would_be_published_there_is_no_verdict(files: Files, tmp_path: Path, cli: Cli) -> None:
    answer = cli("check", write(tmp_path / "it", files))
    assert (answer.code, answer.out) == (2, "")
    assert "nothing in this folder would be published" in answer.err
    write(tmp_path / "it", {"_config.yml": "a: [\n"})
    assert cli("check", tmp_path / "it").code == 1, "what is wrong is told"


@pytest.mark.parametrize("named", [(), (".",)])
def test_a_site_in_a_folder_of_the_repository_is_found_and_said(
    named: tuple[str, ...], tmp_path: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, {"README.md": "[a](gone)\n", "mkdocs.yml": "", "node_modules/a/_config.yml": ""})
    monkeypatch.chdir(write(tmp_path, SITE, "docs"))
    answer = cli("check", *named, "--select", "broken-link", "--output-format", "concise")
    assert answer.code == 1
    assert answer.out == "docs/_posts/2024-01-02-a.md:5:5: error broken-link nowhere.html leads nowhere\n"
    assert "the site is in docs" in answer.err
    quiet = cli("check", *named, "--select", "broken-link", "-q")
    assert (quiet.code, quiet.err) == (1, "")


def test_the_site_around_the_working_directory_is_found_and_said(
    tmp_path: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, SITE)
    monkeypatch.chdir(tmp_path / "_posts")
    answer = cli("check", "--output-format", "concise", "--select", "broken-link")
    assert answer.out.startswith("../_posts/2024-01-02-a.md:5:5: ")
    assert answer.err.startswith("sitecheck: the site is ..")


def test_a_configuration_for_a_build_of_the_folder_above_makes_no_site(
    tmp_path: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, FROM_ABOVE)
    layouts = ("--select", "unknown-layout", *CONCISE)
    assert cli("check", tmp_path / "docs/index.md", *layouts).code == 0, "the site of a file"
    monkeypatch.chdir(tmp_path / "docs")
    answer = cli("check", *layouts)
    assert answer.code == 0
    assert answer.err.startswith("sitecheck: the site is ..")


@pytest.mark.parametrize(
    "files",
    [
        {"docs/docs/a.md": PAGE},
        {"docs/_config.yml": f"{CONFIG}collections_dir: notes\n", "docs/notes/_a/a.md": PAGE},
        {"docs/.git/HEAD": ""},
        {"_config.yml/a.txt": ""},
    ],
    ids=["the folder is there", "another folder", "a repository of its own", "no site above"],
)
def test_a_site_beside_another_is_one_by_itself(files: Files, tmp_path: Path, cli: Cli) -> None:
    files = {**FROM_ABOVE, **files}
    folder = (
        write(tmp_path, {name: text for name, text in files.items() if f"{name}/a.txt" not in files}) / "docs"
    )
    assert "there is no layout 'shelf'" in cli("check", folder, "--select", "unknown-layout", *CONCISE).out


def test_the_search_upward_ends_with_the_repository(
    tmp_path: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = write(write(tmp_path, SITE) / "inner", {"a.txt": "", ".git/HEAD": ""})
    monkeypatch.chdir(inner)
    assert cli("check").code == 2


def test_a_site_may_lie_in_another_programs_folder(tmp_path: Path, cli: Cli) -> None:
    check = ("--select", "broken-link", "--output-format", "concise")
    write(tmp_path, {"mkdocs.yml": "", "docs/_posts/2024-01-02-a.md": BROKEN})
    assert cli("check", tmp_path / "docs", *check).code == 1, "what only Jekyll has"
    write(tmp_path, {"site/_config.yml": CONFIG, "site/index.md": BROKEN})
    assert cli("check", tmp_path / "site", *check).code == 1, "a configuration"


def test_a_site_needs_no_configuration_of_its_own(tmp_path: Path, cli: Cli) -> None:
    assert cli("check", write(tmp_path / "a", {"index.md": BROKEN}), "--select", "broken-link").code == 1
    assert cli("check", write(tmp_path / "b", {"about/x.md": BROKEN}), "--select", "broken-link").code == 1


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with settings at its root and a site in docs/."""
    write(tmp_path, SITE, "docs")
    write(tmp_path, {".sitecheck.yml": "select: [broken-link]\nfail-on: never\n"})
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("exclude", ["docs/_posts", "/_posts", "docs/_posts/*", "_posts/2024-01-02-a.md"])
def test_settings_are_found_upward_in_the_repository(exclude: str, project: Path, cli: Cli) -> None:
    answer = cli("check", "docs", "--output-format", "concise")
    assert (answer.code, answer.out.count("broken-link")) == (0, 1)
    (project / ".sitecheck.yml").write_text(f"select: [broken-link]\nexclude: [{exclude}]\n")
    assert cli("check", "docs", "--output-format", "concise").out == ""
    nearer = project / "docs/.sitecheck.yaml"
    nearer.write_text("select: [broken-link]\n")
    assert cli("check", "docs").code == 1, "the nearest counts, and yaml is yml"
    (project / "docs/.sitecheck.yml").write_text("")
    assert ".sitecheck.yaml, too" in cli("check", "docs").err


def test_settings_outside_of_the_repository_do_not_count(project: Path, cli: Cli) -> None:
    write(project / "inner", {**SITE, ".git/HEAD": ""})
    assert "recommended" not in cli("check", "inner").err
    assert cli("check", "inner").code == 1


PATHS = (
    "docs/_posts/2024-01-02-a.md",
    "./docs/_posts/2024-01-02-a.md",
    "_posts/2024-01-02-a.md",
    "docs",
    "docs/",
)


@pytest.mark.parametrize("path", [*PATHS, "2024-*", "_posts/**", "docs/_posts/*"])
def test_only_takes_paths_as_they_are_printed(path: str, project: Path, cli: Cli) -> None:
    check = ("check", "docs", "--output-format", "concise", "--only")
    assert cli(*check, path).out.startswith("docs/_posts/2024-01-02-a.md:5:5")
    whole = project / "docs/_posts/2024-01-02-a.md"
    assert cli(*check, whole).out.count("\n") == 1
    asked = path if path in PATHS[:3] else whole
    for words in (("docs", asked), (asked, "--site", "docs")):
        assert cli("why", *words).out.startswith("_posts/")


def test_an_address_that_begins_like_the_folder_of_the_site_is_asked_for_as_it_is(
    project: Path, cli: Cli
) -> None:
    write(project / "docs", {"guide.md": "---\npermalink: /docs/guide/\n---\nText\n"})
    answer = cli("why", "docs/guide/", "--site", "docs")
    assert answer.out.startswith("/docs/guide/ is made by guide.md")
    assert cli("why", "docs/guide.md", "--site", "docs").out.startswith("guide.md")


def test_only_takes_a_path_as_another_working_directory_prints_it(
    project: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project / "docs/_posts")
    answer = cli("check", "--only", "../_posts/2024-01-02-a.md", "--output-format", "concise")
    assert answer.out.startswith("../_posts/2024-01-02-a.md:5:5")


@pytest.mark.parametrize(
    ("pattern", "said"),
    [("docs/_includes", ""), ("docs/_includes/*", ""), ("docs/_drafts/*", "_drafts/* is not judged")],
)
def test_only_says_of_a_folder_that_it_is_not_judged_where_no_file_of_it_is(
    pattern: str, said: str, project: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {"_includes/a.html": "a", "_drafts/a.md": "a", "a.md": "---\n---\n{% include a.html %}\n"}
    write(project / "docs", files)
    monkeypatch.chdir(project)
    assert said in (told := cli("check", "docs", "--only", pattern, *CONCISE).err)
    assert ("is not judged" in told) == bool(said)


@pytest.mark.parametrize("name", ["2024-01-02-a.md", "[x] *!.md"])
def test_a_file_in_place_of_the_site_means_itself_in_its_site(
    name: str, project: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = project / "docs/_drafts/x.md"
    write(project, {"_posts/x a.md": PAGE, name: BROKEN}, "docs/sub")
    other.parent.mkdir()
    other.write_text(BROKEN)
    file = f"docs/_posts/{name}" if name.startswith("2024") else f"docs/sub/{name}"
    for path in (file, project / file):
        assert cli("check", path, *CONCISE).out.startswith(f"{file}:5:5: ")
        assert cli("check", path, *CONCISE).out.count("\n") == 1
    monkeypatch.chdir(project / "docs/_posts")
    answer = cli("check", project / file, *CONCISE)
    assert answer.out.startswith("../"), "paths count from here"
    assert len(json.loads(cli("head", project / file, "--output-format", "json").out)["pages"]) == 1
    assert "1 finding left" in cli("fix", project / file).out
    answer = cli("check", other, *CONCISE)
    assert (answer.code, answer.out) == (0, "")
    assert "sitecheck: _drafts/x.md is not judged: " in answer.err
    assert cli("check", project / ".sitecheck.yml").code == 0
    assert "no Jekyll site" in cli("check", write(project.parent / "no", {"a.txt": ""}) / "a.txt").err


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (("check", "--only", "_posts/2024-01-02-b.md"), "did you mean '_posts/2024-01-02-a.md'"),
        (("check", "--only", "indx.md"), "did you mean 'index.md'"),
        (("check", "--only", "nothing/**"), "no file of the site matches"),
        (("fix", "--only", "nothing/**"), "no file of the site matches"),
        (("links", "--status", "brokn-page"), "broken-page"),
        (("check", "--select", "brokn-link"), "broken-link"),
        (("check", "--select", "links", "--ignore", "links"), "no rule is on"),
    ],
)
def test_words_that_match_nothing_exit_with_2(
    words: tuple[str, ...], meant: str, project: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project / "docs")
    answer = cli(*words)
    assert (answer.code, answer.out) == (2, "")
    assert meant in answer.err


def test_the_statuses_that_can_be_asked_for_are_those_that_there_are() -> None:
    assert typing.get_args(Status) == STATUSES


@pytest.mark.corpus
def test_the_report_on_a_site_of_two_thousand_pages_can_be_read(tmp_path: Path, cli: Cli) -> None:
    corpus = os.environ.get("SITECHECK_CORPUS")
    if not corpus:
        pytest.skip("SITECHECK_CORPUS is not set")
    site = Path(corpus, "rails")
    whole = tmp_path / "report.json"
    answer = cli("check", site, "--output", "text", "--output", f"json:{whole}")
    left = re.findall(r"^… and ([\d,]+) more of", answer.out, re.MULTILINE)
    places = re.findall(
        r"\((\d+) places\)$|= also: (?:(\d+) more places|\S+:\d+:\d+$)", answer.out, re.MULTILINE
    )
    heads = re.findall(r"^\S+:\d+:\d+: (?:error|warning|info): ", answer.out, re.MULTILINE)
    more = sum(int(row) - 1 if row else int(further or 1) for row, further in places)
    total = json.loads(whole.read_text("utf-8"))["summary"]["findings"]
    assert answer.out.count("\n") <= 300
    assert len(heads) + more + sum(int(number.replace(",", "")) for number in left) == total


def test_the_least_severity_that_is_shown(tmp_path: Path, cli: Cli) -> None:
    folder = write(tmp_path / "it", {**SITE, "a.md": PAGE + "<font>x</font>\n"})
    check = ("check", folder, "--select", "obsolete-html,broken-link", "--min-severity")
    answer = cli(*check, "warning")
    assert answer.code == 1
    assert "<font>" not in answer.out
    assert "; 1 info not shown.\nNot shown: 1 obsolete-html (--min-severity info tells all)." in answer.out
    assert "<font>" in cli(*check, "info").out
    assert cli(*check, "error", "--fail-on", "info", "--ignore", "broken-link").code == 1, (
        "but it still counts"
    )


AHEAD = {**SITE, "_posts/2999-01-02-b.md": PAGE}
"""A site with a post that is to come, which is an information of a rule that warns."""


@pytest.mark.parametrize(
    ("settings", "options", "shown"),
    [
        ("", (), False),
        ("", ("--select", "recommended"), False),
        ("", ("--extend-select", "link-text"), False),
        ("", ("--min-severity", "info"), True),
        ("", ("--fail-on", "info"), True),
        ("", ("--select", "strict"), True),
        ("", ("--extend-select", "unpublished-post"), True),
        ("", ("--select", "front-matter"), True),
        ("fail-on: info\n", (), True),
        ("select: [strict]\n", (), True),
        ("rules: {unpublished-post: info}\n", (), True),
        ("overrides: [{files: [_posts/**], rules: {unpublished-post: info}}]\n", (), True),
    ],
)
def test_informations_of_rules_that_warn_are_told_to_who_asks(
    tmp_path: Path, cli: Cli, settings: str, options: tuple[str, ...], shown: bool
) -> None:
    site = write(tmp_path / "it", {**AHEAD, ".sitecheck.yml": settings} if settings else AHEAD)
    cache = ("--cache-dir", str(tmp_path / "cache"))
    for _ in range(2):  # the second run remembers the first
        answer = cli("check", site, *cache, *options)
        assert ("its date, 2999-01-02, lies in the future" in answer.out) is shown
        assert ("Not shown: 1 unpublished-post" in answer.out) is not shown


@pytest.mark.parametrize("command", ["baseline", "head", "init", "links", "math", "preview", "routes", "why"])
def test_each_command_finds_the_site_below(command: str, cli: Cli, tmp_path: Path) -> None:
    site = write(tmp_path / "site", SITE, "docs")
    named = ["index.md"] if command in ("preview", "why") else []
    result = cli(command, str(site), *named)
    assert result.code == 0
    assert f"the site is in {site / 'docs'}" in result.err
