// @ts-check
// Beats of the music as clicks, at the speed of the picture: scheduled on the sound card's clock a little
// ahead, since a timer of the page is late by more than an ear forgives.

const counts = (() => {
  const aheadS = 0.4, everyMs = 150;
  const clickS = 0.05, loudS = 0.35, softS = 0.18, oneHz = 1760, otherHz = 1175;

  /** Where a stretch of even beats begins, how far apart they are, which one is counted 1. @type {{ start: number, beat: number, group: number }[]} */
  let grids = [];
  let aloud = false;
  /** @type {AudioContext | null} */
  let context = null;
  let timer = 0;
  let doneTo = -1;  // the recording's second up to which beats were scheduled
  let element = video.player;

  /** The grid that holds there. @param {number} at */
  function gridAt(at) {
    return grids.findLast((grid) => grid.start <= at + 0.001) || grids[0];
  }

  function ears() {
    context = context || new AudioContext({ latencyHint: "interactive" });
    if (context.state === "suspended") context.resume().catch(() => {});
    return context;
  }

  /** @param {number} at of the context's clock @param {boolean} one */
  function click(at, one) {
    const sound = ears();
    const tone = sound.createOscillator(), volume = sound.createGain();
    tone.frequency.value = one ? oneHz : otherHz;
    volume.gain.setValueAtTime((one ? loudS : softS) * element.volume, at);
    volume.gain.exponentialRampToValueAtTime(0.001, at + clickS);
    tone.connect(volume).connect(sound.destination);
    tone.start(at);
    tone.stop(at + clickS);
  }

  function schedule() {
    if (element.paused || element.seeking || element.muted) return;
    const now = element.currentTime, rate = element.playbackRate;
    const until = now + aheadS * rate;
    if (doneTo < now || doneTo > until + 1) doneTo = now;
    const grid = gridAt(now);
    if (!grid) return;
    const sound = ears();
    for (let n = Math.ceil((doneTo - grid.start) / grid.beat); ; ++n) {
      const beat = grid.start + n * grid.beat;
      if (beat >= until) break;
      click(sound.currentTime + Math.max(0, (beat - now) / rate), ((n % grid.group) + grid.group) % grid.group === 0);
    }
    doneTo = until;
  }

  function follow() {
    clearInterval(timer);
    timer = aloud && grids.length ? setInterval(schedule, everyMs) : 0;
    doneTo = -1;
  }

  return {
    /** @param {{ grids: typeof grids, aloud: boolean }} wish */
    practise(wish) {
      const same = wish.aloud === aloud && JSON.stringify(wish.grids) === JSON.stringify(grids);
      ({ grids, aloud } = wish);
      if (!same) follow();
    },

    /** Beats are of another element now, from its own beginning. @param {HTMLVideoElement} next */
    use(next) {
      element = next;
      doneTo = -1;
    },

    /**
     * The beats before a round: clicks them, the last ones of a group, and says how long they take.
     * @param {number} at @param {number} beats @param {number} rate @returns {number} ms
     */
    before(at, beats, rate) {
      const grid = gridAt(at);
      if (!beats || !grid) return 0;
      const apart = grid.beat / rate, sound = ears();
      for (let i = 0; i < beats; ++i) click(sound.currentTime + i * apart, false);
      return beats * apart * 1000;
    },

    stop() {
      clearInterval(timer);
      timer = 0;
    },
  };
})();
