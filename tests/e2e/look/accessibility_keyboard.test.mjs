// Whole stories by real key presses alone. A viewer signs up, finds a class, enrolls, watches it and its
// replay; an instructor plans a class, teaches it and ends it.
// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createClass, newInstructor, newViewer } from '../fixtures/api.mjs';
import { keepPicture, launchBrowser, openPerson, settled, takeSession } from '../fixtures/browser.mjs';
import { browser, serveAFile, server } from '../fixtures/fixture.mjs';
import { openBarePage, publish } from '../fixtures/rtc.mjs';
import { INSTRUCTOR_TOKEN } from '../fixtures/server.mjs';
import { eventually, localField, pause, PICTURE } from '../fixtures/taught_class.mjs';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('playwright-core').Locator} Locator */

serveAFile();

/** @param {Locator} wanted */
const hasFocus = (wanted) => wanted.evaluateAll((found) => found.includes(document.activeElement)).catch(() => false);

/** What has the focus, in words. @param {Page} page */
const focused = (page) => page.evaluate(() => {
    const element = document.activeElement;
    const name = element?.getAttribute('aria-label') || element?.textContent || element?.getAttribute('name');
    return `${element?.tagName.toLowerCase()} "${name}"`;
});

/** Presses Tab until it is there. @param {Page} page @param {Locator} wanted */
async function tabTo(page, wanted, key = 'Tab') {
    await wanted.first().waitFor({ state: 'attached' });
    const passed = [];
    for (let i = 0; i < 60; ++i) {
        if (await hasFocus(wanted)) return;
        await page.keyboard.press(key);
        passed.push(await focused(page));
    }
    assert.fail(`${wanted} isn't reached by ${key}; passed ${passed.join(', ')}`);
}

/** How many pixels around the focused control have the colour of focus rings. @param {Page} page */
async function ringPixels(page) {
    await pause(300); // rings of fields and buttons fade in
    const { clip, colour } = await page.evaluate(() => {
        const box = /** @type {Element} */ (document.activeElement).getBoundingClientRect();
        const hex = getComputedStyle(document.documentElement).getPropertyValue('--focus').trim();
        const room = 8;
        const x = Math.max(0, box.x - room), y = Math.max(0, box.y - room);
        return {
            clip: { x, y, width: Math.min(innerWidth, box.right + room) - x, height: Math.min(innerHeight, box.bottom + room) - y },
            colour: [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)),
        };
    });
    assert.ok(clip.width > 0 && clip.height > 0, `${await focused(page)} is on screen when it has the focus`);
    const png = (await page.screenshot({ clip })).toString('base64');
    const reader = await browser.newPage();
    try {
        return await reader.evaluate(async ({ png, colour }) => {
            const picture = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
            const context = /** @type {OffscreenCanvasRenderingContext2D} */ (
                new OffscreenCanvas(picture.width, picture.height).getContext('2d'));
            context.drawImage(picture, 0, 0);
            const { data } = context.getImageData(0, 0, picture.width, picture.height);
            let count = 0;
            for (let at = 0; at < data.length; at += 4) {
                if (colour.every((channel, i) => Math.abs(channel - data[at + i]) < 40)) ++count;
            }
            return count;
        }, { png, colour });
    } finally {
        await reader.close();
    }
}

/** @param {Page} page */
async function assertRing(page) {
    const box = await page.evaluate(() => {
        const { width, height } = /** @type {Element} */ (document.activeElement).getBoundingClientRect();
        return { width, height };
    });
    const ring = await ringPixels(page);
    // Two pixels wide along the drawn control, which may be smaller than its 44 px target.
    assert.ok(ring > Math.min(box.width, box.height), `${await focused(page)} shows its focus: ${ring} pixels`);
}

/** @param {Page} page */
const video = (page) => page.evaluate((selector) => {
    const { currentTime, duration, paused, muted, volume, videoWidth, currentSrc } =
        /** @type {HTMLVideoElement} */ (document.querySelector(selector));
    return { currentTime, duration, paused, muted, volume, videoWidth, currentSrc };
}, PICTURE);

