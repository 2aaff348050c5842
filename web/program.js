// @ts-check
// The compiled program: fetched, started, watched. An exception that leaves it (a trap, or an error in
// JavaScript that it called) has cut it off in the middle of its work, so it is not entered again. The
// page says so; what lives outside of it goes on: connections, camera, what plays.

(() => {
  const address = new URL("leansporty-app.wasm", /** @type {HTMLScriptElement} */ (document.currentScript).src);
  let broken = false;
  let depth = 0;  // entries that have not returned yet

  /** @param {unknown} error */
  function fail(error) {
    console.error(error);
    window["leanFailure"](document.body.classList.contains("ready") ? "crash" : "load");
  }

  /** @param {Function} entry of the program @returns {Function} */
  const guarded = (entry) => (/** @type {any[]} */ ...given) => {
    if (broken) return 0;
    ++depth;
    try {
      return entry(...given);
    } catch (error) {
      if (!broken) fail(error);
      broken = true;
      if (depth > 1) throw error;  // the entries below are cut off, too
      return 0;
    } finally {
      --depth;
    }
  };

  /** @param {WebAssembly.Imports} imports */
  async function load(imports) {
    const options = /** @type {const} */ ({ credentials: "same-origin" });
    try {
      return await WebAssembly.instantiateStreaming(fetch(address, options), imports);
    } catch {
      // An older browser, or a proxy that says another type.
      const answer = await fetch(address, options);
      return WebAssembly.instantiate(await answer.arrayBuffer(), imports);
    }
  }

  /** @param {WebAssembly.Imports} imports @param {(instance: any, module: WebAssembly.Module) => void} receive */
  Module["instantiateWasm"] = (imports, receive) => {
    load(imports).then(({ instance, module }) => {
      const exports = Object.entries(instance.exports)
        .map(([name, one]) => [name, typeof one === "function" ? guarded(one) : one]);
      receive({ "exports": Object.fromEntries(exports) }, module);
    }).catch(fail);
    return {};
  };
})();
