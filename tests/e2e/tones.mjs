// What a microphone hears in tests: files of known tones for Chromium's fake capture, and how loud each tone is in what
// came out at the other end.
// @ts-check
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const RATE = 48_000;
export const LEFT_HZ = 440;
export const RIGHT_HZ = 1000;
/** From the lowest string to the cymbals. */
export const LADDER = [100, 250, 500, 1000, 2000, 4000, 8000, 12_000];
export const TONE_LEVEL = 0.2;

/**
 * A stereo WAV of that length, written once; its path.
 * @param {string} name @param {number} seconds @param {(time: number) => [number, number]} sample left and right, -1 to 1
 */
function waveFile(name, seconds, sample) {
    const folder = join(tmpdir(), 'lsl-microphone');
    const path = join(folder, `${name}-v1.wav`);
    if (existsSync(path)) return path;
    mkdirSync(folder, { recursive: true });
    const count = Math.round(seconds * RATE);
    const bytes = Buffer.alloc(44 + count * 4);
    bytes.write('RIFF', 0);
    bytes.writeUInt32LE(36 + count * 4, 4);
    bytes.write('WAVEfmt ', 8);
    bytes.writeUInt32LE(16, 16);
    bytes.writeUInt16LE(1, 20);
    bytes.writeUInt16LE(2, 22);
    bytes.writeUInt32LE(RATE, 24);
    bytes.writeUInt32LE(RATE * 4, 28);
    bytes.writeUInt16LE(4, 32);
    bytes.writeUInt16LE(16, 34);
    bytes.write('data', 36);
    bytes.writeUInt32LE(count * 4, 40);
    for (let i = 0; i < count; ++i) {
        const [left, right] = sample(i / RATE);
        bytes.writeInt16LE(Math.round(32767 * left), 44 + i * 4);
        bytes.writeInt16LE(Math.round(32767 * right), 46 + i * 4);
    }
    const draft = `${path}.${process.pid}`;
    writeFileSync(draft, bytes);
    renameSync(draft, path);
    return path;
}

const sine = (/** @type {number} */ hz, /** @type {number} */ time) => Math.sin(2 * Math.PI * hz * time);

/** One tone left, another one right: whole periods, so that it goes on without a click. */
export const pairFile = () => waveFile('pair', 4, (time) => [TONE_LEVEL * sine(LEFT_HZ, time), TONE_LEVEL * sine(RIGHT_HZ, time)]);

/** A drum that falls from 110 to 50 Hz. @param {number} time since it was struck */
const kick = (time) => 0.7 * Math.exp(-time * 18) * sine(50 + 60 * Math.exp(-time * 40), time);

/** Each tone of the ladder for a second, then a kick at 120 beats a minute for four. */
export const ladderFile = () => waveFile('ladder', LADDER.length + 4, (time) => {
    const step = Math.floor(time);
    if (step < LADDER.length) {
        const tone = TONE_LEVEL * sine(LADDER[step], time);
        return [tone, tone];
    }
    const beat = kick(time % 0.5);
    return [beat, beat];
});

/**
 * The same of samples that a file held, each side by itself.
 * @param {Float32Array} samples @param {number} hz
 */
export function decibelsIn(samples, hz) {
    const width = 4096;
    let best = 1e-6;
    for (let from = 0; from + width <= samples.length; from += width / 2) {
        let re = 0, im = 0;
        for (let i = 0; i < width; ++i) {
            const weighed = (0.5 - 0.5 * Math.cos((2 * Math.PI * i) / width)) * samples[from + i];
            re += weighed * Math.cos((2 * Math.PI * hz * i) / RATE);
            im += weighed * Math.sin((2 * Math.PI * hz * i) / RATE);
        }
        best = Math.max(best, (4 * Math.hypot(re, im)) / width);
    }
    return 20 * Math.log10(best);
}

/** The loudest sample of the kick as it goes in, decibels. */
export const kickPeak = () => {
    let most = 0;
    for (let i = 0; i < RATE / 2; ++i) most = Math.max(most, Math.abs(kick(i / RATE)));
    return 20 * Math.log10(most);
};

/**
 * Runs in a page of the bridge: how loud these tones are in the track that is sent, or in what the player plays, decibels
 * of a full-scale sine, both sides.
 * @param {{ tones: number[], played?: boolean }} options
 */
export async function decibelsOf({ tones, played = false }) {
    const audio = new AudioContext();
    await audio.resume();
    const { capture, video } = /** @type {any} */ (window).bridge;
    const track = (played ? video.player.srcObject : capture.stream()).getAudioTracks()[0];
    const source = audio.createMediaStreamSource(new MediaStream([track]));
    const both = new GainNode(audio, { channelCount: 2, channelCountMode: 'explicit' });
    const sides = new ChannelSplitterNode(audio, { numberOfOutputs: 2 });
    source.connect(both).connect(sides);
    const analysers = [0, 1].map((side) => {
        const analyser = new AnalyserNode(audio, { fftSize: 32_768 });
        sides.connect(analyser, side);
        return analyser;
    });
    await new Promise((done) => setTimeout(done, 1500));
    const [left, right] = analysers.map((analyser) => {
        const samples = new Float32Array(analyser.fftSize);
        analyser.getFloatTimeDomainData(samples);
        // By short windows, the best of which counts: a busy machine drops a block here and there.
        const width = 4096;
        return tones.map((hz) => {
            let best = 1e-6;
            for (let from = 0; from + width <= samples.length; from += width / 2) {
                // Goertzel's sum over a Hann window: the amplitude of that one tone.
                let re = 0, im = 0;
                for (let i = 0; i < width; ++i) {
                    const weighed = (0.5 - 0.5 * Math.cos((2 * Math.PI * i) / width)) * samples[from + i];
                    re += weighed * Math.cos((2 * Math.PI * hz * i) / audio.sampleRate);
                    im += weighed * Math.sin((2 * Math.PI * hz * i) / audio.sampleRate);
                }
                best = Math.max(best, (4 * Math.hypot(re, im)) / width);
            }
            return 20 * Math.log10(best);
        });
    });
    await audio.close();
    return { left, right };
}
