"""Comparisons of one value of the page with what is the same on all pages.

A menu makes one for each of its entries on every page (``page.url == item.url``): hundreds of thousands on a
large site. The plain way, :func:`sitecheck.liquid.branches.decide`, asks for both sides each time.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from sitecheck.liquid.branches import COMPARISON, decide_term, is_true, operate
from sitecheck.liquid.budget import spend
from sitecheck.liquid.context import Context
from sitecheck.liquid.expression import Expression, Lookup
from sitecheck.liquid.markup import Comparison, Condition
from sitecheck.liquid.problem import LiquidError
from sitecheck.liquid.values import Unknown
from sitecheck.named_tuple import NamedTuple

PAGE = "page"
"""The variable under whose name the page stands."""
_PLAIN = frozenset({str, int, float, bool, type(None)})
"""What is the same however it is asked for."""


class PageTest(NamedTuple):
    """A comparison with a value of the page, or a question whether there is one."""

    key: str
    """The key of ``page``."""
    operator: str | None
    other: object
    """What it is compared with."""
    is_left: bool
    """Whether the page's value stands on the left."""

    def held(self, value: object, context: Context) -> bool | Unknown:
        """Whether it holds where that is the ``value`` of the page; raises :class:`LiquidError`."""
        spend(COMPARISON)
        if self.operator is None:
            return is_true(value)
        if self.operator == "==" and type(value) is str and type(self.other) is str:  # as nearly always
            return value == self.other
        left, right = (value, self.other) if self.is_left else (self.other, value)
        return operate(left, self.operator, right, context)


class Openness(Protocol):
    """Tells what hangs on the page."""

    def open(self, thing: object) -> bool:
        """Whether it may."""
        ...

    def page_key(self, name: str) -> str | None:
        """The key of ``page`` whose value a variable is; ``None`` for any other."""
        ...


def page_test(condition: Condition, values: Openness, context: Context) -> PageTest | None:
    """The one comparison on which ``condition`` hangs on a page; ``None`` where there are several, or it is
    of another kind. ``values`` tells what may hang on the page; all else ``context`` knows."""
    if context.strict_variables or any(PAGE in scope for scope in context.scopes):
        return None
    try:
        term = _only(condition, values.open, context)
        return _of_term(term, values, context) if term is not None else None
    except LiquidError:  # told where a page comes as far
        return None


def _only(condition: Condition, is_open: Callable[[object], bool], context: Context) -> Comparison | None:
    """The one term that is left where those that are known decide nothing."""
    rest: Comparison | bool | None = None
    for term in reversed(condition.terms):
        own = term if is_open(term) else decide_term(term, context)
        if isinstance(own, Unknown):
            return None
        rest = own if term.link is None else _joined(own, term.link, rest)
        if rest is None:
            return None
    return rest if isinstance(rest, Comparison) else None


def _joined(left: Comparison | bool, link: str, right: Comparison | bool | None) -> Comparison | bool | None:
    """Two terms as one, where one of them decides nothing; ``None`` for any others."""
    neutral = link == "and"
    if left is neutral:
        return right
    return left if right is neutral else None


def _of_term(term: Comparison, values: Openness, context: Context) -> PageTest | None:
    left, right = _key(term.left, values), _key(term.right, values)
    if left is not None and term.operator is None:
        return PageTest(left, None, None, is_left=True)
    if left is not None and not values.open(term.right):
        return _compared(left, term, term.right.evaluate(context), is_left=True)
    if right is not None and not values.open(term.left):
        return _compared(right, term, term.left.evaluate(context), is_left=False)
    return None


def _compared(key: str, term: Comparison, other: object, *, is_left: bool) -> PageTest | None:
    return PageTest(key, term.operator, other, is_left) if type(other) in _PLAIN else None


def _key(expression: Expression, values: Openness) -> str | None:
    """The key of ``page`` that an expression is, or a variable that it is; ``None`` for any other."""
    if isinstance(expression, Lookup) and not expression.keys and isinstance(expression.name, str):
        return values.page_key(expression.name)
    return key_of_page(expression)


def key_of_page(expression: Expression) -> str | None:
    """The key of ``page`` that an expression is, ``None`` for any other."""
    if not isinstance(expression, Lookup) or expression.name != PAGE or len(expression.keys) != 1:
        return None
    (key,) = expression.keys
    return key if isinstance(key, str) else None
