"""Nothing that a file, a setting or an argument says reaches a terminal or a build's log raw."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from itertools import product
from pathlib import Path

import pytest
from tests.e2e.conftest import SECURE, Cli, WriteSite
from tests.raw_output import faults
from tests.sampled import sampled

from sitecheck.cli import COMMANDS
from sitecheck.report import REPORTERS

LOG_COMMANDS = "##[error]e ##vso[task.complete]v ##TeamCity[m]t"
CONTROLS = "\x1b[31m\x1b]0;t\x07\x9b1mi\x85n\u2028l\u202er\u2066s\u200bz\U000e0041j\rk"
SECRET = "https://me:s3cret@h.example/?access_token=s3cret&%74oken=s3cret#id_token=s3cret"
LINE = "\n::add-mask::x\n\u00a0::error file=a::y"
HOSTILE = f"::error::x {LOG_COMMANDS} {CONTROLS} {SECRET}{LINE}"
ONE_LINE = f"::error::x {LOG_COMMANDS} {CONTROLS}".replace("\r", "").replace("\u2028", "").replace("\x85", "")
NAME = f"::error::n {LOG_COMMANDS} {CONTROLS}{LINE}".replace("/", "").encode() + b"\xff"
QUOTED = json.dumps(HOSTILE)
"""As a double-quoted scalar of YAML."""

PAGE = "---\ntitle: A page\n---\n"
HEAD = "---\ntitle: A page about links\ndescription: d\n---\n\n"
OLD = f"[x](http://github.com/x?{SECRET.partition('?')[2]}) {ONE_LINE}\n ::error::c\n"

Files = Mapping[str, str | bytes]

PLACES: dict[str, Files] = {
    "front matter value": {"a.md": f"---\ntitle: {QUOTED}\ndescription: {QUOTED}\nseo_title: {QUOTED}\n---\n"},
    "front matter key": {"a.md": f"---\n{QUOTED}: 1\ntitle: t\n{QUOTED}: 2\n---\n"},
    "front matter layout": {"a.md": f"---\nlayout: {QUOTED}\ntitle: t\n---\n"},
    "front matter permalink": {"a.md": f"---\npermalink: {QUOTED}\ntitle: t\n---\n", "b.md": PAGE},
    "front matter date": {"_posts/2020-01-01-a.md": f"---\ndate: {QUOTED}\ntitle: t\n---\n"},
    "front matter that cannot be read": {"a.md": f"---\ntitle: [{ONE_LINE}\n: {SECRET}\n---\n"},
    "link": {"a.md": f"{HEAD}[x](</gone {ONE_LINE}>) <a href={QUOTED}>x</a> [x]({SECRET})\n"},
    "internal link": {"a.md": f"{HEAD}[x](/gone/?token=s3cret) [x](#access_token=s3cret) [x](/b.html#sig=s3cret)\n", "b.md": PAGE},
    "link in a reference": {"a.md": f"{HEAD}[x][{ONE_LINE}]\n\n[y]: {SECRET}\n"},
    "link that is malformed": {"a.md": f'{HEAD}<a href="http://a b{HOSTILE}">x</a> [y](http://[{ONE_LINE}])\n'},
    "image": {"a.md": f'{HEAD}![]({SECRET}) <img src="/{ONE_LINE}.png"> ![{ONE_LINE}](/gone.png)\n'},
    "heading": {"a.md": f"{HEAD}# {ONE_LINE}\n\n#### {ONE_LINE}\n\n[x](#gone)\n"},
    "id": {"a.md": f"{HEAD}<p id={QUOTED}></p><p id={QUOTED}></p>\n\n[x](#nowhere)\n"},
    "formula": {"a.md": f"{HEAD}$$ \\undefined {ONE_LINE} {{ $$\n\n$$ \\href{{{SECRET}}}{{x}} $$\n"},
    "macro": {"a.md": f"{HEAD}$$ \\newcommand{{\\a{ONE_LINE}}}{{x}} \\a $$\n\n$$ \\text{{{ONE_LINE}}} \\frac{{ $$\n"},
    "script": {"a.md": f'{HEAD}<script src="http://cdn.mathjax.org/{ONE_LINE}?token=s3cret"></script>\n'},
    "liquid tag": {"a.md": f"{HEAD}{{% {ONE_LINE} %}}\n{{% include {ONE_LINE} %}}\n{{{{ a | {ONE_LINE} }}}}\n"},
    "include": {"a.md": f"{HEAD}{{% include gone{ONE_LINE}.html %}}\n"},
    "post url": {"a.md": f"{HEAD}{{% post_url 2020-01-01-{ONE_LINE} %}} {{% link {ONE_LINE}.md %}}\n"},
    "text that is mended": {"a.md": f"{HEAD}{ONE_LINE}\n ::error::b\n{OLD}  ##[group]\n", ".sitecheck.yml": SECURE},
    "suppression": {"a.md": f"{HEAD}<!-- sitecheck: ignore[{ONE_LINE}] {SECRET} -->\n<!-- sitecheck: {ONE_LINE} -->\n"},
    "data": {"_data/a.yml": f"{QUOTED}: {QUOTED}\n{QUOTED}: [\n", "_data/b.json": HOSTILE, "_data/c.csv": HOSTILE},
    "data in a page": {
        "_data/a.yml": f"{QUOTED}: {QUOTED}\n",
        "a.md": f"{HEAD}{{% for x in site.data.a %}}[y](/{{{{ x[1] }}}}) <a href='{{{{ x[0] }}}}'>x</a>{{% endfor %}}\n",
    },
    "configuration value": {
        "_config.yml": f"title: {QUOTED}\nurl: {QUOTED}\nbaseurl: {QUOTED}\npermalink: {QUOTED}\ntheme: {QUOTED}\n"
        f"plugins: [{QUOTED}]\nmarkdown: {QUOTED}\nexclude: {QUOTED}\n",
        "a.md": f"{HEAD}[x]({{{{ site.url }}}}/a) [y](/gone)\n",
    },
    "configuration key": {"_config.yml": f"{QUOTED}: 1\n{QUOTED}: 2\ncollections:\n  {QUOTED}: {{output: true}}\n"},
    "configuration that cannot be read": {"_config.yml": f"a: [\n{ONE_LINE}: {SECRET}\n"},
    "defaults": {"_config.yml": f"defaults:\n- scope: {{path: {QUOTED}}}\n  values: {{layout: {QUOTED}, {QUOTED}: 1}}\n"},
    "gemfile": {"Gemfile": f"gem {QUOTED}\n", "Gemfile.lock": f"GEM\n  specs:\n    {ONE_LINE} (1.0)\n"},
}  # fmt: skip

ODD_NAMES = {
    "file name": ["%s.md", "_posts/2020-01-01-%s.md", "_data/%s.yml", "_layouts/%s.html", "%s.png"],
    "folder name": ["%s/a.md", "_%s/a.md", "%s/_posts/2020-01-01-a.md"],
}

SETTINGS = {
    "unknown key": f"{QUOTED}: 1\n",
    "select": f"select: [{QUOTED}]\n",
    "ignore": f"ignore: [{QUOTED}]\n",
    "exclude": f"exclude: {{{QUOTED}: 1}}\n",
    "plugins": f"plugins: [{QUOTED}]\n",
    "rule": f"rules: {{{QUOTED}: error}}\n",
    "severity": f"rules: {{image-alt: {QUOTED}}}\n",
    "option": f"rules: {{title-length: {{{QUOTED}: 1}}}}\n",
    "value of an option": f"rules: {{title-length: {{max: {QUOTED}}}}}\n",
    "overrides": f"overrides: [{{files: [{QUOTED}], {QUOTED}: 1}}]\n",
    "rule of overrides": f"overrides: [{{files: ['{{'], rules: {{{QUOTED}: error}}}}]\n",
    "jekyll": f"jekyll: {{{QUOTED}: true}}\n",
    "drafts": f"jekyll: {{drafts: {QUOTED}}}\n",
    "engine": f"math: {{engine: {QUOTED}}}\n",
    "macro": f"math: {{macros: {{{QUOTED}: [1, 2, 3, 4]}}}}\n",
    "macro's body": f"math: {{macros: {{a: [{QUOTED}, {QUOTED}]}}}}\n",
    "macro in use": f"math: {{engine: katex, macros: {{'\\a': {QUOTED}}}}}\n",
    "external": f"external: {{{QUOTED}: 1}}\n",
    "external's value": f"external: {{timeout: {QUOTED}, accept: {{{QUOTED}: {QUOTED}}}}}\n",
    "fail-on": f"fail-on: {QUOTED}\n",
    "contract": f"front-matter: [{{files: {QUOTED}, required: [{QUOTED}], types: {{{QUOTED}: {QUOTED}}}, schema: {QUOTED}}}]\n",
    "contract of values": f"front-matter: [{{files: '**', required: [{QUOTED}], types: {{title: list}}, values: {{title: [{QUOTED}]}}}}]\n",
    "no mapping": f"- {QUOTED}\n",
    "no YAML": f"a: [{ONE_LINE}\n{SECRET}: {{\n",
}

CALLS = [
    ("check", "SITE", "--no-cache", "--output-format", "text", "--statistics", "--select", "all"),
    ("check", "SITE", "--no-cache", "--output-format", "text", "--color", "always", "--select", "all"),
    *(
        ("check", "SITE", "--no-cache", "--output-format", form, "--select", "all")
        for form in REPORTERS
        if form != "text"
    ),
    ("check", "SITE", "--no-cache", "--group-by", "file", "--select", "all"),
    ("check", "SITE", "--no-cache", "--at", "2040-01-01", "--select", "all"),
    ("check", "SITE", "--no-cache", "--group-by", "rule", "--select", "all"),
    ("head", "SITE"),
    ("head", "SITE", "--output-format", "json"),
    ("preview", "SITE", "a.md"),
    ("init", "SITE"),
    ("fix", "SITE", "--diff", "--unsafe", "--select", "all"),
    ("routes", "SITE", "--anchors"),
    ("routes", "SITE", "--anchors", "--output-format", "json"),
    ("links", "SITE"),
    ("links", "SITE", "--output-format", "json"),
    ("math", "SITE"),
    ("math", "SITE", "--output-format", "json"),
    ("why", "a.md", "--site", "SITE"),
    ("why", HOSTILE, "--site", "SITE"),
    ("why", HOSTILE, "--site", "SITE", "--output-format", "json"),
    ("rules", "SITE"),
    ("rules", "SITE", "--output-format", "json"),
    ("baseline", "SITE"),
    ("check", "SITE", "--no-cache", "--show-baselined", "--select", "all"),
    ("ignore", "broken-link", "SITE", "--reason", "none"),
    ("fix", "SITE", "--unsafe", "--select", "all"),
]

ARGUMENTS = [
    (HOSTILE,),
    (f"--{HOSTILE}",),
    *((command, HOSTILE) for command in COMMANDS if command != "why"),
    ("why", "x", "--site", HOSTILE),
    ("why", HOSTILE, HOSTILE),
    ("schema", HOSTILE),
    ("preview", ".", HOSTILE),
    ("ignore", "broken-link", ".", "--reason", HOSTILE),
    ("diff", HOSTILE, HOSTILE),
    ("check", "--since", HOSTILE),
    ("routes", "--compare", HOSTILE),
    ("check", "--at", HOSTILE),
    ("check", "--baseline", HOSTILE),
    *(
        ("check", option, HOSTILE)
        for option in ("--config", "--select", "--extend-select", "--ignore", "--only")
    ),
    *(
        ("check", option, HOSTILE)
        for option in ("--output", "--output-format", "--fail-on", "--jobs", "--color")
    ),
    *(
        ("check", f"{option}={HOSTILE}")
        for option in ("--cache-age", "--external", "--exit-zero", f"--{HOSTILE}")
    ),
    ("check", "--external=changed", "--since", HOSTILE),
    ("check", "--output", f"json:{ONE_LINE}/x"),
    ("check", "--sarif-category", f"{ONE_LINE}{LINE}", "--output-format", "sarif"),
    *(("fix", option, HOSTILE) for option in ("--config", "--select", "--only")),
    ("links", "--status", HOSTILE),
    ("math", "--engine", HOSTILE),
    ("math", HOSTILE, HOSTILE),
    ("explain", "broken-link", "--config", HOSTILE),
]


def all_faults(calls: list[tuple[str, ...]], site: str, cli: Cli) -> dict[str, list[str]]:
    """The faults of each call that has any."""
    found: dict[str, list[str]] = {}
    for call in calls:
        answer = cli(*(site if word == "SITE" else word for word in call))
        text = answer.out + answer.err
        if "always" in call:
            text = re.sub(r"\x1b\[[0-9;]*m", "", text)
        assert answer.code in (0, 1, 2), call
        assert "Traceback" not in text
        assert "internal error" not in text, text
        bad = list(faults(text, github="github" in call))
        if bad:
            found[" ".join(call)] = bad[:3]
    return found


@pytest.mark.parametrize("place", sampled(PLACES, fast=5))
def test_content(place: str, site: WriteSite, cli: Cli) -> None:
    assert all_faults(CALLS, str(site({"index.md": HEAD, **PLACES[place]})), cli) == {}


@pytest.mark.parametrize("before", sampled(range(0, 240, 12), fast=8))
def test_a_secret_that_an_excerpt_cuts(before: int, site: WriteSite, cli: Cli) -> None:
    secret = "s3cret" * 20
    link = f"https://me:{secret}@h.example/?token={secret}#access_token={secret}"
    folder = site({"index.md": f"{HEAD}[x](/gone){'-' * before}<{link}>{'-' * before}[y](/lost)\n"})
    answer = cli("check", folder, "--no-cache", "--select", "all")
    assert "-" * min(before, 40) in answer.out
    assert list(faults(answer.out + answer.err)) == []


@pytest.mark.parametrize("kind", sampled(ODD_NAMES, fast=4))
def test_names(kind: str, site: WriteSite, cli: Cli) -> None:
    folder = os.fsencode(site({"index.md": HEAD}))
    for pattern in ODD_NAMES[kind]:
        path = os.path.join(folder, pattern.encode().replace(b"%s", NAME))
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(f"{PAGE}[x](/gone) [y](http://github.com/x) $$x$$\n".encode())
    assert all_faults(CALLS, os.fsdecode(folder), cli) == {}


@pytest.mark.parametrize("key", SETTINGS)
def test_settings(key: str, site: WriteSite, cli: Cli) -> None:
    folder = site({"index.md": f"{HEAD}$$\\a$$\n", ".sitecheck.yml": SETTINGS[key]})
    calls = [call for call in CALLS if "--color" not in call and "json" not in call]
    assert all_faults([*calls, ("explain", "broken-link")], str(folder), cli) == {}


def test_arguments(site: WriteSite, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(site({"index.md": f"{HEAD}[x](/gone)\n"}))
    odd = [tuple(word.replace("x", "\udcff") for word in call) for call in ARGUMENTS]
    assert all_faults([*ARGUMENTS, *odd], ".", cli) == {}


@pytest.mark.parametrize("form", ["text", "sarif", "github", "summary"])
def test_environment_of_a_workflow(
    form: str, site: WriteSite, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_SHA", "GITHUB_WORKSPACE"):
        monkeypatch.setenv(name, f"{ONE_LINE}{LINE}")
    folder = site({"index.md": f"{HEAD}[x](/gone)\n"})
    assert all_faults([("check", "SITE", "--output-format", form)], str(folder), cli) == {}


def test_an_internal_error_and_its_traceback(
    site: WriteSite, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise LookupError(HOSTILE)

    monkeypatch.setattr("sitecheck.engine.listings.listing.list_routes", fail)
    folder = site({"index.md": HEAD})
    for value in ("", "1"):
        monkeypatch.setenv("SITECHECK_TRACEBACK", value)
        answer = cli("routes", folder)
        assert answer.code == 2
        assert ("Traceback" in answer.err) == bool(value)
        assert "LookupError: ::error::x" in answer.err
        assert list(faults(answer.err)) == []


@pytest.mark.parametrize(
    ("call", "locale"),
    sampled(
        product(
            (("check",), ("check", "--select", "é\udcff"), ("links",), ("math",), ("fix", "--diff")),
            ({"LC_ALL": "POSIX", "PYTHONUTF8": "0"}, {"PYTHONIOENCODING": "ascii"}),
        ),
        fast=2,
    ),
)
@pytest.mark.process
def test_a_locale_without_unicode(
    call: tuple[str, ...], locale: dict[str, str], site: WriteSite, process: Cli
) -> None:
    folder = site({"index.md": f"---\ntitle: Ünïcode\n---\n[é](/göne)\n$${ONE_LINE}$$\n"})
    answer = process(call[0], folder, *call[1:], **locale)
    assert answer.code in (0, 1, 2)
    assert "internal error" not in answer.err
    assert list(faults(answer.out + answer.err)) == []


def test_formulas_from_standard_input_are_answered_harmlessly(process: Cli, tmp_path: Path) -> None:
    line = json.dumps({"tex": f"\\undefined{{{HOSTILE}}} ##[error] \\frac{{", "display": True})
    command = [sys.executable, "-m", "sitecheck", "math", "--stdin", "--engine", "katex"]
    done = subprocess.run(command, input=f"{line}\n{HOSTILE}\n".encode(), capture_output=True, check=True)
    assert list(faults(done.stdout.decode())) == []
    assert all("ok" in json.loads(answer) for answer in done.stdout.splitlines())


INPUTS = ("SITE", "CONFIG", "FAIL_ON", "EXTERNAL", "ARGS", "WORKING_DIRECTORY", "ANNOTATIONS")


@pytest.mark.parametrize("name", sampled(["", "SARIF_FILE", *INPUTS], fast=3))
@pytest.mark.process
def test_the_launcher_of_the_action(name: str, site: WriteSite, tmp_path: Path) -> None:
    files = {**PLACES["front matter value"], **PLACES["configuration value"], **PLACES["link"]}
    folder = site({**files, "index.md": f"{HEAD}[x](/gone)\n" * 30, f"{ONE_LINE.replace('/', '')}.md": OLD})
    inputs = {"INPUT_SITE": ".", **({f"INPUT_{name}": HOSTILE.replace("\0", "")} if name else {})}
    workflow = {"GITHUB_WORKSPACE": str(folder), "RUNNER_TEMP": str(tmp_path), "RUNNER_DEBUG": "1"}
    done = subprocess.run(
        [sys.executable, "-I", "-m", "sitecheck.github_action"],
        env={**os.environ, **workflow, **inputs, "GITHUB_OUTPUT": str(tmp_path / "output")},
        capture_output=True,
        timeout=300,
    )
    lines = (done.stdout + done.stderr).decode().split("\n")
    assert done.returncode in (0, 2)
    own = [line for line in lines if line in ("::group::sitecheck's report", "::endgroup::")]
    assert len(own) == (2 if name in ("", "SARIF_FILE") else 0)
    assert list(faults("\n".join(line for line in lines if line not in own), github=True)) == []


def test_a_launcher_that_fails_says_so_in_one_annotation(site: WriteSite, tmp_path: Path) -> None:
    code = (
        "import sitecheck.github_action as action\n"
        f"def fail(*_): raise LookupError({HOSTILE!r})\n"
        "action.check_command = fail\n"
        "raise SystemExit(action.main())\n"
    )
    workflow = {"GITHUB_WORKSPACE": str(site({})), "RUNNER_TEMP": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", code], env={**os.environ, **workflow}, capture_output=True)
    assert (done.returncode, done.stderr) == (2, b"")
    assert list(faults(done.stdout.decode(), github=True)) == []
    assert done.stdout.startswith(b"::error title=sitecheck%3A internal error::LookupError: ::error::x ")
    assert done.stdout.count(b"\n") == 1
