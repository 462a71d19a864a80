// Writes linter/sitecheck/math/mathjax/data/mathjax{2,3,4}.json from the published MathJax packages.
//
//   SITECHECK_NODE_MODULES=… node tools/gen_mathjax_tables.mjs [3] [4] [2] [--check]
//
// The packages register their commands, environments, delimiters and characters in named maps when their
// configurations load; the map constructors are wrapped before that, and what they are given is written down:
// the method by name, its fixed arguments, the replacement text of macros. MathJax 2 has one table of definitions,
// which is compared before and after an extension is loaded; its methods are called as those of MathJax 3. --check writes nothing and fails if
// a file would change.
import fs from 'node:fs';
import path from 'node:path';
import {createRequire} from 'node:module';
import {fileURLToPath} from 'node:url';

const require = createRequire(import.meta.url);
const here = path.dirname(fileURLToPath(import.meta.url));
const data = path.join(here, '..', 'linter', 'sitecheck', 'math', 'mathjax', 'data');
const modules = process.env.SITECHECK_NODE_MODULES || path.join(here, '..', '.reference', 'node_modules');

const SOURCES = {
  3: {name: 'mathjax-full', code: 'js', maps: 'input/tex/SymbolMap.js', dependencies: 'components/src/dependencies.js',
    component: ['base', 'ams', 'newcommand', 'require', 'autoload', 'configmacros']},
  4: {name: '@mathjax/src', code: 'cjs', maps: 'input/tex/TokenMap.js', dependencies: 'components/cjs/dependencies.js',
    component: ['base', 'ams', 'newcommand', 'textmacros', 'require', 'autoload', 'configmacros']},
};
const MAP_CLASSES = ['CharacterMap', 'DelimiterMap', 'MacroMap', 'CommandMap', 'EnvironmentMap'];
const TEXCLASS_OP = 1;

/** Wraps the map constructors so that every map made from now on is kept with what it was made from. */
function recordMaps(mapModule) {
  const maps = new Map();
  for (const kind of MAP_CLASSES) {
    const original = mapModule[kind];
    const wrapped = function (...given) {
      maps.set(given[0], {kind, given});
      return Reflect.construct(original, given, new.target === wrapped ? original : new.target || original);
    };
    wrapped.prototype = original.prototype;
    mapModule[kind] = Object.setPrototypeOf(wrapped, original);
  }
  return maps;
}

/** Loads every package; answers their names. */
function loadPackages(root) {
  const folder = path.join(root, 'input/tex');
  const names = fs.readdirSync(folder).filter((name) => fs.statSync(path.join(folder, name)).isDirectory());
  for (const name of names) {
    const files = fs.readdirSync(path.join(folder, name));
    require(path.join(folder, name, files.find((file) => file.endsWith('Configuration.js'))));
  }
  return names;
}

/** Method object → "module.Method" for every exported method of the packages, base first. */
function methodNames(root, packages) {
  const names = new Map();
  const folder = path.join(root, 'input/tex');
  const order = ['base', 'ams', 'newcommand', ...packages];
  for (const name of new Set(order)) {
    for (const file of fs.readdirSync(path.join(folder, name)).filter((f) => /(Methods|Configuration)\.js$/.test(f))) {
      collectMethods(name, require(path.join(folder, name, file)), names);
    }
  }
  collectMethods('core', require(path.join(folder, 'ParseMethods.js')), names);
  return names;
}

function collectMethods(name, exported, names) {
  for (const group of Object.values(exported)) {
    if (!group || typeof group !== 'object') continue;
    for (const [method, code] of Object.entries(group)) {
      if (typeof code === 'function' && !names.has(code)) names.set(code, `${name}.${method}`);
    }
  }
}

