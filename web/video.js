// @ts-check
// The two <video> elements beneath the canvas and the frame of a hosted player: where they lie,
// fullscreen, picture in picture.

const video = (() => {
  const player = /** @type {HTMLVideoElement} */ (document.getElementById("player"));
  const preview = /** @type {HTMLVideoElement} */ (document.getElementById("preview"));

  /** A hosted player's page, in the place of the video. @type {HTMLIFrameElement | null} */
  let frame = null;

  /** A second element in the same place: a loop plays them by turns. @type {HTMLVideoElement | null} */
  let spare = null;

  /** @type {() => void} */
  let changed = () => {};
  /** @type {(mirrored: boolean) => void} who makes the picture larger */
  let placed = () => {};

  const standardPip = () => document.pictureInPictureEnabled && !player.disablePictureInPicture;
  /** Safari's own, older way. @param {string} mode */
  const webkitPip = (mode) => player["webkitSupportsPresentationMode"]?.(mode);

  const isFullscreen = () =>
    !!(document.fullscreenElement || document["webkitFullscreenElement"] || player["webkitDisplayingFullscreen"]);

  /**
   * In fullscreen a phone is held as the picture is, which the teacher may turn on the way. The page itself turns with the
   * phone. Elsewhere this is refused, and that is fine.
   */
  async function holdAsPicture() {
    const upright = player.videoHeight > player.videoWidth;
    try {
      await screen.orientation?.["lock"]?.(upright ? "portrait" : "landscape");
    } catch { /* a desktop */ }
  }

  async function enterFullscreen() {
    const page = document.documentElement;
    try {
      if (page.requestFullscreen) await page.requestFullscreen({ navigationUI: "hide" });
      else if (page["webkitRequestFullscreen"]) page["webkitRequestFullscreen"]();
      else player["webkitEnterFullscreen"]?.();  // iPhone: the video alone, with its own controls
      await holdAsPicture();
    } catch { /* the state that is reported stays as it is */ }
    changed();
  }

  return {
    player,
    preview,

    /** @param {() => void} tell */
    start(tell) {
      changed = tell;
      for (const name of ["fullscreenchange", "webkitfullscreenchange"]) {
        document.addEventListener(name, tell);
      }
      for (const name of ["enterpictureinpicture", "leavepictureinpicture", "webkitpresentationmodechanged",
        "webkitbeginfullscreen", "webkitendfullscreen"]) {
        player.addEventListener(name, tell);
      }
      player.addEventListener("resize", () => {
        if (isFullscreen()) void holdAsPicture();
      });
      preview.muted = true;
    },

    /**
     * @param {number} which @param {number} x @param {number} y @param {number} width
     * @param {number} height @param {number} radius @param {boolean} fixed @param {boolean} cover
     * @param {boolean} mirrored @param {boolean} visible
     */
    place(which, x, y, width, height, radius, fixed, cover, mirrored, visible) {
      const style = (which ? preview : player).style;
      style.position = fixed ? "fixed" : "absolute";
      style.left = x + "px";
      style.top = y + "px";
      style.width = width + "px";
      style.height = height + "px";
      style.borderRadius = radius + "px";
      style.objectFit = cover ? "cover" : "contain";
      style.transform = mirrored ? "scaleX(-1)" : "";
      style.visibility = visible ? "visible" : "hidden";
      if (frame && !which) frame.style.cssText = style.cssText;
      if (!which) placed(mirrored);
      if (spare && !which) spare.style.cssText = style.cssText + ";opacity:" + spare.style.opacity;
    },

    /** Whenever the player's picture was put somewhere. @param {(mirrored: boolean) => void} then */
    follow(then) {
      placed = then;
      then(player.style.transform !== "");
    },

    /** @param {HTMLVideoElement} element */
    spare(element) {
      spare = element;
      spare.style.cssText = player.style.cssText;
      player.after(spare);
    },

    /**
     * The frame has its own controls, which the pointer reaches through the canvas.
     * @param {string} url @param {() => void} shown
     */
    showFrame(url, shown) {
      video.hideFrame();
      frame = document.createElement("iframe");
      frame.title = "Player";
      frame.allow = "accelerometer; gyroscope; autoplay; encrypted-media; picture-in-picture; fullscreen";
      frame.style.cssText = player.style.cssText;
      frame.addEventListener("load", shown);
      frame.src = url;
      player.after(frame);
    },

    hideFrame() {
      frame?.remove();
      frame = null;
    },

    playsHls: () => player.canPlayType("application/vnd.apple.mpegurl") !== "",

    isFullscreen,
    canFullscreen: () => !!(document.fullscreenEnabled || document["webkitFullscreenEnabled"] ||
      player["webkitEnterFullscreen"]),

    /** @param {boolean} on */
    setFullscreen(on) {
      if (on === isFullscreen()) return;
      if (on) {
        enterFullscreen();
      } else if (document.exitFullscreen) {
        document.exitFullscreen().catch(() => {});
      } else {
        (document["webkitExitFullscreen"] || (() => player["webkitExitFullscreen"]?.())).call(document);
      }
    },

    isInPicture: () => document.pictureInPictureElement === player ||
      player["webkitPresentationMode"] === "picture-in-picture",
    canPicture: () => !!(standardPip() || webkitPip("picture-in-picture")),

    /** @param {boolean} on */
    setInPicture(on) {
      const done = on
        ? (standardPip() ? player.requestPictureInPicture() : player["webkitSetPresentationMode"]?.("picture-in-picture"))
        : (document.pictureInPictureElement
          ? document.exitPictureInPicture() : player["webkitSetPresentationMode"]?.("inline"));
      Promise.resolve(done).then(changed, changed);
    },
  };
})();
