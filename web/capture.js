// @ts-check
// Camera and microphone of the instructor: opening, choosing, switching, the preview, the loudness.

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

  /** @type {AudioContext | null} */
  let audio = null;
  /** @type {AudioNode | null} */
  let tapped = null;
  /** Left and right. @type {AnalyserNode[]} */
  let analysers = [];
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
      audio: {
        echoCancellation: true, noiseSuppression: true, autoGainControl: true,
        ...(microphone ? { deviceId: { exact: microphone } } : {}),
      },
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

  /** @param {MediaStream} opened */
  function adopt(opened) {
    stopTracks();
    stream = opened;
    for (const one of opened.getTracks()) {
      if (one.kind === "video") one.contentHint = "motion";
      one.enabled = one.kind === "video" ? cameraOn : microphoneOn;
      one.onended = () => {
        failure = LOST;
        phase = opened.getTracks().some((other) => other.readyState === "live") ? OPEN : FAILED;
        refreshDevices();
        report();
      };
    }
    video.preview.srcObject = opened;
    video.preview.play().catch(() => {});
    listen();
    streamChanged(opened);
  }

  function listen() {
    tapped?.disconnect();
    tapped = null;
    if (!stream?.getAudioTracks().length || !window.AudioContext) return;
    audio ||= new AudioContext();
    if (audio.state === "suspended") audio.resume().catch(() => {});
    tapped = audio.createMediaStreamSource(stream);
    // One channel becomes two equal ones.
    const both = new GainNode(audio, { channelCount: 2, channelCountMode: "explicit" });
    const sides = new ChannelSplitterNode(audio, { numberOfOutputs: 2 });
    tapped.connect(both).connect(sides);
    analysers = [0, 1].map((side) => {
      const analyser = new AnalyserNode(/** @type {AudioContext} */ (audio), { fftSize: 2048 });
      sides.connect(analyser, side);
      return analyser;
    });
    clearInterval(levelTimer);
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    levelTimer = setInterval(measureLevel, calm ? calmLevelPeriodMs : levelPeriodMs);
  }

  /** @param {AnalyserNode} analyser */
  function heardBy(analyser) {
    const samples = new Float32Array(analyser.fftSize);
    analyser.getFloatTimeDomainData(samples);
    let sum = 0, peak = 0;
    for (const sample of samples) {
      sum += sample * sample;
      peak = Math.max(peak, Math.abs(sample));
    }
    return { rms: Math.sqrt(sum / samples.length), peak: Math.min(1, peak) };
  }

  function measureLevel() {
    if (!analysers.length || document.visibilityState !== "visible") return;
    const [left, right] = microphoneOn ? analysers.map(heardBy) : [nothing, nothing];
    const quiet = left.peak === 0 && right.peak === 0;
    // Silence is told once: nothing moves then, and nothing needs painting.
    if (!quiet || !silent) _lsl_on_level(left.rms, left.peak, right.rms, right.peak);
    silent = quiet;
  }

  return {
    start() {
      video.preview.addEventListener("resize", report);
      navigator.mediaDevices?.addEventListener("devicechange", () => {
        if (phase !== CLOSED) refreshDevices();
      });
      document.addEventListener("visibilitychange", () => {
        if (document.visibilityState === "visible" && audio?.state === "suspended") {
          audio.resume().catch(() => {});
        }
      });
    },

    /** @param {(stream: MediaStream | null) => void} tellStream */
    onStream(tellStream) {
      streamChanged = tellStream;
    },

    /** @param {string} camera @param {string} microphone */
    async open(camera, microphone) {
      const mine = ++attempt;
      failure = "";
      phase = OPENING;
      report();
      if (!navigator.mediaDevices?.getUserMedia) {
        [phase, failure] = [FAILED, UNSUPPORTED];
        report();
        return;
      }
      // Many systems lend a camera once only: the old one goes before another is asked for.
      if (camera && camera !== track("video")?.getSettings().deviceId) track("video")?.stop();
      try {
        const opened = await acquire(camera, microphone);
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
      clearInterval(levelTimer);
      levelTimer = 0;
      tapped?.disconnect();
      tapped = null;
      audio?.close().catch(() => {});
      audio = null;
      analysers = [];
      video.preview.srcObject = null;
      [phase, failure] = [CLOSED, ""];
      streamChanged(null);
      report();
    },

    stream: () => stream,
    switches: () => ({ camera: cameraOn, microphone: microphoneOn }),
  };
})();
