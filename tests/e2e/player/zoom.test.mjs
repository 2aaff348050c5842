// The picture larger than its frame: by the wheel, the mouse and fingers, by the player's scripts as written. The page
// itself must not grow with it.
// @ts-check
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { servePage } from '../fixtures/bridge_page.mjs';
import { PHONE, launchBrowser, openPerson } from '../fixtures/browser.mjs';
import { eventually } from '../fixtures/taught_class.mjs';

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

/** @typedef {{ x: number, y: number, width: number, height: number }} Frame */

/** @param {import('playwright-core').Page} page @param {Frame} frame @param {boolean} [mirrored] */
const place = (page, { x, y, width, height }, mirrored = false) => page.evaluate((values) =>
    /** @type {any} */ (window).bridge.video.place(0, ...values), [x, y, width, height, 12, false, false, mirrored, true]);

/** A page that scrolls, with a picture in it. @param {Frame} frame @param {import('playwright-core').BrowserContextOptions} [options] */
async function withPicture(frame, options = {}) {
    const person = await openPerson(browser, options);
    const { page } = person;
    await page.goto(`${url}/streams`);
    await page.waitForFunction(() => /** @type {any} */ (window).__lean?.frames() > 0 && !document.getElementById('skeleton'));
    await page.evaluate(() => /** @type {any} */ (window).bridge.surface.setPageHeight(4000));
    await place(page, frame);
    return person;
}

/** The picture as it lies there, and what the page did. @param {import('playwright-core').Page} page */
const seen = (page) => page.evaluate(() => {
    const player = /** @type {HTMLElement} */ (document.getElementById('player'));
    const { left, top, right, bottom, width } = player.getBoundingClientRect();
    return {
        left, top, right, bottom, scale: width / player.offsetWidth, transform: player.style.transform, clip: player.style.clipPath,
        touch: getComputedStyle(player).touchAction, pageTouch: getComputedStyle(document.body).touchAction,
        pageScale: window.visualViewport?.scale, scrolled: window.scrollY,
    };
});
/** What the app was told last. @param {import('playwright-core').Page} page */
const told = (page) => page.evaluate(() => /** @type {any} */ (window).calls
    .filter((/** @type {any} */ call) => call.name === 'lsl_on_desk' && call.values[0] === 0).at(-1)?.state.zoom_percent);
/** @param {import('playwright-core').Page} page @param {Record<string, unknown>} wish */
const ask = (page, wish) => page.evaluate((json) => /** @type {any} */ (window).bridge.liveDesk.hear(json), JSON.stringify(wish));
const near = (/** @type {number} */ a, /** @type {number} */ b) => Math.abs(a - b) < 1.5;

