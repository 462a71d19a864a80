"""What the build does at a fault of Liquid."""

from __future__ import annotations

from sitecheck.api import Severity


def consequence(stops: bool) -> str:
    """The last sentence of a finding's help; ``stops`` is whether the build certainly comes there."""
    return "Jekyll's build stops here" + ("" if stops else " if this is rendered")


def meant(name: str) -> str:
    """The question whether ``name`` is meant; "" for none."""
    return f"did you mean {name}?" if name else ""


def severity(stops: bool) -> Severity:
    """How bad a fault is that stops the build if it comes there."""
    return Severity.ERROR if stops else Severity.WARNING
