// @ts-check
// The three sounds of a class: what each asks of the browser, what the browser then really does, and
// which one belongs to a device. Noise suppression takes sustained tones down by 18 dB and gain control
// pumps with the kick, so music goes without both; nobody would find that out from a switch's position.

const sound = (() => {
  // The words of client/media/describe_desk.cpp for SoundKind.
  const DANCE = "dance", TALK = "talk", LINE = "line";
  /** @typedef {"dance" | "talk" | "line"} SoundKind */
  const kinds = /** @type {SoundKind[]} */ ([DANCE, TALK, LINE]);
  const keptKey = "sounds";
  const musicBits = 160000, voiceBits = 64000;

  /** What is kept in this browser: a sound for each device, Line-in's own device, and whether it is used. */
  const kept = () => {
    const nothing = { of: /** @type {Record<string, string>} */ ({}), line: "", usesLine: false };
    try {
      const read = JSON.parse(system.stored(keptKey) || "{}");
      return { of: read["of"] || nothing.of, line: String(read["line"] || ""), usesLine: !!read["uses_line"] };
    } catch {
      return nothing;
    }
  };

  /** @param {ReturnType<typeof kept>} now */
  const keep = ({ of, line, usesLine }) =>
    system.store(keptKey, JSON.stringify({ "of": of, "line": line, "uses_line": usesLine }));

  /** @param {string} device @returns {SoundKind} */
  const ofDevice = (device) => (kept().of[device] === TALK ? TALK : DANCE);

  /** @param {SoundKind} kind */
  const processes = (kind) => kind === TALK;

  return {
    kinds,
    DANCE: /** @type {SoundKind} */ (DANCE),
    TALK: /** @type {SoundKind} */ (TALK),
    LINE: /** @type {SoundKind} */ (LINE),
    ofDevice,

    /** The sound to begin with on that microphone. @param {string} device @returns {SoundKind} */
    first: (device) => (kept().usesLine && kept().line ? LINE : ofDevice(device)),

    /** Line-in's own device; "" = not chosen yet. */
    lineDevice: () => kept().line,

    /** @param {string} device */
    keepLineDevice(device) {
      keep({ ...kept(), line: device });
    },

    /** @param {string} device @param {SoundKind} kind */
    keepKind(device, kind) {
      const now = kept();
      if (kind !== LINE) now.of[device] = kind;
      keep({ ...now, usesLine: kind === LINE });
    },

    /** @param {SoundKind} kind @param {string} device "" = any @returns {MediaTrackConstraints} */
    constraints(kind, device) {
      const on = processes(kind);
      return {
        echoCancellation: on, noiseSuppression: on, autoGainControl: on,
        channelCount: { ideal: on ? 1 : 2 },
        ...(device ? { deviceId: { exact: device } } : {}),
      };
    },

    /** What the encoder may send a second. @param {SoundKind} kind */
    bits: (kind) => (processes(kind) ? voiceBits : musicBits),

    /**
     * What the browser does, by its own settings: asked and done are two things. A browser that says nothing
     * of a setting is one that does not know it.
     * @param {MediaStreamTrack | undefined} track
     */
    truth(track) {
      const { echoCancellation, noiseSuppression, autoGainControl, channelCount } = track?.getSettings() || {};
      return {
        known: !!track && noiseSuppression !== undefined,
        // "all", "remote-only" and the like are words for yes.
        echo: !!echoCancellation, noise: !!noiseSuppression, gain: !!autoGainControl,
        channels: channelCount || 0,
      };
    },

    /** Whether the track is as its sound wants it. @param {SoundKind} kind @param {MediaStreamTrack} track */
    fits(kind, track) {
      const { known, echo, noise, gain } = sound.truth(track);
      const wanted = processes(kind);
      return !known || (echo === wanted && noise === wanted && gain === wanted);
    },
  };
})();
