// A phone in a hand: fingers instead of a mouse, a keyboard that covers half of the screen.
// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createClass, newInstructor, newViewer } from '../fixtures/api.mjs';
import { keepPicture, openPerson, PHONE, settled, takeSession } from '../fixtures/browser.mjs';
import { browser, serveAFile, server } from '../fixtures/fixture.mjs';
import { openBarePage, publish } from '../fixtures/rtc.mjs';
import { giveSoftKeyboard } from '../fixtures/soft_keyboard.mjs';
import { eventually, pause, pictureMoves } from '../fixtures/taught_class.mjs';

/** @typedef {import('playwright-core').Page} Page */

serveAFile();

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
        await pictureMoves(page);
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

/** A finger, by the browser's own gesture recognition. @param {Page} page */
async function fingerOf(page) {
    const session = await page.context().newCDPSession(page);
    // Stamped as of a finger that moves evenly: speed is judged by it, not by how busy the machine is.
    let timestamp = Date.now() / 1000;
    const send = (/** @type {string} */ type, /** @type {{x: number, y: number}[]} */ touchPoints) =>
        session.send('Input.dispatchTouchEvent', { type: /** @type {any} */ (type), touchPoints, timestamp });
    return {
        /** @param {{x: number, y: number}} from @param {{x: number, y: number}[]} steps */
        async stroke(from, steps, lift = true) {
            timestamp = Date.now() / 1000;
            await send('touchStart', [from]);
            for (const step of steps) {
                await pause(16);
                timestamp += 0.016;
                await send('touchMove', [step]);
            }
            timestamp += 0.008;
            if (lift) await send('touchEnd', []);
        },
        /** Rests where it is. @param {number} milliseconds */
        async rest(milliseconds) {
            await pause(milliseconds);
            timestamp += milliseconds / 1000;
        },
        lift: () => send('touchEnd', []),
        cancel: () => send('touchCancel', []),
    };
}

test('fingers scroll, tap and change their mind', { timeout: 120_000 }, async () => {
    const instructor = await newInstructor(server.url);
    for (let i = 0; i < 20; ++i) await createClass(instructor, { title: `Salsa ${i}`, priceInTokens: 10 });
    const person = await openPerson(browser, PHONE);
    const { page } = person;
    try {
        await takeSession(person.context, await newViewer(server.url));
        await page.goto(`${server.url}/streams`);
        await settled(page);
        const offer = page.getByRole('link', { name: /^Salsa/ }).first();
        await offer.waitFor({ state: 'attached' });
        await offer.scrollIntoViewIfNeeded();
        await pause(300);
        const finger = await fingerOf(page);
        const dialogs = () => page.getByRole('dialog').count();
        const scrolled = () => page.evaluate(() => scrollY);
        const middle = async () => {
            const box = await offer.boundingBox();
            assert.ok(box);
            return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
        };
        const up = (/** @type {{x: number, y: number}} */ from, /** @type {number} */ step, /** @type {number} */ count) =>
            Array.from({ length: count }, (_, i) => ({ x: from.x, y: from.y - step * (i + 1) }));

        // A drag that begins on a button scrolls and presses nothing.
        const start = await scrolled();
        await finger.stroke(await middle(), up(await middle(), 20, 12));
        await pause(700);
        assert.ok((await scrolled()) > start + 100, `scrolled from ${start} to ${await scrolled()}`);
        assert.equal(await dialogs(), 0, 'no press');
        assert.match(page.url(), /\/streams$/, 'no link followed');

        // Let go while it moves, it goes on by itself.
        /** @param {boolean} still the finger rests before it is lifted */
        const flick = async (still) => {
            await page.evaluate(() => scrollTo(0, 0));
            await pause(300);
            await finger.stroke({ x: 195, y: 600 }, up({ x: 195, y: 600 }, 30, 8), !still);
            if (still) {
                await finger.rest(300);
                await finger.lift();
            }
            await pause(900);
            return scrolled();
        };
        const stopped = await flick(true), flung = await flick(false);
        assert.ok(stopped > 100, `${stopped} by a finger that rests`);
        assert.ok(flung > stopped * 1.2, `momentum carries it to ${flung}, beyond ${stopped}`);

        // Sideways first is not a scroll, and is no press either once it left the button.
        await page.evaluate(() => scrollTo(0, 0));
        await offer.scrollIntoViewIfNeeded();
        await pause(400);
        const from = await middle();
        const before = await scrolled();
        await finger.stroke(from, Array.from({ length: 10 }, (_, i) => ({ x: from.x - 20 * (i + 1), y: from.y + i % 2 })));
        await pause(200);
        assert.equal(await scrolled(), before, 'locked to the other axis');
        assert.equal(await dialogs(), 0);

        // The browser takes the touch away: nothing happens.
        await finger.stroke(from, [], false);
        await pause(60);
        await finger.cancel();
        await pause(200);
        assert.equal(await dialogs(), 0, 'a cancelled touch presses nothing');

        // A finger is never quite still: a little movement is a tap.
        await finger.stroke(from, [{ x: from.x + 4, y: from.y + 3 }]);
        await page.waitForURL(/\/watch$/);
        await page.getByRole('button', { name: /^Enroll/ }).tap();
        await page.getByRole('dialog').waitFor();

        // The page beneath stays where it is, and so does the dialog.
        const beneath = await scrolled();
        await finger.stroke({ x: 195, y: 300 }, up({ x: 195, y: 300 }, 20, 10));
        await pause(300);
        assert.equal(await scrolled(), beneath);
        assert.equal(await dialogs(), 1, 'only a tap beside it closes it');
        // Beside the dialog is the way out.
        await page.touchscreen.tap(195, 90);
        await page.getByRole('dialog').waitFor({ state: 'detached' });
        assert.deepEqual(person.errors, []);
    } catch (error) {
        await keepPicture(page, 'touch-failed');
        throw error;
    } finally {
        await person.context.close();
    }
});

