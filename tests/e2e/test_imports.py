from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.e2e.conftest import WriteSite

from sitecheck import __version__

PROBE = """
import sys
from sitecheck.cli import main
try:
    code = main(sys.argv[1:])
except SystemExit as error:
    code = error.code
print("\\n" + " ".join(sorted(sys.modules)), file=sys.stderr)
"""
COMPILES = """
import re, sys
real, callers = re.compile, set()
def compile(*given, **named):
    callers.add(sys._getframe(1).f_globals["__name__"])
    return real(*given, **named)
re.compile = compile
from sitecheck.cli import main
assert main(["rules"]) == 0
print("\\n" + " ".join(each for each in callers if each.startswith("sitecheck")))
"""
INHERITED = """
import sys
import sitecheck.engine.reading.read_site
from sitecheck import kramdown
before = set(sys.modules)
kramdown.to_html("*a*, $$x$$")
kramdown.read("# a")
print(sorted(set(sys.modules) - before))
"""
HEAVY = (
    "yaml",
    "markdown_it",
    "mdit_py_plugins",
    "httpx",
    "h11",
    "frontmatter",
    "asyncio",
    "multiprocessing",
)
OWN_FOR_WARM = (
    "cli",
    "engine",
    "model",
    "report",
    "text",
    "files",
    "errors",
    "output",
    "package_data",
    "lazy_pattern",
    "named_tuple",
)


def modules(*arguments: str | Path) -> set[str]:
    command = [sys.executable, "-c", PROBE, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return set(done.stderr.splitlines()[-1].split())


def loaded(names: set[str], packages: tuple[str, ...]) -> set[str]:
    return {name for name in names if name.split(".")[0] in packages}


def test_the_version_loads_only_the_command_line() -> None:
    names = modules("--version")
    assert not loaded(names, (*HEAVY, "sitecheck_rules"))
    own = {name for name in names if name.startswith("sitecheck.")}
    assert own == {"sitecheck.cli", "sitecheck.cli.process", "sitecheck.errors"}


@pytest.mark.parametrize("word", ["--version", "-V", "-v"])
@pytest.mark.process
def test_the_version_alone_is_said_without_what_reads_command_lines(word: str) -> None:
    command = [sys.executable, "-X", "importtime", "-m", "sitecheck", word]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == f"sitecheck {__version__}\n"
    names = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "sitecheck" in names
    assert not {"click", "sitecheck.cli"} & names


@pytest.mark.process
@pytest.mark.posix
def test_a_version_that_cannot_be_written_is_told() -> None:
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-m", "sitecheck", "--version"]
    for line in (command, [*command[:-1], "--help"]):
        gone = subprocess.run(line, stdout=write, stderr=subprocess.PIPE, text=True, check=False)
        assert (gone.returncode, gone.stderr) == (2, "")
    os.close(write)
    with open("/dev/full", "wb") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)


def test_a_warm_run_loads_no_parser_and_no_rule(site: WriteSite) -> None:
    folder = site({"index.md": "---\ntitle: t\n---\n[a](gone.html)\n"})
    for path in (*folder.rglob("*"), folder):
        os.utime(path, (1, 1))
    cold = modules("check", folder)
    assert "yaml" in cold
    time.sleep(0.05)  # the clock has to move on from the files' change times
    modules("check", folder)
    names = modules("check", folder)
    assert not loaded(names, (*HEAVY, "sitecheck_rules"))
    own = {name.split(".")[1] for name in names if name.startswith("sitecheck.")}
    assert own <= set(OWN_FOR_WARM), own
    assert not names & {"pathlib", "urllib.parse"}, "a fiftieth of the run, and no need of any"
    told = modules("check", folder, "--output-format", "json")
    assert "_hashlib" not in told, "what makes the keys of findings loads OpenSSL"


@pytest.mark.parametrize("command", ["rules", "schema", "explain broken-link"])
def test_what_tells_of_rules_loads_no_parser_of_markdown(command: str) -> None:
    names = modules(*command.split())
    assert "sitecheck_rules.links.broken_link" in names
    assert not loaded(names, ("markdown_it", "mdit_py_plugins"))


def test_workers_inherit_the_parser_of_markdown() -> None:
    """Each of them would take half a tenth of a second to load it."""
    done = subprocess.run([sys.executable, "-c", INHERITED], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_no_pattern_is_compiled_to_list_all_rules() -> None:
    """Nor by a function that a module calls to make a table."""
    done = subprocess.run([sys.executable, "-c", COMPILES], capture_output=True, text=True, check=True)
    compiling = set(done.stdout.splitlines()[-1].split())
    assert compiling <= {"sitecheck.lazy_pattern"}, (
        "write lazy_pattern: most runs use a tenth of all patterns"
    )
