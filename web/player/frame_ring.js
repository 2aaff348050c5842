// @ts-check
// In a worker: the pictures of a live class as they came, still encoded, for the last seconds. Keeping them costs a
// copy of what the line carries; nothing is decoded until somebody asks to see it once more. The part's own script is
// this worker too (part_scripts.mjs), since pages may start workers from files of ours alone.

(() => {
  const keptMs = 10500;
  const mostBytes = 24 << 20;  // a class of 8 Mbit/s for 25 s; one without key frames isn't kept for ever

  /** @typedef {{ data: ArrayBuffer, key: boolean, time: number, at: number, type: string }} KeptFrame */
  /** Begins with a key frame. @type {KeptFrame[]} */
  let frames = [];
  let bytes = 0;

  /** What is older than wanted goes, up to the last key frame before that. */
  function forget() {
    const oldest = performance.now() - keptMs;
    const from = frames.findLastIndex(({ key, at }) => key && at <= oldest);
    for (const { data } of frames.splice(0, Math.max(0, from))) bytes -= data.byteLength;
    if (bytes <= mostBytes) return;
    frames = [];
    bytes = 0;
  }

  /** @param {any} frame RTCEncodedVideoFrame */
  function keep(frame) {
    const key = frame.type === "key";
    if (!key && !frames.length) return;
    const about = frame.getMetadata();
    const data = frame.data.slice(0);
    frames.push({ data, key, time: (about.rtpTimestamp ?? frame.timestamp) / 90, at: performance.now(), type: about.mimeType || "" });
    bytes += data.byteLength;
    if (key) forget();
  }

  const scope = /** @type {any} */ (self);
  scope.onrtctransform = (/** @type {any} */ { transformer }) => {
    frames = [];  // another connection: other times, perhaps another codec
    bytes = 0;
    transformer.readable.pipeThrough(new TransformStream({
      transform(frame, controller) {
        keep(frame);
        controller.enqueue(frame);
      },
    })).pipeTo(transformer.writable).catch(() => {});
  };
  // Asked for the frames; whoever gets them gets copies, so that it can be asked again.
  scope.onmessage = () => {
    const given = frames.map((frame) => ({ ...frame, data: frame.data.slice(0) }));
    scope.postMessage({ frames: given, now: performance.now() }, given.map(({ data }) => data));
  };
})();
