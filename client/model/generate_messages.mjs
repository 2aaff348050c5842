// usage: generate_messages.mjs <folder of message files> <output folder>
// en.json names every message; the other languages translate them all. Out of them come
//   message_ids.h      a constant per plain message, a struct per message with placeholders
//   message_texts.cpp  the English texts and the table of languages
//   messages/<tag>.txt the texts of each other language, fetched when it is chosen
//   message_files.js   where the page finds those, for the bridge
//   translations.h     the same texts for tests
// Messages are ICU texts: {name}, {count, number} and {count, plural, =0 {…} one {…} other {…}} with # for
// the number. Apostrophes are plain letters here. For the app a name becomes its position and every text is
// one line. Whatever is wrong in a file ends the build and names the message.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

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

const pascal = (id) => id.split(/[._]/).map((part) => part[0].toUpperCase() + part.slice(1)).join("");
const snake = (id) => id.replaceAll(".", "_");
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

function identifiers(messages) {
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

inline constexpr std::size_t count = ${messages.length};

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

function texts_source(languages) {
  const lines = languages[0].texts.map((text) => `    ${quoted(text + separator)}`);
  return `// Generated from assets/messages.
#include "client/model/messages.h"

namespace lsl::model {

const std::string_view english_texts =
${lines.join("\n")};

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

/// What the page would fetch for that language; empty = there is none.
inline std::string_view translation(std::string_view tag) {
${texts.join("\n")}
    return {};
}

}  // namespace lsl::model
`;
}

function main([folder, output]) {
  const { messages, languages } = read(folder);
  mkdirSync(join(output, "messages"), { recursive: true });
  const header = identifiers(messages)
    .replace("inline constexpr std::size_t count", `inline constexpr std::size_t languages = ${languages.length};\n` +
      "inline constexpr std::size_t count");
  writeFileSync(join(output, "message_ids.h"), header);
  writeFileSync(join(output, "message_texts.cpp"), texts_source(languages));
  writeFileSync(join(output, "translations.h"), translations(languages));
  for (const { language, texts } of languages.slice(1)) {
    writeFileSync(join(output, "messages", `${language.tag}.txt`), texts.map((text) => text + separator).join(""));
  }
  const files = languages.slice(1).map(({ language: { tag } }) => `  "${tag}": "messages/${tag}.txt",`);
  writeFileSync(join(output, "message_files.js"),
    `// Generated from assets/messages: the bundle puts the real addresses here. The keys are quoted, so that\n// Closure leaves them alone.\nconst messageFiles = {\n${files.join("\n")}\n};\n`);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    main(process.argv.slice(2));
  } catch (error) {
    console.error(`messages: ${error.message}`);
    process.exit(1);
  }
}
