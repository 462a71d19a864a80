# Renders documents with the real gem `liquid` and Jekyll's tags and filters, for comparison.
#
# Usage: ruby [-I path/to/liquid-4/lib] oracle.rb SITE.json < documents.jsonl > results.jsonl
#
# SITE.json holds roots, includes, posts, pages and config; each line of the input is {"text": ...}.
# Each line of the output is {"version", "refused" (message and line, when reading fails), "warnings"
# (lines), "text", "errors" (messages while rendering; each prints U+F8FF)}.
require "json"
require "jekyll"
require "jekyll-include-cache"
require "tmpdir"
require "fileutils"

Jekyll.logger.log_level = :error
ENV["TZ"] = "UTC"
spec = JSON.parse(File.read(ARGV[0], encoding: "UTF-8"))

def revive(value)
  case value
  when Hash
    return Time.parse(value["$time"]).localtime if value.key?("$time")
    return Date.parse(value["$date"]) if value.key?("$date")
    value.transform_values { |item| revive(item) }
  when Array then value.map { |item| revive(item) }
  else value
  end
end

# Jekyll's includes make every later error raise; here each error is noted and rendering goes on.
module KeepRenderer
  def exception_renderer=(renderer)
    super unless exception_renderer.respond_to?(:noting)
  end
end
Liquid::Context.prepend(KeepRenderer)

folder = Dir.mktmpdir
at_exit { FileUtils.remove_entry(folder) }
(spec["files"] || {}).each do |path, text|
  target = File.join(folder, path)
  FileUtils.mkdir_p(File.dirname(target))
  File.write(target, text)
end

site = Jekyll::Site.new(Jekyll.configuration(
  (spec["config"] || {}).merge("source" => folder, "destination" => File.join(folder, "_site"),
                               "quiet" => true, "disable_disk_cache" => true)
))
site.reset
site.read
roots = revive(spec["roots"])
Liquid::Template.error_mode = :warn

STDIN.each_line(chomp: true) do |line|
  text = JSON.parse(line)["text"]
  result = { "version" => Liquid::VERSION }
  begin
    template = Liquid::Template.parse(text, :line_numbers => true)
    result["warnings"] = template.warnings.map(&:line_number)
    errors = []
    site.filter_cache.clear
    site.inclusions.clear
    JekyllIncludeCache.cache.clear rescue nil
    page = roots["page"]
    context = Liquid::Context.new([Marshal.load(Marshal.dump(roots))], {}, { :site => site, :page => page })
    note = lambda do |error|
      cause = $!.is_a?(Liquid::InternalError) || $!.nil? ? (error.cause || error) : $!
      errors << cause.message.to_s.lines.first.to_s.strip
      "\u{F8FF}"
    end
    note.define_singleton_method(:noting) { true }
    context.exception_renderer = note
    result["text"] = template.render(context)
    result["errors"] = errors
  rescue StandardError, ScriptError, SystemStackError, NoMemoryError => e
    result["refused"] = [e.message.to_s[0, 300], e.respond_to?(:line_number) ? e.line_number : nil]
  end
  begin
    puts JSON.generate(result)
  rescue StandardError
    puts JSON.generate({ "version" => Liquid::VERSION, "skip" => true })
  end
end
