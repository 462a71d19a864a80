"""A parsed template."""

from __future__ import annotations

from sitecheck.liquid.nodes import Body
from sitecheck.liquid.problem import LiquidProblem
from sitecheck.named_tuple import NamedTuple


class Template(NamedTuple):
    """The tree of one text, where it stands, and what is wrong with it.

    ``offset`` is where ``text`` begins in the file ``path``; all spans count from the file's beginning.
    ``body`` is ``None`` when the text holds no Liquid at all.
    """

    path: str
    text: str
    offset: int
    liquid: int
    body: Body | None
    problems: tuple[LiquidProblem, ...] = ()
