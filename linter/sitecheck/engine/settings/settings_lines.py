"""In which line of the settings file something stands that is not understood."""

from __future__ import annotations

import yaml

from sitecheck.engine.settings.settings_yaml import compose
from sitecheck.errors import ConfigError
from sitecheck.files import read_limited
from sitecheck.lazy_pattern import lazy_pattern

_PART = lazy_pattern(r"([^.\[\]]+)|\[(\d+)\]")
_QUOTED = lazy_pattern(r"'([^']*)'")
_MAX_SIZE = 1_000_000


def located(error: ConfigError, path: str | None) -> ConfigError:
    """The error with the file's whole name and the line of the key it is about, where that can be told."""
    file, _, keys = error.where.partition(": ")
    if path is None or not path.endswith(file):
        return error
    message = str(error).removeprefix(f"{error.where}: ")
    line = _line(path, keys, message)
    place = f"{path}:{line}" if line else path
    return ConfigError(f"{place}: {keys}" if keys else place, message)


def no_yaml(path: str, error: Exception) -> ConfigError:
    """What the parser says of a file, at its line."""
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return ConfigError(path, f"is not valid YAML: {' '.join(str(error).split())}")
    context, since = error.context, error.context_mark
    begun = f" {context} that begins in line {since.line + 1}" if context and since else ""
    return ConfigError(f"{path}:{error.problem_mark.line + 1}", f"is not valid YAML: {error.problem}{begun}")


def _line(path: str, keys: str, message: str) -> int:
    """The line of a key such as ``rules.title-length.max``, or of the setting that the message names."""
    try:
        node = compose(read_limited(path, _MAX_SIZE).decode("utf-8-sig"))
    except (OSError, ValueError, RecursionError, yaml.YAMLError):
        return 0
    line = 0
    parts = [key or int(index) for key, index in _PART.findall(keys)]
    named = _QUOTED.search(message)
    for part in (*parts, *([named[1]] if named else [])):
        found = _child(node, part)
        if found is None:
            break
        key, node = found
        line = key.start_mark.line + 1
    return line or _line_of_word(node, named[1] if named else "")


def _line_of_word(node: yaml.Node | None, word: str) -> int:
    """The line of the first text in a list that is ``word``; 0 when there is none."""
    if isinstance(node, yaml.MappingNode):
        found = (_child(value, word) for _, value in node.value if isinstance(value, yaml.SequenceNode))
        return next((each[0].start_mark.line + 1 for each in found if each is not None), 0)
    return 0


def _child(node: yaml.Node | None, part: str | int) -> tuple[yaml.Node, yaml.Node] | None:
    """The key and the value of an entry, or an item twice."""
    if isinstance(node, yaml.MappingNode):
        return next((pair for pair in reversed(node.value) if pair[0].value == part), None)
    if isinstance(node, yaml.SequenceNode):
        if isinstance(part, int) and part < len(node.value):
            return node.value[part], node.value[part]
        return next(((item, item) for item in node.value if item.value == part), None)
    return None
