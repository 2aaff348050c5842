// Chapters: a teacher marks them on the stage by a presenter's key and by touch, viewers find them in the replay where
// they were marked, and a link opens there.
// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createClass, newViewer } from '../fixtures/api.mjs';
import { DESKTOP, PHONE, keepPicture, openPerson, settled, takeSession } from '../fixtures/browser.mjs';
import { browser, instructor, serveAFile, server } from '../fixtures/fixture.mjs';
import { eventually, isSending, pause } from '../fixtures/taught_class.mjs';

serveAFile();

/** @typedef {{title: string, at: string, position_ms: number | null}} Chapter */

/** The second that is seen. @param {import('playwright-core').Page} page */
const position = (page) => page.evaluate(() => {
    const [first, second] = /** @type {HTMLVideoElement[]} */ ([...document.querySelectorAll('#videos video:not(#preview)')]);
    return (second?.style.opacity === '1' ? second : first).currentTime;
});

test('marked by key and by touch, found in the replay at their seconds, and opened by a link', { timeout: 240_000 }, async () => {
    const stream = await createClass(instructor, { title: 'Turns', priceInTokens: 0 });
    const viewer = await newViewer(server.url);
    assert.equal((await viewer.post(`/api/streams/${stream.id}/enroll`)).status, 201);
    const chapters = async () => /** @type {Chapter[]} */ ((await instructor.get(`/api/streams/${stream.id}/chapters`)).body.chapters);

    const desk = await openPerson(browser, { ...DESKTOP, permissions: ['camera', 'microphone'] });
    const remote = await openPerson(browser, PHONE);
    const home = await openPerson(browser, DESKTOP);
    try {
        // On air at the desk; her phone has the class's page too, and sends nothing.
        await takeSession(desk.context, instructor);
        await instructor.post(`/api/instructor/streams/${stream.id}/start`);
        await desk.page.goto(`${server.url}/instructor/streams/${stream.id}/broadcast`);
        await settled(desk.page);
        await desk.page.getByRole('button', { name: 'Go on air', exact: true }).click();
        await eventually(() => isSending(desk.page), 20_000, 'the connection');
        await takeSession(remote.context, instructor);
        await remote.page.goto(`${server.url}/instructor/streams/${stream.id}/broadcast`);
        await settled(remote.page);
        await pause(4000);

        // What a presenter's remote sends.
        const firstAt = Date.now();
        await desk.page.keyboard.press('PageDown');
        await eventually(async () => (await chapters()).length === 1, 5000, 'the first chapter');
        const next = remote.page.getByRole('button', { name: 'Mark Phrase 1', exact: true }).first();
        await next.waitFor({ timeout: 10_000 });
        await pause(5000);

        const secondAt = Date.now();
        await next.tap();
        await eventually(async () => (await chapters()).length === 2, 5000, 'the second chapter');
        await desk.page.getByRole('button', { name: /^Mark Phrase 2 / }).first().waitFor({ timeout: 10_000 });
        await keepPicture(desk.page, 'chapters-stage');
        await keepPicture(remote.page, 'chapters-remote');

        // One too many, and gone again.
        await desk.page.keyboard.press('9');
        await eventually(async () => (await chapters()).length === 3, 5000, 'the cool-down');
        await pause(300);
        await desk.page.keyboard.press('PageUp');
        await eventually(async () => (await chapters()).length === 2, 5000, 'the cool-down to be taken back');

        const marked = await chapters();
        assert.deepEqual(marked.map(({ title }) => title), ['Warm-up', 'Phrase 1']);
        assert.ok(Math.abs(Date.parse(marked[0].at) - firstAt) < 1000, 'the time of the first press');
        assert.ok(Math.abs(Date.parse(marked[1].at) - secondAt) < 1000, 'the time of the second press');

        await pause(6000);
        await instructor.post(`/api/instructor/streams/${stream.id}/end`);
        await eventually(async () => {
            const { body } = await instructor.get(`/api/instructor/streams/${stream.id}`);
            return body.stream.recording_available;
        }, 60_000, 'the replay');

        // They lie as far apart as the presses did.
        const [first, second] = (await chapters()).map(({ position_ms: at }) => Number(at));
        assert.ok(first > 1000, `the first one is at ${first}`);
        assert.ok(Math.abs(second - first - (secondAt - firstAt)) < 1000, `${first} and ${second}`);
        const file = await viewer.get(`/api/streams/${stream.id}/chapters.vtt`);
        assert.match(file.text, /^WEBVTT\n\n00:00:\d\d\.\d{3} --> 00:00:\d\d\.\d{3}\nWarm-up\n/);

        // A link opens the replay there.
        const place = Math.floor(second / 1000);
        await takeSession(home.context, viewer);
        await home.page.goto(`${server.url}/streams/${stream.id}/watch?t=${place}`);
        await settled(home.page);
        const play = home.page.getByRole('button', { name: /^Play/ }).first();
        /** @type {number | undefined} */
        let opened;
        await eventually(async () => {
            const at = await position(home.page);
            if (at > 0.2) opened ??= at;
            if (opened === undefined && (await play.count()) > 0) await play.click().catch(() => {});
            return opened !== undefined;
        }, 30_000, 'the replay');
        assert.ok(Number(opened) >= place - 1 && Number(opened) < place + 3, `opened at ${opened}, not at ${place}`);

        // A press on a chapter goes to it, within a second.
        await home.page.getByRole('button', { name: /^Warm-up, at/ }).click();
        const pressed = Date.now();
        await eventually(async () => {
            const since = (Date.now() - pressed) / 1000, at = await position(home.page);
            return at >= first / 1000 - 1 && at <= first / 1000 + 1 + since;
        }, 5000, 'the first chapter');
        await home.page.getByRole('button', { name: 'Loop Warm-up', exact: true }).click();
        await home.page.getByRole('slider', { name: 'Loop end' }).waitFor({ state: 'attached' });
        await keepPicture(home.page, 'chapters-replay');
        assert.deepEqual([...desk.errors, ...remote.errors, ...home.errors], []);
    } catch (error) {
        await keepPicture(desk.page, 'chapters-desk-failed');
        await keepPicture(remote.page, 'chapters-remote-failed');
        await keepPicture(home.page, 'chapters-home-failed');
        throw error;
    } finally {
        await desk.context.close();
        await remote.context.close();
        await home.context.close();
    }
});
