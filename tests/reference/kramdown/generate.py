"""Documents made at random, by seed, from fragments that tread on each other's toes."""

from __future__ import annotations

import random
from collections.abc import Iterator

INLINE = ["[text](url)", "[a](b", '"t")', "[a](<b", "c>)", "[a](b", "c)", "[a](b(c)d)", "[ref]", "[ref][]", "[x][ref]", "[x]", "[ref]", "[no][missing]", "![alt](img.png)", "![alt][ref]", "[![i](s)](u)", "<http://x.y/z>", "<a@b.c>", "<irc:x>", "*em*", "**strong**", "_em_", "__strong__", "`code`", "``a", "`", "b``", "$$x^2$$", "$$", "a", "|", "b", "$$", "$x$", "\\(x\\)", "\\\\(x\\\\)", "\\*", "\\[", "\\`", "\\$$", "[^1]", "[^2]", "[^no]", "{:.c}", "{:", "#sid}", "{:ref}", "<b>x</b>", "<span", 'id="sp">x</span>', "<u>[n](o)</u>", "<a", 'href="raw">t</a>', "<a", "href=raw>t</a>", "<br>", "<br/>", "<img", 'src="i.png">', "<div>", "</div>", "<foo>", "</foo>", "<!--", "c", "-->", "&amp;", "&copy;", "&nope;", "&#65;", "&", "&x=1", '"q"', "'q'", "it's", "--", "---", "...", "<<", ">>", "~~del~~", "|", "\\|", "word", "Words", "café", "Ω", "ß", "日本語", "é", "²", "foo_bar", "a*b", "[[x]]", "[a", "[b](c)", "d](e)", "[a](", "b", ")", "[a](b", "'q')", "(", ")", "[", "]", "!", "*", "_", "`", "``", "~~", "$$", "{::comment}x{:/}", "{::nomarkdown}<i", 'id="nm">x</i>{:/}', "<kbd>*a*</kbd>", "<code>a|b</code>", "http://bare.com/", "#", "^", ":", ">", "+", "-", "<span", 'markdown="0">[r](s)</span>', "[a*b](c)*d", "**a*b**", "*a**b*", "[t](u){:", 'id="li"}', "`c`{:#cid}", "*e*{:#eid}", "[x](y&amp;z)", "[x](y&z)", "<a", 'name="nm"', "href='q\"r'>s</a>", "<B>up</B>", "<span", 'title="a', ">", 'b">z</span>', "[q](w", '"a', '"b"', 'c")', "[1]:", "</span>", "</b>", "</a>", "***", "___"]
INLINE += [
    "[a](b \"t\")", "[a](<b c>)", "[x] [ref]", "`` `a` ``", "$$ a | b $$", "[t](u){: id=\"li\"}", "*e e*{:#eid}",
    "<a href=\"raw x\">t t</a>", "<a name=\"nm\" href='q\"r'>s</a>", "<span id=\"sp\">x *y* [z](w)</span>",
    "<span markdown=\"0\">[r](s)</span>", "{::comment}[c](d){:/comment}", "{::nomarkdown}<b id=\"nm3\">{:/}",
    "<img src=\"i.png\" alt=\"a b\">", "<u>*a* [n](o)</u>", "*a [b](c) d*", "**a *b* c**", "_a_b_ c_", "[a *b](c) d*",
    "`a\nb`", "[x](y \"a\nb\")", "<b\nid=\"nl\">t</b>", "[a](b \"q\" \"r\")", "![a b](c d.png 't')", "<<a>>", "<< a >>",
    "\"a\" 'b'", "*'a'*", "**\"a*", "<!-- c -->x", "<https://a.b/c d>", "[^1]{: #f}", "`c`{:#cid .x}", "\"q\"{:#sq}",
    "&copy;{:#en}", "text{:#no}", "[a]{:#ia}", "~~a [b](c) *d*~~", "~~~x~~", "a~~b~~c", "__a__b__", "***a** b*",
    "[a][b c]", "[ref][]", "[Ref ][ ref]", "[ref](", "[a](b", "![", "[[a](b)](c)", "[![a](b)](c)", "![![a](b)](c)",
    "[a[^1]](u)", "[a`]`b](c)", "[a\\]b](c)", "[a](b\\)c)", "[a](b(c)", "<a@b>", "<mailto:x@y>", "<ftp://x>", "<http:>",
] + ["[a b](c d)", "[a](b \"t t\")", "  \n", "\\\n", "a b", "two  words", "[x]  [ref]", "[a\nb](c)", "\\\\\n"]  # fmt: skip