/** Which packages bring which others, from the component build. */
function readDependencies(file) {
  const found = {};
  const text = fs.readFileSync(file, 'utf8');
  for (const [, name, list] of text.matchAll(/'\[tex\]\/([a-z0-9]+)':\s*\[((?:\s*'[^']*',?)*)\s*\]/g)) {
    const needs = [...list.matchAll(/'\[tex\]\/([a-z0-9]+)'/g)].map((match) => match[1]);
    if (!(name in found) && needs.length) found[name] = needs;
  }
  return found;
}

class Writer {
  constructor(version) {
    this.source = SOURCES[version];
    this.version = version;
    this.root = path.join(modules, this.source.name, this.source.code);
    this.maps = recordMaps(require(path.join(this.root, this.source.maps)));
    const {TeX} = require(path.join(this.root, 'input/tex.js'));
    this.packages = loadPackages(this.root);
    this.methods = methodNames(this.root, this.packages);
    this.tex = new TeX({packages: this.source.component});
    // In MathJax 4 this package makes its map for each input that has it, not when it is loaded.
    new TeX({packages: [...this.source.component, 'setoptions']});
    const {MmlFactory} = require(path.join(this.root, 'core/MmlTree/MmlFactory.js'));
    this.tex.setMmlFactory(new MmlFactory());
    this.configurations = require(path.join(this.root, 'input/tex/Configuration.js')).ConfigurationHandler;
    this.util = require(path.join(this.root, 'input/tex/NodeUtil.js')).default;
  }

  table() {
    const about = JSON.parse(fs.readFileSync(path.join(modules, this.source.name, 'package.json'), 'utf8'));
    const packages = {};
    for (const name of this.packages) packages[name] = this.package(name);
    const used = new Set(Object.values(packages).flatMap((p) => Object.values(p.handlers).flat().map(([map]) => map)));
    ['text-special', 'text-macros'].forEach((map) => used.add(map));
    return {
      about: {engine: `mathjax${this.version}`, package: about.name, version: about.version, licence: about.license,
        generator: 'tools/gen_mathjax_tables.mjs'},
      component: this.source.component,
      autoload: this.autoload(),
      refused: Object.entries(this.tex.parseOptions.options.require.allow).filter(([, allowed]) => !allowed)
        .map(([name]) => name),
      packages,
      maps: Object.fromEntries([...used].filter((map) => this.maps.has(map)).sort()
        .map((map) => [map, this.map(this.maps.get(map), this.owner(map, packages))])),
      big: this.bigOperators(),
      unshown: this.unshownCharacters(),
      tokens: this.tokenAttributes(),
    };
  }

  /** The package that uses a map: the home of methods that no module exports. */
  owner(map, packages) {
    const uses = ([, p]) => Object.values(p.handlers).flat().some(([name]) => name === map);
    return (Object.entries(packages).find(uses) || ['textmacros'])[0];
  }

  package(name) {
    const configuration = this.configurations.get(name);
    const handlers = {};
    for (const [handler, maps] of Object.entries(configuration.handler)) {
      if (maps.length) {
        handlers[handler] = maps.map((map) =>
          Array.isArray(map) ? map : [map, configuration.priority]);
      }
    }
    if (this.maps.has(name) && !Object.keys(handlers).length) handlers.macro = [[name, configuration.priority]];
    const needs = readDependencies(path.join(modules, this.source.name, this.source.dependencies))[name] || [];
    return {handlers, needs};
  }

  autoload() {
    const found = {commands: {}, environments: {}};
    for (const [name, value] of Object.entries(this.tex.parseOptions.options.autoload)) {
      const [commands, environments] = value.length === 2 && Array.isArray(value[0]) ? value : [value, []];
      for (const command of commands) found.commands[command] = name;
      for (const environment of environments) found.environments[environment] = name;
    }
    return found;
  }

  map({kind, given}, owner) {
    if (kind === 'CharacterMap' || kind === 'DelimiterMap') return this.characters(kind, given);
    const [entries, functions] = kind === 'EnvironmentMap' ? [given[2], given[3]] : [given[1], given[2]];
    const out = {};
    for (const [name, value] of Object.entries(entries)) {
      const [method, ...args] = Array.isArray(value) ? value : [value];
      const code = typeof method === 'function' ? method : functions[method];
      out[name] = [this.methods.get(code) || `${owner}.${code?.name || method}`, ...args.map(plain)];
    }
    return {kind: {MacroMap: 'macro', CommandMap: 'command', EnvironmentMap: 'environment'}[kind], entries: out};
  }

  characters(kind, [, method, entries]) {
    const groups = {};
    for (const [name, value] of Object.entries(entries)) {
      const [character, attributes] = Array.isArray(value) ? value : [value, {}];
      const group = this.symbolClass(method, character, attributes || {});
      (groups[group] ||= []).push(name);
    }
    for (const group of Object.keys(groups)) groups[group] = groups[group].join(' ');
    return {kind: kind === 'DelimiterMap' ? 'delimiter' : 'character', entries: groups};
  }

  /** "big": takes limits and its scripts move; "operator": takes \limits; "symbol": neither. */
  symbolClass(method, character, attributes) {
    const element = /mi|mathchar7|Greek/.test(method?.name || '') ? 'mi' : 'mo';
    const node = this.tex.parseOptions.nodeFactory.create('token', element, {...attributes}, character);
    if (this.util.getProperty(node, 'movesupsub')) return 'big';
    return this.util.getTexClass(node) === TEXCLASS_OP ? 'operator' : 'symbol';
  }

  /** The token elements of MathML and the attributes that they know. */
  tokenAttributes() {
    const found = {};
    for (const element of ['mi', 'mn', 'mo', 'ms', 'mspace', 'mtext', 'mglyph']) {
      const node = this.tex.parseOptions.nodeFactory.create('node', element);
      const known = [];
      for (const name in node.attributes.defaults) known.push(name);
      if (node.isToken) found[element] = known.sort().join(' ');
    }
    return found;
  }

  /** Characters that are big operators when they are typed themselves. */
  bigOperators() {
    const {getRange} = require(path.join(this.root, 'core/MmlTree/OperatorDictionary.js'));
    let found = '';
    for (let code = 0x80; code < 0x1ffff; code++) {
      if (code >= 0xd800 && code < 0xe000) continue;
      const character = String.fromCodePoint(code);
      const type = getRange(character)?.[3] || 'mo';
      if (type !== 'mo') continue;
      const node = this.tex.parseOptions.nodeFactory.create('token', 'mo', {}, character);
      if (this.util.getTexClass(node) === TEXCLASS_OP) found += character;
    }
    return found;
  }

  /** Ranges of characters that stand in none of MathJax's: 3.2.1 and 3.2.2 fail on them. Without surrogates. */
  unshownCharacters() {
    const {getRange} = require(path.join(this.root, 'core/MmlTree/OperatorDictionary.js'));
    const ranges = [];
    for (let code = 1; code <= 0x10ffff; code++) {
      if ('\t\n\r'.includes(String.fromCodePoint(code)) || (code >= 0xd800 && code < 0xe000)) continue;
      if (getRange(String.fromCodePoint(code)) !== null) continue;
      const last = ranges[ranges.length - 1];
      if (last && last[1] === code - 1) last[1] = code;
      else ranges.push([code, code]);
    }
    const written = (code) => '\\U' + code.toString(16).padStart(8, '0');
    return ranges.map(([first, last]) => `${written(first)}-${written(last)}`).join('');
  }
}

/** The names that methods of MathJax 2 have in MathJax 3, where they differ by more than the module. */
const OLD_NAMES = {
  AMSarray: 'base.EqnArray', AlignedAMSArray: 'ams.AmsEqnArray', CD_env: 'amscd.CD', fColorBox: 'color.FColorBox',
  HREF_attribute: 'html.Href', CLASS_attribute: 'html.Class', STYLE_attribute: 'html.Style', ID_attribute: 'html.Id',
  Color: 'old.Color', HBox: 'base.HBox', Require: 'old.Require', CE: 'mhchem.Machine',
};
const OLD_KINDS = {macros: 'command', special: 'macro', environment: 'environment', delimiter: 'delimiter',
  mathchar0mi: 'character', mathchar0mo: 'character', mathchar7: 'character'};
const OLD_HANDLERS = {macros: 'macro', special: 'character', environment: 'environment', delimiter: 'delimiter',
  mathchar0mi: 'macro', mathchar0mo: 'macro', mathchar7: 'macro'};

class OldWriter {
  constructor() {
    const {start} = require('./mathjax2_vm.cjs');
    this.start = (extensions) => start(modules, extensions);
    this.maps = {};
    this.autoload = {commands: {}, environments: {}};
    const newer = JSON.parse(fs.readFileSync(path.join(data, 'mathjax3.json'), 'utf8'));
    this.newer = newer;
    this.methods = new Map();
    for (const map of Object.values(newer.maps)) {
      if (map.kind === 'character' || map.kind === 'delimiter') continue;
      for (const [method] of Object.values(map.entries)) {
        const name = method.split('.')[1];
        if (!this.methods.has(name) || method.startsWith('base.')) this.methods.set(name, method);
      }
    }
  }

  table() {
    const about = JSON.parse(fs.readFileSync(path.join(modules, 'mathjax', 'package.json'), 'utf8'));
    const base = this.start([]);
    const packages = {base: this.package('base', {}, base.TeX.Definitions), autoload: {handlers: {}, needs: []}};
    const folder = path.join(modules, 'mathjax', 'unpacked', 'extensions', 'TeX');
    for (const file of fs.readdirSync(folder).filter((name) => name.endsWith('.js')).sort()) {
      const name = file.replace('.js', '');
      if (['autoload-all', 'noErrors', 'noUndefined', 'autobold'].includes(name)) continue;
      packages[name] = this.extension(name);
    }
    return {
      about: {engine: 'mathjax2', package: about.name, version: about.version, licence: about.license,
        generator: 'tools/gen_mathjax_tables.mjs'},
      component: ['base', 'AMSmath', 'AMSsymbols', 'autoload'],
      autoload: this.autoload, refused: [], packages, maps: this.maps, big: this.newer.big, unshown: '',
      tokens: this.newer.tokens,
    };
  }

  extension(name) {
    const page = this.start({AMSmath: [], AMSsymbols: ['AMSmath']}[name]);
    const before = JSON.parse(JSON.stringify(page.TeX.Definitions));
    const methods = {...page.TeX.Parse.prototype};
    page.load(`extensions/TeX/${name}.js`);
    const replaced = new Set(Object.keys(methods).filter((each) => methods[each] !== page.TeX.Parse.prototype[each]));
    return this.package(name, before, page.TeX.Definitions, replaced);
  }

  /** What is in ``after`` and not in ``before``, as a package; commands whose method it has ``replaced`` are
   * others, too: color.js leaves \color its name and changes what it does. */
  package(name, before, after, replaced = new Set()) {
    const handlers = {};
    for (const [part, kind] of Object.entries(OLD_KINDS)) {
      const entries = Object.entries(after[part] || {})
        .filter(([key, value]) => JSON.stringify(value) !== JSON.stringify((before[part] || {})[key])
          || (part === 'macros' && replaced.has([value].flat()[0])));
      const kept = this.entries(kind, entries, name === 'base', replaced);
      if (!Object.keys(kept).length) continue;
      this.maps[`${name}-${part}`] = {kind, entries: kept};
      const rank = (part === 'delimiter' ? 5 : part.startsWith('mathchar') ? 3 : 1) + (name === 'base' ? 1 : 0);
      (handlers[OLD_HANDLERS[part]] ||= []).push([`${name}-${part}`, rank]);
      if (part === 'delimiter') (handlers.macro ||= []).push([`${name}-${part}`, rank]);
    }
    return {handlers, needs: []};
  }

  entries(kind, entries, autoloads, replaced) {
    const found = {};
    for (const [name, value] of entries) {
      if (kind === 'character' || kind === 'delimiter') {
        const group = symbolGroup(value, kind, this.newer.big);
        found[group] = found[group] ? `${found[group]} ${name}` : name;
        continue;
      }
      const [method, ...args] = Array.isArray(value) ? value : [value];
      const wanted = {Extension: args[0], ExtensionEnv: args[1]}[method];
      if (wanted && autoloads) this.autoload[kind === 'environment' ? 'environments' : 'commands'][name] ||= wanted;
      const old = replaced.has(method) && this.methods.has(method) ? undefined : OLD_NAMES[method];
      if (!wanted) found[name] = [old || this.methods.get(method) || `old.${method}`, ...args.map(plain)];
    }
    return found;
  }
}

function symbolGroup(value, kind, big) {
  const [code, attributes] = Array.isArray(value) ? value : [value, {}];
  if (attributes.movesupsub) return 'big';
  if (kind === 'character' && big.includes(String.fromCharCode(parseInt(code, 16)))) return 'operator';
  return attributes.texClass === TEXCLASS_OP ? 'operator' : 'symbol';
}

/** A fixed argument as JSON can hold it. */
function plain(value) {
  if (value === undefined || typeof value === 'function' || value === Infinity) return null;
  return value;
}

/** One line per entry, so that a new version gives a readable difference. */
function render(table) {
  const lines = ['{'];
  for (const [key, value] of Object.entries(table)) {
    if (key !== 'maps' && key !== 'packages') { lines.push(`${JSON.stringify(key)}: ${JSON.stringify(value)},`); continue; }
    lines.push(`${JSON.stringify(key)}: {`);
    const inner = Object.entries(value).map(([name, entry]) => `${JSON.stringify(name)}: ${renderMap(entry)}`);
    lines.push(inner.join(',\n'), '},');
  }
  lines[lines.length - 1] = lines[lines.length - 1].replace(/,$/, '');
  return [...lines, '}', ''].join('\n');
}

function renderMap(entry) {
  if (!entry.entries) return JSON.stringify(entry);
  const inner = Object.entries(entry.entries).map(([name, value]) => ` ${JSON.stringify(name)}: ${JSON.stringify(value)}`);
  return `{"kind": "${entry.kind}", "entries": {\n${inner.join(',\n')}}}`;
}

const check = process.argv.includes('--check');
const wanted = process.argv.slice(2).filter((argument) => argument in SOURCES || argument === '2');
let stale = false;
for (const version of wanted.length ? wanted : ['3', '4', '2']) {
  const file = path.join(data, `mathjax${version}.json`);
  const text = render((version === '2' ? new OldWriter() : new Writer(version)).table());
  const old = fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '';
  if (text === old) continue;
  stale = true;
  if (check) console.log(`${path.basename(file)} is not what the packages give`);
  else fs.writeFileSync(file, text);
}
process.exit(check && stale ? 1 : 0);
