"""What a method of a script is made of once it is read, and how what is not read is refused."""

from __future__ import annotations

from typing import NoReturn

from sitecheck.named_tuple import NamedTuple


class NotReadError(Exception):
    """What stands here is more than is read."""


def refuse() -> NoReturn:
    """Say that what a method does or returns is not certain."""
    raise NotReadError


class Node(NamedTuple):
    """A part of a method: its kind, its name or text, what it is made of, and other names in it."""

    kind: str
    text: str = ""
    nodes: tuple[Node, ...] = ()
    names: tuple[str, ...] = ()


class Function(NamedTuple):
    """A method: its parameters, with what they are where nothing is given, and its body."""

    name: str
    parameters: tuple[str, ...]
    defaults: tuple[Node, ...]
    """Of the last parameters."""
    body: Node


NIL = Node("constant", "nil")
