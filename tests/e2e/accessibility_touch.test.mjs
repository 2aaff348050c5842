// A phone in a hand: fingers instead of a mouse, a keyboard that covers half of the screen.
// @ts-check
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createClass, newInstructor, newViewer } from './api.mjs';
import { keepPicture, launchBrowser, openPerson, PHONE, settled, takeSession } from './browser.mjs';
import { openBarePage, publish } from './rtc.mjs';
import { Server } from './server.mjs';
import { eventually, pause, PICTURE } from './taught_class.mjs';

/** @typedef {import('playwright-core').Page} Page */

/** @type {Server} */
let server;
/** @type {import('playwright-core').Browser} */
let browser;

before(async () => {
    server = await Server.start();
    browser = await launchBrowser();
});
after(async () => {
    await browser?.close();
    await server?.dispose();
});

/**
 * Chromium emulates no soft keyboard: this one takes the lower part of the visual viewport while a
 * field has the focus, as phones do, and scrolls nothing by itself.
 * @param {Page} page
 */
async function giveSoftKeyboard(page) {
    await page.addInitScript(() => {
        const keyboard = 336;
        let shown = false;
        const view = /** @type {VisualViewport} */ (window.visualViewport);
        Object.defineProperty(view, 'height', { get: () => innerHeight - (shown ? keyboard : 0) });
        const follow = () => setTimeout(() => {
            const now = !!document.activeElement?.matches('input:not([type=range]), textarea');
            if (now === shown) return;
            shown = now;
            view.dispatchEvent(new Event('resize'));
        }, 50);
        document.addEventListener('focusin', follow);
        document.addEventListener('focusout', follow);
    });
}

/** @param {Page} page */
async function assertFieldInSight(page) {
    await pause(300);
    const { top, bottom, seen } = await page.evaluate(() => {
        const box = /** @type {Element} */ (document.activeElement).getBoundingClientRect();
        return { top: box.top, bottom: box.bottom, seen: /** @type {VisualViewport} */ (visualViewport).height };
    });
    assert.ok(seen < 700, 'the keyboard is up');
    assert.ok(top >= 0 && bottom <= seen, `the field from ${top} to ${bottom} is in the upper ${seen} pixels`);
}

test('from the shared link of a class to watching it in four actions', { timeout: 120_000 }, async () => {
    const instructor = await newInstructor(server.url);
    const stream = await createClass(instructor, { title: 'Morning Dance Workout', priceInTokens: 20 });
    const camera = await openPerson(browser, { permissions: ['camera', 'microphone'] });
    const person = await openPerson(browser, PHONE);
    const { page } = person;
    let actions = 0;
    const tap = async (/** @type {import('playwright-core').Locator} */ what) => {
        await what.first().tap();
        actions += 1;
    };
    try {
        await openBarePage(camera.page, server.url);
        await camera.page.evaluate(publish, { url: stream.webrtc_url, token: stream.webrtc_token, codec: 'VP8' });
        await instructor.post(`/api/instructor/streams/${stream.id}/start`);
        await giveSoftKeyboard(page);
        await page.goto(`${server.url}/streams/${stream.id}/watch`);
        await tap(page.getByRole('button', { name: /^Enroll/ }));
        await page.waitForURL('**/login**');
        await tap(page.getByRole('link', { name: 'Create an account' }));
        for (const [label, text] of [['Name', 'Ana'], ['E-mail', 'ana.phone@example.com'], ['Password', 'a good long password']]) {
            await page.getByLabel(label, { exact: true }).tap();
            await assertFieldInSight(page);
            await page.keyboard.type(text);
        }
        await page.keyboard.press('Enter'); // "Go" on the phone's keyboard: signing up was one action
        actions += 1;
        await tap(page.getByRole('dialog').getByRole('button', { name: /^Enroll/ }));
        await eventually(() => page.evaluate((selector) => {
            const video = /** @type {HTMLVideoElement} */ (document.querySelector(selector));
            return video.videoWidth > 0 && video.currentTime > 0 && getComputedStyle(video).visibility === 'visible';
        }, PICTURE), 30_000, 'the picture');
        assert.ok(actions <= 4, `${actions} actions`);
        assert.match(page.url(), /\/watch$/);
        assert.deepEqual(person.errors, []);
        await keepPicture(page, 'phone-watching');
    } catch (error) {
        await keepPicture(page, 'phone-watching-failed');
        throw error;
    } finally {
        await person.context.close();
        await camera.context.close();
    }
});

test('a pen presses and hovers like a mouse', { timeout: 60_000 }, async () => {
    const instructor = await newInstructor(server.url);
    const stream = await createClass(instructor, { title: 'Pen and paper' });
    const person = await openPerson(browser);
    const { page } = person;
    try {
        await takeSession(person.context, await newViewer(server.url));
        await page.goto(`${server.url}/streams/${stream.id}/watch`);
        const box = await page.getByRole('button', { name: /^Enroll/ }).first().boundingBox();
        assert.ok(box);
        const session = await page.context().newCDPSession(page);
        const at = { x: box.x + box.width / 2, y: box.y + box.height / 2, pointerType: /** @type {'pen'} */ ('pen') };
        await session.send('Input.dispatchMouseEvent', { type: 'mouseMoved', ...at });
        await eventually(() => page.evaluate(() => document.documentElement.style.cursor === 'pointer'), 2000, 'hover');
        await session.send('Input.dispatchMouseEvent', { type: 'mousePressed', button: 'left', clickCount: 1, ...at });
        await session.send('Input.dispatchMouseEvent', { type: 'mouseReleased', button: 'left', clickCount: 1, ...at });
        await page.getByRole('dialog').waitFor();
    } finally {
        await person.context.close();
    }
});
