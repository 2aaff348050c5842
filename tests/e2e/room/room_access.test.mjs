// The room of a class by keys alone, by what a screen reader is told, at 320 pixels, from the right in Arabic, and on a
// phone whose keyboard is up. (axe-core judges its states in accessibility_screens.test.mjs.)
// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createClass, newViewer } from '../fixtures/api.mjs';
import { keepPicture, openPerson, PHONE, settled, takeSession } from '../fixtures/browser.mjs';
import { browser, instructor, liveClass, serveAFile, server } from '../fixtures/fixture.mjs';
import { giveSoftKeyboard } from '../fixtures/soft_keyboard.mjs';
import { eventually, PICTURE, pictureMoves } from '../fixtures/taught_class.mjs';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('playwright-core').Locator} Locator */

serveAFile();

const NARROW = { ...PHONE, viewport: { width: 320, height: 568 } };

/** A class that runs, of which nothing is sent. */
async function quietClass() {
    const stream = await createClass(instructor, { title: 'Morning Dance', priceInTokens: 0 });
    const started = await instructor.post(`/api/instructor/streams/${stream.id}/start`);
    assert.equal(started.status, 200, started.text);
    return roomOf(stream.id);
}
/** @param {string} id */
const roomOf = (id) => ({ id, path: `/api/streams/${id}`, page: `${server.url}/streams/${id}/watch` });

/** Somebody with a place. @param {{path: string}} room @param {string} name */
async function enrolled(room, name) {
    const viewer = await newViewer(server.url, name);
    assert.equal((await viewer.post(`${room.path}/enroll`)).status, 201);
    return viewer;
}

/**
 * Their browser at the class's page; a picture of it where the story fails.
 * @param {ReturnType<typeof roomOf>} room @param {string} name @param {any} device
 * @param {(person: {page: Page, viewer: import('../fixtures/api.mjs').ApiClient}) => Promise<void>} story
 * @param {{prepare?: (page: Page) => Promise<void>, url?: string, client?: import('../fixtures/api.mjs').ApiClient}} [more]
 */
async function inARoom(room, name, device, story, { prepare, url = room.page, client } = {}) {
    const viewer = client ?? await enrolled(room, name);
    const { context, page, errors } = await openPerson(browser, device);
    try {
        await takeSession(context, viewer);
        await prepare?.(page);
        await page.goto(url);
        await settled(page);
        await story({ page, viewer });
        assert.deepEqual(errors, []);
    } catch (error) {
        await keepPicture(page, `room-access-${name}`);
        throw error;
    } finally {
        await context.close();
    }
}

/** @param {Page} page @param {string} text */
const reads = (page, text) => page.getByText(text).first().waitFor({ state: 'attached' });
/** @param {Page} page @param {string} [name] */
const fieldOf = (page, name = 'Message') => page.getByRole('textbox', { name, exact: true });
/** @param {Locator} wanted */
const hasFocus = (wanted) => wanted.evaluateAll((found) => found.includes(document.activeElement)).catch(() => false);
/** @param {Locator} wanted @param {string} what */
const getsFocus = (wanted, what) => eventually(() => hasFocus(wanted), 5000, what);

/** By Tab, or backwards. @param {Page} page @param {Locator} wanted @param {string} [key] */
async function tabTo(page, wanted, key = 'Tab') {
    await wanted.first().waitFor({ state: 'attached' });
    for (let i = 0; i < 60; ++i) {
        if (await hasFocus(wanted)) return;
        await page.keyboard.press(key);
    }
    assert.fail(`${wanted} isn't reached by ${key}`);
}

/** The middle of what is on the screen, where nothing that the app has told may lie over it. @param {Page} page @param {string} role @param {string} name */
const placeOf = (page, role, name) => page.evaluate(([role, name]) => {
    const tree = /** @type {any[]} */ (/** @type {any} */ (window).__lean.tree());
    const node = tree.find((one) => one.role === role && (one.name ?? '').includes(name));
    return node ? { ...node.rect, fixed: !!node.fixed } : null;
}, [role, name]);

