"""Liquid documents made from a seed, over the made-up site of ``site.json``."""

from __future__ import annotations

import random

VARIABLES = (
    "page.title", "page.tags", "page.empty", "page.nothing", "page.yes", "page.no", "page.count", "page.price",
    "page.date", "page.day", "page.words", "page.html", "page.uni", "page.number_text", "page.list", "page.mixed",
    "page.nested.a.b", "page.nested.size", "page.empty_list", "page.empty_hash", "page.slug", "page.tags.first",
    "page.tags[1]", "page.tags[-1]", "page.tags.size", "page.list.last", "page['title']", "page[\"count\"]",
    "site.title", "site.baseurl", "site.data.people", "site.data.numbers", "site.data.strings", "site.data.map",
    "site.data.versions", "site.pages_list", "site.data.people[0].name", "site.data.people.first.tags",
    "site.data.map.k2.inner", "site.data.map['k1']", "missing", "page.missing.deeper", "x", "y", "item", "forloop.index",
    "forloop.last", "item.name", "item.title", "content", "include.a", "page", "site.data",
)  # fmt: skip
LITERALS = (
    "'text'", '"double"', "''", "5", "0", "-3", "2.5", "-0.75", "true", "false", "nil", "empty", "blank", "'a,b,,c,'",
    "'<b>&amp;\"x\"</b>'", "' padded '", "'one two three'", "(1..3)", "(2..page.count)", "(3..1)", "'2020-01-02'",
    "'March 5, 2021'", "'/path/to/index.html'", "'https://other.org/x'", "'Ünï cödé'", "'42abc'", "'1.50'", "10", "'now now'",
)  # fmt: skip
PROPERTIES = ("name", "age", "tags", "city", "height", "title", "url", "missing", "joined", "address.street")
NO_ARGUMENT = (
    "upcase", "downcase", "capitalize", "escape", "escape_once", "url_encode", "url_decode", "strip", "lstrip", "rstrip",
    "strip_html", "strip_newlines", "newline_to_br", "size", "first", "last", "reverse", "uniq", "compact", "sort",
    "sort_natural", "abs", "ceil", "floor", "round", "slugify", "xml_escape", "cgi_escape", "uri_escape",
    "normalize_whitespace", "number_of_words", "array_to_sentence_string", "jsonify", "relative_url", "absolute_url",
    "strip_index", "date_to_string", "date_to_long_string", "date_to_xmlschema", "date_to_rfc822", "to_integer", "inspect",
    "join", "h", "pop", "shift",
)  # fmt: skip
WITH_VALUE = (
    "append", "prepend", "remove", "remove_first", "split", "plus", "minus", "times", "divided_by", "modulo", "default",
    "join", "at_least", "at_most", "push", "unshift", "concat", "truncate", "truncatewords", "round", "pop", "shift",
    "number_of_words", "array_to_sentence_string",
)  # fmt: skip
SPECIAL = (
    "replace: 'e', 'EE'", "replace: 'one', ''", "replace_first: 'o', '0'", "replace: 'a', '[\\0]'", "slice: 1", "slice: 1, 3",
    "slice: -2, 2", "truncate: 8", "truncate: 10, '--'", "truncatewords: 2", "truncatewords: 3, '…'",
    "date: '%Y-%m-%d'", "date: '%-d %B %y, %H:%M'", "date: '%a %b %e %j %U %W %V %G %u'", "date: '%I:%M %p %P %l|%k'",
    "date: '%D %F %T %R %r %c %x %X'", "date: '%^a %#B %010Y %_m %-H %3N %L %s'", "date: '%z %:z %Z %%'",
    "slugify: 'pretty'", "slugify: 'ascii'", "slugify: 'latin'", "slugify: 'raw'", "slugify: 'none'",
    "date_to_string: 'ordinal', 'US'", "date_to_long_string: 'ordinal'", "sort: 'name'", "sort: 'age', 'last'",
    "sort: 'height'", "sort: 'city', 'first'", "where: 'city', 'Rome'", "where: 'age', 30", "where: 'city', nil",
    "where: 'tags', 'y'", "where: 'age', '30'", "where: 'address.street', 'Main'", "where_exp: 'i', 'i.age > 26'",
    "where_exp: 'i', \"i.city == 'Rome' and i.age\"", "where_exp: 'i', 'i.tags contains \"y\"'",
    "where_exp: 'i', 'i > 2'", "where_exp: 'i', 'i.city == nil or i.age == 25'", "find: 'name', 'Cid'",
    "find_exp: 'i', 'i.age == 30'", "group_by: 'city'", "group_by: 'age'", "group_by_exp: 'i', 'i.name | size'",
    "map: 'name'", "map: 'age'", "map: 'tags'", "uniq: 'city'", "sort_natural: 'name'", "compact: 'city'",
    "default: 'd', allow_false: true", "join: ', '", "join: ''", "split: ''", "split: ','", "split: ' '",
    "concat: page.tags", "push: 'new'", "number_of_words: 'cjk'", "number_of_words: 'auto'", "round: 1",
    "array_to_sentence_string: 'or'", "sort: 'tags'", "replace: ' ', '-'",
)  # fmt: skip
TEXTS = (
    "text ", "\n", "  ", "a line\n", "**bold** ", "{ not a tag } ", "}} ", "%} ", "é ", "", "-", "# head\n\n", "\t",
    "\r\n", "$x_{1}$ ",
)  # fmt: skip
OPERATORS = ("==", "!=", "<", ">", "<=", ">=", "contains", "<>")
BROKEN = (
    "{{ a }", "{{ page.title", "{% if", "{% endif %}", "{% endfor %}", "{% else %}", "{% elsif x %}", "{% nosuch %}",
    "{% %}", "{{ }}", "{{}}", "{{ | upcase }}", "{{ page.title | }}", "{{ page.title upcase }}", "{{ page..title }}",
    "{{ page.title | append 'x' }}", "{{ 'open }}", "{% if page.title = 'x' %}e{% endif %}", "{% if %}x{% endif %}",
    "{% if a && b %}and{% endif %}", "{% if not page.no %}n{% endif %}", "{% if (page.yes) %}p{% endif %}",
    "{% if page.yes and %}x{% endif %}", "{% if page.count >= %}x{% endif %}", "{% for i page.tags %}x{% endfor %}",
    "{% for i in page.tags limit:2 step:1 %}{{ i }}{% endfor %}", "{% for i in page.tags | reversed %}{{ i }}{% endfor %}",
    "{% for in x %}{% endfor %}", "{% assign x %}", "{% assign = 5 %}", "{% assign x = page.title | %}", "{% assign x == 5 %}",
    "{% assign x.y = 5 %}{{ x.y }}", "{% case %}{% endcase %}", "{% case page.count %}{% when %}x{% endcase %}",
    "{% case page.count %}{% when 7 %}{% else now %}{% endcase %}", "{% capture %}{% endcapture %}",
    "{% capture 'q' %}cap{% endcapture %}{{ q }}", "{% raw x %}{% endraw %}", "{% raw %}{{ a }", "{% comment %}{% if %}{% endcomment %}",
    "{% comment %}{% foo %}{{ bar }}{% endcomment %}", "{% include %}", "{% include no-such.html %}",
    "{% include ../up.html %}", "{% include params.html a= %}", "{% include params.html a='x'b='y' %}", "{% cycle %}",
    "{% post_url nope %}", "{% post_url 2020-01-01-nope %}", "{% link nope.md %}", "{% highlight %}{% endhighlight %}",
    "{% highlight c++ linenos=table %}\nint x;\n{% endhighlight %}", "{% tablerow %}{% endtablerow %}", "{% endraw %}",
    "{% unless page.yes %}a{% else %}b{% else %}c{% endunless %}", "{% for i in page.tags %}{{ i }}{% else %}{% else %}{% endfor %}",
    "{{ page.title | nosuchfilter: 1, 2 }}", "{{ page.title | append }}", "{{ page.title | upcase: 1 }}", "{{{ page.title }}}",
    "{{ 1.2.3 }}", "{{ -x }}", "{{ a-b }}", "{{ page.title | append: 'a' 'b' }}", "{{ page.title | append: 'a', }}",
    "{% if page.title contains'x' %}y{% endif %}", "{% if page.count == 7and page.yes %}y{% endif %}", "{% if true == = %}x{% endif %}",
    "{{ 'a' | append: \"b | upcase }}", "{{ page.tags[0 }}", "{{ page.[title] }}", "{{ [page] }}", "{{ (1..3 }}", "{{ (1...3) }}",
    "{% assign x = (1..3) | join: '-' %}{{ x }}", "{% if page.tags == empty %}x{% endif %}", "{% if page.empty == blank %}x{% endif %}",
    "{% raw -%} x {%- endraw %}{% endraw %} y", "{% raw %}{{ {% endraw %} z", "{%raw%}{%if%}{%endraw%}", "{% include_cached params.html a=1 %}",
    "{%- comment -%} x {%- endcomment -%}", "{% # note %}", "{% echo page.title %}", "{% liquid\nassign z = 4\necho z\n%}",
    "{% render 'x' %}", "{% ifchanged %}i{% endifchanged %}", "{% increment n %}{% increment n %}{{ n }}{% decrement n %}",
)  # fmt: skip


