// @ts-check
// A student's own camera beside the class or over it, up to four seconds late: do the phrase, then see yourself do
// it. Nothing is uploaded: the delay is a connection of the page with itself, whose buffer is told to wait.

const ownMirror = (() => {
  // The words of client/media/describe_live_desk.cpp for OwnCamera.
  const OFF = "off", ASKING = "asking", ON = "on", REFUSED = "refused";
  const mostDelayMs = 4000, overOpacity = "0.5";

  let state = OFF;
  let over = false, mirrored = true, delayMs = 0;
  let attempt = 0;
  /** @type {MediaStream | null} */
  let stream = null;
  /** @type {HTMLVideoElement | null} */
  let element = null;
  /** @type {{ sends: RTCPeerConnection, gets: RTCPeerConnection } | null} */
  let circle = null;
  let changed = () => {};

  function surface() {
    if (element) return element;
    element = document.createElement("video");
    element.id = "own";
    element.muted = element.playsInline = true;
    element.setAttribute("aria-hidden", "true");
    element.tabIndex = -1;
    element.disablePictureInPicture = true;
    element.style.visibility = "hidden";
    (document.getElementById("videos") || document.body).append(element);
    return element;
  }

  function look() {
    const { style } = surface();
    style.transform = mirrored ? "scaleX(-1)" : "";
    style.opacity = over ? overOpacity : "1";
  }

  /** @param {MediaStream} shown */
  function show(shown) {
    const to = surface();
    if (to.srcObject !== shown) to.srcObject = shown;
    to.play().catch(() => {});
    look();
  }

  function breakCircle() {
    circle?.sends.close();
    circle?.gets.close();
    circle = null;
  }

  /** @param {RTCPeerConnection} gets */
  function wait(gets) {
    for (const receiver of gets.getReceivers()) {
      if ("jitterBufferTarget" in receiver) receiver.jitterBufferTarget = delayMs;
    }
  }

  /** The camera through a connection of the page with itself. @param {MediaStream} from */
  async function close(from) {
    const sends = new RTCPeerConnection(), gets = new RTCPeerConnection();
    circle = { sends, gets };
    sends.onicecandidate = ({ candidate }) => { gets.addIceCandidate(candidate || undefined).catch(() => {}); };
    gets.onicecandidate = ({ candidate }) => { sends.addIceCandidate(candidate || undefined).catch(() => {}); };
    gets.ontrack = ({ track }) => {
      wait(gets);
      show(new MediaStream([track]));
    };
    for (const track of from.getVideoTracks()) sends.addTrack(track, from);
    await sends.setLocalDescription();
    await gets.setRemoteDescription(/** @type {RTCSessionDescription} */ (sends.localDescription));
    await gets.setLocalDescription();
    await sends.setRemoteDescription(/** @type {RTCSessionDescription} */ (gets.localDescription));
  }

  function follow() {
    if (!stream) return;
    if (!delayMs) {
      breakCircle();
      show(stream);
    } else if (circle) {
      wait(circle.gets);
    } else {
      close(stream).catch(breakCircle);
    }
  }

  function stop() {
    ++attempt;
    breakCircle();
    for (const track of stream?.getTracks() || []) track.stop();
    stream = null;
    if (element) element.srcObject = null;
    if (state === OFF) return;
    state = OFF;
    changed();
  }

  async function open() {
    const mine = ++attempt;
    state = ASKING;
    changed();
    try {
      // The camera alone: a second microphone in the room would only be heard.
      const opened = await navigator.mediaDevices.getUserMedia(
        { video: { width: { ideal: 1280 }, height: { ideal: 720 }, facingMode: "user" } });
      if (mine !== attempt) {
        for (const track of opened.getTracks()) track.stop();
        return;
      }
      stream = opened;
      for (const track of opened.getTracks()) track.onended = stop;
      state = ON;
      follow();
    } catch {
      if (mine !== attempt) return;
      state = REFUSED;
    }
    changed();
  }

  return {
    /** @param {() => void} tell */
    start(tell) {
      changed = tell;
      addEventListener("pagehide", stop);
    },

    /** @param {boolean} on */
    turn(on) {
      if (!on) stop();
      else if (!stream) void open();
    },

    /** Only what is named. @param {{ over?: boolean, mirrored?: boolean, delayMs?: number }} wish */
    set(wish) {
      over = wish.over ?? over;
      mirrored = wish.mirrored ?? mirrored;
      if (wish.delayMs !== undefined) delayMs = Math.max(0, Math.min(mostDelayMs, wish.delayMs));
      if (stream) {
        follow();
        look();
      }
      changed();
    },

    /** @param {{ x: number, y: number, width: number, height: number, radius: number, fixed: boolean, visible: boolean }} where */
    place({ x, y, width, height, radius, fixed, visible }) {
      if (!visible && !element) return;
      Object.assign(surface().style, {
        position: fixed ? "fixed" : "absolute", left: x + "px", top: y + "px", width: width + "px", height: height + "px",
        borderRadius: radius + "px", objectFit: over ? "contain" : "cover", visibility: visible ? "visible" : "hidden",
      });
    },

    state: () => ({ state, over, mirrored, delayMs }),
    stop,
  };
})();
