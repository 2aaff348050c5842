// @ts-check
// The service worker, and whether the server has another build of the app than the one that runs here.

const updates = (() => {
  const settleMs = 2000;  // the first screen comes first
  const own = document.querySelector('meta[name="build"]')?.getAttribute("content") || "";
  let told = false;

  async function register() {
    const registration = await navigator.serviceWorker.register("/sw.js");
    registration.waiting?.postMessage("a page of your build");
  }

  return {
    start() {
      if (navigator.serviceWorker) setTimeout(() => register().catch(() => {}), settleMs);
    },

    /** @param {string} build that the server has now */
    hear(build) {
      if (told || !own || !build || build === own) return;
      told = true;
      _lsl_on_update_ready();
    },
  };
})();
