"""The files that a site begins with: settings, hook, workflow; they are made here, and not written."""

from __future__ import annotations

import json
import os
import re
import shlex
from collections.abc import Iterator, Sequence

from sitecheck import __version__
from sitecheck.engine.adoption.other_linters import Carried, carried_over, read_text, workflows
from sitecheck.engine.folders.find_site import CONFIG_NAMES, upward
from sitecheck.engine.settings.schema import SCHEMA_URL
from sitecheck.files import has_git, relative_path
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.named_tuple import NamedTuple
from sitecheck.rule.docs import HOMEPAGE

_DEPLOYS = lazy_pattern(
    r"actions/deploy-pages|actions-gh-pages|github-pages-deploy-action|jekyll-build-pages"
)
"""Actions that publish a site."""
_SERVICES = {"netlify.toml": "Netlify", "wrangler.toml": "Cloudflare", "vercel.json": "Vercel"}
_INSTALL = f"pip install git+{HOMEPAGE}@v{__version__}"
_THEME = lazy_pattern(r"^(?:remote_)?theme\s*:\s*['\"]?([\w./@-]+)", re.MULTILINE)
_BRACES = "${{ '${{' }}"
"""How an expression of a workflow writes the sign with which one begins."""
_HOOK_FILE, _WORKFLOW_FILE = ".pre-commit-config.yaml", ".github/workflows/sitecheck.yml"


class FirstFile(NamedTuple):
    """A file to write, or, where it is there already, what to add to it by hand."""

    path: str
    """From the repository's root."""
    text: str
    exists: bool


class Plan(NamedTuple):
    """What was found of a site and its repository, a line each, and the files that it begins with."""

    root: str
    found: tuple[str, ...]
    files: tuple[FirstFile, ...]


def plan(site: str) -> Plan:
    """Looks through the repository of a site; nothing is written."""
    root = _root(site)
    below = _no_option(relative_path(os.path.realpath(site), root))
    carried = carried_over(root)
    files = [_settings(root, site, below, carried), _hook(root, below)]
    gitlab = read_text(root, ".gitlab-ci.yml")
    files.append(_gitlab(below, gitlab) if gitlab else _workflow(root, below))
    found = (*_theme(site), *_deployment(root, below), *_others(carried))
    return Plan(root, (f"site: {below}", *found), tuple(files))


def _no_option(path: str) -> str:
    """``path`` as a program takes it for one, though a folder be called ``--rule-pack=x``."""
    return f"./{path}" if path.startswith("-") else path


def _quoted(text: str) -> str:
    """``text`` in quotation marks as YAML has it: it makes no letter of the two halves that JSON writes."""
    return f'"{"".join(map(_letter, text))}"'


def _letter(character: str) -> str:
    code = ord(character)
    return f"\\U{code:08x}" if code > 0xFFFF else json.dumps(character)[1:-1]


def _root(site: str) -> str:
    """The top of the repository, or the site's folder where there is none."""
    *_, last = upward(site)
    return last if has_git(last) else os.path.realpath(site)


def _theme(site: str) -> Iterator[str]:
    named = _THEME.search(read_text(site, "_config.yml"))
    if named:
        yield f"theme: {named[1]}"


def _deployment(root: str, below: str) -> Iterator[str]:
    for name in workflows(root):
        if _DEPLOYS.search(read_text(root, name)):
            yield f"deployed by {name}: run the check in it before the build, and let it fail there"
    for name, service in _SERVICES.items():
        if read_text(root, name):
            advice = f"begin its build command with: {_INSTALL} && sitecheck check {shlex.quote(below)} &&"
            yield f"deployed by {service} ({name}): {advice}"


def _others(carried: Sequence[Carried]) -> Iterator[str]:
    for each in carried:
        number = len(each.patterns)
        addresses = f"{number} address{'es' if number > 1 else ''}"
        told = [addresses if number else "", ", ".join(each.off)]
        left = f"; {each.left} patterns mean more than can be said here" if each.left else ""
        yield f"{each.file}: {', '.join(filter(None, told)) or 'nothing'} taken over{left}"


