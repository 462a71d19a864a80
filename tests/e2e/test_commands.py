from __future__ import annotations

import json
import os
import re
import shutil
import stat
import subprocess
import sys
from itertools import product
from pathlib import Path

import pytest
from tests.e2e.conftest import SECURE, Cli, WriteSite
from tests.e2e.test_since import AROUND

from sitecheck.report import base
from sitecheck.testing import write_site

PAGE = "---\ntitle: A page\ndescription: d\n---\n"
CLEAN = {"index.md": PAGE + "[a](a.html)\n", "a.md": "---\ntitle: Other\n---\n"}
BROKEN = {"index.md": PAGE + "[a](nowhere.html)\n"}
SUPPRESSED = "[a](nowhere.html)"


@pytest.mark.parametrize("form", ["text", "concise", "json", "sarif", "github"])
def test_the_status_does_not_hang_on_the_format(form: str, site: WriteSite, cli: Cli) -> None:
    folder = site(BROKEN)
    check = ("check", folder, "--output-format", form)
    assert cli(*check).code == 1
    assert cli(*check, "--exit-zero").code == 0
    assert cli(*check, "--fail-on", "never").code == 0
    assert cli(*check, "--ignore", "broken-link").code == 0


def test_fail_on_counts_from_its_severity_up(site: WriteSite, cli: Cli) -> None:
    folder = site({**BROKEN, ".sitecheck.yml": "select: [broken-link]\nrules: {broken-link: warning}\n"})
    assert cli("check", folder).code == 0
    assert cli("check", folder, "--fail-on", "warning").code == 1
    (folder / ".sitecheck.yml").write_text(
        "select: [broken-link]\nfail-on: info\nrules: {broken-link: info}\n"
    )
    assert cli("check", folder).code == 1
    assert cli("check", folder, "--fail-on", "error").code == 0


