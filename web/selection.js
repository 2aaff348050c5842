// @ts-check
// Text lets the pointer through to what lies beneath it. Where that is nothing to press, the mouse may select the
// text: an address, a message, an error. Only the parts have such pages.

const selection = (() => {
  /** @type {Element | undefined} what the mouse could begin to select */
  let under;

  /** @param {PointerEvent} event */
  function follow({ target, clientX, clientY, pointerType, buttons }) {
    if (pointerType !== "mouse" || buttons) return;
    const free = target instanceof Element && !target.closest("a, button, input, textarea, select");
    const texts = free ? [...document.querySelectorAll("#mirror :is(.text, .heading, .status, .alert)")] : [];
    const found = texts.findLast((text) => {
      const { left, right, top, bottom } = text.getBoundingClientRect();
      const inside = clientX >= left && clientX < right && clientY >= top && clientY < bottom;
      return inside && !text.closest("[inert], a, button");
    });
    if (found === under) return;
    under?.classList.remove("at-hand");
    found?.classList.add("at-hand");
    under = found;
  }

  document.addEventListener("pointermove", follow);
  return {};
})();
