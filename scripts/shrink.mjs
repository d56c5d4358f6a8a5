// Makes the application's script and module smaller without changing what they do. Trunk's own minifier cannot read the
// script, and wasm-bindgen gives each of some 250 imports a name with 16 hex digits, which no compressor shortens, in both
// files. Here they get short names, and the script is minified. The style sheet of a build without the pages of staff loses
// the rules of these.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { minify } from 'terser';

const IMPORT_SECTION = 2;
const BINDING = /^ {8}(__wb[\w$]*): function/gm;
const MODULE = /"(\.\/[\w-]+_bg\.js)": import0/;
// As style/main.scss marks them.
const STAFF = /\/\*! staff \*\/.*?\/\*! everybody \*\//s;
const MARKS = /\/\*! (staff|everybody) \*\//g;

export async function shrink(folder) {
  const names = readdirSync(folder);
  // The worker's module is loaded apart, and is not counted.
  const wasmName = names.find((name) => name.endsWith('_bg.wasm') && !name.startsWith('worker-'));
  const scriptName = wasmName?.replace('_bg.wasm', '.js');
  if (!wasmName || !names.includes(scriptName)) return;

  const script = readFileSync(join(folder, scriptName), 'utf8');
  const short = new Map([...script.matchAll(BINDING)].map(([, name], index) => [name, index.toString(36)]));
  const module = script.match(MODULE)?.[1];
  if (!module || short.size === 0) throw new Error(`${scriptName} does not look as wasm-bindgen writes it`);

  const wasm = renameImports(readFileSync(join(folder, wasmName)), module, short);
  const renamed = script
    .replace(BINDING, (_, name) => `"${short.get(name)}": function`)
    .replace(MODULE, '"": import0');
  const { code } = await minify(renamed, { module: true, ecma: 2020, compress: { passes: 2 } });
  writeFileSync(join(folder, wasmName), wasm);
  writeFileSync(join(folder, scriptName), code);
}

/** Takes the rules of staff out of the style sheet, unless `staff`, and the marks around them. */
export function shrinkStyles(folder, staff) {
  for (const name of readdirSync(folder).filter((name) => name.endsWith('.css'))) {
    const path = join(folder, name);
    const styles = readFileSync(path, 'utf8');
    if (!STAFF.test(styles)) throw new Error(`${name} does not mark the rules of staff`);
    writeFileSync(path, styles.replace(staff ? MARKS : STAFF, ''));
  }
}

/** Rewrites the import section: module `from` becomes the empty name, and each of its fields its short one. */
function renameImports(wasm, from, short) {
  const parts = [wasm.subarray(0, 8)];
  for (let at = 8; at < wasm.length; ) {
    const start = at;
    const id = wasm[at];
    const [size, body] = readLeb(wasm, at + 1);
    at = body + size;
    parts.push(id === IMPORT_SECTION ? section(id, renamedBody(wasm.subarray(body, at), from, short)) : wasm.subarray(start, at));
  }
  return Buffer.concat(parts);
}

function renamedBody(body, from, short) {
  const [count, first] = readLeb(body, 0);
  const parts = [leb(count)];
  let at = first;
  for (let index = 0; index < count; index += 1) {
    const [module, afterModule] = readName(body, at);
    const [field, afterField] = readName(body, afterModule);
    const end = endOfType(body, afterField);
    const ours = module === from;
    if (ours && !short.has(field)) throw new Error(`the script gives no ${field}`);
    parts.push(nameBytes(ours ? '' : module), nameBytes(ours ? short.get(field) : field), body.subarray(afterField, end));
    at = end;
  }
  return Buffer.concat(parts);
}

/** The end of an import's type, which begins at `at`: function, table, memory, global or tag. */
function endOfType(body, at) {
  const kind = body[at];
  const skipLimits = (from) => {
    const [, afterMin] = readLeb(body, from + 1);
    return body[from] & 1 ? readLeb(body, afterMin)[1] : afterMin;
  };
  switch (kind) {
    case 0:
      return readLeb(body, at + 1)[1];
    case 1:
      return skipLimits(at + 2);
    case 2:
      return skipLimits(at + 1);
    case 3:
      return at + 3;
    case 4:
      return readLeb(body, at + 2)[1];
    default:
      throw new Error(`an import of the unknown kind ${kind}`);
  }
}

function section(id, body) {
  return Buffer.concat([Buffer.from([id]), leb(body.length), body]);
}

function readName(bytes, at) {
  const [length, start] = readLeb(bytes, at);
  return [bytes.toString('utf8', start, start + length), start + length];
}

function nameBytes(name) {
  const bytes = Buffer.from(name, 'utf8');
  return Buffer.concat([leb(bytes.length), bytes]);
}

/** Reads an unsigned LEB128 number: its value, and where it ends. */
function readLeb(bytes, at) {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at];
    at += 1;
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return [value, at];
  }
}

function leb(value) {
  const bytes = [];
  do {
    const rest = Math.floor(value / 128);
    bytes.push((value % 128) + (rest > 0 ? 0x80 : 0));
    value = rest;
  } while (value > 0);
  return Buffer.from(bytes);
}
