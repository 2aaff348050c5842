// Through what a part is entered from outside of it (web/README.md, "Parts"): the app calls these only when the
// part is here. By name: pages, what a page has of another part, dialogs, and what their intents do.

/** What a page has of another part: the page asks for both. */
const lentFunctions = ["fullscreen_player", "chat_column", "has_chat", "chat_line", "wish_bar", "answers", "effort_part",
  "replay_chat_below", "replay_chat_beside", "replay_chat_shown_again", "energy_on_seek_bar"];

/** A gate by its mangled name. */
export const gate = new RegExp("^_ZN3lsl(5views(\\d+\\w+_pageE|" +
  lentFunctions.map((name) => `${name.length}${name}E|`).join("") + "4showERKNS0_4ViewERKNS_5model6dialog)|3app6reduceE)");

/** @param {string} name of a function, as the sources have it */
export const isGate = (name) => /_page$/.test(name) || ["show", "reduce", ...lentFunctions].includes(name);
