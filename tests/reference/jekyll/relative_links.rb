# The addresses that jekyll-relative-links finds in texts: JSON list in, for each the places of the addresses.
require "json"
require "jekyll"
require "jekyll-relative-links"
LINKS = JekyllRelativeLinks::Generator::LINK_REGEX
found = JSON.parse($stdin.read).map do |text|
  places = []
  text.gsub(LINKS) do
    match = Regexp.last_match
    address = match[2] ? 3 : 7
    places << [match.begin(address), match.end(address)]
    ""
  end
  places
end
puts JSON.generate(found)