test('a viewer signs up, enrolls and watches by keyboard alone', { timeout: 240_000 }, async () => {
    const instructor = await newInstructor(server.url);
    await createClass(instructor, { title: 'Heels & Confidence' });
    const stream = await createClass(instructor, { title: 'Morning Dance Workout', priceInTokens: 20 });
    const camera = await openPerson(browser, { permissions: ['camera', 'microphone'] });
    await openBarePage(camera.page, server.url);
    await camera.page.evaluate(publish, { url: stream.webrtc_url, token: stream.webrtc_token, codec: 'VP8' });
    await instructor.post(`/api/instructor/streams/${stream.id}/start`);

    const person = await openPerson(browser, { viewport: { width: 1040, height: 720 } });
    const { page } = person;
    const { keyboard } = page;
    try {
        await page.goto(server.url);
        await settled(page);

        // Every stop on the way shows where the focus is.
        await tabTo(page, page.getByRole('link', { name: 'Workouts' }));
        await assertRing(page);
        await tabTo(page, page.getByRole('link', { name: 'Morning Dance Workout' }));
        await assertRing(page);
        await keyboard.press('Enter');
        await page.waitForURL('**/watch');
        const enroll = page.getByRole('button', { name: /^Enroll/ });
        await tabTo(page, enroll);
        await assertRing(page);
        await keyboard.press('Enter');

        // An account on the way.
        await page.waitForURL('**/login**');
        await tabTo(page, page.getByRole('link', { name: 'Create an account' }));
        await keyboard.press('Enter');
        await tabTo(page, page.getByLabel('Name'));
        await assertRing(page);
        await keyboard.type('Ana');
        await keyboard.press('Tab');
        assert.ok(await hasFocus(page.getByLabel('E-mail')), 'the next field');
        await keyboard.type('ana.keys@example.com');
        await keyboard.press('Tab');
        await keyboard.type('short');
        await keyboard.press('Enter');
        const password = page.getByLabel('Password', { exact: true });
        await eventually(async () => (await password.getAttribute('aria-invalid')) === 'true', 5000, 'the error at the field');
        await eventually(() => hasFocus(password), 2000, 'the focus at the field that is wrong');
        await keyboard.press('Control+a');
        await keyboard.type('a good long password');
        await keyboard.press('Enter');

        // The dialog keeps the focus until Escape, which gives it back.
        const dialog = page.getByRole('dialog');
        await dialog.waitFor();
        await eventually(() => dialog.evaluate((box) => box.contains(document.activeElement)), 2000, 'the focus in the dialog');
        for (let i = 0; i < 9; ++i) {
            await keyboard.press(i < 6 ? 'Tab' : 'Shift+Tab');
            const inside = await dialog.evaluate((box) => box.contains(document.activeElement) || document.activeElement === document.body);
            assert.ok(inside, `${await focused(page)} is outside of the dialog`);
        }
        await keyboard.press('Escape');
        await dialog.waitFor({ state: 'detached' });
        await tabTo(page, enroll);
        await keyboard.press('Space');
        await dialog.waitFor();
        await keyboard.press('Escape');
        await dialog.waitFor({ state: 'detached' });
        await eventually(() => hasFocus(enroll), 2000, 'the focus back at the button that opened the dialog');
        await keyboard.press('Enter');
        await dialog.waitFor();
        await tabTo(page, dialog.getByRole('button', { name: /^Enroll/ }));
        await assertRing(page);
        await keyboard.press('Enter');
        await page.getByText('Enrolled').first().waitFor({ state: 'attached' });

        // The class plays; its keys work wherever no field or control wants them.
        await eventually(async () => (await video(page)).videoWidth > 0 && (await video(page)).currentTime > 0, 30_000, 'the picture');
        const muted = (await video(page)).muted;
        await keyboard.press('m');
        await eventually(async () => (await video(page)).muted !== muted, 3000, 'm');
        await keyboard.press('m');
        await eventually(async () => (await video(page)).muted === muted, 3000, 'm again');
        await keyboard.press('k');
        await eventually(async () => (await video(page)).paused, 3000, 'k pauses');
        await page.getByRole('button', { name: 'Play (k)' }).waitFor({ state: 'attached' }); // its button follows
        await keyboard.press('k');
        await eventually(async () => !(await video(page)).paused, 5000, 'k plays');
        await keyboard.press('f');
        await eventually(() => page.evaluate(() => !!document.fullscreenElement), 5000, 'f');
        const loud = (await video(page)).volume;
        await keyboard.press('ArrowDown');
        await eventually(async () => (await video(page)).volume < loud, 3000, 'the arrow makes it quieter');
        await keyboard.press('ArrowUp');
        await eventually(async () => (await video(page)).volume === loud, 3000, 'the arrow makes it louder');
        await keyboard.press('f');
        await eventually(() => page.evaluate(() => !document.fullscreenElement), 5000, 'f again');
        const keys = page.getByRole('region', { name: 'Keys' });
        await keyboard.press('?');
        await keys.waitFor({ state: 'attached' });
        await keyboard.press('Escape');
        await keys.waitFor({ state: 'detached' });
        if (await page.evaluate(() => document.pictureInPictureEnabled)) {
            await keyboard.press('i');
            await eventually(() => page.evaluate(() => !!document.pictureInPictureElement), 5000, 'i');
            await keyboard.press('i');
            await eventually(() => page.evaluate(() => !document.pictureInPictureElement), 5000, 'i again');
        }
        await pause(4000);

        // The replay seeks.
        await instructor.post(`/api/instructor/streams/${stream.id}/end`);
        const again = page.getByRole('button', { name: 'Watch the replay' });
        await again.waitFor({ state: 'attached' });
        await again.focus();
        await keyboard.press('Enter');
        await eventually(async () => (await video(page)).currentSrc.includes('/recordings/'), 30_000, 'the replay');
        await eventually(async () => (await video(page)).duration > 4, 10_000, 'its length');
        if (!(await video(page)).paused) await keyboard.press('k');
        await eventually(async () => (await video(page)).paused, 5000, 'a pause');
        /** @param {string} key @param {(seen: {currentTime: number, duration: number}) => boolean} right */
        const seeks = async (key, right) => {
            await keyboard.press(key);
            await eventually(async () => right(await video(page)), 4000, `the seek by ${key}`);
        };
        await page.evaluate(() => /** @type {HTMLElement} */ (document.activeElement).blur());
        await seeks('0', ({ currentTime }) => currentTime < 0.5);
        await seeks('5', ({ currentTime, duration }) => Math.abs(currentTime - duration / 2) < 1);
        await seeks('ArrowLeft', ({ currentTime, duration }) => currentTime < duration / 2 - 0.5);
        await seeks('9', ({ currentTime, duration }) => currentTime > duration * 0.85);
        await seeks('j', ({ currentTime, duration }) => currentTime < Math.max(0.5, duration * 0.9 - 9));
        await seeks('ArrowRight', ({ currentTime, duration }) => currentTime > Math.min(4.5, duration * 0.4));
        await seeks('0', ({ currentTime }) => currentTime < 0.5);
        await seeks('l', ({ currentTime, duration }) => currentTime > Math.min(9, duration * 0.9));

        // The slider takes the arrows when it has the focus.
        const position = page.getByRole('slider', { name: 'Position' });
        await tabTo(page, position);
        await assertRing(page);
        await seeks('Home', ({ currentTime }) => currentTime < 0.5);
        await seeks('ArrowRight', ({ currentTime }) => currentTime > 3);

        // The menu opens, and gives the focus back.
        const menu = page.getByRole('button', { name: /^Account menu/ });
        await tabTo(page, menu);
        await keyboard.press('Enter');
        await tabTo(page, page.getByRole('button', { name: 'Sign out' }));
        await assertRing(page);
        await keyboard.press('Escape');
        await eventually(() => hasFocus(menu), 2000, 'the focus back at the menu\'s button');
        assert.deepEqual(person.errors, []);
    } catch (error) {
        await keepPicture(page, 'keyboard-failed');
        throw error;
    } finally {
        await person.context.close();
        await camera.context.close();
    }
});

