// @ts-check
// Camera and microphone of the instructor: opening, choosing, switching, the preview, the loudness. What is
// sent is the camera and either the microphone or the mix that it is a part of.

const capture = (() => {
  // The words of client/media/describe.cpp for CapturePhase and CaptureFailure.
  const CLOSED = "closed", OPENING = "opening", OPEN = "open", FAILED = "failed";
  const DENIED = "denied", NO_DEVICE = "no device", IN_USE = "in use", UNSUPPORTED = "unsupported", LOST = "lost";
  const levelPeriodMs = 50, calmLevelPeriodMs = 250;

  let phase = CLOSED, failure = "";
  let cameraOn = true, microphoneOn = true;
  /** @type {MediaStream | null} */
  let stream = null;
  /** @type {MediaDeviceInfo[]} */
  let devices = [];
  let attempt = 0;  // answers of an older one are thrown away
  let reportDue = false;
  /** @type {(stream: MediaStream | null) => void} */
  let streamChanged = () => {};
  /** @type {(track: MediaStreamTrack | null) => Promise<void>} */
  let soundChanged = async () => {};
  /** Told that sound or card changed. */
  let deskChanged = () => {};

  let kind = sound.DANCE;  // of the three sounds
  let switches = 0;        // of the sound: an older one's answer is thrown away
  let refused = false;     // the browser does something else to the sound than was asked
  const cards = new Map(sound.kinds.map((one) => [one, new CardMeter()]));

  /** @type {LevelReader | null} */
  let reader = null;
  /** @type {AudioNode | null} made for the reader */
  let tapped = null;
  let silent = false;
  let levelTimer = 0;

  const nothing = { rms: 0, peak: 0 };

  const track = (/** @type {string} */ kind) => stream?.getTracks().find((one) => one.kind === kind);

  /** @param {MediaDeviceKind} kind */
  function listed(kind) {
    const noun = kind === "videoinput" ? "Camera" : "Microphone";
    return devices.filter((device) => device.kind === kind && device.deviceId)
      .map((device, i) => ({ "id": device.deviceId, "label": device.label || `${noun} ${i + 1}` }));
  }

  function tell() {
    reportDue = false;
    const settings = track("video")?.getSettings() || {};
    // What is sent, also after a phone was turned; the settings follow late or not at all.
    const { videoWidth, videoHeight } = video.preview;
    const microphone = track("audio")?.getSettings().deviceId || "";
    memory.tell({
      "phase": phase, "failure": failure, "cameras": listed("videoinput"), "microphones": listed("audioinput"),
      "camera_id": settings.deviceId || "", "microphone_id": microphone, "camera_on": cameraOn,
      "microphone_on": microphoneOn, "width": videoWidth || settings.width || 0,
      "height": videoHeight || settings.height || 0,
      "frames_per_second": settings.frameRate || 0,
    }, (at, length) => _lsl_on_capture(at, length));
  }

  function report() {
    if (reportDue) return;
    reportDue = true;
    queueMicrotask(tell);
  }

  async function refreshDevices() {
    devices = await navigator.mediaDevices.enumerateDevices().catch(() => []);
    report();
  }

  /** @param {any} error */
  function reasonOf(error) {
    switch (error?.name) {
      case "NotAllowedError": case "SecurityError": return DENIED;
      case "NotFoundError": case "OverconstrainedError": return NO_DEVICE;
      case "NotReadableError": case "AbortError": return IN_USE;
      default: return UNSUPPORTED;
    }
  }

  /** @param {string} camera @param {string} microphone @returns {MediaStreamConstraints} */
  function wishes(camera, microphone) {
    return {
      video: {
        width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30, max: 30 },
        ...(camera ? { deviceId: { exact: camera } } : { facingMode: "user" }),
      },
      audio: sound.constraints(kind, microphone),
    };
  }

  /** Both, else what there is: a class without a camera can still be heard. */
  async function acquire(/** @type {string} */ camera, /** @type {string} */ microphone) {
    const media = navigator.mediaDevices;
    const all = wishes(camera, microphone);
    try {
      return await media.getUserMedia(all);
    } catch (error) {
      if (reasonOf(error) !== NO_DEVICE) throw error;
      // A remembered device may be gone; then any, then one of the two alone.
      const any = wishes("", "");
      for (const fewer of [any, { video: any.video }, { audio: any.audio }]) {
        const got = await media.getUserMedia(fewer).catch(() => null);
        if (got) return got;
      }
      throw error;
    }
  }

  function stopTracks() {
    for (const one of stream?.getTracks() || []) {
      one.onended = null;
      one.stop();
    }
    stream = null;
  }

  /** @param {MediaStreamTrack} one of the stream */
  function tend(one) {
    const isPicture = one.kind === "video";
    one.contentHint = isPicture ? "motion" : kind === sound.TALK ? "speech" : "music";
    one.enabled = isPicture ? cameraOn : microphoneOn;
    one.onended = () => {
      failure = LOST;
      phase = stream?.getTracks().some((other) => other.readyState === "live") ? OPEN : FAILED;
      refreshDevices();
      report();
    };
  }

  /** @param {MediaStream} opened */
  function adopt(opened) {
    stopTracks();
    stream = opened;
    for (const one of opened.getTracks()) tend(one);
    const microphone = track("audio");
    refused = !!microphone && !sound.fits(kind, microphone);
    video.preview.srcObject = opened;
    video.preview.play().catch(() => {});
    mixer.setVoice(microphone || null);
    listen();
    streamChanged(sent());
    deskChanged();
  }

  /** The microphone, or the mix that it is a part of. */
  const sentSound = () => (mixer.isNeeded() ? mixer.track() : null) || track("audio") || null;

  /** As the class gets it. */
  function sent() {
    if (!stream) return null;
    return new MediaStream([...stream.getVideoTracks(), ...[sentSound()].filter((one) => one !== null)]);
  }

  function listen() {
    reader?.close();
    tapped?.disconnect();
    reader = tapped = null;
    const heard = track("audio"), audio = heard ? studioAudio.open() : null;
    if (!audio || !heard) return;
    const mixed = mixer.isNeeded() ? mixer.node() : null;
    if (!mixed) tapped = studioAudio.source(audio, heard);
    reader = new LevelReader(audio, mixed || /** @type {AudioNode} */ (tapped));
    clearInterval(levelTimer);
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    levelTimer = setInterval(measureLevel, calm ? calmLevelPeriodMs : levelPeriodMs);
  }

  function measureLevel() {
    if (!reader || document.visibilityState !== "visible") return;
    const sides = microphoneOn || mixer.isNeeded() ? reader.read() : [nothing, nothing];
    const [left, right] = sides;
    const quiet = left.peak === 0 && right.peak === 0;
    cards.get(kind)?.hear(sides, performance.now());
    // Silence is told once: nothing moves then, and nothing needs painting.
    if (!quiet || !silent) _lsl_on_level(left.rms, left.peak, right.rms, right.peak);
    silent = quiet;
  }

  /** The sound that is sent is another one now. */
  async function resound() {
    mixer.setVoice(track("audio") || null);
    listen();
    await soundChanged(sentSound());
    onAir.refresh();
    report();
    deskChanged();
  }

  /** @param {MediaStreamTrack} fresh takes the microphone's place; the old one sounds until it has it */
  async function swapMicrophone(fresh) {
    const old = track("audio");
    if (!stream) return fresh.stop();
    if (old) stream.removeTrack(old);
    stream.addTrack(fresh);
    tend(fresh);
    await resound();
    if (!old) return;
    old.onended = null;
    old.stop();
  }

  /** @param {string} device */
  async function microphoneAs(device) {
    const opened = await navigator.mediaDevices.getUserMedia({ audio: sound.constraints(kind, device) });
    return opened.getAudioTracks()[0];
  }

  /**
   * By a second capture beside the first, since what a browser does to a sound cannot be changed while it
   * runs. The first may get in the way of the second; then it is asked once more without it.
   * @param {string} device
   */
  async function reopenMicrophone(device) {
    const mine = ++switches;
    try {
      const fresh = await microphoneAs(device);
      if (mine !== switches || phase !== OPEN) return fresh.stop();
      await swapMicrophone(fresh);
      if (mine === switches && !sound.fits(kind, fresh)) {
        const again = await microphoneAs(device);
        if (mine === switches && sound.fits(kind, again)) await swapMicrophone(again);
        else again.stop();
      }
      failure = "";
    } catch (error) {
      if (mine !== switches) return;
      failure = reasonOf(error);
    }
    if (mine !== switches) return;
    const now = track("audio");
    refused = !!now && !sound.fits(kind, now);
    report();
    deskChanged();
  }

  const microphoneId = () => track("audio")?.getSettings().deviceId || "";
  let ownMicrophone = "";  // the one beside Line-in's, as it was asked for; "" = the usual one

  return {
    start() {
      video.preview.addEventListener("resize", report);
      navigator.mediaDevices?.addEventListener("devicechange", () => {
        if (phase !== CLOSED) refreshDevices();
      });
    },

    /**
     * @param {(stream: MediaStream | null) => void} tellStream
     * @param {(track: MediaStreamTrack | null) => Promise<void>} tellSound of the same stream, by itself
     */
    onStream(tellStream, tellSound) {
      streamChanged = tellStream;
      soundChanged = tellSound;
    },

    /** @param {() => void} tell */
    onDesk(tell) {
      deskChanged = tell;
    },

    /** What the desk shows of the sound. */
    sound: () => ({ kind, refused, truth: sound.truth(track("audio")), cards }),

    /** One of the three; of the same microphone, or Line-in's own. @param {string} wanted */
    setSound(wanted) {
      const next = sound.kinds.find((one) => one === wanted);
      if (!next || next === kind) return;
      kind = next;
      const device = kind === sound.LINE ? sound.lineDevice() : ownMicrophone;
      sound.keepKind(ownMicrophone, kind);
      deskChanged();
      if (phase === OPEN) void reopenMicrophone(device);
    },

    /** @param {string} device */
    setLineDevice(device) {
      sound.keepLineDevice(device);
      deskChanged();
      if (kind === sound.LINE && phase === OPEN) void reopenMicrophone(device);
    },

    /** The mix began, ended, or is another one. */
    resound: () => { if (phase === OPEN) void resound(); },

    /** @param {string} camera @param {string} microphone */
    async open(camera, microphone) {
      const mine = ++attempt;
      failure = "";
      const isFirst = phase !== OPEN;
      phase = OPENING;
      ++switches;
      if (isFirst) kind = sound.first(microphone);
      else if (kind !== sound.LINE && microphone !== microphoneId()) kind = sound.ofDevice(microphone);
      if (isFirst || kind !== sound.LINE) ownMicrophone = microphone;
      report();
      if (!navigator.mediaDevices?.getUserMedia) {
        [phase, failure] = [FAILED, UNSUPPORTED];
        report();
        return;
      }
      // Many systems lend a camera once only: the old one goes before another is asked for.
      if (camera && camera !== track("video")?.getSettings().deviceId) track("video")?.stop();
      try {
        const ear = isFirst && kind === sound.LINE ? sound.lineDevice() : microphone;
        const opened = await acquire(camera, ear);
        if (mine !== attempt) {
          for (const one of opened.getTracks()) one.stop();
          return;
        }
        adopt(opened);
        phase = OPEN;
      } catch (error) {
        if (mine !== attempt) return;
        [phase, failure] = [FAILED, reasonOf(error)];
      }
      report();
      refreshDevices();
    },

    /** @param {boolean} on */
    setCameraOn(on) {
      cameraOn = on;
      const one = track("video");
      if (one) one.enabled = on;
      onAir.refresh();
      report();
    },

    /** @param {boolean} on */
    setMicrophoneOn(on) {
      microphoneOn = on;
      const one = track("audio");
      if (one) one.enabled = on;
      onAir.refresh();
      report();
    },

    close() {
      ++attempt;
      stopTracks();
      ++switches;
      clearInterval(levelTimer);
      levelTimer = 0;
      reader?.close();
      tapped?.disconnect();
      reader = tapped = null;
      mixer.close();
      studioAudio.close();
      video.preview.srcObject = null;
      [phase, failure] = [CLOSED, ""];
      streamChanged(null);
      report();
      deskChanged();
    },

    /** As it is sent. */
    stream: sent,
    bits: () => sound.bits(kind),
    /** By itself, before any mix. */
    microphone: () => track("audio"),
    switches: () => ({ camera: cameraOn, microphone: microphoneOn }),
  };
})();
