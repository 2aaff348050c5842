// @ts-check
// Counts said by the browser's own voice, in the page's language. How long a voice needs to begin, and to say a number, is
// learnt from what it said; where that doesn't fit between two beats, or no voice is there, counts are clicked.

const voice = (() => {
  // The words of client/media/describe_live_desk.cpp for CountVoice.
  const RESTING = "resting", ASKING = "asking", READY = "ready", MISSING = "missing", SLOW = "slow";
  const fastest = 2.5;
  /** Of a beat: what a number may last, so that the next one begins on time. */
  const share = 0.85;
  const usualS = 0.45, usualLeadS = 0.08, longestLeadS = 0.5;
  /** Voices are told of late, and one that never begins says nothing of itself. */
  const voicesMs = 2000, silenceMs = 6000;
  const mostMissed = 3;

  const synthesis = /** @type {SpeechSynthesis | undefined} */ (window["speechSynthesis"]);

  let state = RESTING;
  let wanted = false;
  /** @type {SpeechSynthesisVoice | null} */
  let speaker = null;
  let language = "";
  let lengthS = usualS;  // of a number at the usual rate, the longest lately
  let leadS = usualLeadS;  // from asking to being heard
  let missed = 0, missedApartS = 0;  // in a row, and how far apart they were to be
  let speaking = 0;  // numbers that were asked for and haven't ended
  /** @type {Set<number>} */
  const timers = new Set();
  let changed = () => {};

  /** @param {string} next */
  function enter(next) {
    if (state === next) return;
    state = next;
    changed();
  }

  /** One on this machine, since others are late; of this language. @param {string} tag */
  function find(tag) {
    const main = tag.split("-")[0].toLowerCase();
    const fit = (synthesis?.getVoices() || []).filter(({ lang }) => lang.split(/[-_]/)[0].toLowerCase() === main);
    return fit.find(({ localService }) => localService) || fit[0] || null;
  }

  /** @param {string} text @param {number} rate @param {number} volume @param {() => void} [ended] */
  function say(text, rate, volume, ended) {
    const said = new SpeechSynthesisUtterance(text);
    said.voice = speaker;
    said.lang = speaker?.lang || language;
    said.rate = rate;
    said.volume = volume;
    const asked = performance.now();
    let began = 0;
    ++speaking;
    said.onstart = () => {
      began = performance.now();
      leadS += (Math.min(2, (began - asked) / 1000) - leadS) / 2;
    };
    said.onend = () => {
      speaking = Math.max(0, speaking - 1);
      if (!began) return;
      const took = (performance.now() - began) / 1000 * rate;
      lengthS = Math.max(took, lengthS + (took - lengthS) / 8);
      ended?.();
    };
    said.onerror = ({ error }) => {
      speaking = Math.max(0, speaking - 1);
      if (error !== "interrupted" && error !== "canceled") enter(MISSING);
    };
    synthesis?.speak(said);
  }

  /** Twice without being heard, so that the voice is loaded and its length known. */
  function warm() {
    speaker = find(language);
    if (!speaker) return enter(MISSING);
    const mine = speaker;
    lengthS = usualS / 2;
    setTimeout(() => { if (state === ASKING && speaker === mine) enter(MISSING); }, silenceMs);
    say("7", 1, 0, () => {
      leadS = usualLeadS;  // the first one also loaded the voice
      say("7", 1, 0, () => { if (state === ASKING && speaker === mine) enter(READY); });
    });
  }

  function ask() {
    language = document.documentElement.lang || "en";
    if (!synthesis || !window["SpeechSynthesisUtterance"]) return enter(MISSING);
    enter(ASKING);
    if (find(language)) return warm();
    let done = false;
    const come = () => {
      if (done || !wanted) return;
      done = true;
      warm();
    };
    synthesis.addEventListener?.("voiceschanged", come, { once: true });
    setTimeout(come, voicesMs);
  }

  function hush() {
    for (const timer of timers) clearTimeout(timer);
    timers.clear();
    if (speaking) synthesis?.cancel();
    speaking = 0;
  }

  return {
    /** @param {() => void} tell */
    start(tell) {
      changed = tell;
      addEventListener("pagehide", hush);
    },

    /** Counts are to be said, or no more. @param {boolean} on */
    want(on) {
      if (on && wanted && language === document.documentElement.lang) return;
      hush();
      missed = 0;
      wanted = on;
      if (on) ask();
      else enter(RESTING);
    },

    /** Whether counts so far apart are said; else they are to be clicked. @param {number} apartS @returns {boolean} */
    fits(apartS) {
      if (!wanted || (state !== READY && state !== SLOW)) return false;
      if (apartS > missedApartS * 1.1) missed = 0;
      const late = leadS > longestLeadS || missed >= mostMissed;
      enter(late || lengthS / fastest > apartS * share ? SLOW : READY);
      return state === READY;
    },

    /** How much earlier it is to be asked than it is to be heard, seconds. */
    lead: () => leadS,

    /**
     * @param {number} count @param {number} afterS from now until it is to be heard @param {number} apartS to the next one
     * @param {number} volume @param {() => boolean} still whether it is wanted when its time has come
     */
    count(count, afterS, apartS, volume, still) {
      const rate = Math.max(1, Math.min(fastest, lengthS / (apartS * share)));
      const timer = setTimeout(() => {
        timers.delete(timer);
        if (!still()) return;
        if (speaking > 1) {  // two are waiting already: a third would be later still
          ++missed;
          missedApartS = apartS;
          return;
        }
        if (!speaking) missed = 0;
        say(String(count), rate, volume);
      }, Math.max(0, afterS - leadS) * 1000);
      timers.add(timer);
    },

    hush,
    state: () => state,
  };
})();
