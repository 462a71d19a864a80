"""The block pass: a document becomes a tree of blocks whose leaves hold text for the inline pass.

Blocks are tried in kramdown's order; a line's first character decides which of them can begin there.
The rules that need more than a screen stand in the modules beside this one.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from sitecheck.kramdown import grammar
from sitecheck.kramdown.block_tree import Block, Page, State
from sitecheck.kramdown.source import Builder, Source
from sitecheck.lazy_pattern import lazy_pattern

MAX_DEPTH = 60
"""How deep blocks may nest before what is inside is read as plain text (kramdown's own stack overflows
at some hundred levels)."""


def parse(page: Page, source: Source) -> Block:
    """The tree of a document."""
    root = Block("root", source, 0, len(source.text))
    parse_text(page, source, root, 0)
    return root


def parse_start(page: Page, source: Source, size: int) -> Block:
    """The first blocks of the tree of a document: those that begin before ``size``."""
    text = source.text
    root = Block("root", source, 0, len(text))
    state, children = State(page, source, root, 0), root.children
    stop = size
    for found in _REACHING_BACK.finditer(text, size):
        stop = found.end()
    # What follows the last block may belong to it.
    while state.pos < state.end and not (children and children[-1].start >= size):
        parse_blocks(state, stop)
        stop = state.pos + 1
    del children[bisect_left(children, size, key=lambda block: block.start) :]
    return root


_REACHING_BACK = lazy_pattern(r"\]:|\{:|^ {0,3}:", re.MULTILINE)
"""What says something of blocks before it: what their marks stand for, or that they are terms."""


def parse_text(page: Page, source: Source, tree: Block, depth: int) -> None:
    """Reads all of a derived text into ``tree``."""
    if depth > MAX_DEPTH:
        block = Block("text", source, 0, len(source.text))
        block.parts = [(0, len(source.text))]
        tree.children.append(block)
        page.problems.append(("nested-too-deep", *source.span(0, len(source.text)), ""))
        return
    parse_blocks(State(page, source, tree, depth))


def parse_blocks(state: State, stop: int | None = None) -> bool:
    """Reads blocks into ``state.tree`` until its text ends, at ``stop`` or the end of a block after it, or
    (True) its element is closed."""
    rules = state.page.rules
    text, end = state.text, state.end if stop is None else min(stop, state.end)
    while (pos := state.pos) < end:
        first = text[pos]
        # kramdown's own order: blank lines and indented code come before all other blocks.
        if first in " \t\n\r\f\v":
            blank = grammar.BLANK.match(text, pos)
            if blank is not None:
                _blank(state, blank.end())
                continue
            if first == "\t" or text.startswith("    ", pos):
                _indented_code(state)
                continue
            while first == " ":
                pos += 1
                first = text[pos]
        for rule in rules.get(first, rules[""]):
            if rule(state):
                break
        else:
            _paragraph(state, first)
        if state.tree.value == CLOSED:
            state.tree.value = ""
            return True
    return False


CLOSED = "closed"
"""Value of an element's block when its end tag has just been read."""


def _blank(state: State, end: int) -> None:
    children = state.tree.children
    if children and children[-1].type == "blank":
        children[-1].end = end
    else:
        state.add("blank", state.pos, end)
    state.pos = end


_CODE_LINES = lazy_pattern(rf"(?:(?:\t| {{4}})[ \t]*[^{grammar.SPACE}].*\n)+")
_TEXT_LINE = lazy_pattern(rf"[ \t]*[^{grammar.SPACE}].*\n")


def code_end(state: State, pos: int) -> int:
    """Where the indented code that begins at ``pos`` ends (``pos`` itself when there is none)."""
    text, end = state.text, pos
    while True:
        blank = grammar.BLANK.match(text, pos)
        lines = _CODE_LINES.match(text, pos if blank is None else blank.end())
        if lines is None:
            return end
        end = pos = lines.end()
        # kramdown takes lines into the code that follow it without an indent, too.
        while (line := _TEXT_LINE.match(text, pos)) is not None and not _ends_code(state, pos):
            end = pos = line.end()


