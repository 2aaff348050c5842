// Real media between real browsers and the real server, without the app: what any encoder and any
// player gets, in each codec; what strangers don't get; what the replay holds.
// @ts-check
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { ApiClient, createClass, newViewer } from '../fixtures/api.mjs';
import { openPerson } from '../fixtures/browser.mjs';
import { delays, followFrames, quantile } from '../fixtures/camera.mjs';
import { browser, instructor, serveAFile, server } from '../fixtures/fixture.mjs';
import { hangUp, openBarePage, publish, statistics, watch } from '../fixtures/rtc.mjs';
import { pause } from '../fixtures/taught_class.mjs';

serveAFile();

const takeFrames = () => /** @type {any} */ (window).__frames;

/** Frames that a page has shown since a time, once there are enough. @param {import('playwright-core').Page} page */
async function framesShown(page, count = 60, since = 0, milliseconds = 30_000) {
    const deadline = Date.now() + milliseconds;
    for (;;) {
        const frames = (await page.evaluate(takeFrames)).filter((/** @type {any} */ f) => f.at > since);
        if (frames.length >= count) return frames;
        assert.ok(Date.now() < deadline, `${frames.length} frames in ${milliseconds} ms`);
        await pause(250);
    }
}

/** A live class with its camera running in a page. @param {string} [codec] */
async function liveClass(codec) {
    const stream = await createClass(instructor, { priceInTokens: 1, title: `Class in ${codec ?? 'any codec'}` });
    const camera = await openPerson(browser, { permissions: ['camera', 'microphone'] });
    await openBarePage(camera.page, server.url);
    const published = await camera.page.evaluate(publish, { url: stream.webrtc_url, token: stream.webrtc_token, codec });
    assert.equal(published.status, 201, JSON.stringify(published));
    await camera.page.evaluate(followFrames, { selector: '#picture' });
    await instructor.post(`/api/instructor/streams/${stream.id}/start`);
    return { stream, camera };
}

/** A paying viewer watching in a page. @param {any} stream */
async function payingViewer(stream) {
    const viewer = await newViewer(server.url);
    assert.equal((await viewer.post(`/api/streams/${stream.id}/enroll`)).status, 201);
    const playback = await viewer.get(`/api/streams/${stream.id}/playback`);
    assert.equal(playback.status, 200, playback.text);
    const person = await openPerson(browser);
    await openBarePage(person.page, server.url);
    const joined = await person.page.evaluate(watch, { url: playback.body.url, token: playback.body.token });
    return { viewer, playback: playback.body, joined, ...person };
}

/** @param {any} stream */
async function replayReady(stream) {
    const deadline = Date.now() + 20_000;
    for (;;) {
        const row = (await instructor.get(`/api/instructor/streams/${stream.id}`)).body.stream;
        if (row.recording_available) return row;
        assert.ok(Date.now() < deadline, `no replay: ${JSON.stringify(row)}\n${server.log.slice(-2000)}`);
        await pause(200);
    }
}

for (const codec of ['VP8', 'H264', 'VP9', 'AV1']) {
    test(`${codec}: the picture moves with sound under half a second behind, and the replay holds it`, async () => {
        const { stream, camera } = await liveClass(codec);
        const person = await payingViewer(stream);
        try {
            assert.ok(person.joined.seen, JSON.stringify(person.joined));
            await person.page.evaluate(followFrames, { selector: '#picture' });
            await pause(4000);
            const seen = await framesShown(person.page);
            const ours = seen.filter((/** @type {any} */ f) => f.number >= 0);
            assert.ok(ours.length > seen.length * 0.95, 'the frames are the camera\'s');
            assert.ok(new Set(ours.map((/** @type {any} */ f) => f.number)).size > 30, 'they advance');
            const late = delays(await camera.page.evaluate(takeFrames), seen);
            assert.ok(quantile(late, 0.5) < 500, `${quantile(late, 0.5)} ms behind`);

            const stats = await person.page.evaluate(statistics, '__viewer');
            assert.match(JSON.stringify(stats), /"dtlsState":"connected"/);
            assert.ok(stats['inbound-rtp-audio'].totalSamplesReceived > 48_000, 'sound arrives');
            assert.ok(stats['inbound-rtp-audio'].totalAudioEnergy > 0, 'and it is no silence');
            assert.ok(stats['inbound-rtp-video'].framesDecoded > 60);
            assert.match(stats.transport.srtpCipher, /GCM/, 'the cheap cipher was chosen');

            const row = (await instructor.get(`/api/instructor/streams/${stream.id}`)).body.stream;
            assert.equal(row.statistics.viewers, 1);
            assert.ok(row.statistics.media_health.connected);
            assert.match(row.statistics.media_health.video_codec, new RegExp(codec, 'i'));

            await instructor.post(`/api/instructor/streams/${stream.id}/end`);
            const ended = await replayReady(stream);
            const replay = (await person.viewer.get(`/api/streams/${stream.id}/playback`)).body;
            assert.equal(replay.kind, 'file');
            assert.ok(+new Date(replay.expires_at) <= +new Date(ended.recording_expires_at));
            const file = await fetch(server.url + replay.url, { headers: { Authorization: `Bearer ${replay.token}` } });
            assert.equal(file.status, 200);
            const path = join(server.dataDir ?? '', `replay-${codec}`);
            writeFileSync(path, Buffer.from(await file.arrayBuffer()));
            const probe = JSON.parse(execFileSync('ffprobe', ['-v', 'error', '-count_frames', '-show_streams', '-show_format', '-of', 'json', path], { encoding: 'utf8' }));
            const video = probe.streams.find((/** @type {any} */ s) => s.codec_type === 'video');
            const audio = probe.streams.find((/** @type {any} */ s) => s.codec_type === 'audio');
            assert.equal(video.codec_name.toUpperCase(), codec);
            assert.equal(audio.codec_name, 'opus');
            assert.ok(Number(probe.format.duration) > 4, `duration ${probe.format.duration}`);
            assert.ok(Number(video.nb_read_frames) > 60, `${video.nb_read_frames} frames`);
            const range = await fetch(server.url + replay.url, {
                headers: { Authorization: `Bearer ${replay.token}`, Range: 'bytes=100-199' },
            });
            assert.equal(range.status, 206);
            assert.equal((await range.arrayBuffer()).byteLength, 100);
        } finally {
            await camera.context.close();
            await person.context.close();
        }
    });
}

