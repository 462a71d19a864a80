"""Small sites with a page of Sass: what stops the build there, and what looks as if it did."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

Files = dict[str, str | bytes]

PAGES: Mapping[str, str] = {
    "fine": "$a: red;\na { b: $a; }\n",
    "empty": "",
    "block-open": "a { b: c;\n",
    "block-open-twice": ".a { .b { c: d; }\n",
    "brace-too-many": "a { b: c; } }\n",
    "brace-alone": "}\n",
    "comment-open": "a { b: c; } /* x\n",
    "comment-of-a-line": "// it's { \"\n",
    "comment-with-quote": "a { b: /* ' */ c; }\n",
    "comment-with-brace": "a { b: c } /* { */ // {\n",
    "string-open": 'a { b: "c; }\n',
    "string-open-single": "a { b: 'c\n",
    "string-goes-on": 'a { b: "c\\\nd"; }\n',
    "string-escape": "a { b: 'it\\'s'; }\n",
    "string-interpolated": '$a: 1;\na { b: "x#{$a}"; c: "#{"d"}"; }\n',
    "string-interpolation-open": 'a { b: "#{"c}"; }\n',
    "bracket-open": "a { b: (c; }\n",
    "bracket-too-many": "a { b: c); }\n",
    "square-open": "a { b: [c; }\n",
    "square-too-many": "a { b: c]; }\n",
    "bracket-open-in-media": "@media (a { b { c: d } }\n",
    "bracket-open-in-selector": "a( { b: c }\n",
    "bracket-in-attribute": 'a:not([b="c]"]) { d: e }\n',
    "url": "a { b: url(http://x.y/z); c: url( 'd' ); e: url(data:a/b;base64,c//d=); }\n",
    "url-open": "a { b: url(x; }\n",
    "url-of-document": "@document url(http://x), url-prefix(http://y) { a { b: c } }\n",
    "escapes": 'a\\{ { b: \\}; c: \\"; d: e\\9; }\n',
    "filter": "a { filter: progid:D.M.g(s='#1', e='#2'); }\n",
    "filter-of-two": "a { -ms-filter: progid:x.y(z=1)\n progid:z.y(); }\n",
    "custom-property": "a { --x: { b: c }; --y: $no; --z: [d]; }\n",
    "custom-property-open": "a { --x: (; }\n",
    "hacks": "a { *zoom: 1; _height: 1px; }\n",
    "semicolons": ";a { ;b: c;; };\n",
    "no-colon": "a { color red; }\n",
    "no-colon-at-top": "a b c;\n",
    "no-value": "a { b: ; }\n",
    "no-value-of-variable": "$x: ;\n",
    "no-name": "a { : b; }\n",
    "no-name-of-variable": "$: 1;\n",
    "no-semicolon": "a { b: c\n d: e; }\n",
    "no-semicolon-no-blank": "a { b: c\n d:e; }\n",
    "no-semicolon-before-rule": "a { b: c\n .d { e: f } }\n",
    "no-semicolon-before-rule-after-variable": "$x: 1\n .b { c: d }\n",
    "no-semicolon-in-list": "a { b: c,\n d; g: h\n i }\n",
    "nested-property": "a { font: bold { size: 1px } }\n",
    "map": "$m: (\n a: b,\n c: d\n);\n",
    "variable-undefined": "a { b: $no; }\n",
    "variable-later": "a { b: $a; }\n$a: 1;\n",
    "variable-default": "$x: 1; $x: $no !default;\na { b: $x }\n",
    "variable-in-mixin": "@mixin x { b: $no; }\n",
    "variable-in-function": "@function x() { @return $no; }\n",
    "variable-not-reached": "@if false { a { b: $no } }\na { b: if(true, 1, $no); c: true or $no; }\n",
    "variable-of-loop": "@each $k, $v in (a: b) { .#{$k} { c: $v } }\n@for $i from 1 through 2 { d { e: $i } }\n",
    "variable-dashes": "$a_b: 1;\na { c: $a-b }\n",
    "variable-parameter": "@mixin x($y, $z: 1) { b: $y $z }\na { @include x($y: 1); }\n",
    "variable-in-text": "a { b: '$no'; } // $no\n",
    "variable-in-media": "@media print { a { b: $no } }\n",
    "mixin-undefined": "a { @include no; }\n",
    "mixin": "@mixin a-b { c: d }\ne { @include a_b; }\n",
    "mixin-with-content": "@mixin x { a { @content } }\n@include x { b: c }\n",
    "mixin-content-open": "@mixin x { @content }\n@include x { a { b: c }\n",
    "mixin-content-not-reached": "@mixin x { @if false { @content } }\na { @include x { b: $no } }\n",
    "extend-undefined": "a { @extend %no; }\n",
    "extend-optional": "a { @extend %no !optional; }\n",
    "extend": "%x { b: c } a { @extend %x; }\n",
    "extend-of-suffix": "%x { &-y { b: c } } a { @extend %x-y; }\n",
    "extend-of-class": "a { @extend .no; }\n",
    "function-undefined": "a { b: no(1); }\n",
    "units": "a { b: 1px + 1em; }\n",
    "import-missing": '@import "no";\n',
    "import-missing-second": "@import 'b.css', 'no';\n",
    "import-missing-in-rule": "a { @import 'no'; }\n",
    "import-missing-in-media": "@media print { @import 'no'; }\n",
    "import-missing-with-ending": '@import "no.scss";\n',
    "import-of-css": "@import url(no); @import 'no.css'; @import '//no'; @import 'http://no'; @import 'no' print;\n",
    "import-without-semicolon": "@import 'b.css'\n@import 'c.css';\n",
    "liquid": "a { b: {{ 'c' }}; }\n",
    "liquid-open": "a { b: {{ 'c' }};\n",
    "liquid-nothing": "a { b: {{ site.nobody }}; }\n",
    "liquid-import": "@import '{{ 'no' }}';\n",
    "liquid-unknown": "a { b: {{ site.time | date: '%Y' }}; }\n",
}
"""Texts, each as ``css/a.scss``."""
SITES: Mapping[str, Files] = {
    "partial": {"css/a.scss": '@import "b";\n', "_sass/_b.scss": "a { b: c }\n"},
    "partial-of-name": {"css/a.scss": '@import "b";\n', "_sass/b.scss": "a { b: c }\n"},
    "partial-in-folder": {"css/a.scss": '@import "b/c";\n', "_sass/b/_c.scss": "a { b: c }\n"},
    "partial-of-ending": {"css/a.scss": '@import "b.scss";\n', "_sass/_b.scss": "a { b: c }\n"},
    "partial-with-mark": {"css/a.scss": '@import "_b";\n', "_sass/_b.scss": "a { b: c }\n"},
    "partial-indented": {"css/a.scss": '@import "b";\n', "_sass/_b.sass": "a\n  b: c\n"},
    "partial-beside-partial": {
        "css/a.scss": '@import "b/c";\n',
        "_sass/b/_c.scss": "@import 'd';\n",
        "_sass/b/_d.scss": "a { b: c }\n",
    },
    "partial-above": {
        "css/a.scss": '@import "b/c";\n',
        "_sass/b/_c.scss": "@import '../d';\n",
        "_sass/_d.scss": "a { b: c }\n",
    },
    "partial-missing-in-partial": {"css/a.scss": '@import "b";\n', "_sass/_b.scss": "@import 'no';\n"},
    "partial-open": {"css/a.scss": '@import "b";\n', "_sass/_b.scss": "a { b: c\n"},
    "partial-open-unused": {"css/a.scss": "a { b: c }\n", "_sass/_b.scss": "a { b: c\n"},
    "partial-defines": {"css/a.scss": '@import "b";\na { c: $d }\n', "_sass/_b.scss": "$d: 1;\n"},
    "partial-needs": {"css/a.scss": '$d: 1;\n@import "b";\n', "_sass/_b.scss": "a { c: $d }\n"},
    "partial-needs-what-is-not": {"css/a.scss": '@import "b";\n', "_sass/_b.scss": "a { c: $d }\n"},
    "sass-dir": {
        "_config.yml": "sass: {sass_dir: styles}\n",
        "css/a.scss": '@import "b";\n',
        "styles/_b.scss": "a { b: c }\n",
    },
    "sass-dir-elsewhere": {
        "_config.yml": "sass: {sass_dir: styles}\n",
        "css/a.scss": '@import "b";\n',
        "_sass/_b.scss": "a { b: c }\n",
        "styles/c.scss": "a { b: c }\n",
    },
    "load-paths": {
        "_config.yml": "sass: {load_paths: [lib]}\n",
        "css/a.scss": '@import "b";\n',
        "lib/_b.scss": "a { b: c }\n",
    },
    "source": {
        "_config.yml": "source: src\n",
        "src/css/a.scss": '@import "b";\n',
        "src/_sass/_b.scss": "a { b: c }\n",
    },
    "indented": {"css/a.sass": "@import b\na\n  b: c\n", "_sass/_b.sass": "c\n  d: e\n"},
    "indented-missing": {"css/a.sass": "@import no\n"},
    "indented-comment": {"css/a.sass": "// a\n  @import no\n/* b\n  @import no\na\n  b: c\n"},
    "unpublished": {"css/a.scss": "---\npublished: false\n---\na { b: c\n"},
    "copied": {"css/a.scss": "a { b: c\n", "index.html": "---\n---\n"},
    "style-sheet": {"css/a.css": "---\n---\na { b: c\n"},
    "collection": {
        "_config.yml": "collections: {docs: {output: true}}\n",
        "_docs/a.scss": "---\n---\na { b: c\n",
    },
}
"""Whole sites; the page gets its front matter where it has none of its own."""


def sass_sites() -> Iterator[tuple[str, Files]]:
    """Every site and its name."""
    for name, text in PAGES.items():
        yield name, {"_config.yml": "title: t\n", "css/a.scss": f"---\n---\n{text}"}
    for name, files in SITES.items():
        yield name, {"_config.yml": "title: t\n", **{path: _page(name, path, files[path]) for path in files}}


def _page(name: str, path: str, text: str | bytes) -> str | bytes:
    is_page = path.endswith(("css/a.scss", "css/a.sass")) and name not in ("unpublished", "copied")
    return f"---\n---\n{text!s}" if is_page else text
