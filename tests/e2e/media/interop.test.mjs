// Everyone's encoder to everyone's player: each encoder publishes each codec that it has, all players watch at the
// same time, and afterwards all of them play the replay. What was seen makes the README's table.
// @ts-check
import { ADDRESS } from '../interop/own_network.mjs';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createClass, newInstructor, newViewer } from '../fixtures/api.mjs';
import { launchBrowser, openPerson } from '../fixtures/browser.mjs';
import * as firefox from '../interop/firefox.mjs';
import * as gstreamer from '../interop/gstreamer.mjs';
import { look, openBlankPage, playFile, signIn } from '../interop/pages.mjs';
import { Seen } from '../interop/tables.mjs';
import { hangUp, publish, statistics, watch } from '../fixtures/rtc.mjs';
import { Server } from '../fixtures/server.mjs';
import { pause } from '../fixtures/taught_class.mjs';

const FRAMES = 40;

/** @typedef {{evaluate: (run: any, argument?: any) => Promise<any>, goto: (url: string) => Promise<any>}} Page */

/** @type {Server} */
let server;
/** @type {import('../fixtures/api.mjs').ApiClient} */
let instructor;
/** Publishing and watching windows of each browser. @type {Record<string, {camera: Page, screen: Page}>} */
const browsers = {};
/** @type {(() => Promise<unknown>)[]} */
const closing = [];
/** @type {Seen} */
let seen;

before(async () => {
    server = await Server.start({ HOST: '0.0.0.0', MEDIA_PUBLIC_ADDRESSES: ADDRESS });
    closing.push(() => server.dispose());
    instructor = await newInstructor(server.url);
    const chromium = await launchBrowser();
    closing.unshift(() => chromium.close());
    const fox = await firefox.launchFirefox();
    closing.unshift(() => fox.close());
    const camera = await openPerson(chromium, { permissions: ['camera', 'microphone'] });
    const screen = await openPerson(chromium);
    browsers.Chromium = { camera: camera.page, screen: screen.page };
    browsers.Firefox = { camera: fox.window, screen: await fox.window.another() };
    for (const { camera, screen } of Object.values(browsers)) {
        await openBlankPage(camera, server.url);
        await openBlankPage(screen, server.url);
    }
    await screen.page.mouse.click(5, 5); // browsers play sound only for people who touched the page
    const ffmpeg = spawnSync('ffmpeg', ['-version'], { encoding: 'utf8' }).stdout;
    seen = new Seen('interop',
        ['encoder', 'Chromium', 'Firefox', 'GStreamer', 'replay: FFmpeg', 'replay: Chromium', 'replay: Firefox'],
        { Chromium: chromium.version(), 'Firefox ESR': firefox.version(), GStreamer: gstreamer.version(), FFmpeg: /version ([\d.]+)/.exec(ffmpeg)?.[1] ?? '?' });
});
after(async () => {
    for (const close of closing) await close();
});

/** Encoders: start one, get what stops it. @type {Record<string, {codecs: string[], start: (stream: any, codec: string) => Promise<() => Promise<any>>}>} */
const encoders = {
    Chromium: { codecs: ['VP8', 'VP9', 'H264', 'AV1'], start: inBrowser('Chromium') },
    Firefox: { codecs: ['VP8', 'VP9', 'AV1'], start: inBrowser('Firefox') },
    GStreamer: {
        codecs: gstreamer.CODECS,
        async start(stream, codec) {
            // Both ways of telling candidates.
            const program = gstreamer.publish({ url: stream.webrtc_url, token: stream.webrtc_token, codec, trickle: codec !== 'VP9' });
            return async () => {
                await program.stop();
                assert.match(program.log(), /DTLS connected/);
                assert.doesNotMatch(program.log(), /error|failed/i);
            };
        },
    },
};

/** @param {string} name @returns {(stream: any, codec: string) => Promise<() => Promise<any>>} */
function inBrowser(name) {
    return async (stream, codec) => {
        const { camera } = browsers[name];
        const published = await camera.evaluate(publish, { url: stream.webrtc_url, token: stream.webrtc_token, codec });
        assert.equal(published.status, 201, JSON.stringify(published));
        return () => camera.evaluate(() => /** @type {any} */ (window).__publisher.peer.close());
    };
}

/** A paying viewer with a ticket of their own. @param {any} stream */
async function ticket(stream) {
    const viewer = await newViewer(server.url);
    assert.equal((await viewer.post(`/api/streams/${stream.id}/enroll`)).status, 201);
    const { url, token } = (await viewer.get(`/api/streams/${stream.id}/playback`)).body;
    return { viewer, url, token };
}

