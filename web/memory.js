// @ts-check
// Text and numbers across the border to WebAssembly.

const memory = (() => {
  const decoder = new TextDecoder();
  const encoder = new TextEncoder();

  return {
    /** @param {number} at @param {number} length */
    text: (at, length) => decoder.decode(HEAPU8.subarray(at, at + length)),

    /** Leaves text as the answer of the running call. @param {string} text */
    answer(text) {
      memory.answerBytes(encoder.encode(text));
    },

    /** @param {Uint8Array} bytes */
    answerBytes(bytes) {
      const at = _lsl_answer_room(bytes.length);  // may grow the memory: HEAPU8 only afterwards
      HEAPU8.set(bytes, at);
    },

    /** Leaves numbers beside the next call, or as the answer of this one. @param {number[]} values */
    numbers(values) {
      HEAPF64.set(values, _lsl_number_room() / 8);
    },

    /**
     * Calls with each text as pointer and length; they are gone when it returns.
     * @template T
     * @param {string[]} texts
     * @param {(...pointersAndLengths: number[]) => T} call
     * @returns {T}
     */
    lend(texts, call) {
      /** @type {number[]} */
      const lent = [];
      for (const text of texts) {
        const bytes = encoder.encode(text);
        const at = _malloc(bytes.length || 1);
        HEAPU8.set(bytes, at);
        lent.push(at, bytes.length);
      }
      const result = call(...lent);
      for (let i = 0; i < lent.length; i += 2) _free(lent[i]);
      return result;
    },

    /** A state, by the names of client/media/describe.cpp. @param {object} state @param {(at: number, length: number) => void} call */
    tell(state, call) {
      memory.lend([JSON.stringify(state)], call);
    },
  };
})();