/**
 * The digits of a date and time in the order of Chromium's own language, not of the page's: American
 * English where none is set. Tab leads from the year, which has room for more digits, to the time.
 * @param {string} local as localField()
 */
function asTyped(local) {
    const [, year, month, day, hour, minute] = /** @type {RegExpExecArray} */ (/^(\d+)-(\d+)-(\d+)T(\d+):(\d+)$/.exec(local));
    const hours = String(Number(hour) % 12 || 12).padStart(2, '0');
    return [`${month}${day}${year}`, `${hours}${minute}${Number(hour) < 12 ? 'AM' : 'PM'}`];
}

test('an instructor plans, teaches and ends a class by keyboard alone', { timeout: 240_000 }, async () => {
    // The camera from a file is always one; to choose takes two, with the browser's own moving picture.
    const studio = await launchBrowser({
        camera: false, arguments: ['--use-fake-device-for-media-stream=device-count=2', '--use-fake-ui-for-media-stream'],
    });
    const person = await openPerson(studio, { permissions: ['camera', 'microphone'] });
    const { page } = person;
    const { keyboard } = page;
    /** @param {string | RegExp} name */
    const button = (name) => page.getByRole('button', { name, exact: typeof name === 'string' });
    /** @param {string | RegExp} name */
    const press = async (name, key = 'Enter') => {
        await tabTo(page, button(name));
        await assertRing(page);
        await keyboard.press(key);
    };
    try {
        await page.goto(`${server.url}/instructor/streams`);
        await settled(page);

        // The key is refused once; its field says so and has the focus.
        await page.waitForURL('**/instructor/login**');
        const token = page.getByLabel('Access token');
        await tabTo(page, token);
        await assertRing(page);
        await keyboard.type('not the token');
        await keyboard.press('Enter');
        await page.getByText(/token/i).first().waitFor({ state: 'attached' });
        await eventually(async () => (await token.getAttribute('aria-invalid')) === 'true' ||
            (await page.getByRole('alert').count()) > 0, 5000, 'the refusal');
        await tabTo(page, token);
        await keyboard.press('Control+a');
        await keyboard.type(INSTRUCTOR_TOKEN);
        await keyboard.press('Enter');
        await page.waitForURL('**/instructor/streams');

        // Every field, in the order that it is read in.
        const create = page.getByRole('link', { name: /^(New class|Create a class)/ });
        await tabTo(page, create);
        await assertRing(page);
        await keyboard.press('Enter');
        await page.waitForURL('**/create');
        const passed = [];
        for (const [label, ...parts] of [
            ['Title', 'Evening Flow'], ['Description', 'Slow and kind.'], ['Starts', ...asTyped(localField(30))],
            ['Length', '45'], ['Price', '-5'], ['Instructor', 'Mila Kovač'],
        ]) {
            const field = page.getByLabel(label, { exact: true });
            await tabTo(page, field);
            await assertRing(page);
            passed.push(await page.evaluate(() => document.activeElement?.getAttribute('name')));
            if (label !== 'Starts') await keyboard.press('Control+a'); // it has digits to overwrite
            for (const [i, part] of parts.entries()) {
                if (i > 0) await keyboard.press('Tab');
                await keyboard.type(part);
            }
        }
        assert.deepEqual(passed, ['title', 'description', 'scheduledStartTime', 'durationMinutes', 'priceInTokens', 'instructorName']);
        const keep = page.getByRole('switch');
        await tabTo(page, keep);
        await assertRing(page);
        const kept = await keep.getAttribute('aria-checked');
        await keyboard.press('Space');
        await eventually(async () => (await keep.getAttribute('aria-checked')) !== kept, 2000, 'the switch');

        // What is wrong gets the focus.
        await press('Create class');
        const price = page.getByLabel('Price', { exact: true });
        await eventually(async () => (await price.getAttribute('aria-invalid')) === 'true', 5000, 'the price is refused');
        await eventually(() => hasFocus(price), 2000, 'the focus at the field that is wrong');
        await keyboard.press('Control+a');
        await keyboard.type('30');
        await press('Create class');
        await page.waitForURL('**/broadcast');

        // The camera opens; the arrows choose the other one.
        await press('Use camera and microphone');
        const camera = page.getByRole('combobox', { name: 'Camera' });
        await eventually(async () => (await camera.locator('option').count()) === 2 && await camera.isEnabled(), 10_000, 'the cameras');
        const used = () => page.evaluate(() => {
            const own = /** @type {HTMLVideoElement} */ (document.getElementById('preview'));
            const [track] = /** @type {MediaStream} */ (own.srcObject).getVideoTracks();
            return own.videoWidth > 0 && !own.paused ? track.getSettings().deviceId : '';
        });
        await eventually(async () => (await used()) !== '', 10_000, 'the own picture');
        const first = await used();
        assert.equal(await camera.inputValue(), first, 'what is used is what is chosen');
        await tabTo(page, camera);
        await assertRing(page);
        await keyboard.press('ArrowDown');
        await eventually(async () => !['', first].includes(await used()), 10_000, 'the other camera');
        assert.equal(await camera.inputValue(), await used());
        await press('Start broadcast');
        await page.getByText('Connected', { exact: true }).first().waitFor({ state: 'attached' });
        await press(/^Go live/, 'Space');
        await press('Go live now');
        const end = button(/^End class/);
        await end.waitFor({ state: 'attached' });
        const id = /** @type {RegExpExecArray} */ (/streams\/([^/]+)\/broadcast/.exec(page.url()))[1];
        const status = async () => (await (await fetch(`${server.url}/api/streams/${id}`)).json()).stream;
        const planned = await status();
        assert.equal(planned.status, 'live', 'everybody sees that it is live');
        assert.deepEqual([planned.title, planned.instructor_name, planned.price_in_tokens, planned.scheduled_duration_seconds],
            ['Evening Flow', 'Mila Kovač', 30, 45 * 60], 'what was typed');
        const ahead = (Date.parse(planned.scheduled_start_time) - Date.now()) / 60_000;
        assert.ok(ahead > 25 && ahead < 31, `it starts in ${ahead} minutes`);

        // The question keeps the focus, Escape leaves it, and gives the focus back.
        await press(/^End class/);
        const dialog = page.getByRole('dialog', { name: 'End the class?' });
        await dialog.waitFor({ state: 'attached' });
        await eventually(() => dialog.evaluate((box) => box.contains(document.activeElement)), 2000, 'the focus in the dialog');
        for (let i = 0; i < 6; ++i) {
            await keyboard.press(i < 3 ? 'Tab' : 'Shift+Tab');
            const inside = await dialog.evaluate((box) => box.contains(document.activeElement) || document.activeElement === document.body);
            assert.ok(inside, `${await focused(page)} is outside of the dialog`);
        }
        // Past its last control nothing has the focus; Escape gives it back from there, too.
        const nowhere = () => page.evaluate(() => document.activeElement === document.body);
        for (let i = 0; i < 6 && !(await nowhere()); ++i) await keyboard.press('Tab');
        assert.ok(await nowhere(), `${await focused(page)} has the focus`);
        await keyboard.press('Escape');
        await dialog.waitFor({ state: 'detached' });
        await eventually(() => hasFocus(end), 2000, 'the focus back at the button that opened the dialog');
        assert.equal((await status()).status, 'live', 'Escape ends nothing');
        await keyboard.press('Enter');
        const confirm = dialog.getByRole('button', { name: 'End class' });
        await tabTo(page, confirm);
        await assertRing(page);
        await keyboard.press('Enter');
        await dialog.waitFor({ state: 'detached' });
        await eventually(async () => (await status()).status === 'ended', 5000, 'the end');

        // No trap where the buttons went away.
        await tabTo(page, page.getByRole('link', { name: 'LeanSporty' }), 'Shift+Tab');
        assert.deepEqual(person.errors, []);
    } catch (error) {
        await keepPicture(page, 'keyboard-studio-failed');
        throw error;
    } finally {
        await studio.close();
    }
});

