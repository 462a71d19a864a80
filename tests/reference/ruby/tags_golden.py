"""Classes of tags and what Liquid prints for them; the answers are ``tags.json.gz``.

Those of ``tags.txt`` are of forms that sites have; others are made of statements that may change what a
variable holds, in any order.
"""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from random import Random
from typing import Any

from tests.reference.ask_ruby import ask_ruby
from tests.reference.goldens import Golden, needs

HERE = Path(__file__).parent
GOLDEN = HERE / "tags.json.gz"
SETTINGS = {"title": "A site", "baseurl": "/base", "number": 3, "words": ["one", "two"]}
MARKUPS = (
    "",
    "info",
    "  a b  ",
    "warning Some title",
    "one, two,three",
    "x x",
    'k="v" q',
    "7",
    "Ärger ",
    "t",
)
BODIES = ("text", "\n [a](b) *c*\n", "  {{ 1 | plus: 1 }} ", "{% assign y = 1 %}{{ y }}\n\n- i\n- j\n")
_MADE = (
    *("@text = markup.strip", "@words = markup.split(' ')", "@first = @words[0]", "@words.shift"),
    *(
        "@rest = @words.join('-')",
        "markup.strip!",
        "@kind = markup.strip!",
        "x = markup",
        "x << 'z'",
        "@x = x",
    ),
    *("@text ||= 'none'", "@all = @markup", "y = x\ny.upcase!", "@words << 'end'", "x = @text\nx << '!'"),
    *("if markup =~ /(\\w+) (\\w+)/\n@text = $2\nelse\n@text = 'other'\nend", "@x = tag_name + markup"),
    *("case @first\nwhen 'info', 'x'\n@kind = 'I'\nelse\n@kind = \"K#{@rest}\"\nend", "tag_name.upcase!"),
    *(
        "@text = x if x.nil? || x.empty?",
        "raise 'no' if markup.include?('7')",
        "markup = markup.strip",
        "super",
    ),
    *("%w(a b).each { |w| @text = w\n@text << 'c' }", "@words.each { |w| w << '+' }", "@lines = []"),
)
_RENDERED = (
    *('out << "<p>#{@text}</p>"', "out += @rest.to_s", "body = super", "out << body", "out << super.strip"),
    *(
        "@n = @n.to_s + 'n'",
        "out << @n.to_s",
        "@words.each do |w| out << w end",
        "other = out",
        "other << '!'",
    ),
    *("@text << 'x'", "t = @text\nt << 'k'\nout << t", "%w(a b).each { |w| out << w }", "out.strip!"),
    *(
        "u = out.upcase!\nout << u.to_s",
        "out << out",
        "out << 'a' << other << 'b'",
        "l = []\nl << out\nout << 'c'",
    ),
    *(
        "l = ['p', 'q']\nl.each { |w| out << w.upcase }",
        "@context = context",
        "out << KIND",
        "k = KIND\nk << '?'",
    ),
    *("site = context.registers[:site]", "out << site.config['title']", "t = site.config['title']\nt << '*'"),
    *('out << "#{body}#{other}"', "out << helper(out)", "x = [out, @text]\nx.each { |w| out << w }"),
    *(
        "out << [out, 'z'].map { |w| w + '.' }.join",
        "e = %w(a b).each { |w| w << '/' }\nout << e.join",
        "out = 'o'",
    ),
    *('out << "#{@first}" if @kind', "out << (@all || 'all')", "return out if out.size > 9", "v = w = out"),
    "out << site.find_converter_instance(::Jekyll::Converters::Markdown).convert(super)",
)


def scripts() -> list[str]:
    """Every class that is written out, then those that are made."""
    written = (HERE / "tags.txt").read_text("utf-8").split("\n---\n")
    return [*written, *(made(Random(seed)) for seed in range(500))]


def made(random: Random) -> str:
    """A class of any such statements."""
    base = random.choice(("Tag", "Block", "Block"))
    begun = ("super", "@text = markup.strip", "@words = markup.split(' ')", "x = markup.dup", "@lines = []")
    first = [
        *(each for each in begun if random.random() < 0.85),
        *random.choices(_MADE, k=random.randint(0, 4)),
    ]
    begun = ("other = 'p'", "site = context.registers[:site]", "body = super", "x = @words")
    then = [each for each in begun if random.random() < 0.6]
    then += random.choices(_RENDERED, k=random.randint(1, 5))
    last = random.choice(("out", "out", "other", '"<b>#{out}</b>"', "body", "@text"))
    first_text, then_text = "\n".join(first), "\n".join(("out = ''", *then, last))
    return (
        f"class T < Liquid::{base}\nKIND = 'kind'\ndef initialize(tag_name, markup, tokens)\n{first_text}\nend\n"
        f"def helper(text)\ntext + '_'\nend\ndef render(context)\n{then_text}\nend\nend\n"
        "Liquid::Template.register_tag('t', T)\n"
    )


def templates(script: str) -> list[str]:
    """Templates with the tag, each of which renders it twice."""
    if "Liquid::Block" not in script:
        return [f"{{% for i in (1..2) %}}<{{% t {each} %}}>{{% endfor %}}" for each in MARKUPS]
    return [
        f"{{% for i in (1..2) %}}<{{% t {each} %}}{body}{{% endt %}}>{{% endfor %}}"
        for number, each in enumerate(MARKUPS)
        for body in (BODIES if number < 2 else BODIES[number % 4 :][:1])
    ]


def ask(asked: list[str]) -> list[Any]:
    """The answers of the installed Ruby."""
    questions = [json.dumps([SETTINGS]), *(json.dumps([each, templates(each)]) for each in asked)]
    return ask_ruby(HERE / "tags.rb", questions)[1:]


def read() -> list[Any]:
    """The committed answers."""
    found: list[Any] = json.loads(gzip.decompress(GOLDEN.read_bytes()))
    return found


def write() -> None:
    """Ask about all classes and keep the answers."""
    text = json.dumps(ask(scripts()), ensure_ascii=False, separators=(",", ":"))
    GOLDEN.write_bytes(gzip.compress(text.encode(), mtime=0))


GOLDENS = (Golden("tags of Ruby", write, needs("ruby", "jekyll")),)