def test_several_reports_in_one_run(site: WriteSite, cli: Cli, tmp_path: Path) -> None:
    folder, sarif, plain = site(BROKEN), tmp_path / "o.sarif", tmp_path / "o.json"
    outputs = ("--output", f"sarif:{sarif}", "--output", f"json:{plain}", "--output", "concise")
    answer = cli("check", folder, *outputs)
    assert answer.code == 1
    assert "broken-link" in answer.out
    assert json.loads(sarif.read_text())["version"] == "2.1.0"
    assert json.loads(plain.read_text())["findings"][0]["rule"] == "broken-link"
    assert not list(tmp_path.glob("*.tmp"))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("chek",), "check"),
        (("check", "--select", "brokn-link"), "broken-link"),
        (("check", "--ignore", "image_alt"), "image-alt"),
        (("check", "--output", "sarf:x"), "sarif"),
        (("check", "--output", "text", "--output", "json"), "--output"),
        (("check", "--output", "json:no/such/folder/x.json"), "no/such/folder"),
        (("check", "--config", "nothing.yml"), "nothing.yml"),
        (("explain", "brokn-link"), "broken-link"),
        (("check", "--nonsense"), "--nonsense"),
        (
            ("check", "--output", "json", "--output-format", "text"),
            "give either --output or --output-format, not both",
        ),
        (("preview", "a", "b", "c"), "name one page, and before it the site's folder if that is another"),
        (("why", "a", "b", "--site", "c"), "name one path or address, and before it the site's folder"),
        (("check", "index.md/"), "index.md"),
    ],
)
def test_a_wrong_call_is_told_and_exits_with_2(
    arguments: tuple[str, ...], words: str, site: WriteSite, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(site(BROKEN))
    answer = cli(*arguments)
    assert answer.code == 2
    assert words in answer.err
    assert "Traceback" not in answer.err


CALLED = {
    "fix' mends": "--fix --autofix --fix-only",
    "fix --diff'": "--diff --dry-run --check",
    "--output-format.": "--format --formatter --reporter -f",
    "--output-format json": "--json",
    "--output FORMAT:FILE": "-o --output-file --out",
    "--only, or exclude:": "--exclude --files --include --ignore-path",
    "--statistics": "--verbose -v --stats",
    "--select strict": "--strict --pedantic --all",
    "--color never": "--no-color --no-colors --no-colour",
    "--quiet": "--silent -s --errors-only",
    "--exit-zero": "--no-fail --warn-only --no-exit-codes",
    "--fail-on warning": "--max-warnings --fail-level --error-on-warnings -W",
    "baseline'": "--add-noqa --generate-baseline --update-baseline --write-baseline --suppress-all --auto-gen-config",
    "sitecheck rules'": "--rules --list-rules",
    "check FOLDER": "--source --path --site --dir",
    "SITECHECK_TRACEBACK=1": "--debug --trace",
    "it is --external.": "--network --online --check-external-hash",
    "sitecheck --version'": "--version -V",
}
CALLED_COMMANDS = {
    "check": "lint run test validate verify doctor build scan",
    "fix": "format mend autofix",
    "rules": "list ls rule",
    "init": "config setup install new",
    "explain": "doc docs show",
    "--version": "version",
}


@pytest.mark.parametrize("ours", CALLED)
def test_an_option_of_other_linters_is_told_by_its_name_here(ours: str, cli: Cli) -> None:
    for theirs in CALLED[ours].split():
        answer = cli("check", theirs)
        assert answer.code == 2
        assert f"'{theirs}'" in answer.err
        assert ours in answer.err


@pytest.mark.parametrize("ours", CALLED_COMMANDS)
def test_a_command_of_other_linters_is_told_by_its_name_here(
    ours: str, cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # a folder of the name of a command would be meant
    for theirs in CALLED_COMMANDS[ours].split():
        answer = cli(theirs)
        assert answer.code == 2
        assert f"'sitecheck {ours}'" in answer.err


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ignroe: [image-alt]\n", "ignore"),
        ("ignore: 5\n", "ignore"),
        ("ignore: [image-al]\n", "image-alt"),
        ("rules: {image-al: error}\n", "image-alt"),
        ("rules: {image-alt: loud}\n", "loud"),
        ("rules: {title-length: {max: x}}\n", "title-length"),
        ("rules: [a]\n", "rules"),
        ("overrides: {a: 1}\n", "overrides"),
        ("overrides: [{file: x}]\n", "files"),
        ("fail-on: loud\n", "fail-on"),
        ("plugins: [no_such_module_here]\n", "no_such_module_here"),
        ("- a\n", ".sitecheck.yml"),
        ("a: [\n", ".sitecheck.yml"),
        ("a: &a [*a]\n", ".sitecheck.yml"),
        ("[" * 3000, ".sitecheck.yml"),
        ("jekyll: 3\n", "jekyll"),
        ("jekyll: {draft: true}\n", "drafts"),
        ("exclude: {a: b}\n", "exclude"),
    ],
)
def test_settings_that_are_not_understood_are_one_line(
    text: str, words: str, site: WriteSite, cli: Cli
) -> None:
    answer = cli("check", site({**CLEAN, ".sitecheck.yml": text}))
    assert (answer.code, answer.out) == (2, "")
    assert len(answer.err.splitlines()) == 1
    assert words in answer.err


def test_overrides_change_some_files_only(site: WriteSite, cli: Cli) -> None:
    folder = site(
        {
            "old/a.md": BROKEN["index.md"],
            "b.md": BROKEN["index.md"],
            ".sitecheck.yml": "select: [broken-link]\noverrides:\n- files: [old/]\n  rules: {broken-link: info}\n",
        }
    )
    found = json.loads(cli("check", folder, "--output-format", "json").out)["findings"]
    assert {(f["path"], f["severity"]) for f in found} == {("b.md", "error"), ("old/a.md", "info")}
    only = json.loads(cli("check", folder, "--output-format", "json", "--only", "old/**").out)["findings"]
    assert [f["path"] for f in only] == ["old/a.md"]
    for _ in "cold", "warm":
        said = cli("check", folder, "--only", "old/**").out
        assert " in 1 of 3 files.\n" in said
        assert "Links of the whole site: " in said