test('Tab goes through everything once and leaves the page', { timeout: 60_000 }, async () => {
    await createClass(await newInstructor(server.url), { title: 'Salsa Basics' });
    const person = await openPerson(browser);
    const { page } = person;
    try {
        await takeSession(person.context, await newViewer(server.url));
        await page.goto(`${server.url}/streams`);
        await settled(page);
        await page.getByRole('link', { name: 'Salsa Basics' }).waitFor({ state: 'attached' });
        const stops = await page.locator('#mirror').locator('a[href], button, input, select, textarea').count();
        const number = () => page.evaluate(() => {
            const all = [...document.querySelectorAll('#mirror :is(a[href], button, input, select, textarea)')];
            return all.indexOf(/** @type {Element} */ (document.activeElement));
        });
        const forwards = [];
        for (let i = 0; i < stops; ++i) {
            await page.keyboard.press('Tab');
            forwards.push(await number());
        }
        assert.deepEqual(forwards, [...Array(stops).keys()], 'in reading order');
        const card = page.getByRole('listitem', { name: 'Salsa Basics' }).first().locator('a[href], button');
        const starts = await card.evaluateAll((found) => found.map((one) => one.getBoundingClientRect().x));
        assert.ok(starts.length >= 3, `a card has its link and two buttons: ${starts}`);
        assert.deepEqual(starts, [...starts].sort((one, other) => one - other), 'a card is gone through from its start to its end');
        await page.keyboard.press('Tab');
        assert.ok([-1, 0].includes(await number()), 'it leaves at the end');
        await page.getByRole('link', { name: 'LeanSporty' }).first().focus();
        await page.keyboard.press('Shift+Tab');
        assert.ok([-1, stops - 1].includes(await number()), 'it leaves at the beginning');
    } finally {
        await person.context.close();
    }
});

