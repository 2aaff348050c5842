// usage: bundle.mjs --wasm <folder of leansporty-app.js and split/*.wasm> --out <folder>
// Makes what the server serves: files named by their contents (so that browsers may keep them for ever),
// compressed beforehand, index.html naming them, and files.json, which lists it all:
//   [{ "path": "/static/app.3f2a….js", "file": "static/app.3f2a….js", "type": "text/javascript; …",
//      "hash": "<sha-256>", "immutable": true, "encodings": { "br": "static/….br", "gzip": "static/….gz" } }]
// index.html is listed as "/index.html": a template whose comments <!--meta-->, <!--initial-data--> and
// <!--fallback--> the server fills, so it is neither hashed nor compressed.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, extname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { partScripts, partText } from "./part_scripts.mjs";


const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const option = (name, fallback) => {
  const at = process.argv.indexOf("--" + name);
  return resolve(at > 0 ? process.argv[at + 1] : join(root, fallback));
};
const wasmFolder = option("wasm", "build/wasm");
const out = option("out", "build/web");
const fontFolder = join(root, ".deps/npm/node_modules/@fontsource-variable/inter/files");

const types = {
  ".js": "text/javascript; charset=utf-8", ".wasm": "application/wasm", ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml", ".png": "image/png", ".woff2": "font/woff2", ".txt": "text/plain; charset=utf-8",
  ".webmanifest": "application/manifest+json", ".html": "text/html; charset=utf-8",
};
const compressible = [".js", ".wasm", ".css", ".svg", ".txt", ".webmanifest"];

const listing = [];
const sizes = [];

function write(file, bytes) {
  mkdirSync(dirname(join(out, file)), { recursive: true });
  writeFileSync(join(out, file), bytes);
}

function brotli(bytes, own) {
  return brotliCompressSync(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_LGWIN]: 22,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      ...own,
    },
  });
}

// Which of these is the smallest is known only afterwards; they differ by a fifth of a per cent.
const brotliChoices = [
  {},
  { [constants.BROTLI_PARAM_NDIRECT]: 15 },
  { [constants.BROTLI_PARAM_LGBLOCK]: 24 },
  { [constants.BROTLI_PARAM_NPOSTFIX]: 1, [constants.BROTLI_PARAM_NDIRECT]: 30 },
];

function compress(bytes) {
  const tries = brotliChoices.map((own) => brotli(bytes, own));
  const br = tries.reduce((best, one) => (one.length < best.length ? one : best));
  return { br, gzip: gzipSync(bytes, { level: 9 }) };
}

function list(file, contents, immutable) {
  const bytes = Buffer.from(contents);
  const encodings = {};
  write(file, bytes);
  const packed = compressible.includes(extname(file)) ? compress(bytes) : {};
  for (const [encoding, data] of Object.entries(packed)) {
    if (data.length >= bytes.length) continue;
    encodings[encoding] = `${file}.${encoding === "gzip" ? "gz" : "br"}`;
    write(encodings[encoding], data);
  }
  listing.push({
    path: "/" + file, file, type: types[extname(file)],
    hash: createHash("sha256").update(bytes).digest("hex"), immutable, encodings,
  });
  sizes.push({ file, raw: bytes.length, br: packed.br?.length ?? bytes.length });
  return "/" + file;
}

/** A file that never changes under its name. */
function hashed(name, contents) {
  const hash = createHash("sha256").update(contents).digest("hex").slice(0, 12);
  const extension = extname(name);
  return list(`static/${name.slice(0, -extension.length)}.${hash}${extension}`, contents, true);
}

/** Replaces a reference, which must be there: a silent miss would break the page. */
function refer(text, from, to) {
  if (!text.includes(from)) throw new Error(`nothing refers to ${from}`);
  return text.replaceAll(from, to);
}

rmSync(out, { recursive: true, force: true });

const asset = (name) => hashed(name, readFileSync(join(root, "assets", name)));
const favicon = asset("favicon.svg");
const touchIcon = asset("icon-180.png");  // Apple's, which the page names, not the manifest
const icons = { "icon-maskable.svg": asset("icon-maskable.svg"), "favicon.svg": favicon };
for (const size of [192, 512]) icons[`icon-${size}.png`] = asset(`icon-${size}.png`);
let manifest = readFileSync(join(root, "assets/manifest.webmanifest"), "utf8");
for (const [name, path] of Object.entries(icons)) manifest = refer(manifest, `"${name}"`, `"${path}"`);

// The letters of Europe's names (Kovač, Łukasz, İpek) come alone: the file that has them is 85 KB, for one letter of
// a teacher's name. These are 15 KB.
const europeanFont = join(wasmFolder, "inter-european.woff2");
execFileSync("/usr/bin/python3", ["-m", "fontTools.subset", join(fontFolder, "inter-latin-ext-wght-normal.woff2"),
  "--unicodes=U+0100-017F,U+0218-021B", "--flavor=woff2", "--layout-features=*", `--output-file=${europeanFont}`]);
const fonts = {};
for (const subset of ["latin", "european", "latin-ext"]) {
  const file = subset === "european" ? europeanFont : join(fontFolder, `inter-${subset}-wght-normal.woff2`);
  fonts[subset] = hashed(`inter-${subset}.woff2`, readFileSync(file));
}
let styles = readFileSync(join(root, "web/styles.css"), "utf8");
for (const [subset, path] of Object.entries(fonts)) styles = refer(styles, `fonts/inter-${subset}.woff2`, path);

