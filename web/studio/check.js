// @ts-check
// Measuring before a class what would be a surprise in it: picture, light, sound, the way to the server,
// power. It tells numbers; what they mean is judged by client/model/studio/check.cpp.

const check = (() => {
  // The words of client/media/describe_desk.cpp for CheckPhase and UploadCheck.
  const IDLE = "idle", QUIET = "quiet", VOICE = "voice", MUSIC = "music", UPLOAD = "upload", DONE = "done";
  const NOT_YET = "not yet", RUNNING = "running", MEASURED = "measured", REFUSED = "refused", FAILED = "failed";
  const keptKey = "check";
  const seconds = { picture: 3, quiet: 3, voice: 5, music: 5, upload: 8 };
  const hearEveryMs = 50, silenceDb = -100;
  const connectMs = 5000;

  const nothing = () => ({
    phase: IDLE, left: 0, at: 0, width: 0, height: 0, fps: 0, light: -1, bright: 0, dark: 0, backlight: 0,
    peakDb: silenceDb, clips: 0, noiseDb: silenceDb, voiceDb: silenceDb, musicDb: silenceDb, channels: 0,
    processed: false, upload: NOT_YET, bits: 0, encoded: 0, limited: "", battery: -1, charging: false, awake: false,
  });
  let found = nothing();
  let run = 0;
  let changed = () => {};
  /** @type {RTCPeerConnection | null} */
  let connection = null;

  const decibels = (/** @type {number} */ level) => (level > 0 ? Math.max(silenceDb, 20 * Math.log10(level)) : silenceDb);
  const wait = (/** @type {number} */ s) => new Promise((done) => setTimeout(done, s * 1000));

  const state = () => ({
    "phase": found.phase, "left_s": found.left, "at_ms": found.at, "width": found.width, "height": found.height,
    "fps": found.fps, "light": found.light, "bright": found.bright, "dark": found.dark,
    "backlight": found.backlight, "peak_db": found.peakDb, "clips": found.clips, "noise_db": found.noiseDb,
    "voice_db": found.voiceDb, "music_db": found.musicDb, "channels": found.channels,
    "processed": found.processed, "upload": found.upload, "upload_bps": found.bits,
    "encoded_fps": found.encoded, "limited_by": found.limited, "battery": found.battery,
    "charging": found.charging, "awake": found.awake,
  });

  function recall() {
    try {
      const kept = JSON.parse(system.stored(keptKey) || "null");
      if (kept?.["phase"] !== DONE) return;
      found = {
        phase: DONE, left: 0, at: kept["at_ms"], width: kept["width"], height: kept["height"], fps: kept["fps"],
        light: kept["light"], bright: kept["bright"], dark: kept["dark"], backlight: kept["backlight"],
        peakDb: kept["peak_db"], clips: kept["clips"], noiseDb: kept["noise_db"], voiceDb: kept["voice_db"],
        musicDb: kept["music_db"], channels: kept["channels"], processed: kept["processed"],
        upload: kept["upload"], bits: kept["upload_bps"], encoded: kept["encoded_fps"],
        limited: kept["limited_by"], battery: kept["battery"], charging: kept["charging"], awake: kept["awake"],
      };
    } catch { /* nothing is known then */ }
  }

  /** How light the picture is: all of it, its middle, and how much of it is lost in white or black. */
  function measureLight() {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [64, 36];
    const paint = canvas.getContext("2d", { willReadFrequently: true });
    if (!paint || !video.preview.videoWidth) return;
    paint.drawImage(video.preview, 0, 0, 64, 36);
    const { data } = paint.getImageData(0, 0, 64, 36);
    let sum = 0, bright = 0, dark = 0, middle = 0, around = 0, middles = 0;
    for (let i = 0; i < data.length; i += 4) {
      const luma = 0.299 * data[i] + 0.587 * data[i + 1] + 0.114 * data[i + 2];
      const x = (i / 4) % 64, y = (i / 4 - x) / 64;
      sum += luma;
      if (luma > 250) ++bright;
      if (luma < 8) ++dark;
      // She stands in the middle third.
      if (x > 21 && x < 42 && y > 5) {
        middle += luma;
        ++middles;
      } else {
        around += luma;
      }
    }
    const pixels = data.length / 4;
    Object.assign(found, { light: sum / pixels, bright: bright / pixels, dark: dark / pixels,
      backlight: around / (pixels - middles) - middle / middles });
  }

  /** Real frames, not what the camera promises. @param {number} mine */
  async function measurePicture(mine) {
    let frames = 0, first = 0, last = 0;
    const count = (/** @type {number} */ now) => {
      if (mine !== run) return;
      ++frames;
      first ||= now;
      last = now;
      video.preview.requestVideoFrameCallback?.(count);
    };
    video.preview.requestVideoFrameCallback?.(count);
    await wait(seconds.picture);
    if (mine !== run) return;
    const { videoWidth, videoHeight } = video.preview;
    Object.assign(found, { width: videoWidth, height: videoHeight });
    found.fps = frames > 1 ? (frames - 1) * 1000 / (last - first) : 0;
    measureLight();
    changed();
  }

  /** @param {LevelReader} reader @param {string} phase @param {number} lasts seconds @param {number} mine */
  async function hear(reader, phase, lasts, mine) {
    /** @type {number[]} */
    const levels = [];
    let peak = 0, clips = 0;
    Object.assign(found, { phase, left: lasts });
    changed();
    const end = performance.now() + lasts * 1000;
    while (performance.now() < end && mine === run) {
      await wait(hearEveryMs / 1000);
      const sides = reader.read();
      levels.push(Math.max(...sides.map(({ rms }) => rms)));
      const loudest = Math.max(...sides.map((side) => side.peak));
      peak = Math.max(peak, loudest);
      if (loudest >= 0.999) ++clips;
      const left = Math.ceil((end - performance.now()) / 1000);
      if (left === found.left || left < 0) continue;
      found.left = left;
      changed();
    }
    levels.sort((a, b) => a - b);
    const at = (/** @type {number} */ part) => decibels(levels[Math.floor(levels.length * part)] || 0);
    return { at, peak, clips };
  }

  /** Silence, then her voice, then her music: each by itself. @param {number} mine */
  async function measureSound(mine) {
    const audio = studioAudio.open(), track = capture.microphone();
    if (!audio || !track) return;
    const truth = sound.truth(track);
    found.processed = truth.known && capture.sound().kind !== sound.TALK && (truth.echo || truth.noise || truth.gain);
    found.channels = truth.channels;
    const source = studioAudio.source(audio, track), reader = new LevelReader(audio, source);
    const quiet = await hear(reader, QUIET, seconds.quiet, mine);
    found.noiseDb = quiet.at(0.5);
    const voice = await hear(reader, VOICE, seconds.voice, mine);
    // Between the words it is quiet: what counts is the louder part.
    found.voiceDb = voice.at(0.8);
    const music = await hear(reader, MUSIC, seconds.music, mine);
    const mixed = mixer.state();
    found.musicDb = mixed.source ? decibels(mixer.levels().music) : music.at(0.5);
    found.peakDb = decibels(Math.max(voice.peak, music.peak));
    found.clips = voice.clips + music.clips;
    reader.close();
    source.disconnect();
  }

  async function measurePower() {
    /** @type {any} Only Chromium tells. */
    const battery = await navigator["getBattery"]?.().catch(() => null);
    if (battery) Object.assign(found, { battery: battery["level"], charging: battery["charging"] });
    try {
      const lock = await navigator.wakeLock.request("screen");
      found.awake = true;
      await lock.release();
    } catch {
      found.awake = false;
    }
    changed();
  }

  /** @param {RTCPeerConnection} made */
  async function readUpload(made) {
    let most = 0, fps = 0, limited = "", widest = 0;
    for (const entry of (await made.getStats()).values()) {
      if (entry.type === "candidate-pair" && entry.nominated) most = entry.availableOutgoingBitrate || 0;
      if (entry.type === "outbound-rtp" && entry.kind === "video" && (entry.frameWidth || 0) >= widest) {
        widest = entry.frameWidth || 0;
        fps = entry.framesPerSecond || 0;
        limited = (entry.qualityLimitationReason || "none").replace("none", "");
      }
    }
    return { most, fps, limited };
  }

  const connected = (/** @type {RTCPeerConnection} */ made) => new Promise((done) => {
    setTimeout(() => done(false), connectMs);
    made.addEventListener("connectionstatechange", () => {
      if (made.connectionState === "connected") done(true);
      else if (made.connectionState === "failed") done(false);
    });
  });

  /** As in the class, into a room that nobody sees. @param {{ url: string, token: string }} input @param {number} mine */
  async function measureUpload({ url, token }, mine) {
    const stream = capture.stream();
    if (!url || !stream || !window.RTCPeerConnection) {
      found.upload = url ? FAILED : REFUSED;
      return changed();
    }
    found.upload = RUNNING;
    const made = connection = new RTCPeerConnection({ bundlePolicy: "max-bundle" });
    await whip.dress(made, stream);
    const stands = connected(made);
    const { status, location } = await session.open(made, url, token, whip.stereo);
    let outcome = status && status !== 201 ? REFUSED : FAILED;
    if (status === 201 && await stands) {
      const end = performance.now() + seconds.upload * 1000;
      while (performance.now() < end && mine === run) {
        await wait(1);
        const { most, fps, limited } = await readUpload(made);
        // Browsers feel their way up: what was reached is what there is.
        found.bits = Math.max(found.bits, most);
        Object.assign(found, { encoded: fps, limited });
      }
      outcome = MEASURED;
    }
    // A connection that closes ends the session too, and a DELETE behind it finds none.
    void Promise.race([session.close(location, token), wait(2)]).then(() => made.close());
    if (made === connection) connection = null;
    if (mine !== run) return;
    found.upload = outcome;
    changed();
  }

  function stop() {
    ++run;
    connection?.close();
    connection = null;
    if (found.phase === DONE) return;
    found = nothing();
    recall();
    changed();
  }

  return {
    state,
    stop,

    /** @param {() => void} tell */
    start(tell) {
      changed = tell;
      recall();
    },

    /** @param {{ url: string, token: string }} input the private room; url "" = there is none */
    async begin(input) {
      if (!capture.stream()) return;
      const mine = ++run;
      connection?.close();
      found = nothing();
      // One after the other is what a person can follow; what needs nobody goes on beside.
      const upload = measureUpload(input, mine);
      await Promise.all([measurePicture(mine), measureSound(mine), measurePower()]);
      if (mine !== run) return;
      Object.assign(found, { phase: UPLOAD, left: 0 });
      changed();
      await upload;
      if (mine !== run) return;
      Object.assign(found, { phase: DONE, at: Date.now() });
      system.store(keptKey, JSON.stringify(state()));
      changed();
    },
  };
})();
