// Whose a message is: a part's when nobody else can say it, else the program's. A part's words are fetched with
// the part (web/README.md, "Parts"), so that what is said without it must not be among them.
//
// Sources name messages as msg::<id>; whoever names one says it. A file of a part also says for others what it
// says in its functions: whoever includes its header and names one of them that is no gate of the part may call
// it while the part is away. What headers of many files declare (update.h) runs in answer to the part's own pages.
import { isGate } from "../../web/part_gates.mjs";

/** What message_ids.h and message.h declare beside the messages. */
const otherNames = new Set(["Plain", "Argument", "ErrorText", "error_texts", "count", "languages", "parts", "begins"]);
/** The picture of the console, which says what the player says: that page asks for both parts (app.cpp, parts_of). */
const calledWithBothParts = new Set(["player_surface"]);

export const pascal = (id) => id.split(/[._]/).map((part) => part[0].toUpperCase() + part.slice(1)).join("");
export const snake = (id) => id.replaceAll(".", "_");

/** Without comments and what stands in quotes. @param {string} text */
const code = (text) => text.replace(/\/\/.*|\/\*[^]*?\*\/|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)'/g,
  (found) => (found.startsWith("/") ? " " : '""'));

/** The messages that a source names, by their identifiers. @param {string} path @param {string} text */
function named(path, text) {
  const hidden = /\busing\s+(namespace\s+)?[\w:]*\bmsg\b|\bnamespace\s+(?!msg\b)\w+\s*=\s*[\w:]*\bmsg\s*;/.exec(text);
  if (hidden) throw new Error(`${path}: "${hidden[0]}" hides which messages are used: write msg::<id>`);
  return [...text.matchAll(/\bmsg::\s*(\w+)/g)].map(([, name]) => name).filter((name) => !otherNames.has(name));
}

/**
 * @param {string[]} ids of the messages
 * @param {Map<string, string>} sources text by path, as includes name it ("client/views/bars.cpp")
 * @param {Map<string, string[]>} parts paths of each part's .cpp files
 * @returns {Map<string, string>} the part by the message's id, for those that are a part's
 */
export function partsOfMessages(ids, sources, parts) {
  /** @type {Map<string, string>} */
  const owners = new Map();
  for (const [part, paths] of parts) {
    for (const path of paths) {
      if (!sources.has(path)) throw new Error(`${path} of the part ${part} is none of the client's sources`);
      if (owners.has(path)) throw new Error(`${path} is in two parts, ${owners.get(path)} and ${part}`);
      owners.set(path, part);
    }
  }
  const texts = new Map([...sources].map(([path, text]) => [path, code(text)]));
  const speakers = speakersOf(sources, texts, owners);
  /** @type {Map<string, string>} */
  const byIdentifier = new Map();
  for (const id of ids) {
    for (const name of new Set([snake(id), pascal(id)])) {
      const other = byIdentifier.get(name);
      if (other) throw new Error(`${id} and ${other} are both called msg::${name}`);
      byIdentifier.set(name, id);
    }
  }
  /** @type {Map<string, Set<string>>} */
  const users = new Map();
  for (const [path, text] of texts) {
    for (const name of named(path, text)) {
      const id = byIdentifier.get(name);
      if (!id) throw new Error(`${path}: msg::${name} is no message`);
      const those = users.get(id) ?? new Set();
      for (const speaker of speakers.get(path) ?? [""]) those.add(speaker);
      users.set(id, those);
    }
  }
  return new Map(ids.flatMap((id) => {
    // What comes with an error is looked up by its word, wherever it is shown.
    const [owner, ...more] = id.startsWith("error.") ? [] : users.get(id) ?? [];
    return owner && !more.length ? [[id, owner]] : [];
  }));
}

/**
 * Who may say what each file says: parts, or "" for the program.
 * @param {Map<string, string>} sources @param {Map<string, string>} texts the same without comments
 * @param {Map<string, string>} owners @returns {Map<string, Set<string>>}
 */
function speakersOf(sources, texts, owners) {
  /** @type {Map<string, string[]>} the files of parts that a file calls */
  const called = new Map();
  for (const [path, text] of texts) {
    if (!path.endsWith(".cpp")) continue;
    const words = new Set(text.match(/[A-Za-z_]\w*/g));
    const includes = [...(sources.get(path) ?? "").matchAll(/^#include "([^"]+)\.h"/gm)].map(([, name]) => name);
    called.set(path, includes.filter((name) => {
      if (`${name}.cpp` === path || !owners.has(`${name}.cpp`)) return false;
      const functions = [...(texts.get(`${name}.h`) ?? "").matchAll(/\b([A-Za-z_]\w*)\s*\(/g)].map(([, one]) => one);
      return functions.some((one) => words.has(one) && !isGate(one) && !calledWithBothParts.has(one));
    }).map((name) => `${name}.cpp`));
  }
  const speakers = new Map([...texts.keys()].map((path) => [path, new Set([owners.get(path) ?? ""])]));
  for (let grew = true; grew;) {
    grew = false;
    for (const [path, those] of called) {
      for (const other of those) {
        const known = speakers.get(other), before = known?.size;
        for (const one of speakers.get(path) ?? []) known?.add(one);
        grew ||= known?.size !== before;
      }
    }
  }
  return speakers;
}