const wasm = hashed("app.wasm", readFileSync(join(wasmFolder, "split/program.wasm")));
let script = readFileSync(join(wasmFolder, "leansporty-app.js"), "utf8");
// What parts say, and languages beside English, are fetched when they are needed.
const messageFolder = join(wasmFolder, "generated/messages");
for (const file of readdirSync(messageFolder)) {
  script = refer(script, `messages/${file}`, hashed(`messages-${file}`, readFileSync(join(messageFolder, file))));
}
// Parts are fetched when a page needs them.
const closure = join(root, ".deps/npm/node_modules/.bin/google-closure-compiler");
for (const name of Object.keys(partScripts)) {
  const source = partText(name, (part) => readFileSync(join(root, `web/${part}.js`), "utf8"));
  const options = ["--compilation_level=SIMPLE", "--language_in=UNSTABLE", "--language_out=UNSTABLE",
    "--warning_level=QUIET", "--rewrite_polyfills=false"];
  const part = execFileSync(closure, options, { input: source, encoding: "utf8" });
  script = refer(script, `part-${name}.js`, hashed(`part-${name}.js`, part));
  const module = readFileSync(join(wasmFolder, `split/${name}.wasm`));
  script = refer(script, `part-${name}.wasm`, hashed(`part-${name}.wasm`, module));
}
// The script looks for its wasm in its own folder, and its short names are nobody else's business.
script = `(()=>{${refer(script, "leansporty-app.wasm", wasm.slice(wasm.lastIndexOf("/") + 1))}\n})();\n`;

// What the plain page shares with the app is the same code.
const plain = `(()=>{\nconst onceMore = { follow() {}, leave() {} };  // which the plain page has not\n${["http", "session", "player/quality", "player/whep", "plain/plain"]
  .map((name) => readFileSync(join(root, `web/${name}.js`), "utf8")).join("\n")}})();\n`;

let page = readFileSync(join(root, "index.html"), "utf8");
const references = {
  'href="favicon.svg"': `href="${favicon}"`,
  'src="favicon.svg"': `src="${favicon}"`,
  'href="icon-180.png"': `href="${touchIcon}"`,
  'href="manifest.webmanifest"': `href="${hashed("manifest.webmanifest", manifest)}"`,
  'href="app.wasm"': `href="${wasm}"`,
  'href="fonts/inter-latin.woff2"': `href="${fonts.latin}"`,
  'href="styles.css"': `href="${hashed("styles.css", styles)}"`,
  'src="boot.js"': `src="${hashed("boot.js", readFileSync(join(root, "web/boot.js")))}"`,
  'data-plain="plain.js"': `data-plain="${hashed("plain.js", plain)}"`,
  'src="app.js"': `src="${hashed("app.js", script)}"`,
};
for (const [from, to] of Object.entries(references)) page = refer(page, from, to);
for (const comment of ["<!--meta-->", "<!--initial-data-->", "<!--fallback-->"]) refer(page, comment, "");
list("index.html", page, false);

let offline = readFileSync(join(root, "web/plain/offline.html"), "utf8");
const offlineReferences = {
  'href="favicon.svg"': `href="${favicon}"`,
  'href="styles.css"': references['href="styles.css"'],
  'src="offline.js"': `src="${hashed("offline.js", readFileSync(join(root, "web/plain/offline.js")))}"`,
};
for (const [from, to] of Object.entries(offlineReferences)) offline = refer(offline, from, to);
list("offline.html", offline, false);

// The worker knows the files of its build; it is named by them, and found under its own name always.
// The icons are the system's affair, once, when the app is installed.
const immutableFiles = listing.map(({ path, immutable }) => (immutable ? path : "")).filter((path) => /^(?!.*icon-\d)./.test(path));
const build = createHash("sha256").update(immutableFiles.join("\n") + offline).digest("hex").slice(0, 12);
let worker = readFileSync(join(root, "web/sw.js"), "utf8");
worker = refer(refer(worker, "lean-BUILD", `lean-${build}`), '["FILES"]', JSON.stringify(immutableFiles));
worker = refer(worker, '"ICON"', JSON.stringify(icons["icon-192.png"]));
list("sw.js", worker, false);

list("share.png", readFileSync(join(root, "assets/share.png")), false);
list("robots.txt", readFileSync(join(root, "assets/robots.txt")), false);

write("files.json", JSON.stringify(listing, null, 1) + "\n");

/** Bytes on the wire by what they are for; tests/e2e/server/budget.test.mjs judges them. */
const wire = (pattern) => sizes.filter(({ file }) => pattern.test(file)).reduce((sum, { br }) => sum + br, 0);
const code = {
  first_page: wire(/(^|\/)(app|boot|sw)\.(.*\.)?(wasm|js)$/),
  player: wire(/\/part-player\./),
  studio: wire(/\/part-studio\./),
  account: wire(/\/part-account\./),
  room: wire(/\/part-room\./),
  plain_page: wire(/\/(plain|offline)\..*js$/),
};
write("sizes.json", JSON.stringify({ code_brotli: code, files: sizes }, null, 1) + "\n");
for (const { file, raw, br } of sizes) {
  console.log(`${String(raw).padStart(9)} ${String(br).padStart(9)} br  ${file}`);
}
for (const [what, bytes] of Object.entries(code)) console.log(`${what}: ${bytes} bytes brotli`);
