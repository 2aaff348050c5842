// @ts-check
// The mirror's letters: unseen, but in the place and size of the painted ones, so that the browser finds
// and selects them there.

const lettering = (() => {
  /** @typedef {{ x: number, y: number, width: number, height: number }} Box */

  /** About as large as painted ones would be that fill the box. @param {string} text @param {Box} box */
  function guess(text, box) {
    const widthAtOne = letters.advance(text, 400, 16) / 16 || 1;
    let size = box.height / 1.45;
    if (widthAtOne * size > box.width * 1.15) {
      size = Math.min(size, Math.sqrt(box.height * box.width / (1.45 * widthAtOne)));
    }
    return Math.max(6, Math.min(32, size));
  }

  return {
    /**
     * @param {HTMLElement} element @param {string} text @param {Box} box
     * @param {number[]} [painted] the members of ui::Lettering
     */
    fit(element, text, box, painted) {
      const style = element.style;
      if (!painted) {
        style.fontSize = guess(text, box) + "px";
        return;
      }
      const [size, line, tracking, weight, left, top, centred] = painted;
      style.fontSize = size + "px";
      style.lineHeight = line + "px";
      style.letterSpacing = tracking + "px";
      style.fontWeight = String(weight);
      style.paddingInlineStart = left + "px";
      style.paddingTop = top + "px";
      style.textAlign = centred ? "center" : "";
      // What was shortened to a line must not go on in a second one that nobody sees.
      style.whiteSpace = box.height - top < 1.9 * line ? "nowrap" : "pre-line";
    },
  };
})();
