// Does music come through? Tones, a kick and a stereo pair go through Chromium's capture and the studio's own scripts, the
// engine, the recorder and the player, and are measured where they come out: live and in the replay.
// @ts-check
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createClass, newViewer } from '../fixtures/api.mjs';
import { servePage } from '../fixtures/bridge_page.mjs';
import { ARTIFACTS, launchBrowser, openPerson } from '../fixtures/browser.mjs';
import { instructor, serveAFile, server } from '../fixtures/fixture.mjs';
import { eventually, pause } from '../fixtures/taught_class.mjs';
import { LADDER, LEFT_HZ, RIGHT_HZ, TONE_LEVEL, decibelsIn, decibelsOf, kickPeak, ladderFile, pairFile } from '../fixtures/tones.mjs';

serveAFile();

/** The studio's and the player's scripts as written. @type {import('node:http').Server} */
let pages;
let url = '';
before(async () => { ({ server: pages, url } = await servePage()); });
after(() => {
    pages?.closeAllConnections();
    pages?.close();
});

const TONE_DB = 20 * Math.log10(TONE_LEVEL);

/** @param {import('playwright-core').Browser} browser */
async function openBridge(browser) {
    const person = await openPerson(browser, { permissions: ['camera', 'microphone'] });
    await person.page.goto(`${url}/streams`);
    await person.page.waitForFunction(() => /** @type {any} */ (window).__lean?.frames() > 0);
    await person.page.mouse.click(5, 5);
    return person;
}

/** What the replay holds, both sides. @param {any} stream @param {import('../fixtures/api.mjs').ApiClient} viewer @param {string} name */
async function replayOf(stream, viewer, name) {
    await eventually(async () =>
        (await instructor.get(`/api/instructor/streams/${stream.id}`)).body.stream.recording_available, 30_000, 'the replay');
    const replay = (await viewer.get(`/api/streams/${stream.id}/playback`)).body;
    const file = await fetch(server.url + replay.url, { headers: { Authorization: `Bearer ${replay.token}` } });
    const path = join(server.dataDir ?? '', name);
    writeFileSync(path, Buffer.from(await file.arrayBuffer()));
    const raw = execFileSync('ffmpeg', ['-v', 'error', '-i', path, '-vn', '-f', 'f32le', '-ac', '2', '-ar', '48000', '-'],
        { maxBuffer: 1 << 28 });
    const both = new Float32Array(raw.buffer.slice(raw.byteOffset, raw.byteOffset + raw.byteLength));
    return [0, 1].map((side) => both.filter((_, i) => i % 2 === side));
}

/**
 * A class with that sound from that file, watched by somebody; what came out of both ends.
 * @param {{ file: string, sound: string, seconds: number, tones: number[] }} options
 */
async function teach({ file, sound, seconds, tones }) {
    const browser = await launchBrowser({ arguments: [`--use-file-for-fake-audio-capture=${file}`] });
    try {
        const stream = await createClass(instructor, { priceInTokens: 0, title: `Music as ${sound}` });
        const studio = await openBridge(browser);
        await studio.page.evaluate(async ({ kind, to, token }) => {
            const { capture, desk, whip } = /** @type {any} */ (window).bridge;
            await capture.open('', '');
            desk.hear(JSON.stringify({ sound: kind }));
            await new Promise((done) => setTimeout(done, 1500));
            whip.open(to, token, true);
        }, { kind: sound, to: stream.webrtc_url, token: stream.webrtc_token });
        await studio.page.waitForFunction(() => /** @type {any} */ (window).calls
            .some((/** @type {any} */ call) => call.name === 'lsl_on_broadcast' && call.state.phase === 'connected'));
        await instructor.post(`/api/instructor/streams/${stream.id}/start`);

        const viewer = await newViewer(server.url);
        assert.equal((await viewer.post(`/api/streams/${stream.id}/enroll`)).status, 201);
        const playback = (await viewer.get(`/api/streams/${stream.id}/playback`)).body;
        const home = await openBridge(browser);
        await home.page.evaluate(({ from, token }) => /** @type {any} */ (window).bridge.player.watch(from, token),
            { from: new URL(playback.url, server.url).href, token: playback.token });
        await home.page.waitForFunction(() => /** @type {any} */ (window).bridge.video.player.srcObject?.getAudioTracks().length > 0);
        const begin = Date.now();
        await pause(2000);
        const live = await home.page.evaluate(decibelsOf, { tones, played: true });
        await pause(Math.max(0, seconds * 1000 - (Date.now() - begin)));
        await instructor.post(`/api/instructor/streams/${stream.id}/end`);
        const [left, right] = await replayOf(stream, viewer, `music-${sound}-${tones.length}`);
        const figures = { sound, live, left: tones.map((hz) => decibelsIn(left, hz)), right: tones.map((hz) => decibelsIn(right, hz)),
            peak: 20 * Math.log10(left.reduce((most, sample) => Math.max(most, Math.abs(sample)), 1e-6)) };
        mkdirSync(ARTIFACTS, { recursive: true });
        writeFileSync(join(ARTIFACTS, `music-${sound}-${tones.length}.json`), JSON.stringify(figures, null, 2));
        console.log(JSON.stringify(figures));
        return figures;
    } finally {
        await browser.close();
    }
}

test('Dance keeps the level of every tone and of the kick, from 100 Hz to 12 kHz', { timeout: 180_000 }, async () => {
    const { left, peak } = await teach({ file: ladderFile(), sound: 'dance', seconds: 2 * LADDER.length + 8, tones: LADDER });
    LADDER.forEach((hz, i) => assert.ok(Math.abs(left[i] - TONE_DB) <= 1, `${hz} Hz came out at ${left[i]} dB, not ${TONE_DB}`));
    assert.ok(Math.abs(peak - kickPeak()) <= 1.5, `the kick's loudest moment: ${peak} dB, not ${kickPeak()}`);
});

test('Dance keeps both channels apart, live and in the replay', { timeout: 180_000 }, async () => {
    const figures = await teach({ file: pairFile(), sound: 'dance', seconds: 8, tones: [LEFT_HZ, RIGHT_HZ] });
    for (const { left, right } of [figures, figures.live]) {
        assert.ok(Math.abs(left[0] - TONE_DB) <= 1 && Math.abs(right[1] - TONE_DB) <= 1, JSON.stringify(figures));
        assert.ok(left[0] - left[1] > 25 && right[1] - right[0] > 25, JSON.stringify(figures));
    }
});

test('Talk is one channel and takes sustained tones for noise', { timeout: 180_000 }, async () => {
    const { left, right } = await teach({ file: pairFile(), sound: 'talk', seconds: 8, tones: [LEFT_HZ, RIGHT_HZ] });
    for (const i of [0, 1]) assert.ok(Math.abs(left[i] - right[i]) < 0.5, JSON.stringify({ left, right }));
    assert.ok(Math.max(...left) < TONE_DB - 1, `that is what it does to music: ${left}`);
});
