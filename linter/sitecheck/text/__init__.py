"""Bytes to text, lines, front matter and source maps; knows no rule and no site.

    source = decode("about.md", data)            # Source, or TextProblem (undecodable, utf-16, nul)
    matter = read_front_matter(source.text, source.bom)
    matter.data["title"]                         # the value as Jekyll's YAML reader gives it
    matter.entry("author", "name").value         # its Span; .key is the key's
    matter.problems, matter.shape                # YAML errors; why a person's front matter is not Jekyll's
    body = source.text[matter.span.end :]

Exported: ``Source, TextProblem, decode, newline_of`` (source), ``FrontMatter, JekyllHandler,
read_front_matter`` (front_matter), ``Shape, Split, has_header, shape, split`` (fence), ``Entry,
YamlDocument, YamlProblem, load_yaml`` (yaml_tree), ``Symbol`` (yaml_scalar), ``MappedText, Piece, UNKNOWN``
(source_map). Import them from their modules: this one imports nothing, so that start-up stays cheap.
"""
