// @ts-check
// Which of the sizes that a live class is sent in is watched (WHEP extensions: layer selection, and
// server-sent events that tell what there is). Without these extensions there is nothing to choose.

const quality = (() => {
  const LAYER = "urn:ietf:params:whep:ext:core:layer";
  const EVENTS = "urn:ietf:params:whep:ext:core:server-sent-events";

  /** What there is: heights from the best down, and that the line carries sound alone.
   * @typedef {{ heights: number[], soundOnly: boolean }} Offer */
  const nothing = () => ({ heights: /** @type {number[]} */ ([]), soundOnly: false });

  let wish = 0;  // height, 0 = automatic; the person's, so it outlives connections
  let layerUrl = "", token = "";
  /** @type {EventSource | null} */
  let source = null;
  /** @type {{ rid: string, height: number, sent: boolean, active: boolean }[]} */
  let layers = [];
  let asked = "";  // the body sent last
  let tell = (/** @type {Offer} */ _offer) => {};

  function ask() {
    if (!layerUrl) return;
    const fitting = layers.find(({ height, sent }) => height === wish && sent);
    const body = JSON.stringify(
      !wish ? {} : fitting?.rid ? { "rid": fitting.rid } : { "maxHeight": wish });
    if (body === asked) return;
    asked = body;
    fetch(layerUrl, {
      method: "POST", body, credentials: "omit",
      headers: { "Content-Type": "application/json", ...session.bearer(token) },
    }).then((answer) => { if (!answer.ok) asked = ""; }, () => { asked = ""; });
  }

  /** @param {MessageEvent} event */
  function onLayers(event) {
    const list = /** @type {any[]} */ (Object.values(JSON.parse(event.data))[0] || []);
    layers = list.map((one) => ({
      rid: one["rid"], height: one["height"], sent: one["bitrate"] > 0, active: one["active"],
    }));
    const sent = layers.filter((one) => one.sent && one.height > 0);
    tell({
      heights: sent.length > 1 ? sent.map((one) => one.height) : [],
      soundOnly: layers.some((one) => one.sent) && !layers.some((one) => one.active),
    });
    if (wish) ask();
  }

  async function listen(/** @type {string} */ eventsUrl) {
    const mine = layerUrl;
    const answer = await fetch(eventsUrl, {
      method: "POST", body: '["layers"]', credentials: "omit",
      headers: { "Content-Type": "application/json", ...session.bearer(token) },
    }).catch(() => null);
    const location = answer?.status === 201 && answer.headers.get("Location");
    if (!location || !answer) return;
    const url = new URL(location, answer.url).href;
    if (layerUrl !== mine) return;  // closed in the meantime; the session's end ends the stream
    source = new EventSource(url);
    source.addEventListener("layers", onLayers);
  }

  return {
    /** @param {Map<string, string>} links @param {string} bearer @param {(offer: Offer) => void} listener */
    open(links, bearer, listener) {
      quality.close();
      [layerUrl, token, tell] = [links.get(LAYER) || "", bearer, listener];
      const eventsUrl = links.get(EVENTS);
      if (layerUrl && eventsUrl) listen(eventsUrl);
    },

    close() {
      source?.close();
      source = null;
      if (layerUrl) tell(nothing());
      [layerUrl, asked, layers] = ["", "", []];
    },

    /** @param {number} height 0 = automatic */
    choose(height) {
      wish = height;
      ask();
    },

    chosen: () => wish,
  };
})();
