// @ts-check
// Server-sent events, held open through everything that breaks connections.

const serverEvents = (() => {
  const CLOSED = 0, CONNECTING = 1, OPEN = 2;  // EventsState
  const longestPauseMs = 30000;

  /** @type {EventSource | null} */
  let source = null;
  let path = "";
  /** @type {string[]} */
  let names = [];
  let failures = 0;
  let timer = 0;
  let told = CLOSED;
  let asked = 0;  // when the running connection was begun, at the latest

  /** @param {number} state */
  function tell(state) {
    if (told === state) return;
    told = state;
    _lsl_on_events_state(state);
  }

  /** @param {MessageEvent} event */
  function onMessage(event) {
    memory.lend([event.type, String(event.data)], (name, nameLength, data, dataLength) =>
      _lsl_on_server_event(name, nameLength, data, dataLength));
  }

  /** The first event of each connection. @param {MessageEvent} event */
  function greet(event) {
    const hello = JSON.parse(event.data);
    studioClock.hear(Number(hello["now"]), asked);
    updates.hear(hello["build"]);
  }

  function open() {
    clearTimeout(timer);
    source?.close();
    asked = Date.now();
    const opened = source = new EventSource(path);
    opened.addEventListener("hello", greet);
    opened.onopen = () => {
      failures = 0;
      tell(OPEN);
    };
    opened.onerror = () => {
      tell(CONNECTING);
      asked = Date.now();
      // The browser tries again by itself unless the server answered with an error.
      if (opened.readyState === EventSource.CLOSED && source === opened) retry();
    };
    for (const name of names) opened.addEventListener(name, onMessage);
  }

  function retry() {
    const pause = Math.min(longestPauseMs, 1000 * 2 ** failures++);
    timer = setTimeout(open, pause * (0.7 + 0.6 * Math.random()));
  }

  function wakeUp() {
    if (source && source.readyState === EventSource.CLOSED) {
      failures = 0;
      open();
    }
  }

  return {
    start() {
      addEventListener("online", wakeUp);
      document.addEventListener("visibilitychange", () => {
        if (document.visibilityState === "visible") wakeUp();
      });
    },

    /** @param {string} from @param {string} list */
    open(from, list) {
      path = from;
      names = list.split("\n").filter(Boolean);
      failures = 0;
      open();
      queueMicrotask(() => tell(source?.readyState === EventSource.OPEN ? OPEN : CONNECTING));
    },

    close() {
      clearTimeout(timer);
      source?.close();
      source = null;
      told = CLOSED;
    },
  };
})();