def _settings(root: str, site: str, below: str, carried: Sequence[Carried]) -> FirstFile:
    path = f"{below}/{CONFIG_NAMES[0]}".removeprefix("./")
    exists = any(
        os.path.lexists(os.path.join(folder, name)) for folder in (site, root) for name in CONFIG_NAMES
    )
    return FirstFile(path, "\n".join(_settings_lines(root, site, carried)) + "\n", exists)


def _settings_lines(root: str, site: str, carried: Sequence[Carried]) -> Iterator[str]:
    yield f"# yaml-language-server: $schema={SCHEMA_URL}"
    yield "# What is not said here is as by default; 'sitecheck rules' lists the rules."
    yield "select: [recommended]   # strict adds rules of taste; single rules and groups can be named, too"
    yield "fail-on: error          # from which severity on a check fails: error, warning, info or never"
    if _is_github_pages(root, site):
        yield "jekyll:"
        yield "  github-pages: true    # as the Gemfile has it: built by GitHub, with its plugins only"
    off = [(rule, each.file) for each in carried for rule in each.off]
    if off:
        yield "rules:"
        yield from (f"  {rule}: off  # as {_plain(file)} has it" for rule, file in dict(off).items())
    patterns = {pattern: each.file for each in carried for pattern in each.patterns}
    if patterns:
        yield "external:               # heeded by 'sitecheck check --external'"
        yield "  exclude:"
        yield from (f"    - {_quoted(pattern)}  # {_plain(file)}" for pattern, file in patterns.items())


def _plain(name: str) -> str:
    return re.sub(r"[^\w./-]", "?", name)


def _is_github_pages(root: str, site: str) -> bool:
    gems = read_text(site, "Gemfile") or read_text(root, "Gemfile")
    own = any(_DEPLOYS.search(read_text(root, name)) for name in workflows(root))
    return bool(re.search(r"^[ \t]*gem[ \t(]+['\"]github-pages['\"]", gems, re.MULTILINE)) and not own


def _arguments(below: str) -> str:
    return "" if below == "." else f"        args: [{_quoted(below)}]\n"


def _hook(root: str, below: str) -> FirstFile:
    hook = f"      - id: sitecheck\n{_arguments(below)}"
    entry = f"  - repo: {HOMEPAGE}\n    rev: v{__version__}\n    hooks:\n{hook}"
    exists = os.path.lexists(os.path.join(root, _HOOK_FILE))
    return FirstFile(_HOOK_FILE, entry if exists else f"repos:\n{entry}", exists)


def _workflow(root: str, below: str) -> FirstFile:
    text = f"""\
name: sitecheck
on:
  push:
    branches: [main, master]
  pull_request:
permissions:
  contents: read
jobs:
  sitecheck:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
        with:
          persist-credentials: false
          fetch-depth: 2   # so that a pull request is told only what it brings
      - uses: {HOMEPAGE.removeprefix("https://github.com/")}@v{__version__}
        with:
          site: {_quoted(below.replace("${{", _BRACES))}
"""
    return FirstFile(_WORKFLOW_FILE, text, os.path.lexists(os.path.join(root, _WORKFLOW_FILE)))


def _gitlab(below: str, present: str) -> FirstFile:
    """The job that GitLab runs; into a file that is there, it goes by hand.

    Its lines are for a shell, which must not find a command in the name of a folder.
    """
    options = "--output gitlab:gl-code-quality-report.json --output text"
    check = f"sitecheck check {shlex.quote(below)} {options}"
    text = f"""\
sitecheck:
  image: python:3.12
  script:
    - {_INSTALL}
    - {check if shlex.quote(below) == below else _quoted(check)}
  artifacts:
    when: always
    reports:
      codequality: gl-code-quality-report.json
"""
    return FirstFile(".gitlab-ci.yml", text, bool(present))
