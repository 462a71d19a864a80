"""What `init` finds of a site and its repository, and the files it would begin with."""

from __future__ import annotations

import shlex
import time
from pathlib import Path

import pytest
import yaml
from tests.fuzz.limits import slowness

from sitecheck.engine.adoption.first_files import Plan, plan
from sitecheck.testing import write_site

WORKFLOW = ".github/workflows/pages.yml"


def planned(folder: Path, files: dict[str, str], below: str = "", repository: bool = True) -> Plan:
    write_site(folder, files)
    if repository:
        (folder / ".git").mkdir()
    return plan(str(folder / below))


def text_of(found: Plan, path: str) -> str:
    return next(file.text for file in found.files if file.path == path)


def test_of_a_plain_site(tmp_path: Path) -> None:
    found = planned(tmp_path, {"_config.yml": "title: t\n"})
    assert found.root == str(tmp_path)
    assert found.found == ("site: .",)
    assert [(file.path, file.exists) for file in found.files] == [
        (".sitecheck.yml", False),
        (".pre-commit-config.yaml", False),
        (".github/workflows/sitecheck.yml", False),
    ]
    settings = text_of(found, ".sitecheck.yml")
    assert yaml.safe_load(settings) == {"select": ["recommended"], "fail-on": "error"}
    schema, *lines = settings.splitlines()
    assert schema.startswith("# yaml-language-server: $schema=https://")
    assert lines == [
        "# What is not said here is as by default; 'sitecheck rules' lists the rules.",
        "select: [recommended]   # strict adds rules of taste; single rules and groups can be named, too",
        "fail-on: error          # from which severity on a check fails: error, warning, info or never",
    ]
    (hooks,) = yaml.safe_load(text_of(found, ".pre-commit-config.yaml"))["repos"]
    assert hooks["hooks"] == [{"id": "sitecheck"}]
    job = yaml.safe_load(text_of(found, ".github/workflows/sitecheck.yml"))["jobs"]["sitecheck"]
    assert job["steps"][-1]["with"] == {"site": "."}


def test_of_a_site_below_its_repository(tmp_path: Path) -> None:
    found = planned(tmp_path, {"docs/_config.yml": ""}, "docs")
    assert found.found == ("site: docs",)
    assert found.files[0].path == "docs/.sitecheck.yml"
    (hooks,) = yaml.safe_load(text_of(found, ".pre-commit-config.yaml"))["repos"]
    assert hooks["hooks"] == [{"id": "sitecheck", "args": ["docs"]}]
    job = yaml.safe_load(text_of(found, ".github/workflows/sitecheck.yml"))["jobs"]["sitecheck"]
    assert job["steps"][-1]["with"] == {"site": "docs"}


def test_without_a_repository_the_site_is_all(tmp_path: Path) -> None:
    found = planned(tmp_path, {"docs/_config.yml": ""}, "docs", repository=False)
    assert (found.root, found.found) == (str(tmp_path / "docs"), ("site: .",))


@pytest.mark.parametrize("key", ["theme", "remote_theme"])
def test_the_theme(key: str, tmp_path: Path) -> None:
    found = planned(tmp_path, {"_config.yml": f"a: b\n{key}: 'some/theme@v1'\n"})
    assert found.found[1:] == ("theme: some/theme@v1",)


@pytest.mark.parametrize(
    "action",
    [
        "actions/deploy-pages@v4",
        "peaceiris/actions-gh-pages@v3",
        "JamesIves/github-pages-deploy-action@v4",
        "actions/jekyll-build-pages@v1",
    ],
)
def test_a_workflow_that_publishes(action: str, tmp_path: Path) -> None:
    gemfile = "gem 'github-pages'\n"
    found = planned(tmp_path, {"_config.yml": "", WORKFLOW: f"uses: {action}\n", "Gemfile": gemfile})
    assert found.found[1:] == (
        f"deployed by {WORKFLOW}: run the check in it before the build, and let it fail there",
    )
    assert "jekyll" not in yaml.safe_load(text_of(found, ".sitecheck.yml")), "who builds is not GitHub itself"


@pytest.mark.parametrize(
    ("name", "service"),
    [("netlify.toml", "Netlify"), ("wrangler.toml", "Cloudflare"), ("vercel.json", "Vercel")],
)
def test_a_service_that_publishes(name: str, service: str, tmp_path: Path) -> None:
    (_, said) = planned(tmp_path, {"docs/_config.yml": "", name: "{}"}, "docs").found
    assert said.startswith(
        f"deployed by {service} ({name}): begin its build command with: pip install git+https://"
    )
    assert said.endswith(" && sitecheck check docs &&")


@pytest.mark.parametrize("path", ["Gemfile", "docs/Gemfile"])
def test_a_site_that_github_builds(path: str, tmp_path: Path) -> None:
    found = planned(
        tmp_path, {"docs/_config.yml": "", path: "  gem 'github-pages', group: :jekyll_plugins\n"}, "docs"
    )
    assert yaml.safe_load(text_of(found, "docs/.sitecheck.yml"))["jekyll"] == {"github-pages": True}


