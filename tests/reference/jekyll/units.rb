# Answers, with Ruby and Jekyll themselves, the questions in the JSON on standard input.
require "json"
require "date"
require "tempfile"
require "jekyll"
ENV["TZ"] = "UTC"
TODAY = Time.utc(2026, 11, 24)
I18n.config.available_locales = :en

def show(value)
  case value
  when nil, true, false, Integer then value
  when Float then value.nan? ? "float:nan" : "float:#{value}"
  when String then "str:#{value}"
  when Symbol then "sym:#{value}"
  when Time then "time:#{value.getutc.strftime("%Y-%m-%d %H:%M:%S.%6N")} #{value.utc_offset}"
  when Date then "date:#{value}"
  when Array then value.map { |item| show(item) }
  when Hash then { "hash" => value.map { |k, v| [show(k), show(v)] } }
  else "other:#{value.class}"
  end
end

def yaml(text)
  { "ok" => show(Jekyll::Utils.safe_load_yaml(text)) }
rescue StandardError, SystemStackError => e
  { "error" => e.class.name, "line" => (e.line if e.respond_to?(:line)), "problem" => (e.problem if e.respond_to?(:problem)) }
end

def split(text)
  header = Tempfile.create do |file|
    File.binwrite(file.path, text)
    Jekyll::Utils.has_yaml_header?(file.path)
  end
  match = Jekyll::Document::YAML_FRONT_MATTER_REGEXP.match(text)
  [header, match ? [match[1], match.post_match] : nil]
end

def date(text, zone)
  ENV["TZ"] = zone
  Time.parse(text, TODAY).localtime.strftime("%Y-%m-%d %H:%M:%S %z")
rescue ArgumentError
  nil
end

def escape(text)
  Jekyll::URL.escape_path(text)
rescue StandardError
  nil
end

questions = JSON.parse($stdin.read)
answers = {
  "yaml"     => questions["yaml"].map { |text| yaml(text) },
  "split"    => questions["split"].map { |text| split(text) },
  "date"     => questions["date"].map { |text, zone| date(text, zone) },
  "slug"     => questions["slug"].map { |text, mode, cased| Jekyll::Utils.slugify(text, :mode => mode, :cased => cased) },
  "title"    => questions["title"].map { |text| Jekyll::Utils.titleize_slug(text) },
  "escape"   => questions["escape"].map { |text| escape(text) },
  "sanitize" => questions["sanitize"].map { |text| Jekyll::URL.new(:permalink => text).sanitize_url(text) },
  "extname"  => questions["extname"].map { |text| File.extname(text) },
  "fnmatch"  => questions["fnmatch"].map { |pattern, path| File.fnmatch?(pattern, path) },
  "settings" => Jekyll::Configuration::DEFAULTS.merge("source" => ".", "destination" => "_site"),
  "key"      => questions["key"].map { |text| Jekyll::DataReader.allocate.sanitize_filename(text) },
}
puts JSON.generate(answers)
