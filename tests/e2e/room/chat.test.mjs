// The room of a class in real browsers: two people write to each other, one of them from a phone, and the teacher's
// stage hears what they ask for.
// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createClass, newViewer } from '../fixtures/api.mjs';
import { keepPicture, openPerson, PHONE, takeSession } from '../fixtures/browser.mjs';
import { browser, instructor, serveAFile, server } from '../fixtures/fixture.mjs';

serveAFile();

/** A class that runs, of which nothing is sent. */
async function liveClass() {
    const stream = await createClass(instructor, { title: 'Morning Dance', priceInTokens: 0 });
    const started = await instructor.post(`/api/instructor/streams/${stream.id}/start`);
    assert.equal(started.status, 200, started.text);
    return { id: stream.id, path: `/api/streams/${stream.id}`, page: `${server.url}/streams/${stream.id}/watch` };
}

/** Somebody with a place, at the class's page. @param {{path: string, page: string}} room @param {string} name @param {any} [device] */
async function atThePage(room, name, device) {
    const viewer = await newViewer(server.url, name);
    assert.equal((await viewer.post(`${room.path}/enroll`)).status, 201);
    const person = await openPerson(browser, device);
    await takeSession(person.context, viewer);
    await person.page.goto(room.page);
    await person.page.getByRole('textbox', { name: 'Message' }).waitFor();
    return { ...person, viewer };
}

/** @param {import('playwright-core').Page} page @param {string} text */
const reads = (page, text) => page.getByText(text).first().waitFor({ state: 'attached' });

/** @param {import('playwright-core').Page} page @param {string} text */
async function write(page, text) {
    const field = page.getByRole('textbox', { name: 'Message' });
    await field.fill(text);
    await field.press('Enter');
}

test('two people write to each other, and nothing is shown twice', { timeout: 120_000 }, async () => {
    const room = await liveClass();
    const ana = await atThePage(room, 'Ana'), bo = await atThePage(room, 'Bo', PHONE);
    try {
        await write(ana.page, 'good morning from Split');
        await reads(bo.page, 'Ana: good morning from Split');
        await write(bo.page, 'that last combo');
        await reads(ana.page, 'Bo: that last combo');
        for (const { page } of [ana, bo]) {
            for (const text of ['Ana: good morning from Split', 'Bo: that last combo']) {
                assert.equal(await page.getByText(text, { exact: true }).count(), 1, text);
            }
            assert.equal(await page.getByRole('textbox', { name: 'Message' }).inputValue(), '');
        }
        // One stream of events serves the page, the room's.
        const opened = await ana.page.evaluate(() => performance.getEntriesByType('resource')
            .map((entry) => entry.name).filter((name) => name.includes('/api/events?stream=')).length);
        assert.ok(opened <= 1, `${opened} streams of the room`);
        assert.deepEqual([...ana.errors, ...bo.errors], []);
    } catch (error) {
        await keepPicture(ana.page, 'chat-desktop-failed');
        await keepPicture(bo.page, 'chat-phone-failed');
        throw error;
    } finally {
        await ana.context.close();
        await bo.context.close();
    }
});

test('the stage hears wishes, and takes messages away', { timeout: 120_000 }, async () => {
    const room = await liveClass();
    const ana = await atThePage(room, 'Ana');
    const teacher = await openPerson(browser);
    try {
        await takeSession(teacher.context, instructor);
        await teacher.page.goto(`${server.url}/instructor/streams/${room.id}/broadcast`);
        await reads(teacher.page, 'Nobody asks for anything');
        await ana.page.getByRole('button', { name: 'Slower' }).click();
        await teacher.page.getByRole('button', { name: /slower 1/ }).waitFor();
        await write(ana.page, 'swap numbers?');
        await reads(teacher.page, 'Ana: swap numbers?');
        await teacher.page.getByRole('button', { name: 'More about the message Ana: swap numbers?' }).focus();
        await teacher.page.keyboard.press('Enter');
        await teacher.page.getByRole('button', { name: 'Remove', exact: true }).click();
        await reads(ana.page, 'No longer here');
        await teacher.page.getByRole('button', { name: 'Undo' }).click();
        await reads(ana.page, 'Ana: swap numbers?');
        assert.deepEqual([...ana.errors, ...teacher.errors], []);
    } catch (error) {
        await keepPicture(teacher.page, 'chat-stage-failed');
        throw error;
    } finally {
        await ana.context.close();
        await teacher.context.close();
    }
});

test('whoever reads back is left there, and led to the newest on a press', { timeout: 120_000 }, async () => {
    const room = await liveClass();
    for (let i = 1; i <= 40; ++i) {
        assert.equal((await instructor.post(`${room.path}/chat`, { message: `step ${i}` })).status, 201);
    }
    const ana = await atThePage(room, 'Ana');
    try {
        const list = ana.page.getByRole('list', { name: 'Messages' });
        await reads(ana.page, 'step 40');
        const place = () => list.evaluate((element) => element.scrollTop);
        assert.ok(await place() > 0, 'it begins at its end');
        await list.evaluate((element) => { element.scrollTop = 0; });
        // The app has followed: the rows of the beginning are there.
        await ana.page.getByText('Studio: step 1', { exact: true }).waitFor({ state: 'attached' });
        await instructor.post(`${room.path}/chat`, { message: 'one more' });
        await ana.page.getByRole('button', { name: '1 new' }).waitFor();
        assert.equal(await place(), 0);
        await ana.page.getByRole('button', { name: '1 new' }).click();
        await reads(ana.page, 'one more');
        await ana.page.getByRole('button', { name: '1 new' }).waitFor({ state: 'detached' });
        assert.ok(await place() > 0);
    } catch (error) {
        await keepPicture(ana.page, 'chat-reading-back-failed');
        throw error;
    } finally {
        await ana.context.close();
    }
});

test('recent emoji are a press away, and the field keeps the focus', { timeout: 120_000 }, async () => {
    const room = await liveClass();
    const ana = await atThePage(room, 'Ana', PHONE);
    try {
        const field = ana.page.getByRole('textbox', { name: 'Message' });
        const add = ana.page.getByRole('button', { name: 'Add 🔥' });
        await field.fill('lovely 🔥');
        assert.equal(await add.count(), 0, 'typed is not sent');
        await field.press('Enter');
        await add.waitFor();
        await field.focus();
        await add.click();
        await ana.page.waitForFunction(() => /** @type {any} */ (document.activeElement)?.value === '🔥');
        await ana.page.reload();
        await add.waitFor();
        assert.deepEqual(ana.errors, []);
    } catch (error) {
        await keepPicture(ana.page, 'chat-emoji-failed');
        throw error;
    } finally {
        await ana.context.close();
    }
});
