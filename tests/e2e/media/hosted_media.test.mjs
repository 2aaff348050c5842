// The page's media code against the stand-in of Cloudflare Stream: another origin, real picture and sound.
// @ts-check
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { servePage } from '../fixtures/bridge_page.mjs';
import { launchBrowser, openPerson } from '../fixtures/browser.mjs';
import { CloudflareStandIn } from '../fixtures/cloudflare_stand_in.mjs';

const CONNECTED = 'connected', WAITING = 'waiting', PLAYING = 'playing';

/** @type {Awaited<ReturnType<typeof servePage>>} */
let app;
/** @type {CloudflareStandIn} */
let standIn;
/** @type {import('playwright-core').Browser} */
let browser;

before(async () => {
    app = await servePage();
    standIn = await CloudflareStandIn.start();
    browser = await launchBrowser({ arguments: ['--autoplay-policy=no-user-gesture-required'] });
});
after(async () => {
    await browser?.close();
    await standIn?.dispose();
    app?.server.closeAllConnections();
    app?.server.close();
});

async function open() {
    const person = await openPerson(browser, { permissions: ['camera', 'microphone'] });
    await person.page.goto(`${app.url}/streams`);
    await person.page.waitForFunction(() => /** @type {any} */ (window).__lean?.frames() > 0);
    return person;
}
/** @param {import('playwright-core').Page} page @param {string} part @param {string} name @param {any[]} args */
const run = (page, part, name, ...args) =>
    page.evaluate(([p, n, given]) => /** @type {any} */ (window).bridge[p][n](...given), /** @type {[string, string, any[]]} */ ([part, name, args]));
/** @param {import('playwright-core').Page} page @param {string} name @param {string} phase */
const reaches = (page, name, phase) => page.waitForFunction(
    ([wanted, word]) => /** @type {any} */ (window).calls.some((/** @type {any} */ call) => call.name === wanted && call.state.phase === word),
    /** @type {[string, string]} */ ([name, phase]), { timeout: 20_000 });

test('a broadcast to a publish URL without a token is watched by a play URL without one', async () => {
    const input = (await standIn.api('POST', '/live_inputs', { meta: { name: 'Salsa' } })).result;
    const viewer = await open();
    await run(viewer.page, 'player', 'watch', input.webRTCPlayback.url, '');
    await reaches(viewer.page, 'lsl_on_player', WAITING);

    const instructor = await open();
    await run(instructor.page, 'capture', 'open', '', '');
    await reaches(instructor.page, 'lsl_on_capture', 'open');
    await run(instructor.page, 'whip', 'open', input.webRTC.url, '');
    await reaches(instructor.page, 'lsl_on_broadcast', CONNECTED);

    await reaches(viewer.page, 'lsl_on_player', PLAYING);
    const seen = await viewer.page.evaluate(async () => {
        const element = /** @type {HTMLVideoElement} */ (document.getElementById('player'));
        const stream = /** @type {MediaStream} */ (element.srcObject);
        const context = new AudioContext();
        const analyser = context.createAnalyser();
        context.createMediaStreamSource(stream).connect(analyser);
        const before = element.currentTime;
        let loudest = 0;
        for (let i = 0; i < 40; i += 1) {
            await new Promise((done) => setTimeout(done, 100));
            const samples = new Float32Array(analyser.fftSize);
            analyser.getFloatTimeDomainData(samples);
            loudest = Math.max(loudest, ...samples.map(Math.abs));
        }
        return { width: element.videoWidth, moved: element.currentTime - before, loudest, state: context.state };
    });
    assert.ok(seen.width > 0 && seen.moved > 2, `the picture moves: ${JSON.stringify(seen)}`);
    assert.ok(seen.loudest > 0.01, `the beep of the test microphone is heard: ${JSON.stringify(seen)}`);

    await run(viewer.page, 'player', 'stop');
    await run(instructor.page, 'whip', 'close');
    await instructor.page.waitForTimeout(300);
    assert.equal((await standIn.control('state')).live_inputs[0].on_air, false, 'both said good-bye');
    const asked = standIn.requests().filter(({ path }) => path.includes('/webRTC/'));
    assert.ok(asked.length >= 4);
    assert.ok(!JSON.stringify(asked).toLowerCase().includes('authorization'), 'no token of ours goes to another origin');
    assert.deepEqual(viewer.errors.concat(instructor.errors), []);
    await viewer.context.close();
    await instructor.context.close();
});

test('an uploaded recording plays in the hosted player, in the place of the video', async () => {
    const film = join(standIn.folder, 'film.webm');
    execFileSync('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', 'testsrc=size=160x90:rate=10:duration=5',
        '-c:v', 'libvpx', '-deadline', 'realtime', film]);
    const upload = new FormData();
    upload.set('file', new Blob([readFileSync(film)]), 'film.webm');
    const video = (await standIn.api('POST', '', upload)).result;
    for (let i = 0; i < 100 && !(await standIn.api('GET', `/${video.uid}`)).result.readyToStream; i += 1) {
        await new Promise((done) => setTimeout(done, 50));
    }
    const viewer = await open();
    await viewer.page.evaluate(() => /** @type {any} */ (window).bridge.video.place(0, 20, 80, 480, 270, 0, true, false, false, true));
    await run(viewer.page, 'player', 'showFrame', `${standIn.url}/${video.uid}/iframe?autoplay=true&muted=true`);
    await reaches(viewer.page, 'lsl_on_player', PLAYING);
    const frame = viewer.page.frames()[1];
    await frame.waitForFunction(() => (document.querySelector('video')?.currentTime ?? 0) > 1);
    assert.deepEqual(await viewer.page.locator('iframe').boundingBox(), { x: 20, y: 80, width: 480, height: 270 });
    assert.deepEqual(viewer.errors, []);
    await viewer.context.close();
});
