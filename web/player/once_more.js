// @ts-check
// "Once more": the last ten seconds of a live class in a corner, at half speed, while the class goes on. What was
// received is decoded a second time, by WebCodecs; the server knows nothing of it.

const onceMore = (() => {
  const shownMs = 10000, speed = 0.5;
  const usualFrameMs = 1000 / 30, longestFrameMs = 1000;

  /** Where the worker's script lies: this very file, once it is one. */
  const ownScript = /** @type {HTMLScriptElement | null} */ (document.currentScript)?.src || "";
  /** @typedef {{ data: ArrayBuffer, key: boolean, time: number, at: number, type: string }} KeptFrame */

  /** @type {Worker | null} */
  let worker = null;
  /** @type {HTMLCanvasElement | null} */
  let canvas = null;
  /** @type {VideoDecoder | null} */
  let decoder = null;
  let timer = 0, run = 0;
  let plays = false, follows = false;
  let changed = () => {};

  const isKnown = () => "RTCRtpScriptTransform" in window && "VideoDecoder" in window && ownScript !== "";

  /** @param {KeptFrame} frame a key frame of H.264 as it came (Annex B): profile, constraints and level */
  function profileOf({ data }) {
    const bytes = new Uint8Array(data);
    for (let i = 0; i + 6 < bytes.length; ++i) {
      if (bytes[i] || bytes[i + 1] || bytes[i + 2] !== 1 || (bytes[i + 3] & 31) !== 7) continue;
      return [...bytes.subarray(i + 4, i + 7)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    }
    return "42e01f";
  }

  /** As WebCodecs calls it. @param {KeptFrame} first */
  function codecOf(first) {
    const type = (first.type || "video/" + whep.codec()).toUpperCase();
    if (type.endsWith("H264")) return "avc1." + profileOf(first);
    if (type.endsWith("VP9")) return "vp09.00.40.08";
    if (type.endsWith("AV1")) return "av01.0.08M.08";
    return "vp8";
  }

  /** @returns {Promise<{ frames: KeptFrame[], now: number }>} */
  const kept = () => new Promise((done) => {
    if (!worker) return done({ frames: [], now: 0 });
    worker.onmessage = ({ data }) => done(data);
    worker.postMessage("frames");
  });

  function surface() {
    if (canvas) return canvas;
    canvas = document.createElement("canvas");
    canvas.id = "again";
    canvas.setAttribute("aria-hidden", "true");
    canvas.style.visibility = "hidden";
    (document.getElementById("videos") || document.body).append(canvas);
    return canvas;
  }

  /** @param {VideoFrame} picture */
  function paint(picture) {
    const to = surface();
    if (to.width !== picture.displayWidth || to.height !== picture.displayHeight) {
      [to.width, to.height] = [picture.displayWidth, picture.displayHeight];
    }
    to.getContext("2d")?.drawImage(picture, 0, 0);
    picture.close();
  }

  function stop() {
    ++run;
    clearTimeout(timer);
    if (decoder && decoder.state !== "closed") decoder.close();
    decoder = null;
    if (!plays) return;
    plays = false;
    changed();
  }

  /** @param {KeptFrame[]} frames @param {number} from index of the first that is shown @param {number} mine */
  function feed(frames, from, mine) {
    let next = 0;
    const chunk = (/** @type {KeptFrame} */ { data, key, time }) =>
      new EncodedVideoChunk({ type: key ? "key" : "delta", timestamp: time * 1000, data });
    const step = () => {
      if (mine !== run || !decoder || decoder.state !== "configured") return;
      // What comes before is decoded at once and not shown.
      while (next < from) decoder.decode(chunk(frames[next++]));
      if (next >= frames.length) return stop();
      const now = frames[next];
      decoder.decode(chunk(now));
      const after = frames[++next];
      const apart = after ? Math.min(longestFrameMs, Math.max(0, after.time - now.time)) : usualFrameMs;
      timer = setTimeout(step, apart / speed);
    };
    step();
  }

  async function play() {
    stop();
    const mine = ++run;
    const { frames, now } = await kept();
    if (mine !== run || !frames.length) return;
    const from = Math.max(0, frames.findIndex(({ at }) => at >= now - shownMs));
    const shownFrom = frames[from].time * 1000;
    try {
      decoder = new VideoDecoder({
        output: (picture) => {
          if (mine === run && picture.timestamp >= shownFrom) paint(picture);
          else picture.close();
        },
        error: () => { if (mine === run) stop(); },
      });
      decoder.configure({ codec: codecOf(frames[0]), optimizeForLatency: true });
    } catch {
      return stop();
    }
    plays = true;
    changed();
    feed(frames, from, mine);
  }

  return {
    /** @param {() => void} tell */
    start(tell) {
      changed = tell;
    },

    /** What comes from there is kept; to be said before anything does. @param {RTCRtpReceiver} receiver */
    follow(receiver) {
      if (!isKnown()) return;
      try {
        worker ||= new Worker(ownScript);
        const made = new (/** @type {any} */ (window))["RTCRtpScriptTransform"](worker, {});
        /** @type {any} */ (receiver).transform = made;
        follows = true;
      } catch {
        follows = false;  // the class goes on without
      }
      changed();
    },

    /** Nothing live is watched any more. */
    leave() {
      stop();
      worker?.terminate();
      worker = null;
      follows = false;
      changed();
    },

    play: () => void play(),
    stop,

    /** @param {{ x: number, y: number, width: number, height: number, radius: number, fixed: boolean, mirrored: boolean, visible: boolean }} where */
    place({ x, y, width, height, radius, fixed, mirrored, visible }) {
      if (!visible && !canvas) return;
      Object.assign(surface().style, {
        position: fixed ? "fixed" : "absolute", left: x + "px", top: y + "px", width: width + "px", height: height + "px",
        borderRadius: radius + "px", objectFit: "cover", transform: mirrored ? "scaleX(-1)" : "",
        visibility: visible ? "visible" : "hidden",
      });
    },

    state: () => ({ available: follows, plays }),
  };
})();
