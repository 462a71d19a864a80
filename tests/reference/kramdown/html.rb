# Converts documents with the real kramdown to HTML.
#
# Reads JSON lines {"text": …, "options": {…}} from standard input; writes for each a JSON line
# {"html": …} or {"error": …}. Formulas are written for MathJax, code is not highlighted.
require "json"
require "kramdown"
require "kramdown-parser-gfm"

DEFAULTS = {
  "auto_ids" => true, "toc_levels" => (1..6).to_a, "entity_output" => "as_char",
  "smart_quotes" => "lsquo,rsquo,ldquo,rdquo", "input" => "GFM", "hard_wrap" => false,
  "footnote_nr" => 1, "syntax_highlighter" => nil, "math_engine" => "mathjax",
}.freeze

STDIN.each_line do |line|
  given = JSON.parse(line)
  begin
    document = Kramdown::Document.new(given["text"], DEFAULTS.merge(given["options"] || {}))
    puts JSON.generate("html" => document.to_html)
  rescue StandardError, SystemStackError => e
    puts JSON.generate("error" => e.class.name)
  end
end
