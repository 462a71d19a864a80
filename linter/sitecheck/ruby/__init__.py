"""Ruby as text: its tokens, and what simple methods return; it is never run.

How to use it::

    script = read_script(text)
    script.odd                   # whether the text is more than this reading understands
    script.code                  # sequences of tokens: the script, then the code inside its strings
    function = read_function(tokens)             # a method, from ``def`` to before its ``end``
    call(function.name, {function.name: function}, ["text"], admit)  # what it returns for a text
"""

from __future__ import annotations

from sitecheck.ruby.evaluate import Outcome, call
from sitecheck.ruby.syntax import Function, NotReadError, read_function
from sitecheck.ruby.tokens import Kind, Script, Token, read_script

__all__ = [
    "Function", "Kind", "NotReadError", "Outcome", "Script", "Token", "call", "read_function", "read_script",
]  # fmt: skip