test('a viewer reads, writes, answers and asks by keys alone', { timeout: 120_000 }, async () => {
    const room = await quietClass();
    const bo = await enrolled(room, 'Bo');
    assert.equal((await bo.post(`${room.path}/chat`, { message: 'hello all' })).status, 201);
    await inARoom(room, 'Ana', {}, async ({ page }) => {
        const { keyboard } = page;
        await reads(page, 'Bo: hello all');
        // The field, without a way through the buttons of every message.
        await keyboard.press('/');
        await getsFocus(fieldOf(page), 'the field has the focus');
        await keyboard.type('good morning');
        assert.equal(await fieldOf(page).inputValue(), 'good morning', 'the key that led there is not in it');
        await keyboard.press('Enter');
        await reads(page, 'Ana: good morning');
        // What can be done with a message is behind its own button, and leads back to the field.
        await tabTo(page, page.getByRole('button', { name: 'More about the message Bo: hello all' }), 'Shift+Tab');
        await keyboard.press('Enter');
        await tabTo(page, page.getByRole('button', { name: 'Reply', exact: true }));
        await keyboard.press('Enter');
        await getsFocus(fieldOf(page), 'an answer is written at once');
        await keyboard.type('hello Bo');
        await keyboard.press('Tab');
        assert.ok(await hasFocus(page.getByRole('button', { name: 'Send', exact: true })), 'Send comes after the field');
        await keyboard.press('Enter');
        await page.getByText(/^Ana, in reply to .*hello Bo$/).first().waitFor({ state: 'attached' });
        // A wish is a switch of its own.
        const slower = page.getByRole('button', { name: 'Slower', exact: true });
        await tabTo(page, slower, 'Shift+Tab');
        await keyboard.press('Enter');
        await eventually(async () => (await slower.getAttribute('aria-pressed')) === 'true', 5000, 'it is pressed');
        // A menu is left by Escape, and the focus is where it was.
        const more = page.getByRole('button', { name: 'More about the message Bo: hello all' });
        await more.focus();
        await keyboard.press('Enter');
        await page.getByRole('button', { name: 'Reply', exact: true }).waitFor();
        await keyboard.press('Escape');
        await page.getByRole('button', { name: 'Reply', exact: true }).waitFor({ state: 'detached' });
        await getsFocus(more, 'the focus is back');
        // Hidden, and back with the focus in the field.
        await tabTo(page, page.getByRole('button', { name: 'Hide the chat' }), 'Shift+Tab');
        await keyboard.press('Enter');
        await fieldOf(page).waitFor({ state: 'detached' });
        await keyboard.press('/');
        await getsFocus(fieldOf(page), 'the chat is back');
    });
});

test('a teacher writes and moderates on the stage by keys alone', { timeout: 120_000 }, async () => {
    const room = await quietClass();
    const bo = await enrolled(room, 'Bo');
    await inARoom(room, 'Teacher', {}, async ({ page }) => {
        const { keyboard } = page;
        assert.equal((await bo.post(`${room.path}/chat`, { message: 'swap numbers?' })).status, 201);
        await reads(page, 'Bo: swap numbers?');
        await keyboard.press('/');
        await getsFocus(fieldOf(page), 'the field has the focus');
        // Digits mark chapters on the stage, but not in a field.
        await keyboard.type('phrase 2 now');
        await keyboard.press('Enter');
        await eventually(async () => (await bo.get(`${room.path}/chat`)).text.includes('phrase 2 now'), 5000, 'the message');
        assert.deepEqual((await instructor.get(`${room.path}/chapters`)).body.chapters ?? [], [], 'no chapter was marked');
        await tabTo(page, page.getByRole('button', { name: 'More about the message Bo: swap numbers?' }), 'Shift+Tab');
        await keyboard.press('Enter');
        await tabTo(page, page.getByRole('button', { name: 'Remove', exact: true }));
        await keyboard.press('Enter');
        await eventually(async () => !(await bo.get(`${room.path}/chat`)).text.includes('swap numbers'), 5000, 'it is gone');
    }, { url: `${server.url}/instructor/streams/${room.id}/broadcast`, client: instructor });
});