def test_a_job_for_gitlab(tmp_path: Path) -> None:
    found = planned(tmp_path, {"docs/_config.yml": "", ".gitlab-ci.yml": "pages: {}\n"}, "docs")
    assert [(file.path, file.exists) for file in found.files[1:]] == [
        (".pre-commit-config.yaml", False),
        (".gitlab-ci.yml", True),
    ]
    job = yaml.safe_load(text_of(found, ".gitlab-ci.yml"))["sitecheck"]
    assert job["script"][1] == (
        "sitecheck check docs --output gitlab:gl-code-quality-report.json --output text"
    )
    assert job["artifacts"]["reports"] == {"codequality": "gl-code-quality-report.json"}


@pytest.mark.posix
@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("$(touch x)", "$(touch x)"),
        ("a'; touch x #", "a'; touch x #"),
        ("a: `b`\n- \x7f\u2028", "a: `b`\n- \x7f\u2028"),
        ("\U0001f600", "\U0001f600"),
        ("--rule-pack=x", "./--rule-pack=x"),
        ("a${{ secrets.X }}", "a${{ secrets.X }}"),
    ],
)
def test_the_name_of_a_folder_is_no_command(name: str, given: str, tmp_path: Path) -> None:
    """Whoever opens a pull request names folders; a shell, an option or an expression must not be made of one."""
    files = {f"{name}/_config.yml": "", "netlify.toml": "x"}
    found = planned(tmp_path, files, name)
    assert found.files[0].path == f"{name}/.sitecheck.yml"
    hook = yaml.load(text_of(found, ".pre-commit-config.yaml"), yaml.CSafeLoader)["repos"][0]["hooks"][0]
    assert hook["args"] == [given]
    workflow = yaml.load(text_of(found, ".github/workflows/sitecheck.yml"), yaml.CSafeLoader)
    site = workflow["jobs"]["sitecheck"]["steps"][1]["with"]["site"]
    assert site.replace("${{ '${{' }}", "${{") == given
    assert "${{" not in site.replace("${{ '${{' }}", "")
    build = found.found[1].partition(" && sitecheck check ")[2].removesuffix(" &&")
    assert shlex.split(build) == [given]
    (tmp_path / ".gitlab-ci.yml").write_text("pages: {}\n")
    job = yaml.load(text_of(plan(str(tmp_path / name)), ".gitlab-ci.yml"), yaml.CSafeLoader)["sitecheck"]
    assert shlex.split(job["script"][1], comments=True)[2] == given


def test_what_other_linters_are_told_is_taken_over(tmp_path: Path) -> None:
    others = {
        ".lycheeignore": "^https://a\\.example/\n(a|b)\n",
        "lychee.toml": 'exclude = [ "^https://b\\\\.example/" , "c" ]\n',
        ".markdownlint.yaml": "MD045: false\nMD001: false\n",
        ".markdownlint.json": '{"MD042": false}',
    }
    found = planned(tmp_path, {"_config.yml": "", **others})
    assert found.found[1:] == (
        ".lycheeignore: 1 address taken over; 1 patterns mean more than can be said here",
        "lychee.toml: 2 addresses taken over",
        ".markdownlint.json: empty-link taken over",
        ".markdownlint.yaml: heading-increment, image-alt taken over",
    )
    settings = yaml.safe_load(text_of(found, ".sitecheck.yml"))
    assert settings["rules"] == {"empty-link": False, "heading-increment": False, "image-alt": False}
    assert settings["external"] == {"exclude": ["https://a.example/*", "https://b.example/*", "*c*"]}
    assert "  image-alt: off  # as .markdownlint.yaml has it\n" in text_of(found, ".sitecheck.yml")
    assert '    - "https://a.example/*"  # .lycheeignore\n' in text_of(found, ".sitecheck.yml")


def test_the_name_of_a_workflow_cannot_say_more_than_a_name(tmp_path: Path) -> None:
    text = "run: htmlproofer --ignore-missing-alt --ignore-urls 'https://a.example/'\n"
    found = planned(tmp_path, {"_config.yml": "", ".github/workflows/a #b.yml": text})
    settings = text_of(found, ".sitecheck.yml")
    assert "  image-alt: off  # as .github/workflows/a??b.yml has it\n" in settings
    assert '    - "https://a.example/"  # .github/workflows/a??b.yml\n' in settings


@pytest.mark.parametrize("path", [".sitecheck.yml", "docs/.sitecheck.yaml", "docs/.sitecheck.yml"])
def test_what_is_there_is_said(path: str, tmp_path: Path) -> None:
    there = {path: "", ".pre-commit-config.yaml": "repos: []\n", ".github/workflows/sitecheck.yml": ""}
    found = planned(tmp_path, {"docs/_config.yml": "", **there}, "docs")
    assert [file.exists for file in found.files] == [True, True, True]
    assert text_of(found, ".pre-commit-config.yaml").startswith("  - repo: "), (
        "one entry, to be added by hand"
    )


def test_a_workflow_that_publishes_nothing_is_no_deployment(tmp_path: Path) -> None:
    files = {"_config.yml": "", WORKFLOW: "uses: actions/checkout@v4\n", "netlify.toml": ""}
    assert planned(tmp_path, files).found == ("site: .",)


def test_a_gemfile_of_empty_lines_is_read_in_time(tmp_path: Path) -> None:
    started = time.process_time()
    assert planned(tmp_path, {"_config.yml": "", "Gemfile": "\n" * 90_000 + "\tgem('github-pages')\n"}).files
    assert time.process_time() - started < 3 * slowness()
