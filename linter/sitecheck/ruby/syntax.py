"""The method of a script as a tree: the small part of Ruby's grammar in which filters and tags are written.

What is more than that is refused (:class:`NotReadError`), never guessed: a tree says what the method does.
"""

from __future__ import annotations

from collections.abc import Sequence

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.ruby.nodes import NIL, Function, Node, NotReadError
from sitecheck.ruby.strings import string_parts
from sitecheck.ruby.tokens import Kind, Token

MAX_DEPTH = 25
"""So deep may code stand in code."""
MAX_TOKENS = 800
"""Of one method: longer ones do more than a filter."""
_LOOSEST = ("||", "&&", "==", "<", "+", "*")
"""An operator of each level that binds more tightly than the one before."""
_LEVELS = {
    "||": 0, "&&": 1, "==": 2, "!=": 2, "=~": 2, "!~": 2, "<=>": 2, "<": 3, ">": 3, "<=": 3, ">=": 3,
    "+": 4, "-": 4, "*": 5, "/": 5, "%": 5,
}  # fmt: skip
_GOES_ON = frozenset(
    (*_LEVELS, ",", "(", "[", "{", ".", "&.", "?", ":", "=", "!", "=>", "->", "<<", "+=", "-=", "||=")
)
_CONSTANTS = frozenset(("nil", "true", "false"))
_REFUSED = frozenset((
    "begin", "while", "until", "for", "yield", "lambda", "proc", "defined?", "rescue", "ensure",
    "and", "or", "not", "def", "class", "module", "self", "loop", "redo", "retry", "break", "alias",
    "BEGIN", "END", "in", "do", "then", "end", "else", "elsif", "when", "__method__", "binding", "eval",
))  # fmt: skip
_ENDING = frozenset(("raise", "puts", "print", "warn", "abort"))
"""What ends a build or prints something beside it: a statement with it is read to its end, and refused where
it is run."""
_AFTER_STATEMENT = ("\n", "if", "unless", "}", ")", "end")
_OPENING = frozenset(("do", "case", "begin", "def", "class", "module", "while", "until", "for", "rescue"))
"""What a statement that is not followed may not hold: what belongs to it would not end with its line."""
_GROUP = lazy_pattern(r"\$[1-9][0-9]?")


def _is_held(name: str) -> bool:
    """Whether a variable is one of the object, not of its class."""
    return name[:1] == "@" != name[1:2]


def read_value(tokens: Sequence[Token]) -> Node:
    """The one expression that ``tokens`` are."""
    if len(tokens) > MAX_TOKENS:
        raise NotReadError
    reader = _Reader(tokens)
    node = reader.expression()
    if not reader.ended() or _is_deep(node):
        raise NotReadError
    return node


def read_function(tokens: Sequence[Token]) -> Function:
    """The method that ``tokens`` are, from ``def`` to before its ``end``."""
    if len(tokens) > MAX_TOKENS:
        raise NotReadError
    reader = _Reader(tokens[1:])
    name = reader.take(Kind.NAME)
    if reader.ahead(".") or reader.ahead("="):
        raise NotReadError
    bracketed = reader.accept("(")
    parameters: list[str] = []
    defaults: list[Node] = []
    while not reader.ended() and not reader.ahead(")") and not reader.ahead("\n"):
        parameters.append(reader.take_variable())
        if reader.accept("="):
            defaults.append(reader.expression())
        elif defaults:
            raise NotReadError
        if not reader.accept(","):
            break
    if bracketed and not reader.accept(")"):
        raise NotReadError
    if not reader.ahead("\n"):
        raise NotReadError
    body = reader.statements()
    if not reader.ended() or any(map(_is_deep, (body, *defaults))):
        raise NotReadError
    return Function(name=name, parameters=tuple(parameters), defaults=tuple(defaults), body=body)


