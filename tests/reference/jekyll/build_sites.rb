# Builds many sites with real Jekyll in one process and prints what became of each, one JSON line a site.
# Usage: ruby build_sites.rb BUILD_TIME [FOLDER] < list of folders; what is built is kept below FOLDER.
require "json"
require "jekyll"
require "tmpdir"

Jekyll.logger.log_level = :error
Jekyll.logger.writer.level = 4 if Jekyll.logger.writer.respond_to?(:level=)
ENV["JEKYLL_NO_BUNDLER_REQUIRE"] = "true"

def route(site, item, source)
  output = item.destination(site.dest).delete_prefix("#{site.dest}/")
  path = item.is_a?(Jekyll::StaticFile) || item.is_a?(Jekyll::Document) ? item.path : item.relative_path
  path = path.delete_prefix("#{source}/").delete_prefix("/")
  path = nil unless path && File.file?(File.join(source, path))
  path = nil if path && item.is_a?(Jekyll::Page) && item.class.name =~ /Redirect|WithoutAFile|Archive|AutoPage|PaginationPage|SourceMap/
  [path, item.url, output]
end

# The file that an output says it was made of: kramdown makes dashes of two hyphens, and quotes curly.
def source(text)
  text[/SRC:([^\n<]+)/, 1]&.gsub("\u2013", "--")&.tr("\u2018\u2019\u201c\u201d", %q(''""))
end

def build(folder, time, kept)
  Jekyll::Utils.instance_variable_set(:@parse_date_cache, nil)
  ENV["TZ"] = "UTC"
  Dir.mktmpdir do |scratch|
    dest = kept ? File.join(kept, File.basename(folder)) : scratch
    Dir.chdir(folder) do
      config = Jekyll.configuration("source" => folder, "destination" => dest, "quiet" => true,
                                    "time" => time, "disable_disk_cache" => true)
      site = Jekyll::Site.new(config)
      site.process
      routes = []
      site.each_site_file { |item| routes << route(site, item, folder) }
      wins = routes.group_by(&:last).select { |_, group| group.size > 1 }.keys.to_h do |output|
        file = File.join(dest, output)
        [output, File.file?(file) ? source(File.read(file)) : nil]
      end
      { "routes" => routes, "wins" => wins }
    end
  end
rescue StandardError, SystemStackError, SystemExit, NotImplementedError => e
  { "error" => "#{e.class}: #{e.message.to_s.lines.first.to_s.strip.gsub(folder, "")}" }
end

$stdin.each_line do |line|
  folder = line.strip
  puts JSON.generate([File.basename(folder), build(folder, ARGV[0], ARGV[1])])
  $stdout.flush
end
