# Builds many sites with real Jekyll, each in a process of its own, and prints whether that went well, one JSON line a
# site. Usage: ruby build_all.rb < lines of a site's folder, a tab, and the folder to build into
require "json"
require "jekyll"

ENV["JEKYLL_NO_BUNDLER_REQUIRE"] = "true"
ENV["TZ"] = "UTC"

def build(folder, target)
  [$stdout, $stderr].each { |stream| stream.reopen(File::NULL) }
  Dir.chdir(folder)
  Jekyll::Commands::Build.process("source" => folder, "destination" => target, "quiet" => true, "disable_disk_cache" => true)
  exit!(0)
rescue Exception # rubocop:disable Lint/RescueException -- Jekyll's command rescues all of them, too
  exit!(1)
end

$stdin.each_line do |line|
  folder, target = line.chomp.split("\t")
  Process.wait(fork { build(folder, target) })
  puts JSON.generate([folder, $?.success?])
  $stdout.flush
end
