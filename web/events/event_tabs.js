// @ts-check
// The tabs of one browser share one event stream: over HTTP/1.1 a browser opens six connections to a
// server, and with a stream for each tab the seventh request of all would wait for ever. Whoever holds
// a Web Lock has the connection and passes on what comes; when that tab goes, the browser gives the
// lock to the next one.

class EventTabs {
  /** Asks for a secure context, as Web Locks do. */
  static isPossible() {
    return !!navigator.locks && typeof BroadcastChannel === "function";
  }

  /**
   * @param {string} name of the stream: path and whose it is
   * @param {() => EventConnection} connect called while this tab leads, with a listening that calls
   *   `pass` of this
   * @param {EventLog} log of what this tab knows
   * @param {EventListening} listening
   * @param {() => void} onMissed something was told that nobody can tell this tab any more
   */
  constructor(name, connect, log, listening, onMissed) {
    this.name = name;
    this.connect = connect;
    this.log = log;
    this.listening = listening;
    this.onMissed = onMissed;
    this.id = system.randomId();
    /** @type {EventConnection | null} */
    this.connection = null;  // while this tab leads
    /** @type {object | null} */
    this.turn = null;  // the one in which this tab got the lock
    this.hello = "";
    this.asked = 0;
    this.doubt = 0;  // a timer: nobody has answered yet
    this.isLeft = false;
    /** @type {(value?: unknown) => void} */
    this.release = () => {};
    this.waiting = new AbortController();
    this.channel = new BroadcastChannel(name);
    this.channel.onmessage = (event) => this.hear(event.data);
    this.wait();
    this.ask();
  }

  wait() {
    this.waiting = new AbortController();
    this.request({ "signal": this.waiting.signal });
  }

  /** @param {LockOptions} options */
  request(options) {
    const turn = {};
    navigator.locks.request(this.name, options, () => this.lead(turn)).catch(() => this.lose(turn));
  }

  /** @param {object} turn @returns {Promise<unknown>} kept as long as this tab leads */
  lead(turn) {
    clearTimeout(this.doubt);
    if (this.isLeft) return Promise.resolve();
    this.turn = turn;
    this.connection?.close();
    this.listening.onState(false);
    this.post({ "open": false });
    this.connection = this.connect();
    return new Promise((done) => { this.release = done; });
  }

  /** The wait was given up, or the lock was taken away. @param {object} turn */
  lose(turn) {
    if (this.isLeft || !this.connection || this.turn !== turn) return;
    this.connection.close();
    this.connection = null;
    this.wait();
    this.ask();
  }

  /** A tab that is put to sleep keeps its lock: whoever is looked at takes it over. */
  ask() {
    clearTimeout(this.doubt);
    this.doubt = setTimeout(() => {
      if (this.isLeft || this.connection || document.visibilityState !== "visible") return;
      this.waiting.abort();
      this.request({ "steal": true });
    }, 1500);
    this.post({ "ask": this.id, "after": this.log.last });
  }

  wakeUp() {
    if (this.connection) this.connection.wakeUp();
    else this.ask();
  }

  /** To the other tabs. @param {Record<string, unknown>} message of names that Closure leaves alone */
  post(message) {
    // Who hears an event may leave while it is passed on, and the channel is closed then.
    if (!this.isLeft) this.channel.postMessage(message);
  }

  /** What this tab's own connection tells. @returns {EventListening} */
  passing() {
    const { onState, onEvent, onHello, onResync } = this.listening;
    return {
      onState: (open) => {
        onState(open);
        this.post({ "open": open });
      },
      onEvent: (event) => {
        onEvent(event);
        this.post({ "events": [this.packed(event)] });
      },
      onHello: (data, asked, id) => {
        this.hello = data;
        this.asked = asked;
        onHello(data, asked, id);
        this.post({ "hello": data, "asked": asked, "id": id });
      },
      onResync: () => {
        onResync();
        this.post({ "resync": true });
      },
    };
  }

  /** @param {PastEvent} event @returns {string[]} */
  packed({ id, name, data }) {
    return [id, name, data];
  }

  /** To a tab that asks: the state, and what it has missed. @param {string} tab @param {string} after */
  answer(tab, after) {
    if (!this.connection) return;
    const isOpen = this.connection.isOpen();
    this.post({ "to": tab, "open": isOpen });
    if (!isOpen || !this.hello) return;
    const missed = after ? this.log.after(after) : [];
    if (missed) {
      this.post({ "to": tab, "hello": this.hello, "asked": this.asked, "id": after || this.log.last });
      this.post({ "to": tab, "events": missed.map((event) => this.packed({ ...event, id: event.id || after })) });
    } else {
      this.post({ "to": tab, "hello": this.hello, "asked": this.asked, "id": this.log.last, "missed": true });
    }
  }

  /** @param {Record<string, any>} message */
  hear(message) {
    if (this.connection) {
      if (message["ask"]) this.answer(message["ask"], message["after"]);
      return;
    }
    if (message["ask"] || message["to"] && message["to"] !== this.id) return;
    clearTimeout(this.doubt);
    const { onState, onEvent, onHello, onResync } = this.listening;
    if ("open" in message) onState(message["open"]);
    if ("hello" in message) {
      // The stream may go on from another place than this tab has heard of.
      const isElsewhere = !message["to"] && this.log.last && this.log.last !== message["id"];
      onHello(message["hello"], message["asked"], isElsewhere ? "" : message["id"]);
      if (isElsewhere) this.ask();
    }
    if ("resync" in message) onResync();
    if ("missed" in message) this.onMissed();
    for (const [id, name, data] of message["events"] || []) onEvent({ id, name, data });
  }

  leave() {
    this.isLeft = true;
    clearTimeout(this.doubt);
    this.connection?.close();
    this.connection = null;
    this.waiting.abort();
    this.release();
    this.channel.close();
  }
}