test('a finger that rests on a text meets it, one that moves scrolls, and buttons are pressed', { timeout: 60_000 }, async () => {
    const stream = await createClass(await newInstructor(server.url), { title: 'To be copied', description: 'Bring a towel and water.' });
    const person = await openPerson(browser, { ...PHONE, viewport: { width: 390, height: 480 } });
    const { page } = person;
    try {
        await takeSession(person.context, await newViewer(server.url));
        await page.goto(`${server.url}/streams/${stream.id}/watch`);
        await settled(page);
        const text = page.locator('#mirror').getByText('Bring a towel and water.').first();
        await text.waitFor({ state: 'attached' });
        const finger = await fingerOf(page);
        const selected = () => page.evaluate(() => String(getSelection()).trim());
        const scrolled = () => page.evaluate(() => scrollY);
        /** On its first word, in the middle of the screen, where no bar lies over it. */
        const word = async () => {
            await text.evaluate((element) => element.scrollIntoView({ block: 'center', behavior: 'instant' }));
            await page.waitForFunction(() => /** @type {any} */ (window).__lean.idle());
            const box = await text.boundingBox();
            assert.ok(box);
            return { x: box.x + 10, y: box.y + 11 };
        };

        // Chromium without a window knows no long press (seen: on a bare page, too), so this looks at what one would
        // select: the text lies under the finger, lets itself be selected, and its first word is what is touched.
        const touched = (/** @type {{x: number, y: number}} */ at) => page.evaluate(({ x, y }) => {
            const found = document.elementFromPoint(x, y);
            const place = document.caretRangeFromPoint(x, y);
            const behind = place?.startContainer.textContent?.slice(place.startOffset) ?? '';
            return { text: found?.textContent, selectable: found ? getComputedStyle(found).userSelect : '', behind };
        }, at);
        const there = await word();
        assert.notEqual((await touched(there)).text, 'Bring a towel and water.', 'before, the press goes through it');
        await finger.stroke(there, [], false);
        await eventually(async () => {
            const { text, selectable, behind } = await touched(there);
            return text === 'Bring a towel and water.' && selectable === 'text' && /^[Brin]*g a towel/.test(behind);
        }, 5000, 'the text under the finger');
        await finger.lift();
        assert.equal((await touched(there)).text, 'Bring a towel and water.', 'it stays, for the handles');

        // From the same place a finger that moves scrolls, as from anywhere.
        await page.evaluate(() => getSelection()?.removeAllRanges());
        const from = await word();
        const start = await scrolled();
        const direction = start > 100 ? 1 : -1; // to where there is room
        await finger.stroke(from, Array.from({ length: 8 }, (_, i) => ({ x: from.x, y: from.y + direction * 20 * (i + 1) })));
        await eventually(async () => Math.abs((await scrolled()) - start) > 50, 3000, 'the scrolling');
        assert.equal(await selected(), '');

        // What can be pressed still is.
        const enroll = page.getByRole('button', { name: /^Enroll/ }).first();
        await enroll.scrollIntoViewIfNeeded();
        await page.waitForFunction(() => /** @type {any} */ (window).__lean.idle());
        await enroll.tap();
        await page.getByRole('dialog').waitFor();
        assert.equal(await selected(), '');
        assert.deepEqual(person.errors, []);
    } catch (error) {
        await keepPicture(page, 'selection-failed');
        throw error;
    } finally {
        await person.context.close();
    }
});

