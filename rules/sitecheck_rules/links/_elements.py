"""What the rules on elements without an address or a text share."""

from __future__ import annotations

from sitecheck.api import Element

_BINDINGS = ("data-", "on", "ng-", "v-", "x-", ":", "@", "[", "*", "#")
"""How the names of attributes begin that tie an element to a script (HTML, AngularJS, Vue, Alpine …)."""


def is_scripted(element: Element) -> bool:
    """Whether a script can easily find the element, is tied to it, makes it from a ``<template>`` or shows
    it in a ``<dialog>``; a class alone may be for the style."""
    return (
        element.pattern
        or element.get("id") is not None
        or any(attribute.name.startswith(_BINDINGS) for attribute in element.attributes)
    )
