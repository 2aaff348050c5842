// usage: split_program.mjs --program <wasm with function names> --out <folder> --binaryen <its bin folder>
//          --nm <llvm-nm> --objects <folder> --inline-up-to <bytes> [--part <name>=<archive>,…] …
// Takes out of the program what only some pages need (web/README.md, "Parts"): program.wasm is what every
// page begins with, <part>.wasm the rest of each part. Binaryen's wasm-split does the surgery: a call into
// a part goes through the program's table, whose slots the part fills when it is instantiated.
//
// A function belongs to a part when only the part's archives define it and nothing else calls it, or when
// nothing but the part calls it. What several need stays in the program. From outside a part is entered
// through its gates alone, which the app opens when the part is there.
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { gate } from "./part_gates.mjs";

/** @param {string} name @returns {string[]} */
function values(name) {
  const found = process.argv.flatMap((word, at) => (word === `--${name}` ? [process.argv[at + 1]] : []));
  return found;
}
/** @param {string} name */
function value(name) {
  const [given] = values(name);
  if (!given) throw new Error(`--${name} is missing`);
  return given;
}

const program = resolve(value("program")), out = resolve(value("out")), nm = value("nm");
const tool = (/** @type {string} */ name, /** @type {string[]} */ given) =>
  execFileSync(join(value("binaryen"), name), given, { encoding: "utf8", maxBuffer: 1 << 30 });

/** What the browsers that the app runs in have, and the program uses. */
const features = ["bulk-memory", "mutable-globals", "nontrapping-float-to-int", "reference-types", "sign-ext"]
  .map((name) => `--enable-${name}`);

/** @type {Map<string, string[]>} a part's archives */
const archives = new Map(values("part").map((text) => {
  const [name, files] = text.split("=");
  return [name, files.split(",").filter(Boolean).map((file) => resolve(file))];
}));

/** The functions that objects or archives define. @param {string[]} files @returns {Set<string>} */
function defined(files) {
  const list = execFileSync(nm, ["--defined-only", "--format=posix", ...files],
    { encoding: "utf8", maxBuffer: 1 << 30 });
  // "name T 12 34"; W is a function that several objects may define.
  return new Set([...list.matchAll(/^(\S+) [TtWw] /gm)].map(([, name]) => name));
}

/** @param {string} folder @returns {string[]} */
function objectsIn(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return objectsIn(path);
    return /\.(o|a)$/.test(entry.name) ? [path] : [];
  });
}

/** Who calls whom, by name, and whose address is taken. */
function callGraph() {
  /** @type {Map<string, Set<string>>} */
  const callers = new Map();
  /** @type {Set<string>} reached without a call that the graph knows: exports and what the table holds */
  const roots = new Set();
  const functions = new Set();
  for (const line of tool("wasm-opt", [...features, "--print-call-graph", "-o", "/dev/null", program]).split("\n")) {
    const call = /^\s*"([^"]+)" -> "([^"]+)"/.exec(line);
    if (call) {
      if (!callers.has(call[2])) callers.set(call[2], new Set());
      callers.get(call[2])?.add(call[1]);
      continue;
    }
    const style = /^\s*"([^"]+)" \[(.*)\]/.exec(line);
    if (style) functions.add(style[1]);
    if (style && /fillcolor="(gray|turquoise)"|style="filled, rounded"/.test(style[2])) roots.add(style[1]);
  }
  if (callers.size < 100 || roots.size < 50) throw new Error("the call graph of the program was not understood");
  return { callers, functions, roots };
}

const others = objectsIn(value("objects"))
  .filter((file) => ![...archives.values()].some((own) => own.includes(resolve(file))))
  // An archive has its objects' symbols already; only what is in no archive counts by itself.
  .filter((file) => file.endsWith(".a") || /platform|leansporty-app/.test(file));
const everywhere = defined(others);
const ownSymbols = new Map([...archives].map(([name, files]) => [name, defined(files)]));
const { callers, functions, roots } = callGraph();

/** @type {Map<string, string>} a function's part */
const partOf = new Map();
for (const [name, symbols] of ownSymbols) {
  const elsewhere = [...ownSymbols].filter(([other]) => other !== name).map(([, those]) => those);
  for (const symbol of symbols) {
    if (!everywhere.has(symbol) && !elsewhere.some((those) => those.has(symbol)) && functions.has(symbol)) partOf.set(symbol, name);
  }
}
/** Repeats until nothing changes any more. @param {() => boolean} step */
const settle = (step) => { while (step()); };
// Only gates may be called from outside: what else is, stays in the program.
settle(() => {
  const called = [...partOf].filter(([callee, part]) =>
    !gate.test(callee) && [...callers.get(callee) ?? []].some((caller) => partOf.get(caller) !== part));
  for (const [callee] of called) partOf.delete(callee);
  return called.length > 0;
});
// What nothing but a part calls goes with it.
settle(() => {
  let grew = false;
  for (const [callee, those] of callers) {
    if (partOf.has(callee) || roots.has(callee)) continue;
    const [part, ...more] = new Set([...those].filter((one) => one !== callee).map((one) => partOf.get(one)));
    if (part === undefined || more.length) continue;
    partOf.set(callee, part);
    grew = true;
  }
  return grew;
});

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const manifest = join(out, "manifest.txt");
writeFileSync(manifest, [...archives.keys()].map((name) =>
  [name, ...[...partOf].filter(([, part]) => part === name).map(([symbol]) => symbol)].join("\n")).join("\n\n") + "\n");
tool("wasm-split", ["--quiet", "--multi-split", ...features, "--manifest", manifest, "--out-prefix", out + "/",
  "--output", join(out, "program.wasm"), program]);
// Equal functions were kept apart for the split; each module needs one of them only.
for (const name of ["program", ...archives.keys()]) {
  const file = join(out, `${name}.wasm`);
  tool("wasm-opt", [...features, "-Oz", `--one-caller-inline-max-function-size=${value("inline-up-to")}`,
    "--low-memory-unused", "--zero-filled-memory", "-o", file, file]);
}
