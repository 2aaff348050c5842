// @ts-check
// The one audio graph of the studio's page: meters, the mix and the clap test hear by the same clock.

const studioAudio = (() => {
  /** @type {AudioContext | null} */
  let context = null;

  const wake = () => {
    if (context?.state === "suspended") context.resume().catch(() => {});
  };
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") wake(); });

  return {
    /** Null where this browser has none. */
    open() {
      if (!window.AudioContext) return null;
      context ||= new AudioContext({ latencyHint: "interactive" });
      wake();
      return context;
    },

    /** A track as a node of the graph. @param {AudioContext} audio @param {MediaStreamTrack} track */
    source: (audio, track) => audio.createMediaStreamSource(new MediaStream([track])),

    close() {
      context?.close().catch(() => {});
      context = null;
    },
  };
})();
