// A moderator in a real browser, the person who is moderated, and somebody who looks on.
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

/** @param {{page: string}} room @param {import('../fixtures/api.mjs').ApiClient} client @param {any} [device] */
async function atThePage(room, client, device) {
    const person = await openPerson(browser, device);
    await takeSession(person.context, client);
    await person.page.goto(room.page);
    await person.page.getByRole('textbox', { name: 'Message' }).waitFor();
    return { ...person, client };
}

/** Somebody with a place. @param {{path: string, page: string}} room @param {string} name @param {any} [device] */
async function viewerOf(room, name, device) {
    const viewer = await newViewer(server.url, name);
    assert.equal((await viewer.post(`${room.path}/enroll`)).status, 201);
    return atThePage(room, viewer, device);
}

/** Somebody who was invited to keep the chat friendly. @param {{id: string, page: string}} room @param {string} name */
async function moderatorOf(room, name) {
    const person = await newViewer(server.url, name);
    const invited = await instructor.post(`/api/instructor/streams/${room.id}/staff`, { role: 'moderator' });
    const token = invited.body.invitation.url.split('#')[1];
    assert.equal((await person.post(`/api/invitations/${token}/accept`)).status, 200);
    return atThePage(room, person);
}

/** Three people in a room; pictures of all of them where something fails.
 * @param {(room: any, mona: any, bo: any, ana: any) => Promise<void>} story */
async function inARoom(story) {
    const room = await liveClass();
    const mona = await moderatorOf(room, 'Mona');
    const bo = await viewerOf(room, 'Bo', PHONE), ana = await viewerOf(room, 'Ana');
    try {
        await story(room, mona, bo, ana);
        assert.deepEqual([...mona.errors, ...bo.errors, ...ana.errors], []);
    } catch (error) {
        await keepPicture(mona.page, 'moderation-moderator-failed');
        await keepPicture(bo.page, 'moderation-moderated-failed');
        await keepPicture(ana.page, 'moderation-others-failed');
        throw error;
    } finally {
        for (const { context } of [mona, bo, ana]) await context.close();
    }
}

/** @param {import('playwright-core').Page} page @param {string | RegExp} text */
const reads = (page, text) => page.getByText(text).or(page.getByRole('status', { name: text })).first().waitFor({ state: 'attached' });
/** What a screen reader was told before is no part of the page. @param {import('playwright-core').Page} page @param {string} text */
const readsNoMore = (page, text) => page.getByText(text, { exact: true }).first().waitFor({ state: 'detached' });

/** @param {import('playwright-core').Page} page @param {string} text */
async function write(page, text) {
    const field = page.getByRole('textbox', { name: 'Message' });
    await field.fill(text);
    await field.press('Enter');
}

/** By the keyboard, wherever it is on the page or in a dialog.
 * @param {import('playwright-core').Page} page @param {string | RegExp} name */
async function press(page, name) {
    const button = page.getByRole('button', { name }).first();
    await button.focus();
    await page.keyboard.press('Enter');
}

/** From the menu of a message. @param {import('playwright-core').Page} page @param {string} message @param {string} action */
async function choose(page, message, action) {
    await press(page, `More about the message ${message}`);
    await page.getByRole('button', { name: action, exact: true }).click();
}

/** @param {import('playwright-core').Page} page @param {string | RegExp} tool */
async function openTool(page, tool) {
    await press(page, /^Tools of the team/);
    await page.getByRole('button', { name: tool }).click();
}

test('a message is removed, for whoever wrote it and for everybody', { timeout: 120_000 }, async () => {
    await inARoom(async (room, mona, bo, ana) => {
        await write(bo.page, 'swap numbers?');
        for (const { page } of [mona, ana]) await reads(page, 'Bo: swap numbers?');
        await choose(mona.page, 'Bo: swap numbers?', 'Remove');
        for (const { page } of [bo, ana]) {
            await reads(page, 'No longer here');
            await readsNoMore(page, 'Bo: swap numbers?');
        }
        const told = await ana.client.get(`${room.path}/chat`);
        assert.doesNotMatch(told.text, /swap numbers/);
        await choose(mona.page, 'Bo: swap numbers?', 'Bring it back');
        for (const { page } of [bo, ana]) await reads(page, 'Bo: swap numbers?');
    });
});

