// @ts-check
// How loud a sound is, left and right, read from an analyser for each side: nothing is recorded.

/** Follows one source; `close` lets go of it. */
class LevelReader {
  /** @param {AudioContext} audio @param {AudioNode} source */
  constructor(audio, source) {
    this.source = source;
    // One channel becomes two equal ones.
    this.both = new GainNode(audio, { channelCount: 2, channelCountMode: "explicit" });
    const sides = new ChannelSplitterNode(audio, { numberOfOutputs: 2 });
    source.connect(this.both).connect(sides);
    this.analysers = [0, 1].map((side) => {
      const analyser = new AnalyserNode(audio, { fftSize: LevelReader.samples });
      sides.connect(analyser, side);
      return analyser;
    });
    this.room = new Float32Array(LevelReader.samples);
  }

  /** Left and right, 0 to 1 of full scale. @returns {{ rms: number, peak: number }[]} */
  read() {
    return this.analysers.map((analyser) => {
      analyser.getFloatTimeDomainData(this.room);
      let sum = 0, peak = 0;
      for (const sample of this.room) {
        sum += sample * sample;
        peak = Math.max(peak, Math.abs(sample));
      }
      return { rms: Math.sqrt(sum / this.room.length), peak: Math.min(1, peak) };
    });
  }

  close() {
    try {
      this.source.disconnect(this.both);
    } catch { /* its context is closed already */ }
  }
}
LevelReader.samples = 2048;

/** What one card's meter shows: the last loudness, the loudest moment held, how often it was cut off. */
class CardMeter {
  constructor() {
    this.left = this.right = 0;
    this.leftHeld = this.rightHeld = 0;
    this.clips = 0;
    this.measured = false;
    this.heldAt = [0, 0];
  }

  /** @param {{ rms: number, peak: number }[]} sides @param {number} now milliseconds */
  hear([left, right], now) {
    const holdMs = 1500, fullScale = 0.999;
    this.measured = true;
    // A sine at full scale stands at the top of the meter.
    this.left = Math.min(1, left.rms * Math.SQRT2);
    this.right = Math.min(1, right.rms * Math.SQRT2);
    [left.peak, right.peak].forEach((peak, side) => {
      const held = side ? this.rightHeld : this.leftHeld;
      if (peak < held && now - this.heldAt[side] < holdMs) return;
      if (side) this.rightHeld = peak;
      else this.leftHeld = peak;
      this.heldAt[side] = now;
    });
    if (Math.max(left.peak, right.peak) >= fullScale) ++this.clips;
  }
}
