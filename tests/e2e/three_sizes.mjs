// A class that our own page's media code broadcasts in three sizes, and pages that watch it.
// @ts-check
import assert from 'node:assert/strict';
import { createClass, newInstructor } from './api.mjs';
import { openPerson } from './browser.mjs';

/** The least that browsers send in three sizes, with whole lines in each. */
export const CAMERA = { width: 960, height: 544 };

/** Calls into web/*.js, where the app would be. @param {import('playwright-core').Page} page @param {string} part @param {string} name @param {...any} args */
export const call = (page, part, name, ...args) =>
    page.evaluate(([p, n, given]) => /** @type {any} */ (window).bridge[p][n](...given), /** @type {[string, string, any[]]} */ ([part, name, args]));

/** @param {import('playwright-core').Page} page @param {string} name @param {string} phase */
export const reaches = (page, name, phase) => page.waitForFunction(
    ([wanted, word]) => /** @type {any} */ (window).calls.some((/** @type {any} */ one) => one.name === wanted && one.state.phase === word),
    /** @type {[string, string]} */ ([name, phase]), { timeout: 20_000 });

/** What the app would have heard last of the picture. @param {import('playwright-core').Page} page */
export async function toldByPlayer(page) {
    const { state } = await page.evaluate(() => /** @type {any} */ (window).calls
        .filter((/** @type {any} */ one) => one.name === 'lsl_on_player').at(-1));
    const { quality, sound_only, heights, figures } = state;
    return { chosen: quality, soundOnly: sound_only, codec: figures.codec, fps: figures.frames_per_second, lost: figures.lost_percent, heights };
}

/** @param {import('playwright-core').Browser} browser @param {string} url of servePage() @param {import('playwright-core').BrowserContextOptions} [options] */
export async function openBridge(browser, url, options) {
    const person = await openPerson(browser, options);
    // Three sizes, whatever this machine is.
    await person.page.addInitScript(() => localStorage.setItem('lean.broadcast-layers', '3'));
    await person.page.goto(`${url}/streams`);
    await person.page.waitForFunction(() => /** @type {any} */ (window).__lean?.frames() > 0);
    await person.page.mouse.click(5, 5);
    return person;
}

/**
 * A live class; its browser knows the one codec.
 * @param {import('./server.mjs').Server} server @param {string} url of servePage() @param {import('playwright-core').Browser} browser
 */
export async function classInThreeSizes(server, url, browser, codec = 'H264') {
    const instructor = await newInstructor(server.url);
    const stream = await createClass(instructor, { priceInTokens: 0, title: 'Class in three sizes' });
    const studio = await openBridge(browser, url, { permissions: ['camera', 'microphone'] });
    await studio.page.evaluate((mimeType) => {
        const all = RTCRtpSender.getCapabilities.bind(RTCRtpSender);
        RTCRtpSender.getCapabilities = (kind) => {
            const known = all(kind);
            if (known && kind === 'video') known.codecs = known.codecs.filter((one) => one.mimeType === mimeType || one.mimeType === 'video/rtx');
            return known;
        };
    }, `video/${codec}`);
    await call(studio.page, 'capture', 'open', '', '');
    await reaches(studio.page, 'lsl_on_capture', 'open');
    await call(studio.page, 'whip', 'open', stream.webrtc_url, stream.webrtc_token);
    await reaches(studio.page, 'lsl_on_broadcast', 'connected');
    assert.equal((await instructor.post(`/api/instructor/streams/${stream.id}/start`)).status, 200);
    return { instructor, stream, studio };
}

/** @param {import('./api.mjs').ApiClient} viewer @param {any} stream */
export async function playbackOf(viewer, stream) {
    assert.equal((await viewer.post(`/api/streams/${stream.id}/enroll`)).status, 201);
    const playback = await viewer.get(`/api/streams/${stream.id}/playback`);
    assert.equal(playback.status, 200, playback.text);
    return playback.body;
}
