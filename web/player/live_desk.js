// @ts-check
// The player's desk: what only its own script understands, of a live class and of a recording, by one door each way.

const liveDesk = (() => {
  const playerPart = 0;  // as platform::Part has it
  let told = "";

  function tell() {
    const { available, plays } = onceMore.state();
    const own = ownMirror.state();
    const state = {
      "again_available": available, "again": plays, "own": own.state, "own_over": own.over,
      "own_mirrored": own.mirrored, "own_delay_ms": own.delayMs, "zoom_percent": zoom.percent(), "voice": voice.state(),
    };
    const text = JSON.stringify(state);
    if (text === told) return;
    told = text;
    memory.tell(state, (at, length) => _lsl_on_desk(playerPart, at, length));
  }

  /** @param {any} place as client/app/app.cpp tells it */
  const placeOf = (place) => ({
    x: place["x"], y: place["y"], width: place["width"], height: place["height"], radius: place["radius"],
    fixed: place["fixed"], mirrored: place["mirrored"], visible: place["visible"],
  });

  return {
    start() {
      onceMore.start(() => queueMicrotask(tell));
      ownMirror.start(() => queueMicrotask(tell));
      zoom.start(() => queueMicrotask(tell));
      voice.start(() => queueMicrotask(tell));
    },

    /** @param {string} text JSON: wishes by their names */
    hear(text) {
      const wish = JSON.parse(text);
      if (wish["again"] === true) onceMore.play();
      if (wish["again"] === false) onceMore.stop();
      if (wish["own"] !== undefined) ownMirror.turn(wish["own"]);
      if (wish["own_over"] !== undefined) ownMirror.set({ over: wish["own_over"] });
      if (wish["own_mirrored"] !== undefined) ownMirror.set({ mirrored: wish["own_mirrored"] });
      if (wish["own_delay_ms"] !== undefined) ownMirror.set({ delayMs: wish["own_delay_ms"] });
      if (wish["zoom_percent"] !== undefined) zoom.set(wish["zoom_percent"]);
      if (wish["pan"]) zoom.pan(wish["pan"]["right"], wish["pan"]["down"]);
      if (wish["again_place"]) onceMore.place(placeOf(wish["again_place"]));
      if (wish["own_place"]) ownMirror.place(placeOf(wish["own_place"]));
    },
  };
})();