test('a screen reader is told of what is new in one sentence, and of as much as the person wants', { timeout: 120_000 }, async () => {
    const room = await quietClass();
    const bo = await enrolled(room, 'Bo');
    const say = async (/** @type {string} */ message) => assert.equal((await bo.post(`${room.path}/chat`, { message })).status, 201);
    await inARoom(room, 'Ana', {}, async ({ page }) => {
        const told = (/** @type {string} */ text) => page.getByRole('status').filter({ hasText: text });
        await fieldOf(page).waitFor();
        // The element has to be there before its words are: a live region speaks of changes.
        const region = page.locator('#mirror > output').last();
        await region.waitFor({ state: 'attached' });
        const element = await region.elementHandle();
        await say('good morning');
        await told('New message from Bo: good morning').waitFor({ state: 'attached' });
        assert.ok(await told('New message from Bo: good morning').evaluate((one, before) => one === before, element), 'it is the same element');
        await told('New message from Bo: good morning').waitFor({ state: 'detached' });
        // The list is read by whoever goes there: it speaks of nothing by itself.
        const list = page.getByRole('list', { name: 'Messages' });
        assert.equal(await list.getAttribute('aria-live'), null);
        assert.ok(await list.getByRole('listitem').count() > 0);

        const choose = async (/** @type {string} */ news) => {
            await page.getByRole('button', { name: /^\d+ here$/ }).first().click();
            await page.getByRole('combobox', { name: 'Screen readers say' }).selectOption(news);
            await page.keyboard.press('Escape');
            await page.getByRole('dialog').waitFor({ state: 'detached' });
        };
        await choose('none');
        await say('not for the ear');
        await reads(page, 'Bo: not for the ear');
        await choose('all');
        await say('for the ear');
        await told('New message from Bo: for the ear').waitFor({ state: 'attached' });
        await choose('team');
        await say('by a viewer');
        await reads(page, 'Bo: by a viewer');
        assert.equal((await instructor.post(`${room.path}/chat`, { message: 'water break' })).status, 201);
        await told('water break').waitFor({ state: 'attached' });
        assert.match(await told('water break').innerText(), /^New message from/, 'the viewer\'s was not counted');
        // It is remembered for the next class.
        await page.reload();
        await page.getByRole('button', { name: /^\d+ here$/ }).first().click();
        assert.equal(await page.getByRole('combobox', { name: 'Screen readers say' }).inputValue(), 'team');
    });
});

for (const [what, device, keyboard] of /** @type {[string, any, number][]} */ ([
    ['a phone', PHONE, 336], ['a phone of 320 pixels', NARROW, 253], ['one that its keyboard nearly fills', NARROW, 336],
])) {
    test(`over the keyboard of ${what} are the field, Send and the newest message; the video is a strip`, { timeout: 120_000 }, async () => {
        const { stream, camera } = await liveClass({ priceInTokens: 0 });
        const room = roomOf(stream.id);
        for (let i = 1; i <= 12; ++i) {
            assert.equal((await instructor.post(`${room.path}/chat`, { message: `step ${i}` })).status, 201);
        }
        try {
            await inARoom(room, 'Phone', device, async ({ page }) => {
                await pictureMoves(page);
                const before = await page.locator(PICTURE).boundingBox();
                await fieldOf(page).tap();
                const seen = () => page.evaluate(() => /** @type {VisualViewport} */ (visualViewport).height);
                const height = /** @type {{height: number}} */ (page.viewportSize()).height - keyboard;
                await eventually(async () => (await seen()) === height, 5000, 'the keyboard is up');
                const strip = async () => page.locator(PICTURE).boundingBox();
                await eventually(async () => ((await strip())?.height ?? 999) <= 108, 5000, 'the video is a strip');
                const video = await strip();
                assert.ok(video && video.y >= 0 && video.height > 40, JSON.stringify(video));
                assert.ok(before && before.width > video.width, 'it has made room');
                await pictureMoves(page);
                assert.ok(await hasFocus(fieldOf(page)), 'the field keeps the focus, and the keyboard with it');
                for (const control of [fieldOf(page), page.getByRole('button', { name: 'Send', exact: true })]) {
                    const box = await control.boundingBox();
                    assert.ok(box && box.y >= video.y + video.height && box.y + box.height <= height, `${control} at ${JSON.stringify(box)}`);
                }
                // Of the newest message its row stands within the list, which is scrolled to its end.
                const line = 20;
                await eventually(async () => {
                    const newest = await page.getByText(/: step 12$/).last().boundingBox();
                    const list = await page.getByRole('list', { name: 'Messages' }).boundingBox();
                    return !!newest && !!list && newest.y >= list.y - 1 && newest.y + line <= list.y + list.height + 1 &&
                        list.y + list.height <= height;
                }, 5000, 'the newest message is in sight');
                // Written with the keyboard up, it stays up.
                await page.keyboard.type('here');
                await page.keyboard.press('Enter');
                await reads(page, 'Phone: here');
                assert.ok(await hasFocus(fieldOf(page)));
                await keepPicture(page, `room-keyboard-${device.viewport.width}-${keyboard}`);
            }, { prepare: (page) => giveSoftKeyboard(page, keyboard) });
        } finally {
            await camera.context.close();
        }
    });
}

