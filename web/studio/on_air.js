// @ts-check
// What a tab remembers of being on air, so that a reload or a crash leads back: which broadcast, by which
// sessions, with which switches. The session storage outlives the page and dies with the tab; a copy of
// the tab has a copy of it, so the tab that sends holds a lock of the browser, too.

const onAir = (() => {
  const key = "lean.on-air";
  const freshMs = 180000;  // older, and nobody expects the camera to open by itself
  const mostSessions = 8;  // as many as the server reads
  /** @typedef {{ url: string, sessions: string[], kinds: string[], camera: boolean, microphone: boolean, at: number }} Trace */

  /** @type {Trace | null} */
  let trace = null;  // null: not read yet, or nothing there
  let sends = false;    // between begin and end
  let release = () => {};

  const lockOf = (/** @type {string} */ url) => "lean.on-air " + url;

  /** @returns {Trace | null} */
  function read() {
    try {
      return JSON.parse(sessionStorage.getItem(key) || "null");
    } catch {
      return null;  // storage may be forbidden; then a reload asks for a press
    }
  }

  function write() {
    try {
      if (trace) sessionStorage.setItem(key, JSON.stringify(trace));
      else sessionStorage.removeItem(key);
    } catch { /* as above */ }
  }

  /** @param {string} url */
  async function isHeldElsewhere(url) {
    const locks = await navigator.locks?.query().catch(() => null);
    return !!locks?.held?.some(({ name }) => name === lockOf(url));
  }

  /** @param {string} name @returns {Promise<boolean>} */
  async function mayOpen(name) {
    try {
      const { state } = await navigator.permissions.query({ name: /** @type {PermissionName} */ (name) });
      return state === "granted";
    } catch {
      return false;  // a browser that does not tell
    }
  }

  const seen = () => new Promise((done) => {
    const look = () => {
      if (document.visibilityState !== "visible") return;
      document.removeEventListener("visibilitychange", look);
      done(undefined);
    };
    document.addEventListener("visibilitychange", look);
    look();
  });

  return {
    /** A broadcast begins, or goes on if this tab remembers it. @param {string} url */
    begin(url) {
      if (trace?.url !== url) trace = { url, sessions: [], kinds: [], camera: true, microphone: true, at: 0 };
      sends = true;
      release();
      navigator.locks?.request(lockOf(url), () => new Promise((done) => { release = () => done(undefined); }))
        .catch(() => {});
    },

    /** The session of this URL is ours. @param {string} sessionUrl */
    add(sessionUrl) {
      if (!trace) return;
      const name = new URL(sessionUrl).pathname.split("/").pop() || "";
      trace.sessions = [...trace.sessions, name].slice(-mostSessions);
      onAir.refresh();
    },

    /** From time to time while it goes on, and when a switch was pressed: a silent microphone stays silent. */
    refresh() {
      if (!trace || !sends) return;
      trace.at = Date.now();
      const stream = capture.stream();
      if (stream) trace.kinds = stream.getTracks().map(({ kind }) => kind);
      const { camera, microphone } = capture.switches();
      [trace.camera, trace.microphone] = [camera, microphone];
      write();
    },

    end() {
      trace = null;
      sends = false;
      release();
      write();
    },

    sessions: () => trace?.sessions || [],

    /**
     * Was this tab on air there until moments ago, and does nobody have to be asked for the devices?
     * Answers when the page is seen: no camera opens behind the person's back.
     * @param {string} url
     */
    async mayResume(url) {
      const found = read();
      if (found?.url !== url || await isHeldElsewhere(url)) return false;
      trace = found;
      capture.setCameraOn(found.camera);
      capture.setMicrophoneOn(found.microphone);
      const names = found.kinds.map((kind) => (kind === "video" ? "camera" : "microphone"));
      const granted = await Promise.all(names.map(mayOpen));
      if (!granted.length || granted.includes(false)) return false;
      await seen();
      return trace === found && Date.now() - found.at < freshMs;
    },
  };
})();
