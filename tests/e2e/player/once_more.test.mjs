// "Once more": what was received of a live class plays again in a corner, by the player's scripts as written.
// @ts-check
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { servePage } from '../fixtures/bridge_page.mjs';
import { launchBrowser, openPerson } from '../fixtures/browser.mjs';
import { FRAMES, followFrames } from '../fixtures/camera.mjs';
import { openFarSide } from '../fixtures/far_side.mjs';
import { eventually, pause } from '../fixtures/taught_class.mjs';

/** @type {import('node:http').Server} */
let server;
/** @type {import('playwright-core').Browser} */
let browser;
let url = '';

before(async () => {
    ({ server, url } = await servePage());
    browser = await launchBrowser();
});
after(async () => {
    await browser?.close();
    server?.closeAllConnections();
    server?.close();
});

/** Somebody watches what the same page sends. */
async function watching() {
    const person = await openPerson(browser, { permissions: ['camera', 'microphone'] });
    const { page, context } = person;
    await page.goto(`${url}/streams`);
    await page.waitForFunction(() => /** @type {any} */ (window).__lean?.frames() > 0);
    const far = await openFarSide(context, url);
    await context.route(/\/(whip|whep)\//, async (route) => {
        if (route.request().method() !== 'POST') return route.fulfill({ status: 200 });
        const path = new URL(route.request().url()).pathname;
        const body = await far.evaluate(([offer, sends]) => /** @type {any} */ (window).answer(offer, sends),
            /** @type {const} */ ([route.request().postData() ?? '', path.startsWith('/whep/')]));
        return route.fulfill({ status: 201, headers: { 'Location': `${path}/1`, 'Content-Type': 'application/sdp' }, body });
    });
    await page.bringToFront();
    await page.evaluate(async () => {
        const { capture, whip } = /** @type {any} */ (window).bridge;
        await capture.open('', '');
        whip.open('/whip/a', 'token', false);
    });
    await far.waitForFunction(() => /** @type {any} */ (window).tracks.length === 2);
    await pause(1500);
    await page.evaluate(() => /** @type {any} */ (window).bridge.player.watch('/whep/a', 'token'));
    await page.waitForFunction(() => /** @type {any} */ (window).bridge.video.player.videoWidth > 0);
    return person;
}

/** @param {import('playwright-core').Page} page @param {Record<string, unknown>} wish */
const ask = (page, wish) => page.evaluate((json) => /** @type {any} */ (window).bridge.liveDesk.hear(json), JSON.stringify(wish));
/** @param {import('playwright-core').Page} page */
const state = (page) => page.evaluate(() => /** @type {any} */ (window).calls
    .filter((/** @type {any} */ call) => call.name === 'lsl_on_desk' && call.values[0] === 0).at(-1)?.state);

test('the last seconds come again at half speed beside the class, which goes on', { timeout: 120_000 }, async () => {
    const { page, context, errors } = await watching();
    try {
        await eventually(async () => (await state(page))?.again_available, 5000, 'it to be offered');
        await page.evaluate(followFrames, { selector: '#player' });
        await pause(6000);
        await ask(page, { again_place: { x: 20, y: 100, width: 288, height: 162, radius: 12, fixed: false, mirrored: true, visible: true } });
        await ask(page, { again: true });
        await eventually(async () => (await state(page)).again, 3000, 'it to play');
        // The number in the corner's picture, read like the camera's.
        const numbers = await page.evaluate(async (frames) => {
            const corner = /** @type {HTMLCanvasElement} */ (document.getElementById('again'));
            const small = document.createElement('canvas');
            [small.width, small.height] = [160, 90];
            const paint = /** @type {CanvasRenderingContext2D} */ (small.getContext('2d', { willReadFrequently: true }));
            /** @type {{ number: number, at: number }[]} */
            const read = [];
            const end = performance.now() + 3000;
            while (performance.now() < end) {
                await new Promise((done) => setTimeout(done, 30));
                paint.drawImage(corner, 0, 0, 160, 90);
                const pixels = paint.getImageData(0, 8, 160, 1).data;
                const light = (/** @type {number} */ square) => pixels[(square * 16 + 8) * 4];
                if (light(0) < 160 || light(9) > 95) continue;
                let number = 0;
                for (let bit = 0; bit < 8; ++bit) number = number * 2 + (light(1 + bit) > 128 ? 1 : 0);
                if (read.at(-1)?.number !== number && number < frames) read.push({ number, at: performance.now() });
            }
            return read;
        }, FRAMES);
        assert.ok(numbers.length > 5, `${numbers.length} pictures`);
        const [first, last] = [numbers[0], /** @type {{ number: number, at: number }} */ (numbers.at(-1))];
        const shown = ((last.number - first.number + FRAMES) % FRAMES) / 30, took = (last.at - first.at) / 1000;
        assert.ok(shown / took > 0.35 && shown / took < 0.65, `${shown} s of the class in ${took} s`);
        const corner = await page.locator('#again').evaluate((element) => ({ box: element.getBoundingClientRect().toJSON(), style: element.style.transform }));
        assert.deepEqual([corner.box.width, corner.style], [288, 'scaleX(-1)']);
        const live = (await page.evaluate(() => /** @type {any} */ (window).__frames)).length;
        await pause(1000);
        assert.ok((await page.evaluate(() => /** @type {any} */ (window).__frames)).length > live + 3, 'the class goes on');
        assert.ok(await page.evaluate(() => !/** @type {any} */ (window).bridge.video.player.paused));
        await ask(page, { again: false });
        await eventually(async () => !(await state(page)).again, 3000, 'its end');
        assert.deepEqual(errors, []);
    } finally {
        await context.close();
    }
});

