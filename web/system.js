// @ts-check
// The page among others: seen or hidden, online or not, asked before it goes, awake, remembering.

const system = (() => {
  const prefix = "lean.";
  let guarded = false;
  let awake = false;
  /** @type {WakeLockSentinel | null} */
  let lock = null;

  /** @param {BeforeUnloadEvent} event */
  const ask = (event) => event.preventDefault();

  async function holdScreen() {
    if (!awake || lock || !navigator.wakeLock || document.visibilityState !== "visible") return;
    try {
      lock = await navigator.wakeLock.request("screen");
      lock.addEventListener("release", () => { lock = null; });  // the browser takes it when hidden
      if (!awake) lock.release();
    } catch {
      lock = null;  // low battery, or not allowed: the class goes on all the same
    }
  }

  return {
    start() {
      document.addEventListener("visibilitychange", () => {
        const visible = document.visibilityState === "visible";
        if (visible) holdScreen();
        _lsl_on_visibility(+visible);
      });
      addEventListener("pagehide", () => http.leave(() => _lsl_on_leave()));
      addEventListener("online", () => _lsl_on_online(1));
      addEventListener("offline", () => _lsl_on_online(0));
    },

    /** @param {boolean} on */
    guardLeaving(on) {
      if (guarded === on) return;
      guarded = on;
      if (on) addEventListener("beforeunload", ask);
      else removeEventListener("beforeunload", ask);
    },

    /** @param {boolean} on */
    keepAwake(on) {
      awake = on;
      if (on) holdScreen();
      else lock?.release();
    },

    initialData: () => document.getElementById("initial-data")?.textContent?.trim() || "",

    /** @param {string} key */
    stored(key) {
      try {
        return localStorage.getItem(prefix + key) || "";
      } catch {
        return "";  // storage may be forbidden
      }
    },

    /** @param {string} key @param {string} value */
    store(key, value) {
      try {
        localStorage.setItem(prefix + key, value);
      } catch { /* as above */ }
    },

    /** crypto.randomUUID exists on secure pages only. */
    randomId() {
      if (crypto.randomUUID) return crypto.randomUUID();
      const bytes = crypto.getRandomValues(new Uint8Array(16));
      bytes[6] = (bytes[6] & 0x0f) | 0x40;  // RFC 9562, 5.4
      bytes[8] = (bytes[8] & 0x3f) | 0x80;
      const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
      return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
    },
  };
})();
