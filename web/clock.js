// @ts-check
// The studio's time. A device's clock may be hours wrong; what the server says puts it right.

const studioClock = (() => {
  const tolerableMs = 30000;  // network and rounding; less than a person would call wrong

  let offset = 0;

  return {
    now: () => Date.now() + offset,

    /**
     * What the server's clock showed at some time since it was asked: a computer that slept in between is
     * not taken for one whose clock is wrong.
     * @param {number} serverMs NaN = it did not say @param {number} askedMs by this device's clock
     */
    hear(serverMs, askedMs) {
      const behind = serverMs - Date.now(), ahead = askedMs - serverMs;
      const next = behind > tolerableMs ? behind : ahead > tolerableMs ? -ahead : 0;
      if (Number.isNaN(serverMs) || Math.abs(next - offset) < tolerableMs) return;
      offset = next;
      _lsl_on_clock(-offset / 1000);
    },
  };
})();
