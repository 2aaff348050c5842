// @ts-check
// Beats of the music as clicks, at the speed of the picture: scheduled on the sound card's clock a little
// ahead, since a timer of the page is late by more than an ear forgives. Or said, where a voice is fast enough.

const counts = (() => {
  const aheadS = 0.4, everyMs = 150;
  const clickS = 0.05, loudS = 0.35, softS = 0.18, oneHz = 1760, otherHz = 1175;

  /** Where a stretch of even beats begins, how far apart they are, which one is counted 1. @type {{ start: number, beat: number, group: number }[]} */
  let grids = [];
  let aloud = false, spoken = false;
  /** @type {AudioContext | null} */
  let context = null;
  let timer = 0;
  let doneTo = -1;  // the recording's second up to which beats were scheduled
  let aheadTo = -1;  // the same of the round that comes
  let stretch = { from: 0, to: 0, countsIn: false };  // played again and again; empty = none
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

  const silent = () => element.paused || element.seeking || element.muted;
  /** @param {typeof grids[0]} grid @param {number} n beats from its start @returns {number} from 1 */
  const countOf = (grid, n) => ((n % grid.group) + grid.group) % grid.group + 1;

  /**
   * The beats from that second of the recording to another one.
   * @param {number} from @param {number} to @param {number} rate @param {number} later seconds from now until the first one's
   */
  function put(from, to, rate, later) {
    const grid = gridAt(from);
    if (!grid) return;
    const apart = grid.beat / rate, says = spoken && voice.fits(apart);
    for (let n = Math.ceil((from - grid.start) / grid.beat - 0.001); ; ++n) {
      const beat = grid.start + n * grid.beat;
      if (beat >= to) break;
      const after = Math.max(0, later + (beat - from) / rate), count = countOf(grid, n);
      if (says) voice.count(count, after, apart, element.volume, () => !silent());
      else click(ears().currentTime + after, count === 1);
    }
  }

  /** The round after this one begins within what is scheduled: its first beats would come too late from its own element. */
  function putNextRound(/** @type {number} */ now, /** @type {number} */ over, /** @type {number} */ rate) {
    const first = Math.max(aheadTo, stretch.from), to = stretch.from + over;
    if (first >= to) return;
    put(first, to, rate, (stretch.to - now + first - stretch.from) / rate);
    aheadTo = to;
  }

  function schedule() {
    if (silent()) return;
    const now = element.currentTime, rate = element.playbackRate;
    const loops = stretch.to > stretch.from && now < stretch.to;
    const reach = now + aheadS * rate, until = loops ? Math.min(reach, stretch.to) : reach;
    if (doneTo < now || doneTo > until + 1) doneTo = now;
    if (doneTo < until) put(doneTo, until, rate, (doneTo - now) / rate);
    doneTo = Math.max(doneTo, until);
    if (loops && reach > stretch.to && !stretch.countsIn) putNextRound(now, reach - stretch.to, rate);
  }

  function follow() {
    voice.want(aloud && spoken && grids.length > 0);
    clearInterval(timer);
    timer = aloud && grids.length ? setInterval(schedule, everyMs) : 0;
    doneTo = aheadTo = -1;
  }

  return {
    /** @param {{ grids: typeof grids, aloud: boolean, spoken: boolean, stretch: typeof stretch }} wish */
    practise(wish) {
      const known = JSON.stringify([grids, aloud, spoken, stretch]);
      ({ grids, aloud, spoken, stretch } = wish);
      if (JSON.stringify([grids, aloud, spoken, stretch]) !== known) follow();
    },

    /** Beats are of another element now, from its own beginning. @param {HTMLVideoElement} next */
    use(next) {
      element = next;
      doneTo = aheadTo;
      aheadTo = -1;
    },

    /**
     * The beats before a round, the last ones of a group: clicks or says them, and answers how long they take.
     * @param {number} at @param {number} beats @param {number} rate @returns {number} ms
     */
    before(at, beats, rate) {
      const grid = gridAt(at);
      if (!beats || !grid) return 0;
      const apart = grid.beat / rate, says = spoken && voice.fits(apart);
      const lead = says ? voice.lead() : 0;
      for (let i = 0; i < beats; ++i) {
        if (says) voice.count(grid.group - beats + i + 1, lead + i * apart, apart, element.volume, () => !element.muted);
        else click(ears().currentTime + i * apart, false);
      }
      return (lead + beats * apart) * 1000;
    },
  };
})();
