"""Rendering: a template and a host give text with its places."""

from __future__ import annotations

import sys
from functools import lru_cache

from sitecheck.liquid.budget import Budget, LimitError, spending
from sitecheck.liquid.context import Context, UnknownOutput
from sitecheck.liquid.host import Host, HostRead
from sitecheck.liquid.output import Frame
from sitecheck.liquid.parser import parse
from sitecheck.liquid.problem import LIMIT, LiquidProblem
from sitecheck.liquid.template import Template
from sitecheck.liquid.values import Unknown
from sitecheck.model.span import Place, Span
from sitecheck.model.unknown import ReasonKind, because
from sitecheck.named_tuple import NamedTuple
from sitecheck.text.source_map import MappedText


class Rendering(NamedTuple):
    """What a document's Liquid gives.

    ``problems`` are those found while rendering (those of the reading are the templates' own, but those of
    included files are here too); ``reads`` is everything outside the document that was asked for, so that
    a cached rendering can be checked; ``unknowns`` lists outputs, and choices between branches, that are
    not known.
    """

    mapped: MappedText
    problems: tuple[LiquidProblem, ...]
    reads: frozenset[HostRead]
    unknowns: tuple[UnknownOutput, ...]


TOO_MUCH = "rendering this takes too much work; the rest of the page is not checked"


_CALLS = 4_000
"""Calls within each other that Python has to allow: a page may show another's content where blocks and
includes are as deep as they may be (:data:`context.MAX_DEPTH`), and so may that; each level takes eight."""
sys.setrecursionlimit(max(sys.getrecursionlimit(), _CALLS))


def render(template: Template, host: Host, page_path: str = "", budget: Budget | None = None) -> Rendering:
    """Render ``template`` for the page ``page_path`` (the template's own path if empty).

    It never fails: where Jekyll would stop there is a fatal problem and unknown output. Once ``budget`` (one
    of its own if not given) is exhausted, the rest is unknown, and a problem ``limit`` says where.
    """
    if template.body is None:
        mapped = MappedText.identity(template.path, template.text, template.offset)
        return Rendering(mapped, (), frozenset(), ())
    context = Context(host, page_path or template.path, Frame(template.path), parse_include)
    context.running.append(template.path)
    with spending(budget or Budget()):
        try:
            template.body.render(context)
        except LimitError:
            _give_up(context, template)
    mapped = context.out.mapped(template.path, template.offset)
    return Rendering(mapped, tuple(context.problems), frozenset(context.reads), tuple(context.unknowns))


parse_include = lru_cache(maxsize=4096)(parse)


def _give_up(context: Context, template: Template) -> None:
    """End the output where it stands with a stretch that is not known."""
    span = Span(template.offset, template.offset + len(template.text))
    place = context.stopped or Place(template.path, Span(template.offset, template.offset))
    context.problems[LiquidProblem(LIMIT, TOO_MUCH, place, fatal=False)] = None
    context.out = context.document_out
    reasons = because(ReasonKind.LIMIT, TOO_MUCH)
    context.out.produce(Unknown(reasons), Frame(template.path), span, False, reasons)
