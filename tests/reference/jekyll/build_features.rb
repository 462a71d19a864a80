# Turns the scenarios of Jekyll's own features into sites, builds each with the installed Jekyll, and prints one JSON
# line a build: [name, {"args", "refused", "outputs"}]. The sites are left below FOLDER, each in a folder of its number.
#
# Usage: ruby build_features.rb CHECKOUT FOLDER
#
# The checkout's own step definitions write the files; what they expect of a build is not asked here.
require "fileutils"
require "json"
require "pathname"
require "tmpdir"
require "jekyll"

ENV["JEKYLL_NO_BUNDLER_REQUIRE"] = "true"
ENV["TZ"] = "UTC"
CHECKOUT, FOLDER = ARGV.map { |path| File.expand_path(path) }
STEPS = []
HOOKS = { :before => [], :after => [] }

Table = Struct.new(:hashes)
Scenario = Struct.new(:name, :steps)
Step = Struct.new(:text, :extra)

def Given(pattern, &block) = STEPS << [pattern, block]
alias When Given
alias Then Given
def Before(&_block) = nil
def After(&_block) = nil

# What Jekyll 4.3 reads YAML with where the gem safe_yaml is not installed.
module SafeYAML
  def self.load(text) = YAML.safe_load(text, :permitted_classes => [Date, Time])

  def self.load_file(path) = load(File.read(path))
end

load File.join(CHECKOUT, "features/support/helpers.rb")
load File.join(CHECKOUT, "features/step_definitions.rb")

# Pages without a title are called by the time in the original.
alias slug_of slug
def slug(title = nil) = slug_of(title || "untitled")

# What the steps run in.
class World
  attr_reader :builds

  def initialize(name, number)
    @name, @number, @builds = name, number, 0
  end

  def step(text, extra = nil)
    pattern, block = STEPS.find { |each, _| each.match(text) }
    raise "no step for #{text}" unless pattern
    instance_exec(*pattern.match(text).captures, *extra, &block)
  end

  def sleep(_seconds) = nil

  def run_in_shell(*) = nil

  def run_jekyll(args)
    args = args.split
    source = args.index("--source")
    return if args.first != "build" || (source && !Dir.exist?(args[source + 1])) # made by another command
    @builds += 1
    site = File.join(FOLDER, format("%03d-%d", @number, @builds))
    FileUtils.cp_r(".", site)
    FileUtils.rm_rf([File.join(site, "_site"), File.join(site, ".jekyll-cache"), File.join(site, ".jekyll-metadata")])
    puts JSON.generate(["#{@name} (#{@builds})", { "folder" => File.basename(site), "args" => args.drop(1) }.merge(built(args))])
    $stdout.flush
  end

  # What the command line would say and make of the current folder.
  def built(args)
    FileUtils.rm_rf("_site")
    reader, writer = IO.pipe
    pid = fork do
      reader.close
      $stdout.reopen(File::NULL)
      $stderr.reopen(File::NULL)
      ARGV.replace([*args, "--trace"])
      refused = begin
        load Gem.bin_path("jekyll", "jekyll")
        nil
      rescue SystemExit => e
        e.success? ? nil : "exit #{e.status}"
      rescue Exception => e
        "#{e.class}: #{e.message.lines.first.to_s.strip.gsub(Dir.pwd, "")[0, 200]}"
      end
      writer.write(JSON.generate([refused]))
      writer.close
      exit!(0)
    end
    writer.close
    refused = JSON.parse(reader.read).first
    Process.wait(pid)
    { "refused" => refused, "outputs" => outputs(args) }
  end

  def outputs(args)
    at = args.index("--destination") || args.index("-d")
    config = YAML.safe_load(File.read("_config.yml"), :permitted_classes => [Date, Time]) rescue {}
    configured = config.is_a?(Hash) ? config["destination"] : nil
    folder = at ? args[at + 1] : configured || "_site"
    Dir.glob("**/*", File::FNM_DOTMATCH, :base => folder).select { |f| File.file?(File.join(folder, f)) }.sort
  end
end

Paths.define_singleton_method(:test_dir) { Pathname.new(Dir.pwd) }

def cells(line) = line.strip[1...-1].split(/(?<!\\)\|/).map { |cell| cell.strip.gsub("\\|", "|").gsub("\\n", "\n") }

def with(values, text) = values.reduce(text) { |found, (key, value)| found.gsub("<#{key}>", value) }

# The text or the table below a step of an outline.
def filled(values, extra)
  return extra.map { |row| row.map { |cell| with(values, cell) } } if extra.is_a?(Array)
  extra && with(values, extra)
end

def scenarios(file)
  lines = File.readlines(file, :chomp => true, :encoding => "UTF-8")
  found, background, outline, examples = [], [], nil, nil
  feature = File.basename(file, ".feature")
  flush = lambda do
    rows = examples || []
    rows.drop(1).each_with_index do |row, index|
      values = rows.first.zip(row)
      steps = outline.steps.map { |step| Step.new(with(values, step.text), filled(values, step.extra)) }
      found << Scenario.new("#{outline.name} #{index + 1}", steps)
    end
    outline = examples = nil
  end
  current = nil
  until lines.empty?
    line = lines.shift
    text = line.strip
    case text
    when "", /\A#/, /\A@/ then next
    when /\ABackground:/ then current = background
    when /\AScenario(?: Outline)?:\s*(.*)/
      flush.call if outline
      scenario = Scenario.new("#{feature}: #{$1}", background.dup)
      text.start_with?("Scenario Outline") ? outline = scenario : found << scenario
      current = scenario.steps
    when /\AExamples:/ then examples = []
    when /\A\|/
      if examples then examples << cells(text)
      else (current.last.extra ||= []) << cells(text)
      end
    when '"""'
      indent = line[/\A\s*/].size
      body = []
      body << (lines.first.start_with?(" " * indent) ? lines.shift[indent..] : lines.shift.lstrip) until lines.first.strip == '"""'
      lines.shift
      current.last.extra = body.join("\n")
    when /\A(?:Given|When|Then|And|But) (.*)/
      current << Step.new($1) if current
    end
  end
  flush.call if outline
  found
end

all = Dir[File.join(CHECKOUT, "features/*.feature")].sort.flat_map { |file| scenarios(file) }
all.each_with_index do |scenario, number|
  pid = fork do
    Dir.mktmpdir do |folder|
      Dir.chdir(folder) do
        world = World.new(scenario.name, number)
        scenario.steps.each do |step|
          next unless step.text.match?(/\AI (?:have|do|run jekyll|wait|change|delete|decide)/)
          extra = step.extra.is_a?(Array) ? Table.new(step.extra.drop(1).map { |row| step.extra.first.zip(row).to_h }) : step.extra
          begin
            world.step(step.text, extra && [extra])
          rescue StandardError => e
            warn "#{scenario.name}: #{step.text}: #{e.class} #{e.message}"
          end
        end
      end
    end
    exit!(0)
  end
  Process.wait(pid)
end