describe('a viewer who did not pay', () => {
    test('sees no picture whatever URL is tried', async () => {
        const { stream, camera } = await liveClass();
        const paying = await payingViewer(stream);
        const stranger = await newViewer(server.url, 'Stranger');
        const thief = await openPerson(browser);
        try {
            await openBarePage(thief.page, server.url);
            await thief.context.addCookies([...stranger.cookies].map(([name, value]) => ({ name, value, url: server.url })));
            const row = (await instructor.get(`/api/instructor/streams/${stream.id}`)).body.stream;
            const other = await createClass(instructor, { priceInTokens: 0 });
            await stranger.post(`/api/streams/${other.id}/enroll`);
            await instructor.post(`/api/instructor/streams/${other.id}/start`);
            const foreign = (await stranger.get(`/api/streams/${other.id}/playback`)).body;
            const urls = [paying.playback.url, `/whep/${row.playback_id}`, `/whep/${row.live_input_id}`, `/whep/${row.id}`,
                `/whip/${row.live_input_id}`, `${paying.playback.url}?token=${foreign.token}`];
            for (const url of urls) {
                for (const token of [undefined, '', 'null', foreign.token, [...stranger.cookies.values()][0]]) {
                    const tried = await thief.page.evaluate(watch, { url, token, milliseconds: 1500 });
                    assert.ok(tried.status >= 400 && tried.status < 500, `${url} with ${token}: ${tried.status}`);
                }
            }
            assert.equal((await stranger.get(`/api/streams/${stream.id}/playback`)).status, 403);
            await instructor.post(`/api/instructor/streams/${stream.id}/end`);
            await replayReady(stream);
            const replay = (await paying.viewer.get(`/api/streams/${stream.id}/playback`)).body;
            for (const headers of [{}, { Authorization: 'Bearer x' }, { Authorization: `Bearer ${foreign.token}` }]) {
                const answer = await stranger.get(replay.url, /** @type {any} */ (headers));
                assert.ok([401, 403].includes(answer.status), String(answer.status));
                const nobody = await new ApiClient(server.url).get(replay.url, /** @type {any} */ (headers));
                assert.ok([401, 403].includes(nobody.status), String(nobody.status));
            }
        } finally {
            await Promise.all([camera.context.close(), paying.context.close(), thief.context.close()]);
        }
    });
});

describe('a publisher that drops', () => {
    test('is taken over: the viewer stays connected and sees the new picture', async () => {
        const { stream, camera } = await liveClass('VP8');
        const person = await payingViewer(stream);
        const second = await openPerson(browser, { permissions: ['camera', 'microphone'] });
        try {
            await person.page.evaluate(followFrames, { selector: '#picture' });
            await pause(2000);
            await camera.context.close(); // no DELETE: as if the laptop's lid was shut
            await pause(1500);
            await openBarePage(second.page, server.url);
            const again = await second.page.evaluate(publish, { url: stream.webrtc_url, token: stream.webrtc_token, codec: 'VP8' });
            assert.equal(again.status, 201);
            const from = Date.now();
            await framesShown(person.page, 40, from + 1000);
            const row = (await instructor.get(`/api/instructor/streams/${stream.id}`)).body.stream;
            assert.equal(row.status, 'live');
            await instructor.post(`/api/instructor/streams/${stream.id}/end`);
            await replayReady(stream);
            const state = await second.page.evaluate(() => /** @type {any} */ (window).__publisher.peer.connectionState);
            assert.notEqual(state, 'failed');
            const refused = await second.page.evaluate(publish, { url: stream.webrtc_url, token: stream.webrtc_token });
            assert.ok([401, 403, 404].includes(refused.status), 'the publish token is dead');
        } finally {
            await Promise.all([person.context.close(), second.context.close()]);
        }
    });

    test('hanging up answers 200 once and 404 afterwards', async () => {
        const { stream, camera } = await liveClass('VP8');
        try {
            assert.equal(await camera.page.evaluate(hangUp, '__publisher'), 200);
            assert.equal(await camera.page.evaluate(hangUp, '__publisher'), 404);
            await instructor.post(`/api/instructor/streams/${stream.id}/end`);
        } finally {
            await camera.context.close();
        }
    });
});