@pytest.mark.parametrize(
    "page",
    [
        PAGE + f"{SUPPRESSED} <!-- sitecheck: ignore[broken-link] later -->\n",
        PAGE + f"<!-- sitecheck: ignore[links] later -->\n{SUPPRESSED}\n",
        PAGE + f"{{% comment %}} sitecheck: ignore[broken-link] x {{% endcomment %}}\n{SUPPRESSED}\n",
        PAGE + f"{{::comment}} sitecheck: ignore[broken-link] x {{:/comment}}\n{SUPPRESSED}\n",
        "---\n# sitecheck: ignore-file[broken-link] x\ntitle: A page\n---\n" + SUPPRESSED + "\n",
    ],
    ids=["html", "html-group", "liquid", "kramdown", "yaml"],
)
def test_comments_silence_and_are_told_when_they_silence_nothing(
    page: str, site: WriteSite, cli: Cli
) -> None:
    select = ("--select", "broken-link,suppressions", "--output-format", "json")
    report = json.loads(cli("check", site({"index.md": page}), *select).out)
    assert (report["findings"], report["summary"]["suppressed"]) == ([], 1)
    report = json.loads(cli("check", site({"index.md": page, "nowhere.md": PAGE}), *select).out)
    assert [f["rule"] for f in report["findings"]] == ["unused-suppression"]


def test_the_shapes_that_other_programs_read(site: WriteSite, cli: Cli) -> None:
    folder = site({**BROKEN, "style.css": "a{}", "_posts/2024-01-02-hi.md": PAGE + "## Head\n$$x$$\n"})
    routes = json.loads(cli("routes", folder, "--anchors", "--output-format", "json").out)
    assert {(r["source"], r["url"], r["output"], r["kind"]) for r in routes} >= {
        ("index.md", "/", "index.html", "page"),
        ("style.css", "/style.css", "style.css", "static"),
        ("_posts/2024-01-02-hi.md", "/2024/01/02/hi.html", "2024/01/02/hi.html", "posts"),
    }
    assert next(r for r in routes if r["kind"] == "posts")["anchors"] == ["head"]
    (link,) = json.loads(cli("links", folder, "--output-format", "json").out)
    wanted = {"page": "index.md", "path": "index.md", "line": 5, "column": 5, "href": "nowhere.html"}
    assert link.items() >= {**wanted, "status": "broken-page"}.items()
    assert {"kind", "target"} <= link.keys()
    report = json.loads(cli("check", folder, "--output-format", "json").out)
    assert report.keys() >= {"schema_version", "tool", "findings", "summary"}
    finding = next(f for f in report["findings"] if f["rule"] == "broken-link")
    assert finding.keys() >= {
        *("rule", "severity", "path", "line", "column", "end_line", "end_column", "message", "help")
    }
    answer = json.loads(cli("why", "/2024/01/02/hi.html", "--site", folder, "--output-format", "json").out)
    assert "_posts/2024-01-02-hi.md" in answer["answer"]
    text = cli("rules", "--output-format", "json").out
    rules = json.loads(text)
    assert text == f"{json.dumps(rules, indent=2, ensure_ascii=False)}\n"
    assert any(rule["id"] == "broken-link" for rule in rules)


