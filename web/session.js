// @ts-check
// The HTTP half of WHIP (RFC 9725) and WHEP: one POST with the offer opens a session, a DELETE of its
// Location ends it. Our server is ICE-lite, so its offer goes at once and no candidates follow; a hosted
// one, whose URL is the credential and which gets no token, is told ours in the offer.

const session = (() => {
  const answerTimeoutMs = 8000;
  const gatheringTimeoutMs = 1500;

  /** Retries: each pause twice the last, with chance, so that a thousand viewers do not come at once. */
  class Backoff {
    constructor(/** @type {number} */ firstMs, /** @type {number} */ longestMs) {
      this.firstMs = firstMs;
      this.longestMs = longestMs;
      this.failures = 0;
    }

    /** @param {number} [atLeastMs] */
    next(atLeastMs = 0) {
      const pause = Math.min(this.longestMs, this.firstMs * 2 ** this.failures++);
      return Math.max(atLeastMs, pause * (0.7 + 0.6 * Math.random()));
    }

    reset() {
      this.failures = 0;
    }
  }

  /** @param {string} token @returns {Record<string, string>} */
  const bearer = (token) => token ? { "Authorization": "Bearer " + token } : {};

  /** Until all candidates are in the local description, or long enough. @param {RTCPeerConnection} connection */
  const gathered = (connection) => new Promise((done) => {
    setTimeout(done, gatheringTimeoutMs);
    connection.addEventListener("icegatheringstatechange", () => {
      if (connection.iceGatheringState === "complete") done(undefined);
    });
  });

  /** Resolves when the server knows, or cannot be told. @param {string} location @param {string} token */
  async function close(location, token) {
    if (!location) return;
    const headers = bearer(token);
    // Outlives the page, so that the server need not wait for a timeout.
    await fetch(location, { method: "DELETE", headers, keepalive: true, credentials: "omit" }).catch(() => {});
  }

  /**
   * Link headers by their rel (RFC 8288), as absolute URLs.
   * @param {Headers} headers @param {string} base
   */
  function linksOf(headers, base) {
    /** @type {Map<string, string>} */
    const links = new Map();
    const link = /<([^>]*)>((?:\s*;\s*[\w-]+\s*=\s*(?:"[^"]*"|[^\s;,"]*))*)/g;
    for (const [, url, parameters] of (headers.get("Link") || "").matchAll(link)) {
      const rel = /(?:^|;)\s*rel\s*=\s*"?([^";]+)/.exec(parameters)?.[1];
      if (rel) links.set(rel.trim(), new URL(url, base).href);
    }
    return links;
  }

  return {
    Backoff,
    bearer,
    close,

    /**
     * The server's word for why a session is over; "" when it is not, or nobody knows.
     * @param {string} location
     */
    async reasonOfEnd(location) {
      if (!location) return "";
      try {
        const answer = await fetch(location, { credentials: "omit", cache: "no-store" });
        return answer.status === 409 ? String((await answer.json())["code"] || "") : "";
      } catch {
        return "";
      }
    },

    /**
     * Sends the connection's offer and applies the answer.
     * @param {RTCPeerConnection} connection @param {string} url @param {string} token "" = none
     * @param {(sdp: string) => string} [amend] of the local offer
     * @returns {Promise<{ status: number, retryAfterMs: number, location: string, links: Map<string, string> }>}
     *   status 0 = no answer
     */
    async open(connection, url, token, amend = (sdp) => sdp) {
      const failed = { status: 0, retryAfterMs: 0, location: "", links: new Map() };
      let sdp = "";
      try {
        const offer = await connection.createOffer();
        sdp = offer.sdp = amend(offer.sdp || "");
        const all = token ? undefined : gathered(connection);
        await connection.setLocalDescription(offer);
        await all;
      } catch (error) {
        if (connection.signalingState === "closed") return failed;  // stopped in the meantime
        throw error;
      }
      const controller = new AbortController();
      const timer = setTimeout(() => controller.abort(), answerTimeoutMs);
      try {
        const answer = await fetch(url, {
          method: "POST",
          headers: { "Content-Type": "application/sdp", ...bearer(token) },
          body: token ? sdp : connection.localDescription?.sdp,
          credentials: "omit",
          cache: "no-store",
          signal: controller.signal,
        });
        const retryAfterMs = http.retryAfter(answer.headers) * 1000;
        if (answer.status !== 201) return { ...failed, status: answer.status, retryAfterMs };
        const location = new URL(answer.headers.get("Location") || "", answer.url).href;
        const answered = await answer.text();
        if (connection.signalingState === "closed") {  // stopped in the meantime
          close(location, token);
          return failed;
        }
        await connection.setRemoteDescription({ type: "answer", sdp: answered });
        return { status: 201, retryAfterMs: 0, location, links: linksOf(answer.headers, answer.url) };
      } catch {
        return failed;
      } finally {
        clearTimeout(timer);
      }
    },
  };
})();