def _ends_code(state: State, pos: int) -> bool:
    text = state.text
    return (
        grammar.HTML_BOUNDARY.match(text, pos) is not None
        or grammar.EOB.match(text, pos) is not None
        or state.attribute_list(pos) is not None
    )


def _indented_code(state: State) -> None:
    end = code_end(state, state.pos)
    if end == state.pos:
        _stray_line(state)
        return
    state.add("code", state.pos, end)
    state.pos = end


def _stray_line(state: State) -> None:
    """A line no block can begin with (three blanks and a tab): text outside of any block."""
    end = state.text.find("\n", state.pos) + 1
    children = state.tree.children
    # kramdown's paragraphs begin with a character after at most three blanks; its parser adds others as text.
    if children and children[-1].type == "text":
        children[-1].parts.append((state.pos, end))
    else:
        block = Block("text", state.source, state.pos, end)
        block.parts = [(state.pos, end)]
        children.append(block)
    state.pos = end


def _paragraph(state: State, first: str) -> None:
    if first in " \t" and state.text.startswith(("   \t", "  \t", " \t"), state.pos):
        _stray_line(state)
        return
    text, pos = state.text, state.pos
    options = state.page.options
    # The GFM parser's quirk paragraph_end: lists, headings, quotes and fences need no blank line before them.
    quirk = options.input == "GFM" and "paragraph_end" in options.gfm_quirks
    end = state.lazy_end(grammar.PARAGRAPH_END_GFM if quirk else grammar.PARAGRAPH_END, pos)
    stop = end
    while stop > pos and text[stop - 1] in grammar.STRIP:
        stop -= 1
    children = state.tree.children
    # kramdown goes on with the paragraph when what ended it made no block after all.
    if children and children[-1].type == "p":
        last = children[-1]
        start, before = last.parts[-1]
        if last.source is state.source and not text[before:pos].strip(grammar.STRIP):
            last.parts[-1] = (start, stop)
        else:
            last.parts.append((pos, stop))
        last.end = stop
    else:
        while pos < stop and text[pos] in grammar.STRIP:
            pos += 1
        state.add("p", pos, stop).parts = [(pos, stop)]
    state.pos = end


_FENCE = lazy_pattern(r" {0,3}([~`]{3,})")
_FENCE_INFO = lazy_pattern(rf"[ \t\r\f\v]*(?:([^{grammar.SPACE}]+)[ \t\r\f\v]*)?\n")


def fenced_code(state: State) -> bool:
    plain = state.page.options.input != "GFM"
    opening = _FENCE.match(state.text, state.pos)
    # Plain kramdown has fences of ~ only, at the very start of a line; GFM's may be indented.
    if opening is None or (plain and (opening[1][0] != "~" or opening.start(1) != state.pos)):
        return False
    run = len(opening[1]) if not plain else len(opening[1]) - len(opening[1].lstrip("~"))
    # kramdown's pattern gives back characters of the opening fence until a closing one fits.
    for length in range(run, max(2, run - MAX_DEPTH), -1):  # a shorter fence may close a longer one
        info = _FENCE_INFO.match(state.text, opening.start(1) + length)
        if info is None:
            _refused_fence(state, opening)
            return False
        closing = state.search(_closing_fence(opening[1][:length], plain), info.end() - 1)
        if closing is not None:
            block = state.add("code", state.pos, closing.end())
            # kramdown cuts options for the highlighter off the language: ruby?start_line=3.
            block.name, block.value = (info[1] or "").split("?")[0], "fenced"
            if inner := swallowed_fence(opening[1], state.text, info.end(), closing.start()):
                state.problem("swallowed-fence", *opening.span(1), inner)
            state.pos = closing.end()
            return True
    if _OPENS_FENCE.match(state.text, opening.start(1)):
        state.problem("unclosed-fence", opening.start(1), opening.end(), "")
    return False