test('at 320 pixels nothing of the room is cut off or too small for a finger', { timeout: 120_000 }, async () => {
    const room = await quietClass();
    await inARoom(room, 'Narrow', NARROW, async ({ page }) => {
        await fieldOf(page).fill('a message that is so long that it needs more than one line of such a screen');
        await fieldOf(page).press('Enter');
        await reads(page, 'Narrow: a message that is so long');
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320);
        for (const name of ['Again', 'Slower', 'Faster', 'Reactions', 'Send']) {
            const box = await page.getByRole('button', { name, exact: true }).boundingBox();
            assert.ok(box && box.width >= 44 && box.height >= 44, `${name} is ${JSON.stringify(box)}`);
            assert.ok(box.x >= 0 && box.x + box.width <= 320, `${name} is ${JSON.stringify(box)}`);
        }
        await page.getByRole('button', { name: 'Reactions', exact: true }).tap();
        await page.getByRole('button', { name: 'Fire', exact: true }).tap();
        // What is beside the message is opened by a press on it.
        const more = page.getByRole('button', { name: /^More about the message Narrow: a message/ });
        await more.focus();
        await page.keyboard.press('Enter');
        const item = await page.getByRole('button', { name: 'Take it back' }).boundingBox();
        assert.ok(item && item.x >= 0 && item.x + item.width <= 320 && item.height >= 44, JSON.stringify(item));
        await page.getByRole('button', { name: 'Take it back' }).tap();
        await page.getByText(/^(.*: )?(Taken back by its author|No longer here)$/).first().waitFor({ state: 'attached' });
    });
});

test('in Arabic the room runs from the right, and names and texts of either side keep together', { timeout: 120_000 }, async () => {
    const room = await quietClass();
    const bo = await enrolled(room, 'Bo');
    const isolated = (/** @type {string} */ text) => `\u2068${text}\u2069`;
    for (const [number, device] of [{ locale: 'ar' }, { ...PHONE, locale: 'ar' }].entries()) {
        await inARoom(room, 'ليلى', device, async ({ page }) => {
            const message = `hello, ${number} steps?`;
            assert.equal((await bo.post(`${room.path}/chat`, { message })).status, 201);
            const field = fieldOf(page, 'رسالة');
            await field.waitFor();
            assert.equal(await page.evaluate(() => document.documentElement.dir), 'rtl');
            // Latin within Arabic is isolated: the colon stays between name and text, the question mark at the text's end.
            await reads(page, `${isolated('Bo')}: ${isolated(message)}`);
            await field.fill('صباح الخير، phrase 2');
            await field.press('Enter');
            await reads(page, 'صباح الخير، phrase 2');
            assert.equal(await field.evaluate((element) => getComputedStyle(element).direction), 'rtl');
            // Send follows the field, which is to its left here; the page is as wide as its window.
            const send = await page.getByRole('button', { name: 'إرسال', exact: true }).boundingBox();
            const typed = await field.boundingBox();
            assert.ok(send && typed && send.x + send.width <= typed.x + 1, `${JSON.stringify(send)} ${JSON.stringify(typed)}`);
            const width = /** @type {{width: number}} */ (page.viewportSize()).width;
            assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
            // The chat stands at the left of the video, where there is room beside it.
            if (width > 1000) {
                const chat = await placeOf(page, 'Region', 'الدردشة');
                assert.ok(chat && chat.x + chat.width < width / 2, JSON.stringify(chat));
            }
            // Who hears the page hears the same words.
            const more = page.getByRole('button', { name: /^المزيد عن الرسالة.*Bo/ }).last();
            await more.focus();
            await page.keyboard.press('Enter');
            await page.getByRole('button', { name: 'ردّ', exact: true }).waitFor();
            await page.keyboard.press('Escape');
            await getsFocus(more, 'the focus is back');
        });
    }
});

test('the sheet over a phone\'s stage is a dialog, and what lies beneath is out of reach', { timeout: 120_000 }, async () => {
    const room = await quietClass();
    const bo = await enrolled(room, 'Bo');
    await inARoom(room, 'Stage', PHONE, async ({ page }) => {
        assert.equal((await bo.post(`${room.path}/chat`, { message: 'hello all' })).status, 201);
        await page.getByRole('button', { name: 'Chat', exact: true }).tap();
        const sheet = page.getByRole('dialog', { name: 'Chat' });
        await sheet.waitFor();
        assert.equal(await sheet.getAttribute('aria-modal'), 'true');
        await reads(page, 'Bo: hello all');
        assert.equal(await page.getByRole('button', { name: /^End class/ }).count(), 0, 'nothing of the stage');
        await fieldOf(page).fill('hello Bo');
        await fieldOf(page).press('Enter');
        await reads(page, 'hello Bo');
        await page.keyboard.press('Escape');
        await sheet.waitFor({ state: 'detached' });
        await page.getByRole('button', { name: /^End class/ }).first().waitFor({ state: 'attached' });
    }, { url: `${server.url}/instructor/streams/${room.id}/broadcast`, client: instructor });
});
