# Writes the entity names that kramdown knows, for linter/sitecheck/kramdown/entities.json:
#   ruby tests/reference/kramdown/entities.rb > linter/sitecheck/kramdown/entities.json
require "json"
require "kramdown"

entities = {}
Kramdown::Utils::Entities::ENTITY_TABLE.each do |code, name|
  numeric = name.to_s.match?(/\A\d+\z/)
  entity = Kramdown::Utils::Entities.entity(numeric ? code : name.to_s)
  entities[numeric ? code.to_s : name.to_s] = entity.char.unpack1("U")
rescue Kramdown::Error
  next
end
puts JSON.pretty_generate(
  "about" => "Entity names of kramdown #{Kramdown::VERSION} (MIT) and the code points it shows for them; " \
             "numbers are the code points it replaces",
  "made by" => "tests/reference/kramdown/entities.rb",
  "entities" => entities.sort.to_h
)
