// @ts-check
// Practising with a recording: a stretch of it again and again without a pause, at other speeds. Seeking
// back costs up to 0.3 s of stillness, so two <video> elements lie above one another: one plays, the other
// stands at the stretch's beginning with its picture decoded, and takes over at the end.

const loop = (() => {
  const first = video.player;
  /** From here to the end a timer watches; before, the element's own reports are near enough. */
  const watchedMs = 700;
  /** A start is asked for this much earlier at most, and by so much at first. */
  const longestLeadMs = 60, firstLeadMs = 20;
  const mostAheadMs = 25;
  /** An element's time is this old at most. */
  const mostStaleS = 0.08;
  /** A seek may land this far from where it was sent. */
  const nearS = 0.25;

  /** @type {HTMLVideoElement | null} */
  let second = null;
  let current = first;
  let from = 0, to = 0, speed = 1, rounds = 0;
  let countInBeats = 0;
  /** @type {number[]} of the rounds from the first one, the last for all that follow */
  let ramp = [];
  let timer = 0;
  let leadMs = firstLeadMs;
  let starting = false;  // the other element was told to play, out of sight
  let waitTimer = 0;  // while beats are counted before the next round
  let followed = 0;  // the callback for the next frame, near the end
  /** The last frame that was followed, and when it was shown. @type {{ at: number, due: number, of: HTMLVideoElement } | null} */
  let shown = null;

  /** @type {{ took: (element: HTMLVideoElement) => void, listen: (element: HTMLVideoElement) => void, told: () => void }} */
  let hooks = { took() {}, listen() {}, told() {} };

  const plays = () => to > from;
  const other = () => current === first ? second : first;
  /** @param {number} round */
  const rateOf = (round) => plays() && ramp.length ? ramp[Math.min(round, ramp.length - 1)] : speed;

  /** A fresh source starts at the element's default rate. @param {HTMLVideoElement} element @param {number} rate */
  function setRate(element, rate) {
    element.defaultPlaybackRate = element.playbackRate = rate;
  }

  /** @param {HTMLVideoElement} element */
  const isReady = (element) => element.readyState >= 2 && !element.seeking && !element.error &&
    Math.abs(element.currentTime - from) < nearS;

  /** @param {HTMLVideoElement} element */
  function park(element) {
    element.pause();
    element.muted = true;
    setRate(element, rateOf(rounds + 1));
    element.currentTime = from;
  }

  function show() {
    if (second) second.style.opacity = current === second ? "1" : "0";
  }

  function make() {
    second = document.createElement("video");
    second.playsInline = true;
    second.preload = "auto";
    second.tabIndex = -1;
    second.setAttribute("aria-hidden", "true");
    second["disablePictureInPicture"] = true;
    const made = second;
    made.addEventListener("loadedmetadata", () => { if (made !== current && plays()) park(made); });
    video.spare(made);
    hooks.listen(made);
    watchElement(made);
    show();
  }

  /** The other element gets the source, and stands ready. */
  function prepare() {
    if (!second) make();
    const next = /** @type {HTMLVideoElement} */ (other());
    next.volume = current.volume;
    const url = current.getAttribute("src") || "";
    if (next.getAttribute("src") !== url) next.src = url;
    else if (next.readyState) park(next);
  }

  /** How long a start takes here is learnt from the last one. @param {HTMLVideoElement} element @param {number} asked */
  function learn(element, asked) {
    if (!element.requestVideoFrameCallback) return;
    const seen = (/** @type {number} */ now, /** @type {VideoFrameCallbackMetadata} */ frame) => {
      if (element !== current && !starting) return;
      const moved = (frame.mediaTime - from) * 1000 / element.playbackRate;
      if (moved < 5) return void element.requestVideoFrameCallback(seen);
      const took = Math.max(0, Math.min(longestLeadMs, frame.expectedDisplayTime - asked - moved));
      leadMs += (took - leadMs) / 3;
    };
    element.requestVideoFrameCallback(seen);
  }

  /** @param {HTMLVideoElement} next */
  function start(next) {
    starting = true;
    learn(next, performance.now());
    next.play().catch(() => {});
  }

  function takeOver() {
    const ended = current, next = other();
    stopFollowing();
    ++rounds;
    // A window of its own shows one element; so does a browser that can't keep two.
    if (!next || !isReady(next) || video.isInPicture()) {
      starting = false;
      next?.pause();
      setRate(ended, rateOf(rounds));
      ended.currentTime = from;
      if (next) prepare();
      return hooks.told();
    }
    // What began too early lost its beginning: the next one is asked later.
    const ahead = starting ? (next.currentTime - from) * 1000 / next.playbackRate : 0;
    if (ahead > mostAheadMs) leadMs = Math.max(0, leadMs - ahead / 2);
    next.volume = ended.volume;
    next.muted = ended.muted;
    current = next;
    show();
    ended.pause();
    hooks.took(next);
    if (!starting) goOn(next);
    starting = false;
    park(ended);
  }

  /** After the beats that are counted before a round, or at once. @param {HTMLVideoElement} next */
  function goOn(next) {
    const pause = counts.before(from, countInBeats, next.playbackRate);
    if (!pause) return start(next);
    waitTimer = setTimeout(() => {
      waitTimer = 0;
      start(next);
      starting = false;
      hooks.told();
    }, pause);
  }

  /**
   * Where the picture is. Firefox renews an element's time some 25 times a second, so that frames behind the
   * end would be seen: the last frame's own time is exact.
   */
  function position() {
    const { currentTime, playbackRate } = current;
    if (!shown || shown.of !== current) return currentTime;
    const since = performance.now() - shown.due;
    const there = shown.at + since / 1000 * playbackRate;
    // A frame that is told with another one's time, as Firefox does under load, says nothing.
    return since < 250 && there - currentTime < mostStaleS ? Math.max(currentTime, there) : currentTime;
  }

  function followFrames() {
    const of = current;
    if (followed || !of.requestVideoFrameCallback) return;
    followed = of.requestVideoFrameCallback((_, frame) => {
      followed = 0;
      if (of !== current) return;
      shown = { at: frame.mediaTime, due: frame.expectedDisplayTime, of };
      watch();
    });
  }

  function stopFollowing() {
    if (followed) current.cancelVideoFrameCallback(followed);
    followed = 0;
    shown = null;
  }

  function watch() {
    clearTimeout(timer);
    if (!plays() || current.paused || current.seeking) return;
    const left = (to - position()) * 1000 / current.playbackRate;
    if (left < -watchedMs) return;  // the person went on behind the end
    if (left <= 1) return takeOver();
    if (left > watchedMs) return;
    followFrames();
    const next = other();
    const leads = !countInBeats && next && isReady(next) && !video.isInPicture() && !document.hidden;
    if (leads && !starting && left <= leadMs + 1) start(next);
    timer = setTimeout(watch, leads && !starting ? Math.max(1, left - leadMs) : left);
  }

  /** @param {HTMLVideoElement} element */
  function watchElement(element) {
    for (const name of ["timeupdate", "playing", "seeked", "ratechange"]) {
      element.addEventListener(name, () => { if (element === current) watch(); });
    }
  }

  function stopWaiting() {
    clearTimeout(waitTimer);
    waitTimer = 0;
  }

  /** @param {HTMLVideoElement | null} element */
  function empty(element) {
    if (!element?.getAttribute("src")) return;
    element.pause();
    element.removeAttribute("src");
    element.load();
  }

  function beginAnew() {
    clearTimeout(timer);
    stopFollowing();
    stopWaiting();
    if (starting) other()?.pause();
    starting = false;
    rounds = 0;
  }

  return {
    /** @param {typeof hooks} told */
    start(told) {
      hooks = told;
      watchElement(first);
    },

    /** @param {{ from: number, to: number, speed: number, ramp: number[], countIn: number }} wish */
    practise(wish) {
      const moved = wish.from !== from || wish.to !== to;
      const ramped = wish.ramp.join() !== ramp.join();
      ({ from, to, speed, ramp } = wish);
      countInBeats = wish.countIn;
      if (moved || ramped) beginAnew();
      setRate(current, rateOf(rounds));
      if (!plays()) return empty(other());
      if (!current.getAttribute("src")) return;
      prepare();
      if (moved && (current.currentTime < from - 0.05 || current.currentTime >= to)) current.currentTime = from;
      watch();
    },

    /** A source is there: what was asked for holds for it. */
    loaded() {
      setRate(current, rateOf(rounds));
      if (plays()) prepare();
    },

    /** At the end of the file, where the stretch ends too. @returns {boolean} whether it goes on */
    ended() {
      if (!plays()) return false;
      takeOver();
      if (current.paused && !waitTimer) current.play().catch(() => {});
      return true;
    },

    /** What plays goes away; what was asked for holds for the next source. */
    clear() {
      beginAnew();
      empty(second);
      if (current === first) return;
      current = first;
      hooks.took(first);
      show();
    },

    /** @param {(element: HTMLVideoElement) => void} call */
    both(call) {
      call(first);
      if (second) call(second);
    },

    stopWaiting,
    waits: () => waitTimer !== 0,
    plays,
    rounds: () => rounds,
  };
})();
