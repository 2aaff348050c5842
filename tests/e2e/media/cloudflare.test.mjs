// The story of a class with MEDIA_BACKEND=cloudflare: camera and player speak to the stand-in of
// Cloudflare Stream, everything else to the server. Real media, nothing in between.
// @ts-check
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newInstructor, newViewer } from '../fixtures/api.mjs';
import { launchBrowser } from '../fixtures/browser.mjs';
import { API_TOKEN, CloudflareStandIn } from '../fixtures/cloudflare_stand_in.mjs';
import { Server } from '../fixtures/server.mjs';
import { eventually, teachPayWatchAndReplay } from '../fixtures/taught_class.mjs';

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

/**
 * Uploaded, processed, announced, and played on the same page: as HLS where the browser can, else in
 * the hosted player. @param {import('playwright-core').Page} home
 */
async function watchReplay(home) {
    const played = () => Promise.all(home.frames().map((one) => one.evaluate((origin) => {
        const video = document.querySelector('video#player, video');
        if (!(video instanceof HTMLVideoElement) || !video.currentSrc.startsWith(origin)) return 0;
        if (video.paused) void video.play().catch(() => {});
        return video.currentTime;
    }, standIn.url)));
    await eventually(async () => Math.max(...(await played())) > 0.5, 60_000, 'the replay plays');
}

test('a class at Cloudflare is made, taught, paid, watched live and played again', { timeout: 240_000 }, async () => {
    const id = await teachPayWatchAndReplay(browser, server, { pictures: 'cloudflare', named: 'Cloudflare Stream', watchReplay });

    // Camera and player spoke to the stand-in, and so did this server as a viewer and uploader.
    const steps = standIn.requests().map(({ method, path }) => `${method} ${path.replace(/[^/]{20,}/g, '*')}`);
    const once = [...new Set(steps)].join(', ');
    for (const step of ['POST /*/webRTC/publish', 'POST /*/webRTC/play']) assert.ok(steps.includes(step), `${step} among ${once}`);
    assert.ok(steps.some((step) => step.startsWith('PATCH ')), 'the recording was uploaded');
    const teacher = await newInstructor(server.url);
    const row = (await teacher.get(`/api/instructor/streams/${id}`)).body.stream;
    assert.equal(row.media_backend, 'cloudflare');
    assert.equal(row.recording_available, true);
    assert.equal(row.statistics.max_viewers, 1, 'the viewer was counted');

    const told = server.log + JSON.stringify((await (await newViewer(server.url)).get(`/api/streams/${id}`)).body);
    const publishing = standIn.requests().find(({ path }) => path.endsWith('/webRTC/publish')).path.split('/')[1];
    for (const secret of [API_TOKEN, key.pem, publishing]) assert.ok(!told.includes(secret), 'no secret is told');
});
