// @ts-check
// Voice and music as two faders: the microphone and a file, a tab or a second device become one sound. The
// music steps back while she speaks, nothing passes -1 dB of full scale, and all of it can wait for a
// camera that is late.

const mixer = (() => {
  // The words of client/media/describe_desk.cpp for MusicSource.
  const NONE = "", FILE = "file", TAB = "tab", DEVICE = "device";
  const roomKey = "music-in-room", mixKey = "mix";
  const duckDb = -8, speaksAbove = 0.02, holdMs = 400, duckEveryMs = 20;
  const duckInS = 0.06, duckOutS = 0.4, stepS = 0.02;
  const mostDelayMs = 300;
  // The compressor lifts what it has pressed by the inverse of its curve at full scale to the power of 0.6
  // (Web Audio 1.19.3); the trim takes that back, so that a sound below the threshold passes as it is.
  const thresholdDb = -3, ratio = 20;
  const lift = -(thresholdDb - thresholdDb / ratio) * 0.6;
  const ceilingDb = -1;

  const gainOf = (/** @type {number} */ db) => 10 ** (db / 20);
  /** @typedef {{ voice: GainNode, music: GainNode, duck: GainNode, delay: DelayNode, ear: GainNode,
   *   heard: LevelReader, played: LevelReader, out: MediaStreamAudioDestinationNode, sum: AudioNode }} Graph */

  /** @type {Graph | null} */
  let graph = null;
  /** @type {AudioNode | null} */
  let voiceSource = null;
  /** @type {AudioNode | null} */
  let musicSource = null;
  /** @type {MediaStreamTrack[]} of a tab or device */
  let musicTracks = [];
  /** @type {HTMLAudioElement | null} */
  let element = null;
  let duckTimer = 0, spokeAt = -Infinity;
  let ducked = false;
  let room = "";  // "yes", "no": whether a loudspeaker plays the music in her room; "" = not asked yet
  let failure = "";
  const mix = { source: NONE, name: "", voiceDb: 0, musicDb: -6, ducks: true, delayMs: 0 };
  let changed = () => {};

  function remember() {
    const { voiceDb, musicDb, ducks, delayMs } = mix;
    system.store(mixKey, JSON.stringify({ "voice": voiceDb, "music": musicDb, "ducks": ducks, "delay": delayMs }));
  }

  function recall() {
    room = system.stored(roomKey);
    try {
      const kept = JSON.parse(system.stored(mixKey) || "{}");
      mix.voiceDb = Number(kept["voice"] ?? mix.voiceDb);
      mix.musicDb = Number(kept["music"] ?? mix.musicDb);
      mix.ducks = kept["ducks"] ?? mix.ducks;
      mix.delayMs = Math.max(0, Math.min(mostDelayMs, Number(kept["delay"] ?? 0)));
    } catch { /* as it is */ }
  }

  /** Everything above the ceiling is flat: what the compressor was too slow for is cut there. */
  function ceiling() {
    const points = 2001, top = gainOf(ceilingDb);
    return Float32Array.from({ length: points }, (_, i) =>
      Math.max(-top, Math.min(top, (2 * i) / (points - 1) - 1)));
  }

  /** @param {AudioContext} audio @returns {Graph} */
  function build(audio) {
    const gain = () => new GainNode(audio, { channelCount: 2, channelCountMode: "explicit" });
    const [voice, music, duck, sum, ear] = [gain(), gain(), gain(), gain(), gain()];
    const limiter = new DynamicsCompressorNode(audio,
      { threshold: thresholdDb, knee: 0, ratio, attack: 0.001, release: 0.1 });
    const trim = new GainNode(audio, { gain: gainOf(-lift) });
    const cut = new WaveShaperNode(audio, { curve: ceiling() });
    const delay = new DelayNode(audio, { maxDelayTime: mostDelayMs / 1000 });
    const out = new MediaStreamAudioDestinationNode(audio, { channelCount: 2 });
    voice.connect(sum);
    music.connect(duck).connect(sum);
    sum.connect(limiter).connect(trim).connect(cut).connect(delay).connect(out);
    ear.connect(audio.destination);
    return { voice, music, duck, delay, ear, out, sum: cut, heard: new LevelReader(audio, voice), played: new LevelReader(audio, music) };
  }

  /** Gains are steered, not set: a jump would click. */
  function steer() {
    const audio = studioAudio.open();
    if (!graph || !audio) return;
    const now = audio.currentTime;
    graph.voice.gain.setTargetAtTime(gainOf(mix.voiceDb), now, stepS);
    graph.music.gain.setTargetAtTime(gainOf(mix.musicDb), now, stepS);
    graph.delay.delayTime.setTargetAtTime(mix.delayMs / 1000, now, stepS);
  }

  function followVoice() {
    const audio = studioAudio.open();
    if (!graph || !audio) return;
    const now = performance.now();
    const [left, right] = graph.heard.read();
    if (Math.max(left.rms, right.rms) > speaksAbove) spokeAt = now;
    const wanted = mix.ducks && musicSource !== null && now - spokeAt < holdMs;
    if (wanted === ducked) return;
    ducked = wanted;
    graph.duck.gain.setTargetAtTime(gainOf(wanted ? duckDb : 0), audio.currentTime, wanted ? duckInS : duckOutS);
  }

  const isNeeded = () => musicSource !== null || mix.delayMs > 0;

  function letMusicGo() {
    musicSource?.disconnect();
    musicSource = null;
    for (const track of musicTracks) {
      track.onended = null;
      track.stop();
    }
    musicTracks = [];
    if (element) {
      element.pause();
      URL.revokeObjectURL(element.src);
      element = null;
    }
    [mix.source, mix.name] = [NONE, ""];
  }

  /** @param {string} source @param {string} name @param {AudioNode} node @param {boolean} isHeardHere */
  function takeMusic(source, name, node, isHeardHere) {
    const audio = studioAudio.open();
    if (!audio) return;
    graph ||= build(audio);
    [mix.source, mix.name, failure] = [source, name, ""];
    musicSource = node;
    node.connect(graph.music);
    // A tab and a device are heard where they play; a file plays nowhere else.
    if (!isHeardHere) node.connect(graph.ear);
    clearInterval(duckTimer);
    duckTimer = setInterval(followVoice, duckEveryMs);
    steer();
    changed();
  }

  /** @param {string} source @param {() => Promise<MediaStream>} ask */
  async function takeStream(source, ask) {
    const audio = studioAudio.open();
    if (!audio) return;
    let stream;
    try {
      stream = await ask();
    } catch {
      failure = source;
      return changed();
    }
    const track = stream.getAudioTracks()[0];
    // Of a tab its sound alone is wanted; a browser may give the picture without any.
    for (const one of stream.getVideoTracks()) one.stop();
    if (!track) {
      failure = source;
      return changed();
    }
    letMusicGo();
    musicTracks = [track];
    track.onended = () => {
      letMusicGo();
      changed();
    };
    takeMusic(source, track.label, studioAudio.source(audio, track), true);
  }

  function takeFile() {
    const input = document.createElement("input");
    input.type = "file";
    input.accept = "audio/*";
    input.addEventListener("change", () => {
      const file = input.files?.[0], audio = studioAudio.open();
      if (!file || !audio) return;
      letMusicGo();
      element = new Audio(URL.createObjectURL(file));
      for (const name of ["play", "pause", "ended"]) element.addEventListener(name, () => changed());
      element.addEventListener("error", () => {
        letMusicGo();
        failure = FILE;
        changed();
      });
      takeMusic(FILE, file.name, audio.createMediaElementSource(element), false);
    });
    input.click();
  }

  return {
    NONE,

    /** @param {() => void} tell after each change of what is said here, of the sent sound too */
    start(tell) {
      changed = tell;
      recall();
    },

    isNeeded,

    /** The microphone, whose place in the mix stays when it is changed. @param {MediaStreamTrack | null} track */
    setVoice(track) {
      voiceSource?.disconnect();
      voiceSource = null;
      const audio = track && isNeeded() ? studioAudio.open() : null;
      if (!audio || !track) return;
      graph ||= build(audio);
      voiceSource = studioAudio.source(audio, track);
      voiceSource.connect(graph.voice);
      steer();
    },

    /** What is sent while it is needed. */
    track: () => graph?.out.stream.getAudioTracks()[0] || null,
    /** The same as a node, for the meter. */
    node: () => graph?.sum || null,

    /** @param {string} source @param {string} device of a second device */
    choose(source, device) {
      failure = "";
      if (source === FILE) return takeFile();
      if (source === TAB) {
        const wish = /** @type {any} */ ({ video: true, audio: { suppressLocalAudioPlayback: false },
          systemAudio: "include", selfBrowserSurface: "exclude" });
        return void takeStream(TAB, () => navigator.mediaDevices.getDisplayMedia(wish));
      }
      if (source === DEVICE) {
        const audio = sound.constraints(sound.LINE, device);
        return void takeStream(DEVICE, () => navigator.mediaDevices.getUserMedia({ audio }));
      }
      letMusicGo();
      clearInterval(duckTimer);
      changed();
    },

    playPause() {
      if (element?.paused) element.play().catch(() => {});
      else element?.pause();
    },

    /** @param {string} answer "yes" or "no" */
    setInRoom(answer) {
      room = answer;
      system.store(roomKey, room);
      if (room === "yes") letMusicGo();
      changed();
    },

    /** Only what is named. @param {{ voiceDb?: number, musicDb?: number, ducks?: boolean, delayMs?: number }} wish */
    set(wish) {
      Object.assign(mix, wish);
      mix.delayMs = Math.max(0, Math.min(mostDelayMs, mix.delayMs));
      remember();
      steer();
      changed();
    },

    /** Voice and music by themselves, loudest side. */
    levels() {
      const of = (/** @type {LevelReader | undefined} */ reader) =>
        Math.max(0, ...(reader?.read() || []).map(({ rms }) => Math.min(1, rms * Math.SQRT2)));
      return { voice: of(graph?.heard), music: musicSource ? of(graph?.played) : 0 };
    },

    state: () => ({ ...mix, room, failure, plays: !!musicSource && !element?.paused, isFile: !!element,
      hasTabs: "getDisplayMedia" in (navigator.mediaDevices || {}) }),

    close() {
      clearInterval(duckTimer);
      letMusicGo();
      voiceSource?.disconnect();
      voiceSource = null;
      graph = null;
    },
  };
})();
