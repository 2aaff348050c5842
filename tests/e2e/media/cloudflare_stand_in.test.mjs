// The stand-in of Cloudflare Stream before a real browser: what it serves to pages of other origins.
// @ts-check
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { launchBrowser, openPerson } from '../fixtures/browser.mjs';
import { API_TOKEN, CloudflareStandIn } from '../fixtures/cloudflare_stand_in.mjs';
import { publish, watch } from '../fixtures/rtc.mjs';

// An app of another origin: pages of its own, nothing else. Pages that the browser makes up by itself would not do,
// since they may not reach into the local network.
const app = createServer((request, response) => {
    const frame = new URL(request.url ?? '', 'http://app').searchParams.get('frame');
    response.setHeader('Content-Type', 'text/html');
    response.end('<!doctype html><title>app</title><video id="picture" muted playsinline></video>'
        + (frame ? `<iframe allow="autoplay" src="${frame}"></iframe>` : ''));
});
const appUrl = () => `http://127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (app.address()).port}`;

/** @type {CloudflareStandIn} */
let standIn;
/** @type {import('playwright-core').Browser} */
let browser;

before(async () => {
    await new Promise((done) => app.listen(0, '127.0.0.1', () => done(undefined)));
    standIn = await CloudflareStandIn.start();
    browser = await launchBrowser();
});
after(async () => {
    await browser?.close();
    await standIn?.dispose();
    app.close();
});

test('a camera in one page is seen in another, and the session ends by its Location', async () => {
    const input = (await standIn.api('POST', '/live_inputs', { meta: { name: 'Yoga' } })).result;
    const camera = await openPerson(browser, { permissions: ['camera', 'microphone'] });
    await camera.page.goto(appUrl());
    const published = await camera.page.evaluate(publish, { url: input.webRTC.url, token: '' });
    assert.equal(published.status, 201, JSON.stringify(published));
    const onAir = async () => (await standIn.control('state')).live_inputs[0].on_air;
    for (let i = 0; i < 100 && !(await onAir()); i += 1) await new Promise((done) => setTimeout(done, 100));

    const viewer = await openPerson(browser);
    await viewer.page.goto(appUrl());
    const watched = await viewer.page.evaluate(watch, { url: input.webRTCPlayback.url });
    assert.equal(watched.status, 201, JSON.stringify(watched));
    await viewer.page.waitForFunction(() => {
        const video = /** @type {HTMLVideoElement} */ (document.getElementById('picture'));
        return video.videoWidth > 0 && video.currentTime > 1;
    });

    const ended = await camera.page.evaluate(
        (url) => fetch(url, { method: 'DELETE' }).then((answer) => answer.status),
        new URL(published.location ?? '', input.webRTC.url).href,
    );
    assert.equal(ended, 200);
    assert.equal(await onAir(), false);
    assert.deepEqual(camera.errors.concat(viewer.errors), []);
    await camera.context.close();
    await viewer.context.close();
});

test('an uploaded film plays in the frame of a page', async () => {
    const film = join(standIn.folder, 'film.webm');
    execFileSync('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', 'testsrc=size=160x90:rate=10:duration=5',
        '-c:v', 'libvpx', '-deadline', 'realtime', film]);
    const form = new FormData();
    form.set('file', new Blob([readFileSync(film)]), 'film.webm');
    const video = (await standIn.api('POST', '', form)).result;
    const viewer = await openPerson(browser);
    for (let i = 0; i < 100 && !(await standIn.api('GET', `/${video.uid}`)).result.readyToStream; i += 1) {
        await new Promise((done) => setTimeout(done, 50));
    }
    const player = `${standIn.url}/${video.uid}/iframe?autoplay=true&muted=true`;
    await viewer.page.goto(`${appUrl()}/?frame=${encodeURIComponent(player)}`);
    const frame = viewer.page.frames()[1];
    await frame.waitForFunction(() => (document.querySelector('video')?.currentTime ?? 0) > 1);
    assert.deepEqual(viewer.errors, []);
    await viewer.context.close();
});

test('it goes on where it was killed, and its log holds no secret', async () => {
    const before = (await standIn.api('GET', '/live_inputs')).result;
    await standIn.kill();
    await standIn.run();
    assert.deepEqual((await standIn.api('GET', '/live_inputs')).result.liveInputs.map((/** @type {any} */ i) => i.uid),
        before.liveInputs.map((/** @type {any} */ i) => i.uid));
    const requests = standIn.requests();
    assert.ok(requests.some(({ method, path, status }) => method === 'POST' && path.endsWith('/webRTC/publish') && status === 201));
    assert.ok(!JSON.stringify(requests).includes(API_TOKEN));
    assert.equal(await standIn.stop(), 0);
    await standIn.run();
});
