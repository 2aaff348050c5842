// The scripts that only some pages need, in the order they are read. Each part is a file of its own,
// fetched by web/parts.js. A script in two parts is in both files: neither waits for the other.
/** @type {Record<"player" | "studio" | "account" | "room", string[]>} */
export const partScripts = {
  player: ["selection", "session", "player/quality", "player/once_more", "player/whep", "player/voice", "player/counts", "player/loop", "player/zoom", "player/player", "player/own_mirror", "player/live_desk"],
  studio: ["selection", "session", "studio/studio_audio", "studio/level", "studio/sound", "studio/mixer", "studio/capture", "studio/on_air", "studio/whip", "studio/clap", "studio/check", "studio/desk"],
  account: ["selection", "passkeys"],
  room: [],  // nothing but its module
};

/** What a part has instead of the app's own objects. */
const borrowed = ["memory", "http", "system", "video", "_lsl_on_player", "_lsl_on_capture", "_lsl_on_broadcast",
  "_lsl_on_level", "_lsl_on_may_resume", "_lsl_on_desk"];

/** What the app may call of a part: the objects under their names. */
const lent = { player: "{ player, desk: liveDesk }", studio: "{ capture, whip, desk }", account: "{ desk: passkeys }", room: "{}" };

/** What a part is in a worker: the same file, so that it is cached and allowed like the part itself. */
const workers = { player: "player/frame_ring", studio: "", account: "", room: "" };

/** @param {"player" | "studio" | "account" | "room"} name @param {(script: string) => string} read */
export const partText = (name, read) => `${workers[name] && `if (!self.document) {\n${read(workers[name])}\n} else `}(() => {
const { ${borrowed.join(", ")} } = window["leanHost"];
${partScripts[name].map(read).join("\n")}
window["leanParts"]["${name}"](${lent[name]});
})();
`;
