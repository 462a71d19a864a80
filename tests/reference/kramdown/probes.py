"""One document for each thing that kramdown reads in its own way; options beside it where they matter."""

from __future__ import annotations

PLAIN: dict[str, object] = {"input": "kramdown"}

DOCUMENTS: dict[str, tuple[str, ...]] = {
    "html block runs to its end tag": (
        "<div>\n\n[l](u)\n\n</div>\n\n[m](v)\n",
        "<div>\n<div>\n\n[l](u)\n</div>\n\n[n](w)\n</div>\n[m](v)\n",
        "<p>\n[l](u)\n</p>",
        "<div>[l](u)\n\n# H",
        "text\n<div>\n[l](u)\n</div>\n# H\n",
        "<hr>\n[l](u)\n",
        "<br>\n[l](u)\n",
        "<div/>\n[l](u)\n",
        "<span>\n\n[l](u)\n\n</span>\n",
        "  <div>\n[l](u)</div>\n",
        "    <div>\n[l](u)</div>\n",
        "<div></div> [l](u)\n",
        "<ul>\n<li>[l](u)\n<li id=\"x\">b\n</ul>\n\n[m](v)\n",
        "<!-- [l](u)\n\n# H\n-->\n[m](v)\n",
        "<!-- open\n\n[m](v)\n",
        "<script>\nvar a = '<div id=\"x\">';\n\n</script>\n[l](u)\n",
        "<style>\n# H\n</style>\n# H\n",
        "<pre>\n[l](u)\n\n<b id=\"b\">x</b></pre>\n",
        "<DIV ID=\"A\">\n</div>\n# H\n",
        "<foo>\n[l](u)\n</foo>\n",
        "<table>\n<tr><td id=\"c\">[l](u)</td></tr>\n</table>\n",
        "</div>\n\n# H\n",
        "<div\n  id=\"multi\"\n  class='x'>\n</div>\n",
        "<iframe src=\"x\"></iframe>\n[l](u)\n",
        "<a id=\"top\"></a>\n# H\n",
        "<img src=\"a.png\" id=\"i\">\n\n<img src='b.png'/>\n",
        "<p>a</p>b\n# H\n",
        "<textarea><a href=\"x\" id=\"y\"></a></textarea>\n",
    ),
    "markdown attribute": (
        "<div markdown=\"1\">\n## T\n[l](u)\n</div>\n",
        "<div markdown=\"1\">\n\n## T\n\n[l](u)\n\n</div>\n# A\n",
        "<div markdown=\"block\">\n# T\n</div>\n",
        "<div markdown=\"span\">\n# T\n[l](u)\n</div>\n",
        "<div markdown=\"0\">\n[l](u)\n</div>\n",
        "<p markdown=\"1\">\n[l](u)\n# no\n</p>\n",
        "<h2 markdown=\"1\">[l](u)</h2>\n",
        "<pre markdown=\"1\">[l](u)</pre>\n",
        "<div>\n<div markdown=\"1\">\n# T\n</div>\n[l](u)\n</div>\n",
        "<table><tr><td markdown=\"1\">\n* [l](u)\n</td></tr></table>\n",
        "<section markdown=\"1\">\n<div>\n[l](u)\n</div>\n# H\n</section>\n",
        "<details markdown=\"1\"><summary>[s](t)</summary>\n\n[l](u)\n</details>\n",
        "# A\n\n<div markdown=\"1\">\n# A\n\n# A\n\n# é\n</div>\n\n# A\n",
        "- a\n  <div markdown=\"1\">\n  # In list\n  </div>\n",
        "<span markdown=\"0\">[l](u)</span> <span markdown=\"1\">[m](v)</span>\n",
        "<div markdown=\"1\">\n# T\n",
    ),
    "what ends a paragraph": (
        "T\n# H\n", "T\n* [l](u)\n", "T\n7. [l](u)\n", "T\n1) [l](u)\n", "T\n> # H\n", "T\n```\n[l](u)\n```\n",
        "T\n: [l](u)\n", "T\n    [l](u)\n", "T\n---\n", "T\n***\n", "T\n\n---\n", "A\nB\n===\n", "T\n{: #x}\n[l](u)\n",
        "T\n<div>\n</div>\n# H\n", "T\n<b>x</b>\n# H\n", "T\n| a | [l](u) |\n", "T\n^\n# H\n", "T\n[r]: u\n\n[r]\n",
        "> T\n[l](u)\n# H\n", "> T\n\n[l](u)\n", "* a\n[l](u)\n# H\n", "* a\n\n[l](u)\n# H\n", "T\n#no\n", "T\n+ a\n",
    ),
    "word characters in ids": (
        "## café ²\n", "## cafe\u0301 ²½\n", "# 日本語 テスト\n", "# Straße Ünïcödé ΑΣ\n", "# İstanbul ẞ\n",
        "# a_b __c__ d-e\n", "# ⓐ Ⓑ ① ⅷ ½\n", "# हिन्दी में\n", "# emoji 😀 x\n", "# a\u00a0b\u2003c\n", "# x‿y\n",
        "# tab\there\n", "# الاسم بِكَ\n", "# \u200bzero\n",
    ),
    "fences": (
        "```a b\n[l](u)\n```\n", "```\n[l](u)\n", "```ruby\n[l](u)\n```\n# H\n", "~~~\n[l](u)\n~~~\n", "````\n```\n[l](u)\n````\n",
        "````\n[l](u)\n```\n# H\n", "```\n[l](u)\n````\n# H\n", "   ```\n[l](u)\n   ```\n", "    ```\n[l](u)\n    ```\n",
        "```ruby?x=1\n[l](u)\n```\n", "T\n```\n[l](u)\n```\nU\n", "* a\n  ```\n  [l](u)\n  ```\n", "``` {.x}\n[l](u)\n```\n",
        "```\n\n```\n# H\n", "~~~ ruby\n[l](u)\n~~~   \n# H\n", "```~\n[l](u)\n```~\n",
    ),
    "repeated headings": (
        "# A\n\n# A\n\n# A\n", "# A\n\n# A-1\n\n# A\n", "# A {#a}\n\n# A\n\n# A\n", "# !\n\n# !\n\n# ?\n", "# a b\n\n# A B\n",
        "# A\n\n> # A\n\n* # A\n",
    ),
    "attribute lists of blocks": (
        "# H\n{: #id2}\n", "{: #id2}\n# H\n", "# H {#a}\n{: #b}\n", "T\n{: #p}\n\nU\n", "{: #p}\nT\n", "* a\n{: #l}\n", "* {: #li} a\n* b\n",
        "* a\n  {: #ap}\n", "* a\n\n  b\n  {: #bp}\n", "> q\n{: #q}\n", "    code\n{: #c}\n", "```\nx\n```\n{: #f}\n", "| a |\n{: #t}\n",
        "***\n{: #hr}\n", "$$\na\n$$\n{: #m}\n", "<div></div>\n{: #d}\n", "{: #d}\n<div></div>\n", "<div id=\"o\"></div>\n{: #d}\n",
        "{:x: #aid .c}\n\nT\n{:x}\n", "T\n{:x}\n\n{:x: #late}\n", "T\n{: id=\"q\" key='v'}\n", "T\n{: #a #b}\n", "T\n\n{: #n}\n",
        "T\n{: #a}\n{: #b}\n", "a\n: b\n{: #dl}\n", "{: #dt} a\n: {: #dd} b\n", "T\n{: .c#i}\n", "T\n{: #i", "T\n{:#1a}\n", "{: #x}\n\nT\n",
        "T\n{: #e\\}f}\n",
    ),
    "block math": (
        "$$\na\n$$\n", "$$a$$\n", "T\n$$a$$\n", "$$a$$ T\n", "$$a$$\nT\n", "$$\n\na\n\n$$\n", "$$a\n\n# H\n", "\\$$a$$\n", "  $$ a $$\n", "    $$a$$\n",
        "* $$a$$\n", "* T\n\n  $$\n  a\n  $$\n", "> $$\n> a\n> $$\n", "$$a$$\n{: #m}\n", "$$a$$\n^\nT\n", "# H\n$$a$$\n", "\\$$a$$ b\n", "$$\\$$\n",
        "$$a$$$$b$$\n", "$$$a$$$\n", "$$$$\n", "a $$x$$ b\n\n$$y$$\n",
    ),
    "inline math": (
        "x $$a$$ y\n", "x $$a_b*c*$$ *d*\n", "x $$a\nb$$ y\n", "x $$a\n\nb$$ y\n", "x \\$$a$$ y\n", "`$$a$$`\n", "[$$a$$](u)\n", "x $$<b>$$ y\n",
        "| $$a$$ | $$b$$ |\n", "| $$a|b$$ |\n", "| $$a\\|b$$ |\n", "# T $$b_1$$\n", "$a$ and $$b$$\n", "x $$ $$ y\n", "x $$a & b \\\\ c$$ y\n",
    ),
    "destinations": (
        "[a](b c.html)\n", "[a]( b )\n", "[a](<b c>)\n", "[a](b \"t\")\n", "[a](b 't')\n", "[a](b \"t)\n", "[a](b(c)d)\n", "[a](b(c)\n", "[a](b\nc)\n",
        "[a](b \"t\nu\")\n", "[a](b\n\"t\")\n", "[a]()\n", "[a](<>)\n", "[a](b \"x \"y\" z\")\n", "[a](b\\)c)\n", "[a](b&c=1)\n", "[a](b&not=1)\n", "[a](b&amp;c)\n",
        "[a](b&copy;c)\n", "[a](b&nope;c)\n", "[a](b&#65;c)\n", "[a](\u00e9%20x)\n", "[a] (b)\n", "[a](b)(c)\n", "[a](#x)\n", "![a](b c.png)\n",
        "![a](b.png \"t\"){: #i}\n", "[a](b){: href=\"c\"}\n", "[a](javascript:x)\n", "[a](b 't' )\n", "[a](b  )\n", "[a](b'c'd)\n", "[a](b \"t\" c)\n",
    ),
    "explicit heading ids": (
        "# H {#id}\n", "# H{#id}\n", "# H {#id} x\n", "# H {#id} ##\n", "# H ## {#id}\n", "# H {#1a}\n", "# H {#a:b.c-d}\n", "# H {#é}\n", "# H {#a b}\n",
        "H {#id}\n===\n", "# {#id}\n", "# H {: #x}\n", "# H {#ب}\n", "# H {#}\n",
    ),
    "closing marks": ("# H #\n", "# H ##\n", "# H#\n", "# H \\#\n", "# #\n", "## ##\n", "# H # x\n", "#\n", "# \n", "#\tH\n", "#######  H\n", "   # H\n"),
    "angle brackets": (
        "<irc:x>\n", "<http://x.y>\n", "<https://x.y/a b>\n", "<a@b.c>\n", "<mailto:a@b.c>\n", "<ftp://x>\n", "<ftps://x>\n", "<HTTP://x>\n", "<tel:1>\n",
        "<http:>\n", "<ü@ö.de>\n", "<a@b>\n", "http://x.y\n", "<http://x.y\n>\n", "<foo> [l](u)\n", "<foo>[l](u)</foo> [m](v)\n",
        "a < b [l](u) > c\n", "<3 [l](u)\n", "<a href=http://x.y/z>t</a>\n", "<a href=x>t</a>\n", "<a href='x\"y'>t</a>\n", "<a href=\"x\ny\">t</a>\n",
        "<a HREF=\"x\">t</a>\n", "<a href=\"x\" href=\"y\">t</a>\n", "<a name=\"n\">t</a>\n", "<b>*x* [l](u)</b>\n", "<u>[l](u)</u>\n", "<kbd>[l](u)</kbd>\n",
        "<code>[l](u)</code>\n", "<mark>[l](u)</mark>\n", "<b>[l](u)\n\n[m](v)\n", "[l <b>](u) </b>\n", "x <div> [l](u) </div>\n", "</b> [l](u)\n",
        "<img src=\"a.png\"> [l](u)\n", "<br/> [l](u)\n", "<a href=\"x\">[l](u)</a>\n", "<!-- [l](u) --> [m](v)\n", "<!-- [l](u)\n", "<![CDATA[[l](u)]]>\n",
        "<a href=\"a&amp;b&c&copy=1\">t</a>\n", "<script>[l](u)</script> [m](v)\n", "x <script>a<b id=\"c\"></b></script> <b id=\"d\"></b>\n", "<b id=\"1\">x</b>\n",
        "<a href>t</a>\n", "<a  href = \"x\" >t</a>\n", "<span id=\"s\" class=\"c\"/>x\n", "<a-b id=\"cu\">[l](u)</a-b>\n",
    ),
    "typography in ids": (
        "# A -- B\n", "# A --- B\n", "# A << B >> C\n", "# A <<B>> C\n", "# A... B\n", "# It's \"q\" 'r'\n", "# A \\-- B\n", "# A & B &amp; C &eacute; &nope; &#233;\n",
        "# A - B\n", "# A \\<< B\n", "# 1. A\n", "# A/B (C) [D]\n", "# A \\* B \\_ C\n", "# A  B\n", "# A *b* **c** _d_ `e` ~~f~~\n", "# [a](b) ![c](d) e\n",
        "# </a>\n", "# <b>x</b> y\n", "# <br> y\n", "# x[^1]\n\n[^1]: n\n", "# <u>*x*</u>\n", "# [a][b]\n", "# `` a`b ``\n", "# a_b_c _d_\n", "# *a\n", "# C++ C#\n",
        "# a\\\nb\n", "# {::comment}x{:/comment}y\n", "# {::nomarkdown}<b>x</b>{:/}y\n", "# <http://x.y/z>\n", "# $$a$$ b $c$\n",
    ),
    "indented code": (
        "    code\n[l](u)\n", "    code\n\n[l](u)\n", "    code\n\n    [l](u)\n", "\t[l](u)\n", "    code\n# H\n", "    code\n<div>\n", "    code\n{: #c}\n", "  \t[l](u)\n", "T\n\n    [l](u)\n",
        "   \t[l](u)\n", "    code\n^\n[l](u)\n",
    ),
    "tables": (
        "| a | `x\n| [l](u) | a\n| y` | b\n", "a `x\n| [l](u) | a\n| y` | b\n", "| a | `x\n| [l](u)` | b\n", "| a | `x\n| y | z\n| w` v\nc `|` [l](u)\n",
        "a | [l](u)\n", "| a | b |\n|---|---|\n| [l](u) | ![i](s) |\n", "a | b\n[l](u)\n", "T\na | [l](u)\n", "| `a|b` | [l](u) |\n", "| a \\| [l](u) |\n", "a \\| b [l](u)\n",
        "|---|\n| [l](u)\n", "| [l](u)\n|===\n| [m](v)\n", "| <code>a|b</code> | [l](u) |\n", "| `a | b\nc` | [l](u) |\n", "|\n", "||\n", "|-\n", "| a\n\n| b\n", "* | [l](u) |\n", "> | [l](u) |\n",
        "| a |\n# H\n", "$|x|$ and [l](u)\n", "| [a|b](u) |\n", "| # H |\n", "|:--|--:|\n|[l](u)|x|\n", "a|b\n-|-\n[l](u)|d\n\n[m](v)\n", "| ``a|b`` | ` c |\n", "| <b>x\n| y</b> |\n", "a | b\n{: #t}\n",
    ),
    "footnotes": (
        "T[^1]\n\n[^1]: [l](u)\n", "T[^1] U[^1]\n\n[^1]: n\n", "T[^1]\n\n[^1]: n\n\n    [l](u)\n", "T[^1]\n\n[^1]: n\n[l](u)\n", "T[^1]\n\n[^1]:\n    [l](u)\n", "T[^1]\n\n[^1]: # H\n\n# H\n", "T[^no]\n",
        "T[^a] U[^b]\n\n[^b]: [m](v)\n[^a]: [l](u) [^b]\n", "[^1]: [l](u)\n", "T[^1]\n\n* x\n{:footnotes}\n\n[l](u)\n\n[^1]: [m](v)\n", "T[^1]\n\n[^1]: a\n[^1]: [l](u)\n", "# H[^1]\n\n[^1]: n\n", "T[^a-b_c]\n\n[^a-b_c]: n\n",
        "T[^é]\n\n[^é]: n\n", "T[^1]{: #x}\n\n[^1]: n\n", "[x[^1]](u)\n\n[^1]: n\n", "> [^1]: q\n\nT[^1]\n", "T[^1]\n\n[^1]: a\n\n    * [l](u)\n", "T[^1]\n\n[^1]: a\n        [l](u)\n",
    ),
    "references": (
        "[a][r]\n\n[r]: u\n", "[a] [r]\n\n[r]: u\n", "[a]\n[r]\n\n[r]: u\n", "[r]\n\n[r]: u\n", "[r][]\n\n[r]: u\n", "[R  s]\n\n[r S]: u\n", "[a][no]\n", "[r]: u\n[r]: v\n\n[r]\n", "[r]: <u v> 'T'\n\n[r]\n",
        "[r]: u\n  \"T\"\n\n[r]\n", "[r]: u \"T\n\n[r]\n", "[r]: u v\n\n[r]\n", "[r]: u \"T\" x\n\n[r]\n", "![r]\n\n[r]: u\n", "[r]: u\n{: #i}\n\n[r]\n", "    [r]: u\n\n[r]\n", "> [r]: u\n\n[r]\n", "* a\n\n  [r]: u\n\n[r]\n",
        "[a *b*][r*s*]\n\n[r*s*]: u\n", "[r]:u\n\n[r]\n", "[r]:\nu\n\n[r]\n", "[a\\]b]\n\n[a]b]: u\n", "[r]: &amp;x\n\n[r]\n", "T [r]: u\n\n[r]\n", "[r]\n: u\n", "[a`]`b](u)\n", "[a [b](c) d](e)\n", "[[a](b)](c)\n", "[![a](b)](c)\n",
        "![a [b](c)](d)\n", "![![a](b)](c)\n", "[a](b) [c\n](d)\n", "[a *b](c)* d\n", "*a [b*](c)\n", "[a_b](c) d_\n", "[*](a) x [*](b)\n", "\\[a](b)\n", "[a\\](b)\n", "!\\[a](b)\n", "[]( u)\n", "[ ](u)\n", "[^](u)\n", "[a]: u\n\n[A][]\n",
        "[r]: u 'a' b'\n\n[r]\n", "[r]: <u>\n[r2]: <v> \"t\"\n\n[r] [r2]\n",
    ),
    "emphasis": (
        "*a [l](u)* b\n", "**a [l](u)** b\n", "_a [l](u)_ b\n", "a_b [l](u) c_d\n", "*a **b* c**\n", "***a** b*\n", "** a [l](u) **\n", "*a\n\nb* [l](u)\n", "*a*{: #e}\n", "**a**{: #e}\n", "`c`{: #e}\n", "a{: #e}\n", "[a](b){:x}\n\n{:x: #e}\n",
        "**a*b**\n", "__a_b__ _c_\n", "*a [b](c* d)\n", "<b>*x</b>*\n", "\"q\"{: #e}\n", "*'a' [l](u)*\n",
    ),
    "code spans": (
        "`[l](u)`\n", "`` ` [l](u) ``\n", "` [l](u) `\n", "a ` b [l](u) ` c\n", "`a [l](u)\n", "`a\nb` [l](u)\n", "`a\n\nb` [l](u)\n", "\\`[l](u)`\n", "``a` [l](u)\n", "`a``b` [l](u)\n", "```a b``` [l](u)\n",
    ),
    "extensions": (
        "{::comment}\n[l](u)\n{:/comment}\n[m](v)\n", "{::comment}\n[l](u)\n{:/}\n", "x {::comment}[l](u){:/} y\n", "{::nomarkdown}\n[l](u) <b id=\"n\">x</b>\n{:/}\n", "x {::nomarkdown}<a href=\"r\">y</a>{:/}\n", "{::options auto_ids=\"false\" /}\n\n# H\n",
        "# H\n\nx {::options auto_ids=\"false\" /} y\n", "{::options parse_block_html=\"true\" /}\n<div>\n[l](u)\n</div>\n", "<div>\n[l](u)\n</div>\n{::options parse_block_html=\"true\" /}\n<div>\n[m](v)\n</div>\n", "{::comment}\n[l](u)\n", "{::nope}\n[l](u)\n{:/}\n",
        "{::options auto_id_prefix=\"p-\" /}\n# H\n", "{::nomarkdown type=\"latex\"}\n<b id=\"n\">x</b>\n{:/}\n", "{:/}\n[l](u)\n", "{::options header_offset=\"1\" /}\n# H\n", "{::comment/}\n# H\n", "{::options parse_span_html=\"false\" /}\n\n<b>[l](u)</b>\n",
    ),
    "table of contents": (
        "* x\n{:toc}\n\n# A\n\n## B\n", "1. [l](u)\n{:toc}\n\n# A\n", "* x\n{:toc}\n* y\n{:toc}\n\n# A\n", "# T\n{:.no_toc}\n\n* x\n{:toc}\n\n# A\n", "* x\n{:toc #my}\n\n# A [l](u)\n", "* x\n{:toc}\n", "# A\n\n- a\n{: .c toc}\n\n# A\n", "T\n{:toc}\n\n# A\n",
    ),
    "lists": (
        "* [l](u)\n* [m](v)\n", "1. [l](u)\n5. [m](v)\n", "1) [l](u)\n", "* a\n  * [l](u)\n", "* a\n    * [l](u)\n", "* a\n * [l](u)\n", "* a\n\n\n* [l](u)\n", "* a\n\n    code\n\n  [l](u)\n", "* a\n+ [l](u)\n", "*a [l](u)\n", "*\t[l](u)\n", "* \n  [l](u)\n", "*\n", "* a\n^\n* [l](u)\n",
        "* # H\n", "* H\n  ===\n", "* [ ] [l](u)\n* [x] [m](v)\n", "* > [l](u)\n", "* ```\n  [l](u)\n  ```\n", "* a\n\n[l](u)\n", "1. a\n   1. [l](u)\n", "10. a\n    [l](u)\n", "* a\n      [l](u)\n", "- a\n---\n[l](u)\n", "- a\n\n---\n[l](u)\n", "* a\nT\n* [l](u)\n", "*| [l](u) |\n", "* * * [l](u)\n",
        "\t* [l](u)\n", "* a\n\t* [l](u)\n", " * a\n  * b\n   * [l](u)\n", "* a\n<div>\n</div>\n", "* a\n  <div>\n  [l](u)\n  </div>\n", "- a\n\n  # H\n\n  b\n", "1. # A\n2. # A\n",
    ),
    "quotes": ("> [l](u)\n", ">[l](u)\n", "> a\n[l](u)\n", "> > [l](u)\n", "> # H\n> [l](u)\n", "> a\n\n> [l](u)\n", ">     [l](u)\n", "> * a\n> * [l](u)\n", "> ```\n> [l](u)\n> ```\n", "   > [l](u)\n", "> <div>\n> [l](u)\n> </div>\n", "> a\n* [l](u)\n", "> a\n<div>\n</div>\n"),
    "definition lists": (
        "a\n: [l](u)\n", "a\n:   [l](u)\n", "[l](u)\n: b\n", "a\n\n: [l](u)\n", "a\n: b\n: [l](u)\n", "a\nb\n: c\n", "a\n: # H\n", "a\n: b\n\n  [l](u)\n", "a\n: b\n\nc\n: d\n{: #x}\n", ": [l](u)\n", "a\n:[l](u)\n", "{:auto_ids}\na\n: b\n", "{:auto_ids}\n[a b](https://example.org/c)\n: x\n\n[d](/e_(f)) *g* `h` [i][j] ![k](l.png) \"m\" -- &amp; &eacute; \\* <b>n</b> $$o$$[^1]\n: y\n\n[j]: /z\n\n[^1]: note\n", "{:auto_ids-p-}\na b\n: c\n", "a\n: b\n{:auto_ids}\n", "# H\n: b\n",
        "a\n\n\n: [l](u)\n", "a\n: b\n    * [l](u)\n",
    ),
    "abbreviations": ("*[HTML]: Hyper\n\nHTML [l](u)\n", "*[A B]: c\n\n# A B\n", "*[HTML]:\n\nHTML\n"),
    "line ends": ("# A\r\n\r\n[l](u)\r\n\r\n* a\r\n* b\r\n", "# A\r\r[l](u)\r", "a  \r\nb $$x\r\ny$$\r\n", "```\r\n[l](u)\r\n```\r\n", "<div>\r\n[l](u)\r\n</div>\r\n", "", "\n", "\ufeff# A\n", "a\x0bb\n", "# A\x0c\n"),
    "setext": ("A\n===\n", "A\n---\n", "A\n=\n", "A\n-\n", "A\n-=-\n", "A\n--- x\n", "[l](u)\n---\n", "* A\n---\n", "A {#x}\n---\n", "T\n\nA\n---\nB\n", "  A\n---\n", "    A\n---\n", "A #\n===\n", "| a\n---\n", "<b>A</b>\n---\n", "A\n\n---\n"),
    "escapes": ("\\[l](u)\n", "\\\\[l](u)\n", "\\<a href=\"x\">\n", "\\# H\n", "\\* a\n", "1\\. a\n", "\\> a\n", "\\$$a$$\n", "\\{: #x}\n", "*a*\\{: #x}\n", "\\~~a~~\n", "~~[l](u)~~\n", "~~a [l~~](u)\n", "~~ a [l](u)~~\n", "\\![a](b)\n"),
    "strange": ("^\n[l](u)\n", "|\n[l](u)|\n", "{:\n[l](u)\n", "[\n", "<\n", "![\n", "*\n*\n", "[a](b", "<div", "{::", "$$", "`", "[^", "[^1", "[r]:", "*[", ": ", "> ", "- ", "#", "\\", "&", "<!--", "<![CDATA[", "</", "~~~", "| |\n| |\n"),
}  # fmt: skip