test('a word of the class makes a message wait, and only the team and its author know', { timeout: 120_000 }, async () => {
    await inARoom(async (room, mona, bo, ana) => {
        await openTool(mona.page, 'Settings of the chat');
        await mona.page.getByRole('textbox', { name: 'Words that make a message wait' }).fill('playlist');
        await press(mona.page, 'Save the settings');
        await mona.page.getByRole('dialog').waitFor({ state: 'detached' });
        await write(bo.page, 'my playlist is great');
        await reads(bo.page, /Waits for the team/);
        await reads(mona.page, /my playlist is great/);
        await write(bo.page, 'hello all');
        await reads(ana.page, 'Bo: hello all');
        assert.equal(await ana.page.getByText('my playlist is great').count(), 0);
        assert.doesNotMatch((await ana.client.get(`${room.path}/chat`)).text, /playlist is great/);
        await press(mona.page, 'Allow');
        await reads(ana.page, 'Bo: my playlist is great');
    });
});

test('a person is paused on their sheet, reads on, and is heard again', { timeout: 120_000 }, async () => {
    await inARoom(async (_room, mona, bo, ana) => {
        await write(bo.page, 'louder');
        await reads(mona.page, 'Bo: louder');
        await choose(mona.page, 'Bo: louder', 'About this person');
        await reads(mona.page, 'first class with you');
        await mona.page.getByRole('textbox', { name: 'Why' }).fill('calm down');
        await mona.page.getByRole('switch', { name: /last ten minutes/ }).click();
        await press(mona.page, 'Apply');
        await reads(mona.page, /^Paused until/);
        await reads(ana.page, 'No longer here');
        // At once, and not with the next message.
        await reads(bo.page, 'The team asked you to pause: calm down. You can read on.');
        await bo.page.getByRole('textbox', { name: 'Message' }).waitFor({ state: 'detached' });
        assert.ok(await bo.page.getByRole('button', { name: 'Send', exact: true }).isDisabled(), 'it counts how long the pause lasts');
        await write(ana.page, 'good morning');
        await reads(bo.page, 'Ana: good morning');
        await mona.page.getByRole('combobox', { name: 'Pause for' }).selectOption('0');
        await press(mona.page, 'Apply');
        await reads(mona.page, 'They may write.');
        await bo.page.getByRole('textbox', { name: 'Message' }).waitFor();
        await write(bo.page, 'sorry');
        await reads(ana.page, 'Bo: sorry');
    });
});

test('a report says why, and the team decides', { timeout: 120_000 }, async () => {
    await inARoom(async (_room, mona, bo, ana) => {
        await write(bo.page, 'you dance badly');
        await reads(ana.page, 'Bo: you dance badly');
        await choose(ana.page, 'Bo: you dance badly', 'Report to the team');
        await ana.page.getByRole('textbox', { name: 'What is wrong with it?' }).fill('unkind');
        await press(ana.page, 'Send to the team');
        await reads(ana.page, 'The team will look at it.');
        await mona.page.getByRole('button', { name: 'Tools of the team, 1 report waits' }).waitFor();
        await openTool(mona.page, /^Reports/);
        await reads(mona.page, /unkind/);
        await press(mona.page, 'Remove: Bo: you dance badly');
        await reads(ana.page, 'No longer here');
        await reads(bo.page, 'No longer here');
    });
});

test('a poll is asked, voted in, and closed', { timeout: 120_000 }, async () => {
    await inARoom(async (_room, mona, bo, ana) => {
        await openTool(mona.page, 'New poll');
        await mona.page.getByRole('textbox', { name: 'Question' }).fill('Last song?');
        await mona.page.getByRole('textbox', { name: 'Answer 1' }).fill('Fast salsa');
        await mona.page.getByRole('textbox', { name: 'Answer 2' }).fill('Slow afro');
        await press(mona.page, 'Ask everybody');
        await press(ana.page, 'Fast salsa, 0 %');
        await bo.page.getByRole('button', { name: 'Fast salsa, 100 %' }).waitFor();
        // A page that is loaded again knows the own vote: a press takes it back.
        await ana.page.reload();
        await ana.page.getByRole('textbox', { name: 'Message' }).waitFor();
        await press(ana.page, 'Fast salsa, 100 %');
        await bo.page.getByRole('button', { name: 'Fast salsa, 0 %' }).waitFor();
        await press(bo.page, 'Slow afro, 0 %');
        await openTool(mona.page, 'Close the poll');
        await ana.page.getByRole('group', { name: 'Last song?' }).waitFor({ state: 'detached' });
        for (const { page } of [bo, ana]) await reads(page, 'Last song? Fast salsa: 0 · Slow afro: 1');
    });
});
