// @ts-check
// Text lets the pointer through to what lies beneath it. Where that is nothing to press, the mouse and a resting
// finger may select the text: an address, a message, an error. Only the parts have such pages.

const selection = (() => {
  /** @type {Element | undefined} what can be selected now */
  let atHand;

  /** The text there, if it covers nothing to press. @param {PointerEvent} event */
  function textAt({ target, clientX, clientY }) {
    const free = target instanceof Element && !target.closest("a, button, input, textarea, select");
    const texts = free ? [...document.querySelectorAll("#mirror :is(.text, .heading, .status, .alert)")] : [];
    return texts.findLast((text) => {
      const { left, right, top, bottom } = text.getBoundingClientRect();
      const inside = clientX >= left && clientX < right && clientY >= top && clientY < bottom;
      return inside && !text.closest("[inert], a, button");
    });
  }

  /** @param {Element | undefined} found */
  function offer(found) {
    if (found === atHand) return;
    atHand?.classList.remove("at-hand");
    found?.classList.add("at-hand");
    atHand = found;
  }

  document.addEventListener("pointermove", (event) => {
    if (event.pointerType === "mouse" && !event.buttons) offer(textAt(event));
  });
  // A finger selects by resting, so its text has to be there before the browser looks what it rests on. It stays until
  // the next touch, for the handles that change the selection.
  document.addEventListener("pointerdown", (event) => {
    if (event.pointerType !== "mouse" && event.isPrimary) offer(textAt(event));
  });
  return {};
})();
