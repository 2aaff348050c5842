// @ts-check
// Push messages to this browser: asked for on a press, told again at each visit. The names of wishes and
// answers are those of PushWish and PushAnswered in client/platform/listener.h.

const pushes = (() => {
  const TURN_ON = 0, TURN_OFF = 1;  // 2: renew
  const ON = 0, OFF = 1, BLOCKED = 2, UNSUPPORTED = 3, NEEDS_INSTALLING = 4, NO_ANSWER = 5, FAILED = 6;
  // A Chromium that cannot reach its push service never answers.
  const patienceMs = 15000;

  class Ending extends Error {
    /** @param {number} what */
    constructor(what) {
      super();
      this.what = what;
    }
  }

  const isSupported = () => !!navigator.serviceWorker && "PushManager" in window && "Notification" in window;
  // An iPad calls itself a Mac, which has no touch screen.
  const isHandheldApple = () => /iP(hone|ad|od)/.test(navigator.userAgent) ||
    (/Macintosh/.test(navigator.userAgent) && navigator.maxTouchPoints > 1);

  /** @template T @param {Promise<T>} promise @returns {Promise<T>} */
  const inTime = (promise) => new Promise((done, fail) => {
    setTimeout(() => fail(new Ending(NO_ANSWER)), patienceMs);
    promise.then(done, fail);
  });

  async function manager() {
    return (await inTime(navigator.serviceWorker.ready)).pushManager;
  }

  /** Our key, as the server has it. */
  async function ourKey() {
    const answer = await inTime(fetch("/api/push/key"));
    if (!answer.ok) throw new Ending(FAILED);
    return /** @type {string} */ ((await answer.json())["key"]);
  }

  /** @param {PushSubscription} subscription @param {string} key */
  function isBoundTo(subscription, key) {
    const bound = subscription.options.applicationServerKey;
    // Some browsers do not say.
    if (!bound) return true;
    const text = btoa(String.fromCharCode(...new Uint8Array(bound)));
    return text.replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "") === key;
  }

  /** @param {PushManager} from @param {string} key */
  const subscribe = (from, key) =>
    inTime(from.subscribe({ userVisibleOnly: true, applicationServerKey: key }));

  /** @param {PushSubscription | null} known @param {PushManager} from */
  async function renewed(known, from) {
    const key = await ourKey();
    if (known && isBoundTo(known, key)) return known;
    await known?.unsubscribe();
    return subscribe(from, key);
  }

  /** Why there is no subscription. */
  const refusal = () => new Ending(Notification.permission === "denied" ? BLOCKED : OFF);

  async function turnOn() {
    // Asked first: later the press would be too long ago for some browsers.
    if (await Notification.requestPermission() !== "granted") throw refusal();
    const from = await manager();
    return renewed(await from.getSubscription(), from);
  }

  async function turnOff() {
    const known = await (await manager()).getSubscription();
    await known?.unsubscribe();
    tell(OFF, known?.endpoint);
  }

  async function renew() {
    if (Notification.permission !== "granted") throw refusal();
    const from = await manager();
    const known = await from.getSubscription();
    // Who turned it off here is not asked by a visit.
    if (!known) throw new Ending(OFF);
    return renewed(known, from);
  }

  /** @param {number} what @param {string} [text] */
  const tell = (what, text = "") => memory.lend([text], (at, length) => _lsl_on_push(what, at, length));

  /** @param {unknown} problem */
  function whatWentWrong(problem) {
    if (problem instanceof Ending) return problem.what;
    return problem instanceof DOMException && problem.name === "NotAllowedError" ? BLOCKED : FAILED;
  }

  return {
    /** @param {number} wish */
    async wish(wish) {
      await null;  // the app is told of nothing while it asks
      try {
        if (!isSupported()) throw new Ending(isHandheldApple() ? NEEDS_INSTALLING : UNSUPPORTED);
        if (wish === TURN_OFF) return await turnOff();
        const subscription = await (wish === TURN_ON ? turnOn() : renew());
        tell(ON, JSON.stringify(subscription));
      } catch (problem) {
        tell(whatWentWrong(problem));
      }
    },
  };
})();
