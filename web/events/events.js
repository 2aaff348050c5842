// @ts-check
// What the server tells by itself: one stream for all tabs of this browser where it can do that, else
// one for this tab.

const serverEvents = (() => {
  const CLOSED = 0, CONNECTING = 1, OPEN = 2;  // EventsState
  const storageKey = "lean-events";

  /** @type {EventTabs | EventConnection | null} */
  let stream = null;
  let path = "";
  /** @type {string[]} */
  let names = [];
  let log = new EventLog("");
  let told = CLOSED;
  let wasOpened = false;
  let hasBeenOpen = false;
  let isReadAgain = false;  // the app reads everything again when the stream is back after a gap

  /** @param {number} state */
  function tell(state) {
    if (told === state) return;
    told = state;
    if (state === OPEN) {
      isReadAgain = hasBeenOpen;
      hasBeenOpen = true;
    }
    _lsl_on_events_state(state);
  }

  function tellGap() {
    tell(CONNECTING);
    tell(OPEN);
  }

  /** @type {EventListening} */
  const listening = {
    onState: (open) => tell(open ? OPEN : CONNECTING),
    onEvent: (event) => {
      log.add(event);
      memory.lend([event.name, event.data], (nameAt, nameLength, dataAt, dataLength) =>
        _lsl_on_server_event(nameAt, nameLength, dataAt, dataLength));
    },
    onHello: (data, asked, id) => {
      log.start(id);
      const hello = JSON.parse(data);
      studioClock.hear(Number(hello["now"]), asked);
      updates.hear(hello["build"]);
    },
    onResync: () => {
      if (told === OPEN && !isReadAgain) tellGap();
    },
  };

  /**
   * Whose stream it is: all tabs have the same cookies, and with each sign-in or -out there is another
   * stream. Nothing where the browser keeps nothing for us.
   * @param {boolean} renewed
   */
  function keyOfStream(renewed) {
    try {
      if (renewed) localStorage.setItem(storageKey, system.randomId());
      return localStorage.getItem(storageKey) || "first";
    } catch {
      return "";
    }
  }

  /** @param {string} key */
  function begin(key) {
    log = new EventLog(log.last);
    hasBeenOpen = false;
    if (!key || !EventTabs.isPossible()) {
      stream = new EventConnection(path, names, log, listening);
      return;
    }
    const tabs = new EventTabs(`${path} ${key}`,
      () => new EventConnection(path, names, log, tabs.passing()), log, listening, tellGap);
    stream = tabs;
  }

  function end() {
    if (stream instanceof EventTabs) stream.leave();
    else stream?.close();
    stream = null;
  }

  return {
    start() {
      addEventListener("online", () => stream?.wakeUp());
      document.addEventListener("visibilitychange", () => {
        if (document.visibilityState === "visible") stream?.wakeUp();
      });
      // Another tab signed in or out.
      addEventListener("storage", (event) => {
        if (event.key !== storageKey || !stream) return;
        end();
        tell(CONNECTING);
        begin(keyOfStream(false));
      });
    },

    /** @param {string} from @param {string} list @param {string} after what the page knows by itself */
    open(from, list, after) {
      // Each stream counts for itself: ids of another one mean nothing in it.
      const isOther = from !== path;
      if (after || isOther) log = new EventLog(after);
      path = from;
      names = list.split("\n").filter(Boolean);
      // The same one again is somebody else's: the other tabs are to hear of that.
      begin(keyOfStream(wasOpened && !isOther));
      wasOpened = true;
      queueMicrotask(() => { if (told === CLOSED) tell(CONNECTING); });
    },

    close() {
      end();
      told = CLOSED;
    },
  };
})();
