// @ts-check
// What only some pages need: the player, and the studio's camera and broadcast. Each is a script of its
// own, fetched when the app first asks for it. What is asked of it before waits, in order.

const parts = (() => {
  // The bundle puts the names of its files here.
  /** @type {Record<string, string>} */
  const addresses = { "player": "part-player.js", "studio": "part-studio.js" };
  const firstPauseMs = 500, longestPauseMs = 8000;
  const reloadedKey = "lean.part-reload";

  /** @typedef {{ objects: any, loads: boolean, pauseMs: number, waiting: ((objects: any) => void)[] }} Part */
  /** @returns {Part} */
  const absent = () => ({ objects: null, loads: false, pauseMs: firstPauseMs, waiting: [] });
  /** @type {Record<string, Part>} */
  const known = { "player": absent(), "studio": absent() };

  let started = false;  // before, a part that is there already is held
  /** @type {(() => void)[]} */
  const held = [];

  /** Whether this tab was loaded anew for a part already; storage may be forbidden. @param {string} [value] */
  function reloaded(value) {
    try {
      if (value !== undefined) sessionStorage.setItem(reloadedKey, value);
      return sessionStorage.getItem(reloadedKey) === "1";
    } catch {
      return true;
    }
  }

  /**
   * The line may be bad: again, later. Or the server has another build by now, and this one's files are
   * gone: the page is loaded anew, once.
   * @param {string} name
   */
  async function recover(name) {
    const answer = await fetch(addresses[name], { method: "HEAD" }).catch(() => null);
    if (answer?.status === 404 && !reloaded()) {
      reloaded("1");
      location.reload();
      return;
    }
    const part = known[name];
    setTimeout(() => load(name), part.pauseMs);
    part.pauseMs = Math.min(longestPauseMs, 2 * part.pauseMs);
  }

  /** @param {string} name */
  function load(name) {
    const part = known[name];
    if (part.loads) return;
    part.loads = true;
    const script = document.createElement("script");
    script.src = addresses[name];
    script.onerror = () => {
      script.remove();
      part.loads = false;
      recover(name);
    };
    document.head.append(script);
  }

  /** A part is there. @param {string} name @param {any} objects */
  function arrive(name, objects) {
    if (!started) {
      held.push(() => arrive(name, objects));
      return;
    }
    const part = known[name];
    part.objects = objects;
    reloaded("");
    for (const one of Object.values(objects)) one["start"]();
    for (const call of part.waiting.splice(0)) call(objects);
  }

  // The parts are compiled by themselves: what they and the app call of each other has quoted names.
  window["leanParts"] = {
    "player": (/** @type {any} */ objects) => arrive("player", objects),
    "studio": (/** @type {any} */ objects) => arrive("studio", objects),
  };
  window["leanHost"] = {
    "memory": { "tell": memory.tell },
    "http": { "retryAfter": http.retryAfter },
    "system": { "stored": system.stored, "guardLeaving": system.guardLeaving },
    "video": {
      "player": video.player, "preview": video.preview, "start": video.start, "showFrame": video.showFrame,
      "hideFrame": video.hideFrame, "isFullscreen": video.isFullscreen, "canFullscreen": video.canFullscreen,
      "isInPicture": video.isInPicture, "canPicture": video.canPicture,
    },
    "_lsl_on_player": (/** @type {number} */ at, /** @type {number} */ length) => _lsl_on_player(at, length),
    "_lsl_on_capture": (/** @type {number} */ at, /** @type {number} */ length) => _lsl_on_capture(at, length),
    "_lsl_on_broadcast": (/** @type {number} */ at, /** @type {number} */ length) => _lsl_on_broadcast(at, length),
    "_lsl_on_level": (/** @type {number} */ rms, /** @type {number} */ peak) => _lsl_on_level(rms, peak),
    "_lsl_on_may_resume": () => _lsl_on_may_resume(),
  };

  // The page that is opened needs it at once: it is on its way together with the program.
  if (/^\/(streams\/[^/]+\/watch|workouts\/[^/]+)$/.test(location.pathname)) load("player");
  if (location.pathname.endsWith("/broadcast")) load("studio");

  return {
    /** The program runs. */
    start() {
      started = true;
      for (const one of held.splice(0)) one();
    },

    /** Loads the part when need be. @param {string} name @param {(objects: any) => void} call */
    ask(name, call) {
      parts.tell(name, call);
      if (!known[name].objects) load(name);
    },

    /** Loads nothing: what is said counts once somebody asks. @param {string} name @param {(objects: any) => void} call */
    tell(name, call) {
      const { objects, waiting } = known[name];
      if (objects) call(objects);
      else waiting.push(call);
    },
  };
})();
