"""Ruby as text: its tokens, never run.

How to use it::

    script = read_script(text)
    script.odd                   # whether the text is more than this reading understands
    script.code                  # sequences of tokens: the script, then the code inside its strings
"""

from __future__ import annotations

from sitecheck.ruby.tokens import Kind, Script, Token, read_script

__all__ = ["Kind", "Script", "Token", "read_script"]