/** Joins, looks, listens, leaves: 'yes' for moving picture and sound, or 'sound' where the player does not know the codec. @param {string} name @param {any} stream @param {string} codec */
async function watchInBrowser(name, stream, codec) {
    const { screen } = browsers[name];
    const { url, token } = await ticket(stream);
    const knows = await screen.evaluate((/** @type {string} */ wanted) =>
        RTCRtpReceiver.getCapabilities('video')?.codecs.some((known) => known.mimeType.toUpperCase() === `VIDEO/${wanted}`), codec);
    const joined = await screen.evaluate(watch, { url, token, milliseconds: knows ? 10_000 : 100 });
    assert.equal(joined.status, 201);
    const picture = knows ? await screen.evaluate(look, { frames: FRAMES, milliseconds: 10_000 }) : { shown: 0, different: 0 };
    // A browser brings its statistics up to date now and then, Firefox later than it shows the picture.
    let counted = await screen.evaluate(statistics, '__viewer');
    const complete = () => counted['inbound-rtp-audio']?.totalAudioEnergy > 0 && (!knows || counted['inbound-rtp-video']?.framesDecoded >= FRAMES);
    for (let waited = 0; !complete() && waited < 5000; waited += 250) {
        await pause(250);
        counted = await screen.evaluate(statistics, '__viewer');
    }
    assert.ok(counted['inbound-rtp-audio']?.totalAudioEnergy > 0, `${name} hears nothing: ${JSON.stringify(counted['inbound-rtp-audio'])}`);
    assert.equal(counted.transport.dtlsState, 'connected');
    assert.equal(await screen.evaluate(hangUp, '__viewer'), 200);
    if (!knows) return 'sound';
    assert.ok(picture.shown >= FRAMES, `${name} shows ${JSON.stringify(picture)}`);
    assert.ok(picture.different > FRAMES / 4, `it stands still in ${name}: ${JSON.stringify(picture)}`);
    assert.ok(counted['inbound-rtp-video'].framesDecoded >= FRAMES, `${name} counts ${counted['inbound-rtp-video'].framesDecoded} frames`);
    return 'yes';
}

/** @param {any} stream @param {string} codec */
async function watchInGStreamer(stream, codec) {
    const { url, token } = await ticket(stream);
    const player = gstreamer.watch({ url: server.url + url, token });
    const knows = gstreamer.CODECS.includes(codec);
    const deadline = Date.now() + 15_000;
    const done = (/** @type {ReturnType<typeof player.now>} */ now) => now.soundDb > -60 && (!knows || (now.frames >= FRAMES && now.different > FRAMES / 4));
    while (!done(player.now()) && Date.now() < deadline) await pause(250);
    const now = player.now();
    assert.equal(await player.stop(), 200, player.errors());
    assert.ok(done(now), `GStreamer: ${JSON.stringify(now)}\n${player.errors()}`);
    return knows ? 'yes' : 'sound';
}

/** The replay, once it is there, decoded by FFmpeg without complaint; where it is. @param {any} stream @param {import('../fixtures/api.mjs').ApiClient} viewer */
async function decodeReplay(stream, viewer) {
    const deadline = Date.now() + 20_000;
    while (!(await instructor.get(`/api/instructor/streams/${stream.id}`)).body.stream.recording_available) {
        assert.ok(Date.now() < deadline, `no replay\n${server.log.slice(-2000)}`);
        await pause(200);
    }
    const { url, token } = (await viewer.get(`/api/streams/${stream.id}/playback`)).body;
    const file = await fetch(server.url + url, { headers: { Authorization: `Bearer ${token}` } });
    const path = join(server.dataDir ?? '', `replay-${stream.id}`);
    writeFileSync(path, Buffer.from(await file.arrayBuffer()));
    const decoded = spawnSync('ffmpeg', ['-hide_banner', '-i', path, '-af', 'volumedetect', '-f', 'null', '-'], { encoding: 'utf8' });
    const frames = Number(/.*frame= *(\d+)/s.exec(decoded.stderr)?.[1]);
    const volume = Number(/mean_volume: (-?[\d.]+) dB/.exec(decoded.stderr)?.[1]);
    assert.equal(decoded.status, 0, decoded.stderr);
    assert.ok(frames > FRAMES && volume > -60, `${frames} frames, ${volume} dB\n${decoded.stderr}`);
    // What FFmpeg says about its own null output, whose clock is coarse, is no fault of the file.
    const complaints = decoded.stderr.split(/[\r\n]/).filter((line) => /error|corrupt|invalid/i.test(line) && !/null @/.test(line));
    assert.deepEqual(complaints, []);
    return url;
}

/** Frames of a replay that moves; how many more a browser without a graphics card draws is the machine's. */
const MOVING = 6;

