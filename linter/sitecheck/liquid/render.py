"""Rendering: a template and a host give text with its places."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from sitecheck.liquid.context import Context, LimitError, UnknownOutput
from sitecheck.liquid.host import Host, Read
from sitecheck.liquid.output import Frame
from sitecheck.liquid.parser import parse
from sitecheck.liquid.problem import LiquidProblem
from sitecheck.liquid.template import Template
from sitecheck.liquid.values import Unknown, undecided
from sitecheck.model.span import Span
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
    reads: frozenset[Read]
    unknowns: tuple[UnknownOutput, ...]


def render(template: Template, host: Host, page_path: str = "") -> Rendering:
    """Render ``template`` for the page ``page_path`` (the template's own path if empty).

    It never fails: where Jekyll would stop there is a fatal problem and unknown output.
    """
    if template.body is None:
        mapped = MappedText.identity(template.path, template.text, template.offset)
        return Rendering(mapped, (), frozenset(), ())
    context = Context(host, page_path or template.path, Frame(template.path), _parse_include)
    context.running.append(template.path)
    try:
        template.body.render(context)
    except LimitError:
        _give_up(context, template)
    mapped = context.out.mapped(template.path, template.offset)
    return Rendering(mapped, tuple(context.problems), frozenset(context.reads), tuple(context.unknowns))


_parse_include = lru_cache(maxsize=512)(parse)


def _give_up(context: Context, template: Template) -> None:
    span = Span(template.offset, template.offset + len(template.text))
    context.frame = Frame(template.path)
    context.out = context.document_out
    message = "rendering this page takes too much work; the rest of it is not checked"
    context.report("limit", message, Span(span.start, span.start), fatal=False)
    context.written = 0
    context.write(Unknown(undecided(message)), span)