class Maker:
    """Makes documents; the same seed makes the same documents."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def document(self) -> str:
        """One document; about one in four holds something broken."""
        parts = [self.part(0) for _ in range(self.random.randint(1, 6))]
        if self.random.random() < 0.25:
            parts.insert(self.random.randint(0, len(parts)), self.random.choice(BROKEN))
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
            return self.random.choice(TEXTS)
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
        return self.random.choice(VARIABLES if self.random.random() < 0.7 else LITERALS)

    def filters(self) -> str:
        text = ""
        while self.random.random() < 0.45:
            kind = self.random.random()
            if kind < 0.4:
                text += f" | {self.random.choice(NO_ARGUMENT)}"
            elif kind < 0.6:
                text += f" | {self.random.choice(WITH_VALUE)}: {self.value()}"
            else:
                text += f" | {self.random.choice(SPECIAL)}"
        return text

    def output(self) -> str:
        return f"{{{{{self.dash()} {self.value()}{self.filters()} {self.dash()}}}}}"

    def condition(self) -> str:
        text = self.value()
        if self.random.random() < 0.6:
            text += f" {self.random.choice(OPERATORS)} {self.value()}"
        if self.random.random() < 0.25:
            text += f" {self.random.choice(('and', 'or'))} {self.condition()}"
        return text

    def tag(self, depth: int) -> str:
        makers = (
            self.if_tag, self.if_tag, self.for_tag, self.for_tag, self.assign_tag, self.assign_tag, self.case_tag,
            self.capture_tag, self.include_tag, self.include_tag, self.simple_tag, self.raw_tag, self.table_tag,
        )  # fmt: skip
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
        return self.mark(
            self.random.choice(
                ("cycle 'a', 'b', 'c'", "cycle 'g': 1, 2", "cycle page.title, page.count", "increment n", "decrement n",
                 "link about.md", "link docs/install.md", "link files/data file.txt", "post_url 2020-01-02-first-post",
                 "post_url 2021-12-31-second_post", "break", "continue", "link {{ 'about' }}.md", "include break.html")
            )
        )  # fmt: skip

    def raw_tag(self, depth: int) -> str:
        name = self.random.choice(("raw", "comment", "highlight ruby", "highlight c", "ifchanged"))
        body = (
            self.body(depth)
            if name != "raw"
            else self.random.choice(("{{ a }}", "{% if %}", "\n{{\n", " x "))
        )
        return self.mark(name) + body + self.mark(f"end{name.split()[0]}")

    def table_tag(self, depth: int) -> str:
        head = f"tablerow item in {self.value()}{self.random.choice((' cols:2', '', ' cols:1 limit:2', ' cols:3 offset:1'))}"
        return self.mark(head) + self.body(depth) + self.mark("endtablerow")


def documents(count: int, seed: int) -> list[str]:
    """``count`` documents made from ``seed``, the broken ones of the list first."""
    maker = Maker(seed)
    made = [text for text in BROKEN][:count]
    return [*made, *(maker.document() for _ in range(count - len(made)))]
