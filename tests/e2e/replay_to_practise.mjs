// A replay to practise with: a class that was held before the film of numbers, and who has a place in it.
// @ts-check
import assert from 'node:assert/strict';
import { createClass, newViewer } from './api.mjs';
import { openPerson } from './browser.mjs';
import { openBarePage, publish } from './rtc.mjs';
import { eventually, pause } from './taught_class.mjs';

/**
 * @param {import('./server.mjs').Server} server @param {import('playwright-core').Browser} browser
 * @param {import('./api.mjs').ApiClient} instructor @param {number} [seconds]
 */
export async function replayToPractise(server, browser, instructor, seconds = 16) {
    const stream = await createClass(instructor, { title: 'Turns', priceInTokens: 0 });
    const viewer = await newViewer(server.url);
    assert.equal((await viewer.post(`/api/streams/${stream.id}/enroll`)).status, 201);
    const camera = await openPerson(browser, { permissions: ['camera', 'microphone'] });
    await openBarePage(camera.page, server.url);
    const published = await camera.page.evaluate(publish, { url: stream.webrtc_url, token: stream.webrtc_token, codec: 'VP8' });
    assert.equal(published.status, 201, JSON.stringify(published));
    await instructor.post(`/api/instructor/streams/${stream.id}/start`);
    await pause(seconds * 1000);
    await instructor.post(`/api/instructor/streams/${stream.id}/end`);
    await camera.context.close();
    await eventually(async () => {
        const { body } = await instructor.get(`/api/instructor/streams/${stream.id}`);
        return body.stream.recording_available;
    }, 60_000, 'the replay');
    return { stream, viewer };
}