class _Reader:
    """Reads tokens from left to right.

    A name is a variable from where it is first given a value, whether that is ever run or not; before that,
    and outside of the block where that stands, it calls a method.
    """

    def __init__(self, tokens: Sequence[Token], depth: int = 0, variables: set[str] | None = None) -> None:
        self._tokens = list(_without_breaks(tokens))
        self._at = 0
        self._depth = depth
        self._variables: set[str] = set() if variables is None else variables

    def ended(self) -> bool:
        """Whether nothing stands here any more."""
        return self._at >= len(self._tokens)

    @property
    def _now(self) -> Token:
        if self.ended():
            raise NotReadError
        return self._tokens[self._at]

    def ahead(self, text: str) -> bool:
        """Whether an operator, keyword or end of a line stands here."""
        if self.ended():
            return False
        now = self._now
        if text == "\n":
            return now.kind is Kind.NEWLINE
        return now.kind in (Kind.OPERATOR, Kind.NAME) and now.text == text

    def accept(self, text: str) -> bool:
        """Whether it stands here, and go past it then."""
        found = self.ahead(text)
        self._at += found
        return found

    def take(self, kind: Kind) -> str:
        """The text of the token here, which is of that kind."""
        now = self._now
        if now.kind is not kind or (kind is Kind.NAME and (now.text in _REFUSED or now.text[0] in "@$")):
            raise NotReadError
        self._at += 1
        return now.text

    def take_variable(self) -> str:
        """The name of a variable that gets a value here."""
        name = self.take(Kind.NAME)
        self._variables.add(name)
        return name

    def _need(self, text: str) -> None:
        if not self.accept(text):
            raise NotReadError

    def statements(self, *ends: str) -> Node:
        """Statements up to one of the words ``ends``, which stays."""
        found: list[Node] = []
        while True:
            while self.accept("\n"):
                pass
            if self.ended() or any(map(self.ahead, ends)):
                return found[0] if len(found) == 1 else Node("sequence", nodes=tuple(found))
            found.append(self._statement())
            if not self.ended() and not self.ahead("\n") and not any(map(self.ahead, ends)):
                raise NotReadError

    def _statement(self) -> Node:
        node = self._plain_statement()
        while True:
            if self.accept("if"):
                node = Node("if", nodes=(self.expression(), node, NIL))
            elif self.accept("unless"):
                node = Node("if", nodes=(self.expression(), NIL, node))
            else:
                return node

    def _plain_statement(self) -> Node:
        if self._now.kind is Kind.NAME and not self._is_followed_by(".", "&.", "=", "["):
            if self._now.text in _ENDING:
                return self._refused()
            if self._is_followed_by("<<"):
                return self._append()
        for word in ("return", "next"):
            if self.accept(word):
                stops = self.ended() or any(map(self.ahead, ("\n", "if", "unless", "}", "end")))
                return Node(word, nodes=(NIL if stops else self.expression(),))
        return self.expression()

    def _is_followed_by(self, *operators: str) -> bool:
        following = self._tokens[self._at + 1 : self._at + 2]
        return bool(following) and following[0].kind is Kind.OPERATOR and following[0].text in operators

    def _refused(self) -> Node:
        """A statement that is not followed: up to its end, or to the condition that it stands under."""
        self._at += 1
        level = 0
        while not self.ended() and (level or not any(map(self.ahead, _AFTER_STATEMENT))):
            now = self._now
            if now.kind is Kind.NAME and now.text in _OPENING:
                raise NotReadError
            if now.kind is Kind.OPERATOR:
                level += (now.text in "([{") - (now.text in ")]}")
            self._at += 1
        return Node("refused")

    def _append(self) -> Node:
        """``text << a << b``, which changes what a variable holds."""
        name = self._now.text
        if name[0] != "@" and name not in self._variables:
            raise NotReadError
        self._at += 1
        values: list[Node] = []
        while self.accept("<<"):
            self._skip_lines()
            values.append(self._binary(_LEVELS["+"]))
        return Node("append", name, tuple(values))

    def expression(self) -> Node:
        """An expression, an assignment among them."""
        self._enter()
        node = self._assignment() or self._choice()
        self._depth -= 1
        return node

    def _enter(self) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise NotReadError

    def _assignment(self) -> Node | None:
        if self._at + 1 >= len(self._tokens):
            return None
        now, after = self._tokens[self._at : self._at + 2]
        is_own = _is_held(now.text)
        is_name = now.kind is Kind.NAME and (is_own or now.text[:1].islower()) and now.text[-1] not in "?!"
        if not is_name or after.kind is not Kind.OPERATOR:
            return None
        operator = after.text
        if operator not in ("=", "+=", "-=", "||="):
            return None
        name = now.text if is_own else self.take_variable()
        self._at += 1 + is_own
        value = self.expression()
        if operator != "=":
            value = Node("operator", operator[:-1], (Node("held" if is_own else "variable", name), value))
        return Node("assign", name, (value,))

    def _choice(self) -> Node:
        node = self._binary(0)
        if self.accept("?"):
            self._skip_lines()
            chosen = self.expression()
            self._skip_lines()
            self._need(":")
            self._skip_lines()
            return Node("if", nodes=(node, chosen, self.expression()))
        return node

    def _binary(self, level: int) -> Node:
        if level == len(_LOOSEST):
            return self._unary()
        node = self._binary(level + 1)
        while not self.ended() and self._now.kind is Kind.OPERATOR and _LEVELS.get(self._now.text) == level:
            operator = self._now.text
            self._at += 1
            self._skip_lines()
            node = Node("operator", operator, (node, self._binary(level + 1)))
            if level == 2 and not self.ended() and _LEVELS.get(self._now.text) == level:
                raise NotReadError  # comparisons of comparisons are none in Ruby
        return node

    def _unary(self) -> Node:
        if self.accept("!"):
            self._enter()
            node = Node("not", nodes=(self._unary(),))
            self._depth -= 1
            return node
        if self.accept("-"):
            if self.ended() or self._now.kind is not Kind.NUMBER:
                raise NotReadError
            node = self._postfix(Node("number", f"-{self.take(Kind.NUMBER)}"))
        else:
            node = self._postfix(self._primary())
        if any(map(self.ahead, ("**", "&", "|", "..", "...", "::", "=", "===", "^", ">>"))):
            raise NotReadError
        return node

    def _postfix(self, node: Node) -> Node:
        while not self.ended() and self._now.kind is Kind.OPERATOR:
            operator = self._now
            if operator.text in (".", "&."):
                self._at += 1
                name = self._method_name()
                node = self._call(name, (node,), safe=operator.text == "&.")
            elif operator.text == "[" and not operator.spaced:
                self._at += 1
                node = Node("call", "[]", (node, *self._list("]")))
            else:
                break
        return node

    def _method_name(self) -> str:
        now = self._now
        if now.kind is not Kind.NAME or now.text[0] in "@$":
            raise NotReadError
        self._at += 1
        return now.text

    def _call(self, name: str, owner: tuple[Node, ...], *, safe: bool = False) -> Node:
        arguments: tuple[Node, ...] = ()
        if not self.ended() and self.ahead("(") and not self._now.spaced:
            self._at += 1
            arguments = self._list(")")
        elif self._begins_argument():
            raise NotReadError  # arguments without brackets
        kind = "call" if owner else "own"
        block = self._block()
        names = ("&.",) if safe else ()
        return Node(kind, name, (*owner, *arguments, *((block,) if block else ())), names)

    def _begins_argument(self) -> bool:
        """Whether what follows a name is an argument of it: a value behind a blank."""
        if self.ended():
            return False
        now = self._now
        if now.kind is Kind.NAME:
            return now.text not in ("if", "unless", "do", "then", "end", "else", "elsif", "when", "and", "or")
        if now.kind in (Kind.OPERATOR, Kind.NEWLINE):
            before_value = now.text in ("[", "-", "*", "&", "::", "(") and now.spaced
            following = self._tokens[self._at + 1 : self._at + 2]
            return before_value and bool(following) and not following[0].spaced
        return True

    def _block(self) -> Node | None:
        closer = "}" if self.accept("{") else "end" if self.accept("do") else ""
        if not closer:
            return None
        self._skip_lines()
        outside, self._variables = self._variables, set(self._variables)
        names = self._block_parameters() if self.accept("|") else ()
        body = self.statements(closer)
        self._need(closer)
        own = sorted(self._variables - outside - set(names))
        self._variables = outside
        return Node("block", nodes=(body, Node("own variables", names=tuple(own))), names=names)

    def _block_parameters(self) -> tuple[str, ...]:
        names = [self.take_variable()]
        while self.accept(","):
            names.append(self.take_variable())  # a comma at the end takes lists apart, and is not read
        self._need("|")
        return tuple(names)

    def _list(self, closer: str) -> tuple[Node, ...]:
        """Arguments or items up to ``closer``."""
        found: list[Node] = []
        self._skip_lines()
        while not self.accept(closer):
            if self.accept("&"):
                found.append(Node("method", self.take(Kind.SYMBOL)))
            elif self.ahead("*") or self._now.kind is Kind.LABEL:
                raise NotReadError
            else:
                found.append(self.expression())
            self._skip_lines()
            if not self.accept(",") and not self.ahead(closer):
                raise NotReadError
            self._skip_lines()
        return tuple(found)

    def _skip_lines(self) -> None:
        while self.accept("\n"):
            pass

    def _primary(self) -> Node:
        now = self._now
        if now.kind is Kind.NAME:
            return self._named(now)
        self._at += 1
        if now.kind is Kind.STRING:
            return self._texts(now)
        if now.kind is Kind.SYMBOL and not now.raw:
            return Node("symbol", now.text)
        if now.kind is Kind.NUMBER:
            return Node("number", now.text)
        if now.kind is Kind.REGEXP and len(now.parts) <= 1 and now.raw[0] == "/" and "\r" not in now.raw:
            source, _, flags = now.raw[1:].rpartition("/")
            return Node("regexp", source, names=(flags,))
        if (
            now.kind is Kind.WORDS
            and now.raw[:2] == "%w"
            and not any("\\" in str(part) for part in now.parts)
        ):
            return Node("array", nodes=tuple(Node("text", str(part)) for part in now.parts))
        if now.kind is Kind.OPERATOR and now.text == "::" and self._now.text[:1].isupper():
            return self._constant(self.take(Kind.NAME))
        if now.kind is Kind.OPERATOR and now.text == "(":
            node = self.statements(")")
            self._need(")")
            return node
        if now.kind is Kind.OPERATOR and now.text == "[":
            return Node("array", nodes=self._list("]"))
        if now.kind is Kind.OPERATOR and now.text == "{":
            return self._hash()
        raise NotReadError

    def _named(self, now: Token) -> Node:
        self._at += 1
        name = now.text
        if name in _CONSTANTS:
            return Node("constant", name)
        if name in ("if", "unless"):
            return self._branch(name)
        if name == "case":
            return self._case()
        if name == "super":
            is_given = self.ahead("(") and not self._now.spaced
            self._at += is_given
            return Node("super", "()" if is_given else "", self._list(")") if is_given else ())
        if _is_held(name):
            return Node("held", name)
        if name in _REFUSED or name[0] == "@" or (name[0] == "$" and not _GROUP.fullmatch(name)):
            raise NotReadError
        if name[0] == "$":
            return Node("group", name[1:])
        if name[0].isupper() and not self.ahead("("):
            return self._constant(name)
        is_call = (not self.ended() and self.ahead("(") and not self._now.spaced) or name[-1] in "?!"
        return self._call(name, ()) if is_call else self._variable(name)

    def _constant(self, name: str) -> Node:
        """``Jekyll::Converters::Markdown``."""
        while self.accept("::"):
            name = f"{name}::{self.take(Kind.NAME)}"
            if not name.rpartition(":")[2][0].isupper():
                raise NotReadError
        return Node("class", name)

    def _variable(self, name: str) -> Node:
        if self._begins_argument():
            raise NotReadError
        return Node("variable" if name in self._variables else "name", name)

    def _texts(self, first: Token) -> Node:
        """Strings one behind the other, which are one."""
        nodes = [self._text(first)]
        while not self.ended() and self._now.kind is Kind.STRING:
            nodes.append(self._text(self._now))
            self._at += 1
        return nodes[0] if len(nodes) == 1 else Node("joined", nodes=tuple(nodes))

    def _text(self, token: Token) -> Node:
        """A string, with the code in it."""
        nodes: list[Node] = []
        for part in string_parts(token):
            if isinstance(part, str):
                nodes.append(Node("text", part))
                continue
            reader = _Reader(part, self._depth, self._variables)
            nodes.append(reader.expression())
            if not reader.ended():
                raise NotReadError
        if len(nodes) == 1 and nodes[0].kind == "text":
            return nodes[0]
        return Node("joined", nodes=tuple(nodes))

    def _branch(self, word: str) -> Node:
        condition = self.expression()
        self.accept("then")
        chosen = self.statements("else", "elsif", "end")
        other = NIL
        if self.accept("elsif"):
            if word == "unless":
                raise NotReadError
            self._enter()
            node = Node("if", nodes=(condition, chosen, self._branch("if")))
            self._depth -= 1
            return node
        if self.accept("else"):
            other = self.statements("end")
        self._need("end")
        nodes = (condition, chosen, other) if word == "if" else (condition, other, chosen)
        return Node("if", nodes=nodes)

    def _case(self) -> Node:
        subject = self.expression()
        self._skip_lines()
        cases: list[tuple[Node, Node]] = []
        while self.accept("when"):
            tests = [self.expression()]
            while self.accept(","):
                self._skip_lines()
                tests.append(self.expression())
            self.accept("then")
            body = self.statements("when", "else", "end")
            cases.append((Node("sequence", nodes=tuple(tests)), body))
        other = self.statements("end") if self.accept("else") else NIL
        self._need("end")
        # a name that Ruby cannot have keeps the value, which is asked for once; what stands in it is deeper
        name = f"case {self._depth}"
        for tests_, body in reversed(cases):
            matches = Node("matches", nodes=(Node("variable", name), *tests_.nodes))
            other = Node("if", nodes=(matches, body, other))
        return Node("sequence", nodes=(Node("assign", name, (subject,)), other))

    def _hash(self) -> Node:
        found: list[Node] = []
        self._enter()
        self._skip_lines()
        while not self.accept("}"):
            if self._now.kind is Kind.LABEL and not self._now.raw:
                found.append(Node("symbol", self.take(Kind.LABEL)))
            else:
                found.append(self._choice())
                self._need("=>")
            self._skip_lines()
            found.append(self.expression())
            self._skip_lines()
            if not self.accept(",") and not self.ahead("}"):
                raise NotReadError
            self._skip_lines()
        self._depth -= 1
        return Node("hash", nodes=tuple(found))


def _without_breaks(tokens: Sequence[Token]) -> list[Token]:
    """The tokens without ends of lines at which a statement goes on."""
    found: list[Token] = []
    for token in tokens:
        last = found[-1] if found else None
        if token.kind is Kind.NEWLINE:
            if last is not None and last.kind is Kind.OPERATOR and last.text in _GOES_ON:
                continue
        elif token.kind is Kind.OPERATOR and token.text in (".", "&."):
            while found and found[-1].kind is Kind.NEWLINE:
                found.pop()
        found.append(token)
    return found


def _is_deep(node: Node) -> bool:
    level = [node]
    for _ in range(2 * MAX_DEPTH):
        level = [each for above in level for each in above.nodes]
    return bool(level)
