// A teacher whose encoder comes back with another codec: the replay has all of it, in one file that plays through.
// @ts-check
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { createClass, newViewer } from '../fixtures/api.mjs';
import { openPerson } from '../fixtures/browser.mjs';
import { browser, instructor, serveAFile, server } from '../fixtures/fixture.mjs';
import { hangUp, openBarePage, publish, statistics } from '../fixtures/rtc.mjs';
import { pause } from '../fixtures/taught_class.mjs';

serveAFile();

/** @param {any} stream */
const row = async (stream) => (await instructor.get(`/api/instructor/streams/${stream.id}`)).body.stream;

/** The camera sends for a while. @param {import('playwright-core').Page} page @param {any} stream @param {{codec?: string, seconds: number}} how @returns the codec that was sent */
async function send(page, stream, { codec, seconds }) {
    const published = await page.evaluate(publish, { url: stream.webrtc_url, token: stream.webrtc_token, codec });
    assert.equal(published.status, 201, JSON.stringify(published));
    await pause(seconds * 1000);
    const sent = await page.evaluate(async () => {
        const report = await /** @type {any} */ (window).__publisher.peer.getStats();
        const video = [...report.values()].find((entry) => entry.type === 'outbound-rtp' && entry.kind === 'video');
        return report.get(video.codecId).mimeType.replace('video/', '');
    });
    const counted = await page.evaluate(statistics, '__publisher');
    assert.ok(counted['outbound-rtp-video'].framesEncoded > seconds * 5, 'the camera sends');
    assert.equal(await page.evaluate(hangUp, '__publisher'), 200);
    return sent;
}

/** The replay as a file. @param {any} stream */
async function replayOf(stream) {
    const viewer = await newViewer(server.url);
    assert.equal((await viewer.post(`/api/streams/${stream.id}/enroll`)).status, 201);
    const deadline = Date.now() + 120_000;
    while (!(await row(stream)).recording_available) {
        assert.ok(Date.now() < deadline, `no replay\n${server.log.slice(-2000)}`);
        await pause(200);
    }
    const { url, token } = (await viewer.get(`/api/streams/${stream.id}/playback`)).body;
    const file = await fetch(server.url + url, { headers: { Authorization: `Bearer ${token}` } });
    const path = join(server.dataDir ?? '', `replay-${stream.id}`);
    writeFileSync(path, Buffer.from(await file.arrayBuffer()));
    return path;
}

/** Decoded by FFmpeg: when each picture differs from the one before, and how loud each second is. @param {string} path */
function decode(path) {
    const probe = spawnSync('ffprobe', ['-v', 'error', '-show_entries', 'format=duration', '-of', 'csv=p=0', path], { encoding: 'utf8' });
    const moving = spawnSync('ffmpeg', ['-hide_banner', '-i', path, '-map', '0:v', '-fps_mode', 'passthrough', '-f', 'framemd5', '-'], { encoding: 'utf8' });
    assert.equal(moving.status, 0, moving.stderr);
    const times = [];
    let last = '';
    const base = /#tb 0: (\d+)\/(\d+)/.exec(moving.stdout);
    for (const line of moving.stdout.split('\n')) {
        const fields = line.split(',').map((field) => field.trim());
        if (fields.length < 6 || line.startsWith('#')) continue;
        if (fields[5] !== last) times.push((Number(fields[2]) * Number(base?.[1])) / Number(base?.[2]));
        last = fields[5];
    }
    const sound = spawnSync('ffmpeg', ['-v', 'error', '-i', path, '-map', '0:a', '-ac', '1', '-ar', '8000', '-f', 's16le', '-'], { maxBuffer: 1 << 26 });
    assert.equal(sound.status, 0, String(sound.stderr));
    const loud = [];
    for (let second = 0; (second + 1) * 16000 <= sound.stdout.length; ++second) {
        let peak = 0;
        for (let at = second * 16000; at < (second + 1) * 16000; at += 2) peak = Math.max(peak, Math.abs(sound.stdout.readInt16LE(at)));
        loud.push(peak > 1000);
    }
    return { seconds: Number(probe.stdout), times, loud };
}

