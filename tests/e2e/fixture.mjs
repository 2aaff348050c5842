// What most test files stand on: a server with an empty data folder, a browser, and the instructor's client. Each test
// file is a process of its own, so these are set once and are gone with it.
// @ts-check
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { createClass, newInstructor } from './api.mjs';
import { launchBrowser, openPerson } from './browser.mjs';
import { openBarePage, publish } from './rtc.mjs';
import { Server } from './server.mjs';

/** @type {Server} */
export let server;
/** @type {import('playwright-core').Browser} */
export let browser;
/** @type {import('./api.mjs').ApiClient} */
export let instructor;

/** Starts all three before the file's tests and ends them afterwards. */
export function serveAFile() {
    before(async () => {
        server = await Server.start();
        browser = await launchBrowser();
        instructor = await newInstructor(server.url);
    });
    after(async () => {
        await browser?.close();
        await server?.dispose();
    });
}

/** A session of the instructor's once more, after a test has ended all of them. */
export async function signInstructorInAgain() {
    instructor = await newInstructor(server.url);
}

/** A live class with its camera running in a window of its own. @param {Record<string, unknown>} [changes] */
export async function liveClass(changes = {}) {
    const stream = await createClass(instructor, changes);
    const camera = await openPerson(browser, { permissions: ['camera', 'microphone'] });
    await openBarePage(camera.page, server.url);
    const published = await camera.page.evaluate(publish, { url: stream.webrtc_url, token: stream.webrtc_token });
    assert.equal(published.status, 201, JSON.stringify(published));
    assert.equal((await instructor.post(`/api/instructor/streams/${stream.id}/start`)).status, 200);
    return { stream, camera };
}
