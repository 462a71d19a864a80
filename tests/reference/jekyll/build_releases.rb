# Builds sites, each in a process of its own, and prints what became of each, one JSON line a site.
# Usage: ruby build_releases.rb < list of folders
require "json"
require "tmpdir"
require "jekyll"

ENV["JEKYLL_NO_BUNDLER_REQUIRE"] = "true"

def build(folder, target)
  $stderr.reopen(File::NULL)
  Dir.chdir(folder)
  options = { "source" => folder, "destination" => target, "quiet" => true }
  options["disable_disk_cache"] = true if Jekyll::VERSION.to_i > 3
  Jekyll::Site.new(Jekyll.configuration(options)).process
  outputs = Dir.glob("**/*", File::FNM_DOTMATCH, :base => target).select { |path| File.file?(File.join(target, path)) }
  { "outputs" => outputs.sort, "index" => File.read(File.join(target, "index.html"), :encoding => "UTF-8") }
rescue Exception => e # Jekyll's command rescues all of them, too
  { "refused" => e.message.to_s.lines.map(&:strip).reject(&:empty?).first.to_s.gsub(folder, "")[0, 100] }
end

$stdin.each_line do |line|
  folder = line.strip
  Dir.mktmpdir do |target|
    reader, writer = IO.pipe
    pid = fork do
      $stdout.reopen(File::NULL)
      writer.write(JSON.generate([File.basename(folder), build(folder, target)]))
      writer.close
      exit!(0)
    end
    writer.close
    puts reader.read
    Process.wait(pid)
  end
  $stdout.flush
end
