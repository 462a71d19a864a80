from __future__ import annotations

import gc
import importlib
import pkgutil
import re

import pytest

import sitecheck
import sitecheck_rules
from sitecheck.lazy_pattern import lazy_pattern

TEXT = "one\nTwo, three"


@pytest.mark.parametrize("flags", [0, re.MULTILINE, re.IGNORECASE | re.MULTILINE])
def test_does_what_the_compiled_pattern_does(flags: int) -> None:
    lazy, compiled = lazy_pattern(r"^(t\w)|e", flags), re.compile(r"^(t\w)|e", flags)
    assert lazy.findall(TEXT) == compiled.findall(TEXT)
    assert [m.span() for m in lazy.finditer(TEXT, 3)] == [m.span() for m in compiled.finditer(TEXT, 3)]
    assert (lazy.match(TEXT, 4) is None) == (compiled.match(TEXT, 4) is None)
    assert lazy.sub("-", TEXT) == compiled.sub("-", TEXT)
    assert lazy.pattern == compiled.pattern


def test_is_compiled_at_its_first_use(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    real = re.compile

    def note(pattern: str, flags: int = 0) -> re.Pattern[str]:
        compiled.append(pattern)
        return real(pattern, flags)

    monkeypatch.setattr(re, "compile", note)
    lazy = lazy_pattern("ab+")
    assert compiled == []
    assert lazy.search("xabb") is not None
    assert lazy.fullmatch("abb") is not None
    assert compiled == ["ab+"]


def test_every_pattern_of_the_program_is_one() -> None:
    for package in (sitecheck, sitecheck_rules):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)
    gc.unfreeze()  # what was loaded before the tests began is looked at, too
    found = [each for each in gc.get_objects() if type(each) is type(lazy_pattern(""))]
    gc.freeze()
    assert len(found) > 500
    for each in found:
        assert callable(each.search)
