// How a loop of the practice player runs, measured by the numbers in the camera's picture: frames shown behind its
// end, the pause at the seam, how far rounds drift from the loop's length. For a test and for a benchmark.
// @ts-check
import { BITS, FRAMES, FRAMES_PER_SECOND, quantile } from './camera.mjs';

const round = (/** @type {number} */ value, digits = 1) => Number(value.toFixed(digits));

/**
 * In the page: notes every frame of both elements from now on, with its number and whether its element is the one
 * that is seen.
 * @param {number} bits
 */
export function followBoth(bits) {
    const state = /** @type {any} */ (window);
    state.__loopFrames = [];
    const canvas = document.createElement('canvas');
    canvas.width = 160;
    canvas.height = 90;
    const paint = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d', { willReadFrequently: true }));
    const numberIn = (/** @type {HTMLVideoElement} */ video) => {
        paint.drawImage(video, 0, 0, 160, 90);
        const pixels = paint.getImageData(0, 8, 160, 1).data;
        const light = (/** @type {number} */ square) => pixels[(square * 16 + 8) * 4];
        if (light(0) < 160 || light(bits + 1) > 95) return -1;
        let number = 0;
        for (let bit = 0; bit < bits; ++bit) number = number * 2 + (light(1 + bit) > 128 ? 1 : 0);
        return number;
    };
    const videos = () => /** @type {HTMLVideoElement[]} */ ([...document.querySelectorAll('#videos video:not(#preview)')]);
    const followed = new Set();
    const follow = (/** @type {HTMLVideoElement} */ video) => {
        const next = (/** @type {number} */ now, /** @type {VideoFrameCallbackMetadata} */ frame) => {
            const spare = videos().find((one) => one.id !== 'player');
            const seen = spare && spare.style.opacity === '1' ? spare : document.getElementById('player');
            state.__loopFrames.push({
                element: video.id, seen: seen === video && !video.paused, at: performance.now(), due: frame.expectedDisplayTime,
                mediaTime: frame.mediaTime, number: numberIn(video),
            });
            video.requestVideoFrameCallback(next);
        };
        video.requestVideoFrameCallback(next);
    };
    setInterval(() => {
        for (const video of videos()) {
            if (!followed.has(video)) {
                followed.add(video);
                follow(video);
            }
        }
    }, 50);
}

/** In the page: the frames so far, and where the loop begins and ends by its handles. */
export function takeLoop() {
    const valueOf = (/** @type {string} */ name) =>
        Number(/** @type {HTMLInputElement | null} */ (document.querySelector(`#mirror [aria-label="${name}"]`))?.value ?? NaN);
    return { frames: /** @type {any} */ (window).__loopFrames, from: valueOf('Loop start'), to: valueOf('Loop end') };
}

/**
 * @typedef {{element: string, seen: boolean, at: number, due: number, mediaTime: number, number: number}} Frame
 * @param {{frames: Frame[], from: number, to: number}} loop @param {number} [rate]
 */
export function figuresOf({ frames, from, to }, rate = 1) {
    const period = 1000 / FRAMES_PER_SECOND;
    const seen = frames.filter((frame) => frame.seen);
    const gaps = [], overshoots = [], starts = [], seams = [];
    // The film's number of the last frame before the end, by the frames that were seen there.
    const before = frames.filter((frame) => frame.number >= 0 && frame.mediaTime < to);
    const last = before.reduce((best, frame) => (frame.mediaTime > best.mediaTime ? frame : best), before[0]);
    for (let i = 1; i < seen.length; ++i) {
        const [old, young] = [seen[i - 1], seen[i]];
        const sameRound = young.element === old.element && old.mediaTime - young.mediaTime < (to - from) / 2;
        if (sameRound) continue;
        seams.push(young.due);
        gaps.push(Math.max(0, young.due - old.due - period));
        const behind = last && old.number >= 0 ? ((old.number - last.number + FRAMES + FRAMES / 2) % FRAMES) - FRAMES / 2 : NaN;
        overshoots.push(Number.isNaN(behind) ? Math.max(0, Math.ceil((old.mediaTime - to) * FRAMES_PER_SECOND)) : Math.max(0, behind));
        starts.push((young.mediaTime - from) * FRAMES_PER_SECOND);
    }
    gaps.sort((a, b) => a - b);
    const rounds = gaps.length;
    const length = ((to - from) * 1000) / rate;
    const took = rounds > 1 ? ((seams.at(-1) ?? 0) - seams[0]) / (rounds - 1) : NaN;
    return {
        rounds,
        loop_s: round(to - from, 3),
        overshoot_frames_worst: Math.max(...overshoots),
        gap_ms_median: round(quantile(gaps, 0.5)),
        gap_ms_worst: round(gaps.at(-1) ?? NaN),
        first_frame_after_start: round(Math.max(...starts)),
        drift_ms_a_round: round(took - length),
        elements: new Set(seen.map((frame) => frame.element)).size,
        numbers_read: round(seen.filter((frame) => frame.number >= 0).length / Math.max(1, seen.length), 2),
    };
}

export { BITS };