/** @param {any} stream @param {import('../fixtures/api.mjs').ApiClient & {email: string, password: string}} viewer @param {string} row */
async function playReplay(stream, viewer, row) {
    const url = await decodeReplay(stream, viewer);
    seen.note(row, 'replay: FFmpeg', 'yes');
    for (const [name, { screen }] of Object.entries(browsers)) {
        assert.equal(await screen.evaluate(signIn, viewer), 200);
        const played = await screen.evaluate(playFile, { url, seconds: 1.5, frames: MOVING });
        assert.equal(played.error, '', name);
        assert.ok(played.time >= 1.5 && played.frames >= MOVING && played.sound, `${name}: ${JSON.stringify(played)}`);
        seen.note(row, `replay: ${name}`, 'yes');
    }
}

for (const [encoder, { codecs, start }] of Object.entries(encoders)) {
    for (const codec of codecs) {
        test(`${encoder} sends ${codec}: all players play it, live and later`, async () => {
            const row = `${encoder}, ${codec}`;
            const stream = await createClass(instructor, { priceInTokens: 1, title: row });
            const stop = await start(stream, codec);
            /** @type {import('../fixtures/api.mjs').ApiClient & {email: string, password: string}} */
            let viewer;
            try {
                await instructor.post(`/api/instructor/streams/${stream.id}/start`);
                await Promise.all([
                    ...Object.keys(browsers).map(async (name) => seen.note(row, name, await watchInBrowser(name, stream, codec))),
                    watchInGStreamer(stream, codec).then((what) => seen.note(row, 'GStreamer', what)),
                ]);
                ({ viewer } = await ticket(stream));
                const health = (await instructor.get(`/api/instructor/streams/${stream.id}`)).body.stream.statistics.media_health;
                assert.equal(health.video_codec, codec);
                assert.equal(health.b_frames, false);
                await instructor.post(`/api/instructor/streams/${stream.id}/end`);
            } finally {
                await stop();
            }
            await playReplay(stream, viewer, row);
        });
    }
}

test('an encoder that sends B-frames is found out, and its replay plays', async () => {
    const stream = await createClass(instructor, { priceInTokens: 1, title: 'B-frames' });
    const program = gstreamer.publish({ url: stream.webrtc_url, token: stream.webrtc_token, codec: 'H264', bFrames: true });
    try {
        await instructor.post(`/api/instructor/streams/${stream.id}/start`);
        const { viewer } = await ticket(stream);
        const told = async () => (await instructor.get(`/api/instructor/streams/${stream.id}`)).body.stream.statistics.media_health.b_frames;
        const deadline = Date.now() + 10_000;
        while (!(await told()) && Date.now() < deadline) await pause(200);
        assert.equal(await told(), true);
        await pause(4000); // for the replay to hold
        await instructor.post(`/api/instructor/streams/${stream.id}/end`);
        await decodeReplay(stream, viewer);
    } finally {
        await program.stop();
    }
});

// The handshake proves where a peer is for half a minute. After that it must have answered checks of ours, which a
// server that says "ice-lite" need not send, but every browser answers.
test('everybody is still served after forty seconds', async () => {
    const stream = await createClass(instructor, { priceInTokens: 1, title: 'Consent' });
    const stop = await encoders.Chromium.start(stream, 'VP8');
    const { camera } = browsers.Chromium;
    try {
        await instructor.post(`/api/instructor/streams/${stream.id}/start`);
        const { url, token } = await ticket(stream);
        const player = gstreamer.watch({ url: server.url + url, token });
        for (const { screen } of Object.values(browsers)) {
            assert.equal((await screen.evaluate(watch, { url, token })).status, 201);
        }
        await pause(40_000);
        const counts = async () => ({
            ...Object.fromEntries(await Promise.all(Object.entries(browsers).map(async ([name, { screen }]) =>
                [name, (await screen.evaluate(statistics, '__viewer'))['inbound-rtp-video'].framesDecoded]))),
            GStreamer: player.now().frames,
            'reports to the encoder': (await camera.evaluate(statistics, '__publisher'))['remote-inbound-rtp-video'].timestamp,
        });
        const before = await counts();
        await pause(4000);
        const after = await counts();
        for (const name of Object.keys(after)) assert.ok(after[name] > before[name] + 10, `${name}: ${before[name]}, then ${after[name]}`);
        for (const { screen } of Object.values(browsers)) assert.equal(await screen.evaluate(hangUp, '__viewer'), 200);
        assert.equal(await player.stop(), 200, player.errors());
    } finally {
        await stop();
    }
});

test('the README claims no more than was seen', () => {
    assert.deepEqual(seen.overclaimed(), []);
});
