// @ts-check
// The place of this tab among the server's events, and the latest of them, for tabs that come later:
// their page may have been written before an event that is over by the time they listen.

/** @typedef {{ id: string, name: string, data: string }} PastEvent */

class EventLog {
  static get mostKept() { return 64; }

  /** @param {string} after the id of an event, "<epoch>.<number>"; empty = nothing is known yet */
  constructor(after) {
    this.last = after;
    this.begin = after;  // events after this one are all in `kept`
    /** @type {PastEvent[]} */
    this.kept = [];
  }

  /** A connection begins after this event. @param {string} id */
  start(id) {
    if (!id || id === this.last) return;
    this.last = this.begin = id;
    this.kept = [];
  }

  /** @param {PastEvent} event with the latest id that the stream has told */
  add({ id, name, data }) {
    if (id !== this.last) {
      // What came together has one id, told with the last of it.
      for (const event of this.kept) event.id = event.id || id;
      this.last = id;
      this.kept.push({ id, name, data });
    } else {
      this.kept.push({ id: "", name, data });
    }
    while (this.kept.length > EventLog.mostKept) {
      this.begin = (this.kept.shift() || { id: "" }).id || this.begin;
    }
  }

  /**
   * What came after this event; nothing when some of it is not known here.
   * @param {string} id @returns {PastEvent[] | null}
   */
  after(id) {
    const [epoch, number] = EventLog.parts(id);
    const [ownEpoch, begin] = EventLog.parts(this.begin);
    if (epoch !== ownEpoch || number < begin) return null;
    return this.kept.filter((event) => !event.id || EventLog.parts(event.id)[1] > number);
  }

  /** @param {string} id @returns {[string, number]} */
  static parts(id) {
    const dot = id.lastIndexOf(".");
    return [id.slice(0, dot), Number(id.slice(dot + 1))];
  }
}
