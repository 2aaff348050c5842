// @ts-check
// The compiled program: fetched, started, watched. An exception that leaves it (a trap, or an error in
// JavaScript that it called) has cut it off in the middle of its work, so it is not entered again. The
// page says so; what lives outside of it goes on: connections, camera, what plays.

const program = (() => {
  const address = new URL("leansporty-app.wasm", /** @type {HTMLScriptElement} */ (document.currentScript).src);
  const fetched = /** @type {const} */ ({ credentials: "same-origin" });
  let broken = false;
  let depth = 0;  // entries that have not returned yet
  /** @type {(instance: WebAssembly.Instance) => void} */
  let tellRunning;
  /** @type {Promise<WebAssembly.Instance>} */
  const running = new Promise((resolve) => { tellRunning = resolve; });

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

  /** @param {string | URL} from @returns {Promise<WebAssembly.Module>} */
  async function compiled(from) {
    try {
      return await WebAssembly.compileStreaming(fetch(from, fetched));
    } catch {
      // An older browser, or a proxy that says another type.
      const answer = await fetch(from, fetched);
      return WebAssembly.compile(await answer.arrayBuffer());
    }
  }

  /** @param {WebAssembly.Imports} imports */
  async function load(imports) {
    try {
      return await WebAssembly.instantiateStreaming(fetch(address, fetched), imports);
    } catch {
      const module = await compiled(address);
      return { instance: await WebAssembly.instantiate(module, imports), module };
    }
  }

  /** @param {WebAssembly.Imports} imports @param {(instance: any, module: WebAssembly.Module) => void} receive */
  Module["instantiateWasm"] = (imports, receive) => {
    load(imports).then(({ instance, module }) => {
      tellRunning(instance);
      const exports = Object.entries(instance.exports)
        .map(([name, one]) => [name, typeof one === "function" ? guarded(one) : one]);
      receive({ "exports": Object.fromEntries(exports) }, module);
    }).catch(fail);
    return {};
  };

  return {
    /**
     * Adds a module that the build took out of the program (web/split_program.mjs): it puts its functions into
     * the program's tables, where their callers look for them. Rejects when it can't be fetched.
     * @param {string} from
     */
    async attach(from) {
      const module = await compiled(from);
      await WebAssembly.instantiate(module, { "": (await running).exports });
    },
  };
})();