def fixable(newline: str = "\n", bom: bytes = b"") -> bytes:
    page = PAGE + "x <!-- sitecheck: ignore[broken-link] -->\n\n[a](http://github.com/x)\n"
    return bom + page.replace("\n", newline).encode()


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_fixing_keeps_mode_line_ends_and_byte_order_mark(
    newline: str, bom: bytes, site: WriteSite, cli: Cli
) -> None:
    folder = site(
        {"index.md": fixable(newline, bom), "a.md": "---\ntitle: x\n---\n", ".sitecheck.yml": SECURE}
    )
    page = folder / "index.md"
    page.chmod(0o640)
    before = page.read_bytes()
    shown = cli("fix", folder, "--diff", "--unsafe")
    assert (shown.code, page.read_bytes()) == (1, before)
    assert shown.out.startswith("--- a/index.md")
    done = cli("fix", folder, "--unsafe")
    after = page.read_bytes()
    assert b"ignore[broken-link]" not in after, done.err
    assert after.startswith(bom + b"---" + newline.encode())
    assert after.count(b"\n") == after.count(newline.encode())
    assert stat.S_IMODE(page.stat().st_mode) == 0o640
    again = cli("fix", folder, "--unsafe")
    assert "0 files changed" in again.out
    assert page.read_bytes() == after
    assert not [name for name in os.listdir(folder) if name.endswith(".tmp")]


def test_a_diff_is_made_where_the_same_lies_around_the_site(tmp_path: Path, cli: Cli) -> None:
    """What only the repository tells of the site's configuration was found by ``fix`` alone."""
    write_site(
        tmp_path, {**AROUND, "docs/_config.yml": "", "docs/a.md": "", "scripts/a.sh": "", ".git/HEAD": ""}
    )
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "bin").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "elsewhere" / "build.sh").write_text("")
    answer = cli("fix", tmp_path / "docs", "--diff", "--unsafe")
    assert "+url: https://example.com\n" in answer.out
    assert answer.code == 1
    assert cli("fix", tmp_path / "docs", "--unsafe").out.startswith("_config.prod.yml\n")
    assert os.listdir(tmp_path / "elsewhere") == ["build.sh"]


def test_a_diff_is_made_where_the_same_programs_run(tmp_path: Path, cli: Cli) -> None:
    """What a workflow runs elsewhere than in a folder for programs was not there in the copy."""
    files = {
        ".git/HEAD": "",
        ".github/workflows/a.yml": "run: |\n  python gen/make.py\n  sh .git/b.sh\n  jekyll build\n",
        "gen/make.py": "open('docs/made.html', 'w')\n",
        "docs/_config.yml": "",
        "docs/index.md": "---\n---\n[a](/made.html) text\n",
    }
    write_site(tmp_path, {**files, ".git/b.sh": "sh docs/c.sh\n", "docs/c.sh": ""})
    assert "0 findings left" in cli("fix", tmp_path / "docs").out
    assert "0 findings left" in cli("fix", tmp_path / "docs", "--diff").err


APPLY, PATCH = ("git", "apply", "-p1"), ("patch", "-p1", "--binary")
ODD_FILES = ["b c.md", 'q"u\\o.md', "é.md", "t\ta.md", "a##[x].md", "::a.md"]


@pytest.mark.parametrize(
    ("name", "tool"),
    [*product(ODD_FILES, (APPLY, PATCH)), ("a\nb.md", APPLY)],  # patch takes no such name
)
def test_a_diff_applies_whatever_its_file_is_called(
    name: str, tool: tuple[str, ...], site: WriteSite, cli: Cli, tmp_path: Path
) -> None:
    if not shutil.which(tool[0]):
        pytest.skip(f"{tool[0]} is not installed")
    before = fixable("\r\n") + b"\t::: note\r\n"
    folder = site(
        {"index.md": PAGE, name: before, "mixed.md": fixable() + b"a\r\n", ".sitecheck.yml": SECURE}
    )
    shown = cli("fix", folder, "--diff", "--unsafe")
    assert "not shown as written" not in shown.err
    patch = tmp_path / "a.patch"
    patch.write_bytes(shown.out.encode())
    with patch.open() as file:
        subprocess.run(tool, cwd=folder, stdin=file, check=True, capture_output=True)
    assert (folder / name).read_bytes() != before
    assert "0 files would change" in cli("fix", folder, "--diff", "--unsafe").err


