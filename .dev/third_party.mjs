// usage: third_party.mjs <server binary> [--check]
// Writes THIRD-PARTY.md from what the server is linked with and what the web bundle carries: names from the binary's
// own list of libraries, licences from the packages that they came with. With --check nothing is written; the file
// has to say already what is true.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const [binary, check] = process.argv.slice(2);
const page = join(root, "THIRD-PARTY.md");

// By the name that the linker knows; `licence` where Debian's copyright file has none that a program can read, or
// where the way that Debian builds the library decides; `onX86` where other processors' builds lack it, on which the
// page is the same.
const linked = {
  libfmt: { name: "fmt", use: "texts with values in them", package: "libfmt9" },
  libsqlite3: { name: "SQLite", use: "the database", package: "libsqlite3-0" },
  libcurl: { name: "libcurl", use: "handing mails to a mail server", package: "libcurl4", licence: "curl" },
  libssl: { name: "OpenSSL", use: "TLS, DTLS", package: "libssl3" },
  libcrypto: { name: "OpenSSL", use: "SRTP's ciphers, hashes", package: "libssl3" },
  libIPSec_MB: { name: "libipsec-mb", use: "SRTP's cipher on x86-64", package: "libipsec-mb1", licence: "BSD-3-clause", onX86: true },
  libavformat: { name: "FFmpeg", use: "files of recordings", package: "libavformat59", licence: "GPL-2+ as Debian builds it" },
  libavcodec: { name: "FFmpeg", use: "converting a recording, pictures", package: "libavcodec59", licence: "GPL-2+ as Debian builds it" },
  libavutil: { name: "FFmpeg", use: "its base", package: "libavutil57", licence: "GPL-2+ as Debian builds it" },
  libswscale: { name: "FFmpeg", use: "sizes of pictures", package: "libswscale6", licence: "GPL-2+ as Debian builds it" },
  libz: { name: "zlib", use: "packing pages and lists", package: "zlib1g" },
  "libdate-tz": { name: "date", use: "time zones", package: "libdate-tz3" },
  libutf8proc: { name: "utf8proc", use: "forms and cases of Unicode", package: "libutf8proc2" },
  libsodium: { name: "libsodium", use: "passwords, secrets, hashes", package: "libsodium23" },
  libqrencode: { name: "libqrencode", use: "QR codes", package: "libqrencode4" },
  libfido2: { name: "libfido2", use: "keys and signatures of passkeys", package: "libfido2-1" },
  "libstdc++": { name: "GCC's libraries", use: "C++", package: "libstdc++6", licence: "GPL-3+ with the runtime exception" },
  libgcc_s: { name: "GCC's libraries", use: "C++", package: "libgcc-s1", licence: "GPL-3+ with the runtime exception" },
  libm: { name: "glibc", use: "C", package: "libc6", licence: "LGPL-2.1+" },
  libc: { name: "glibc", use: "C", package: "libc6", licence: "LGPL-2.1+" },
};
const headers = [
  { name: "cpp-httplib", use: "HTTP, in the server", from: "Debian, source", licence: () => licenceOf(".deps/cpp-httplib/LICENSE") },
  { name: "nlohmann/json", use: "JSON, in the server", from: "Debian `nlohmann-json3-dev`", licence: () => debianLicence("nlohmann-json3-dev") },
  { name: "Dear ImGui", use: "the app's canvas", from: "Debian, source", licence: () => licenceOf(".deps/imgui/LICENSE.txt") },
  { name: "Emscripten's libraries", use: "C and C++, in the browser", from: "Debian, source", licence: () => "MIT" },
  { name: "zxcvbn's list of passwords", use: "passwords that are refused", from: "Debian `python3-zxcvbn`", licence: () => debianLicence("python3-zxcvbn") },
];
const npm = {
  "lucide-static": "icons",
  "@fontsource-variable/inter": "the font",
};

function debianLicence(name) {
  const file = `/usr/share/doc/${name}/copyright`;
  if (!existsSync(file)) return undefined;
  const all = readFileSync(file, "utf8").split(/\n\s*\n/).find((part) => /^Files: \*/m.test(part));
  return all?.match(/^License: *(.+)$/m)?.[1].replace("Expat", "MIT");
}

function licenceOf(file) {
  const text = readFileSync(join(root, file), "utf8");
  if (/Permission is hereby granted, free of charge/.test(text)) return "MIT";
  throw new Error(`${file}: this licence is not known here`);
}

function needed() {
  const list = execFileSync("readelf", ["-d", binary], { encoding: "utf8" });
  return [...list.matchAll(/\(NEEDED\).*\[(.+?)\.so/g)].map(([, name]) => name).filter((name) => !/^lib(asan|ubsan|tsan)$/.test(name));
}

const rows = [];
for (const library of new Set([...needed(), ...Object.keys(linked).filter((name) => linked[name].onX86)])) {
  const known = linked[library];
  if (!known) throw new Error(`${library} is linked, but .dev/third_party.mjs does not say what for`);
  rows.push({ what: `${known.name} (\`${library}\`)`, use: known.use, from: `Debian \`${known.package}\``, licence: known.licence ?? debianLicence(known.package) });
}
for (const { name, use, from, licence } of headers) rows.push({ what: name, use, from, licence: licence() });
for (const [name, use] of Object.entries(npm)) {
  const { license } = JSON.parse(readFileSync(join(root, ".deps/npm/node_modules", name, "package.json"), "utf8"));
  rows.push({ what: name, use: `${use}, in the browser`, from: `npm \`${name}\``, licence: license });
}
for (const row of rows) if (!row.licence) throw new Error(`the licence of ${row.what} was not found`);
rows.sort((a, b) => a.what.localeCompare(b.what, "en"));

const text = `# What is not ours

What the server is linked with and what the web app carries. Nothing of it lies in this repository: the build takes it from
Debian's packages and from npm, in the versions that \`.dev/\` names. This page is written by \`./dev third-party\` from the
built server and the packages' own licence texts; \`./dev test\` compares.

| what | for | from | licence |
|---|---|---|---|
${rows.map((row) => `| ${row.what} | ${row.use} | ${row.from} | ${row.licence} |`).join("\n")}

Tools that only build or test (CMake, compilers, GoogleTest, Playwright, axe-core, Closure …) are listed in \`.dev/packages.txt\`,
\`.dev/packages-test.txt\` and \`.dev/package.json\`. Copyright lines of what browsers receive: \`assets/LICENSES.md\`.
`;

if (check !== "--check") writeFileSync(page, text);
else if (!existsSync(page) || readFileSync(page, "utf8") !== text) {
  console.error("THIRD-PARTY.md does not say what is linked and bundled: ./dev third-party writes it");
  process.exit(1);
}
