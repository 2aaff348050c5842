// @ts-check
// One connection for server-sent events, held open through everything that breaks connections.

/**
 * @typedef {object} EventListening
 * @property {(open: boolean) => void} onState  also again with what was told before
 * @property {(event: PastEvent) => void} onEvent
 * @property {(data: string, asked: number, id: string) => void} onHello  the first event of each
 *   connection, when that was begun, at the latest, and the event that it goes on after
 * @property {() => void} onResync  the server doesn't know any more what was missed before this
 *   connection
 */

class EventConnection {
  /** @param {string} path @param {string[]} names @param {EventLog} log @param {EventListening} listening */
  constructor(path, names, log, listening) {
    this.path = path;
    this.names = names;
    this.log = log;
    this.listening = listening;
    this.failures = 0;
    this.timer = 0;
    this.asked = 0;
    this.source = this.connect();
  }

  connect() {
    this.asked = Date.now();
    const { last } = this.log;
    const sign = this.path.includes("?") ? "&" : "?";
    const source = new EventSource(this.path + (last && `${sign}after=${encodeURIComponent(last)}`));
    const { onState, onEvent, onHello, onResync } = this.listening;
    source.addEventListener("hello", (event) => onHello(String(event.data), this.asked, event.lastEventId));
    source.addEventListener("resync", onResync);
    source.onopen = () => {
      this.failures = 0;
      onState(true);
    };
    source.onerror = () => {
      onState(false);
      this.asked = Date.now();
      // The browser tries again by itself unless the server answered with an error.
      if (source.readyState === EventSource.CLOSED && this.source === source) this.retry();
    };
    for (const name of this.names) {
      source.addEventListener(name, (event) => onEvent({ id: event.lastEventId, name, data: String(event.data) }));
    }
    return source;
  }

  retry() {
    const longestPauseMs = 30000;
    const pause = Math.min(longestPauseMs, 1000 * 2 ** this.failures++);
    this.timer = setTimeout(() => this.again(), pause * (0.7 + 0.6 * Math.random()));
  }

  again() {
    clearTimeout(this.timer);
    this.source.close();
    this.source = this.connect();
  }

  /** There is reason to hope: the network is back, or the person. */
  wakeUp() {
    if (this.source.readyState !== EventSource.CLOSED) return;
    this.failures = 0;
    this.again();
  }

  isOpen() {
    return this.source.readyState === EventSource.OPEN;
  }

  close() {
    clearTimeout(this.timer);
    this.source.close();
  }
}
