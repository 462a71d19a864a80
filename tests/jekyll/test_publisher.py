"""Whether GitHub Pages itself builds a site: known from the repository, or not said."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitecheck.cli import main
from sitecheck.jekyll import load_site
from sitecheck.jekyll.links.resolve import Resolver
from sitecheck.jekyll.plugins.publisher import (
    drops_slashes,
    is_built_by_github_pages,
    is_left_to_github_pages,
    may_be_built_by_github_pages,
    nobody_else_builds,
    workflow_files,
)
from sitecheck.testing import write_site

GEMFILE = {"Gemfile": "source 'https://rubygems.org'\ngem \"github-pages\", group: :jekyll_plugins\n"}
DEPLOY = "jobs:\n  a:\n    steps:\n      - uses: actions/deploy-pages@v4\n"
BY_HAND = "git checkout -b gh-pages\njekyll build\nmv _site/* .\ngit push -f -q origin gh-pages\n"


def is_built(root: Path) -> bool:
    return is_built_by_github_pages(root, alone=nobody_else_builds(root, workflow_files(root)))


@pytest.mark.parametrize(
    ("files", "known"),
    [
        (GEMFILE, True),
        ({"Gemfile": "gem 'jekyll'\n"}, False),
        ({"Gemfile.lock": "GEM\n"}, False),
        ({"Gemfile": "# gem 'github-pages'\n"}, False),
        ({}, False),
        ({**GEMFILE, ".github/workflows/test.yml": "steps:\n  - run: make test\n"}, True),
        ({**GEMFILE, ".github/workflows/pages.yml": DEPLOY}, False),
        ({**GEMFILE, ".github/workflows/b.yaml": "uses: someone/jekyll-build-action@v1\n"}, False),
        ({**GEMFILE, ".github/workflows/b.yaml": "run: bundle exec jekyll build\n"}, False),
        ({**GEMFILE, "netlify.toml": ""}, False),
        ({**GEMFILE, ".nojekyll": ""}, False),
        ({**GEMFILE, ".travis.yml": "script: make\n"}, False),
        ({**GEMFILE, "bin/deploy": BY_HAND}, False),
        (
            {**GEMFILE, "Makefile": "publish:\n\tbundle exec jekyll build\n\trsync -a _site/ me@host:\n"},
            False,
        ),
        (
            {
                **GEMFILE,
                "Rakefile": 'task :go do\n  system "jekyll", "build"\n  sh "git push origin x"\nend\n',
            },
            False,
        ),
        ({**GEMFILE, "package.json": '{"scripts": {"up": "jekyll build && gh-pages -d _site"}}'}, False),
        ({**GEMFILE, "bin/deploy": "git add -A\ngit push\n"}, True),
        ({**GEMFILE, "bin/test": BY_HAND}, True),
        ({**GEMFILE, "Makefile": "test:\n\tjekyll build\n# git push\n"}, True),
        ({**GEMFILE, "Rakefile": "task :post do\n  sh 'jekyll serve'\n  sh 'git push'\nend\n"}, True),
    ],
)
def test_what_the_repository_tells(files: dict[str, str], known: bool, tmp_path: Path) -> None:
    write_site(tmp_path, {"index.md": "---\n---\n", **files})
    assert is_built(tmp_path) is known


def test_of_a_folder_in_a_repository_the_workflows_are_not_seen(tmp_path: Path) -> None:
    write_site(tmp_path, {"docs/index.md": "---\n---\n", "docs/Gemfile": GEMFILE["Gemfile"]})
    (tmp_path / ".git").mkdir()
    assert not is_built(tmp_path / "docs")
    (tmp_path / "docs" / ".git").write_text("gitdir: elsewhere\n")
    assert is_built(tmp_path / "docs")


def test_of_a_folder_that_leads_out_or_is_gone_the_workflows_are_not_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_site(tmp_path, {"outside/a.yml": DEPLOY, "site/index.md": "---\n---\n", "site/.github/x": ""})
    folder = tmp_path / "site/.github/workflows"
    folder.symlink_to(tmp_path / "outside")
    assert workflow_files(tmp_path / "site") is None
    folder.unlink()
    assert workflow_files(tmp_path / "site") == []
    folder.mkdir()
    listed = Path.iterdir
    monkeypatch.setattr(Path, "iterdir", lambda folder: listed(folder / "gone"))
    assert workflow_files(tmp_path / "site") is None


def told(site: Path, cache: Path) -> str:
    target = site.with_name("report.txt")
    command = ("check", str(site), "--select", "ignored-by-github-pages", "--cache-dir", str(cache))
    assert main([*command, "--fail-on", "never", "--output", f"concise:{target}"]) == 0
    return target.read_text("utf-8")


def test_a_workflow_that_comes_counts_though_the_run_is_remembered(tmp_path: Path) -> None:
    files = {"index.md": "---\n---\n", "_config.yml": "plugins: [jekyll-archives]\n", **GEMFILE}
    site = write_site(tmp_path / "site", {**files, ".github/workflows/test.yml": "run: make test\n"})
    assert "does not run jekyll-archives" in told(site, tmp_path / "cache")
    assert "does not run jekyll-archives" in told(site, tmp_path / "cache")
    (site / ".github" / "workflows" / "test.yml").write_text(DEPLOY)
    assert "jekyll-archives" not in told(site, tmp_path / "cache")


@pytest.mark.parametrize(
    ("files", "left"),
    [
        ({}, True),
        ({"Gemfile": "gem 'jekyll'\n"}, False),
        ({"Gemfile.lock": "GEM\n"}, False),
        ({".github/workflows/pages.yml": DEPLOY}, False),
        ({".nojekyll": ""}, False),
    ],
)
def test_where_nobody_builds_github_pages_does(files: dict[str, str], left: bool, tmp_path: Path) -> None:
    write_site(tmp_path, {"index.md": "---\n---\n", **files})
    alone = nobody_else_builds(tmp_path, workflow_files(tmp_path))
    assert is_left_to_github_pages(tmp_path, alone=alone) is left


@pytest.mark.parametrize(
    ("files", "may"),
    [
        ({}, True),
        ({".github/workflows/a.yml": DEPLOY}, False),
        (
            {".github/workflows/a.yml": "steps:\n  # uses: actions/deploy-pages@v4\n  - run: jekyll build\n"},
            True,
        ),
        ({".github/workflows/a.yml": "on:\n  push:\n    branches: [gh-pages]\n"}, True),
        ({".github/workflows/a.yml": "run: |\n  jekyll build\n  rsync -a _site/ host:\n"}, False),
        ({".github/workflows/a.yml": f"uses: actions/jekyll-build-pages@v1\n{DEPLOY}"}, True),
        ({".travis.yml": "script: jekyll build && htmlproofer _site\n"}, True),
        ({".travis.yml": "script: jekyll build\ndeploy:\n  provider: s3\n"}, False),
        ({".gitlab-ci.yml": "pages:\n  script: jekyll build -d public\n"}, False),
        ({".gitlab-ci.yml": "test:\n  script: jekyll build -d public\n"}, True),
        ({"Dockerfile": "FROM ruby\n"}, True),
        ({"netlify.toml": ""}, False),
        ({".nojekyll": ""}, False),
    ],
)
def test_who_only_tries_the_build_publishes_nothing(files: dict[str, str], may: bool, tmp_path: Path) -> None:
    write_site(tmp_path, {"index.md": "---\n---\n", "Gemfile": "gem 'jekyll'\n", **files})
    workflows = workflow_files(tmp_path)
    alone = nobody_else_builds(tmp_path, workflows)
    assert may_be_built_by_github_pages(tmp_path, workflows, alone=alone) is may


def test_the_workflows_of_a_repository_may_lie_above(tmp_path: Path) -> None:
    write_site(tmp_path, {"docs/index.md": "---\n---\n"})
    (tmp_path / ".git").mkdir()
    assert may_be_built_by_github_pages(tmp_path / "docs", [], alone=False)
    above = [("a.yml", "run: twine upload  # deploy the package\n")]
    assert may_be_built_by_github_pages(tmp_path / "docs", [], alone=False, above=above)
    above = [("a.yml", DEPLOY)]
    assert not may_be_built_by_github_pages(tmp_path / "docs", [], alone=False, above=above)
    above = [("a.yml", f"uses: actions/jekyll-build-pages@v1\n{DEPLOY}")]
    assert may_be_built_by_github_pages(tmp_path / "docs", [], alone=False, above=above)
    (tmp_path / "docs" / "netlify.toml").touch()
    assert not may_be_built_by_github_pages(tmp_path / "docs", [], alone=False)


@pytest.mark.parametrize(
    "name",
    [
        *("netlify.toml", "vercel.json", "now.json", "firebase.json", "render.yaml", "wrangler.toml"),
        *("amplify.yml", "staticwebapp.config.json", "Procfile", ".nojekyll"),
    ],
)
def test_a_file_of_a_host_says_that_it_publishes(name: str, tmp_path: Path) -> None:
    write_site(tmp_path, {"index.md": "---\n---\n", **GEMFILE, name: ""})
    assert not is_built(tmp_path)
    assert not may_be_built_by_github_pages(tmp_path, [], alone=False)


@pytest.mark.parametrize(
    "name",
    [
        *(".travis.yml", ".gitlab-ci.yml", ".circleci/config.yml", "azure-pipelines.yml", "appveyor.yml"),
        *(".cirrus.yml", "bitbucket-pipelines.yml"),
    ],
)
def test_a_service_that_does_as_it_is_told_publishes_where_it_is_told_to(name: str, tmp_path: Path) -> None:
    write_site(tmp_path, {"index.md": "---\n---\n", **GEMFILE, name: "script: make test\n"})
    assert not is_built(tmp_path)
    assert may_be_built_by_github_pages(tmp_path, [], alone=False)
    (tmp_path / name).write_text("script: make deploy\n")
    assert not may_be_built_by_github_pages(tmp_path, [], alone=False)


@pytest.mark.parametrize(
    ("url", "files", "outputs", "drops"),
    [
        *(
            (f"https://x{end}", [], [], end.startswith("."))
            for end in (
                ".netlify.app",
                ".netlify.com",
                ".onrender.com",
                ".pages.dev/a",
                "y.example",
                "netlify.app",
            )
        ),
        *(
            (None, [name], [], name != "vercel.json")
            for name in (
                *("netlify.toml", "render.yaml", "wrangler.json", "wrangler.jsonc", "wrangler.toml"),
                "vercel.json",
            )
        ),
        *((None, [], [name], True) for name in ("_headers", "_redirects")),
        (None, [".gitlab-ci.yml"], ["_redirects"], False),
        ("x.netlify.app", [], ["a.html"], False),
    ],
)
def test_which_hosts_answer_with_a_page_where_its_name_has_a_slash(
    url: str | None, files: list[str], outputs: list[str], drops: bool, tmp_path: Path
) -> None:
    assert drops_slashes(write_site(tmp_path, dict.fromkeys(files, "")), url, outputs) is drops


@pytest.mark.parametrize("name", [".circleci", ".buildkite", "Dockerfile"])
def test_what_may_build_elsewhere_leaves_it_open(name: str, tmp_path: Path) -> None:
    write_site(tmp_path, {"index.md": "---\n---\n", **GEMFILE, f"{name}/x": ""})
    assert not is_built(tmp_path)


@pytest.mark.parametrize(
    ("gemfile", "runs"),
    [({}, True), (GEMFILE, True), ({"Gemfile": "gem 'jekyll'\n"}, False)],
)
def test_where_github_pages_may_build_safe_allows_what_it_allows(
    gemfile: dict[str, str], runs: bool, tmp_path: Path
) -> None:
    config = "safe: true\nplugins: [jekyll-redirect-from, jekyll-archives]\n"
    site = load_site(write_site(tmp_path, {"_config.yml": config, "a.md": "---\n---\n", **gemfile}))
    assert site.makes_redirects is runs
    assert "jekyll-archives" not in site.config.plugins


@pytest.mark.parametrize(
    ("files", "is_mended"),
    [
        ({}, True),
        ({"Gemfile": "gem 'jekyll'\n"}, False),
        ({"Gemfile": "gem 'jekyll'\n", "CNAME": "example.org\n"}, True),
        ({"Gemfile": "gem 'jekyll'\n", ".github/workflows/a.yml": DEPLOY}, False),
        (
            {"Gemfile": "gem 'jekyll'\n", ".github/workflows/a.yml": "uses: actions/jekyll-build-pages@v1\n"},
            True,
        ),
        ({"Gemfile": "gem 'jekyll'\n", "CNAME": "example.org\n", "netlify.toml": ""}, False),
        ({"Gemfile": "gemspec\n", "CNAME": "example.org\n", ".travis.yml": "script: cibuild\n"}, True),
        ({"Gemfile": "gemspec\n", "CNAME": "example.org\n", ".travis.yml": "deploy:\n"}, False),
    ],
)
def test_github_pages_heeds_no_gemfile(files: dict[str, str], is_mended: bool, tmp_path: Path) -> None:
    """It mends links to files with jekyll-relative-links, whatever the Gemfile lacks; where nothing tells that it
    builds the site, that is as the Gemfile says."""
    write_site(
        tmp_path,
        {"a.md": "---\npermalink: /b/c/\n---\n![](./x.png)\n", "x.png": "", "_config.yml": "", **files},
    )
    site = load_site(tmp_path)
    assert (Resolver(site).resolve("/b/c/", "./x.png").status != "broken-page") is is_mended
