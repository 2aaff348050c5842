// The story of a class with MEDIA_BACKEND=cloudflare: camera and player speak to the stand-in of
// Cloudflare Stream, everything else to the server. Real media, nothing in between.
// @ts-check
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createClass, newInstructor, newViewer } from './api.mjs';
import { keepPicture, launchBrowser, openPerson, settled, takeSession } from './browser.mjs';
import { delays, followFrames, quantile } from './camera.mjs';
import { API_TOKEN, CloudflareStandIn } from './cloudflare_stand_in.mjs';
import { Server } from './server.mjs';

const PICTURE = '#player';
const PREVIEW = '#preview';

/** @type {Server} */
let server;
/** @type {CloudflareStandIn} */
let standIn;
/** @type {import('playwright-core').Browser} */
let browser;
/** @type {{id: string, pem: string}} */
let key;

before(async () => {
    standIn = await CloudflareStandIn.start();
    await standIn.control('settings', { ready_after_ms: 500 });
    key = (await standIn.api('POST', '/keys')).result;
    server = await Server.start({
        MEDIA_BACKEND: 'cloudflare',
        CLOUDFLARE_ACCOUNT_ID: standIn.accountId,
        CLOUDFLARE_API_TOKEN: API_TOKEN,
        CLOUDFLARE_SIGNING_KEY_ID: key.id,
        CLOUDFLARE_SIGNING_KEY_PEM: key.pem,
        CLOUDFLARE_API_BASE: standIn.apiBase,
    });
    browser = await launchBrowser();
});
after(async () => {
    await browser?.close();
    await server?.dispose();
    await standIn?.dispose();
});

const takeFrames = () => /** @type {any} */ (window).__frames;

/** @param {() => Promise<boolean>} happened @param {number} milliseconds @param {string} what */
async function eventually(happened, milliseconds, what) {
    const deadline = Date.now() + milliseconds;
    while (!(await happened().catch(() => false))) {
        assert.ok(Date.now() < deadline, `${what} did not happen in ${milliseconds} ms`);
        await new Promise((done) => setTimeout(done, 100));
    }
}

test('a class at Cloudflare is taught, paid, watched live and played again', { timeout: 180_000 }, async () => {
    const teacher = await newInstructor(server.url);
    const ana = await newViewer(server.url, 'Ana');
    const stream = await createClass(teacher, { title: 'Hosted Salsa' });
    assert.equal(stream.media_backend, 'cloudflare');
    await ana.post(`/api/streams/${stream.id}/enroll`);

    const viewport = { width: 1040, height: 720 };
    const instructor = await openPerson(browser, { viewport, permissions: ['camera', 'microphone'] });
    const viewer = await openPerson(browser, { viewport });
    await takeSession(instructor.context, teacher);
    await takeSession(viewer.context, ana);
    const [studio, home] = [instructor.page, viewer.page];
    try {
        // The camera goes to the stand-in's origin; the console says whose it is.
        await studio.goto(`${server.url}/instructor/streams/${stream.id}/broadcast`);
        await settled(studio);
        await studio.getByText('Cloudflare Stream').first().waitFor();
        await studio.getByRole('button', { name: 'Use camera and microphone' }).first().click({ timeout: 3000 }).catch(() => {});
        await studio.getByRole('button', { name: 'Start broadcast' }).click();
        await studio.getByText('Connected', { exact: true }).first().waitFor();
        await studio.evaluate(followFrames, { selector: PREVIEW });
        await studio.getByRole('button', { name: /^Go live/ }).click();

        // The viewer's picture comes from there as well.
        await home.goto(`${server.url}/streams/${stream.id}/watch`);
        await home.evaluate(followFrames, { selector: PICTURE });
        await eventually(async () => (await home.evaluate(takeFrames)).length > 20, 60_000, 'twenty frames shown');
        const seen = (await home.evaluate(takeFrames)).slice(4);
        assert.ok(new Set(seen.map((/** @type {any} */ f) => f.number)).size > 10, 'they advance');
        const late = delays(await studio.evaluate(takeFrames), seen);
        assert.ok(quantile(late, 0.5) < 500, `${quantile(late, 0.5)} ms behind`);
        const sound = () => home.evaluate((selector) => {
            const video = /** @type {HTMLVideoElement} */ (document.querySelector(selector));
            const tracks = /** @type {MediaStream} */ (video.srcObject).getAudioTracks();
            return tracks.length === 1 && !tracks[0].muted;
        }, PICTURE);
        await eventually(sound, 8000, 'sound');
        await keepPicture(home, 'cloudflare-live');
        await keepPicture(studio, 'cloudflare-console');
        const live = (await ana.get(`/api/streams/${stream.id}/playback`)).body;
        assert.ok(live.url.startsWith(standIn.url) && live.token === '');

        // This server watches along for the recording.
        const figures = async () => (await teacher.get(`/api/instructor/streams/${stream.id}`)).body.stream.statistics;
        await eventually(async () => (await figures()).media_health.connected, 20_000, 'the recording');
        await eventually(async () => (await figures()).viewers === 1, 40_000, 'the viewer is counted');
        await new Promise((done) => setTimeout(done, 3000));
        await studio.getByRole('button', { name: /^End class/ }).first().click();
        await studio.getByRole('dialog').getByRole('button', { name: 'End class' }).click();

        // Uploaded, processed, announced, and played on the same page: as HLS where the browser can,
        // else in the hosted player.
        const played = () => Promise.all(home.frames().map((one) => one.evaluate((origin) => {
            const video = document.querySelector('video#player, video');
            if (!(video instanceof HTMLVideoElement) || !video.currentSrc.startsWith(origin)) return 0;
            if (video.paused) void video.play().catch(() => {});
            return video.currentTime;
        }, standIn.url)));
        await eventually(async () => Math.max(...(await played())) > 0.5, 60_000, 'the replay plays');
        await keepPicture(home, 'cloudflare-replay');

        const steps = standIn.requests().map(({ method, path }) => `${method} ${path.replace(/[^/]{20,}/g, '*')}`);
        for (const step of ['POST /*/webRTC/publish', 'POST /*/webRTC/play']) {
            assert.ok(steps.includes(step), `${step} among ${[...new Set(steps)].join(', ')}`);
        }
        assert.ok(steps.some((step) => step.startsWith('PATCH ')), 'the recording was uploaded');
        const told = server.log + JSON.stringify([live, (await ana.get(`/api/streams/${stream.id}`)).body]);
        for (const secret of [API_TOKEN, key.pem, stream.webrtc_url]) assert.ok(!told.includes(secret), 'no secret is told');
        assert.deepEqual(instructor.errors, []);
        assert.deepEqual(viewer.errors, []);
    } catch (error) {
        await keepPicture(home, 'cloudflare-viewer-failed');
        await keepPicture(studio, 'cloudflare-instructor-failed');
        throw error;
    } finally {
        await instructor.context.close();
        await viewer.context.close();
    }
});
