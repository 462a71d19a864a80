"""Ruby as text: its tokens, and what simple methods return; it is never run.

How to use it::

    script = read_script(text)
    script.odd                   # whether the text is more than this reading understands
    script.code                  # sequences of tokens: the script, then the code inside its strings
    function = read_function(tokens)             # a method, from ``def`` to before its ``end``
    call(function.name, {function.name: function}, ["text"], admit)  # what it returns for a text
    print_tag(tag, "note", "warning", outside)   # what {% note warning %} prints, whose class is ``tag``
"""

from __future__ import annotations

from sitecheck.ruby.evaluate import Outcome, call
from sitecheck.ruby.nodes import Function, Node, NotReadError
from sitecheck.ruby.syntax import read_function, read_value
from sitecheck.ruby.tag import Outside, TagClass, TagOutcome, print_tag
from sitecheck.ruby.tokens import Kind, Script, Token, read_script

__all__ = [
    "Function", "Kind", "Node", "NotReadError", "Outcome", "Outside", "Script",
    "TagClass", "TagOutcome", "Token", "call", "print_tag", "read_function", "read_script",
    "read_value",
]  # fmt: skip
