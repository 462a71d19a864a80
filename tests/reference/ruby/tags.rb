# frozen_string_literal: false

# What tags print: takes a list of questions, each a script that registers one and templates that use it; answers
# with what each template renders to, or null where Ruby raises.
require "json"
require "tmpdir"
ENV["JEKYLL_NO_BUNDLER_REQUIRE"] = "true"
require "jekyll"

Jekyll.logger.log_level = :error
said = JSON.parse($stdin.read).map { |each| JSON.parse(each) }
settings = said.first.first
site = Jekyll::Site.new(Jekyll.configuration(settings.merge("source" => Dir.tmpdir, "quiet" => true)))
# Each is a process of its own, as the names of classes are the same.
def answer(site, script, templates)
  eval(script, TOPLEVEL_BINDING)
  templates.map do |template|
    Liquid::Template.parse(template).render!({}, registers: { site: site })
  rescue StandardError => error
    warn error.message if ENV["SAY"]
    nil
  end
rescue StandardError, SyntaxError => error
  warn error.message if ENV["SAY"]
  [nil] * templates.size
end

answers = said.drop(1).map do |script, templates|
  reader, writer = IO.pipe
  child = fork do
    reader.close
    writer.write(JSON.generate(answer(site, script, templates)))
    writer.close
    exit!(0)
  end
  writer.close
  text = reader.read
  Process.wait(child)
  JSON.parse(text)
end
puts JSON.generate([nil, *answers])
