"""Files that workflows bring from other repositories."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitecheck.jekyll import Site, load_site
from sitecheck.jekyll.generators.brought_files import brought_files
from sitecheck.model.unknown import words
from sitecheck.testing import write_site

FLOW = ".github/workflows/pages.yml"
OTHER = """\
      - uses: actions/checkout@v4
        with: {repository: org/more, path: more}
"""


def _load(folder: Path, files: dict[str, str]) -> Site:
    write_site(folder, files)
    return load_site(folder)


def workflow(*steps: str) -> str:
    """A workflow that builds a site after ``steps``."""
    return "".join(("jobs:\n  build:\n    steps:\n", *steps, "      - run: bundle exec jekyll build\n"))


def run(*lines: str) -> str:
    """A step that runs a script."""
    return "      - run: |\n" + "".join(f"          {line}\n" for line in lines)


@pytest.mark.parametrize(
    ("lines", "comes", "stays"),
    [
        (["rsync -a --delete .work/_site/ _site/ui/$name/"], "ui/more/index.html", "b.html"),
        (["for name in $(./list); do", 'mkdir -p "_site/ui/$name"', "done"], None, "ui/more/index.html"),
        (["cp -r target/doc/. _site/api"], "api/more/a.html", "b.html"),
        (["cp -r doc _site/api"], "api/a.html", "doc/a.html"),
        (["cp -r doc _site/api 2>/dev/null || true"], "api/a.html", "doc/a.html"),
        *(
            ([command], "api/a.html", "doc/a.html")
            for command in (
                *("FOO=1 cp -r doc _site/api", "time cp -r doc _site/api", "/bin/cp -r doc _site/api"),
                *("rsync -a doc _site/api --exclude x", "rsync -t doc _site/api", "cp -t _site/api doc/*"),
                *(
                    "cp --target-directory=_site/api doc/*",
                    'cp -r doc "$PWD/_site/api"',
                    "{ cp -r doc _site/api; }",
                ),
                *("(cp -r doc $(pwd)/_site/api)", "if x; then y; else cp -r doc _site/api; fi"),
            )
        ),
        (["./make > x.html", "cd doc", "./make > y.html"], "doc/y.html", "y.html"),
        (["./make > x.html", "cd doc", "./make > y.html"], "x.html", "doc/x.html"),
        (["cp -r doc \\", "  _site/api"], "api/a.html", "doc/a.html"),
        (["cp -r doc _site"], "doc/more.html", "a.html"),
        (["cp -r doc/ _site/"], "doc/more.html", "a.html"),
        (["rsync -a doc/ _site/"], "made.html", "doc/made.html"),
        (["cp -r doc/* _site"], "made.html", "b.html"),
        (["cp -r made/* _site"], "b.html", None),
        (["cp made/*.html _site"], "b.html", None),
        (["cp -r /made/* _site"], "b.html", None),
        (["cp -r ../* _site"], "b.html", None),
        (["cd doc", "cp -r * ../_site"], "made.html", "b.html"),
        (["cp -r $MADE _site"], "b.html", None),
        (["cp -r $MADE/* _site"], "b.html", None),
        (["cp made/c.html doc/d.html _site"], "c.html", "b.html"),
        (["cp made/c.html doc/d.html _site"], "d.html", "b.html"),
        (["cp -r made _site/$name"], "b.html", None),
        (["cd _site", "cp index.html 405.html"], "405.html", "b.html"),
        (["jekyll build -d ./out/site", "cp -r made out/site/api"], "api/a.html", "b.html"),
        (["cp -r made out/site/api"], None, "api/a.html"),
        (["cp -r made $GITHUB_WORKSPACE/_site/x/${{ github.ref_name }}"], "x/a.html", "b.html"),
        (["cp -r _site/. out", "mv _site public"], None, "b.html"),
        (["cp -r made doc/_site"], None, "b.html"),
    ],
)
def test_what_is_copied_into_the_built_site_is_there(
    lines: list[str], comes: str | None, stays: str | None, tmp_path: Path
) -> None:
    files = {FLOW: workflow(run(*lines)), "a.md": "---\n---\n", "doc/made.txt": "", "doc/made.html": ""}
    site = _load(tmp_path, {**files, "_config.yml": "exclude: [doc]\n"})
    assert comes is None or FLOW in words(site.may_exist(comes))
    assert stays is None or not site.may_exist(stays)


@pytest.mark.parametrize(
    ("steps", "comes", "stays"),
    [
        (OTHER + run("cp -rp $GITHUB_WORKSPACE/more/docs/. $GITHUB_WORKSPACE/docs"), "docs/a.html", "b.html"),
        (OTHER + run("mkdir -p x", "cd more", "sudo mv a.md ../docs/"), "docs/a.html", "b.html"),
        (OTHER + run("rsync -a --delete more/ _site/other/"), "other/a.html", "b.html"),
        (OTHER + run('if [ -d more ]; then cp "more/a" docs; fi'), "docs/a", "b.html"),
        (OTHER + run("cp more/posts/*.md _posts"), "2024/a.html", None),
        (OTHER + run("cp -r more/* ."), "b.html", None),
        (OTHER + run("cp -r more/out $TARGET"), "b.html", None),
        (OTHER, "more/a.html", "docs/a.html"),
        (OTHER.replace("path: more", "path: 5"), "5/a.html", "more/a.html"),
        ("      - uses: 5\n" + OTHER, "more/a.html", "5/a.html"),
        ("      - run: make > b.txt\n        working-directory: 5\n", "5/b.txt", "b.txt"),
        (run("make > \"'c.txt'\""), "c.txt", "b.txt"),
        (OTHER.replace(", path: more", ""), None, "more/a.html"),
        (OTHER.replace("path: more", "path: ../more"), None, "more/a.html"),
        (run("git clone --depth 1 https://example.org/more.git", "cp more/a docs/a"), "docs/a", "b.html"),
        (run("git clone https://example.org/more.git theirs"), "theirs/a.html", "more/a.html"),
        (run("git clone --depth 1", "git clone https://example.org/more /tmp/more", "cp more/a docs/a"), None, "docs/a"),
        (OTHER + run("cp -r _site/. more/", "cd more", "git push"), "more/a", "docs/a.html"),
        (OTHER + run("cp -r more/x /tmp/x", "cp more/x ~/x", "cp more/d.yml _data/"), "more/a", "x"),
        (run("cp -r docs/* other"), None, "other/a.html"),
        (run("lake exe graph docs/deps.pdf"), "docs/deps.pdf", "deps.pdf"),
        (run("cd docs", "pandoc cv.md -o cv.pdf"), "docs/cv.pdf", None),
        (run("make >./log/build.txt", 'echo "/a.txt ~/b.txt x/../../c.txt v1.2"'), "log/build.txt", "a.txt"),
        (run("curl https://example.org/d.pdf"), None, "d.pdf"),
        (run('echo "baseurl: /x" > _config_ci.yml', "jekyll build --config _config_ci.yml,_config.yml"), None, "b.html"),
        (run("printf 'permalink: pretty' > _config_ci.yml", "jekyll build --config _config.yml,_config_ci.yml"), "b/index.html", None),
        (run("make _talks/a.md"), "talks/a.html", None),
        ("      - uses: actions/checkout@v4\n        with: {path: here}\n" + OTHER, None, "more/a.html"),
        (
            "      - uses: actions/checkout@v4\n        with: {path: here}\n"
            + OTHER
            + run("cp more/a here/docs"),
            "docs/a",
            "here/docs/a",
        ),
    ],
)  # fmt: skip
def test_what_is_copied_out_of_another_repository_may_be_there(
    steps: str, comes: str | None, stays: str | None, tmp_path: Path
) -> None:
    site = _load(tmp_path, {FLOW: workflow(steps), "a.md": "---\n---\n"})
    assert comes is None or FLOW in words(site.may_exist(comes))
    assert stays is None or not site.may_exist(stays)


@pytest.mark.parametrize("name", ["action.yml", "action.yaml"])
def test_an_action_of_the_repository_itself_is_read(name: str, tmp_path: Path) -> None:
    """As ethereum/EIPs merges the documents of a second repository."""
    action = "runs:\n  using: composite\n  steps:\n" + (OTHER + run("cp -r more/. docs")).replace(
        "      ", "  "
    )
    steps = "      - uses: ./.github/actions/merge\n"
    files = {FLOW: workflow(steps), f".github/actions/merge/{name}": action, "a.md": "---\n---\n"}
    site = _load(tmp_path, files)
    assert FLOW in words(site.may_exist("docs/a.html"))
    assert not site.may_exist("b.html")
    assert ".github/actions/merge" in site.folders, "a change there makes another site"


@pytest.mark.parametrize("uses", ["./../theirs", "./linked"])
def test_an_action_outside_of_the_repository_is_not_read(uses: str, tmp_path: Path) -> None:
    action = "runs:\n  steps:\n" + (OTHER + run("cp -r more/. docs")).replace("      ", "  ")
    write_site(tmp_path, {"theirs/action.yml": action})
    (tmp_path / "own").mkdir()
    (tmp_path / "own/linked").symlink_to(tmp_path / "theirs")
    steps = OTHER.replace("more", "here") + f"      - uses: {uses}\n"
    site = _load(tmp_path / "own", {FLOW: workflow(steps), "a.md": "---\n---\n"})
    assert site.may_exist("here/a.html")
    assert not site.may_exist("docs/a.html")


@pytest.mark.parametrize("source", ["docs", "./docs"])
def test_only_what_comes_into_the_source_folder_counts(source: str, tmp_path: Path) -> None:
    steps = OTHER + run("cp more/a docs/in", "cp more/b out")
    files = {"_config.yml": f"source: {source}\n", FLOW: workflow(steps), "docs/a.md": "---\n---\n"}
    site = _load(tmp_path, files)
    assert site.may_exist("in/a")
    assert not site.may_exist("out/b")
    assert not site.may_exist("more/a")


@pytest.mark.parametrize(
    ("given", "folder"),
    [
        ("", "docs"),
        ("        with: {homepage: home_page}\n", "home_page"),
        ("        with: {homepage: ./home_page/}\n", "home_page"),
        ("        with: {homepage: 5}\n", "5"),
    ],
)
def test_an_action_of_others_may_write_into_the_site(given: str, folder: str, tmp_path: Path) -> None:
    """leanprover-community/docgen-action builds a blueprint and a manual into the folder of the site, and
    the site with them; the workflow stands above it."""
    steps = "      - uses: leanprover-community/docgen-action@v1\n" + given
    write_site(tmp_path, {FLOW: "jobs:\n  build:\n    steps:\n" + steps, f"{folder}/a.md": "---\n---\n"})
    (tmp_path / ".git").mkdir()
    site = load_site(tmp_path / folder)
    assert FLOW in words(site.may_exist("blueprint.pdf"))
    assert site.may_exist("docs/Main.html")
    assert not site.may_exist("other.pdf")
    assert "../.github/workflows" in site.folders, "a change there makes another site"


def test_a_workflow_that_builds_nothing_brings_nothing(tmp_path: Path) -> None:
    text = "jobs:\n  test:\n    steps:\n" + OTHER + run("cp -r more/. docs")
    site = _load(tmp_path, {FLOW: text, "a.md": "---\n---\n"})
    assert not site.may_exist("docs/a.html")


@pytest.mark.parametrize(
    "text",
    [
        "jekyll build: [",
        "jobs: {a: {steps: [jekyll build, {run: 3, with: [], uses: {}}, {uses: ./../../x}]}}",
        "jobs: jekyll build",
        "# jekyll build\njobs: {a: 1, b: {steps: 2}}\nruns: x",
        workflow(OTHER, run("cp more " + "x/" * 5000, "cd", "cp", "cp -r", "cd ../../..", "cp more/a b")),
        workflow(run("cp " + "(" * 20_000, "git clone " * 5000)),
        workflow(run("cp " + "${{" * 60_000)),
    ],
)
def test_a_workflow_may_say_anything(text: str, tmp_path: Path) -> None:
    site = _load(tmp_path, {FLOW: text, "a.md": "---\n---\n"})
    assert [route.output for route in site.routes] == ["a.html"]


def test_only_so_much_of_all_workflows_is_read(tmp_path: Path) -> None:
    """Whoever opens a pull request may write any number of them."""
    names = ("a", "b", "c")
    copies = {name: OTHER + run(f"cp -r more/. {name}/", "# " + "x" * 90_000) for name in names}
    files = {f".github/workflows/{name}.yml": workflow(steps) for name, steps in copies.items()}
    site = _load(tmp_path, {"index.md": "---\n---\n", **files})
    assert [bool(site.may_exist(f"{name}/x.html")) for name in names] == [True, True, False]


def test_a_name_that_no_file_can_have_is_not_looked_for(tmp_path: Path) -> None:
    site = _load(tmp_path, {FLOW: workflow(run(f"cat {'a' * 9000}/b.txt")), "index.md": "---\n---\n"})
    assert not site.may_exist("b.txt")


@pytest.mark.parametrize(
    ("address", "beside", "may"),
    [
        ("pagefind/pagefind-ui.js", "a.md", True),
        ("_pagefind/pagefind-ui.js", "a.md", True),
        ("pagefind/pagefind-ui.js", "pagefind/pagefind.js", False),
        ("x/pagefind/pagefind-ui.js", "a.md", False),
        ("client/1.0/apidocs/index.html", "a.md", True),
        ("apidocs/index.html", "a.md", True),
        ("client/1.0/apidocs/index.html", "client/0.9/apidocs/index.html", False),
        ("my-apidocs/index.html", "a.md", False),
        ("doxygen/index.html", "a.md", True),
        ("1.0/doxygen/index.html", "a.md", True),
        ("my-doxygen/index.html", "a.md", False),
        ("javadoc/index.html", "a.md", True),
        ("1.0/javadoc/index.html", "a.md", True),
        ("my-javadoc/index.html", "a.md", False),
        ("doxygen.html", "a.md", False),
        ("css/style.css", "css/style.less", True),
        ("js/app.js", "js/app.ts", True),
        ("css/other.css", "css/style.styl", False),
    ],
)
def test_programs_write_what_is_known_to_be_theirs(
    address: str, beside: str, may: bool, tmp_path: Path
) -> None:
    site = _load(tmp_path, {"_config.yml": "", beside: "x\n"})
    assert bool(site.may_exist(address)) is may


@pytest.mark.parametrize(
    ("line", "may"),
    [("asciidoctor -D dist 'docs/**/*.adoc'", True), ("# asciidoctor -D dist", False), ("make", False)],
)
def test_a_workflow_may_make_pages_of_asciidoc(line: str, may: bool, tmp_path: Path) -> None:
    site = _load(tmp_path, {FLOW: f"jobs:\n{run(line)}", "_config.yml": "", "docs/a.adoc": "= A\n"})
    assert bool(site.may_exist("docs/a.html")) is may
    assert not site.may_exist("docs/b.html")


@pytest.mark.parametrize(("ending", "may"), [("asciidoc", True), ("asc", True), ("txt", False)])
def test_how_the_names_of_asciidoc_end(ending: str, may: bool, tmp_path: Path) -> None:
    files = {
        FLOW: f"jobs:\n{run('asciidoctor -D dist docs/*')}",
        "_config.yml": "",
        f"docs/a.{ending}": "= A\n",
    }
    assert bool(_load(tmp_path, files).may_exist("docs/a.html")) is may


@pytest.mark.parametrize(
    ("settings", "may"),
    [
        ("plugins: [jekyll-asciidoc]\n", True),
        ("plugins: [jekyll-asciidoc]\nasciidoc: {require_front_matter_header: false}\n", True),
        ("plugins: [jekyll-asciidoc]\nasciidoc: {require_front_matter_header: 0}\n", False),
        ("plugins: [jekyll-feed]\n", False),
    ],
)
def test_a_plugin_makes_pages_of_asciidoc_without_front_matter(
    settings: str, may: bool, tmp_path: Path
) -> None:
    site = _load(tmp_path, {"_config.yml": settings, "docs/a.adoc": "= A\n"})
    assert bool(site.may_exist("docs/a.html")) is may
    assert bool(site.may_exist("docs/a/index.html")) is may
    assert not site.may_exist("docs/b.html")


def test_a_folder_that_many_copies_name_is_listed_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_site(tmp_path, {"doc/a.html": "", "doc/b.html": ""})
    listed: list[str] = []
    monkeypatch.setattr(
        "sitecheck.jekyll.generators.brought_files.os.listdir", lambda each: listed.append(str(each)) or ["a"]
    )
    flow = workflow(run(*(["cp -r " + "doc/* ./doc/. " * 20 + "_site"] * 20)))
    names = [each.name.texts[0] for each in brought_files(tmp_path, "", [("a.yml", flow)]).unsure]
    assert names == ["a", "a/"]
    assert listed == [str(tmp_path / "doc")]
