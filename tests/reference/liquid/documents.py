"""Liquid documents made from a seed, over the made-up site of ``site.json``."""

from __future__ import annotations

import json
import random
from pathlib import Path

WORDS: dict[str, list[str]] = json.loads((Path(__file__).parent / "words.json").read_text(encoding="utf-8"))


class Maker:
    """Makes documents; the same seed makes the same documents."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def document(self) -> str:
        """One document; about one in four holds something broken."""
        parts = [self.part(0) for _ in range(self.random.randint(1, 6))]
        if self.random.random() < 0.25:
            parts.insert(self.random.randint(0, len(parts)), self.random.choice(WORDS["broken"]))
        text = "".join(parts)
        return self.mutated(text) if self.random.random() < 0.08 else text

    def mutated(self, text: str) -> str:
        """The text with a character dropped, doubled or replaced."""
        if not text:
            return text
        place = self.random.randrange(len(text))
        new = self.random.choice(("", text[place] * 2, self.random.choice("{}%|'\".,:[]()=-~ \n")))
        return text[:place] + new + text[place + 1 :]

    def part(self, depth: int) -> str:
        """Text, an output or a tag."""
        kind = self.random.random()
        if kind < 0.25:
            return self.random.choice(WORDS["texts"])
        if kind < 0.6 or depth > 3:
            return self.output()
        return self.tag(depth)

    def body(self, depth: int) -> str:
        return "".join(self.part(depth + 1) for _ in range(self.random.randint(0, 3)))

    def dash(self) -> str:
        return "-" if self.random.random() < 0.12 else ""

    def mark(self, inside: str) -> str:
        return f"{{%{self.dash()} {inside} {self.dash()}%}}"

    def value(self) -> str:
        return self.random.choice(WORDS["variables"] if self.random.random() < 0.7 else WORDS["literals"])

    def filters(self) -> str:
        text = ""
        while self.random.random() < 0.45:
            kind = self.random.random()
            if kind < 0.4:
                text += f" | {self.random.choice(WORDS['no_argument'])}"
            elif kind < 0.6:
                text += f" | {self.random.choice(WORDS['with_value'])}: {self.value()}"
            else:
                text += f" | {self.random.choice(WORDS['special'])}"
        return text

    def output(self) -> str:
        return f"{{{{{self.dash()} {self.value()}{self.filters()} {self.dash()}}}}}"

    def condition(self) -> str:
        text = self.value()
        if self.random.random() < 0.6:
            text += f" {self.random.choice(WORDS['operators'])} {self.value()}"
        if self.random.random() < 0.25:
            text += f" {self.random.choice(('and', 'or'))} {self.condition()}"
        return text

    def tag(self, depth: int) -> str:
        twice = (self.if_tag, self.for_tag, self.assign_tag, self.include_tag)
        once = (self.case_tag, self.capture_tag, self.simple_tag, self.raw_tag, self.table_tag)
        makers = (*twice, *twice, *once)
        return self.random.choice(makers)(depth)

    def if_tag(self, depth: int) -> str:
        name = self.random.choice(("if", "if", "unless"))
        text = self.mark(f"{name} {self.condition()}") + self.body(depth)
        if self.random.random() < 0.3:
            text += self.mark(f"elsif {self.condition()}") + self.body(depth)
        if self.random.random() < 0.4:
            text += self.mark("else") + self.body(depth)
        return text + self.mark(f"end{name}")

    def for_tag(self, depth: int) -> str:
        head = f"for item in {self.value()}"
        if self.random.random() < 0.15:
            head += " reversed"
        if self.random.random() < 0.25:
            head += f" limit:{self.random.choice(('2', '1', 'page.count', '0', 'nil'))}"
        if self.random.random() < 0.2:
            head += f" offset:{self.random.choice(('1', 'continue', '0', 'page.nothing'))}"
        text = self.mark(head) + self.body(depth)
        if self.random.random() < 0.2:
            text += (
                self.mark("if forloop.index == 2")
                + self.mark(self.random.choice(("break", "continue")))
                + self.mark("endif")
            )
            text += self.body(depth)
        if self.random.random() < 0.2:
            text += self.mark("else") + self.body(depth)
        return text + self.mark("endfor")

    def assign_tag(self, depth: int) -> str:
        return self.mark(f"assign {self.random.choice('xy')} = {self.value()}{self.filters()}")

    def case_tag(self, depth: int) -> str:
        text = self.mark(f"case {self.value()}") + self.random.choice(("", "\n", "dropped"))
        for _ in range(self.random.randint(1, 2)):
            values = self.random.choice((" or ", ", ")).join(
                self.value() for _ in range(self.random.randint(1, 2))
            )
            text += self.mark(f"when {values}") + self.body(depth)
        if self.random.random() < 0.5:
            text += self.mark("else") + self.body(depth)
        return text + self.mark("endcase")

    def capture_tag(self, depth: int) -> str:
        return self.mark(f"capture {self.random.choice('xy')}") + self.body(depth) + self.mark("endcapture")

    def include_tag(self, depth: int) -> str:
        name = self.random.choice(
            ("plain.html", "params.html", "outer.html", "sub/deep.html", "loop.html", "{{ 'plain' }}.html")
        )
        parameters = "".join(
            f" {key}={self.parameter()}" for key in ("a", "list") if self.random.random() < 0.6
        )
        if self.random.random() < 0.1:
            return self.mark(f"include_relative beside.md{parameters}")
        return self.mark(f"include {name}{parameters}")

    def parameter(self) -> str:
        return self.random.choice(
            ("'quoted'", '"say \\"hi\\""', "page.title", "page.tags", "5", "true", "item", "x")
        )

    def simple_tag(self, depth: int) -> str:
        return self.mark(self.random.choice(WORDS["simple_tags"]))

    def raw_tag(self, depth: int) -> str:
        name = self.random.choice(("raw", "comment", "highlight ruby", "highlight c", "ifchanged"))
        body = (
            self.body(depth)
            if name != "raw"
            else self.random.choice(("{{ a }}", "{% if %}", "\n{{\n", " x "))
        )
        return self.mark(name) + body + self.mark(f"end{name.split()[0]}")

    def table_tag(self, depth: int) -> str:
        head = f"tablerow item in {self.value()}{self.random.choice(WORDS['table_ends'])}"
        return self.mark(head) + self.body(depth) + self.mark("endtablerow")


def documents(count: int, seed: int) -> list[str]:
    """``count`` documents made from ``seed``, the broken ones of the list first."""
    maker = Maker(seed)
    made = WORDS["broken"][:count]
    return [*made, *(maker.document() for _ in range(count - len(made)))]
