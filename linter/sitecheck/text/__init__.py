"""Bytes to text, lines, front matter and source maps; knows no rule and no site.

How to use it::

    source = decode("about.md", data)            # Source, or TextProblem (undecodable, utf-16, nul)
    matter = read_front_matter(source.text, source.bom)
    matter.data["title"]                         # the value as Jekyll's YAML reader gives it
    matter.entry("author", "name").value         # its Span; .key is the key's
    matter.problems, matter.shape                # YAML errors; why a person's front matter is not Jekyll's
    body = source.text[matter.span.end :]

Modules: ``source`` (Source, TextProblem, decode, newline_of), ``front_matter`` (FrontMatter, JekyllHandler,
read_front_matter), ``fence`` (Shape, Split, has_header, split, shape, consequence), ``yaml_tree`` (Entry,
YamlDocument, YamlProblem, load_yaml), ``yaml_scalar`` (Symbol, plain_scalar), ``source_map`` (MappedText,
Piece, UNKNOWN). Import from them: this module imports nothing, so that start-up stays cheap.
"""
