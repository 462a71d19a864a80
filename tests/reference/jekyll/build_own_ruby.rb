# Builds sites, each in a process of its own, and prints what became of each.
# Usage: ruby build_own_ruby.rb [BUILD_TIME] < list of folders
require "json"
require "tmpdir"

CHILD = <<~'RUBY'
  require "json"
  require "jekyll"
  ENV["JEKYLL_NO_BUNDLER_REQUIRE"] = "true"
  folder, dest, time = ARGV
  Jekyll.logger.log_level = :error
  tags = Liquid::Template.tags.to_a.map(&:first)
  filters = Liquid::StrainerFactory.filters rescue []
  before = [Jekyll::Filters.public_instance_methods, tags]
  Dir.chdir(folder) do
    options = { "source" => folder, "destination" => dest, "quiet" => true, "disable_disk_cache" => true }
    options["time"] = time if time
    config = Jekyll.configuration(options)
    site = Jekyll::Site.new(config)
    site.process
  end
  brought = Liquid::Template.tags.to_a.map(&:first) - before[1]
  outputs = Dir.glob("**/*", File::FNM_DOTMATCH, base: dest).select { |f| File.file?(File.join(dest, f)) }.sort
  index = File.read(File.join(dest, "index.html")) rescue nil
  puts JSON.generate("outputs" => outputs, "tags" => brought.sort, "index" => index)
RUBY

$stdin.each_line do |line|
  folder = line.strip
  Dir.mktmpdir do |dest|
    made = IO.popen(["ruby", "-e", CHILD, folder, dest, *ARGV], err: File::NULL, &:read)
    puts JSON.generate([File.basename(folder), JSON.parse(made.lines.last.to_s.empty? ? "null" : made.lines.last)])
    $stdout.flush
  end
end