test('a wheel with Ctrl brings closer what lies under it, the mouse moves it, and the page stays as it is', { timeout: 60_000 }, async () => {
    const frame = { x: 100, y: 80, width: 640, height: 360 };
    const { page, context, errors } = await withPicture(frame, { viewport: { width: 1000, height: 700 } });
    try {
        // Whole, the wheel is the page's.
        await page.mouse.move(260, 170);
        await page.mouse.wheel(0, 60);
        await eventually(async () => (await seen(page)).scrolled > 0, 5000, 'the page to scroll');
        await page.evaluate(() => window.scrollTo(0, 0));
        await eventually(async () => (await seen(page)).scrolled === 0, 5000, 'the page to be back');

        await page.keyboard.down('Control');
        for (let notch = 0; notch < 4; ++notch) await page.mouse.wheel(0, -100);
        await page.keyboard.up('Control');
        await eventually(async () => (await seen(page)).scale > 1.7, 5000, 'the picture to grow');
        const grown = await seen(page);
        assert.equal(grown.pageScale, 1);
        assert.equal(grown.scrolled, 0);
        assert.match(grown.clip, /^inset\(/, 'it stays within its frame');
        // (260, 170) was a quarter of the picture from its corner, and is.
        assert.ok(near(grown.left + (grown.right - grown.left) / 4, 260) && near(grown.top + (grown.bottom - grown.top) / 4, 170), JSON.stringify(grown));
        await eventually(async () => (await told(page)) === Math.round(grown.scale * 100), 5000, 'the app to hear of it');

        for (const mirrored of [false, true]) {
            await place(page, frame, mirrored);
            const before = await seen(page);
            assert.equal(before.transform.includes('scaleX(-1)'), mirrored);
            await page.mouse.move(400, 250);
            await page.mouse.down();
            await page.mouse.move(380, 240);
            await page.mouse.up();
            const moved = await seen(page);
            assert.ok(near(moved.left, before.left - 20) && near(moved.top, before.top - 10), 'it goes as the hand does');
        }
        // However far it is pulled, there is picture everywhere in the frame.
        for (const [x, y] of [[3000, 3000], [-3000, -3000]]) {
            await page.mouse.move(400, 250);
            await page.mouse.down();
            await page.mouse.move(x, y);
            await page.mouse.up();
            const { left, top, right, bottom } = await seen(page);
            assert.ok(left <= 101 && top <= 81 && right >= 739 && bottom >= 439, JSON.stringify({ left, top, right, bottom }));
        }

        // Closer, a wheel moves the picture, and at its edge the page again.
        await page.mouse.move(400, 250);
        const low = await seen(page);
        await page.mouse.wheel(0, -40);
        await eventually(async () => near((await seen(page)).top, low.top + 40), 5000, 'the wheel to move it');
        assert.equal((await seen(page)).scrolled, 0);
        await eventually(async () => {
            await page.mouse.wheel(0, 60);
            return (await seen(page)).scrolled > 0;
        }, 10_000, 'the page to go on');

        await ask(page, { zoom_percent: 100 });
        const { transform, clip } = await seen(page);
        assert.deepEqual([transform, clip], ['scaleX(-1)', '']);
        assert.equal(await told(page), 100);
        assert.deepEqual(errors, []);
    } finally {
        await context.close();
    }
});

test('keys move what is seen by eighths, as far as there is picture', { timeout: 60_000 }, async () => {
    const { page, context } = await withPicture({ x: 100, y: 80, width: 640, height: 360 }, { viewport: { width: 1000, height: 700 } });
    try {
        await ask(page, { zoom_percent: 200 });
        const middle = await seen(page);
        assert.ok(near(middle.left, -220) && near(middle.top, -100), JSON.stringify(middle));
        await ask(page, { pan: { right: 1, down: 0 } });
        assert.ok(near((await seen(page)).left, -220 - 80));
        for (let press = 0; press < 9; ++press) await ask(page, { pan: { right: 1, down: -1 } });
        const corner = await seen(page);
        assert.ok(near(corner.right, 740) && near(corner.top, 80), JSON.stringify(corner));
        await page.evaluate(() => /** @type {any} */ (window).bridge.player.stop());
        assert.equal((await seen(page)).transform, '', 'another class is seen whole');
    } finally {
        await context.close();
    }
});

test('two fingers bring it closer, one moves it, two taps are there and back; the page keeps its pinch elsewhere', { timeout: 60_000 }, async () => {
    const { page, context, errors } = await withPicture({ x: 0, y: 100, width: 390, height: 220 }, PHONE);
    const session = await context.newCDPSession(page);
    const touch = (/** @type {string} */ type, /** @type {[number, number][]} */ ...points) => session.send('Input.dispatchTouchEvent',
        /** @type {any} */ ({ type, touchPoints: points.map(([x, y], id) => ({ x, y, id })) }));
    try {
        const whole = await seen(page);
        assert.deepEqual([whole.touch, whole.pageTouch], ['pan-y', 'manipulation']);

        await touch('touchStart', [175, 210]);
        await touch('touchStart', [175, 210], [215, 210]);
        for (const by of [5, 10, 15, 20, 25, 30]) await touch('touchMove', [175 - by, 210], [215 + by, 210]);
        await touch('touchEnd');
        await eventually(async () => Math.abs((await seen(page)).scale - 2.5) < 0.3, 5000, 'the picture to be two and a half times as large');
        const close = await seen(page);
        assert.equal(close.pageScale, 1);
        assert.equal(close.touch, 'none');
        assert.equal(close.pageTouch, 'manipulation');

        await touch('touchStart', [200, 210]);
        for (const x of [190, 180, 170, 160]) await touch('touchMove', [x, 205]);
        await touch('touchEnd');
        await eventually(async () => (await seen(page)).left < close.left - 20, 5000, 'the picture to follow the finger');
        assert.equal((await seen(page)).scrolled, 0);

        const twice = async () => {
            for (let tap = 0; tap < 2; ++tap) {
                await touch('touchStart', [120, 160]);
                await touch('touchEnd');
            }
        };
        // Two taps that came too slowly from here are two taps.
        await eventually(async () => {
            if ((await seen(page)).scale > 1) await twice();
            return (await seen(page)).scale === 1;
        }, 15_000, 'the whole picture');
        await eventually(async () => {
            if ((await seen(page)).scale === 1) await twice();
            return near((await seen(page)).scale, 2);
        }, 15_000, 'twice its size');
        const { left } = await seen(page);
        assert.ok(near(left, 120 - 2 * 120), `what was tapped stays there: ${left}`);
        await eventually(async () => (await told(page)) === 200, 5000, 'the app to hear of it');
        assert.deepEqual(errors, []);
    } finally {
        await context.close();
    }
});
