// @ts-check
// The studio's desk: what the app asks of sound, mix and check by one door, and what it is told of them as
// one state. Told when something changed; meters ten times a second while somebody looks at them.

const desk = (() => {
  const metersMs = 100;
  const studioPart = 1;  // as platform::Part has it

  let watched = false;  // the cards and faders are on the screen
  let metersTimer = 0;
  let reportDue = false;
  /** Line-in's own device, while it isn't the chosen one. @type {{ track: MediaStreamTrack, reader: LevelReader, device: string } | null} */
  let line = null;
  let lineAsked = "";

  /** @param {string} of @param {CardMeter} meter @param {boolean} live */
  const cardOf = (of, meter, live) => ({
    "kind": of, "live": live, "measured": meter.measured, "left": meter.left, "right": meter.right,
    "left_held": meter.leftHeld, "right_held": meter.rightHeld, "clips": meter.clips,
  });

  function tell() {
    reportDue = false;
    const { kind, refused, truth, cards } = capture.sound();
    const mix = mixer.state(), { voice, music } = mixer.levels();
    const shown = sound.kinds.map((one) =>
      cardOf(one, /** @type {CardMeter} */ (cards.get(one)), one === kind || (one === sound.LINE && !!line)));
    memory.tell({
      "kind": kind, "refused": refused, "known": truth.known, "echo": truth.echo, "noise": truth.noise,
      "gain": truth.gain, "channels": truth.channels, "line_device": sound.lineDevice(), "cards": shown,
      "in_room": mix.room, "source": mix.source, "source_name": mix.name, "source_failed": mix.failure,
      "plays": mix.plays, "is_file": mix.isFile, "has_tabs": mix.hasTabs, "voice_db": mix.voiceDb,
      "music_db": mix.musicDb, "ducks": mix.ducks, "delay_ms": mix.delayMs, "voice_level": voice,
      "music_level": music, "clap": clap.state(), "apart_ms": clap.apart(), "unmirrored": system.stored("unmirrored") === "1",
      "check": check.state(),
    }, (at, length) => _lsl_on_desk(studioPart, at, length));
  }

  function report() {
    if (reportDue) return;
    reportDue = true;
    queueMicrotask(tell);
  }

  function letLineGo() {
    line?.reader.close();
    line?.track.stop();
    line = null;
    lineAsked = "";
  }

  /** Beside the chosen one only a device of its own is heard: two captures of one microphone disturb each other. */
  async function followLine() {
    const device = sound.lineDevice();
    const used = capture.microphone()?.getSettings().deviceId;
    const wanted = watched && device && used && device !== used && capture.sound().kind !== sound.LINE ? device : "";
    if (wanted === lineAsked) return;
    letLineGo();
    lineAsked = wanted;
    if (!wanted) return;
    const audio = sound.constraints(sound.LINE, wanted);
    const opened = await navigator.mediaDevices.getUserMedia({ audio }).catch(() => null);
    const track = opened?.getAudioTracks()[0], graph = studioAudio.open();
    if (!track || !graph || lineAsked !== wanted) return track?.stop();
    line = { track, device, reader: new LevelReader(graph, studioAudio.source(graph, track)) };
    report();
  }

  function meters() {
    if (document.visibilityState !== "visible") return;
    if (line) capture.sound().cards.get(sound.LINE)?.hear(line.reader.read(), performance.now());
    if (line || mixer.isNeeded()) tell();
  }

  /** @param {boolean} on */
  function watch(on) {
    if (watched === on) return report();
    watched = on;
    clearInterval(metersTimer);
    if (on) metersTimer = setInterval(meters, metersMs);
    void followLine();
    report();
  }

  /** What the app may say, by the names of client/model/desk_wishes.h. @type {Record<string, (wish: any) => void>} */
  const wishes = {
    "watch": (on) => watch(!!on),
    "sound": (kind) => capture.setSound(kind),
    "line_device": (device) => capture.setLineDevice(device),
    "in_room": (answer) => mixer.setInRoom(answer),
    "music": (wish) => mixer.choose(wish["source"], wish["device"]),
    "play_pause": () => mixer.playPause(),
    "voice_db": (voiceDb) => mixer.set({ voiceDb }),
    "music_db": (musicDb) => mixer.set({ musicDb }),
    "ducks": (ducks) => mixer.set({ ducks }),
    "delay_ms": (delayMs) => mixer.set({ delayMs }),
    "clap": () => clap.begin(),
    "unmirrored": (on) => {
      system.store("unmirrored", on ? "1" : "");
      report();
    },
    "check": (input) => check.begin({ url: input["url"], token: input["token"] }),
    "stop_check": () => check.stop(),
  };

  return {
    start() {
      clap.start(report);
      check.start(report);
      let mixed = false;
      mixer.start(() => {
        // Only what is sent changes the broadcast: a fader is steered where it is.
        if (mixer.isNeeded() !== mixed) {
          mixed = mixer.isNeeded();
          capture.resound();
        }
        report();
      });
      mixed = mixer.isNeeded();
      capture.onDesk(() => {
        mixed = mixer.isNeeded();
        void followLine();
        report();
      });
    },

    /** @param {string} text JSON: wishes by their names */
    hear(text) {
      for (const [name, wish] of Object.entries(JSON.parse(text))) wishes[name]?.(wish);
    },
  };
})();