test('VP8 for 8 s, then H264 for 10 s: one replay with both, picture and sound', { timeout: 240_000 }, async () => {
    const person = await openPerson(browser, { permissions: ['camera', 'microphone'] });
    await openBarePage(person.page, server.url);
    const stream = await createClass(instructor, { priceInTokens: 1, title: 'Two codecs' });
    await instructor.post(`/api/instructor/streams/${stream.id}/start`);
    const began = Date.now();
    assert.equal(await send(person.page, stream, { codec: 'VP8', seconds: 8 }), 'VP8');
    const gap = Date.now();
    assert.equal(await send(person.page, stream, { codec: 'H264', seconds: 10 }), 'H264');
    const lasted = (Date.now() - began) / 1000;
    await instructor.post(`/api/instructor/streams/${stream.id}/end`);
    const { seconds, times, loud } = decode(await replayOf(stream));
    const change = (gap - began) / 1000;
    assert.ok(seconds > 17 && seconds < lasted + 1, `${seconds} s of ${lasted}`);
    const within = (/** @type {number} */ from, /** @type {number} */ to) => times.filter((time) => time >= from && time < to).length;
    // A browser on a busy machine encodes fewer pictures than the camera gives.
    assert.ok(within(0, 7) > 7 * 4, `${within(0, 7)} different pictures in the first part`);
    assert.ok(within(change + 2, seconds) > 7 * 4, `${within(change + 2, seconds)} different pictures in the second part`);
    // The camera's sound is a beep every second.
    assert.ok(loud.slice(0, 7).filter(Boolean).length >= 6, `sound of the first part: ${loud}`);
    assert.ok(loud.slice(Math.ceil(change) + 1).filter(Boolean).length >= 7, `sound of the second part: ${loud}`);
    assert.equal((await row(stream)).statistics.media_health.recording_trouble, '');
    await person.context.close();
});

test('who can send what is on air is asked for it', { timeout: 120_000 }, async () => {
    const person = await openPerson(browser, { permissions: ['camera', 'microphone'] });
    await openBarePage(person.page, server.url);
    const stream = await createClass(instructor, { priceInTokens: 1, title: 'One codec' });
    await instructor.post(`/api/instructor/streams/${stream.id}/start`);
    assert.equal(await send(person.page, stream, { codec: 'VP9', seconds: 4 }), 'VP9');
    assert.equal(await send(person.page, stream, { seconds: 4 }), 'VP9', 'the browser would have chosen another by itself');
    await instructor.post(`/api/instructor/streams/${stream.id}/end`);
});

test('sound that stops in the middle of a class is told within seconds, and that it came back', { timeout: 120_000 }, async () => {
    const person = await openPerson(browser, { permissions: ['camera', 'microphone'] });
    await openBarePage(person.page, server.url);
    const stream = await createClass(instructor, { priceInTokens: 1, title: 'Unplugged' });
    await instructor.post(`/api/instructor/streams/${stream.id}/start`);
    const published = await person.page.evaluate(publish, { url: stream.webrtc_url, token: stream.webrtc_token });
    assert.equal(published.status, 201);
    const trouble = async () => (await row(stream)).statistics.media_health.recording_trouble;
    const says = async (/** @type {RegExp} */ words, /** @type {number} */ seconds) => {
        const deadline = Date.now() + seconds * 1000;
        while (!words.test(await trouble()) && Date.now() < deadline) await pause(200);
        assert.match(await trouble(), words);
    };
    await pause(5000);
    assert.equal(await trouble(), '');
    await person.page.evaluate(async () => {
        const { peer } = /** @type {any} */ (window).__publisher;
        const sender = peer.getSenders().find((/** @type {any} */ one) => one.track?.kind === 'audio');
        Object.assign(window, { __sender: sender, __microphone: sender.track });
        await sender.replaceTrack(null);
    });
    await says(/^No sound has come to be recorded since 0:00:0/, 8);
    await person.page.evaluate(() => /** @type {any} */ (window).__sender.replaceTrack(/** @type {any} */ (window).__microphone));
    await says(/^The recording has no sound from 0:00:0\d to 0:00:\d\d\.$/, 8);
    await person.page.evaluate(hangUp, '__publisher');
    await instructor.post(`/api/instructor/streams/${stream.id}/end`);
});
