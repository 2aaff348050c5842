// What was said in a class stands beside its replay, and what is watched of it is counted though the page is left.
// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createClass, newViewer } from '../fixtures/api.mjs';
import { keepPicture, openPerson, settled, takeSession } from '../fixtures/browser.mjs';
import { browser, instructor, serveAFile, server } from '../fixtures/fixture.mjs';
import { openBarePage, publish } from '../fixtures/rtc.mjs';
import { eventually, pause } from '../fixtures/taught_class.mjs';

serveAFile();

/** A class of some seconds with a message, taps and a question in it; its room closes with it. */
async function replayWithChat() {
    const stream = await createClass(instructor, { title: 'Turns', priceInTokens: 0 });
    const path = `/api/streams/${stream.id}`;
    const doors = await instructor.request('PATCH', `${path}/chat/settings`, { body: { closesMinutesAfter: 0 } });
    assert.equal(doors.status, 200, doors.text);
    const ana = await newViewer(server.url, 'Ana');
    assert.equal((await ana.post(`${path}/enroll`)).status, 201);
    const camera = await openPerson(browser, { permissions: ['camera', 'microphone'] });
    await openBarePage(camera.page, server.url);
    const published = await camera.page.evaluate(publish, { url: stream.webrtc_url, token: stream.webrtc_token, codec: 'VP8' });
    assert.equal(published.status, 201, JSON.stringify(published));
    await instructor.post(`/api/instructor/streams/${stream.id}/start`);
    await pause(3000);  // of recording, before anything is said
    assert.equal((await ana.post(`${path}/chat`, { message: 'good morning' })).status, 201);
    const asked = await ana.post(`${path}/chat`, { message: 'left foot first?', kind: 'question' });
    assert.equal(asked.status, 201, asked.text);
    assert.equal((await ana.post(`${path}/reactions`, { fire: 5 })).status, 204);
    await pause(12_000);  // to be watched
    await instructor.post(`/api/instructor/streams/${stream.id}/end`);
    await camera.context.close();
    await eventually(async () => {
        const { body } = await instructor.get(`/api/instructor/streams/${stream.id}`);
        return body.stream.recording_available;
    }, 60_000, 'the replay');
    return { stream, path, ana, question: asked.body.message.id };
}

test('the chat stands beside the replay, with one letter for a name and the late answer', { timeout: 180_000 }, async () => {
    const { stream, path, ana, question } = await replayWithChat();
    assert.equal((await instructor.post(`${path}/chat`, { message: 'the left one', replyTo: question })).status, 201);
    assert.equal((await instructor.post(`${path}/chat/${question}/answer`)).status, 200);
    const { page, context, errors } = await openPerson(browser);
    try {
        await takeSession(context, ana);
        await page.goto(`${server.url}/streams/${stream.id}/watch`);
        await settled(page);
        const time = () => page.evaluate(() => Math.max(0, ...[...document.querySelectorAll('video')].map((video) => video.currentTime)));
        const play = page.getByRole('button', { name: /^Play/ }).first();
        await eventually(async () => {
            if (await play.count() > 0 && await time() < 0.1) await play.click().catch(() => {});
            return await time() > 0.3;
        }, 30_000, 'the replay');
        await page.keyboard.press('8');
        const row = page.getByRole('button', { name: /^A\.: good morning/ });
        await row.waitFor();
        await page.getByRole('button', { name: /the left one/ }).waitFor();
        assert.equal(await page.getByText('Ana:').count(), 0);
        const before = await time();
        await row.click();
        await eventually(async () => await time() < before - 1, 5000, 'the place of the message');

        // What is played until the page is left is counted, though the next report is half a minute away.
        const from = await time();
        // A new stretch begins four seconds after the one before at the earliest.
        await eventually(async () => await time() > from + 7.5, 30_000, 'some seconds');
        await page.goto('about:blank');
        await eventually(async () => {
            const { body } = await instructor.get(`/api/instructor/streams/${stream.id}/figures`);
            return body.rehearsed_seconds >= 3;
        }, 10_000, 'what was watched');
        assert.deepEqual(errors, []);
    } catch (error) {
        await keepPicture(page, 'replay-chat-failed');
        throw error;
    } finally {
        await context.close();
    }
});
