// @ts-check
// Text drawn by the browser's own Canvas2D, one piece at a time, for the glyph atlas of the canvas:
// every script and colour emoji, with no font in the binary.

const letters = (() => {
  const families = 'Inter, "Noto Sans Arabic", "Noto Sans Hebrew", system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif';
  const firstIcon = 0xe000, lastIcon = 0xf8ff;

  const scratch = document.createElement("canvas");
  const pen = /** @type {CanvasRenderingContext2D} */ (
    scratch.getContext("2d", { willReadFrequently: true }));
  let font = "";
  /** @type {Uint8ClampedArray} */
  let pixels = new Uint8ClampedArray();

  /** @param {number} weight @param {number} size */
  function use(weight, size) {
    const wanted = `${weight} ${size}px ${families}`;
    if (font === wanted) return;
    font = pen.font = wanted;
    pen.textRendering = "geometricPrecision";  // advances in fractions, the same at every size
  }

  /** Room for a picture; a resized canvas forgets its settings. @param {number} width @param {number} height */
  function clear(width, height) {
    if (scratch.width < width || scratch.height < height) {
      scratch.width = Math.max(scratch.width, Math.ceil(width / 64) * 64);
      scratch.height = Math.max(scratch.height, Math.ceil(height / 64) * 64);
      pen.font = font;
      pen.textRendering = "geometricPrecision";
    } else {
      pen.clearRect(0, 0, width, height);
    }
    pen.fillStyle = pen.strokeStyle = "#fff";
  }

  /** @param {number} width @param {number} height @returns {boolean} whether it has colours of its own */
  function keep(width, height) {
    pixels = pen.getImageData(0, 0, width, height).data;
    for (let i = 0; i < pixels.length; i += 4) {
      if (pixels[i + 3] > 40 && Math.min(pixels[i], pixels[i + 1], pixels[i + 2]) < 240) return true;
    }
    return false;
  }

  /** @param {number} code @param {number} size */
  function drawIcon(code, size) {
    const icon = icons[code];
    const side = Math.ceil(size);
    if (!icon) return [0, 0, 0, 0, 0];
    clear(side, side);
    pen.save();
    pen.scale(size / 24, size / 24);
    pen.lineWidth = 2;
    pen.lineCap = pen.lineJoin = "round";
    const path = new Path2D(icon.path);
    pen.stroke(path);
    if (icon.fill) pen.fill(path);
    pen.restore();
    keep(side, side);
    return [side, side, 0, 0, 0];
  }

  /** @param {string} text */
  function iconOf(text) {
    const code = text.codePointAt(0) || 0;
    return code >= firstIcon && code <= lastIcon ? code : 0;
  }

  /** @param {string} text @param {number} weight @param {number} size */
  function advance(text, weight, size) {
    if (iconOf(text)) return size;
    use(weight, size);
    return pen.measureText(text).width;
  }

  /** @type {Intl.Segmenter[]} graphemes, words; made at their first use */
  const segmenters = [];

  // Hebrew, Arabic and their like; letters of all other scripts.
  const fromRight = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]|[\ud802\ud803\ud83a][\udc00-\udfff]/;
  const letter = /\p{L}/u;

  /** The direction of a line: the page's, or that of its first letter on a page from the left.
   * @param {string} text @returns {CanvasDirection} */
  function directionOf(text) {
    if (!fromRight.test(text)) return "ltr";
    const first = letter.exec(text);
    return document.documentElement.dir === "rtl" || !first || fromRight.test(first[0]) ? "rtl" : "ltr";
  }

  return {
    advance,

    /** Where graphemes or words end, as bytes of UTF-8. @param {string} text @param {boolean} words */
    pieces(text, words) {
      const encoder = new TextEncoder();
      /** @type {number[]} */
      const ends = [];
      if (window.Intl && Intl.Segmenter) {
        const segmenter = segmenters[+words] ||=
          new Intl.Segmenter(undefined, { granularity: words ? "word" : "grapheme" });
        let end = 0;
        for (const piece of segmenter.segment(text)) ends.push(end += encoder.encode(piece.segment).length);
      }
      return new Uint8Array(new Uint32Array(ends).buffer);
    },

    /** @param {number} left @param {number} right @param {number} weight */
    kerning(left, right, weight) {
      const a = String.fromCodePoint(left), b = String.fromCodePoint(right);
      const size = 100;
      return (advance(a + b, weight, size) - advance(a, weight, size) - advance(b, weight, size)) / size;
    },

    /**
     * @param {string} text @param {number} weight @param {number} size @param {number} phase
     * @returns {number[]} width, height, left, top, coloured
     */
    draw(text, weight, size, phase) {
      const icon = iconOf(text);
      if (icon) return drawIcon(icon, size);
      use(weight, size);
      pen.textAlign = "left";
      pen.direction = directionOf(text);
      const box = pen.measureText(text);
      // One pixel of air: smoothing reaches beyond the outline.
      const left = Math.floor(phase - box.actualBoundingBoxLeft) - 1;
      const top = -Math.ceil(box.actualBoundingBoxAscent) - 1;
      const width = Math.ceil(phase + box.actualBoundingBoxRight) + 1 - left;
      const height = Math.ceil(box.actualBoundingBoxDescent) + 1 - top;
      if (!text.trim() || width <= 2 || height <= 2) return [0, 0, 0, 0, 0];
      clear(width, height);  // a resized canvas forgets these
      pen.textAlign = "left";
      pen.direction = directionOf(text);
      pen.fillText(text, phase - left, -top);
      return [width, height, left, top, +keep(width, height)];
    },

    /** @param {number} at */
    take(at) {
      HEAPU8.set(pixels, at);
    },
  };
})();
