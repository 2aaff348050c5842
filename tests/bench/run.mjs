// ./dev bench [name]: measures the product and prints one JSON object on the last line. Figures that
// depend on the machine stand beside a peer or a limit measured in the same run.
// @ts-check
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join as pathOf } from 'node:path';
import { createClass, newInstructor, newViewer } from '../e2e/fixtures/api.mjs';
import { launchBrowser, openPerson, settled } from '../e2e/fixtures/browser.mjs';
import { delays, followFrames, quantile } from '../e2e/fixtures/camera.mjs';
import { crowd as crowdOf, CROWD_LIMITS } from '../e2e/fixtures/crowd.mjs';
import { hangUp, openBarePage, publish, watch } from '../e2e/fixtures/rtc.mjs';
import { ROOT, Server } from '../e2e/fixtures/server.mjs';
import { fanout, joins } from './fanout.mjs';
import { practice } from './practice.mjs';
import { profile } from './profile.mjs';
import { threads } from './threads.mjs';

const JOINS = 120;

const round = (/** @type {number} */ value, digits = 1) => Number(value.toFixed(digits));
const pause = (/** @type {number} */ milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

/** Code over the wire: the brotli files that the server sends. Budget: 250 KB together. */
function size() {
    const folder = pathOf(ROOT, 'build/web');
    const bytes = (/** @type {RegExp} */ name) =>
        readdirSync(folder, { recursive: true })
            .map(String)
            .filter((file) => name.test(file))
            .reduce((sum, file) => sum + statSync(pathOf(folder, file)).size, 0);
    const [wasm, js] = [bytes(/\.wasm\.br$/), bytes(/\.js\.br$/)];
    return { wasm_br_bytes: wasm, js_br_bytes: js, code_br_bytes: wasm + js, budget_bytes: 250_000 };
}

/** First interactive screen from a cold cache, and frames painted while nothing happens. */
async function page() {
    const server = await Server.start();
    const browser = await launchBrowser({ camera: false });
    try {
        const instructor = await newInstructor(server.url);
        for (let i = 0; i < 12; ++i) await createClass(instructor, { title: `Class ${i + 1}` });
        const times = [];
        let idle = 0;
        for (let run = 0; run < 5; ++run) {
            const { context, page: tab } = await openPerson(browser);
            await tab.addInitScript(() => {
                const look = setInterval(() => {
                    const lean = /** @type {any} */ (window).__lean;
                    if (!lean || lean.frames() === 0) return;
                    clearInterval(look);
                    /** @type {any} */ (window).__firstFrameAt = performance.now();
                }, 4);
            });
            await tab.goto(`${server.url}/streams`);
            await settled(tab);
            times.push(await tab.evaluate(() => /** @type {any} */ (window).__firstFrameAt ?? performance.now()));
            if (run === 0) {
                await pause(2000);
                const before = await tab.evaluate(() => /** @type {any} */ (window).__lean.frames());
                await pause(5000);
                idle = (await tab.evaluate(() => /** @type {any} */ (window).__lean.frames())) - before;
            }
            await context.close();
        }
        times.sort((a, b) => a - b);
        return { first_screen_ms: round(quantile(times, 0.5)), first_screen_worst_ms: round(times.at(-1) ?? 0), idle_frames_in_5_s: idle };
    } finally {
        await browser.close();
        await server.dispose();
    }
}

/** What the browser's thread spends in a frame while the classes are scrolled; GPU work that it waits for is in it. */
async function paintedFrames() {
    const server = await Server.start();
    const browser = await launchBrowser({ camera: false });
    try {
        const instructor = await newInstructor(server.url);
        for (let i = 0; i < 48; ++i) await createClass(instructor, { title: `Class ${i + 1}` });
        const { page: tab } = await openPerson(browser);
        await tab.goto(`${server.url}/streams`);
        await settled(tab);
        const times = await tab.evaluate(async () => {
            const lean = /** @type {any} */ (window).__lean;
            for (let i = 0; i < 300; ++i) {
                window.scrollBy(0, i % 2 ? 23 : -17);
                await new Promise((done) => requestAnimationFrame(done));
            }
            return lean.frameTimes();
        });
        times.sort((/** @type {number} */ a, /** @type {number} */ b) => a - b);
        return { browser_frame_p50_ms: round(quantile(times, 0.5), 2), browser_frame_p95_ms: round(quantile(times, 0.95), 2) };
    } finally {
        await browser.close();
        await server.dispose();
    }
}

/** In the page: the same camera through two peers of one page, which is the browser's own pipeline. Milliseconds from the offer to the first frame. */
async function loopBack() {
    const source = /** @type {HTMLVideoElement} */ (document.getElementById('picture'));
    const media = /** @type {MediaStream} */ (source.srcObject);
    document.getElementById('loop')?.remove();
    for (const peer of /** @type {any} */ (window).__peers ?? []) peer.close();
    const video = document.createElement('video');
    video.id = 'loop';
    video.muted = true;
    document.body.append(video);
    const seen = new Promise((done) => video.requestVideoFrameCallback(done));
    const begin = performance.now();
    const [sender, receiver] = [new RTCPeerConnection(), new RTCPeerConnection()];
    /** @type {any} */ (window).__peers = [sender, receiver];
    sender.onicecandidate = ({ candidate }) => candidate && receiver.addIceCandidate(candidate);
    receiver.onicecandidate = ({ candidate }) => candidate && sender.addIceCandidate(candidate);
    receiver.ontrack = ({ streams }) => {
        video.srcObject = streams[0];
        void video.play();
    };
    sender.addTrack(media.getVideoTracks()[0], media);
    await sender.setLocalDescription();
    await receiver.setRemoteDescription(/** @type {RTCSessionDescription} */ (sender.localDescription));
    await receiver.setLocalDescription();
    await sender.setRemoteDescription(/** @type {RTCSessionDescription} */ (receiver.localDescription));
    await seen;
    return performance.now() - begin;
}

const takeFrames = () => /** @type {any} */ (window).__frames;
/** Without the first seconds, in which players still look for their pace. @param {{at: number, number: number}[]} frames */
const settledFrames = (frames) => frames.filter(({ at }) => at > frames[0].at + 2000);
const takeLoop = () => /** @type {any} */ (window).__loop;

/**
 * A live class of a real browser's camera, and what is measured at it.
 * @template T
 * @param {(live: {server: Server, stream: any, camera: import('playwright-core').Page, player: import('playwright-core').Page,
 *   playback: () => Promise<any>}) => Promise<T>} measure
 */
async function atLiveClass(measure) {
    const server = await Server.start({ MEDIA_OFFERS_PER_MINUTE: '1000' });
    const browser = await launchBrowser();
    try {
        const instructor = await newInstructor(server.url);
        const stream = await createClass(instructor, { priceInTokens: 0 });
        const viewer = await newViewer(server.url);
        await viewer.post(`/api/streams/${stream.id}/enroll`);
        await instructor.post(`/api/instructor/streams/${stream.id}/start`);
        const camera = await openPerson(browser, { permissions: ['camera', 'microphone'] });
        await openBarePage(camera.page, server.url);
        const published = await camera.page.evaluate(publish, { url: stream.webrtc_url, token: stream.webrtc_token });
        if (published.status !== 201) throw new Error(`WHIP: ${JSON.stringify(published)}`);
        const player = await openPerson(browser);
        await openBarePage(player.page, server.url);
        const playback = async () => (await viewer.get(`/api/streams/${stream.id}/playback`)).body;
        return await measure({ server, stream, camera: camera.page, player: player.page, playback });
    } finally {
        await browser.close();
        await server.dispose();
    }
}

/** WHEP POST to first frame on the screen, again and again; beside it what the same page needs for a connection to itself. */
function join() {
    return atLiveClass(async ({ camera, player, playback }) => {
        const joins = [];
        for (let run = 0; run < JOINS; ++run) {
            const { url, token } = await playback();
            const joined = await player.evaluate(watch, { url, token });
            if (!joined.seen) throw new Error(`WHEP: ${JSON.stringify(joined)}`);
            joins.push(joined.milliseconds);
            await player.evaluate(hangUp, '__viewer');
            // Not always at the same moment after a key frame.
            await pause(100 + Math.random() * 200);
        }
        joins.sort((a, b) => a - b);
        await camera.evaluate(hangUp, '__publisher');
        const alone = [];
        for (let run = 0; run < 20; ++run) alone.push(await camera.evaluate(loopBack));
        alone.sort((a, b) => a - b);
        return {
            joins: joins.length,
            join_p50_ms: round(quantile(joins, 0.5)),
            join_p95_ms: round(quantile(joins, 0.95)),
            join_max_ms: round(joins.at(-1) ?? 0),
            browser_alone_p50_ms: round(quantile(alone, 0.5)),
            browser_alone_p95_ms: round(quantile(alone, 0.95)),
        };
    });
}

/** Camera to screen through the server, beside the browser's own way to itself. */
function latency() {
    return atLiveClass(async ({ camera, player, playback }) => {
        await camera.evaluate(followFrames, { selector: '#picture' });
        const { url, token } = await playback();
        const joined = await player.evaluate(watch, { url, token });
        if (!joined.seen) throw new Error(`WHEP: ${JSON.stringify(joined)}`);
        await player.evaluate(followFrames, { selector: '#picture' });
        await pause(8000);
        const through = delays(await camera.evaluate(takeFrames), settledFrames(await player.evaluate(takeFrames)));
        await player.evaluate(hangUp, '__viewer');
        await camera.evaluate(hangUp, '__publisher');

        // What the browser needs by itself, for the same camera on the same busy machine.
        await camera.evaluate(loopBack);
        await camera.evaluate(followFrames, { selector: '#loop', into: '__loop' });
        await pause(6000);
        const alone = delays(await camera.evaluate(takeFrames), settledFrames(await camera.evaluate(takeLoop)));
        return {
            delay_p50_ms: quantile(through, 0.5),
            delay_p95_ms: quantile(through, 0.95),
            delay_samples: through.length,
            browser_alone_delay_p95_ms: quantile(alone, 0.95),
            delay_above_browser_p95_ms: quantile(through, 0.95) - quantile(alone, 0.95),
        };
    });
}

/** A class with a thousand listeners for a minute: 20 messages and 200 taps a second, then a power cut. */
async function crowd() {
    const server = await Server.start(CROWD_LIMITS);
    try {
        const result = await crowdOf(server, { listeners: 1000, seconds: 60, messagesPerSecond: 20, tapsPerSecond: 200 });
        return { ...result, limits: { delay_p99_ms: 500, server_cores: 0.2 } };
    } finally {
        await server.dispose();
    }
}

/** A native program of tests/bench: its last line is JSON. @param {string} program */
function native(program) {
    const path = pathOf(ROOT, 'build/native/tests/bench', program);
    if (!existsSync(path)) throw new Error(`${program} is not built`);
    const lines = execFileSync(path, { encoding: 'utf8', timeout: 300_000 }).trim().split('\n');
    return JSON.parse(lines.at(-1) ?? '{}');
}

/** @type {Record<string, () => unknown>} */
const benches = {
    size,
    page,
    join,
    latency,
    fanout,
    joins,
    threads,
    crowd,
    practice,
    frame: async () => ({ ...native('bench_frame'), ...(await paintedFrames()) }),
    profile,
    crypto: () => native('bench_crypto'),
    store: () => native('bench_store'),
    events: () => native('bench_events'),
};

/** They take apart what another one measures. */
const ONLY_BY_NAME = ['profile'];

const wanted = process.argv.slice(2);
for (const name of wanted) {
    if (!(name in benches)) {
        console.error(`there is no benchmark "${name}"; there are: ${Object.keys(benches).join(', ')}`);
        process.exit(2);
    }
}
/** @type {Record<string, unknown>} */
const results = {};
for (const [name, measure] of Object.entries(benches)) {
    if (wanted.length > 0 ? !wanted.includes(name) : ONLY_BY_NAME.includes(name)) continue;
    console.error(`measuring ${name} …`);
    results[name] = await measure();
    console.error(JSON.stringify(results[name]));
}
console.log(JSON.stringify(results));