test('a dialog that does not fit scrolls by finger, wheel and Tab', { timeout: 60_000 }, async () => {
    const instructor = await newInstructor(server.url);
    await createClass(instructor, { title: 'To be changed' });
    const person = await openPerson(browser, { ...PHONE, viewport: { width: 360, height: 560 } });
    const { page } = person;
    try {
        await takeSession(person.context, instructor);
        await page.goto(`${server.url}/instructor/streams`);
        await page.getByRole('button', { name: 'Change To be changed' }).tap();
        const dialog = page.getByRole('dialog');
        await dialog.waitFor();
        await pause(600);
        const scroll = () => dialog.evaluate((box) => box.scrollTop);
        const save = dialog.getByRole('button', { name: 'Save changes' });
        const bottomOf = async () => (await save.boundingBox())?.y ?? 0;
        assert.ok((await bottomOf()) > 560, 'it does not fit');
        const beneath = await page.evaluate(() => scrollY);
        const finger = await fingerOf(page);
        await finger.stroke({ x: 20, y: 480 }, Array.from({ length: 12 }, (_, i) => ({ x: 20, y: 480 - 30 * (i + 1) })));
        await pause(800);
        const byFinger = await scroll();
        assert.ok(byFinger > 150, `${byFinger} by finger`);
        await page.mouse.move(180, 300);
        await page.mouse.wheel(0, 2000);
        await eventually(async () => (await bottomOf()) < 560, 3000, 'the wheel');
        assert.equal(await page.evaluate(() => scrollY), beneath, 'the page stays');
        await dialog.evaluate((box) => { box.scrollTop = 0; });
        await dialog.getByLabel('Title').focus();
        for (let i = 0; i < 30 && !(await save.evaluate((button) => button === document.activeElement)); ++i) await page.keyboard.press('Tab');
        assert.ok((await bottomOf()) < 560, 'Tab brings it into sight');
        await keepPicture(page, 'dialog-scrolled');
        await pause(300);
        // What is seen is what is pressed.
        await save.tap();
        await dialog.waitFor({ state: 'detached' });
        assert.deepEqual(person.errors, []);
    } catch (error) {
        await keepPicture(page, 'dialog-failed');
        throw error;
    } finally {
        await person.context.close();
    }
});

test('a menu that lies over the tabs takes the taps there', { timeout: 60_000 }, async () => {
    const person = await openPerson(browser, { ...PHONE, viewport: { width: 568, height: 320 } });
    const { page } = person;
    try {
        await takeSession(person.context, await newViewer(server.url));
        await page.goto(`${server.url}/streams`);
        await settled(page);
        const tab = await page.getByRole('link', { name: 'Account', exact: true }).boundingBox();
        await page.getByRole('button', { name: /^Account menu/ }).tap();
        const item = page.getByRole('button', { name: 'Sign out' });
        await item.waitFor({ state: 'attached' });
        await pause(400);
        const box = await item.boundingBox();
        assert.ok(tab && box && box.y + box.height > tab.y + 12, 'they overlap');
        const seen = await page.evaluate(({ x, y, width, height }) => {
            const nodes = /** @type {any[]} */ (/** @type {any} */ (window).__lean.tree());
            const order = (/** @type {string} */ role, /** @type {string} */ name) => nodes.findIndex((node) => node.role === role && node.name === name);
            return order('Link', 'Workouts') < order('Button', 'Sign out') && width > 0 && height > 0 && x > 0 && y > 0;
        }, box);
        assert.ok(seen, 'the menu is painted after the tabs');
        await page.touchscreen.tap(box.x + box.width - 30, box.y + box.height - 8);
        await page.getByRole('link', { name: 'Sign in' }).waitFor({ state: 'attached' });
        assert.match(page.url(), /\/streams$/);
        assert.deepEqual(person.errors, []);
    } catch (error) {
        await keepPicture(page, 'menu-over-tabs-failed');
        throw error;
    } finally {
        await person.context.close();
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
