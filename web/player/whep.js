// @ts-check
// Watching a live class: one connection at a time, replaced when it breaks, for as long as wanted.

const whep = (() => {
  const stalledSeconds = 3;       // packets come but no picture is made of them
  const silentSeconds = 2;        // nothing comes: the instructor is away
  const renewSeconds = 25;        // still nothing: perhaps the server has forgotten us
  const lostSeconds = 4;          // how long "disconnected" may last
  const busyStatus = [204, 409, 425, 429, 502, 503, 504];  // 204: nothing is on air there

  /** Of the last second; the freezes since it connected. */
  const noFigures = () => ({ bits: 0, fps: 0, lost: 0, roundTrip: -1, freezes: 0, codec: "" });
  /**
   * @typedef {ReturnType<typeof noFigures>} WhepFigures
   * @typedef {"connecting" | "waiting" | "flowing" | "reconnecting" | "refused" | "missing" | "unsupported" | "elsewhere"} WhepPhase
   * @typedef {{ phase: (phase: WhepPhase) => void, stream: (stream: MediaStream) => void,
   *   stats: (frames: number, delayS: number, figures: WhepFigures) => void,
   *   quality: (offer: { heights: number[], soundOnly: boolean }) => void }} WhepEvents
   */

  let wanted = false;
  let url = "", token = "";
  /** @type {WhepEvents} */
  let events;
  /** @type {RTCPeerConnection | null} */
  let connection = null;
  let sessionUrl = "";
  let retryTimer = 0, watchTimer = 0;
  let everFlowed = false;
  let codecNow = "";
  let soundOnly = false;          // the server holds the picture back: the line is too narrow
  const backoff = new session.Backoff(400, 10000);
  const fresh = () => ({ frames: 0, bytes: 0, stalled: 0, silent: 0, lost: 0, good: 0, delay: 0, emitted: 0,
    at: 0, packets: 0, missing: 0 });
  let watch = fresh();

  function drop() {
    clearTimeout(retryTimer);
    clearInterval(watchTimer);
    const old = connection;
    connection = null;
    if (old) {
      old.ontrack = old.onconnectionstatechange = null;
      old.close();
    }
    quality.close();
    soundOnly = false;
    session.close(sessionUrl, token);
    sessionUrl = "";
  }

  /** @param {{ heights: number[], soundOnly: boolean }} offer */
  function onQuality(offer) {
    soundOnly = offer.soundOnly;
    events.quality(offer);
  }

  /** The server has closed it, or the line is gone: did it say goodbye for good? @param {RTCPeerConnection} gone */
  async function lost(gone) {
    if (gone !== connection) return;
    const why = await session.reasonOfEnd(sessionUrl);
    if (gone !== connection) return;
    // Whoever comes back by itself would throw out the window that has the place now, and so on.
    if (why === "playing_elsewhere") giveUp("elsewhere");
    else again();
  }

  /** @param {number} [atLeastMs] @param {WhepPhase} [phase] */
  function again(atLeastMs = 0, phase = everFlowed ? "reconnecting" : "connecting") {
    drop();
    if (!wanted) return;
    events.phase(phase);
    retryTimer = setTimeout(connect, backoff.next(atLeastMs));
  }

  /** @param {RTCRtpReceiver} receiver */
  function hurry(receiver) {
    // As little buffering as the network allows: a class is a conversation.
    if ("jitterBufferTarget" in receiver) receiver.jitterBufferTarget = 0;
    if ("playoutDelayHint" in receiver) receiver.playoutDelayHint = 0;
  }

  /** Opus comes in mono unless stereo is asked for. @param {string} sdp */
  const stereo = (sdp) => sdp.replace(/(a=fmtp:\d+ [^\r\n]*useinbandfec=1)(?![^\r\n]*stereo)/g, "$1;stereo=1");

  async function connect() {
    if (!wanted) return;
    if (!window.RTCPeerConnection) {
      events.phase("unsupported");
      return;
    }
    const made = connection = new RTCPeerConnection({ bundlePolicy: "max-bundle" });
    const stream = new MediaStream();
    watch = fresh();
    // Before the first picture is on its way: one that comes meanwhile would pass by.
    onceMore.follow(made.addTransceiver("video", { direction: "recvonly" }).receiver);
    made.addTransceiver("audio", { direction: "recvonly" });
    made.ontrack = ({ track, receiver }) => {
      hurry(receiver);
      stream.addTrack(track);
      if (stream.getTracks().length === 1) events.stream(stream);
    };
    made.onconnectionstatechange = () => {
      if (made === connection && made.connectionState === "failed") lost(made);
    };
    const { status, retryAfterMs, location, links } = await session.open(made, url, token, stereo);
    if (made !== connection) {
      session.close(location, token);
      return;
    }
    sessionUrl = location;
    if (status === 201) {
      watchTimer = setInterval(look, 1000, made);
      // Browsers call a connection that the other side has closed "connected" for long.
      const transport = made.getReceivers()[0]?.transport;
      if (transport) transport.onstatechange = () => {
        // When a class ends it is closed for everybody at once, and the page hears of that by itself.
        if (made === connection && transport.state === "closed") setTimeout(lost, 500 + 1500 * Math.random(), made);
      };
      quality.open(links, token, onQuality);
    } else if (status === 401 || status === 403) giveUp("refused");
    else if (status === 404 || status === 410) giveUp("missing");
    else if (status === 406 || status === 415) giveUp("unsupported");
    else again(retryAfterMs, busyStatus.includes(status) ? "waiting" : undefined);
  }

  /** @param {WhepPhase} phase */
  function giveUp(phase) {
    wanted = false;
    drop();
    events.phase(phase);
  }

  /** Once a second: is there a picture, and how old is it? @param {RTCPeerConnection} watched */
  async function look(watched) {
    const report = await watched.getStats();
    if (watched !== connection) return;
    let frames = 0, bytes = 0, buffered = 0, emitted = 0, roundTrip = -1;
    let packets = 0, missing = 0, freezes = 0, codecId = "", at = 0;
    for (const entry of report.values()) {
      if (entry.type === "inbound-rtp") {
        bytes += entry.bytesReceived || 0;
        packets += entry.packetsReceived || 0;
        missing += entry.packetsLost || 0;
        at = entry.timestamp;
        if (entry.kind === "video") {
          freezes = entry.freezeCount || 0;
          codecId = entry.codecId || "";
          frames = entry.framesDecoded || 0;
          // From a picture's first packet to the picture; older browsers count the waiting alone.
          buffered = entry.totalProcessingDelay ?? entry.jitterBufferDelay ?? 0;
          emitted = entry.totalProcessingDelay === undefined ? entry.jitterBufferEmittedCount || 0 : frames;
        }
      } else if (entry.type === "candidate-pair" && entry.nominated) {
        roundTrip = entry.currentRoundTripTime ?? -1;
      }
    }
    const newFrames = frames - watch.frames, newBytes = bytes - watch.bytes;
    const newEmitted = emitted - watch.emitted;
    const delay = newEmitted > 0 ? (buffered - watch.delay) / newEmitted + Math.max(0, roundTrip) / 2 : -1;
    const seconds = (at - watch.at) / 1000;
    const perSecond = (/** @type {number} */ count) => watch.at && seconds > 0 ? Math.max(0, count) / seconds : 0;
    const newMissing = Math.max(0, missing - watch.missing);
    const lost = newMissing * 100 / Math.max(1, newMissing + packets - watch.packets);
    const codec = codecNow = (report.get(codecId)?.mimeType || "").replace("video/", "");
    const figures = { bits: perSecond(newBytes * 8), fps: perSecond(newFrames), lost, roundTrip, freezes, codec };
    Object.assign(watch, { frames, bytes, delay: buffered, emitted, at, packets, missing });
    events.stats(frames, delay, figures);
    judge(watched, newFrames, newBytes);
  }

  /** @param {RTCPeerConnection} watched @param {number} newFrames @param {number} newBytes */
  function judge(watched, newFrames, newBytes) {
    if (newFrames > 0) {
      everFlowed = true;
      watch.stalled = watch.silent = watch.lost = 0;
      if (++watch.good === 5) backoff.reset();
      events.phase("flowing");
      return;
    }
    watch.good = 0;
    if (watched.connectionState !== "connected") {
      if (++watch.lost >= (everFlowed ? lostSeconds : 2 * lostSeconds)) lost(watched);
      return;
    }
    watch.lost = 0;
    if (newBytes > 500 && soundOnly) {
      watch.stalled = watch.silent = 0;
      events.phase("flowing");
      return;
    }
    if (newBytes > 500) {
      // A hidden tab need not decode; what it does then is no failure.
      if (document.visibilityState === "visible" && ++watch.stalled >= stalledSeconds) again();
      return;
    }
    if (++watch.silent >= silentSeconds) events.phase("waiting");
    if (watch.silent >= renewSeconds * (1 + Math.random())) again(0, "waiting");
  }

  return {
    noFigures,

    start() {
      addEventListener("online", () => { if (wanted && retryTimer) { backoff.reset(); again(); } });
      addEventListener("pagehide", drop);
      addEventListener("pageshow", (event) => { if (event.persisted && wanted) again(); });
    },

    /** @param {string} from @param {string} bearer @param {WhepEvents} listener */
    open(from, bearer, listener) {
      drop();
      [url, token, events, wanted, everFlowed] = [from, bearer, listener, true, false];
      backoff.reset();
      connect();
    },

    /** Of the picture, as the last look found it; "" = not known yet. */
    codec: () => codecNow,

    close() {
      wanted = false;
      drop();
      onceMore.leave();
    },
  };
})();
