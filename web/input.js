// @ts-check
// Pointer and keys. Everything is listened to on the document, so it does not matter whether
// the canvas or an element of the mirror lies under the pointer. The browser keeps its own: scrolling,
// pinch, shortcuts, context menus, links opened in other tabs.

const input = (() => {
  // PointerPhase and the flag bits of client/platform/web/input.cpp.
  const MOVE = 0, DOWN = 1, UP = 2, LEAVE = 3, CANCEL = 4;
  const IN_FIELD = 16, OPENS_ELSEWHERE = 32, KEY_DOWN = 64, REPEAT = 128, ON_CONTROL = 256;
  const devices = ["mouse", "touch", "pen"];

  let pressSeen = false;  // the running click began with a pointer that the app was told of

  /** @param {MouseEvent | KeyboardEvent} event */
  const modifiers = (event) =>
    +event.shiftKey | (+event.ctrlKey << 1) | (+event.altKey << 2) | (+event.metaKey << 3);

  /** @param {EventTarget | null} target */
  const isField = (target) =>
    target instanceof Element && target.matches("input:not([type=range]), textarea, select");

  /** @param {EventTarget | null} target */
  const linkOf = (target) => (target instanceof Element ? target.closest("a[href]") : null);

  /** @param {MouseEvent} event */
  const opensElsewhere = (event) =>
    !!linkOf(event.target) &&
    (event.ctrlKey || event.metaKey || event.shiftKey || event.button > 0);

  /** @param {PointerEvent} event @param {number} phase */
  function tell(event, phase) {
    if (!event.isPrimary) return;
    if (phase === DOWN || phase === UP) surface.catchUp();
    const flags = modifiers(event) | (isField(event.target) ? IN_FIELD : 0) |
      (opensElsewhere(event) ? OPENS_ELSEWHERE : 0);
    _lsl_on_pointer(phase, Math.max(0, devices.indexOf(event.pointerType)), event.clientX,
      event.clientY, event.button, event.buttons, semantics.nodeAt(event.target), flags);
  }

  /** @param {PointerEvent} event */
  function onDown(event) {
    if (!event.isPrimary) return;
    pressSeen = event.button === 0;
    const slider = event.target instanceof Element && event.target.matches("input[type=range]");
    if (slider) {
      const element = /** @type {HTMLElement} */ (event.target);
      element.setPointerCapture(event.pointerId);
      element.focus({ preventScroll: true });
    }
    tell(event, DOWN);
  }

  /** @param {PointerEvent} event */
  function onUp(event) {
    tell(event, UP);
    if (event.pointerType !== "mouse") tell(event, LEAVE);  // a finger hovers over nothing
  }

  /** @param {PointerEvent} event */
  function onCancel(event) {
    pressSeen = false;
    tell(event, CANCEL);
  }

  /**
   * A click with a pointer was already acted on by the app's own hit test. One without (keyboard,
   * screen reader, script) is an activation of its element.
   * @param {MouseEvent} event
   */
  function onClick(event) {
    const byPointer = pressSeen && event.detail > 0;
    if (event.isTrusted) pressSeen = false;
    const node = semantics.nodeAt(event.target);
    if (!node || isField(event.target) || opensElsewhere(event)) return;
    if (linkOf(event.target)) event.preventDefault();
    if (!byPointer) semantics.activate(node, event);
  }

  /** @param {KeyboardEvent} event @param {boolean} down */
  function onKey(event, down) {
    if (event.isComposing || event.key === undefined) return;  // autofill sends events without a key
    const target = document.activeElement;
    const onControl = !!target && target.matches("a, button, input[type=range]");
    const flags = modifiers(event) | (isField(target) ? IN_FIELD : 0) | (down ? KEY_DOWN : 0) |
      (event.repeat ? REPEAT : 0) | (onControl ? ON_CONTROL : 0);
    const handled = memory.lend([event.key, event.code], (key, keyLength, code, codeLength) =>
      _lsl_on_key(key, keyLength, code, codeLength, semantics.nodeAt(target), flags));
    if (handled) event.preventDefault();
  }

  return {
    start() {
      const on = /** @type {(name: string, call: (event: any) => void, options?: any) => void} */ (
        (name, call, options) => document.addEventListener(name, call, options));
      on("pointermove", (event) => tell(event, MOVE));
      on("pointerdown", onDown);
      on("pointerup", onUp);
      on("pointercancel", onCancel);
      document.documentElement.addEventListener("pointerleave", (event) => {
        if (event.pointerType === "mouse") tell(event, LEAVE);
      });
      on("click", onClick);
      on("keydown", (event) => onKey(event, true));
      on("keyup", (event) => onKey(event, false));
      // Native dragging of sliders would fight with the drawn ones.
      on("mousedown", (event) => {
        if (event.target.matches?.("input[type=range]")) event.preventDefault();
        // What is offered above a field whose Enter sends is written into it: a phone's keyboard stays.
        const offering = event.target.closest?.(".group button")?.closest("form");
        if (offering?.querySelector("[enterkeyhint=send]:focus")) event.preventDefault();
      });
      on("contextmenu", (event) => {
        if (event.target.matches?.("video")) event.preventDefault();
      });
    },
  };
})();
