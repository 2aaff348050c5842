// @ts-check
// The address bar. One entry is one place; each remembers how far it was scrolled.

const route = (() => {
  const storageKey = "lean-scroll";
  /** @type {Record<number, number>} scroll position by entry */
  let scrolls = {};
  let last = 0;         // the newest entry that this tab ever had
  let present = 0;      // the one that is shown
  let isFirst = false;  // nothing of ours lies behind it

  const url = () => location.pathname + location.search + location.hash;

  function remember() {
    scrolls[present] = Math.max(0, window.scrollY);
  }

  /** @param {"pushState" | "replaceState"} how @param {string} [next] */
  const write = (how, next) => history[how]({ "lean": present, "first": isFirst }, "", next);

  function read() {
    present = history.state?.["lean"] ?? present;
    isFirst = history.state?.["first"] ?? isFirst;
  }

  function onPopState() {
    remember();
    read();
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
      last = Math.max(0, ...Object.keys(scrolls).map(Number));
      if (history.state) {
        read();  // a reload, or Back from another site
        const scroll = scrolls[present] || 0;
        if (scroll) setTimeout(() => memory.lend([url()], (at, length) => _lsl_on_route(at, length, scroll)));
      } else {
        present = ++last;
        isFirst = !document.referrer.startsWith(location.origin + "/");
        write("replaceState");
      }
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
      present = ++last;
      isFirst = false;
      write("pushState", next);
      scrolls[present] = 0;
    },

    /** @param {string} next */
    replace(next) {
      if (next !== url()) write("replaceState", next);
    },

    /** @param {string} fallback */
    back(fallback) {
      if (!isFirst) {
        history.back();
        return;
      }
      write("replaceState", fallback);
      setTimeout(() => memory.lend([fallback], (at, length) => _lsl_on_route(at, length, 0)));
    },

    /** @param {string} target @param {boolean} newTab */
    leave(target, newTab) {
      if (newTab) window.open(target, "_blank", "noopener");
      else location.assign(target);
    },
  };
})();
