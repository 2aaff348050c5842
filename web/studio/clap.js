// @ts-check
// How far picture and sound are apart: the page flashes and clicks at one moment, the camera sees the one
// and the microphone hears the other. A clap without hands, so that nobody has to judge by eye.

const clap = (() => {
  // The words of client/media/describe_desk.cpp for ClapState.
  const IDLE = "idle", RUNNING = "running", UNSEEN = "unseen", UNHEARD = "unheard", DONE = "done";
  const claps = 4, periodMs = 1200, flashMs = 150;  // under three flashes a second: it must hurt nobody
  const leastLight = 6, leastLoud = 0.02, loudAgainst = 4;
  const hearEveryMs = 10, roundMs = 10, mostApartMs = 500;

  let state = IDLE, apartMs = 0;
  let run = 0;
  let changed = () => {};

  const wait = (/** @type {number} */ ms) => new Promise((done) => setTimeout(done, ms));

  /** @param {string} next */
  function enter(next) {
    state = next;
    changed();
  }

  /** How light the camera's picture is, frame by frame, with the time at which each was taken. @param {() => boolean} goesOn */
  function followLight(goesOn) {
    /** @type {{ light: number, at: number }[]} */
    const seen = [];
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [16, 9];
    const paint = canvas.getContext("2d", { willReadFrequently: true });
    const look = (/** @type {number} */ now, /** @type {VideoFrameCallbackMetadata} */ frame) => {
      if (!goesOn() || !paint) return;
      paint.drawImage(video.preview, 0, 0, 16, 9);
      const { data } = paint.getImageData(0, 0, 16, 9);
      let sum = 0;
      for (let i = 0; i < data.length; i += 4) sum += 0.3 * data[i] + 0.6 * data[i + 1] + 0.1 * data[i + 2];
      seen.push({ light: sum * 4 / data.length, at: frame.captureTime ?? now });
      video.preview.requestVideoFrameCallback(look);
    };
    video.preview.requestVideoFrameCallback?.(look);
    return seen;
  }

  /** Moments at which it became loud all at once. @param {AudioContext} audio @param {AudioNode} source */
  function followClicks(audio, source) {
    /** @type {number[]} */
    const heard = [];
    const analyser = new AnalyserNode(audio, { fftSize: 1024 });
    source.connect(analyser);
    const samples = new Float32Array(1024);
    let usual = 0;
    const timer = setInterval(() => {
      const now = performance.now();
      analyser.getFloatTimeDomainData(samples);
      let peak = 0;
      for (const sample of samples) peak = Math.max(peak, Math.abs(sample));
      if (peak > leastLoud && peak > usual * loudAgainst && now - (heard.at(-1) ?? -Infinity) > periodMs / 2) {
        const first = samples.findIndex((sample) => Math.abs(sample) > peak / 2);
        heard.push(now - (samples.length - first) * 1000 / audio.sampleRate);
      }
      usual = 0.9 * usual + 0.1 * Math.min(peak, usual + leastLoud);
    }, hearEveryMs);
    return { heard, stop: () => { clearInterval(timer); source.disconnect(analyser); } };
  }

  /** @param {AudioContext} audio */
  function flashAndClick(audio) {
    const sheet = document.createElement("div");
    sheet.style.cssText = "position:fixed;inset:0;z-index:20;background:#fff;pointer-events:none";
    document.body.append(sheet);
    const voice = new OscillatorNode(audio, { frequency: 2000 });
    voice.connect(audio.destination);
    voice.start();
    voice.stop(audio.currentTime + 0.03);
    setTimeout(() => sheet.remove(), flashMs);
    return performance.now();
  }

  /** @param {number[]} times */
  const median = (times) => [...times].sort((a, b) => a - b)[times.length >> 1];

  /** The frame in which it became light after that moment. @param {{ light: number, at: number }[]} seen @param {number} from */
  function flashAfter(seen, from) {
    const before = seen.filter(({ at }) => at < from).slice(-5);
    const usual = before.length ? Math.max(...before.map(({ light }) => light)) : 255;
    return seen.find(({ light, at }) => at >= from && at < from + mostApartMs + flashMs && light > usual + leastLight)?.at;
  }

  async function begin() {
    const mine = ++run;
    const audio = studioAudio.open(), track = capture.microphone();
    if (!audio || !track) return enter(UNHEARD);
    enter(RUNNING);
    const goesOn = () => mine === run;
    const seen = followLight(goesOn);
    const source = studioAudio.source(audio, track);
    const ear = followClicks(audio, source);
    await wait(periodMs / 2);
    /** @type {number[]} */
    const apart = [];
    let sawNone = true, heardNone = true;
    for (let i = 0; i < claps && goesOn(); ++i) {
      const at = flashAndClick(audio);
      await wait(periodMs);
      const light = flashAfter(seen, at);
      const click = ear.heard.find((moment) => moment >= at - roundMs && moment < at + mostApartMs);
      if (light !== undefined) sawNone = false;
      if (click !== undefined) heardNone = false;
      if (light !== undefined && click !== undefined) apart.push(light - click);
    }
    ear.stop();
    source.disconnect();
    if (!goesOn()) return;
    ++run;  // nobody looks at the light any more
    if (apart.length < 2) return enter(sawNone ? UNSEEN : heardNone ? UNHEARD : UNSEEN);
    apartMs = Math.round(median(apart) / roundMs) * roundMs;
    // A picture that is late is waited for. The other way round nothing can be done here: a sound cannot be
    // sent before it is there.
    mixer.set({ delayMs: Math.max(0, apartMs) });
    enter(DONE);
  }

  return {
    /** @param {() => void} tell */
    start(tell) {
      changed = tell;
    },
    begin: () => void begin(),
    state: () => state,
    /** By how much the picture came later than the sound, milliseconds. */
    apart: () => apartMs,
  };
})();
