"""What is sure of a Sass file without compiling it: what it loads, what no Sass takes, which names it needs.

A text is read once, in time linear in its length, and nothing raises on bad input::

    from sitecheck.sass import read_scss

    sheet = read_scss(text)
    sheet.loads      # the files that it asks for
    sheet.fault      # the first thing that every Sass refuses
    sheet.uses       # variables, mixins and classes that are needed whenever the file is loaded
    sheet.calls      # what Sass refuses unless the site has functions of those names

What is refused was asked of LibSass 3.6, Ruby Sass 3.7 and Dart Sass 1.77, and only what all of them refuse
is told.
"""

from __future__ import annotations

from sitecheck.sass.indented import read_indented
from sitecheck.sass.model import Call, Fault, Load, Sheet, Use
from sitecheck.sass.scss import read_scss

__all__ = ["Call", "Fault", "Load", "Sheet", "Use", "read_indented", "read_scss"]
