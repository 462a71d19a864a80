"""Which rules there are: what a pack may hold, and what selectors name."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sitecheck.errors import ConfigError, RuleLoadError
from sitecheck.rule import registry
from sitecheck.rule.registry import expand, load_rules

RULE = 'from sitecheck.api import FileRule\nfrom sitecheck.rule.base import Rule\n\nclass {name}(FileRule):\n    """A page is odd."""\n'
ODD = RULE.format(name="OddPage")
Pack = Callable[[dict[str, str]], str]


@pytest.fixture
def pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Pack]:
    """Writes a package of rules; its name."""
    name = f"pack_{tmp_path.name}".replace("[", "_").replace("]", "_").replace("-", "_")
    monkeypatch.syspath_prepend(tmp_path)

    def write(modules: dict[str, str]) -> str:
        (tmp_path / name).mkdir()
        for module, text in {"__init__": "", **modules}.items():
            (tmp_path / name / f"{module}.py").write_text(text)
        return name

    yield write
    for module in [each for each in sys.modules if each.partition(".")[0] == name]:
        del sys.modules[module]


def test_a_pack_adds_its_rules_by_the_names_of_its_modules(pack: Pack) -> None:
    rules = load_rules([pack({"odd_page": ODD, "_shared": ODD, "data": "X = 1\n"})])
    assert set(rules) - set(load_rules()) == {"odd-page"}
    assert list(rules) == sorted(rules)


@pytest.mark.parametrize(
    ("modules", "told"),
    [
        ({"a": "X = 1\n"}, "is no rule pack: none of its modules holds a rule"),
        ({"image_alt": ODD}, "the rule id 'image-alt' is taken by sitecheck_rules.images.image_alt"),
        ({"gone": ODD}, "the rule id 'gone' is retired"),
        ({"a": ODD + RULE.format(name="Other")}, ".a: one module holds one rule, this one has 2"),
        ({"a": ODD.replace("(FileRule)", "(Rule)")}, ".a: a rule derives from FileRule or SiteRule"),
        ({"a": ODD.replace('"""A page is odd."""', "pass")}, ".a: the rule has no docstring"),
        ({"a": ODD + '    preset = "all"\n'}, ".a: the preset is recommended or strict"),
        ({"a": ODD + "    preset = None\n"}, ".a: the preset is recommended or strict"),
        ({"a": ODD + '    severity = "error"\n'}, ".a: the severity is a Severity"),
        ({"a": "raise SystemExit(3)\n"}, "cannot load rules from"),
        ({"a": "1 / 0\n"}, "ZeroDivisionError: division by zero"),
    ],
)
def test_a_pack_that_breaks_the_contract_is_refused(
    modules: dict[str, str], told: str, pack: Pack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "RETIRED", {"gone": "use image-alt"})
    with pytest.raises(RuleLoadError) as error:
        load_rules([pack(modules)])
    assert told in str(error.value)


def test_without_docstrings_the_reason_is_named() -> None:
    run = subprocess.run(
        [sys.executable, "-OO", "-B", "-m", "sitecheck", "rules"], capture_output=True, text=True, check=False
    )
    assert run.returncode == 2
    assert run.stderr == (
        "sitecheck: python -OO (PYTHONOPTIMIZE=2) leaves out the docstrings that rules need: run it without\n"
    )


def test_a_pack_that_is_not_there_is_refused() -> None:
    with pytest.raises(RuleLoadError, match="cannot load rules from 'no_such_pack'"):
        load_rules(["no_such_pack"])


def test_selectors_name_rules_groups_and_presets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "RETIRED", {"gone": "use image-alt"})
    rules = load_rules()
    chosen = expand(["all", "links", "broken-link", "recommended"], rules, "here")
    assert set(chosen) == set(rules)
    assert chosen["broken-link"] == 3
    assert {chosen[name] for name, rule in rules.items() if rule.group == "links"} == {2, 3}
    assert {chosen[name] for name, rule in rules.items() if rule.group == "head"} == {1}
    assert set(expand(["recommended"], rules, "here")) < set(expand(["strict"], rules, "here")) <= set(chosen)
    for selector, told in (
        ("gone", "here: the rule 'gone' is retired: use image-alt"),
        ("image", "here: there is no rule, group or preset 'image'; did you mean 'images'?"),
    ):
        with pytest.raises(ConfigError) as error:
            expand([selector], rules, "here")
        assert str(error.value) == told
