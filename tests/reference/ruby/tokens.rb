# What Ruby's own lexer reads in scripts: JSON list in, for each its names or null where Ruby refuses it.
require "json"
require "ripper"
KINDS = %i[on_ident on_const on_kw on_ivar on_gvar on_cvar on_label].freeze
puts JSON.generate(JSON.parse($stdin.read).map { |text|
  Ripper.sexp(text) && Ripper.lex(text).filter_map { |_, kind, word| word.delete_suffix(":") if KINDS.include?(kind) }.sort
})
