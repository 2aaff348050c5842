// @ts-check
// Broadcasting: camera and microphone to the server by WHIP, held up until it is stopped.

const whip = (() => {
  // The words of client/media/describe.cpp for BroadcastPhase and BroadcastFailure.
  const IDLE = "idle", CONNECTING = "connecting", CONNECTED = "connected", RECONNECTING = "reconnecting",
    FAILED = "failed";
  const REFUSED = "refused", UNSUPPORTED = "unsupported", NO_CAPTURE = "no capture", ELSEWHERE = "elsewhere";
  const videoBitsPerSecond = 3000000;  // 720p30 of fast movement; the browser sends less if it must
  // The picture in three sizes, so that every viewer's line gets one that fits. Browsers want them
  // from the smallest up; L1T1 makes them streams of their own in VP9 and AV1, too.
  const sizes = [
    { rid: "l", scaleResolutionDownBy: 4, maxBitrate: 180000, scalabilityMode: "L1T1" },
    { rid: "m", scaleResolutionDownBy: 2, maxBitrate: 700000, scalabilityMode: "L1T1" },
    { rid: "h", scaleResolutionDownBy: 1, maxBitrate: videoBitsPerSecond, scalabilityMode: "L1T1" },
  ];
  const fewCores = 2;
  const lostSeconds = 4;
  const rememberSeconds = 5;
  const connectSeconds = 8;

  let sizesAgreed = 1;  // in how many sizes this session sends the picture
  let wanted = false;
  let url = "", token = "";
  let mayTakeOver = false;  // from whoever is on air, at the first connection only
  let phase = IDLE, failure = "";
  /** @type {RTCPeerConnection | null} */
  let connection = null;
  let sessionUrl = "";
  let retryTimer = 0, statsTimer = 0;
  let everConnected = false;
  let connectedAt = 0;
  let notConnected = 0;
  const backoff = new session.Backoff(500, 8000);
  const noFigures = () => ({ bits: 0, fps: 0, roundTrip: -1, lost: 0, width: 0, height: 0, codec: "", limit: "" });
  let figures = noFigures();
  let last = { bytes: 0, at: 0 };

  function report() {
    const seconds = phase === CONNECTED ? (performance.now() - connectedAt) / 1000 : 0;
    memory.tell({
      "phase": phase, "failure": failure, "bits_per_second": figures.bits, "frames_per_second": figures.fps,
      "round_trip_s": figures.roundTrip, "lost_fraction": figures.lost, "width": figures.width,
      "height": figures.height, "codec": figures.codec, "limited_by": figures.limit, "connected_s": seconds,
    }, (at, length) => _lsl_on_broadcast(at, length));
  }

  /** @param {string} next @param {string} [why] */
  function enter(next, why = "") {
    if (next !== CONNECTED) figures = noFigures();
    [phase, failure] = [next, why];
    queueMicrotask(report);
  }

  function drop() {
    clearTimeout(retryTimer);
    clearInterval(statsTimer);
    const old = connection;
    connection = null;
    if (old) {
      old.onconnectionstatechange = null;
      old.close();
    }
    session.close(sessionUrl, token);
    sessionUrl = "";
  }

  /** @param {number} [atLeastMs] */
  function again(atLeastMs = 0) {
    drop();
    if (!wanted) return;
    enter(everConnected ? RECONNECTING : CONNECTING);
    retryTimer = setTimeout(connect, backoff.next(atLeastMs));
  }

  /** @param {string} why */
  function giveUp(why) {
    wanted = false;
    onAir.end();
    drop();
    enter(FAILED, why);
  }

  /**
   * H264 first: every browser and phone plays it, also as a recording (MP4), and most machines encode
   * it in hardware. VP8 next: every browser has it. The server passes on what it gets.
   * @param {RTCRtpTransceiver} transceiver
   */
  function preferCodecs(transceiver) {
    const codecs = RTCRtpSender.getCapabilities?.("video")?.codecs || [];
    const rank = (/** @type {{ mimeType: string, sdpFmtpLine?: string }} */ { mimeType, sdpFmtpLine = "" }) => {
      if (mimeType === "video/H264") {
        if (!sdpFmtpLine.includes("packetization-mode=1")) return 3;
        return sdpFmtpLine.includes("profile-level-id=42") ? 0 : 1;
      }
      return mimeType === "video/VP8" ? 2 : 4;
    };
    const sorted = codecs.map((codec, i) => ({ codec, i }))
      .sort((a, b) => rank(a.codec) - rank(b.codec) || a.i - b.i).map(({ codec }) => codec);
    if (sorted.length) transceiver.setCodecPreferences?.(sorted);
  }

  /**
   * What the video is encoded as. Three sizes cost a third more than one; a machine with few cores
   * has no room for that. The setting "broadcast-layers" (1 or 3) overrules. Chromium sends of a
   * small picture only the lower ones of too many sizes, so no more are asked for than it sends
   * (libwebrtc, video/config/simulcast.cc).
   * @param {MediaStreamTrack | undefined} track
   * @returns {{ rid?: string, scaleResolutionDownBy?: number, maxBitrate: number }[]}
   */
  function encodings(track) {
    const asked = system.stored("broadcast-layers");
    const weak = (navigator.hardwareConcurrency || fewCores) <= fewCores;
    const { width, height } = track?.getSettings() || {};
    const pixels = (width || 0) * (height || 0);
    const most = pixels >= 960 * 540 ? 3 : pixels >= 480 * 270 ? 2 : 1;
    const count = (asked ? asked === "1" : weak) ? 1 : most;
    return count === 1 ? [{ maxBitrate: videoBitsPerSecond }] : sizes.slice(-count).map((size) => ({ ...size }));
  }

  /** @param {RTCRtpSender} sender @param {{ maxBitrate: number }[]} wanted */
  async function limit(sender, wanted) {
    const parameters = sender.getParameters();
    if (!parameters.encodings?.length) return;
    parameters.encodings.forEach((encoding, i) => { encoding.maxBitrate = wanted[i]?.maxBitrate; });
    // Dance is movement: rather fewer pixels than fewer pictures.
    parameters.degradationPreference = "maintain-framerate";
    await sender.setParameters(parameters).catch(() => {});
  }

  /**
   * Both tracks are there from the start, so that a camera plugged in later needs no new session.
   * @param {RTCPeerConnection} made @param {MediaStream} stream
   * @returns {Promise<number>} in how many sizes the picture goes
   */
  async function dress(made, stream) {
    const [picture] = stream.getVideoTracks(), sizesWanted = encodings(picture);
    const camera = made.addTransceiver(picture || "video",
      { direction: "sendonly", streams: [stream], sendEncodings: sizesWanted });
    made.addTransceiver(stream.getAudioTracks()[0] || "audio",
      { direction: "sendonly", streams: [stream], sendEncodings: [{ maxBitrate: capture.bits() }] });
    preferCodecs(camera);
    await limit(camera.sender, sizesWanted);
    return sizesWanted.length;
  }

  /** Music in two channels, when the microphone has them. @param {string} sdp */
  const stereo = (sdp) =>
    sdp.replace(/(a=fmtp:\d+ [^\r\n]*useinbandfec=1)(?![^\r\n]*stereo)/g, "$1;stereo=1;sprop-stereo=1");

  /** Our own server is asked to replace nobody but ourselves; a hosted one knows no such question. */
  function address() {
    if (!token || mayTakeOver) return url;
    const own = onAir.sessions();
    return `${url}?takeover=no${own.length ? "&continues=" + own.join(",") : ""}`;
  }

  /** The session's URL tells a broadcast that was taken over from one that was lost. */
  async function wasTakenOver() {
    if (!token || !sessionUrl) return false;
    const answer = await fetch(sessionUrl, { credentials: "omit", cache: "no-store" }).catch(() => null);
    return answer?.status === 410;
  }

  /**
   * The server said good-bye. Chromium tells that of the DTLS transport at once, of the connection only
   * when checks have failed for five seconds.
   * @param {RTCPeerConnection} one
   */
  const isClosed = (one) => one.getSenders().some(({ transport }) => transport?.state === "closed");

  /** The connection does not stand: why? @param {RTCPeerConnection} lost */
  async function examine(lost) {
    const taken = await wasTakenOver();
    if (lost !== connection) return;
    if (taken) giveUp(ELSEWHERE);
    else if (lost.connectionState === "failed" || isClosed(lost)) again();
  }

  async function connect() {
    if (!wanted) return;
    const stream = capture.stream();
    if (!stream) return giveUp(NO_CAPTURE);
    if (!window.RTCPeerConnection) return giveUp(UNSUPPORTED);
    const made = connection = new RTCPeerConnection({ bundlePolicy: "max-bundle" });
    notConnected = 0;
    last = { bytes: 0, at: 0 };
    sizesAgreed = await dress(made, stream);
    made.onconnectionstatechange = () => {
      if (made !== connection) return;
      if (made.connectionState === "connected") onConnected();
      else if (made.connectionState === "failed" || everConnected) examine(made);
    };
    const { status, retryAfterMs, location } = await session.open(made, address(), token, stereo);
    if (made !== connection) {
      session.close(location, token);
      return;
    }
    sessionUrl = location;
    if (status === 201) {
      mayTakeOver = false;
      onAir.add(location);
      const transport = made.getSenders()[0]?.transport;
      if (transport) transport.onstatechange = () => { if (made === connection && isClosed(made)) examine(made); };
      statsTimer = setInterval(look, 1000, made);
    } else if (status === 409 && token) giveUp(ELSEWHERE);
    else if ([401, 403, 404, 410].includes(status)) giveUp(REFUSED);
    else if ([406, 415, 422].includes(status)) giveUp(UNSUPPORTED);
    else again(retryAfterMs);
  }

  function onConnected() {
    everConnected = true;
    notConnected = 0;
    if (phase === CONNECTED) return;
    connectedAt = performance.now();
    enter(CONNECTED);
  }

  /** @param {RTCPeerConnection} watched */
  async function look(watched) {
    const state = watched.connectionState;
    if (state !== "connected") {
      if (++notConnected >= (everConnected ? lostSeconds : connectSeconds)) again();
      else if (everConnected) examine(watched);
      return;
    }
    notConnected = 0;
    const report_ = await watched.getStats();
    if (watched !== connection) return;
    const seconds = (performance.now() - connectedAt) / 1000;
    if (seconds > 5) backoff.reset();
    if (seconds % rememberSeconds < 1) onAir.refresh();
    let bytes = 0, at = 0, widest = 0;
    const codecs = new Map();
    let codecId = "";
    for (const entry of report_.values()) {
      if (entry.type === "codec") codecs.set(entry.id, entry.mimeType);
      if (entry.type === "outbound-rtp") {
        bytes += (entry.bytesSent || 0) + (entry.headerBytesSent || 0);
        at = entry.timestamp;
        // Of several sizes the best one that is being sent.
        if (entry.kind === "video" && (entry.frameWidth || 0) >= widest) {
          widest = entry.frameWidth || 0;
          figures.fps = entry.framesPerSecond || 0;
          figures.width = entry.frameWidth || 0;
          figures.height = entry.frameHeight || 0;
          figures.limit = (entry.qualityLimitationReason || "none").replace("none", "");
          codecId = entry.codecId || "";
        }
      }
      if (entry.type === "remote-inbound-rtp" && entry.kind === "video") {
        figures.lost = entry.fractionLost || 0;
      }
      if (entry.type === "candidate-pair" && entry.nominated && entry.currentRoundTripTime !== undefined) {
        figures.roundTrip = entry.currentRoundTripTime;
      }
    }
    figures.codec = (codecs.get(codecId) || "").replace("video/", "");
    if (last.at && at > last.at) figures.bits = Math.max(0, (bytes - last.bytes) * 8000 / (at - last.at));
    last = { bytes, at };
    report();
  }

  /** The person chose another camera or microphone. @param {MediaStream | null} stream */
  function onStream(stream) {
    if (!connection) return;
    if (!stream) {
      giveUp(NO_CAPTURE);
      return;
    }
    const [videoSender, audioSender] = connection.getTransceivers().map((one) => one.sender);
    const track = stream.getVideoTracks()[0] || null;
    if (track && encodings(track).length !== sizesAgreed) {
      drop();
      enter(RECONNECTING);
      connect();
      return;
    }
    videoSender?.replaceTrack(track).catch(() => again());
    audioSender?.replaceTrack(stream.getAudioTracks()[0] || null).catch(() => again());
  }

  /**
   * Another sound of the same capture. Stereo was agreed upon from the start, so that no new offer is
   * needed whichever comes. Whoever waits for this may stop the old one then.
   * @param {MediaStreamTrack | null} track
   */
  async function onSound(track) {
    const sender = connection?.getTransceivers()[1]?.sender;
    if (!sender) return;
    await sender.replaceTrack(track).catch(() => again());
    const parameters = sender.getParameters();
    if (!parameters.encodings?.length) return;
    parameters.encodings[0].maxBitrate = capture.bits();
    await sender.setParameters(parameters).catch(() => {});
  }

  return {
    dress,
    stereo,

    start() {
      capture.onStream(onStream, onSound);
      addEventListener("online", () => { if (wanted && phase !== CONNECTED) { backoff.reset(); again(); } });
      addEventListener("pagehide", () => {
        if (wanted) onAir.refresh();
        drop();
      });
      addEventListener("pageshow", (event) => { if (event.persisted && wanted) again(); });
      // For the card that web/boot.js shows when the app is broken: the broadcast is not.
      window["leanBroadcast"] = {
        "onAir": () => wanted,
        "stop": () => {
          whip.close();
          capture.close();
        },
        "mayLeave": () => system.guardLeaving(false),
      };
    },

    /** @param {string} to @param {string} bearer @param {boolean} takeOver from whoever is on air */
    open(to, bearer, takeOver) {
      drop();
      [url, token, wanted, everConnected, mayTakeOver] = [to, bearer, true, false, takeOver];
      onAir.begin(url);
      backoff.reset();
      enter(CONNECTING);
      connect();
    },

    /** @param {string} to */
    async askToResume(to) {
      if (!wanted && await onAir.mayResume(to) && !wanted) _lsl_on_may_resume();
    },

    close() {
      wanted = false;
      onAir.end();
      drop();
      enter(IDLE);
    },
  };
})();