LINES = [
    "# Head", "## Head {#hid}", "### H `c` *e* $$m$$", "#### A -- B", "# A", "## A", "# Ünï ² x_y", "#nospace",
    "# H {: #x}", "# ", "####### seven", "Setext", "===", "---", "***", "- - -", "> quote", "> > nested",
    ">no space", "    indented [l](m)", "\ttab [l](m)", "```", "```ruby", "``` a b", "~~~", "````", "* item",
    "- item", "+ item", "1. one", "2. two", "10) no", "*no", "  * sub", "    * sub4", "   three", "* ", "-",
    "* [ ] task", "* [x] done", ": def", ":   def [l](m)", "term", "| a | b |", "|---|---|", "a | b", "--|--",
    "| `x|y` | $$a|b$$ |", "|===|", "| \\| |", "{: #bid}", "{:.cls}", "{:toc}", "{:ald: #aid .k}", "{:ald}",
    "{: .a key='v'}", "{:footnotes}", "^", "", "", "", "", "[ref]: /url", "[ref]: <u v> 'T'", "[ref]: /u",
    "   [Ref]: /late", "[^1]: note [l](m)", "[^2]: # note head", "    more note", "*[HTML]: Hyper", "HTML here",
    "$$", "$$a$$", "$$a$$ b", "\\$$a$$", "  $$", "$$ a", "b $$", "<div>", "</div>", "<div markdown=\"1\">",
    "<div id=\"d1\" markdown=\"span\">", "<p>", "</p>", "<p>[in p](x)</p>", "<table><tr><td markdown=\"1\">",
    "</td></tr></table>", "<!-- c", "-->", "<!-- a -->", "<script>", "</script>", "<script>var a='<div>';</script>",
    "<style>a</style>", "<hr>", "<br>", "<pre>", "</pre>", "<span>", "<span>x</span> y", "<details markdown=\"1\">",
    "</details>", "<summary>s</summary>", "<ul>", "<li>x", "</ul>", "<img src=\"b.png\" id=\"ii\">", "<a id=\"top\"></a>",
    "<a name=\"nm2\">", "<foo>", "<foo />", "<h2>Raw</h2>", "<h2 id=\"r\">Raw</h2>", "<div", "class=\"x\">",
    "{::comment}", "{:/comment}", "{:/}", "{::nomarkdown}", "{::options parse_block_html=\"true\" /}",
    "{::options auto_ids=\"false\" /}", "text\\\\", "text  ", "* {: #li} item", "1.", "  continuation", "        deep",
    "\t* tabbed", "*\ttab item", "> * q item", "> # q head", "* > quote", "* # head", "* | a | b |", "1. * n", "* * n",
    "<section markdown=\"block\">", "</section>", "<iframe src=\"x\"></iframe>", "<p markdown=\"1\">", "<td>", "`", "``", "[a",
    "](b)", "**", "*", "_", "\\", "<", ">", "|", "||", "a|", "&", "$", "~", "===x", "--- ---", "- ---", "{", "{:", "}", "[", "]:",
    "[x]: y \"t", "[y]:", "[z]: <a b> \"t\"", "  \"next title\"",
]  # fmt: skip

PREFIXES = ["", "", "", "", "", "", "  ", "    ", "> ", "* ", "  ", "\t", "1. ", ": ", "   "]


def documents(seed: int, count: int) -> Iterator[str]:
    """``count`` documents; the same for the same seed."""
    rng = random.Random(seed)
    for _ in range(count):
        yield _document(rng)


def _document(rng: random.Random) -> str:
    lines = [_line(rng) for _ in range(rng.randint(1, 9))]
    if rng.random() < 0.3:
        lines.append("")
        lines.append("[ref]: /url")
    if rng.random() < 0.2:
        lines.extend(["", "[^1]: foot *note* [f](g)"])
    end = rng.choice(["\n", "", "\n\n"])
    return "\n".join(lines) + end


def _line(rng: random.Random) -> str:
    kind = rng.random()
    if kind < 0.45:
        return rng.choice(PREFIXES if rng.random() < 0.3 else [""]) + rng.choice(LINES)
    words = [rng.choice(INLINE) for _ in range(rng.randint(1, 6))]
    glue = rng.choice([" ", " ", " ", "", "  "])
    return rng.choice(PREFIXES) + glue.join(words)
