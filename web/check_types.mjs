// usage: check_types.mjs [--typescript <folder of the package>]
// Checks the types that the comments of web/*.js promise, as an editor does with `// @ts-check`. What
// the scripts call of the C++ side is declared here from its definitions, with as many parameters.
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const at = process.argv.indexOf("--typescript");
const ts = createRequire(import.meta.url)(
  at > 0 ? resolve(process.argv[at + 1]) : join(root, ".deps/npm/node_modules/typescript"));

/** Given by Emscripten or written in by the build. */
const given = `
declare const Module: any, mergeInto: any, LibraryManager: any, GL: any, GLctx: any;
declare const HEAPU8: Uint8Array, HEAPF64: Float64Array;
declare function _malloc(size: number): number;
declare function _free(at: number): void;
declare const icons: Record<number, { path: string, fill: boolean }>;
declare const messageFiles: Record<string, string>;
`;

/** The functions that C++ exports, with the number of their parameters. */
function exported() {
  const folder = join(root, "client/platform/web");
  const found = /EMSCRIPTEN_KEEPALIVE\s+([\w:]+(?:\s*\*)?)\s*(lsl_\w+)\s*\(([^)]*)\)/g;
  const declarations = [];
  for (const name of readdirSync(folder).filter((name) => name.endsWith(".cpp"))) {
    for (const [, type, called, list] of readFileSync(join(folder, name), "utf8").matchAll(found)) {
      const parameters = list.split(",").map((text) => text.trim()).filter(Boolean)
        .map((text, index) => `p${index}: ${text.startsWith("bool ") ? "boolean | number" : "number"}`);
      const result = type === "void" ? "void" : type === "bool" ? "boolean" : "number";
      declarations.push(`declare function _${called}(${parameters.join(", ")}): ${result};`);
    }
  }
  if (declarations.length < 20) throw new Error("the exports of client/platform/web were not found");
  return declarations.join("\n");
}

const declarations = join(root, "web/given.d.ts");  // never written to the disk

/** @param {string[]} files @param {string[]} lib */
function problems(files, lib) {
  const options = {
    target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.None, moduleDetection: ts.ModuleDetectionKind.Legacy, types: [],
    lib: lib.map((name) => `lib.${name}.d.ts`), allowJs: true, checkJs: true, noEmit: true,
    noImplicitReturns: true, noFallthroughCasesInSwitch: true,
  };
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  const text = given + exported();
  host.fileExists = (name) => name === declarations || fileExists(name);
  host.readFile = (name) => name === declarations ? text : readFile(name);
  host.getSourceFile = (name, target, ...rest) =>
    name === declarations ? ts.createSourceFile(name, text, target) : getSourceFile(name, target, ...rest);
  const program = ts.createProgram([declarations, ...files.map((name) => join(root, "web", name))], options, host);
  return ts.getPreEmitDiagnostics(program);
}

const alone = ["sw.js", "player/frame_ring.js", "externs.js"];
const scripts = readdirSync(join(root, "web"), { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".js") && !alone.includes(name));
const found = [
  ...problems(scripts, ["es2023", "dom", "dom.iterable"]),
  ...problems(["sw.js"], ["es2023", "webworker"]),
  ...problems(["player/frame_ring.js"], ["es2023", "webworker"]),
];
for (const problem of found) {
  const words = ts.flattenDiagnosticMessageText(problem.messageText, " ");
  const place = problem.file?.getLineAndCharacterOfPosition(problem.start ?? 0);
  console.error(problem.file ? `${relative(root, problem.file.fileName)}:${place.line + 1}: ${words}` : words);
}
console.log(`${scripts.length + 2} scripts, ${found.length} problems`);
process.exitCode = found.length ? 1 : 0;
