# Builds a site with real Jekyll and logs what Liquid made of each document.
#
# Usage: ruby log_build.rb SITE LOG.json.gz
#
# The site is copied first. Plugins that are not installed, themes and `_plugins` are left out, tags of
# plugins that are not there print nothing, missing includes are empty, and a document on which Liquid
# fails is logged as failed. The log holds, beside the documents' text before and after Liquid, the values
# that templates may ask for, so that another evaluator can be run on the same site.
require "json"
require "zlib"
require "tmpdir"
require "fileutils"
require "jekyll"

ENV["TZ"] ||= "UTC"
source, target = ARGV
Jekyll.logger.log_level = :error
NOTE = { "documents" => [], "missing_includes" => [] }
HIDDEN = %w[content output excerpt next previous].freeze

def plain(value, depth = 0)
  return nil if depth > 12

  case value
  when Time then { "$time" => value.strftime("%Y-%m-%dT%H:%M:%S%:z"), "$utc" => value.utc? }
  when DateTime then plain(value.to_time, depth)
  when Date then { "$date" => value.strftime("%Y-%m-%d") }
  when Hash then value.to_h { |key, item| [key.to_s, plain(item, depth + 1)] }
  when Array then value.map { |item| plain(item, depth + 1) }
  when String then value.dup.force_encoding("UTF-8").scrub
  when Integer, true, false, nil then value
  when Float then value.finite? ? value : nil
  when Symbol then value.to_s
  else { "$object" => value.class.name }
  end
end

def document_values(drop)
  keys = drop.is_a?(Hash) ? drop.keys : drop.keys
  (keys - HIDDEN).to_h { |key| [key.to_s, plain(drop[key])] }
end

module LogLiquid
  def render_liquid(content, payload, info, path = nil)
    return super unless path == document.path # a layout

    entry = { "path" => document.relative_path.to_s.sub(%r!\A/!, ""), "kind" => document.class.name,
              "input" => content.dup, "page" => document_values(payload["page"]),
              "highlighter" => [payload["highlighter_prefix"], payload["highlighter_suffix"]],
              "paginated" => !payload["paginator"].nil? }
    NOTE["documents"] << entry
    begin
      entry["output"] = super
    rescue StandardError => e
      entry["error"] = e.message.to_s[0, 500]
      ""
    end
  end
end
Jekyll::Renderer.prepend(LogLiquid)

module EmptyIncludes
  private

  def locate_include_file(file)
    super
  rescue IOError
    NOTE["missing_includes"] |= [file]
    empty = Jekyll::Inclusion.new(@site, "", file)
    empty.define_singleton_method(:content) { "" }
    empty
  end
end
Jekyll::Tags::OptimizedIncludeTag.prepend(EmptyIncludes)

def names_in(folder)
  Dir.glob("#{folder}/**/*", File::FNM_DOTMATCH).flat_map do |path|
    next [] unless File.file?(path) && File.size(path) < 2_000_000

    File.binread(path).scan(/\{%-?\s*(\w+)/).flatten
  end.to_set
end

Dir.mktmpdir do |folder|
  site_folder = File.join(folder, "site")
  FileUtils.cp_r(source, site_folder)
  FileUtils.rm_rf(File.join(site_folder, "_plugins"))
  Dir.glob("#{site_folder}/**/*.scss").each { |path| File.delete(path) unless path.include?("/_sass/") }
  config = Jekyll.configuration("source" => site_folder, "destination" => File.join(folder, "out"),
                                "quiet" => true, "disable_disk_cache" => true)
  config.delete("theme")
  config.delete("remote_theme")
  asked = [config.delete("plugins"), config.delete("gems")].flatten.compact
  config.delete("whitelist")
  loaded = asked.select do |name|
    next false if name =~ /theme|remote|github-pages/

    require name
    true
  rescue LoadError, StandardError
    false
  end
  config["plugins"] = []
  names = names_in(site_folder)
  names.each do |name|
    next if Liquid::Template.tags[name] || name.start_with?("end") || %w[else elsif when].include?(name)

    base = names.include?("end#{name}") ? Liquid::Block : Liquid::Tag
    Liquid::Template.register_tag(name, Class.new(base) { define_method(:render) { |_context| "" } })
  end
  site = Jekyll::Site.new(config)
  site.process
  NOTE["plugins"] = { "asked" => asked, "loaded" => loaded }
  NOTE["config"] = plain(site.config.reject { |key, _| %w[source destination].include?(key) })
  NOTE["data"] = plain(site.data)
  NOTE["pages"] = site.pages.map { |page| document_values(page.to_liquid) }
  NOTE["collections"] = site.collections.to_h do |label, collection|
    [label, { "metadata" => plain(collection.metadata), "docs" => collection.docs.map { |doc| document_values(doc.to_liquid) } }]
  end
  NOTE["static_files"] = site.static_files.map { |file| document_values(file.to_liquid) }
  NOTE["links"] = {}
  site.each_site_file { |item| NOTE["links"][item.relative_path] ||= item.url }
  NOTE["highlight"] = site.highlighter
  NOTE["versions"] = { "jekyll" => Jekyll::VERSION, "liquid" => Liquid::VERSION }
end

Zlib::GzipWriter.open(target) { |file| file.write(JSON.generate(NOTE)) }
warn "#{NOTE["documents"].size} documents, #{NOTE["documents"].count { |d| d.key?("error") }} failed"