def test_a_diff_that_cannot_be_shown_as_it_is_says_so(site: WriteSite, cli: Cli) -> None:
    folder = site({"index.md": fixable() + b"##[group] ?token=abc \x1b[1m\n", ".sitecheck.yml": SECURE})
    shown = cli("fix", folder, "--diff", "--unsafe")
    assert " ##\\[group] ?token=*** ␛[1m\n" in shown.out
    assert "sitecheck: 1 line not shown as written; the diff cannot be applied" in shown.err


def test_a_full_disk_while_fixing_loses_nothing(
    site: WriteSite, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = site({"index.md": fixable(), ".sitecheck.yml": SECURE})
    before = (folder / "index.md").read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("sitecheck.files.writing.os.fsync", full)
    answer = cli("fix", folder, "--unsafe")
    assert answer.code == 2
    assert "index.md" in answer.err
    assert "No space left" in answer.err
    assert len(answer.err.splitlines()) == 1
    assert (folder / "index.md").read_bytes() == before
    assert sorted(os.listdir(folder)) == [".sitecheck.yml", "_config.yml", "index.md"]


RULE = '''
from __future__ import annotations
from collections.abc import Iterator
from sitecheck.api import Document, FileRule, Finding, Invalid, Valid

class ShoutedTitle(FileRule):
    """A title is shouted.

    ## What it does

    Finds titles in capitals.

    ## Why is this bad?

    It is loud.
    """

    valid = (Valid("---\\ntitle: Quiet\\n---\\n"),)
    invalid = (Invalid("---\\ntitle: LOUD\\n---\\n", at="LOUD", message="loud"),)

    def check(self, doc: Document) -> Iterator[Finding]:
        BODY
        entry = doc.entry("title")
        if entry is not None and str(entry.data).isupper():
            yield self.finding("the title is loud", doc.at(entry.value))
'''


def pack(folder: Path, name: str, body: str) -> None:
    for path in (folder / name, folder / name / "style"):
        path.mkdir()
        (path / "__init__.py").write_text('"""A pack."""\n')
    (folder / name / "style" / "shouted_title.py").write_text(body)


def test_a_rule_pack_of_a_third_party(
    site: WriteSite, cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack(tmp_path, "good_pack", RULE.replace("BODY", ""))
    monkeypatch.syspath_prepend(tmp_path)
    folder = site({"index.md": "---\ntitle: LOUD\n---\n"})
    answer = cli(
        "check", folder, "--rule-pack", "good_pack", "--output-format", "concise", "--fail-on", "warning"
    )
    assert ":2:8:" in answer.out, answer
    assert "shouted-title the title is loud" in answer.out
    assert answer.code == 1


def test_a_rule_that_raises_leaves_the_run_whole(
    site: WriteSite, cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack(tmp_path, "raising_pack", RULE.replace("BODY", "raise LookupError('oh no')"))
    monkeypatch.syspath_prepend(tmp_path)
    folder = site(BROKEN)
    check = ("check", folder, "--rule-pack", "raising_pack")
    answer = cli(*check, "--output-format", "json", "--exit-zero")
    assert answer.code == 2
    report = json.loads(answer.out)
    assert "broken-link" in {f["rule"] for f in report["findings"]}
    assert [c["rule"] for c in report["summary"]["crashes"]] == ["shouted-title"]
    assert "oh no" in cli(*check).out


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_fix_of_several_lines_takes_the_line_ends_of_its_file(
    newline: str, site: WriteSite, cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fix = 'fix=Fix("write it low", (Edit(entry.value, "low\\ndescription: d"),))'
    rule = RULE.replace("BODY", "").replace("doc.at(entry.value)", f"doc.at(entry.value), {fix}")
    rule = rule.replace("import Document,", "import Document, Edit, Fix,")
    name = f"mending_pack_{len(newline)}"
    pack(tmp_path, name, rule)
    monkeypatch.syspath_prepend(tmp_path)
    page = f"---{newline}title: LOUD{newline}---{newline}"
    folder = site({"index.md": page})
    answer = cli("fix", folder, "--rule-pack", name, "--select", "shouted-title")
    assert answer.code == 0, answer
    assert (folder / "index.md").read_bytes().decode() == page.replace("LOUD", f"low{newline}description: d")


def test_a_pack_that_cannot_be_loaded_is_one_line(
    site: WriteSite, cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack(tmp_path, "broken_pack", "def (:\n")
    monkeypatch.syspath_prepend(tmp_path)
    answer = cli("check", site(CLEAN), "--rule-pack", "broken_pack")
    assert (answer.code, answer.out, len(answer.err.splitlines())) == (2, "", 1)
    assert "broken_pack" in answer.err


@pytest.mark.process
def test_a_reader_that_goes_away(site: WriteSite) -> None:
    folder = site({"index.md": PAGE + "[a](nowhere.html)\n" * 2000})
    command = [
        sys.executable,
        "-m",
        "sitecheck",
        "check",
        str(folder),
        "--output-format",
        "concise",
        "--no-cache",
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode in (1, 2)


def test_sarif_has_all_findings_but_for_github_what_it_takes(
    site: WriteSite, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert base.SARIF_MAX_RESULTS == 5_000, "so many GitHub takes"
    monkeypatch.setattr(base, "SARIF_MAX_RESULTS", 50)
    folder = site({"index.md": PAGE + "[a](gone.html) " * 150})
    call = ("check", folder, "--output-format", "sarif", "--select", "broken-link")
    for workflow, number in (("", 150), ("true", 50)):
        monkeypatch.setenv("GITHUB_ACTIONS", workflow)
        answer = cli(*call)
        assert len(json.loads(answer.out)["runs"][0]["results"]) == number
        assert ("leaves out 100 findings" in answer.err) == bool(workflow)


def test_colours_are_for_terminals_and_for_whoever_asks(site: WriteSite, cli: Cli, tmp_path: Path) -> None:
    folder, file = site(BROKEN), tmp_path / "report.txt"
    assert "\x1b[" in cli("check", folder, "--color", "always").out
    assert "\x1b[" not in cli("check", folder, "--color", "never").out
    assert "\x1b[" not in cli("check", folder).out, "this is no terminal"
    cli("check", folder, "--color", "always", "--output", f"text:{file}")
    assert "nowhere.html" in file.read_text()
    assert "\x1b[" not in file.read_text()


def test_the_html_report_draws_the_site_that_it_is_of(site: WriteSite, cli: Cli) -> None:
    folder = site({"index.md": PAGE + "[other](other.html)\n", "other.md": PAGE})
    out = cli("check", folder, "--output-format", "html").out
    island = re.search(r'<script type="application/json" id="site">(.*?)</script>', out, re.DOTALL)
    assert island is not None
    assert "other.md" in island[1]


FAULTY = '''
from sitecheck.api import FileRule


class OddPage(FileRule):
    """A page is odd."""

    def check(self, doc):
        raise ValueError("odd")
'''


def test_no_baseline_is_made_where_a_rule_failed(
    site: WriteSite, cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = site(BROKEN)
    (tmp_path / "pack_that_fails").mkdir()
    (tmp_path / "pack_that_fails" / "odd_page.py").write_text(FAULTY)
    (tmp_path / "pack_that_fails" / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    answer = cli("baseline", folder, "--rule-pack", "pack_that_fails")
    assert answer.code == 2
    assert "a rule failed, so that not all findings are known; 'sitecheck check' says which" in answer.err
    assert not (folder / ".sitecheck-baseline.json").exists()


def test_progress_of_the_network_in_one_line() -> None:
    from sitecheck.cli.progress import progress_line
    from sitecheck.net.progress import Progress, SlowHost

    hosts = tuple(SlowHost(f"h{n}.example", waiting=n, in_flight=1) for n in range(4))
    now = Progress(done=3, total=10, in_flight=4, rate=1.6, slowest=hosts)
    assert (
        progress_line(now) == "links: 3/10, 2/s; waiting for h0.example (1), h1.example (2), h2.example (3)"
    )
    assert progress_line(now._replace(slowest=())) == "links: 3/10, 2/s"
