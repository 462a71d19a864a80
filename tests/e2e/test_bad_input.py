from __future__ import annotations

import errno
import importlib
import json
import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from tests.e2e.conftest import Calls, Cli, WriteSite
from tests.sampled import sampled

from sitecheck.cli import COMMANDS

PAGE = "---\ntitle: A page\n---\n"

HOSTILE: dict[str, Callable[[int], str]] = {
    "quotes": lambda n: PAGE + ">" * n + " x\n",
    "yaml-brackets": lambda n: "---\na: " + "[" * n + "\n---\n",
    "yaml-closed-brackets": lambda n: "---\na: " + "[" * n + "]" * n + "\n---\n",
    "yaml-blocks": lambda n: "---\n" + "".join(" " * i + "a:\n" for i in range(n // 10)) + "---\n",
    "divs": lambda n: PAGE + "<div>" * n + "\n",
    "closed-divs": lambda n: PAGE + "<div>" * n + "</div>" * n + "\n",
    "spans": lambda n: PAGE + "x " + "<span>" * n + "\n",
    "unclosed-if": lambda n: PAGE + "{% if a %}" * n + "\n",
    "closed-if": lambda n: PAGE + "{% if a %}" * n + "x" + "{% endif %}" * n + "\n",
    "liquid-openers": lambda n: PAGE + "{{" * n + "\n",
    "liquid-filters": lambda n: PAGE + "{{ a" + " | upcase" * n + " }}\n",
    "brackets": lambda n: PAGE + "[" * n + "\n",
    "link-openers": lambda n: PAGE + "[a](" * n + "\n",
    "image-openers": lambda n: PAGE + "![a](" * n + "\n",
    "closers": lambda n: PAGE + "[a" + "]" * n + "\n",
    "pipes": lambda n: PAGE + "|" * n + "\n",
    "table": lambda n: PAGE + "|a|b|\n|-|-|\n" + "|[x](/y)|b|\n" * n,
    "ticks": lambda n: PAGE + " ".join("`" * (i % 200 + 1) for i in range(n // 20)) + "\n",
    "stars": lambda n: PAGE + "*" * n + "a" + "\n",
    "mixed-emphasis": lambda n: PAGE + "*a _b " * n + "\n",
    "lists": lambda n: PAGE + "".join(" " * (2 * (i % 200)) + "- a\n" for i in range(n)),
    "headings": lambda n: PAGE + "# a\n\n" * n,
    "definitions": lambda n: PAGE + "".join(f"[a{i}]: /x\n" for i in range(n)),
    "footnotes": lambda n: PAGE + "".join(f"x[^{i}]\n\n[^{i}]: y\n\n" for i in range(n // 4)),
    "dollars": lambda n: PAGE + "$$" * n + "\n",
    "math-braces": lambda n: PAGE + "$$" + "{" * n + "$$\n",
    "entities": lambda n: PAGE + "&" * n + "\n",
    "attributes": lambda n: PAGE + "{:" * n + "\n",
    "comments": lambda n: PAGE + "<!--" * n + "\n",
    "suppressions": lambda n: PAGE + "<!-- sitecheck: " * n + "\n",
    "liquid-comments": lambda n: PAGE + "{% comment %} sitecheck: " * n + "\n",
    "angles": lambda n: PAGE + "<" * n + "\n",
    "tag-openers": lambda n: PAGE + "<a " * n + "\n",
    "backslashes": lambda n: PAGE + "\\" * n + "\n",
    "spaces": lambda n: PAGE + "a" + " " * n + "b\n",
    "blank-lines": lambda n: PAGE + "\n" * n,
    "carriage-returns": lambda n: PAGE + "\r" * n,
    "one-line": lambda n: PAGE + "word " * n,
    "loop": lambda n: PAGE + "{% for i in (1..1000000000) %}x{% endfor %}\n",
    "loops": lambda n: (
        PAGE + "{% for i in (1..1000) %}" * 8 + "x" + "{% endfor %}" * 8 + "{% assign a = 'x' %}\n"
    ),
    "doubling": lambda n: (
        PAGE + "{% assign a = 'xxxxxxxxxx' %}" + "{% assign a = a | append: a %}" * 60 + "{{ a }}\n"
    ),
}
ENDLESS = ("loop", "loops")


def findings(answer: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(answer)["findings"]
    return found


@pytest.mark.parametrize("name", sampled(HOSTILE, 6))
def test_no_text_brings_the_reading_down(
    name: str, site: WriteSite, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    if name in ENDLESS:
        monkeypatch.setattr("sitecheck.engine.reading.work_shares.SITE_STEPS", 50_000)
    folder = site({"index.md": HOSTILE[name](3000), "good.md": PAGE + "[x](/nowhere)\n"})
    answer = cli("check", folder, "--output-format", "json", "--no-cache", "-q")
    assert (answer.code, answer.err) == (1, "")
    assert ("broken-link", "good.md", 4, 5) in {
        (f["rule"], f["path"], f["line"], f["column"]) for f in findings(answer.out)
    }


@pytest.mark.parametrize("command", sampled(["routes --anchors", "links", "math"], fast=1))
def test_hostile_texts_also_pass_through_the_listing_commands(
    command: str, site: WriteSite, cli: Cli
) -> None:
    folder = site({f"{name}.md": make(300) for name, make in HOSTILE.items()})
    name, *options = command.split()
    answer = cli(name, folder, *options, "--output-format", "json")
    assert (answer.code, answer.err) == (0, "")
    json.loads(answer.out)


@pytest.mark.parametrize(
    ("content", "rule", "words"),
    [
        (b"---\ntitle: a\n---\ncaf\xe9\n", "undecodable-file", "0xE9"),
        (b"---\ntitle: a\n---\nx\0y\n", "undecodable-file", "NUL"),
        ("---\ntitle: a\n---\nx\n".encode("utf-16"), "undecodable-file", "UTF-16"),
        (b"\xef\xbb\xbf---\ntitle: [\n---\n", "invalid-front-matter", ""),
        (
            b"---\na: &a [x,x]\n"
            + b"".join(b"%c: &%c [*%c,*%c]\n" % (c, c, c - 1, c - 1) for c in range(98, 123))
            + b"---\n",
            "invalid-front-matter",
            "",
        ),
    ],
    ids=["latin-1", "nul", "utf-16", "bom", "bomb"],
)
def test_a_file_that_cannot_be_read_is_a_finding_with_its_path(
    content: bytes, rule: str, words: str, site: WriteSite, cli: Cli
) -> None:
    answer = cli("check", site({"a.md": content}), "--output-format", "json", "-q")
    found = [f for f in findings(answer.out) if f["rule"] == rule and f["path"] == "a.md"]
    assert found, answer.out
    assert words in found[0]["message"]


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("_data/x.yml", b"\xff\xfe\x00"),
        ("_data/x.json", b"[" * 5000),
        ("_data/x.csv", b'"' * 5001),
        ("_data/x.csv", b"a,b\n" + b'"x' * 200000),
        ("_includes/x.html", b"\xff"),
        ("_layouts/x.html", b"---\na: [\n---\n{% if"),
        ("_config.yml", b"a: " + b"[" * 5000),
        ("_config.yml", b"\xff\xfea"),
        ("_config.yml", b"- a\n- b\n"),
        ("_config.yml", b"defaults: 3\ncollections: 4\nexclude: 5\npermalink: [6]\nkramdown: 7\n"),
        ("_config.yml", b"baseurl: [1]\nurl: {a: b}\nlayouts_dir: 4\nsource: [..]\ntimezone: 9\n"),
        ("_config.yml", b"source: ../../..\n"),
        ("_config.yml", b"paginate: x\npaginate_path: 3\nplugins: {a: 1}\nincludes_dir: /etc\n"),
        ("_posts/2024-99-99-x.md", b"---\n---\n"),
        ("_posts/2024-01-01-x.md", b"---\ndate: 99999999999999\npermalink: [x]\ncategories: {a: 3}\n---\n"),
    ],
)
def test_bad_files_of_every_kind_leave_the_run_whole(
    path: str, content: bytes, site: WriteSite, cli: Cli
) -> None:
    folder = site({path: content, "index.md": PAGE + "{% include x.html %} {{ site.data.x }}\n"})
    answer = cli("check", folder, "--output-format", "json", "--no-cache", "-q")
    assert answer.err == ""
    assert answer.code in (0, 1)
    json.loads(answer.out)


def test_includes_without_end_are_told(site: WriteSite, cli: Cli) -> None:
    folder = site(
        {
            "_includes/a.html": "{% include b.html %}",
            "_includes/b.html": "{% include a.html %}",
            "_includes/twice.html": "{% include twice.html %}{% include twice.html %}",
            "index.md": PAGE + "{% include a.html %}\n",
            "twice.md": PAGE + "{% include twice.html %}\n",
            "own.md": PAGE + "{% include_relative own.md %}\n",
            "out.md": PAGE + "{% include_relative ../../../../../etc/hostname %}\n",
        }
    )
    answer = cli("check", folder, "--output-format", "json", "--no-cache", "-q")
    assert (answer.code, answer.err) == (1, "")
    assert any(f["rule"] in ("liquid-syntax", "unknown-include") for f in findings(answer.out))


def test_layouts_that_lead_in_a_circle(site: WriteSite, cli: Cli) -> None:
    folder = site(
        {
            "_layouts/a.html": "---\nlayout: b\n---\n{{ content }}",
            "_layouts/b.html": "---\nlayout: a\n---\n{{ content }}",
            "index.md": "---\ntitle: x\nlayout: a\n---\n",
        }
    )
    answer = cli("check", folder, "--no-cache", "-q")
    assert answer.err == ""
    assert answer.code in (0, 1)


@pytest.mark.process
def test_pipes_sockets_and_links_are_told_and_never_opened(
    site: WriteSite, one_process: Calls, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = site({"index.md": PAGE, "_data/a.yml": "a: 1\n"})
    for path in ("pipe.md", "_data/pipe.yml", ".sitecheck.yml.fifo"):
        os.mkfifo(folder / path)
    (folder / "device.md").symlink_to("/dev/zero")
    (folder / "stdin.md").symlink_to("/dev/stdin")
    (folder / "out").symlink_to("/etc")
    (folder / "here").symlink_to(".")
    (folder / "loop1").symlink_to("loop2")
    (folder / "loop2").symlink_to("loop1")
    (folder / "nothing.md").symlink_to("missing.md")
    monkeypatch.chdir(folder)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket.md")
        answer, fixed, *listed = one_process(
            ("check", folder, "--output-format", "json", "--no-cache", "-q"),
            ("fix", folder, "--diff"),
            *((command, folder) for command in ("routes", "links", "math")),
        )
    assert [each.code for each in listed] == [0, 0, 0]
    assert answer.err == ""
    assert {f["path"] for f in findings(answer.out) if f["rule"] == "unreadable-file"} == {
        "pipe.md",
        "_data/pipe.yml",
        "device.md",
        "stdin.md",
        "socket.md",
        "out",
        "here",
        "loop1",
        "loop2",
        "nothing.md",
    }  # not .sitecheck.yml.fifo, at which Jekyll does not look
    assert fixed.code == 0, fixed.err


@pytest.mark.parametrize(
    ("command", "option"), [("check", "--config"), ("check", "--baseline"), ("baseline", "--baseline")]
)
def test_a_folder_is_no_file_to_name(command: str, option: str, site: WriteSite, cli: Cli) -> None:
    folder = site({"index.md": PAGE})
    answer = cli(command, folder, option, folder)
    assert answer.code == 2
    assert f"'{option}': File '{folder}' is a directory" in answer.err


@pytest.mark.parametrize("name", ["_config.yml", ".sitecheck.yml"])
@pytest.mark.process
def test_a_settings_file_that_is_a_folder_or_a_pipe(name: str, site: WriteSite, one_process: Calls) -> None:
    folders = []
    for make in (Path.mkdir, os.mkfifo):
        folders.append(site({"index.md": PAGE}).rename(site({}).with_name(make.__name__)))
        (folders[-1] / name).unlink(missing_ok=True)
        make(folders[-1] / name)
    answers = one_process(*(("check", folder, "-q", "--output-format", "concise") for folder in folders))
    assert len(answers) == 2
    for answer in answers:
        assert answer.code in (1, 2)
        assert name in answer.out + answer.err
        assert "Traceback" not in answer.err


@pytest.mark.parametrize(
    "name",
    [
        b'a"b<c>.md',
        b"a:b,c%0A.md",
        b"line\nend.md",
        b"bad\xff.md",
        b"\x1b[31mred.md",
        b"::error::x.md",
        b"a b#c?.md",
    ],
)
@pytest.mark.parametrize("form", ["text", "concise", "json", "sarif", "github"])
def test_odd_file_names_pass_through_every_format(name: bytes, form: str, site: WriteSite, cli: Cli) -> None:
    folder = site({"index.md": PAGE})
    with open(os.path.join(os.fsencode(folder), name), "wb") as file:
        file.write(b"---\ntitle: x\n---\n[x](/nowhere)\n")
    answer = cli("check", folder, "--output-format", form, "-q")
    assert answer.err == ""
    assert answer.code in (0, 1)
    assert "\x1b" not in answer.out
    if form in ("json", "sarif"):
        json.loads(answer.out)
    if form == "concise":
        assert all(":1:1:" in line or ":4:5:" in line for line in answer.out.splitlines() if line)


def test_an_unreadable_file(site: WriteSite, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests often run as root, whom no mode stops: the error is made by hand."""
    from sitecheck.files import reading

    folder = site({"index.md": PAGE, "secret.md": PAGE, "_data/secret.yml": "a: 1\n"})
    real = os.open

    def deny(path: Any, *rest: Any, **more: Any) -> int:
        if "secret" in os.fspath(path):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)
        return real(path, *rest, **more)

    monkeypatch.setattr(reading.os, "open", deny)
    answer = cli("check", folder, "--output-format", "json", "--no-cache", "-q")
    assert {f["path"] for f in findings(answer.out) if "Permission denied" in f["message"]} == {
        "secret.md",
        "_data/secret.yml",
    }


def test_an_empty_folder_and_one_without_configuration(tmp_path: Path, cli: Cli) -> None:
    answer = cli("check", tmp_path)
    assert (answer.code, answer.out) == (2, "")
    assert "an empty folder" in answer.err
    (tmp_path / "index.md").write_text(PAGE + "[x](/nowhere)\n")
    answer = cli("check", tmp_path)
    assert answer.code == 1
    assert "no _config.yml" in answer.err
    (tmp_path / "_config.yml").symlink_to("/etc/hostname")
    answer = cli("check", tmp_path, "--output-format", "concise")
    assert "_config.yml:1:1: error invalid-config" in answer.out
    assert "no _config.yml" not in answer.err


@pytest.mark.parametrize("command", ["check", "fix", "routes", "links", "math"])
def test_a_site_that_is_not_there(command: str, tmp_path: Path, cli: Cli) -> None:
    missing = tmp_path / "missing"
    answer = cli(command, missing)
    assert (answer.code, answer.out, answer.err.count("\n")) == (2, "", 1)
    assert str(missing) in answer.err
    missing.write_text("x")
    answer = cli(command, missing)
    assert (answer.code, answer.out, answer.err.count("\n")) == (2, "", 1)
    assert ("no Jekyll site" if command in ("check", "fix") else "is a file") in answer.err


def _empty_words() -> Iterator[tuple[str, ...]]:
    """A call of each command for each of its options and arguments, in which that is empty."""
    for name in COMMANDS:
        params = importlib.import_module(f"sitecheck.cli.{name}").command.params
        arguments = [each for each in params if isinstance(each, click.Argument)]
        needed = ["x" for each in arguments if each.required]
        for param in params:
            if isinstance(param, click.Option) and not param.is_flag and param.name != "since":
                yield (name, param.opts[-1], "", *needed)
            elif isinstance(param, click.Argument):
                yield (name, *("" if each is param else "x" for each in arguments))


@pytest.mark.parametrize(
    "call", [*_empty_words(), ("check", "--only", " , "), ("check", "--output", "sarif:")]
)
def test_a_word_in_which_nothing_is_said_is_refused(call: tuple[str, ...], cli: Cli) -> None:
    answer = cli(*call)
    assert (answer.code, answer.out) == (2, "")
    assert "Invalid value for" in answer.err.splitlines()[-1] or "no file is named" in answer.err


def test_a_variable_in_which_nothing_is_said_is_none(
    site: WriteSite, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("SINCE", "BASELINE", "ONLY", "CONFIG", "CACHE_DIR", "OUTPUT", "FAIL_ON"):
        monkeypatch.setenv(f"SITECHECK_{name}", "")
    assert cli("check", site({"index.md": PAGE})).code == 0
