"""``if``, ``unless``, ``case`` and ``ifchanged``, over known and unknown conditions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitecheck.liquid.budget import PIECE, spend
from sitecheck.liquid.lookup import compare, contains, equal
from sitecheck.liquid.markup import Comparison, Condition
from sitecheck.liquid.problem import LiquidError
from sitecheck.liquid.values import (
    BuildMoment,
    BuildSeconds,
    MethodWord,
    Unknown,
    opposite,
    reasons_of,
    truth,
)
from sitecheck.model.span import Span
from sitecheck.model.unknown import Reasons, joined
from sitecheck.named_tuple import NamedTuple

if TYPE_CHECKING:
    from sitecheck.liquid.context import Context
    from sitecheck.liquid.expression import Expression
    from sitecheck.liquid.nodes import Body


COMPARISON = 3
"""Steps for comparing two values."""


def decide(condition: Condition, context: Context, literals: bool = True) -> bool | Unknown:
    """Whether a condition holds, by Kleene's logic.

    ``literals`` says whether ``blank`` and ``empty`` work in comparisons (not in the gem 5's ``where_exp``).
    """
    # Liquid: `a and b or c` is `a and (b or c)`: no operator binds tighter than another. The gem goes from
    # left to right and stops at the first term that settles all that follow it.
    if len(condition.terms) == 1:  # as nearly always
        return decide_term(condition.terms[0], context, literals)
    pending: list[tuple[str, Unknown]] = []
    result: bool | Unknown = False
    for term in condition.terms:
        result = decide_term(term, context, literals)
        if term.link is None or result is (term.link == "or"):
            break
        if isinstance(result, Unknown):
            pending.append((term.link, result))
    for link, unknown in reversed(pending):
        if result is not (link == "or"):
            result = unknown.also(reasons_of(result))
    return result


def decide_term(term: Comparison, context: Context, literals: bool = True) -> bool | Unknown:
    """Whether one term of a condition holds; ``literals`` as for :func:`decide`."""
    spend(COMPARISON)
    left = term.left.evaluate(context)
    if term.operator is None:
        return is_true(left)
    right = term.right.evaluate(context)
    return operate(left, term.operator, right, context, literals)


def is_true(value: object) -> bool | Unknown:
    """Whether a value counts as true where it stands for a condition."""
    held = truth(value)
    return Unknown(value.reasons) if isinstance(value, Unknown) and held is None else bool(held)


def operate(
    left: object, operator: str, right: object, context: Context, literals: bool = True
) -> bool | Unknown:
    """What an operator of conditions gives; ``literals`` as for :func:`decide`. Raises :class:`LiquidError`
    for one that Liquid does not know, and for values that have no order."""
    if operator == "contains":
        return contains(left, right)
    if operator in ("==", "!=", "<>"):
        if not literals and (isinstance(left, MethodWord) or isinstance(right, MethodWord)):
            return operator != "=="
        is_word = isinstance(left, MethodWord) or isinstance(right, MethodWord)
        result = equal(left, right, context.host.active_support if is_word else False)  # asking takes longer
        if isinstance(result, Unknown):
            return result
        return bool(result) is (operator == "==")
    if operator in ("<", ">", "<=", ">="):
        later = _is_later(left, right, context)
        if later is not None:
            return operator[0] == (">" if later else "<")
        ordered = compare(left, operator, right)
        return ordered if isinstance(ordered, Unknown) else bool(ordered)
    meant = "; write '=='" if set(operator or "") == {"="} else ""
    raise LiquidError(f"'{operator}' is not a comparison that Liquid knows{meant}")


def _is_later(left: object, right: object, context: Context) -> bool | None:
    """True where ``left`` is the moment of the build and ``right`` a day that is over by then, or ``right``
    the moment and ``left`` a day that has not begun; false the other way round; ``None`` where that is not
    known."""
    for moment, other, sign in ((left, right, -1), (right, left, 1)):
        if isinstance(moment, (BuildMoment, BuildSeconds)) and not isinstance(other, Unknown):
            second = moment.bound(other)
            order = context.host.order_of_day(second) if second is not None else 0
            return order == sign if order else None
    return None


class Branch(NamedTuple):
    """A condition (``None`` for ``else``) and what is rendered under it."""

    condition: Condition | None
    body: Body


class If:
    """``if`` and ``unless`` with their ``elsif`` and ``else``; ``negated`` for ``unless``."""

    __slots__ = ("blank", "branches", "negated", "span")

    def __init__(self, span: Span, branches: tuple[Branch, ...], negated: bool, blank: bool) -> None:
        self.span = span
        self.branches = branches
        self.negated = negated
        self.blank = blank

    def render(self, context: Context) -> None:
        context.enter()
        try:
            self._render(context)
        finally:
            context.depth -= 1

    def _render(self, context: Context) -> None:
        candidates: list[Body] = []
        reasons: Reasons = ()
        negated = self.negated
        for condition, body in self.branches:
            held = True if condition is None else decide(condition, context)
            if isinstance(held, Unknown):
                reasons = joined(reasons, held.reasons)
                candidates.append(body)
            elif held is not negated:
                if not candidates:
                    body.render(context)
                else:
                    render_undecided(context, [*candidates, body], True, reasons, self.span)
                return
            negated = False  # Liquid: `unless` turns only its own condition around, not those of its `elsif`s
        if candidates:
            render_undecided(context, candidates, False, reasons, self.span)


def render_undecided(
    context: Context, bodies: list[Body], exhaustive: bool, reasons: Reasons, span: Span
) -> None:
    """Render every body that may run, marked maybe; afterwards only what they agree on is known.

    ``exhaustive`` says that one of them runs for certain.
    """
    context.note_unknown(reasons, span)
    if all(body.prints_only() for body in bodies):  # then the state is as it was, and not copied
        context.state.pay()
        with context.uncertain(reasons):
            for body in bodies:
                body.render(context)
                context.state.pay()
        return
    before = context.state.copy()
    ends = [] if exhaustive else [before]
    with context.uncertain(reasons):
        for body in bodies:
            context.state.replace(before)
            body.render(context)
            if not context.interrupts:
                ends.append(context.state.copy())
            else:
                context.settle_interrupt(reasons)
    context.join(ends or [before], reasons)


class When(NamedTuple):
    """The values of one ``when`` (``None`` for ``else``) and what is rendered under it."""

    values: tuple[Expression, ...] | None
    body: Body


class Case:
    """``case``: every matching ``when`` is rendered, once for each of its values that match."""

    __slots__ = ("blank", "clauses", "span", "subject")

    def __init__(self, span: Span, subject: Expression, clauses: tuple[When, ...], blank: bool) -> None:
        self.span = span
        self.subject = subject
        self.clauses = clauses
        self.blank = blank

    def render(self, context: Context) -> None:
        matched: bool | Unknown = False
        with context.nested():
            for values, body in self.clauses:
                is_else = values is None
                # Liquid: an `else` counts where it stands. The gem 4 ends with it, the gem 5 goes on to every
                # later `when` and `else`.
                if is_else and self._render_if(opposite(matched), body, context) and context.liquid < 5:
                    return
                for value in values or ():
                    held = self.matches(value, context)
                    matched = _either(matched, held)
                    self._render_if(held, body, context)
                if context.interrupts:
                    return

    def matches(self, value: Expression, context: Context) -> bool | Unknown | None:
        spend(COMPARISON)
        subject = self.subject.evaluate(context)
        if isinstance(subject, MethodWord) and context.liquid >= 5:
            return False
        return equal(subject, value.evaluate(context), context.host.active_support)

    def _render_if(self, held: bool | Unknown | None, body: Body, context: Context) -> bool:
        if isinstance(held, Unknown):
            render_undecided(context, [body], False, held.reasons, self.span)
            return False
        if held:
            body.render(context)
        return bool(held)


def _either(one: bool | Unknown, other: bool | Unknown | None) -> bool | Unknown:
    if one is True or other is True:
        return True
    return one.also(reasons_of(other)) if isinstance(one, Unknown) else other or False


class IfChanged:
    """``ifchanged``: prints its body unless the last one printed the same."""

    __slots__ = ("blank", "body", "span")

    def __init__(self, span: Span, body: Body, blank: bool) -> None:
        self.span = span
        self.body = body
        self.blank = blank

    def render(self, context: Context) -> None:
        with context.nested(), context.captured() as out:
            self.body.render(context)
        spend(PIECE * len(out.pieces))
        text = out.text()
        # Liquid: all `ifchanged` of a page compare with one text, that of whichever was rendered last.
        previous = context.state.changed.get("ifchanged")
        context.state.changed["ifchanged"] = Unknown(out.reasons) if out.reasons else text
        if isinstance(previous, Unknown) or out.reasons:
            context.out.replay(text, tuple(out.pieces), True)
        elif text != previous:
            context.out.replay(text, tuple(out.pieces), context.maybe)
