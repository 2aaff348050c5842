// @ts-check
// The picture closer than it is sent: by two fingers, by a wheel with Ctrl, by a double tap, and moved by a finger, the
// mouse or the wheel as long as it is close. Only the video elements change, so the canvas paints nothing for it.

const zoom = (() => {
  const closest = 4, tappedTo = 2;
  /** Nearer to the whole picture than this is the whole picture. */
  const wholeBelow = 1.02;
  /** A wheel's notch is some 100 pixels, a touchpad's pinch tells a few at a time: one notch isn't a leap. */
  const mostWheel = 24, wheelPerDoubling = 100, linePixels = 16;
  const tapMs = 300, tapSlop = 12, tapsApart = 40;
  const keyStep = 1 / 8;  // of the picture
  const tellMs = 100;

  /** @typedef {{ x: number, y: number }} Point in CSS pixels of the window */

  let scale = 1;
  // Where the picture's middle lies, from its frame's middle, in widths and heights of the frame.
  let right = 0, down = 0;
  let mirrored = false;
  let changed = () => {};
  let tellTimer = 0;

  const bounded = (/** @type {number} */ value, /** @type {number} */ most) => Math.max(-most, Math.min(most, value));
  /** Two fingers have made the whole page larger: then they are the page's, to make it small again. */
  const pageIsCloser = () => (window.visualViewport?.scale || 1) > 1.01;

  function size() {
    const { style } = video.player;
    return { width: parseFloat(style.width) || 1, height: parseFloat(style.height) || 1 };
  }

  /** How far the picture's middle may be from its frame's: a side that is larger covers the frame, another stays in the middle. */
  function room() {
    const { width, height } = size(), { videoWidth, videoHeight } = video.player;
    const whole = Math.min(width / (videoWidth || width), height / (videoHeight || height));
    const over = (/** @type {number} */ picture, /** @type {number} */ frame) => Math.max(0, (picture * whole * scale / frame - 1) / 2);
    return { right: over(videoWidth || width, width), down: over(videoHeight || height, height) };
  }

  /** What is seen of the element through its frame, from each of its own edges. */
  function shownPart() {
    const { width, height } = size();
    const cut = (/** @type {number} */ length, /** @type {number} */ moved) =>
      [(1 - 1 / scale) / 2 - moved / scale, (1 - 1 / scale) / 2 + moved / scale].map((part) => (part * length).toFixed(2) + "px");
    const [start, end] = cut(width, mirrored ? -right : right), [top, bottom] = cut(height, down);
    const radius = (parseFloat(video.player.style.borderRadius) || 0) / scale;
    return `inset(${top} ${end} ${bottom} ${start} round ${radius.toFixed(2)}px)`;
  }

  function show() {
    const most = room(), { width, height } = size();
    right = bounded(right, most.right);
    down = bounded(down, most.down);
    const turned = mirrored ? "scaleX(-1)" : "";
    const close = scale > 1;
    const transform = close
      ? `translate(${(right * width).toFixed(2)}px, ${(down * height).toFixed(2)}px) scale(${scale.toFixed(4)}) ${turned}`.trim() : turned;
    const clip = close ? shownPart() : "";
    // The page scrolls by one finger, the picture takes two; while it is close, it takes one as well.
    const touch = close ? "none" : pageIsCloser() ? "" : "pan-y";
    loop.both(({ style }) => {
      style.transform = transform;
      style.clipPath = clip;
      style.touchAction = touch;
    });
  }

  const percent = () => Math.round(scale * 100);

  function tellSoon() {
    tellTimer ||= setTimeout(() => {
      tellTimer = 0;
      changed();
    }, tellMs);
  }

  /** The frame's middle and size as they are seen. */
  function frame() {
    const box = video.player.getBoundingClientRect(), { width, height } = size();
    return { x: box.left + box.width / 2 - right * width, y: box.top + box.height / 2 - down * height, width, height };
  }

  /** @param {Point} at @param {EventTarget | null} target */
  function isOver({ x, y }, target) {
    if (!(target instanceof HTMLElement) || target.id === "preview" || target.tagName === "IFRAME") return false;
    if (video.player.style.visibility !== "visible") return false;
    const { x: middle, y: centre, width, height } = frame();
    return Math.abs(x - middle) <= width / 2 && Math.abs(y - centre) <= height / 2;
  }

  /** The point of the picture that lies there stays there. @param {number} wanted @param {Point} at */
  function zoomTo(wanted, { x, y }) {
    const next = wanted < wholeBelow ? 1 : Math.min(closest, wanted);
    const { x: middle, y: centre, width, height } = frame();
    const [across, along] = [(x - middle) / width, (y - centre) / height];
    right = across - (across - right) * next / scale;
    down = along - (along - down) * next / scale;
    scale = next;
    show();
    tellSoon();
  }

  /** @param {number} byX pixels, as the finger goes @param {number} byY @returns {boolean} whether there was room */
  function move(byX, byY) {
    const before = [right, down], { width, height } = size();
    right += byX / width;
    down += byY / height;
    show();
    return right !== before[0] || down !== before[1];
  }

  // ---- The wheel ----

  /** @param {WheelEvent} event */
  function onWheel(event) {
    const at = { x: event.clientX, y: event.clientY };
    if (!isOver(at, event.target)) return;
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? linePixels : 1;
    if (event.ctrlKey) {
      if (event.cancelable) event.preventDefault();
      zoomTo(scale * 2 ** (-bounded(event.deltaY * unit, mostWheel) / wheelPerDoubling), at);
    } else if (scale > 1 && event.cancelable && move(-event.deltaX * unit, -event.deltaY * unit)) {
      event.preventDefault();  // at the picture's edge the page goes on scrolling
    }
  }

  // ---- The mouse ----

  /** @type {Point | null} where the mouse that moves the picture was last */
  let dragged = null;

  /** @param {PointerEvent} event */
  function onPointerDown(event) {
    const at = { x: event.clientX, y: event.clientY };
    const moves = event.pointerType !== "touch" && event.button === 0 && scale > 1 && isOver(at, event.target);
    dragged = moves ? at : null;
  }

  /** @param {PointerEvent} event */
  function onPointerMove(event) {
    if (!dragged || event.pointerType === "touch") return;
    move(event.clientX - dragged.x, event.clientY - dragged.y);
    dragged = event.buttons & 1 ? { x: event.clientX, y: event.clientY } : null;
  }

  // ---- Fingers ----

  /** @type {{ middle: Point, apart: number, fingers: number } | null} as they were last */
  let touched = null;
  /** @type {{ at: Point, since: number } | null} a finger that may be a tap */
  let pressed = null;
  /** @type {{ at: Point, when: number } | null} */
  let tapped = null;

  const apart = (/** @type {Point} */ a, /** @type {Point} */ b) => Math.hypot(a.x - b.x, a.y - b.y);

  /** @param {TouchEvent} event */
  function fingersOf(event) {
    const [a, b] = [...event.targetTouches].map(({ clientX, clientY }) => ({ x: clientX, y: clientY }));
    if (!a) return null;
    if (!b) return { middle: a, apart: 0, fingers: 1 };
    return { middle: { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }, apart: Math.max(1, apart(a, b)), fingers: 2 };
  }

  /** @param {TouchEvent} event */
  function onTouch(event) {
    const fingers = fingersOf(event);
    const first = event.type === "touchstart" && fingers?.fingers === 1;
    if (!fingers || pageIsCloser() || !isOver(fingers.middle, event.target)) {
      touched = pressed = null;
      return;
    }
    if (first) pressed = { at: fingers.middle, since: event.timeStamp };
    else if (fingers.fingers === 2 || (pressed && apart(pressed.at, fingers.middle) > tapSlop)) pressed = null;
    if (fingers.fingers === 2 && event.cancelable) event.preventDefault();  // not the page's pinch
    touched = fingers;
  }

  /** @param {TouchEvent} event */
  function onTouchMove(event) {
    const fingers = fingersOf(event), before = touched;
    if (!fingers || !before || before.fingers !== fingers.fingers) return onTouch(event);
    if (pressed && apart(pressed.at, fingers.middle) > tapSlop) pressed = null;
    if (fingers.fingers === 1 && scale <= 1) return;
    if (!event.cancelable) return;  // the page scrolls already
    event.preventDefault();
    if (pressed) return;  // a tap that trembles moves nothing
    touched = fingers;
    move(fingers.middle.x - before.middle.x, fingers.middle.y - before.middle.y);
    if (fingers.fingers === 2) zoomTo(scale * fingers.apart / before.apart, fingers.middle);
  }

  /** @param {TouchEvent} event */
  function onTouchEnd(event) {
    const tap = pressed && event.touches.length === 0 && event.timeStamp - pressed.since < tapMs ? pressed.at : null;
    touched = fingersOf(event);
    pressed = null;
    if (!tap) return;
    const twice = tapped && event.timeStamp - tapped.when < tapMs && apart(tapped.at, tap) < tapsApart;
    tapped = twice ? null : { at: tap, when: event.timeStamp };
    if (!twice) return;
    if (event.cancelable) event.preventDefault();
    zoomTo(scale > 1 ? 1 : tappedTo, tap);
  }

  /** Safari tells a touchpad's pinch in its own way. @type {{ scale: number } | null} */
  let pinched = null;

  /** @param {any} event */
  function onGesture(event) {
    const at = { x: event.clientX, y: event.clientY };
    if (touched || !isOver(at, event.target)) return;
    event.preventDefault();
    if (event.type === "gesturestart") pinched = { scale };
    else if (pinched) zoomTo(pinched.scale * event.scale, at);
  }

  return {
    /** @param {() => void} tell */
    start(tell) {
      changed = tell;
      video.follow((isMirrored) => {
        mirrored = isMirrored;
        show();
      });
      video.player.addEventListener("resize", show);
      window.visualViewport?.addEventListener("resize", show);
      const videos = document.getElementById("videos") || document.body;
      const on = (/** @type {string} */ name, /** @type {(event: any) => void} */ call) =>
        videos.addEventListener(name, call, { passive: false });
      on("wheel", onWheel);
      on("pointerdown", onPointerDown);
      on("mousedown", (event) => { if (dragged) event.preventDefault(); });  // no text is selected meanwhile
      on("touchstart", onTouch);
      on("touchmove", onTouchMove);
      for (const name of ["touchend", "touchcancel"]) on(name, onTouchEnd);
      for (const name of ["gesturestart", "gesturechange"]) on(name, onGesture);
      document.addEventListener("pointermove", onPointerMove);
      for (const name of ["pointerup", "pointercancel"]) document.addEventListener(name, () => { dragged = null; });
    },

    /** About the middle of what is seen. @param {number} wanted per cent */
    set(wanted) {
      zoomTo(wanted / 100, frame());
      changed();
    },

    /** By keys: what is seen goes there. @param {number} stepsRight @param {number} stepsDown */
    pan(stepsRight, stepsDown) {
      const { width, height } = size();
      move(-stepsRight * keyStep * width, -stepsDown * keyStep * height);
    },

    /** The whole picture, without a word when it is already. */
    reset() {
      if (scale > 1) zoom.set(100);
    },

    percent,
  };
})();
