"""Texts of documents from a seeded generator: Markdown, HTML, Liquid, math, front matter, all of it mixed and spoilt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

from tests.fuzz import contents

from sitecheck.liquid import KNOWN_FILTERS

Make = Callable[[Random], str]

_WORDS = (
    "alpha",
    "beta",
    "x",
    "1",
    "Ünï",
    "日本",
    "a_b",
    "*",
    "_",
    "é",
    "don't",
    "--",
    "...",
    "\u00a0",
    "\u202e",
    "\uf8ff",
)
_SPOIL = (
    *(
        "`",
        "``",
        "```",
        "~~~",
        "*",
        "**",
        "_",
        "[",
        "]",
        "](",
        "][",
        "(",
        ")",
        "!",
        "<",
        ">",
        "</",
        "<!--",
        "-->",
        "&",
        "#",
    ),
    *(
        "{",
        "}",
        "{{",
        "}}",
        "{%",
        "%}",
        "{:",
        "{::",
        ":}",
        "|",
        "\\",
        "\\\\",
        "$",
        "$$",
        "\\(",
        "\\)",
        "\\[",
        "\\begin{",
    ),
    *(
        "^",
        "[^1]",
        "[^1]: ",
        ": ",
        "> ",
        "- ",
        "1. ",
        "    ",
        "\t",
        "\n",
        "\n\n",
        "\r\n",
        "\r",
        "  \n",
        "---\n",
        "\0",
        "'",
        '"',
    ),
    *(
        "=",
        "===\n",
        "+",
        "~",
        ":",
        "*[",
        "]: /x\n",
        "<div>",
        "</div>",
        "<a ",
        "<script>",
        "</script>",
        "{% raw %}",
        "http://",
    ),
)
_FILTERS = tuple(sorted(KNOWN_FILTERS))
_VALUES = (
    *(
        "nil",
        "true",
        "false",
        "blank",
        "empty",
        "0",
        "1",
        "-3",
        "2.5",
        "99999999999999999999",
        "'text'",
        "'a,b,c'",
        "''",
        '"q"',
    ),
    *(
        "(1..3)",
        "(3..1)",
        "(1..x)",
        "site",
        "site.posts",
        "site.pages",
        "site.data",
        "site.data.people",
        "site.tags",
        "page",
    ),
    *(
        "page.title",
        "page.date",
        "page.list",
        "page.map",
        "page.number",
        "page.text",
        "page.none",
        "x",
        "y",
        "i",
        "forloop",
    ),
    *(
        "forloop.index",
        "include.url",
        "layout",
        "content",
        "site.time",
        "site.posts.first",
        "site.posts[0].excerpt",
        "page[x]",
    ),
    *(
        "site.static_files",
        "site.collections",
        "site.documents",
        "paginator",
        "site.categories",
        "'2024-02-30'",
        "'now'",
    ),
)
_OPERATORS = ("==", "!=", "<>", "<", ">", "<=", ">=", "contains", "=", "and", "or")
_TEX = (
    *(
        "x",
        "^2",
        "_{i}",
        "{",
        "}",
        "\\frac{a}{b}",
        "\\alpha",
        "\\begin{matrix}a & b\\\\ c\\end{matrix}",
        "\\left(",
        "\\right)",
    ),
    *(
        "\\def\\a{b}",
        "\\a",
        "\\newcommand{\\b}[1]{#1}",
        "\\b{x}",
        "\\label{l}",
        "\\eqref{l}",
        "\\text{t $x$}",
        "&",
        "\\\\",
        "%",
        "~",
    ),
    *(
        "\\sqrt[3]{x}",
        "\\operatorname{f}",
        "\\nonsense",
        "'",
        "\\ce{H2O}",
        "\\href{/x}{y}",
        "\\color{red}",
        "\\hspace{1em}",
        "#1",
    ),
)
_ELEMENTS = (
    "a",
    "p",
    "div",
    "span",
    "b",
    "img",
    "script",
    "style",
    "table",
    "pre",
    "svg",
    "font",
    "h2",
    "li",
    "textarea",
    "x-y",
)
_ATTRIBUTES = (
    "id",
    "class",
    "href",
    "src",
    "name",
    "alt",
    "style",
    "markdown",
    "onclick",
    "data-x",
    "type",
    "integrity",
)


def value(random: Random) -> str:
    """A value in Liquid."""
    return random.choice(_VALUES)


def expression(random: Random) -> str:
    """A value with filters, of the right number of arguments or not."""
    parts = [value(random)]
    for _ in range(random.choice((0, 0, 1, 1, 2, 4))):
        arguments = ", ".join(value(random) for _ in range(random.choice((0, 0, 1, 1, 2, 3))))
        parts.append(f"{random.choice(_FILTERS)}{': ' if arguments else ''}{arguments}")
    return " | ".join(parts)


def condition(random: Random) -> str:
    """A condition, of one term or several."""
    terms = [
        f"{value(random)} {random.choice(_OPERATORS)} {value(random)}"
        for _ in range(random.choice((1, 1, 2)))
    ]
    return random.choice((" and ", " or ")).join(terms) if random.random() < 0.8 else value(random)


def liquid(random: Random, depth: int = 0) -> str:
    """An output, a tag, or a block with things in it."""
    inner = mixed(random, random.choice((1, 1, 2)), depth + 1) if depth < 4 else "x"
    return random.choice(
        (
            f"{{{{ {expression(random)} }}}}",
            f"{{% assign {random.choice('xyi')} = {expression(random)} %}}",
            f"{{% assign x = x | push: {value(random)} | concat: x %}}",
            f"{{% capture x %}}{inner}{{% endcapture %}}",
            f"{{% if {condition(random)} %}}{inner}{{% else %}}{value(random)}{{% endif %}}",
            f"{{% unless {condition(random)} %}}{inner}{{% endunless %}}",
            f"{{% case {value(random)} %}}{{% when {value(random)}, {value(random)} %}}{inner}{{% endcase %}}",
            f"{{% for i in {value(random)} limit: {value(random)} %}}{inner}{{% endfor %}}",
            f"{{% for i in (1..100000000) %}}{inner}{random.choice(('', '{% break %}'))}{{% endfor %}}",
            f"{{% for i in {value(random)} reversed %}}{inner}{{% endfor %}}",
            f"{{% tablerow i in {value(random)} cols: {value(random)} %}}{inner}{{% endtablerow %}}",
            f"{{% cycle {value(random)}: {value(random)}, {value(random)} %}}",
            f"{{% ifchanged %}}{inner}{{% endifchanged %}}",
            f"{{% {random.choice(('increment', 'decrement'))} x %}}",
            f"{{% highlight ruby %}}{inner}{{% endhighlight %}}",
            f"{{% include {random.choice(('note.html', 'self.html', '{{ x }}', 'gone.html'))} url={value(random)} %}}",
            f"{{% include_cached note.html a={value(random)} b='{word(random)}' %}}",
            f"{{% {word(random)} {expression(random)} %}}",
            f"{{% raw %}}{inner}{{% endraw %}}",
            f"{{% link {random.choice(('index.md', '{{ x }}', 'no.md'))} %}}",
        )
    )


def word(random: Random) -> str:
    """A word, or a character that means something."""
    return random.choice(_WORDS)


def math(random: Random) -> str:
    """A formula between some delimiters."""
    tex = "".join(random.choice(_TEX) for _ in range(random.randint(1, 6)))
    opening, closing = random.choice(
        (("$$", "$$"), ("$", "$"), ("\\\\(", "\\\\)"), ("\\[", "\\]"), ("$$\n", "\n$$"), ("$$", ""))
    )
    return opening + tex + closing


def html(random: Random, depth: int = 0) -> str:
    """An element, closed or not."""
    name = random.choice(_ELEMENTS)
    quote = random.choice(("'", '"', ""))
    pairs = (
        f" {random.choice(_ATTRIBUTES)}={quote}{_address(random)}{quote}"
        for _ in range(random.choice((0, 1, 2)))
    )
    inner = mixed(random, 1, depth + 1) if depth < 4 else ""
    return f"<{name}{''.join(pairs)}>{inner}{random.choice((f'</{name}>', f'</{name}>', '', '</p>'))}"


def _address(random: Random) -> str:
    return random.choice(
        (
            *contents.ANCHORS,
            "/a.html",
            "#x1",
            "http://h.example/x y",
            "//[",
            "%zz",
            "{{ page.url }}",
            "a'b\"c",
        )
    )


def markdown(random: Random, depth: int = 0) -> str:
    """A block or a span of Markdown with things in it."""
    inner = mixed(random, random.choice((1, 2)), depth + 1) if depth < 4 else word(random)
    return random.choice(
        (
            f"[{inner}]({_address(random)})", f"![{inner}]({_address(random)} 'title')", f"[{inner}][ref]", f"[ref]: {_address(random)}\n",
            f"*{inner}*", f"**{inner}**", f"`{inner}`", f"## {inner} {{#x1}}\n", f"{inner}\n====\n", f"> {inner}\n> - {inner}\n",
            f"- {inner}\n    - {inner}\n", f"1. {inner}\n{{: .c #id}}\n", f"| {inner} | b |\n|---|:-:|\n| c | {word(random)} |\n",
            f"~~~ruby\n{inner}\n~~~\n", f"    {inner}\n", f"term\n: {inner}\n", f"x[^1]\n\n[^1]: {inner}\n", f"*[HTML]: {inner}\n",
            f"{{::comment}}{inner}{{:/comment}}", f"{{: .a #b k='{word(random)}'}}\n", "* toc\n{:toc}\n", f"<{_address(random)}>",
            f"<!-- sitecheck: ignore[{random.choice(('broken-link', 'all', 'no-such', ''))}] {word(random)} -->\n", "\n\n", f"{inner}  \n{inner}",
        )
    )  # fmt: skip


_MAKERS: tuple[Callable[[Random, int], str], ...] = (
    lambda random, depth: word(random),
    lambda random, depth: math(random),
    lambda random, depth: random.choice(_SPOIL),
    liquid,
    html,
    markdown,
    markdown,
)


def mixed(random: Random, count: int, depth: int = 0) -> str:
    """Some things after each other."""
    return random.choice(("", " ", "\n", "\n\n")).join(
        random.choice(_MAKERS)(random, depth) for _ in range(count)
    )


def repeated(random: Random) -> str:
    """A few characters over and over: what is read in other than linear time shows."""
    unit = "".join(random.choice((*_SPOIL, *_WORDS)) for _ in range(random.choice((1, 1, 2, 3))))
    return (
        random.choice(_SPOIL) + unit * (random.choice((50, 1000, 8000)) // len(unit)) + random.choice(_SPOIL)
    )


def front_matter(random: Random) -> str:
    """Front matter with values of all types, some of it no YAML."""
    values = (
        "T",
        "''",
        "[a, 1, {b: c}]",
        "{a: 1, b: [x]}",
        "2024-02-29",
        "1e400",
        "0x1F",
        "~",
        "!!binary eA==",
        "&a [*a]",
        "*a",
        "'",
        "|\n  x",
    )
    keys = (
        "title",
        "layout",
        "permalink",
        "date",
        "tags",
        "list",
        "map",
        "number",
        "text",
        "redirect_from",
        "published",
        "x y",
        "?",
    )
    lines = (f"{random.choice(keys)}: {random.choice(values)}\n" for _ in range(random.randint(0, 5)))
    return f"---\n{''.join(lines)}{random.choice(('---', '---', '---', '...', ''))}\n"


def spoilt(random: Random, text: str, times: int) -> str:
    """A text with characters put in, taken out, doubled and moved."""
    for _ in range(times):
        at, length = random.randint(0, len(text)), random.choice((0, 1, 2, 8))
        piece = text[at : at + length]
        middle = random.choice(("", piece * 2, random.choice(_SPOIL), random.choice(_SPOIL) + piece))
        text = text[:at] + middle + text[at + length :]
    return text


def document(random: Random, real: Sequence[str] = ()) -> str:
    """A document; some are parts of ``real`` texts, spoilt."""
    kind = random.random()
    if real and kind < 0.3:
        text = random.choice(real)
        at = random.randint(0, max(0, len(text) - 200))
        return spoilt(random, text[at : at + random.choice((100, 400, 1500))], random.choice((1, 5, 20)))
    if kind < 0.33:
        return repeated(random)
    body = mixed(random, random.choice((1, 2, 4, 8)))
    text = front_matter(random) + body if random.random() < 0.7 else body
    return spoilt(random, text, 3) if random.random() < 0.3 else text
