// @ts-check
// JSON, parsed by the browser and handed over as shared/wire/json/packed.h describes it.

const json = (() => {
  const encoder = new TextEncoder();
  let bytes = new Uint8Array(1 << 16);
  let view = new DataView(bytes.buffer);
  let used = 0;

  /** @param {number} more */
  function reserve(more) {
    if (used + more <= bytes.length) return;
    const wider = new Uint8Array(2 * (used + more));
    wider.set(bytes.subarray(0, used));
    bytes = wider;
    view = new DataView(bytes.buffer);
  }

  /** @param {string} letter */
  function tag(letter) {
    reserve(9);
    bytes[used++] = letter.charCodeAt(0);
  }

  /** @param {string} text */
  function string(text) {
    const most = 3 * text.length;  // UTF-8 of UTF-16
    reserve(4 + most);
    const { written } = encoder.encodeInto(text, bytes.subarray(used + 4, used + 4 + most));
    view.setUint32(used, written, true);
    used += 4 + written;
  }

  /** Something with contents, whose length is known afterwards. @param {number} count @param {() => void} fill */
  function container(count, fill) {
    const start = used;
    used += 8;
    fill();
    view.setUint32(start, used - start - 8, true);
    view.setUint32(start + 4, count, true);
  }

  /** @param {any} item */
  function value(item) {
    if (item === null) {
      tag("n");
    } else if (typeof item === "boolean") {
      tag(item ? "t" : "f");
    } else if (typeof item === "number") {
      tag("d");
      view.setFloat64(used, item, true);
      used += 8;
    } else if (typeof item === "string") {
      tag("s");
      string(item);
    } else if (Array.isArray(item)) {
      tag("l");
      container(item.length, () => item.forEach(value));
    } else {
      tag("o");
      const names = Object.keys(item);
      container(names.length, () => {
        for (const name of names) {
          string(name);
          value(item[name]);
        }
      });
    }
  }

  return {
    /** Nothing for a text that is not JSON. @param {string} text */
    pack(text) {
      used = 0;
      try {
        value(JSON.parse(text));
      } catch {
        used = 0;
      }
      return bytes.subarray(0, used);
    },
  };
})();
