"""YAML of settings, which a pull request may write: aliases stand for no more than a file can hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import yaml

_LOADER: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_MOST_CHARACTERS: Final = 2_000_000
"""Of all that a file says once every alias is written out: twice what a file of settings may hold."""
_DEEPEST: Final = 100
"""Lists and mappings within each other: what makes the tree calls itself for each, which up to libyaml 0.2.5
nothing ends but the end of the process."""
_LONGEST_NUMBER: Final = 200
"""Characters of a whole number: Python writes no very long one, and takes it for no measure."""
_NUMBER: Final = "tag:yaml.org,2002:int"


def read_yaml(text: str) -> Any:
    """The value of a document; raises :class:`yaml.YAMLError`, ``ValueError`` or ``RecursionError``.

    Aliases are counted before anything is made of them: merging mappings alone would multiply them.
    """
    _check_depth(text)
    loader = _LOADER(text)
    try:
        node = loader.get_single_node()
        if node is None:
            return None
        if _written_out(node) > _MOST_CHARACTERS:
            message = f"its aliases stand for more than {_MOST_CHARACTERS:,} characters"
            raise yaml.MarkedYAMLError(problem=message, problem_mark=node.start_mark)
        _tell_misread(loader)
        return loader.construct_document(node)
    finally:
        loader.dispose()


def _tell_misread(loader: Any) -> None:
    """Have the loader say where a value is that its tag or form does not fit, as ``!!bool x``: what comes of
    that in the library is any error of Python's."""
    plain = loader.construct_object

    def construct(node: yaml.Node, deep: bool = False) -> Any:
        try:
            return plain(node, deep)
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            kind = node.tag.rpartition(":")[2]
            message = f"what is written here cannot be read as {kind}"
            raise yaml.MarkedYAMLError(problem=message, problem_mark=node.start_mark) from error

    loader.construct_object = construct


def compose(text: str) -> yaml.Node | None:
    """The tree of a document, in which an alias is what it stands for; raises :class:`yaml.YAMLError`."""
    _check_depth(text)
    node: yaml.Node | None = yaml.compose(text, _LOADER)
    return node


def _check_depth(text: str) -> None:
    depth = 0
    for event in yaml.parse(text, _LOADER):
        if isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > _DEEPEST:
                message = f"nested more than {_DEEPEST} levels deep"
                mark: Any = event.start_mark
                raise yaml.MarkedYAMLError(problem=message, problem_mark=mark)


def _written_out(root: yaml.Node) -> int:
    """How many characters a tree has with all aliases written out, or so; counted up to what is too much."""
    sizes: dict[int, int] = {}
    open_nodes: set[int] = set()
    waiting = [root]
    while waiting:
        node = waiting[-1]
        if id(node) in sizes:
            waiting.pop()
        elif id(node) in open_nodes:
            below = sum(sizes[id(child)] for child in _children(node))
            sizes[id(node)] = min(below + _own_size(node), _MOST_CHARACTERS + 1)
        else:
            open_nodes.add(id(node))
            _check_keys(node)
            for child in _children(node):
                if id(child) in open_nodes and id(child) not in sizes:
                    message = "an alias stands for what it is in"
                    raise yaml.MarkedYAMLError(problem=message, problem_mark=child.start_mark)
                waiting.append(child)
    return sizes[id(root)]


def _check_keys(node: yaml.Node) -> None:
    """Raises for a key that stands twice: YAML forbids it, and of the first nothing would be left."""
    lines: dict[str, int] = {}
    for key, _ in node.value if isinstance(node, yaml.MappingNode) else ():
        if not isinstance(key, yaml.ScalarNode) or key.value == "<<":
            continue
        if key.value in lines:
            message = f"{key.value!r} is written twice, first in line {lines[key.value]}"
            raise yaml.MarkedYAMLError(problem=message, problem_mark=key.start_mark)
        lines[key.value] = key.start_mark.line + 1


def _own_size(node: yaml.Node) -> int:
    if not isinstance(node, yaml.ScalarNode):
        return 1
    if len(node.value) > _LONGEST_NUMBER and node.tag == _NUMBER:
        raise yaml.MarkedYAMLError(problem="a number is too long", problem_mark=node.start_mark)
    return 1 + len(node.value)


def _children(node: yaml.Node) -> Iterator[yaml.Node]:
    if isinstance(node, yaml.SequenceNode):
        yield from node.value
    elif isinstance(node, yaml.MappingNode):
        for pair in node.value:
            yield from pair