_OPENS_FENCE = lazy_pattern(r"(?:`{3,}[^`\n]*|~{3}[^`\n]*)\n")
"""What was meant to be a fence: kramdown takes a ~ between two backticks for one, too."""
_WORDS_AFTER_FENCE = lazy_pattern(r"[ \t]*[\w+#-]+[ \t{][^`\n]*\n")


_BEGINS_CODE = lazy_pattern(r"^ {0,3}(~{3,}|`{3,})[ \t]*[A-Za-z][\w+#-]{0,30}[ \t]*$", re.MULTILINE)
"""A fence with a language, which closes nothing."""


def swallowed_fence(mark: str, text: str, begin: int, end: int) -> str:
    """The fence that was to open another block of code and stands in one that ``mark`` opened, behind an
    empty line: the end of that is missing. A block that shows fences is opened by a longer one."""
    paragraph = text.find("\n\n", begin, end)
    found = _BEGINS_CODE.finditer(text, paragraph, end) if paragraph >= 0 else ()
    return next((inner[0].strip() for inner in found if inner[1] == mark), "")


def _refused_fence(state: State, opening: re.Match[str]) -> None:
    """Notes a fence that is none since more than one word follows it."""
    line = _WORDS_AFTER_FENCE.match(state.text, opening.end())
    if line is not None and _OPENS_FENCE.match(state.text, opening.start(1)):
        state.problem("refused-fence", opening.start(1), line.end() - 1)


def _closing_fence(mark: str, plain: bool) -> re.Pattern[str]:
    # As in GFM: the fence may be longer, by more of its last character.
    indent = "" if plain else " {0,3}"
    body = mark.rstrip(mark[-1])
    return re.compile(rf"\n{indent}{re.escape(body)}{mark[-1]}{{{len(mark) - len(body)},}}[ \t\r\f\v]*\n")


_QUOTE_MARK = lazy_pattern(r" {0,3}> ?")


def quote(state: State) -> bool:
    end = state.lazy_end(grammar.LAZY_END, state.pos)
    build, pos, text = Builder(), state.pos, state.text
    while pos < end:
        line_end = text.find("\n", pos) + 1
        mark = _QUOTE_MARK.match(text, pos)
        build.add(state.source, pos if mark is None else mark.end(), line_end)
        pos = line_end
    block = state.add("blockquote", state.pos, end)
    parse_text(state.page, build.source(), block, state.depth + 1)
    state.pos = end
    return True


def horizontal_rule(state: State) -> bool:
    match = grammar.RULE.match(state.text, state.pos)
    if match is None:
        return False
    state.add("hr", state.pos, match.end())
    state.pos = match.end()
    return True


_MATH = lazy_pattern(r" {0,3}(\\)?\$\$")
_MATH_END = lazy_pattern(rf"{grammar.S}*?\n")


def math(state: State) -> bool:
    if not state.after_boundary():
        return False
    text = state.text
    opening = _MATH.match(text, state.pos)
    close = -1 if opening is None else state.find("$$", opening.end())
    if opening is None or close < 0:
        return False
    line_end = _MATH_END.match(text, close + 2)
    # kramdown: a backslash makes an inline formula of what would be a block, and vanishes.
    if opening[1]:
        if line_end is not None:
            state.pos = opening.end(1)
        return False
    saved, state.pos = state.pos, close + 2 if line_end is None else line_end.end()
    if not state.before_boundary():
        state.pos = saved
        return False
    block = state.add("math", opening.end() - 2, close + 2)
    block.parts = [(opening.end(), close)]
    return True


def end_of_block(state: State) -> bool:
    match = grammar.EOB.match(state.text, state.pos)
    if match is None:
        return False
    state.add("eob", state.pos, match.end())
    state.pos = match.end()
    return True
