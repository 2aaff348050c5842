// @ts-check
// The address bar. One entry is one place; each remembers how far it was scrolled.

const route = (() => {
  const storageKey = "lean-scroll";
  /** @type {Record<number, number>} scroll position by entry */
  let scrolls = {};
  let present = 0;  // which entry is shown, counted from the first of this tab

  const url = () => location.pathname + location.search;

  function remember() {
    scrolls[present] = Math.max(0, window.scrollY);
  }

  function onPopState() {
    remember();
    present = history.state?.["lean"] ?? 0;
    const scroll = scrolls[present] || 0;
    memory.lend([url()], (at, length) => _lsl_on_route(at, length, scroll));
  }

  return {
    start() {
      history.scrollRestoration = "manual";
      try {
        scrolls = JSON.parse(sessionStorage.getItem(storageKey) || "{}");
      } catch {
        scrolls = {};  // storage may be forbidden; then nothing is remembered over a reload
      }
      present = history.state?.["lean"] ?? 0;
      history.replaceState({ "lean": present }, "");
      addEventListener("popstate", onPopState);
      addEventListener("pagehide", () => {
        remember();
        try {
          sessionStorage.setItem(storageKey, JSON.stringify(scrolls));
        } catch { /* as above */ }
      });
    },

    url,

    /** @param {string} next */
    push(next) {
      if (next === url()) return;
      remember();
      history.pushState({ "lean": ++present }, "", next);
      scrolls[present] = 0;
    },

    /** @param {string} next */
    replace(next) {
      if (next !== url()) history.replaceState({ "lean": present }, "", next);
    },

    /** @param {string} fallback */
    back(fallback) {
      if (present > 0) {
        history.back();
        return;
      }
      history.replaceState({ "lean": present }, "", fallback);
      setTimeout(() => memory.lend([fallback], (at, length) => _lsl_on_route(at, length, 0)));
    },

    /** @param {string} target @param {boolean} newTab */
    leave(target, newTab) {
      if (newTab) window.open(target, "_blank", "noopener");
      else location.assign(target);
    },
  };
})();
