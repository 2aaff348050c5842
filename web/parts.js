// @ts-check
// What only some pages need: the player, the studio's camera and broadcast, signing in and a person's settings, the room of a class.
// Each is a script, a WebAssembly module and the part's words in the language that is spoken, fetched when the app first asks for
// it. What is asked of it before waits, in order.

const parts = (() => {
  // In the order of platform::Part. The bundle puts the names of its files here.
  const names = ["player", "studio", "account", "room"];
  /** @type {Record<string, string>} */
  const scripts = { "player": "part-player.js", "studio": "part-studio.js", "account": "part-account.js", "room": "part-room.js" };
  /** @type {Record<string, string>} */
  const modules = { "player": "part-player.wasm", "studio": "part-studio.wasm", "account": "part-account.wasm", "room": "part-room.wasm" };
  const firstPauseMs = 500, longestPauseMs = 8000;
  const reloadedKey = "lean.part-reload";

  /**
   * @typedef {{ objects: any, attached: boolean, here: boolean, loads: boolean, pauseMs: number,
   *   texts: string, language: string, waiting: ((objects: any) => void)[] }} Part `language`: whose words `texts` are
   */
  /** @returns {Part} */
  const absent = () =>
    ({ objects: null, attached: false, here: false, loads: false, pauseMs: firstPauseMs, texts: "", language: "", waiting: [] });
  /** @type {Record<string, Part>} */
  const known = { "player": absent(), "studio": absent(), "account": absent(), "room": absent() };

  let spoken = false;  // before, a part that is there already is held
  // Before the program runs, a guess of what it will speak: a wrong one costs a fetch.
  let language = words.best(system.stored("language"));

  /** Whether this tab was loaded anew for a part already; storage may be forbidden. @param {string} [value] */
  function reloaded(value) {
    try {
      if (value !== undefined) sessionStorage.setItem(reloadedKey, value);
      return sessionStorage.getItem(reloadedKey) === "1";
    } catch {
      return true;
    }
  }

  /** Whether the server has it no more. @param {string} address */
  async function gone(address) {
    const answer = await fetch(address, { method: "HEAD" }).catch(() => null);
    return answer?.status === 404;
  }

  /**
   * The line may be bad: again, later. Or the server has another build by now, and this one's files are
   * gone: the page is loaded anew, once.
   * @param {string} name
   */
  async function recover(name) {
    const files = [scripts[name], modules[name], words.messagesPath("en-" + name)];
    if ((await Promise.all(files.filter(Boolean).map(gone))).includes(true) && !reloaded()) {
      reloaded("1");
      location.reload();
      return;
    }
    const part = known[name];
    setTimeout(() => {
      part.loads = false;
      load(name);
    }, part.pauseMs);
    part.pauseMs = Math.min(longestPauseMs, 2 * part.pauseMs);
  }

  /** @param {string} address @returns {Promise<void>} */
  const run = (address) => new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = () => resolve();
    script.onerror = () => {
      script.remove();
      reject();
    };
    document.head.append(script);
  });

  /** @param {string} name */
  async function attach(name) {
    await program.attach(modules[name]);
    known[name].attached = true;
  }

  /** What a part says; "" when it says nothing. @param {string} name @param {string} tag @returns {Promise<string>} */
  async function textsOf(name, tag) {
    const address = words.messagesPath(`${tag}-${name}`);
    if (!address) return "";
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(address);
    return answer.text();
  }

  /** Its words in the language that is wanted; a page in English is better than none. @param {string} name */
  async function learn(name) {
    const wanted = language;
    const texts = await textsOf(name, wanted).catch(() => textsOf(name, "en"));
    Object.assign(known[name], { texts, language: wanted });
  }

  /** @param {string} name */
  async function load(name) {
    const part = known[name];
    if (part.loads || part.here) return;
    part.loads = true;
    const fetched = await Promise.allSettled([part.objects ? null : run(scripts[name]),
      part.attached ? null : attach(name), part.language === language ? null : learn(name)]);
    if (fetched.some(({ status }) => status === "rejected")) return recover(name);
    part.loads = false;
    welcome(name);
  }

  /** Opens the part for everybody who waits for it, once all of it is there and the program speaks. @param {string} name */
  function welcome(name) {
    const part = known[name];
    if (!spoken || !part.objects || !part.attached || part.loads || part.here) return;
    if (part.language !== language) return void load(name);  // another one was chosen meanwhile
    const incomplete = memory.lend([part.texts], (at, length) => _lsl_on_part_words(names.indexOf(name), at, length));
    if (incomplete) {
      part.language = "";
      part.loads = true;
      return void recover(name);
    }
    part.texts = "";
    part.here = true;
    reloaded("");
    for (const one of Object.values(part.objects)) one["start"]();
    for (const call of part.waiting.splice(0)) call(part.objects);
    _lsl_on_part();
  }

  // The parts are compiled by themselves: what they and the app call of each other has quoted names.
  window["leanParts"] = {
    "player": (/** @type {any} */ objects) => { known["player"].objects = objects; },
    "studio": (/** @type {any} */ objects) => { known["studio"].objects = objects; },
    "account": (/** @type {any} */ objects) => { known["account"].objects = objects; },
    "room": (/** @type {any} */ objects) => { known["room"].objects = objects; },
  };
  window["leanHost"] = {
    "memory": { "tell": memory.tell },
    "http": { "retryAfter": http.retryAfter },
    "system": { "stored": system.stored, "store": system.store, "guardLeaving": system.guardLeaving },
    "video": {
      "player": video.player, "preview": video.preview, "start": video.start, "spare": video.spare,
      "follow": video.follow, "showFrame": video.showFrame,
      "hideFrame": video.hideFrame, "isFullscreen": video.isFullscreen, "canFullscreen": video.canFullscreen,
      "isInPicture": video.isInPicture, "canPicture": video.canPicture,
    },
    "_lsl_on_player": (/** @type {number} */ at, /** @type {number} */ length) => _lsl_on_player(at, length),
    "_lsl_on_capture": (/** @type {number} */ at, /** @type {number} */ length) => _lsl_on_capture(at, length),
    "_lsl_on_broadcast": (/** @type {number} */ at, /** @type {number} */ length) => _lsl_on_broadcast(at, length),
    "_lsl_on_level": (/** @type {number} */ leftRms, /** @type {number} */ leftPeak, /** @type {number} */ rightRms, /** @type {number} */ rightPeak) =>
      _lsl_on_level(leftRms, leftPeak, rightRms, rightPeak),
    "_lsl_on_may_resume": () => _lsl_on_may_resume(),
    "_lsl_on_desk": (/** @type {number} */ part, /** @type {number} */ at, /** @type {number} */ length) =>
      _lsl_on_desk(part, at, length),
  };

  // The page that is opened needs it at once: it is on its way together with the program.
  if (/^\/workouts\/[^/]+$/.test(location.pathname)) load("player");
  if (/^\/(streams\/[^/]+\/watch|instructor\/streams\/[^/]+\/broadcast)$/.test(location.pathname)) {
    load("player");
    load("room");
  }
  if (/^\/(instructor\/streams|invitation)/.test(location.pathname)) load("studio");
  if (/^\/((instructor\/)?login|settings|forgot|notices|confirm|reset|undo-email|unsubscribe)$/.test(location.pathname)) load("account");

  return {
    /** The program speaks that language from here on, and has the words of the parts that are here. @param {string} tag */
    speak(tag) {
      spoken = true;
      language = tag;
      // Not from within the program's own call.
      for (const name of names) setTimeout(() => welcome(name));
    },

    /** Fetches the part. @param {number} part as platform::Part has it */
    load: (part) => void load(names[part]),

    /** @param {number} part */
    isHere: (part) => known[names[part]].here,

    /** Loads the part when need be. @param {string} name @param {(objects: any) => void} call */
    ask(name, call) {
      parts.tell(name, call);
      if (!known[name].here) load(name);
    },

    /** A text for the desk of the part, which reads it itself. @param {number} part @param {string} text */
    hand: (part, text) => parts.ask(names[part], (objects) => objects["desk"]["hear"](text)),

    /** Loads nothing: what is said counts once somebody asks. @param {string} name @param {(objects: any) => void} call */
    tell(name, call) {
      const { here, objects, waiting } = known[name];
      if (here) call(objects);
      else waiting.push(call);
    },
  };
})();
