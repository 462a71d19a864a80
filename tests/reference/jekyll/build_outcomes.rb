# Builds many sites with real Jekyll, each in a process of its own, and prints what stopped it (null for
# nothing), one JSON line a site. Usage: ruby build_outcomes.rb < list of folders
require "json"
require "jekyll"
require "tmpdir"

ENV["JEKYLL_NO_BUNDLER_REQUIRE"] = "true"
ENV["TZ"] = "UTC"

def build(folder, dest)
  $stderr.reopen(File::NULL)
  Dir.chdir(folder)
  options = { "source" => folder, "destination" => dest, "quiet" => true, "disable_disk_cache" => true }
  config = YAML.safe_load(File.read("_config.yml"), :permitted_classes => [Date, Time]) rescue {}
  # The destination is the test's own, unless the site names one.
  options.delete("destination") if config.is_a?(Hash) && config.key?("destination")
  options.delete("source") if config.is_a?(Hash) && config.key?("source")
  Jekyll::Commands::Build.process(options)
  nil
rescue Exception => e # Jekyll's command rescues all of them, too
  first = e.message.to_s.lines.map(&:strip).reject(&:empty?).first.to_s
  "#{e.class}: #{first.gsub(folder, "").gsub(dest, "").gsub(/\e\[\d+m/, "")[0, 100]}"
end

$stdin.each_line do |line|
  folder = line.strip
  reader, writer = IO.pipe
  pid = fork do
    reader.close
    $stdout.reopen(File::NULL)
    Dir.mktmpdir { |dest| writer.write(JSON.generate([build(folder, dest)])) }
    writer.close
    exit!(0)
  end
  writer.close
  answer = reader.read
  Process.wait(pid)
  puts JSON.generate([File.basename(folder), answer.empty? ? "no answer" : JSON.parse(answer).first])
  $stdout.flush
end
