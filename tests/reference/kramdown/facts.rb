# Converts documents with the real kramdown and says what is in the result.
#
# Reads JSON lines {"text": …, "options": {…}} from standard input; writes for each a JSON line
# {"html": …} or {"error": …}. Formulas are marked by a math engine of our own (control characters around
# them), so that they can be told from text that looks like a formula.
require "json"
require "cgi"
require "kramdown"
require "kramdown-parser-gfm"

module Kramdown
  module Converter
    module MathEngine
      # Puts marks around a formula that survive as text.
      module Marked
        def self.call(converter, element, _options)
          kind = element.options[:category] == :block ? "block" : "inline"
          marked = "\u0001#{kind}\u0002#{converter.escape_html(element.value)}\u0003"
          element.attr.empty? ? marked : converter.format_as_span_html("span", element.attr, marked)
        end
      end
    end
    add_math_engine(:marked, MathEngine::Marked)
  end
end

DEFAULTS = {
  "auto_ids" => true, "toc_levels" => (1..6).to_a, "entity_output" => "as_char",
  "smart_quotes" => "lsquo,rsquo,ldquo,rdquo", "input" => "GFM", "hard_wrap" => false,
  "footnote_nr" => 1, "syntax_highlighter" => nil, "math_engine" => "marked",
}.freeze

STDOUT.sync = true
STDIN.each_line do |line|
  given = JSON.parse(line)
  options = DEFAULTS.merge(given["options"] || {})
  begin
    document = Kramdown::Document.new(given["text"], options)
    puts JSON.generate("html" => document.to_html)
  rescue StandardError, SystemStackError => e
    puts JSON.generate("error" => e.class.name)
  end
end
