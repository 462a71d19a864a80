"""Which values can end what they stand in: an attribute by a quotation mark, a text by an angle bracket.

Where none can, a page does not have to work them out to know where the tags of a layout are.
"""

from __future__ import annotations

from sitecheck.liquid.expression import Constant, Expression, Lookup
from sitecheck.liquid.markup import FilterCall
from sitecheck.liquid.nodes import Assign
from sitecheck.liquid.residual import After, Choice, Closure, Evaluated, Joined, Known, Run, Symbol

_HARMLESS = frozenset(
    {
        "cgi_escape",
        "date_to_xmlschema",
        "escape",
        "escape_once",
        "slugify",
        "uri_escape",
        "url_encode",
        "xml_escape",
    }
)
"""Filters whose results have no quotation marks and no angle brackets."""
_JOINING = frozenset({"append", "default", "prepend", "replace"})
"""Filters whose results are made of what goes in and of the arguments."""
_CUTTING = frozenset({"truncate", "truncatewords"})
"""Filters whose results are made of what goes in and of the second argument: the first is a number."""
_QUOTATION_MARKS = "\"'"
_DEEPEST = 12
"""So many variables are looked behind, one behind the other."""


class Unfit(Exception):  # noqa: N818 - no error
    """What a group is hangs on what the page puts into it."""


def is_harmless(item: Known | Choice | Run, ends: str) -> bool:
    """Whether no page can put one of the characters ``ends`` there; raises :class:`Unfit` if every page
    does."""
    if isinstance(item, Known):
        if any(character in item.text for character in ends):
            raise Unfit
        return True
    if isinstance(item, Choice):
        found = [is_harmless(each, ends) for body in item.bodies for each in body]  # each may be unfit
        return all(found)
    if item.variable is None:
        return False
    variable = item.variable
    return _is_quiet(variable.expression, variable.filters, item.closure, ends, 0)


def _is_quiet(
    expression: Expression, filters: tuple[FilterCall, ...], closure: Closure, ends: str, depth: int
) -> bool:
    """Whether what an expression gives with its filters never has one of the characters ``ends``."""
    if filters and filters[-1].name in _HARMLESS:
        return True
    if filters:
        call = filters[-1]
        arguments = call.arguments[1:] if call.name in _CUTTING else call.arguments
        return (
            (call.name in _JOINING | _CUTTING or (call.name == "jsonify" and ends not in _QUOTATION_MARKS))
            and not call.options
            and all(_is_quiet(each, (), closure, ends, depth) for each in arguments)
            and _is_quiet(expression, filters[:-1], closure, ends, depth)
        )
    if isinstance(expression, Constant):
        return _is_quiet_value(expression.value, ends, depth)
    if not isinstance(expression, Lookup) or expression.keys or not isinstance(expression.name, str):
        return False
    for scope in (closure.inner, closure.assigns):
        if expression.name in scope:
            return _is_quiet_value(scope[expression.name], ends, depth)
    return False


def _is_quiet_value(value: object, ends: str, depth: int) -> bool:
    if not isinstance(value, Symbol):
        is_plain = isinstance(value, str) and not any(character in value for character in ends)
        return is_plain or value is None or isinstance(value, (bool, int))
    work = value.work
    if depth > _DEEPEST:
        return False
    if isinstance(work, Evaluated):
        return _is_quiet(work.variable.expression, work.variable.filters, work.closure, ends, depth + 1)
    if isinstance(work, Joined):
        return all(_is_quiet_value(each, ends, depth + 1) for each in work.values)
    if isinstance(work, After):
        *others, node = work.run.node.nodes
        return (
            not others
            and isinstance(node, Assign)
            and node.name == work.name
            and _is_quiet(node.variable.expression, node.variable.filters, work.run.closure, ends, depth + 1)
        )
    return False