test('the browser keeps its shortcuts', { timeout: 60_000 }, async () => {
    const stream = await createClass(await newInstructor(server.url));
    const person = await openPerson(browser);
    try {
        for (const path of ['/streams', `/streams/${stream.id}/watch`, '/login']) {
            await person.page.goto(server.url + path);
            await settled(person.page);
            const taken = await person.page.evaluate(() => {
                const control = { ctrlKey: true }, meta = { metaKey: true }, alt = { altKey: true };
                const keys = [
                    ...['F1', 'F3', 'F5', 'F6', 'F7', 'F10', 'F11', 'F12', 'Tab', 'PageDown', 'Home', 'End', 'Escape'].map((key) => ({ key })),
                    ...['a', 'c', 'd', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o', 'p', 'r', 's', 't', 'u', 'v', 'w', 'x', 'z', '0', '1', '+', '-', 'Tab']
                        .flatMap((key) => [{ key, ...control }, { key, ...meta }, { key, ...control, shiftKey: true }]),
                    ...['ArrowLeft', 'ArrowRight', 'Home', 'd', 'F4'].map((key) => ({ key, ...alt })),
                ];
                return keys.filter((init) => {
                    const event = new KeyboardEvent('keydown', { ...init, bubbles: true, cancelable: true });
                    (document.activeElement ?? document.body).dispatchEvent(event);
                    return event.defaultPrevented;
                }).map((init) => JSON.stringify(init));
            });
            assert.deepEqual(taken, [], path);
        }
    } finally {
        await person.context.close();
    }
});
