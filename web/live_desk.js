// @ts-check
// The player's desk: what only its own script understands of a live class, by one door each way.

const liveDesk = (() => {
  const playerPart = 0;  // as platform::Part has it
  let told = "";

  function tell() {
    const { available, plays } = onceMore.state();
    const state = { "again_available": available, "again": plays };
    const text = JSON.stringify(state);
    if (text === told) return;
    told = text;
    memory.tell(state, (at, length) => _lsl_on_desk(playerPart, at, length));
  }

  return {
    start() {
      onceMore.start(() => queueMicrotask(tell));
    },

    /** @param {string} text JSON: wishes by their names */
    hear(text) {
      const wish = JSON.parse(text);
      if (wish["again"] === true) onceMore.play();
      if (wish["again"] === false) onceMore.stop();
      const place = wish["again_place"];
      if (place) {
        onceMore.place({
          x: place["x"], y: place["y"], width: place["width"], height: place["height"], radius: place["radius"],
          fixed: place["fixed"], mirrored: place["mirrored"], visible: place["visible"],
        });
      }
    },
  };
})();
