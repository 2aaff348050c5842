// @ts-check
// Requests to our own server.

const http = (() => {
  /** @type {Map<number, AbortController>} */
  const running = new Map();
  const slowMs = 5000;  // from here on the person is told that it takes long
  let pending = 0;
  let late = 0;  // of the pending ones
  let leaving = false;  // what is sent now goes on when the page is gone

  /** @param {number} change */
  function countLate(change) {
    late += change;
    if (late === +(change > 0)) _lsl_on_slow(late);
  }

  /** Seconds, from either form of the header. @param {Headers} headers */
  function retryAfter(headers) {
    const text = headers.get("Retry-After");
    if (!text) return 0;
    const seconds = /^\d+$/.test(text) ? Number(text) : (Date.parse(text) - Date.now()) / 1000;
    return Math.max(0, Math.ceil(seconds)) || 0;
  }

  /**
   * @param {number} id
   * @param {string} path
   * @param {RequestInit} options
   * @param {number} timeoutMs
   */
  async function send(id, path, options, timeoutMs) {
    const controller = new AbortController();
    running.set(id, controller);
    ++pending;
    const timer = setTimeout(() => controller.abort("timeout"), timeoutMs);
    let isLate = false;
    const patience = setTimeout(() => {
      isLate = true;
      countLate(1);
    }, options.body instanceof Blob ? timeoutMs : slowMs);  // a file takes its time
    const asked = Date.now();
    let status = 0, wait = 0, body = "";
    try {
      const answer = await fetch(path, {
        ...options, signal: controller.signal, cache: path.startsWith("/static/") ? "default" : "no-store",
      });
      body = await answer.text();
      status = answer.status;
      wait = retryAfter(answer.headers);
      studioClock.hear(Date.parse(answer.headers.get("Date") || ""), asked);
    } catch {
      body = "";  // no answer: status 0 says so
    }
    clearTimeout(timer);
    clearTimeout(patience);
    --pending;
    if (isLate) countLate(-1);
    if (!running.delete(id)) return;  // cancelled: nobody waits for it
    memory.lend([body], (at, length) => _lsl_on_http(id, status, wait, at, length));
  }

  return {
    /**
     * @param {number} id @param {string} method @param {string} path @param {string} body
     * @param {string} headerLines @param {number} timeoutMs
     */
    request(id, method, path, body, headerLines, timeoutMs) {
      const headers = new Headers({ "Accept": "application/json" });
      if (body) headers.set("Content-Type", "application/json");
      for (const line of headerLines.split("\n")) {
        const colon = line.indexOf(": ");
        if (colon > 0) headers.set(line.slice(0, colon), line.slice(colon + 2));
      }
      send(id, path, {
        method, headers, body: body || undefined, credentials: "same-origin", keepalive: leaving,
      }, timeoutMs);
    },

    /** Requests made in `say` outlive the page, whose last words they are. @param {() => void} say */
    leave(say) {
      leaving = true;
      try {
        say();
      } finally {
        leaving = false;  // the page may come back from the browser's memory
      }
    },

    /** @param {number} id @param {string} method @param {string} path @param {Blob | undefined} file */
    upload(id, method, path, file) {
      const headers = { "Accept": "application/json", "Content-Type": file?.type || "application/octet-stream" };
      send(id, path, { method, headers, body: file, credentials: "same-origin" }, 120000);
    },

    /** @param {number} id */
    cancel(id) {
      const controller = running.get(id);
      running.delete(id);
      controller?.abort("cancelled");
    },

    retryAfter,
    pending: () => pending,
  };
})();
