// usage: generate_messages.mjs <folder of message files> <output folder> --sources <folder> [--part <name>=<file>,…] …
// en.json names every message; the other languages translate them all. Who says them is found in the client's
// sources (message_parts.mjs). Out of them come
//   message_ids.h      a constant per plain message, a struct per message with placeholders
//   message_texts.cpp  the English texts that the program has, and the table of languages
//   messages/<tag>.txt, messages/<tag>-<part>.txt  what the program says in each other language, and what each part
//                      says in each language, fetched when it is spoken
//   message_files.js   where the page finds those, for the bridge
//   translations.h     all texts of the other languages, for tests
// Messages are ICU texts: {name}, {count, number} and {count, plural, =0 {…} one {…} other {…}} with # for
// the number. Apostrophes are plain letters here. For the app a name becomes its position and every text is
// one line. Whatever is wrong in a file ends the build and names the message.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { partsOfMessages, pascal, snake } from "./message_parts.mjs";

const separator = "\n";

/** @returns {Map<string, "text" | "number">} placeholders in order, and `text` with positions for names */
export function compact(source, wanted) {
  const kinds = new Map();
  let at = 0;
  const fail = (what) => { throw new Error(`${what} at ${at} in "${source}"`); };
  const position = (name, kind) => {
    const known = kinds.get(name);
    kinds.set(name, kind === "number" || known === "number" ? "number" : "text");
    const order = wanted ?? [...kinds.keys()];
    if (!order.includes(name)) fail(`{${name}} is no placeholder of this message`);
    return order.indexOf(name);
  };
  const take = (pattern, what) => {
    pattern.lastIndex = at;
    const found = pattern.exec(source);
    if (!found) fail(`expected ${what}`);
    at += found[0].length;
    return found;
  };

  function arms(index) {
    let text = `{${index},plural,`;
    const seen = new Set();
    for (;;) {
      take(/\s*/y, "space");
      if (source[at] === "}") break;
      const [, form] = take(/(=\d+|zero|one|two|few|many|other)\s*\{/y, "a plural form and {");
      if (seen.has(form)) fail(`a second ${form}`);
      seen.add(form);
      text += `${form}{${body(true)}}`;
    }
    ++at;
    if (!seen.has("other")) fail("a plural without other");
    return text + "}";
  }

  function body(inside) {
    let text = "";
    for (;;) {
      if (at >= source.length) return inside ? fail("an open {") : text;
      const c = source[at];
      if (c === "}") {
        if (!inside) fail("a } too many");
        ++at;
        return text;
      }
      if (c !== "{") {
        text += c;
        ++at;
        continue;
      }
      const [, name, kind] = take(/\{\s*([a-z_]+)\s*(?:,\s*(number|plural)\s*)?/y, "{name} or {name, number|plural");
      const index = position(name, kind ? "number" : "text");
      if (kind === "plural") {
        take(/,/y, "a comma");
        text += arms(index);
      } else {
        take(/\}/y, "}");
        text += `{${index}}`;
      }
    }
  }

  if (/[\n\r\0]/.test(source)) fail("a line break");
  const text = body(false);
  return { text, kinds };
}

const quoted = (text) => JSON.stringify(text);

export function read(folder) {
  const load = (file) => JSON.parse(readFileSync(join(folder, file), "utf8"));
  const files = readdirSync(folder).filter((file) => file.endsWith(".json") && file !== "en.json").sort();
  const english = load("en.json");
  const messages = Object.entries(english.messages).map(([id, source]) => {
    if (!/^[a-z_]+\.[a-zA-Z0-9_]+$/.test(id)) throw new Error(`en.json: "${id}" is no id`);
    return { id, ...compact(source) };
  });
  const others = files.map((file) => {
    const { language, messages: translated } = load(file);
    const wrong = Object.keys(translated).filter((id) => !(id in english.messages));
    const missing = messages.filter(({ id }) => !(id in translated)).map(({ id }) => id);
    if (wrong.length) throw new Error(`${file}: en.json has no ${wrong.join(", ")}`);
    if (missing.length) throw new Error(`${file}: misses ${missing.join(", ")}`);
    const texts = messages.map(({ id, kinds }) => {
      try {
        const own = compact(translated[id], [...kinds.keys()]);
        for (const name of kinds.keys()) {
          if (!own.kinds.has(name)) throw new Error(`{${name}} is missing`);
        }
        return own.text;
      } catch (error) {
        throw new Error(`${file}: ${id}: ${error.message}`);
      }
    });
    return { language, texts };
  });
  // In English errors have the sentence that came with them, which says more.
  const texts = messages.map(({ id, text }) => (id.startsWith("error.") ? "" : text));
  return { messages, languages: [{ language: english.language, texts }, ...others] };
}

/**
 * Puts what the program says first, then what each part says, so that each has its texts in a row.
 * @param {ReturnType<typeof read>} all @param {string[]} parts @param {Map<string, string>} partOf by id
 */
export function arrange({ messages, languages }, parts, partOf) {
  const places = ["", ...parts].map((name) =>
    messages.flatMap(({ id }, index) => ((partOf.get(id) ?? "") === name ? [index] : [])));
  const order = places.flat();
  const begins = [0];
  for (const those of places) begins.push(begins[begins.length - 1] + those.length);
  return {
    parts, begins, messages: order.map((index) => messages[index]),
    languages: languages.map(({ language, texts }) => ({ language, texts: order.map((index) => texts[index]) })),
  };
}

/** The files that the page fetches: name and lines. The program has what it says in English. */
export function files({ parts, begins, languages }) {
  return languages.flatMap(({ language: { tag }, texts }, index) =>
    ["", ...parts].flatMap((part, place) => {
      const lines = texts.slice(begins[place], begins[place + 1]);
      const fetched = lines.length > 0 && (part || index > 0);
      return fetched ? [{ name: part ? `${tag}-${part}` : tag, text: lines.map((line) => line + separator).join("") }] : [];
    }));
}

function identifiers({ messages, languages, parts, begins }) {
  const lines = messages.map(({ id, text, kinds }, index) => {
    if (!kinds.size) return `/// ${text}\ninline constexpr Plain ${snake(id)}{${index}};`;
    const members = [...kinds].map(([name, kind]) =>
      `    ${kind === "number" ? "std::int64_t" : "std::string_view"} ${name};`);
    const arguments_ = [...kinds.keys()].map((name) => `Argument(${name})`).join(", ");
    return `/// ${text}\nstruct ${pascal(id)} {\n${members.join("\n")}\n` +
      `    static constexpr std::uint16_t index = ${index};\n` +
      `    std::array<Argument, ${kinds.size}> arguments() const { return {${arguments_}}; }\n};`;
  });
  const errors = messages.map(({ id }, index) => ({ id, index })).filter(({ id }) => id.startsWith("error."))
    .map(({ id, index }) => ({ word: id.slice("error.".length), index }))
    .sort((a, b) => (a.word < b.word ? -1 : 1));
  return `// Generated from assets/messages/en.json.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "client/model/message.h"

namespace lsl::model::msg {

inline constexpr std::size_t languages = ${languages.length};
inline constexpr std::size_t count = ${messages.length};
/// The parts, in the order of client/CMakeLists.txt.
inline constexpr std::array<std::string_view, ${parts.length}> parts = {${parts.map(quoted).join(", ")}};
/// Where the messages of each begin: the program's, those of each part, and where the last end.
inline constexpr std::array<std::size_t, ${begins.length}> begins = {${begins.join(", ")}};

${lines.join("\n")}

/// Errors of the server, by the word that it gives them; sorted.
inline constexpr std::array<ErrorText, ${errors.length}> error_texts = {{
${errors.map(({ word, index }) => `    {${quoted(word)}, Plain{${index}}},`).join("\n")}
}};

}  // namespace lsl::model::msg
`;
}

const list = (languages) => languages.map(({ language }) =>
  `    {${quoted(language.tag)}, ${quoted(language.name)}, ${language.direction === "rtl"}},`).join("\n");

function texts_source({ languages, begins }) {
  const lines = languages[0].texts.map((text) => `    ${quoted(text + separator)}`);
  const own = lines.splice(0, begins[1]);
  return `// Generated from assets/messages.
#include "client/model/messages.h"

namespace lsl::model {

const std::string_view english_texts =
${own.join("\n")}
#ifndef __EMSCRIPTEN__
    // Where nothing is fetched, all is there at once.
${lines.join("\n")}
#endif
    "";

const std::array<Language, language_count> languages = {{
${list(languages)}
}};

}  // namespace lsl::model
`;
}

function translations(languages) {
  // Adjacent literals: one of all would be longer than what compilers must take.
  const texts = languages.slice(1).map(({ language, texts }) =>
    `    if (tag == ${quoted(language.tag)}) {\n        return\n` +
    texts.map((text) => `            ${quoted(text + separator)}`).join("\n") + ";\n    }");
  return `// Generated from assets/messages.
#pragma once

#include <string_view>

namespace lsl::model {

/// All texts of that language, the program's and the parts'; empty = there are none.
inline std::string_view translation(std::string_view tag) {
${texts.join("\n")}
    return {};
}

}  // namespace lsl::model
`;
}

/** Leaves a file alone that is as it should be: whatever depends on it is not made again. */
function put(file, text) {
  if (!existsSync(file) || readFileSync(file, "utf8") !== text) writeFileSync(file, text);
}

/** The client's sources by the paths that includes have. @param {string} folder */
function sourcesIn(folder) {
  const walk = (at) => readdirSync(at, { withFileTypes: true }).flatMap((entry) => {
    const path = join(at, entry.name);
    if (entry.isDirectory()) return walk(path);
    return /\.(cpp|h)$/.test(entry.name) ? [path] : [];
  });
  return new Map(walk(folder).map((path) => [pathIn(folder, path), readFileSync(path, "utf8")]));
}

const pathIn = (folder, path) => join(basename(folder), relative(folder, resolve(path)));

function main([folder, output, ...options]) {
  const values = (name) => options.flatMap((word, at) => (word === name ? [options[at + 1]] : []));
  const [sources] = values("--sources").map((path) => resolve(path));
  if (!folder || !output || !sources) throw new Error("a folder of messages, one for what is made, and --sources are needed");
  const parts = new Map(values("--part").map((text) => {
    const [name, list] = text.split("=");
    return [name, (list ?? "").split(",").filter(Boolean).map((path) => pathIn(sources, path))];
  }));
  const all = read(folder);
  const partOf = partsOfMessages(all.messages.map(({ id }) => id), sourcesIn(sources), parts);
  const arranged = arrange(all, [...parts.keys()], partOf);
  const fetched = files(arranged);

  const texts = join(output, "messages");
  mkdirSync(texts, { recursive: true });
  put(join(output, "message_ids.h"), identifiers(arranged));
  put(join(output, "message_texts.cpp"), texts_source(arranged));
  put(join(output, "translations.h"), translations(arranged.languages));
  for (const name of readdirSync(texts)) {
    if (!fetched.some((file) => name === `${file.name}.txt`)) rmSync(join(texts, name));
  }
  for (const { name, text } of fetched) put(join(texts, `${name}.txt`), text);
  const lines = fetched.map(({ name }) => `  "${name}": "messages/${name}.txt",`);
  put(join(output, "message_files.js"),
    `// Generated from assets/messages: the bundle puts the real addresses here. The keys are quoted, so that\n// Closure leaves them alone.\nconst messageFiles = {\n${lines.join("\n")}\n};\n`);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    main(process.argv.slice(2));
  } catch (error) {
    console.error(`messages: ${error.message}`);
    process.exit(1);
  }
}
