// The camera's picture as a file for Chromium: every frame carries its number as black and white
// squares, and a bright bar that wanders, so that motion is seen by people, too.
// @ts-check
import { closeSync, existsSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const WIDTH = 640;
export const HEIGHT = 360;
export const FRAMES_PER_SECOND = 30;
export const FRAMES = 150; // the film repeats after five seconds
export const BITS = 8;

/** @param {number} number which frame @param {number} width @param {number} height */
function frame(number, width, height) {
    const square = width / 10; // one more left and right of the bits: always white, always black
    const luma = Buffer.alloc(width * height, 90);
    const squares = [1, ...Array.from({ length: BITS }, (_, bit) => (number >> (BITS - 1 - bit)) & 1), 0];
    for (let y = 0; y < height; ++y) {
        const row = y * width;
        if (y < square) {
            squares.forEach((on, i) => luma.fill(on ? 235 : 16, row + i * square, row + (i + 1) * square));
        } else {
            const bar = Math.round((number / FRAMES) * width);
            luma.fill(200, row + bar, row + Math.min(width, bar + 24));
        }
    }
    const chroma = Buffer.alloc((width * height) / 2, 128);
    chroma.fill(90 + (number % 60), 0, chroma.length / 2);
    chroma.fill(170, chroma.length / 2);
    return Buffer.concat([Buffer.from('FRAME\n'), luma, chroma]);
}

/** Writes the film once; its path. @param {number} [width] @param {number} [height] */
export function cameraFile(width = WIDTH, height = HEIGHT) {
    const folder = join(tmpdir(), 'lsl-camera');
    const path = join(folder, `counter-${width}x${height}-${FRAMES}-v1.y4m`);
    if (existsSync(path)) return path;
    mkdirSync(folder, { recursive: true });
    const draft = `${path}.${process.pid}`;
    const file = openSync(draft, 'w');
    writeSync(file, `YUV4MPEG2 W${width} H${height} F${FRAMES_PER_SECOND}:1 Ip A1:1 C420jpeg\n`);
    for (let number = 0; number < FRAMES; ++number) writeSync(file, frame(number, width, height));
    closeSync(file);
    renameSync(draft, path);
    return path;
}

/**
 * Runs in the page: follows a <video> and notes the number of every frame shown with the wall clock.
 * They gather in window[into]; each entry is {number, at, width, height}.
 * @param {{selector: string, into?: string}} options
 */
export function followFrames({ selector, into = '__frames' }) {
    const state = /** @type {any} */ (window);
    /** @type {{number: number, at: number, width: number, height: number}[]} */
    const frames = (state[into] = []);
    const canvas = document.createElement('canvas');
    canvas.width = 160;
    canvas.height = 90;
    const paint = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d', { willReadFrequently: true }));
    const read = (/** @type {HTMLVideoElement} */ video, /** @type {number} */ at) => {
        paint.drawImage(video, 0, 0, 160, 90);
        const pixels = paint.getImageData(0, 8, 160, 1).data;
        const light = (/** @type {number} */ square) => pixels[(square * 16 + 8) * 4];
        // The border squares say that this is our film at all.
        if (light(0) < 160 || light(9) > 95) {
            frames.push({ number: -1, at, width: video.videoWidth, height: video.videoHeight });
            return;
        }
        let number = 0;
        for (let bit = 0; bit < 8; ++bit) number = number * 2 + (light(1 + bit) > 128 ? 1 : 0);
        frames.push({ number, at, width: video.videoWidth, height: video.videoHeight });
    };
    const attach = () => {
        const video = /** @type {HTMLVideoElement | null} */ (document.querySelector(selector));
        if (!video) return void setTimeout(attach, 50);
        const next = () => {
            read(video, Date.now());
            if (frames.length > 3000) frames.splice(0, 1000);
            video.requestVideoFrameCallback(next);
        };
        video.requestVideoFrameCallback(next);
    };
    attach();
}

/**
 * Delays in milliseconds: how long after the camera the viewer showed each frame. Both lists carry the
 * same machine's wall clock; a window that shows only some of the frames still tells where the film
 * was, since it runs at a steady rate and repeats.
 * @param {{number: number, at: number}[]} camera @param {{number: number, at: number}[]} viewer
 */
export function delays(camera, viewer) {
    const film = (FRAMES * 1000) / FRAMES_PER_SECOND;
    const known = camera.filter((frame) => frame.number >= 0);
    const found = [];
    for (const seen of viewer) {
        if (seen.number < 0 || known.length === 0) continue;
        const near = known.reduce((best, frame) =>
            Math.abs(frame.at - seen.at) < Math.abs(best.at - seen.at) ? frame : best);
        if (Math.abs(near.at - seen.at) > 3000) continue;
        const apart = ((seen.number - near.number) * 1000) / FRAMES_PER_SECOND;
        const late = seen.at - near.at - apart;
        found.push(late - film * Math.round(late / film));
    }
    return found.sort((a, b) => a - b);
}

/** @param {number[]} sorted @param {number} fraction */
export const quantile = (sorted, fraction) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * fraction))];