test('who stops watching keeps nothing', { timeout: 60_000 }, async () => {
    const { page, context } = await watching();
    try {
        await eventually(async () => (await state(page))?.again_available, 5000, 'it to be offered');
        await page.evaluate(() => /** @type {any} */ (window).bridge.player.stop());
        await eventually(async () => !(await state(page)).again_available, 3000, 'nothing to be kept');
    } finally {
        await context.close();
    }
});

test('the own camera is as late as was asked for, within 50 ms, and nothing leaves the page', { timeout: 120_000 }, async () => {
    const person = await openPerson(browser, { permissions: ['camera'] });
    const { page } = person;
    try {
        /** @type {string[]} */
        const sent = [];
        await page.goto(`${url}/streams`);
        await page.waitForFunction(() => /** @type {any} */ (window).__lean?.frames() > 0);
        page.on('request', (request) => sent.push(request.url()));
        await ask(page, { own_place: { x: 20, y: 100, width: 320, height: 180, radius: 12, fixed: false, mirrored: false, visible: true } });
        await ask(page, { own: true, own_mirrored: false, own_delay_ms: 2000 });
        await eventually(async () => (await state(page))?.own === 'on', 10_000, 'the camera');
        await page.waitForFunction(() => /** @type {HTMLVideoElement} */ (document.querySelector('#own')).videoWidth > 0, undefined, { timeout: 20_000 });
        const asked = await page.evaluate(async () => {
            // The camera as it is, beside it as it comes late.
            const direct = document.createElement('video');
            direct.id = 'direct';
            direct.muted = true;
            direct.srcObject = await navigator.mediaDevices.getUserMedia({ video: true });
            document.body.append(direct);
            await direct.play();
            return /** @type {any} */ (window).bridge.ownMirror.state().delayMs;
        });
        assert.equal(asked, 2000);
        await page.evaluate(followFrames, { selector: '#direct', into: '__direct' });
        await page.evaluate(followFrames, { selector: '#own', into: '__own' });
        await pause(9000);
        const late = await page.evaluate((frames) => {
            const { __direct: direct, __own: own } = /** @type {any} */ (window);
            /** @type {number[]} */
            const apart = [];
            for (const { number, at } of own.slice(-60)) {
                if (number < 0) continue;
                const then = direct.filter((/** @type {any} */ one) => one.number === number && one.at < at).at(-1);
                if (then) apart.push((at - then.at) % (frames * 1000 / 30));
            }
            return apart.sort((a, b) => a - b)[apart.length >> 1];
        }, FRAMES);
        console.log(JSON.stringify({ asked, late }));
        assert.ok(Math.abs(late - asked) <= 50 + 1000 / 30, `${late} ms late instead of ${asked}`);
        assert.deepEqual(sent.filter((one) => !one.startsWith('blob:')), []);
        await ask(page, { own: false });
        await eventually(async () => (await state(page)).own === 'off', 5000, 'the camera to be off');
    } finally {
        await person.context.close();
    }
});
