"""What the Action installs is pinned: each distribution by version and hash, as the project allows."""

from __future__ import annotations

import re
from importlib.metadata import requires

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from tests.integration.checkout import ROOT
from tests.integration.wheelhouse import NEEDED, installed

PINS = ROOT / ".github/action/requirements.txt"


def pins() -> dict[str, Requirement]:
    """The requirement of each pinned distribution; every one has hashes."""
    text = PINS.read_text("utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert all(re.search(r" --hash=sha256:[0-9a-f]{64}", line) for line in lines)
    found = [Requirement(line.partition(" --hash")[0]) for line in lines]
    return {canonicalize_name(each.name): each for each in found}


def test_all_that_is_needed_is_pinned() -> None:
    needed = {canonicalize_name(each.name) for each in installed(*NEEDED)} - {NEEDED[0]}
    assert needed <= pins().keys()


def test_the_pins_are_as_the_project_allows() -> None:
    pinned = pins()
    asked = [Requirement(text) for text in requires(NEEDED[0]) or () if "extra ==" not in text]
    assert len(asked) > 5
    for wanted in asked:
        (pin,) = pinned[canonicalize_name(wanted.name)].specifier
        assert pin.operator == "=="
        assert wanted.specifier.contains(pin.version), f"{wanted} is pinned at {pin.version}"


def test_the_file_names_no_index() -> None:
    assert "://" not in PINS.read_text("utf-8")