OPTIONS: tuple[tuple[str, dict[str, object]], ...] = (
    ("# A\n\n# A\n", {"auto_ids": False}),
    ("# A\n\n# A\n\n# é\n", {"auto_id_prefix": "x-"}),
    ("# A\n\n# A\n\n# é\n", {"auto_id_prefix": "x-", **PLAIN}),
    ('# A *b* `c` [d](e) & "f"\n', {"auto_id_stripping": True, **PLAIN}),
    ('# A *b* `c` [d](e) & "f"\n', PLAIN),
    ("# 1. A\n\n# é\n\n# é\n\n# A\n\n# A\n\n# A-1\n", PLAIN),
    ("T\n# H\n\n#I\n\n# J #\n\n# K\\#\n", PLAIN),
    ("T\n* [l](u)\n```\nx [m](v)\n```\n", PLAIN),
    ("~~~ ruby\n[l](u)\n~~~\n  ~~~\n", PLAIN),
    ("~~a [l](u)~~\n", PLAIN),
    ("a  \nb\\\nc\\\\\nd\n", PLAIN),
    ("a\nb [l](u)\n", {"hard_wrap": True}),
    ("T\n# H\n* [l](u)\n", {"gfm_quirks": []}),
    ("T\n# H\n\n# I #\n* [l](u)\n", {"gfm_quirks": ["no_auto_typographic"]}),
    ("# A -- B ... << c\n", {"gfm_quirks": "paragraph_end,no_auto_typographic"}),
    ("<div>\n# H\n[l](u)\n</div>\n<p>[m](v)</p>\n<pre>[n](w)</pre>\n", {"parse_block_html": True}),
    ('<b>[l](u)</b> <b markdown="1">[m](v)</b>\n', {"parse_span_html": False}),
    ("# H\n\n###### I\n", {"header_offset": 2}),
    ("[a] [b][c] ![a]\n", {"link_defs": {"a": ["/u"], "C": ["/v", "t"]}}),
    ("x[^1]\n\n[^1]: n\n", {"footnote_nr": 5}),
    ("x[^1] y[^1]\n\n[^1]: n\n", {"footnote_prefix": "p"}),
    ("x[^1]\n\n[^1]: n\n", {"footnote_backlink": ""}),
    ("* x\n{:toc}\n\n# A\n\n## B\n\n### C\n", {"toc_levels": "2..3"}),
    ("# A\n\n# é\n", {"header_links": True}),
    ("a | b\n[l](u)\n\n# A {#x}\n\n$$a$$\n", PLAIN),
    ("x[^1] y[^2]\n\n[^1]: n\n[^2]: m\n", {"footnote_link_text": "[note %s]"}),
    ("x[^1]\n\n[^1]: n\n", {"footnote_link_text": "<%s>"}),
    ("中文\n字 かな\nカナ\nab\n字\n*字*\n字\n", {"remove_line_breaks_for_cjk": True}),
    ("中文\n字\n", {"remove_line_breaks_for_cjk": True, "hard_wrap": True}),
    ("中文\n字\n", {}),
    ("\"a\" 'b' -- ...\n", {"smart_quotes": "apos,apos,quot,quot"}),
)


HTML_ONLY: tuple[tuple[str, dict[str, object]], ...] = (
    ("a -- b --- c ... d << e >> f\n", {"typographic_symbols": {"hellip": "...", "ndash": "--"}}),
    ("a --- b <<c>> << d >>\n", {"typographic_symbols": {"mdash": "<&>", "laquo": '"', "raquo_space": "!"}}),
    ("a -- b ...\n", {"typographic_symbols": {"hellip": None, "ndash": "&ndash;"}}),
    ("# A -- B\n", {"typographic_symbols": {"ndash": "--"}}),
)
"""What counts in HTML and changes no fact."""


def documents() -> list[tuple[str, dict[str, object]]]:
    """Every probe, with the GFM parser and (those without options of their own) with the plain one."""
    texts = [text for group in DOCUMENTS.values() for text in group]
    return [*((text, {}) for text in texts), *((text, PLAIN) for text in texts), *OPTIONS]
