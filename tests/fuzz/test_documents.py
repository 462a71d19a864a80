"""Some generated documents on every run of the suite; ``python -m tests.fuzz.documents`` tries thousands."""

from __future__ import annotations

import pytest
from tests.fuzz.documents import faults
from tests.sampled import slow

from sitecheck.rule.base import FileRule


@pytest.mark.parametrize(("seed", "count"), [(0, 150), *slow((seed, 500) for seed in range(4))])
def test_a_document_is_read_to_its_end_whatever_it_holds(seed: int, count: int) -> None:
    found = list(faults(count, seed))
    assert not found, "\n".join(map(str, found[:3]))


def test_a_rule_that_raises_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    from sitecheck_rules.images.image_alt import ImageAlt

    def fail(self: FileRule[object], doc: object) -> object:
        raise RuntimeError("on purpose")

    monkeypatch.setattr(ImageAlt, "check", fail)
    assert any("on purpose" in fault.what for fault in faults(50, 1))
