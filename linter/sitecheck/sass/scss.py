"""The syntax of ``.scss``: brackets, strings, comments and statements, read in one pass."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.model.span import Span
from sitecheck.named_tuple import NamedTuple
from sitecheck.sass.at_rules import fault_of_rule
from sitecheck.sass.model import Call, Fault, Load, Sheet, Use, plain
from sitecheck.sass.values import fault_of_value, modules_named, refused_calls

_STRING = r"""{0}[^{0}\\\n\r\f#]*(?:(?:\\.|\#(?!\{{))[^{0}\\\n\r\f#]*)*{0}"""
# Told by what it does not hold: see the names of references (kramdown/tags.py).
_IN_URL = r"""[^\x00- "#$'()\\\x7f]*"""
_BLANKS = r"[ \t\n\r\f]*"
"""The blanks of CSS: others are part of an address."""
_TOKEN = lazy_pattern(
    r"""[^"'/#{}()\[\];\\]*(?:"""
    rf"""(?P<comment>//[^\n\r\f]*|/\*[^*]*\*+(?:[^/*][^*]*\*+)*/)"""
    rf"""|(?P<string>{_STRING.format('"')}|{_STRING.format("'")})"""
    r"""|(?P<open_string>["'])"""
    r"""|(?P<open_comment>/\*)"""
    rf"""|(?P<url>\((?i:(?<=url\()(?<![\w-]url\()){_BLANKS}{_IN_URL}(?:(?:\\.|\#(?!\{{)){_IN_URL})*{_BLANKS}\))"""
    r"""|(?P<raw>\((?i:(?<=url\()|(?<=url-prefix\()|(?<=domain\()|(?<=regexp\()|(?<=expression\()))"""
    r"""|(?P<calc>\((?i:(?<=calc\()))"""
    r"""|(?P<open>\#\{|[{(\[])"""
    r"""|(?P<close>[})\]])"""
    r"""|(?P<end>;)"""
    r"""|(?P<other>[/\#]|\\.?))""",
    re.DOTALL,
)
"""What counts, with all before it that does not."""
_IN_STRING = {
    quote: lazy_pattern(rf"(?P<quote>{quote})|(?P<open>\#\{{)|(?P<line>[\n\r\f])|\\.", re.DOTALL)
    for quote in "\"'"
}
_CLOSES = {"}": ("{", "#{"), ")": ("(", "raw(", "calc("), "]": ("[",)}
_AT = lazy_pattern(r"\s*@([-\w]+)\s*([-\w.]*)")
_PROPERTY = lazy_pattern(r"\s*([*_]?[-\w$]+)\s*:")
_SECOND = lazy_pattern(r"\n[ \t]*(?:\$[-\w]+|[a-z-]+)[ \t]*:")
_LOADED_BEFORE = lazy_pattern(r"\s*@(?:import|use|forward)[ \t]+([\"'])[^\"'\n]*\1(?=[ \t]*\n)")
"""What loads a file in front of a rule: it takes no block."""
_DECLARED_BEFORE = lazy_pattern(
    r"(\s*(?:\$[-\w]+\s*:|[a-z-]+:(?=[ \t][^\n,&>+~]*[\w\"')%][ \t]*\n\s*\.[a-z_-])))"
)
"""A declaration in front of a rule: a semicolon is missing between them."""
_BARE_DOT = lazy_pattern(r"\.(?=[\s,:]|\Z)")
_LAZY = lazy_pattern(r"\b(?:if|and|or|not)\b|!default|\0")
_WORKED_OUT = lazy_pattern(r"[(+]|-\s|\.\$")
"""What a value has in which there are calls, sums or members of modules."""
_AS_IT_IS = lazy_pattern(r"(?:expression|calc|regexp|element)\(|progid:", re.IGNORECASE)
"""What some Sass does not look into."""
_VARIABLE = lazy_pattern(r"(?<![\w.$\\-])\$([-\w]+)(?!\s*:|[-\w]|\s*\.\.\.)")
_ANY_VARIABLE = lazy_pattern(r"\$([-\w]+)")
_GIVEN = lazy_pattern(r"\$([-\w]+)\s*:")
_IN_SELECTOR = lazy_pattern(r"[%.][-\w]+|(?<![-_])#\{")
"""A placeholder, a class, or interpolation that may bring any."""
_EXTENDED = lazy_pattern(r"%[-\w]+|(?:\A|(?<=,))\s*(?P<class>\.[-\w]+)(?=\s*(?:,|\Z))")
"""A placeholder anywhere in what is extended, or a class that is a selector by itself."""
_NAMESPACE = lazy_pattern(r"""\s*(["'])([^"']*)\1(?:\s+as\s+([-\w]+))?""")
_QUOTED = lazy_pattern(r"""\s*(["'])([^"']*)\1""")
_GIVEN_URL = lazy_pattern(r"\s*\(\s*(?:\$url\s*:\s*)?")
_PLAIN_CSS = lazy_pattern(r"https?:|//|.*\.css\Z", re.IGNORECASE | re.DOTALL)
_OWN_RULE = lazy_pattern(r"@(?:media|include|mixin|if|else|each|for|while|function|extend|return|import)\b")
_SURE_BLOCKS = frozenset(
    ("media", "supports", "font-face", "page", "keyframes", "-webkit-keyframes", "-moz-keyframes", "at-root")
)
_UNREAD = "\0"
"""Stands in a statement for what a string holds that has interpolation."""


def read_scss(text: str, *, whole: bool = True) -> Sheet:
    """What is known of the text of a ``.scss`` file. Where the ``whole`` of it is not known, only what it
    loads is told."""
    reader = _Reader(text, whole=whole)
    reader.read()
    is_sure = whole and not reader.is_odd
    return Sheet(
        loads=tuple(reader.loads),
        fault=reader.fault if is_sure else None,
        old_fault=reader.old_fault if is_sure else None,
        uses=tuple(reader.uses) if is_sure else (),
        calls=tuple(reader.calls) if is_sure else (),
        defines=frozenset(reader.defines),
        whole=is_sure and reader.fault is None,
    )


class _Open(NamedTuple):
    """Something that has to be closed."""

    mark: str
    start: int
    sure: bool = True
    """Of a block, whether the compiler comes into it."""
    free: bool = False
    """Of a block, whether anything may stand in it: the value of a custom property."""
    rule: str = ""
    """Of a block, the name of the rule that it belongs to."""


class _Reader:
    def __init__(self, text: str, *, whole: bool) -> None:
        self.text = text
        self._whole = whole
        self.loads: list[Load] = []
        self.uses: list[Use] = []
        self.calls: list[Call] = []
        self.defines: set[str] = set()
        self.fault: Fault | None = None
        self.old_fault: Fault | None = None
        self.is_odd = False
        """Whether it has what one Sass reads otherwise than another."""
        self._torn: int | None = None
        """Where a string begins that goes over the end of its line: Dart Sass alone refuses that."""
        self._open: list[_Open] = []
        self._counts = {"string": 0, "raw": 0, "calc": 0, "unsure": 0}
        """How many of what is open are strings, taken as it is, ``calc``, and blocks that may not run."""
        self._around: Counter[str] = Counter()
        """Of each rule, how many of its blocks are open."""
        self._before = ""
        """The name of the rule in front, in the same block."""
        self._modules: set[str] = set()
        """The names that modules have in the file …"""
        self._last_use = text.rfind("@use")
        """… and where it gives the last one, -1 for nowhere."""
        self._shown: list[str] = []
        """The statement that is read, in pieces, with blanks for comments and what strings hold."""
        self._head = ""
        """With what the statement begins, once that is asked for."""
        self._blanks = 0
        """How many pieces are known to hold blanks alone, from the first on."""
        self._begin = self._upto = 0
        """Where the statement begins, and up to where :attr:`_shown` has it."""

    def read(self) -> None:
        """Read all of it, or up to the first fault."""
        at: int | None = 0
        while at is not None and self.fault is None:
            top = self._open[-1].mark if self._open else ""
            if top in _IN_STRING:
                at = self._read_string(at, top)
                continue
            match = _TOKEN.match(self.text, at)
            if match is not None:
                self._token(match)
            at = match.end() if match is not None and match.lastgroup != "open_comment" else None
        if self.fault is None:
            self._finish()
        if self.fault is not None and self._torn is not None:
            self._refuse("this string is not closed on its line", self._torn)

    def _finish(self) -> None:
        if not self._open:
            self._statement(len(self.text))
        elif self._open[-1].mark not in _IN_STRING or self._counts["string"] == 1:
            self._unclosed()
        else:
            self.is_odd = True

    def _refuse(self, message: str, start: int, end: int = 0) -> None:
        if self._whole:
            self.fault = Fault(message, Span(start, end or start + 1))

    def _unclosed(self) -> None:
        top = self._open[-1]
        if self._counts["calc"]:  # LibSass takes it as it is, up to the end of the declaration
            self.is_odd = True
        what = "string" if top.mark in _IN_STRING else top.mark.removeprefix("raw")
        self._refuse(f"this {what} is not closed", top.start)

    def _token(self, match: re.Match[str]) -> None:
        kind = match.lastgroup or ""
        start = match.start(kind)
        if kind == "comment":
            if self._counts["raw"] or "#{" in match[kind]:
                self.is_odd = True
            self._hide(start, match.end(), " ")
        elif kind in ("string", "url"):
            self._hide(start + 1, match.end() - 1, " ")
        elif kind == "open_comment":
            self._refuse("this comment is not closed", start, start + 2)
        elif kind == "open_string":
            self._push(_Open(match[kind], start))
        elif kind in ("raw", "calc"):
            self._push(_Open(f"{kind}(", start))
        elif kind == "open":
            self._opened(match[kind], start)
        elif kind == "close":
            self._closed(match[kind], start)
        elif kind == "end":
            self._ended(start)

    def _read_string(self, at: int, quote: str) -> int | None:
        """Read on in a string, up to its end or an interpolation; ``None`` where the text ends before."""
        match = _IN_STRING[quote].search(self.text, at)
        if match is None:
            return None
        if match.lastgroup == "line" and self._torn is None:
            self._torn = self._open[-1].start
        elif match.lastgroup == "open":
            self._push(_Open("#{", match.start()))
        elif match.lastgroup == "quote":
            start = self._pop().start
            self._hide(start + 1, match.start(), _UNREAD)
        return match.end()

    def _push(self, opened: _Open, step: int = 1) -> None:
        if step > 0:
            self._open.append(opened)
        self._counts["string"] += step * (opened.mark in _IN_STRING)
        self._counts["raw"] += step * (opened.mark == "raw(")
        self._counts["calc"] += step * (opened.mark == "calc(")
        self._counts["unsure"] += step * (not opened.sure)
        if opened.rule:
            self._around[opened.rule] += step

    def _pop(self) -> _Open:
        closed = self._open.pop()
        self._push(closed, -1)
        return closed

    def _hide(self, start: int, end: int, filling: str) -> None:
        if not self._counts["string"]:
            self._shown += (self.text[self._upto : start], filling * (end - start))
            self._upto = end

    def _opened(self, mark: str, start: int) -> None:
        top = self._open[-1] if self._open else None
        if mark != "{":
            self._push(_Open(mark, start, free=top is not None and top.free))
        elif top is None or (top.mark == "{" and not top.free):
            if self._begin_of_statement.startswith("--"):
                self._push(_Open(mark, start, free=True))
            else:
                self._block(start)
        elif top.free or self._counts["raw"] or top.mark == "#{" or self._is_foreign:
            self.is_odd = self.is_odd or not top.free
            self._push(_Open(mark, start, free=True))
        else:
            self._unclosed()

    def _closed(self, mark: str, start: int) -> None:
        top = self._open[-1] if self._open else None
        if top is None or (top.mark == "{" and mark != "}"):
            self.is_odd |= mark != "}" and self._is_foreign
            self._refuse(f"nothing is open that this {mark} closes", start)
            self._take(start)
        elif top.mark not in _CLOSES[mark]:
            self._unclosed()
        else:
            if top.mark == "{" and not top.free:
                self._statement(start)
                self._before = top.rule
            self._pop()

    def _ended(self, at: int) -> None:
        top = self._open[-1] if self._open else None
        if top is None or (top.mark == "{" and not top.free):
            self._statement(at)
        elif not (top.free or self._counts["raw"]):
            self._unclosed()

    @property
    def _begin_of_statement(self) -> str:
        if not self._head:
            while self._blanks < len(self._shown) and not self._shown[self._blanks].strip():
                self._blanks += 1
            pieces = (*self._shown[self._blanks :], self.text[self._upto : self._upto + 200])
            self._head = "".join(pieces).lstrip()[:20]
        return self._head

    @property
    def _is_foreign(self) -> bool:
        """Whether the statement is of CSS, and some Sass takes it as it is: a custom property, a rule that is
        not known."""
        begin = self._begin_of_statement
        return begin.startswith("--") or (begin.startswith("@") and _OWN_RULE.match(begin) is None)

    def _take(self, end: int) -> tuple[str, int]:
        """The statement up to ``end``, and where it begins; the next one begins behind it."""
        shown = "".join(self._shown) + self.text[self._upto : end]
        begin = self._begin
        self._shown, self._head, self._blanks = [], "", 0
        self._begin = self._upto = end + 1
        return shown, begin

    def _block(self, start: int) -> None:
        header, begin = self._take(start)
        rule = _AT.match(header)
        if rule is not None:
            self._at_rule(rule, header, begin)
        if loaded := _LOADED_BEFORE.match(header):
            self._refuse_semicolon(begin + loaded.end())
        found = {"" if match[0] == "#{" else plain(match[0]) for match in _IN_SELECTOR.finditer(header)}
        self.defines.update((".", "%") if "" in found else found)
        if rule is None and not any(mark in header for mark in ("#{", _UNREAD, "\\")):
            self._judge_header(header, begin)
        sure = rule is None or rule[1].lower() in _SURE_BLOCKS
        self._push(_Open("{", start, sure=sure, rule=rule[1] if rule is not None else ""))
        self._before = ""

    def _judge_header(self, header: str, begin: int) -> None:
        """What stands in front of a block that no rule and no interpolation is in."""
        before, dot = _DECLARED_BEFORE.match(header), _BARE_DOT.search(header)
        if before is not None:
            line = header.find("\n", before.end(1))
            self._refuse_semicolon(begin + len(header[:line].rstrip() if line >= 0 else header.rstrip()))
        elif dot is not None and not self._counts["unsure"]:
            self._refuse("this . names no class", begin + dot.start(), begin + dot.end())

    def _statement(self, end: int) -> None:
        shown, begin = self._take(end)
        rule = _AT.match(shown)
        if rule is not None:
            self._at_rule(rule, shown, begin)
        elif stripped := shown.strip():
            self._before = ""
            if not stripped.startswith("--"):
                self._declaration(shown, begin)

    def _declaration(self, shown: str, begin: int) -> None:
        found = _PROPERTY.match(shown)
        if found is None or found[1] == "$":
            is_nameless = shown.lstrip().startswith((":", "$:"))
            if is_nameless or not any(mark in shown for mark in (":", "#{", _UNREAD, "<!--", "-->")):
                what = "it has no name" if is_nameless else "it has no colon"
                start = begin + len(shown) - len(shown.lstrip())
                self._refuse(f"this is no declaration: {what}", start, begin + len(shown.rstrip()))
            return
        if not self.text[begin + found.end() : begin + len(shown)].strip():
            self._refuse(f"{found[1]} has no value", begin + found.start(1), begin + found.end(1))
        second = _SECOND.search(shown, found.end())
        if second is not None and "progid:" not in shown.lower():
            before = shown[: second.start()]
            if before.count("(") == before.count(")") and "#{" not in before and _UNREAD not in before:
                self._refuse_semicolon(begin + len(before.rstrip()))
        if self._around["function"] and not found[1].startswith("$"):
            self._refuse("a @function takes no declarations", begin + found.start(1), begin + found.end(1))
        self.defines.update(plain(f"${match[1]}") for match in _GIVEN.finditer(shown))
        self._use_variables(shown, found.end(), begin)
        self._value(shown[found.end() :], begin + found.end())

    def _value(self, value: str, start: int) -> None:
        """The value of a declaration: what is in it for certain, and what is worked out for certain."""
        if _WORKED_OUT.search(value) is None:
            return
        is_sure = not (self._counts["unsure"] or _LAZY.search(value) or "#{" in value)
        if not _AS_IT_IS.search(value):
            fault = fault_of_value(value, start) if is_sure else None
            if fault is not None:
                self._refuse(fault.message, *fault.span)
            for name, span in modules_named(value, start):
                if is_sure and name not in self._modules and start > self._last_use:
                    self._refuse(f"no @use of this file gives the name {name} to a module", *span)
                elif self.old_fault is None and "#{" not in value and _UNREAD not in value:
                    self.old_fault = Fault(f"modules like {name} are known to Dart Sass alone", span)
        if is_sure:
            self.calls += refused_calls(value, start)

    def _refuse_semicolon(self, end: int) -> None:
        self._refuse("a semicolon is missing here", end - 1, end)

    def _use_variables(self, shown: str, at: int, begin: int) -> None:
        if not self._counts["unsure"] and "$" in shown and not _LAZY.search(shown):
            for match in _VARIABLE.finditer(shown, at):
                span = Span(begin + match.start(), begin + match.end())
                self.uses.append(Use(plain(match[0]), span))

    def _judge_rule(self, rule: re.Match[str], head: str, begin: int) -> None:
        """Refuse a rule for what it is, or for what it is certain to do."""
        name, start, end = rule[1], begin + rule.start(1) - 1, begin + rule.end(1)
        fault = fault_of_rule(name, head, self._around, self._before)
        self._before = name
        if fault:
            self._refuse(fault, start, end)
        elif not self._counts["unsure"]:
            if name == "error":
                self._refuse("the build stops at this @error", start, end)
            elif name in ("if", "while"):
                self._use_variables(head, 0, end)

    def _at_rule(self, rule: re.Match[str], shown: str, begin: int) -> None:
        name = rule[1].lower()
        sure = not self._counts["unsure"]
        self._judge_rule(rule, shown[rule.end(1) :], begin)
        if name in ("import", "use", "forward"):
            self.loads.extend(self._loads(name, shown, rule.end(1), begin))
        elif name == "include" and rule[2].endswith(".load-css"):
            # of ``sass:meta``: its CSS stands here, and can be extended
            self.loads.append(self._loaded_css(shown, rule.end(2), begin))
        elif name in ("mixin", "function", "each", "for") or " using" in shown:
            self.defines.update(plain(f"${match[1]}") for match in _ANY_VARIABLE.finditer(shown))
        if name in ("mixin", "function"):
            self.defines.add(plain(f"@{rule[2]}" if name == "mixin" else f"{rule[2]}()"))
        elif name == "include" and rule[2] and "." not in rule[2] and sure:
            self.uses.append(Use(plain(f"@{rule[2]}"), Span(begin + rule.start(2), begin + rule.end(2))))
            self.defines.update(plain(f"${match[1]}") for match in _GIVEN.finditer(shown))
            self._use_variables(shown, rule.end(2), begin)
        elif name == "extend" and sure and "#{" not in shown and "!optional" not in shown:
            target, begin = shown[rule.end(1) :], begin + rule.end(1)
            for match in _EXTENDED.finditer(target):
                start, end = match.span("class" if match["class"] else 0)
                self.uses.append(Use(plain(target[start:end]), Span(begin + start, begin + end)))

    def _module(self, shown: str, at: int, begin: int) -> str:
        """The name that ``@use`` gives to a module."""
        given = _NAMESPACE.match(shown, at)
        if given is None:
            return ""
        name = self.text[begin + given.start(2) : begin + given.end(2)].rstrip("/")
        leaf = re.split("[:/]", name)[-1].removeprefix("_").removesuffix(".scss").removesuffix(".sass")
        return given[3] or leaf

    def _loads(self, rule: Any, shown: str, at: int, begin: int) -> Iterator[Load]:
        parts = shown[at:].split(",") if rule == "import" else [shown[at:]]
        if rule == "use":
            self._modules.add(self._module(shown, at, begin))
        for part in parts:
            found, start = _QUOTED.match(part), begin + at
            at += len(part) + 1
            if "@" in part and _UNREAD not in part:
                self._refuse_semicolon(start + len(part[: part.index("@")].rstrip()))
            if found is None or (rule == "import" and part[found.end() :].strip()):
                continue  # plain CSS: url(), or media queries behind the name
            load = self._load(rule, found, start)
            if not (_PLAIN_CSS.match(name := self._text_at(load.span)) or name.startswith("sass:")):
                yield load

    def _loaded_css(self, shown: str, at: int, begin: int) -> Load:
        given = _GIVEN_URL.match(shown, at)
        found = _QUOTED.match(shown, given.end()) if given is not None else None
        if found is None:
            return Load("use", "", Span(begin + at, begin + at), maybe=True)
        return self._load("use", found, begin)

    def _load(self, rule: Any, quoted: re.Match[str], start: int) -> Load:
        """A file whose name is a string, in what begins at ``start`` of the text."""
        span = Span(start + quoted.start(2), start + quoted.end(2))
        name = self._text_at(span)
        is_known = _UNREAD not in quoted.string[quoted.start() :] and "\\" not in name and ":" not in name
        return Load(rule, name if is_known else "", span, maybe=bool(self._counts["unsure"]))

    def _text_at(self, span: Span) -> str:
        return self.text[span.start : span.end]
