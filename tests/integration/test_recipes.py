"""The recipes of the README and of docs/ci.md, run as far as that goes without the services they are for."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from tests.integration.checkout import ROOT, copy_checkout, own_environment
from tests.integration.conftest import MakeOnce
from tests.integration.wheelhouse import write_wheels

RECIPES = "".join((ROOT / path).read_text("utf-8") for path in ("README.md", "docs/ci.md"))
FROM_GIT = "git+https://github.com/sitecheck/sitecheck@v0.1.0"
PAGE = "---\ntitle: A page\ndescription: What it tells.\n---\n[a]({to})\n"


def recipe(kind: str, words: str) -> str:
    """The one block of code of these pages that holds ``words``."""
    (found,) = [block for block in re.findall(rf"```{kind}\n(.*?)```", RECIPES, re.DOTALL) if words in block]
    return found


@pytest.mark.parametrize(
    ("words", "schema", "frame"),
    [
        (".github/workflows/pages.yml", "vendor.github-workflows", {}),
        ("with: { site: . }", "vendor.github-workflows", {"on": "push"}),
        (".gitlab-ci.yml", "vendor.gitlab-ci", {}),
        ("rev: v", "vendor.pre-commit-config", {}),
    ],
)
@pytest.mark.process
def test_a_recipe_fits_the_schema_of_its_file(
    words: str, schema: str, frame: Mapping[str, str], tmp_path: Path
) -> None:
    file = tmp_path / "it.yml"
    file.write_text("".join(f"{key}: {value}\n" for key, value in frame.items()) + recipe("yaml", words))
    command = [str(Path(sys.executable).parent / "check-jsonschema"), "--builtin-schema", schema, str(file)]
    if schema == "vendor.pre-commit-config":
        command = [sys.executable, "-m", "pre_commit", "validate-config", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_steps_of_the_gate_stand_in_order() -> None:
    jobs = yaml.safe_load(recipe("yaml", "pages.yml"))["jobs"]
    used = [step["uses"].partition("@")[0] for step in jobs["build"]["steps"]]
    assert used.index("sitecheck/sitecheck") < used.index("actions/jekyll-build-pages")
    assert jobs["deploy"]["needs"] == "build"


class Image(NamedTuple):
    """A machine of a service: an environment with pip and a stand-in for bundle, and where the tool comes from."""

    env: dict[str, str]
    source: str


@pytest.fixture(scope="session")
def image(once: MakeOnce) -> Image:
    base = once("recipes", make_image)
    env = own_environment(base)
    path = os.pathsep.join((str(base / "venv/bin"), str(base / "bin"), env["PATH"]))
    return Image({**env, "PATH": path, "VIRTUAL_ENV": str(base / "venv")}, f"git+file://{base / 'tool'}")


def make_image(base: Path) -> None:
    env = own_environment(base)
    write_wheels(base / "wheels")
    copy_checkout(base / "tool", env)
    (base / "bin").mkdir()
    bundle = base / "bin/bundle"
    bundle.write_text('#!/bin/sh\ntest "$*" = "exec jekyll build" && mkdir _site\n')
    bundle.chmod(0o755)
    subprocess.run([sys.executable, "-m", "venv", str(base / "venv")], check=True)


def run(script: str, site: Path, image: Image) -> subprocess.CompletedProcess[str]:
    assert FROM_GIT in script
    return subprocess.run(
        ["bash", "-eo", "pipefail", "-c", script.replace(FROM_GIT, image.source)],
        cwd=site,
        env=image.env,
        capture_output=True,
        text=True,
        check=False,
        timeout=1200,
    )


@pytest.fixture(params=["fine", "broken"])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, bool]:
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "_config.yml").write_text("title: t\n")
    (folder / "index.md").write_text(PAGE.format(to="/" if request.param == "fine" else "gone.html"))
    return folder, request.param == "fine"


@pytest.mark.posix
@pytest.mark.install
def test_netlify_and_cloudflare_build_what_is_not_broken(site: tuple[Path, bool], image: Image) -> None:
    folder, fine = site
    text = recipe("toml", "netlify.toml")
    command = json.loads(re.findall(r"^command = (.*)$", text, re.MULTILINE)[0])
    done = run(command, folder, image)
    assert (done.returncode == 0) is fine, done.stdout + done.stderr
    assert (folder / "_site").is_dir() is fine
    assert fine or "gone.html leads nowhere" in done.stdout


@pytest.mark.posix
@pytest.mark.install
def test_gitlab_gets_its_report_whatever_is_found(site: tuple[Path, bool], image: Image) -> None:
    folder, fine = site
    job: dict[str, Any] = yaml.safe_load(recipe("yaml", ".gitlab-ci.yml"))["sitecheck"]
    done = run("\n".join(job["script"]), folder, image)
    assert (done.returncode == 0) is fine, done.stdout + done.stderr
    report = json.loads((folder / job["artifacts"]["reports"]["codequality"]).read_text("utf-8"))
    assert [entry["location"]["path"] for entry in report if entry["severity"] == "major"] == (
        [] if fine else ["index.md"]
    )


@pytest.mark.posix
@pytest.mark.install
def test_the_hook_asks_no_network_once_it_is_installed(
    site: tuple[Path, bool], image: Image, tmp_path: Path
) -> None:
    """pre-commit.ci installs with a network, and runs without one."""
    cut_off = ["unshare", "--map-root-user", "--net"]
    if shutil.which(cut_off[0]) is None or subprocess.run([*cut_off, "true"], check=False).returncode:
        pytest.skip("no network can be taken away here")
    folder, fine = site
    rev = subprocess.run(
        ["git", "-C", image.source.removeprefix("git+file://"), "rev-parse", "HEAD"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    config = yaml.safe_load(recipe("yaml", "rev: v"))
    config["repos"][0] |= {"repo": image.source.removeprefix("git+file://"), "rev": rev}
    (folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config))
    env = {name: value for name, value in image.env.items() if name != "VIRTUAL_ENV"}
    env |= {"PATH": os.environ["PATH"], "PRE_COMMIT_HOME": str(tmp_path / "pre-commit")}
    for words in (
        ["git", "init", "-q"],
        ["git", "add", "-A"],
        [sys.executable, "-m", "pre_commit", "install-hooks"],
    ):
        subprocess.run(words, cwd=folder, env=env, check=True, capture_output=True)
    done = subprocess.run(
        [*cut_off, sys.executable, "-m", "pre_commit", "run", "--all-files"],
        cwd=folder,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode == 0) is fine, done.stdout + done.stderr
    assert fine or "gone.html leads nowhere" in done.stdout
