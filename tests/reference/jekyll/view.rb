# Renders the templates of view.liquid.json with real Jekyll on the sites named on standard input.
require "json"
require "jekyll"
Jekyll.logger.log_level = :error
ENV["JEKYLL_NO_BUNDLER_REQUIRE"] = "true"
TEMPLATES = JSON.parse(File.read(File.join(__dir__, "view.liquid.json")))

def render(site, document)
  payload = site.site_payload
  payload["page"] = document.to_liquid if document
  payload["site"].current_document = document
  template = document ? TEMPLATES["page"] : TEMPLATES["site"]
  Liquid::Template.parse(template).render(payload, :registers => { :site => site, :page => payload["page"] })
end

def view(folder, time)
  ENV["TZ"] = "UTC"
  Jekyll::Utils.instance_variable_set(:@parse_date_cache, nil)
  Dir.chdir(folder) do
    site = Jekyll::Site.new(Jekyll.configuration("source" => folder, "destination" => "#{folder}/_site", "quiet" => true,
                                                 "time" => time, "disable_disk_cache" => true))
    site.reset
    site.read
    site.generate
    items = site.pages + site.collections.values.flat_map(&:docs)
    files = items.select { |item| item.is_a?(Jekyll::Document) || File.file?(File.join(folder, item.relative_path)) }
    pages = files.to_h { |item| [item.is_a?(Jekyll::Document) ? item.path.delete_prefix("#{folder}/") : item.relative_path, render(site, item)] }
    { "site" => render(site, nil), "pages" => pages }
  end
rescue StandardError => e
  { "error" => e.message }
end

$stdin.each_line do |line|
  puts JSON.generate([File.basename(line.strip), view(line.strip, ARGV[0])])
end
