// web/*.js by itself, as in bridge.test.mjs: what a phone that is turned makes of the surface, and of fullscreen.
// @ts-check
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { servePage } from '../fixtures/bridge_page.mjs';
import { launchBrowser, openPerson } from '../fixtures/browser.mjs';

/** @type {import('node:http').Server} */
let server;
/** @type {import('playwright-core').Browser} */
let browser;
/** @type {Awaited<ReturnType<typeof openPerson>>} */
let person;
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
beforeEach(async () => {
    await person?.context.close();
    person = await openPerson(browser);
    await person.page.goto(`${url}/streams`);
    await person.page.waitForFunction(() => /** @type {any} */ (window).__lean?.frames() > 0);
    await person.page.evaluate(() => /** @type {any} */ (window).calls.splice(0));
});

test('a frame that makes the page shorter is painted anew where the page is then', async () => {
    const seen = await person.page.evaluate(async () => {
        const { surface } = /** @type {any} */ (window).bridge;
        const frame = () => new Promise((done) => requestAnimationFrame(done));
        surface.setPageHeight(3000);
        window.scrollTo(0, 1500);
        await frame();
        await frame();
        // As the app does when a phone was turned: the page is shorter from this frame on.
        const { calls } = /** @type {any} */ (window);
        let told = NaN;
        let painted = NaN;
        calls.push = (/** @type {any} */ call) => {
            if (call.name === 'lsl_on_scroll') [told] = call.values;
            if (call.name === 'lsl_on_frame') {
                painted = told;
                surface.setPageHeight(1200);
            }
            return Array.prototype.push.call(calls, call);
        };
        surface.requestFrame();
        await frame(); // asked for after the app's own: that one is over
        return { painted, page: scrollY, most: document.documentElement.scrollHeight - innerHeight };
    });
    assert.equal(seen.page, seen.most, 'the browser has scrolled it');
    assert.ok(seen.page < 1500);
    assert.equal(seen.painted, seen.page);
});

test('size and visible part of a phone that is turned are taken together', async () => {
    const told = await person.page.evaluate(async () => {
        const view = /** @type {VisualViewport} */ (window.visualViewport);
        // The visible part is the turned phone's already, the canvas is still that of before.
        let height = innerHeight;
        Object.defineProperty(view, 'height', { configurable: true, get: () => height });
        height = innerHeight - 300;
        view.dispatchEvent(new Event('resize'));
        const { calls } = /** @type {any} */ (window);
        const before = calls.filter((/** @type {any} */ call) => call.name === 'lsl_on_viewport').length;
        height = innerHeight;
        window.dispatchEvent(new Event('resize'));
        for (let i = 0; i < 3; ++i) await new Promise((done) => requestAnimationFrame(done));
        const after = calls.filter((/** @type {any} */ call) => call.name === 'lsl_on_viewport').length;
        Reflect.deleteProperty(view, 'height');
        return { before, after };
    });
    assert.deepEqual(told, { before: 0, after: 0 }, 'what was true for less than a frame');
});

test('in fullscreen a phone is held as the picture is, also when that is turned; the page is never', async () => {
    const held = await person.page.evaluate(async () => {
        /** @type {string[]} */
        const locks = [];
        Object.defineProperty(screen.orientation, 'lock', { value: async (/** @type {string} */ way) => { locks.push(way); } });
        let size = [1280, 720];
        /** @type {Element | null} */
        let full = null;
        const player = /** @type {HTMLVideoElement} */ (document.getElementById('player'));
        Object.defineProperties(player, { videoWidth: { get: () => size[0] }, videoHeight: { get: () => size[1] } });
        Object.defineProperty(document, 'fullscreenElement', { get: () => full });
        document.documentElement.requestFullscreen = async () => { full = document.documentElement; };
        const turn = async (/** @type {number} */ width, /** @type {number} */ height) => {
            size = [width, height];
            player.dispatchEvent(new Event('resize'));
            await new Promise((done) => setTimeout(done));
        };
        await turn(720, 1280);
        await turn(1280, 720);
        const inPage = locks.length;
        /** @type {any} */ (window).bridge.video.setFullscreen(true);
        await new Promise((done) => setTimeout(done));
        await turn(720, 1280);
        full = null;
        await turn(1280, 720);
        return { inPage, locks };
    });
    assert.deepEqual(held, { inPage: 0, locks: ['landscape', 'portrait'] });
});
