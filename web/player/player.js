// @ts-check
// What is watched: a live class or a recording, in the one <video> or in a hosted player's frame, told
// to the app as one state.

const player = (() => {
  // The words of client/media/describe.cpp for PlayerPhase and PlayerFailure.
  const IDLE = "idle", CONNECTING = "connecting", WAITING = "waiting", PLAYING = "playing", PAUSED = "paused",
    BUFFERING = "buffering", RECONNECTING = "reconnecting", ENDED = "ended", FAILED = "failed";
  const REFUSED = "refused", NOT_FOUND = "not found", UNSUPPORTED = "unsupported", NETWORK = "network",
    ELSEWHERE = "elsewhere";
  let element = video.player;  // of the two that take turns in a loop
  const fileTries = 6;
  const framesMeasured = 12, usualFrameS = 1 / 30;

  const nothing = () => ({
    kind: /** @type {"" | "live" | "file" | "frame"} */ (""), phase: IDLE, failure: "", picture: false,
    needsTap: false, needsPlay: false, pausedByPerson: false, frames: 0, delay: -1, url: "",
    heights: /** @type {number[]} */ ([]), soundOnly: false,
    figures: whep.noFigures(), startAt: 0, tries: 0, frameS: 0,
  });
  let source = nothing();
  let muted = false;  // what the person wants; the browser may force more
  let reportDue = false;
  let retryTimer = 0;

  function bufferedEnd() {
    const { buffered, currentTime } = element;
    for (let i = 0; i < buffered.length; ++i) {
      if (buffered.start(i) <= currentTime + 0.5 && currentTime <= buffered.end(i)) return buffered.end(i);
    }
    return 0;
  }

  function hasAudio() {
    if (source.kind === "live") {
      return /** @type {MediaStream | null} */ (element.srcObject)?.getAudioTracks().length !== 0;
    }
    return true;
  }

  function phase() {
    const steady = source.phase === PLAYING || source.phase === BUFFERING;
    const stands = source.kind !== "frame" && element.paused && !element.ended && !loop.waits();
    const comes = source.phase === CONNECTING || source.phase === RECONNECTING;
    return (steady && stands) || (comes && source.pausedByPerson) ? PAUSED : source.phase;
  }

  function tell() {
    reportDue = false;
    const live = source.kind === "live";
    const { figures } = source;
    const duration = Number.isFinite(element.duration) ? element.duration : 0;
    memory.tell({
      "phase": phase(), "failure": source.failure, "live": live, "picture": source.picture,
      "has_audio": hasAudio(), "muted": element.muted, "needs_tap": source.needsTap,
      "needs_play": source.needsPlay, "position_s": live ? 0 : element.currentTime,
      "duration_s": live ? 0 : duration, "buffered_s": live ? 0 : bufferedEnd(), "volume": element.volume,
      "rate": element.playbackRate, "rounds": loop.rounds(), "counting_in": loop.waits(),
      "video_width": element.videoWidth, "video_height": element.videoHeight,
      "delay_s": source.delay, "frames": source.frames, "heights": source.heights, "quality": quality.chosen(),
      "sound_only": source.soundOnly,
      "figures": {
        "bits_per_second": figures.bits, "frames_per_second": figures.fps, "lost_percent": figures.lost,
        "round_trip_s": figures.roundTrip, "freezes": figures.freezes, "codec": figures.codec,
      },
      "fullscreen": video.isFullscreen(), "fullscreen_available": video.canFullscreen(),
      "picture_in_picture": video.isInPicture(), "picture_in_picture_available": video.canPicture(),
    }, (at, length) => _lsl_on_player(at, length));
  }

  /** States are told after what is running now, and together. */
  function report() {
    if (reportDue) return;
    reportDue = true;
    queueMicrotask(tell);
  }

  /** @param {string} next @param {string} [failure] */
  function enter(next, failure = "") {
    source.phase = next;
    source.failure = failure;
    report();
  }

  /** With sound when the browser lets us, else without, else on the person's word. */
  async function play() {
    const played = source;
    source.needsPlay = source.needsTap = false;
    element.muted = muted;
    try {
      await element.play();
    } catch (error) {
      if (played !== source || /** @type {any} */ (error).name !== "NotAllowedError") return;
      try {
        element.muted = true;
        await element.play();
        source.needsTap = !muted;
      } catch {
        if (played === source) source.needsPlay = true;
      }
    }
    report();
  }

  function watchForPicture() {
    const watched = source;
    const seen = () => {
      if (watched !== source) return;
      source.picture = true;
      if (source.kind === "live") source.phase = PLAYING;  // the figures say so only seconds later
      report();
    };
    if (element.requestVideoFrameCallback) element.requestVideoFrameCallback(seen);
    else element.addEventListener("timeupdate", seen, { once: true });
  }

  /**
   * The usual time between two frames: what a step is. They are followed only until it is known.
   * @param {number[]} times
   */
  function measureFrames(times = []) {
    const measured = source, played = element;
    if (!element.requestVideoFrameCallback) return;
    element.requestVideoFrameCallback((_, { mediaTime }) => {
      if (measured !== source || played !== element) return;
      times.push(mediaTime);
      if (times.length < framesMeasured) return measureFrames(times);
      const apart = times.slice(1).map((time, i) => time - times[i]).filter((seconds) => seconds > 0).sort((a, b) => a - b);
      source.frameS = apart[apart.length >> 1] || 0;
    });
  }

  function clear() {
    clearTimeout(retryTimer);
    loop.clear();
    whep.close();
    video.hideFrame();
    source = nothing();
    element.srcObject = null;
    if (element.getAttribute("src")) {
      element.removeAttribute("src");
      element.load();
    }
  }

  /** @type {Record<string, [string, string?]>} */
  const livePhases = {
    "connecting": [CONNECTING], "waiting": [WAITING], "flowing": [PLAYING],
    "reconnecting": [RECONNECTING], "refused": [FAILED, REFUSED], "missing": [FAILED, NOT_FOUND],
    "unsupported": [FAILED, UNSUPPORTED], "elsewhere": [FAILED, ELSEWHERE],
  };

  /** @param {MediaStream} stream */
  function showStream(stream) {
    element.srcObject = stream;
    watchForPicture();
    if (!source.pausedByPerson) play();
  }

  function loadFile() {
    element.srcObject = null;
    element.src = source.url;
    loop.loaded();
    watchForPicture();
    measureFrames();
    if (!source.pausedByPerson) play();
  }

  /** A media element does not say why; one byte of the file does. */
  async function explainFileError() {
    const failed = source;
    const code = element.error?.code;
    let status = 0;
    try {
      const answer = await fetch(source.url, { headers: { "Range": "bytes=0-0" }, cache: "no-store" });
      status = answer.status;
      answer.body?.cancel();
    } catch { /* 0: not reached */ }
    if (failed !== source) return;
    if (status === 401 || status === 403) return enter(FAILED, REFUSED);
    if (status === 404 || status === 410) return enter(FAILED, NOT_FOUND);
    if ((status === 200 || status === 206) && code !== 2) return enter(FAILED, UNSUPPORTED);
    if (source.tries >= fileTries) return enter(FAILED, NETWORK);
    enter(source.picture ? RECONNECTING : CONNECTING);
    retryTimer = setTimeout(() => {
      if (failed !== source) return;
      source.startAt = element.currentTime || source.startAt;
      loadFile();
    }, 500 * 2 ** source.tries++);
  }

  /** @param {HTMLVideoElement} watched one of the two: what the parked one does is nobody's news */
  function watchElement(watched) {
    const on = (/** @type {string} */ name, /** @type {() => void} */ call) =>
      watched.addEventListener(name, () => { if (watched === element) call(); });
    const onFile = (/** @type {string} */ name, /** @type {() => void} */ call) =>
      on(name, () => { if (source.kind === "file") call(); });
    onFile("loadedmetadata", () => {
      if (source.startAt > 0 && source.startAt < element.duration) element.currentTime = source.startAt;
      source.startAt = 0;
      report();
    });
    onFile("playing", () => { source.tries = 0; enter(PLAYING); });
    onFile("waiting", () => enter(BUFFERING));
    onFile("seeking", () => { if (source.phase !== CONNECTING) enter(BUFFERING); });
    onFile("seeked", () => enter(element.ended ? ENDED : PLAYING));
    onFile("canplay", () => { if (source.phase === CONNECTING) enter(PLAYING); });
    onFile("ended", () => { if (!loop.ended()) enter(ENDED); });
    onFile("error", () => { if (element.error) explainFileError(); });
    onFile("timeupdate", report);
    onFile("progress", report);
    for (const name of ["pause", "play", "volumechange", "ratechange", "durationchange", "resize"]) on(name, report);
    // Picture in picture and the lock screen have buttons of their own.
    on("pause", () => {
      if (document.visibilityState === "visible" && video.isInPicture()) source.pausedByPerson = true;
    });
  }

  /** @param {number} position */
  function seek(position) {
    if (source.kind !== "file") return;
    const end = Number.isFinite(element.duration) ? element.duration : position;
    element.currentTime = Math.max(0, Math.min(position, end));
    report();
  }

  function resume() {
    source.pausedByPerson = false;
    if (source.phase === ENDED) element.currentTime = 0;
    play();
  }

  function pause() {
    source.pausedByPerson = true;
    loop.stopWaiting();
    element.pause();
    report();
  }

  /** To the middle of a frame near by, so that no rounding shows its neighbour. @param {number} frames */
  function step(frames) {
    if (source.kind !== "file") return;
    pause();
    const apart = source.frameS || usualFrameS;
    seek((Math.floor(element.currentTime / apart + 0.01) + frames + 0.5) * apart);
  }

  return {
    start() {
      watchElement(element);
      loop.start({
        took: (next) => {
          element = next;
          counts.use(next);
          if (source.kind === "file") source.phase = PLAYING;
          report();
        },
        listen: watchElement,
        told: report,
      });
      whep.start();
      video.start(report);
    },

    /** @param {string} url @param {string} token */
    watch(url, token) {
      const inherited = source.picture && source.kind === "live";  // a fresh token, the same class
      clear();
      source.kind = "live";
      source.url = url;
      source.picture = inherited;
      enter(CONNECTING);
      whep.open(url, token, {
        phase: (name) => {
          const [next, failure] = livePhases[name];
          if (source.phase === next) return;
          enter(next, failure);
          if (next === WAITING && element.srcObject) watchForPicture();
        },
        stream: showStream,
        quality: ({ heights, soundOnly }) => {
          source.heights = heights;
          source.soundOnly = soundOnly;
          report();
        },
        stats: (frames, delay, figures) => {
          Object.assign(source, { frames, delay, figures });
          report();
        },
      });
    },

    /** @param {string} url @param {number} startAt */
    playFile(url, startAt) {
      clear();
      Object.assign(source, { kind: "file", url, startAt });
      enter(CONNECTING);
      loadFile();
    },

    /** @param {string} url */
    showFrame(url) {
      clear();
      zoom.reset();
      Object.assign(source, { kind: "frame", url });
      enter(CONNECTING);
      const shown = source;
      // What it shows, and of what it fails, it says itself.
      video.showFrame(url, () => {
        if (shown !== source) return;
        source.picture = true;
        enter(PLAYING);
      });
    },

    resume,
    pause,
    seek,

    /** @param {number} volume */
    setVolume(volume) {
      loop.both((one) => { one.volume = Math.max(0, Math.min(1, volume)); });
    },

    /** @param {boolean} on */
    setMuted(on) {
      muted = on;
      element.muted = on;
      if (!on) source.needsTap = false;
      if (!on && source.kind && element.paused && !source.pausedByPerson) play();
      report();
    },

    /** @param {number} height of the live picture; 0 = what the line carries */
    setQuality(height) {
      quality.choose(height);
      report();
    },

    step,

    /** The recording's second that is heard now. */
    position: () => source.kind === "file" ? element.currentTime : 0,

    /** How it is practised with. @param {string} told as client/media/describe.cpp has PlayerPractice */
    practise(told) {
      const wish = JSON.parse(told);
      counts.practise({
        grids: wish["grids"].map((/** @type {any} */ grid) =>
          ({ start: grid["start_s"], beat: grid["beat_s"], group: grid["group"] })),
        aloud: wish["aloud"],
        spoken: wish["spoken"],
        stretch: { from: wish["from_s"], to: wish["to_s"], countsIn: wish["count_in"] > 0 },
      });
      loop.practise({
        from: wish["from_s"], to: wish["to_s"], speed: wish["speed"], ramp: wish["ramp"], countIn: wish["count_in"],
      });
      report();
    },

    stop() {
      clear();
      zoom.reset();
      counts.practise({ grids: [], aloud: false, spoken: false, stretch: { from: 0, to: 0, countsIn: false } });
      if (navigator.mediaSession) navigator.mediaSession.metadata = null;
      report();
    },

    /** @param {string} title @param {string} artist @param {string} artwork */
    nowPlaying(title, artist, artwork) {
      const media = navigator.mediaSession;
      if (!media) return;
      media.metadata = new MediaMetadata({ title, artist, artwork: artwork ? [{ src: artwork }] : [] });
      /** @type {[MediaSessionAction, MediaSessionActionHandler][]} */
      const actions = [["play", resume], ["pause", pause],
        ["seekbackward", () => seek(element.currentTime - 10)],
        ["seekforward", () => seek(element.currentTime + 10)],
        ["seekto", (details) => seek(details.seekTime || 0)]];
      for (const [action, call] of actions) {
        try {
          media.setActionHandler(action, call);
        } catch { /* an action this browser does not know */ }
      }
    },
  };
})();
