// @ts-check
// The canvas: its size in device pixels, frames when they are asked for, one timer, the look of what
// the browser draws itself. Nothing runs while nothing changes.

const surface = (() => {
  const canvas = /** @type {HTMLCanvasElement} */ (document.getElementById("canvas"));
  const probe = /** @type {HTMLElement} */ (document.getElementById("safe-area"));
  const page = document.documentElement;
  const largestRatio = 3;  // more costs phones a lot and shows nothing
  const fontTimeLimitMs = 350;

  let started = false;
  let fontsSettled = false;
  let frameWanted = false;
  let frameRequest = 0;
  let resizeRequest = 0;
  let frames = 0;
  const frameTimes = new Float32Array(240);  // what the last ones took, ms
  /** Parts of the fonts that the letters drawn so far came from. @type {Set<string>} */
  const drawnWith = new Set();
  let toldScroll = 0;  // the scroll position that the app knows
  let drawnAt = 0;  // that of the last frame
  let areaScrolled = false;  // since the last frame
  let visiblePartChanged = false;
  let wakeTimer = 0;
  let restoreTimer = 0;
  let pixels = { width: 0, height: 0 };
  /** @type {number[]} */
  let reported = [];

  const matches = (/** @type {string} */ query) => matchMedia(query).matches;

  function ratio() {
    return Math.min(devicePixelRatio || 1, largestRatio);
  }

  /** What the observer said last of the canvas. @type {ResizeObserverEntry | undefined} */
  let observed;

  function measure() {
    const box = canvas.getBoundingClientRect();
    pixels = { width: Math.round(box.width * ratio()), height: Math.round(box.height * ratio()) };
    const exact = observed?.devicePixelContentBoxSize?.[0];
    // An emulated ratio (developer tools) is not in it, nor is a turn that the observer has yet to see: then the
    // rounded size is the better one.
    if (exact && Math.abs(exact.inlineSize - pixels.width) < 2 && Math.abs(exact.blockSize - pixels.height) < 2) {
      pixels = { width: exact.inlineSize, height: exact.blockSize };
    }
  }

  function keyboardHeight() {
    const view = window.visualViewport;
    if (!view || view.scale > 1.01) return 0;  // zoomed by two fingers: not a keyboard
    const hidden = window.innerHeight - view.height - view.offsetTop;
    return hidden > 80 ? hidden : 0;
  }

  /** No field under a soft keyboard: not every browser sees to it, and none does in what is fixed. */
  function revealField() {
    const field = document.activeElement;
    const view = window.visualViewport;
    if (!view || !keyboardHeight() || !field?.matches("input:not([type=range]), textarea, select")) return;
    const margin = 16;
    const hidden = field.getBoundingClientRect().bottom + margin - view.offsetTop - view.height;
    if (hidden > 0) (field.closest(".scrolls") || window).scrollBy({ top: hidden, behavior: "instant" });
  }

  /** @param {string} name of CSS @returns {number} 0xRRGGBB */
  function systemColour(name) {
    probe.style.color = name;
    const [red, green, blue] = (getComputedStyle(probe).color.match(/[\d.]+/g) || [0, 0, 0]).map(Number);
    return (red << 16) | (green << 8) | blue;
  }

  /** @returns {boolean} whether anything changed */
  function reportViewport() {
    const area = getComputedStyle(probe);
    const inset = (/** @type {string} */ side) => parseFloat(area.getPropertyValue("padding-" + side));
    const values = [
      pixels.width / ratio(), pixels.height / ratio(), keyboardHeight(), ratio(),
      parseFloat(getComputedStyle(page).fontSize) / 16,
      inset("top"), inset("right"), inset("bottom"), inset("left"),
      +matches("(prefers-color-scheme: dark)"),
      +(matches("(prefers-contrast: more)") || matches("(forced-colors: active)")),
      +matches("(prefers-reduced-motion: reduce)"), +matches("(pointer: coarse)"),
      +matches("(forced-colors: active)"),
      ...["Canvas", "CanvasText", "LinkText", "Highlight", "HighlightText"].map(systemColour),
    ];
    if (values.every((value, i) => value === reported[i])) return false;
    reported = values;
    memory.numbers(values);
    _lsl_on_viewport();
    return true;
  }

  function fit() {
    if (canvas.width === pixels.width && canvas.height === pixels.height) return;
    canvas.width = pixels.width;
    canvas.height = pixels.height;
  }

  /** A picture of the page as it is scrolled now, whether or not the browser has said so yet. */
  function paint() {
    // A page that becomes shorter by this frame (a phone was turned) is scrolled by that at once, and its event comes
    // a frame too late: the canvas would lie elsewhere than the videos and the mirror, which scroll by themselves.
    for (let rest = 2; rest > 0; rest = window.scrollY === toldScroll ? 0 : rest - 1) {
      if (window.scrollY !== toldScroll) tellScroll();
      frameWanted = false;
      fit();
      ++frames;
      drawnAt = toldScroll;
      areaScrolled = false;
      const begin = performance.now();
      _lsl_on_frame(begin);
      frameTimes[frames % frameTimes.length] = performance.now() - begin;
      if (frames === 1) revealCanvas();
    }
  }

  function onAnimationFrame() {
    frameRequest = 0;
    if (frameWanted) paint();
  }

  function requestFrame() {
    frameWanted = true;
    if (frameRequest || !fontsSettled) return;
    frameRequest = requestAnimationFrame(onAnimationFrame);
  }

  /** The skeleton goes only when there is something to see instead. */
  function revealCanvas() {
    document.body.classList.add("ready");
    const skeleton = document.getElementById("skeleton");
    if (skeleton) setTimeout(() => skeleton.remove(), 400);
  }

  function tellScroll() {
    toldScroll = window.scrollY;
    _lsl_on_scroll(Math.max(0, toldScroll));
  }

  /** What scrolls by itself does so in the mirror; the canvas follows. @param {Event} event */
  function onScroll({ target }) {
    const node = semantics.nodeAt(target instanceof Element ? target : null);
    if (node && target instanceof HTMLElement && target.classList.contains("scrolls")) {
      areaScrolled = true;
      _lsl_on_node_scroll(node, target.scrollTop);
    } else if (target === document) {
      fields.clip();
      tellScroll();
    }
  }

  /**
   * Window, canvas and visible part (a keyboard) are told of one after the other when a phone is turned, and values of
   * before among new ones are a screen that does not exist. So all of them are taken together, in the next frame.
   * Not in the observer: a layout that changes while sizes are being told is told again in the same frame, and the
   * browser calls that a loop. A resized canvas is empty, so its size is changed and it is painted in one go.
   */
  function resized() {
    cancelAnimationFrame(resizeRequest);
    resizeRequest = requestAnimationFrame(() => {
      measure();
      if (reportViewport() && fontsSettled) paint();
      if (visiblePartChanged) revealField();
      visiblePartChanged = false;
    });
  }

  /** @param {ResizeObserverEntry[]} entries */
  function observe(entries) {
    observed = entries[0];
    resized();
  }

  /** A change of the ratio alone (another monitor) resizes nothing; the query fires once. */
  function watchRatio() {
    matchMedia(`(resolution: ${devicePixelRatio}dppx)`).addEventListener("change", () => {
      measure();
      if (reportViewport()) requestFrame();
      watchRatio();
    }, { once: true });
  }

  function watchPreferences() {
    for (const query of ["(prefers-color-scheme: dark)", "(prefers-contrast: more)",
      "(forced-colors: active)", "(prefers-reduced-motion: reduce)", "(pointer: coarse)"]) {
      matchMedia(query).addEventListener("change", () => reportViewport());
    }
    window.addEventListener("resize", resized);
    window.visualViewport?.addEventListener("resize", () => {
      visiblePartChanged = true;
      resized();
    });
    document.addEventListener("focusin", revealField);
  }

  /** @param {Event} event */
  const scrollsItself = ({ target }) => target instanceof Element &&
    (target.matches("input, textarea, select") || !!target.closest(".scrolls"));

  /**
   * Not by `overflow: hidden`, which takes the scroll bar away and moves the page.
   * @param {Event} event
   */
  function preventScroll(event) {
    if (!scrollsItself(event) && event.cancelable && !(/** @type {any} */ (event).ctrlKey)) event.preventDefault();
  }

  /** @param {KeyboardEvent} event */
  function preventScrollKeys(event) {
    const scrolls = ["PageUp", "PageDown", "Home", "End", "ArrowUp", "ArrowDown"].includes(event.key) ||
      (event.key === " " && event.target === document.body);
    if (scrolls && !scrollsItself(event)) event.preventDefault();
  }

  function watchContext() {
    canvas.addEventListener("webglcontextlost", (event) => {
      event.preventDefault();  // without it the browser never gives the context back
      _lsl_on_context(1);
      restoreTimer = setTimeout(() => {
        if (document.visibilityState === "visible") window["leanFailure"]("graphics");
      }, 10000);
    });
    canvas.addEventListener("webglcontextrestored", () => {
      clearTimeout(restoreTimer);
      _lsl_on_context(0);
      requestFrame();
    });
  }

  /** @param {FontFace} face */
  const nameOf = (face) => face.family + face.weight + face.style + face.unicodeRange;

  /** The first frame waits a moment for the brand font, so that no text jumps. */
  function settleFonts() {
    const settle = () => {
      if (fontsSettled) return;
      fontsSettled = true;
      for (const face of document.fonts) {
        if (face.status === "loaded") drawnWith.add(nameOf(face));
      }
      if (frameWanted) requestFrame();
    };
    setTimeout(settle, fontTimeLimitMs);
    Promise.all([document.fonts.load("400 15px Inter"), document.fonts.load("600 15px Inter")])
      .then(settle, settle);
    // A further part of the font comes with the first letter that needs it.
    document.fonts.addEventListener("loadingdone", ({ fontfaces }) => {
      const fresh = fontfaces.map(nameOf).filter((name) => !drawnWith.has(name));
      for (const name of fresh) drawnWith.add(name);
      if (frames > 0 && fresh.length) _lsl_on_fonts_changed();
    });
  }

  return {
    /** Before there is a context: its buffers are made once, not a second time for the right size. */
    prepare() {
      measure();
      fit();
    },

    start() {
      reportViewport();
      started = true;
      try {
        new ResizeObserver(observe).observe(canvas, { box: "device-pixel-content-box" });
      } catch {
        new ResizeObserver(observe).observe(canvas);  // Safari knows the other box only
      }
      watchRatio();
      watchPreferences();
      watchContext();
      settleFonts();
      document.addEventListener("scroll", onScroll, { passive: true, capture: true });
      window["__lean"] = {
        "frames": () => frames,
        "frameTimes": () => [...frameTimes.subarray(0, frames)],
        "idle": () => started && !frameWanted && http.pending() === 0,
        "route": () => location.pathname + location.search,
        "tree": () => semantics.tree(),
      };
      requestFrame();
    },

    requestFrame,

    /** What is pressed must be what is seen: the page may have been scrolled since the last frame. */
    catchUp() {
      if (frames > 0 && (window.scrollY !== drawnAt || areaScrolled)) paint();
    },

    /** @param {number} ms */
    wakeAfter(ms) {
      clearTimeout(wakeTimer);
      wakeTimer = ms < 0 ? 0 : setTimeout(() => _lsl_on_wake(performance.now()), ms);
    },

    /** @param {number} height */
    setPageHeight(height) {
      /** @type {HTMLElement} */ (document.getElementById("spacer")).style.height = height + "px";
    },

    /** @param {boolean} dark @param {number[]} colours background, surface, text, muted, line, accent, focus */
    setTheme(dark, colours) {
      const names = ["background", "surface", "text", "muted", "line", "accent", "focus"];
      const css = (/** @type {number} */ rgb) => "#" + rgb.toString(16).padStart(6, "0");
      names.forEach((name, i) => page.style.setProperty("--" + name, css(colours[i])));
      page.style.setProperty("color-scheme", dark ? "dark" : "light");
      for (const meta of document.querySelectorAll('meta[name="theme-color"]')) {
        meta.setAttribute("content", css(colours[0]));
      }
    },

    /** @param {number} cursor */
    setCursor(cursor) {
      page.style.cursor =
        ["default", "pointer", "text", "grab", "grabbing", "not-allowed", "none"][cursor];
    },

    /** @param {number} y @param {boolean} smooth */
    scrollTo(y, smooth) {
      const calm = matches("(prefers-reduced-motion: reduce)");
      window.scrollTo({ top: y, behavior: smooth && !calm ? "smooth" : "instant" });
    },

    /** @param {boolean} locked */
    lockScroll(locked) {
      const change = locked ? document.addEventListener : document.removeEventListener;
      change.call(document, "wheel", preventScroll, { passive: false });
      change.call(document, "touchmove", preventScroll, { passive: false });
      change.call(document, "keydown", preventScrollKeys);
    },
  };
})();
