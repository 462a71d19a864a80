"""Further rules come from where the user says, never from where the site says."""

from __future__ import annotations

import itertools
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.e2e.conftest import Cli, WriteSite

RULE = '''
from sitecheck.api import WHOLE_FILE, FileRule, Place

class Shouting(FileRule):
    """A page shouts.

    ## What it does
    """

    def check(self, doc):
        if "!!!" in doc.text:
            {speak}
'''
SPEAK = 'yield self.finding("no shouting", Place(doc.path, WHOLE_FILE))'
LOUD = "---\ntitle: t\n---\nHelp!!!\n"
WriteTree = Callable[[Path, dict[str, str]], None]
_numbers = itertools.count()


def write(folder: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of installed packages."""
    folder = tmp_path / "site-packages"
    folder.mkdir()
    monkeypatch.syspath_prepend(folder)
    before = set(sys.modules)
    yield folder
    for name in set(sys.modules) - before:
        if name.startswith("pack"):
            del sys.modules[name]


def new_pack(library: Path, text: str = RULE.format(speak=SPEAK), module: str = "rules/shouting.py") -> str:
    name = f"pack{next(_numbers)}"
    write(library, {f"{name}/__init__.py": "", f"{name}/rules/__init__.py": "", f"{name}/{module}": text})
    return name


def install(folder: Path, pack: str, name: str = "manners") -> None:
    info = f"{pack}-1.0.dist-info"
    entry = f"[sitecheck.rules]\n{name} = {pack}\n"
    write(folder, {f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {pack}\nVersion: 1.0\n"})
    write(folder, {f"{info}/entry_points.txt": entry})


def test_a_pack_from_the_command_line(library: Path, site: WriteSite, cli: Cli) -> None:
    pack = new_pack(library)
    folder = site({"index.md": LOUD, ".sitecheck.yml": "rules: {shouting: error}\n"})
    answer = cli("check", folder, "--output-format", "concise")
    assert (answer.code, answer.out) == (2, "")
    answer = cli("check", folder, "--output-format", "concise", "--rule-pack", pack)
    assert (answer.code, answer.out.count(" shouting ")) == (1, 1)
    for command in (("fix",), ("rules",), ("routes",), ("links",), ("math",), ("why", "index.md", "--site")):
        assert cli(*command, folder, "--rule-pack", pack).code in (0, 1), command
    assert "A page shouts." in cli("explain", "shouting", "--rule-pack", pack).out


def test_the_settings_choose_an_installed_pack_by_its_name(library: Path, site: WriteSite, cli: Cli) -> None:
    pack = new_pack(library)
    install(library, pack)
    folder = site({"index.md": LOUD, ".sitecheck.yml": "plugins: [manners]\n"})
    answer = cli("check", folder, "--output-format", "concise")
    assert "shouting" in answer.out
    assert "shouting" in cli("check", folder, "--rule-pack", pack, "--output-format", "concise").out
    site({".sitecheck.yml": "{}\n"})
    assert "shouting" not in cli("check", folder, "--output-format", "concise").out


@pytest.mark.parametrize(
    "name", ["antigravity", "unittest.__main__", "this", "pack", "sitecheck_rules", "../x"]
)
def test_the_settings_load_no_module(
    name: str, library: Path, site: WriteSite, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(library, new_pack(library))
    write(library, {"pack/__init__.py": "raise SystemExit(0)"})
    monkeypatch.delitem(sys.modules, name, raising=False)
    loaded = name == "sitecheck_rules"
    folder = site({"index.md": LOUD, ".sitecheck.yml": f"plugins: [{name}]\n"})
    answer = cli("check", folder)
    assert (answer.code, answer.out, answer.err.count("\n")) == (2, "", 1)
    assert f"plugins: there is no rule pack '{name}' (installed are manners)" in answer.err
    assert "--rule-pack MODULE" in answer.err
    assert loaded or name not in sys.modules


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("raise SystemExit(0)", "SystemExit: 0"),
        ("import unittest.__main__", "SystemExit"),
        ("raise GeneratorExit('x')", "GeneratorExit: x"),
        ("raise ValueError('two\\nlines')", "ValueError: two lines"),
        ("1 +", "SyntaxError"),
        ("import no_such_module_anywhere", "ModuleNotFoundError"),
        ("x = 1", "none of its modules holds a rule"),
    ],
)
@pytest.mark.parametrize("module", ["__init__.py", "rules/__init__.py", "rules/shouting.py"])
def test_a_pack_that_fails_or_exits_is_one_line(
    text: str,
    told: str,
    module: str,
    library: Path,
    site: WriteSite,
    cli: Cli,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "argv", ["unittest"])
    monkeypatch.delitem(sys.modules, "unittest.__main__", raising=False)
    pack = new_pack(library, text, module)
    answer = cli("check", site({"index.md": LOUD}), "--rule-pack", pack)
    assert (answer.code, answer.out) == (2, "")
    line = answer.err.splitlines()[-1]
    assert line.startswith("sitecheck: ")
    assert pack in line
    assert told in line


@pytest.mark.parametrize("speak", ["raise SystemExit(0)", "yield from [][0]"])
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_rule_that_exits_is_no_clean_site(
    speak: str, jobs: str, library: Path, site: WriteSite, cli: Cli
) -> None:
    pack = new_pack(library, RULE.format(speak=speak))
    folder = site({"index.md": LOUD, "other.md": LOUD})
    answer = cli("check", folder, "--rule-pack", pack, "--jobs", jobs)
    assert answer.code == 2
    assert "shouting" in answer.out + answer.err


def test_ctrl_c_while_a_pack_is_loaded_is_ctrl_c(library: Path, site: WriteSite, cli: Cli) -> None:
    pack = new_pack(library, "raise KeyboardInterrupt")
    assert cli("check", site({"index.md": LOUD}), "--rule-pack", pack).code == 130


def test_the_working_directory_is_no_place_of_installed_packs(
    site: WriteSite, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = site({"index.md": LOUD, ".sitecheck.yml": "plugins: [manners]\n"})
    pack = new_pack(folder, "raise SystemExit(0)", "__init__.py")
    install(folder, pack)
    monkeypatch.chdir(folder)
    for entry in ("", str(folder)):
        with monkeypatch.context() as patch:
            patch.setattr(sys, "path", [entry, *sys.path])
            assert "there is no rule pack 'manners' (none is installed)" in cli("check", ".").err


def test_a_damaged_installation_is_one_line(library: Path, site: WriteSite, cli: Cli) -> None:
    install(library, "pack", name="x")
    (library / "pack-1.0.dist-info" / "entry_points.txt").write_text("[sitecheck.rules]\nx = not a module!\n")
    answer = cli("check", site({"index.md": LOUD, ".sitecheck.yml": "plugins: [x]\n"}))
    assert (answer.code, answer.out, answer.err.count("\n")) == (2, "", 1)
    assert "cannot be listed" in answer.err


@pytest.mark.process
def test_a_pack_that_changes_is_not_answered_from_memory(
    library: Path, site: WriteSite, process: Cli
) -> None:
    pack = new_pack(library)
    folder = site({"index.md": LOUD})
    call = ("check", folder, "--rule-pack", pack, "--output-format", "concise")
    path = os.pathsep.join(filter(None, (str(library), os.environ.get("PYTHONPATH"))))
    assert "no shouting" in process(*call, PYTHONPATH=path, PYTHONDONTWRITEBYTECODE="1").out
    source = library / pack / "rules" / "shouting.py"
    source.write_text(source.read_text().replace("no shouting", "be quiet"))
    assert "be quiet" in process(*call, PYTHONPATH=path, PYTHONDONTWRITEBYTECODE="1").out


def test_nothing_is_scanned_without_need(site: WriteSite, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**options: object) -> None:
        raise AssertionError("the installed distributions were scanned")

    monkeypatch.setattr("importlib.metadata.distributions", refuse)
    assert cli("check", site({"index.md": LOUD, ".sitecheck.yml": "plugins: []\n"})).code == 0
