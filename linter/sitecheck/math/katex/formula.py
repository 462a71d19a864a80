"""A formula read as a whole: the parser with the functions and macros that KaTeX has."""

from __future__ import annotations

from sitecheck.math.katex.arguments import arguments
from sitecheck.math.katex.code_macros import CODE_MACROS
from sitecheck.math.katex.functions import HANDLERS
from sitecheck.math.katex.nodes import Node
from sitecheck.math.katex.parser import Parser
from sitecheck.math.katex.refusal import Refusal


class FormulaParser(Parser):
    """Reads one formula; raises Refusal where KaTeX would stop."""

    code = CODE_MACROS

    def function(self, name: str, role: str, stop: str) -> Node:
        """The function ``name``, which is next, with its arguments; ``role``: what it is an argument as."""
        signature = self.tables.functions[name]
        self.stack.pop()
        if role and not signature.as_argument:
            message = f"{name} cannot be {role} by itself: set braces around it"
            raise Refusal("misplaced", message, name, name=name)
        if self.kinds is self.tables.text:
            if not signature.in_text:
                raise Refusal("misplaced", f"{name} works in math only, not in text", name, name=name)
        elif not signature.in_math:
            raise Refusal("misplaced", f"{name} works in text only, not in math", name, name=name)
        handler = HANDLERS.get(signature.type)
        if handler is not None:
            return handler(self, signature, name, stop)
        if signature.kinds:
            arguments(self, signature, name)
        return Node(signature.type)
