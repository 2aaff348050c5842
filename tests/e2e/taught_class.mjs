// The whole story by hand: an instructor teaches, a viewer pays, watches, and comes back for the
// replay. Everything goes through what people see: roles and names, clicks and keys. The same for
// every media backend.
// @ts-check
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { keepPicture, openPerson, settled } from './browser.mjs';
import { delays, followFrames, quantile } from './camera.mjs';
import { INSTRUCTOR_TOKEN, Server } from './server.mjs';

export const pause = (/** @type {number} */ milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
const takeFrames = () => /** @type {any} */ (window).__frames;

/** The elements beneath the canvas: what is watched, and the own camera. */
export const PICTURE = '#player';
const PREVIEW = '#preview';

/** What the stage's band says while this page's picture or sound arrives; before a class a pill says "Connected". */
const ARRIVES = /^(Connected|ON AIR|You're muted|Camera is off|Picture and sound are off|Too loud, clipping)$/;
/**
 * The console on this page sends, and it arrives. @param {import('playwright-core').Page} page
 */
export const isSending = async (page) =>
    (await page.getByRole('button', { name: 'Stop broadcast' }).count()) > 0 && (await page.getByText(ARRIVES).count()) > 0;

/** @param {() => Promise<boolean>} happened @param {number} milliseconds @param {string} what */
export async function eventually(happened, milliseconds, what) {
    const deadline = Date.now() + milliseconds;
    while (!(await happened().catch(() => false))) {
        assert.ok(Date.now() < deadline, `${what} did not happen in ${milliseconds} ms`);
        await pause(100);
    }
}

/** The class is seen, and it moves. @param {import('playwright-core').Page} page */
export const pictureMoves = (page) => eventually(() => page.evaluate((selector) => {
    const video = /** @type {HTMLVideoElement} */ (document.querySelector(selector));
    return video.videoWidth > 0 && video.currentTime > 0 && getComputedStyle(video).visibility === 'visible';
}, PICTURE), 30_000, 'the picture');

/** A local date and time for a datetime-local field, in the browser's zone of these tests. @param {number} minutes from now */
export function localField(minutes) {
    const parts = new Intl.DateTimeFormat('en-GB', {
        timeZone: 'Europe/Zagreb', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit',
    }).formatToParts(new Date(Date.now() + minutes * 60_000));
    const get = (/** @type {string} */ type) => parts.find((p) => p.type === type)?.value;
    return `${get('year')}-${get('month')}-${get('day')}T${get('hour')}:${get('minute')}`;
}

/**
 * @param {import('playwright-core').Browser} browser
 * @param {Server} server
 * @param {object} backend what it changes
 * @param {string} backend.pictures begins the names of the pictures
 * @param {string} [backend.named] as the console says it
 * @param {(home: import('playwright-core').Page, reports: number[]) => Promise<void>} backend.watchReplay the
 *     reports are answers to "a picture plays here"
 * @returns {Promise<string>} the class
 */
export async function teachPayWatchAndReplay(browser, server, { pictures, named, watchReplay }) {
    const viewport = { width: 1040, height: 720 };
    const instructor = await openPerson(browser, { viewport, permissions: ['camera', 'microphone'] });
    const viewer = await openPerson(browser, { viewport, acceptDownloads: true });
    const [studio, home] = [instructor.page, viewer.page];
    try {
        // The viewer looks around before anything is there.
        await home.goto(`${server.url}/`);
        await home.waitForURL('**/streams');
        await settled(home);

        // The instructor logs in, wrongly first.
        await studio.goto(`${server.url}/instructor/streams`);
        await studio.waitForURL('**/instructor/login**');
        await studio.getByLabel('Access token').fill('not the token');
        await studio.getByRole('button', { name: 'Open the studio' }).click();
        await studio.getByText(/token/i).first().waitFor();
        await studio.getByLabel('Access token').fill(INSTRUCTOR_TOKEN);
        await studio.getByRole('button', { name: 'Open the studio' }).click();
        await studio.waitForURL('**/instructor/streams');

        // Creates a class; a price below zero is said beside its field.
        await studio.goto(`${server.url}/instructor/streams/create`);
        await studio.getByLabel('Title').fill('Morning Dance Workout');
        await studio.getByLabel('Description').fill('High-energy dance cardio for every level.');
        await studio.getByLabel('Starts').fill(localField(30));
        await studio.getByLabel('Length').fill('45');
        await studio.getByLabel('Price').fill('-5');
        await studio.getByLabel('Instructor').fill('Mila Kovač');
        await studio.getByRole('button', { name: 'Create class' }).click();
        // Painted by the canvas; its element is the field's description (aria-describedby).
        await studio.getByText("A price can't be below 0.").first().waitFor({ state: 'attached' });
        await studio.getByLabel('Price').fill('50');
        await studio.getByRole('button', { name: 'Create class' }).click();
        await studio.waitForURL('**/broadcast');
        const id = /** @type {RegExpExecArray} */ (/streams\/([^/]+)\/broadcast/.exec(studio.url()))[1];

        /** @type {number[]} */
        const reports = [];
        home.on('response', (answer) => {
            if (answer.url().endsWith(`/api/streams/${id}/watching`)) reports.push(answer.status());
        });

        // The viewer sees it without reloading.
        await home.getByRole('heading', { name: /^(Today|Tomorrow)$/ }).first().waitFor();
        await home.getByRole('button', { name: /Enroll in Morning Dance Workout/ }).first().waitFor();
        assert.equal(await home.getByText(/^LIVE$/).count(), 0);

        // And downloads its calendar file.
        const download = home.waitForEvent('download');
        await home.getByRole('button', { name: /calendar/i }).or(home.getByRole('link', { name: /calendar/i })).first().click();
        const file = readFileSync(await (await download).path(), 'utf8');
        assert.match(file, /^BEGIN:VCALENDAR\r\n/);
        assert.match(file, /SUMMARY:Morning Dance Workout\r\n/);
        assert.match((await download).suggestedFilename(), /\.ics$/);

        // Camera and microphone, then the broadcast.
        if (named) await studio.getByText(named).first().waitFor();
        await studio.getByRole('button', { name: 'Use camera and microphone' }).first().click().catch(() => {});
        await studio.getByRole('button', { name: 'Start broadcast' }).click();
        await studio.getByText('Connected', { exact: true }).first().waitFor();
        await studio.evaluate(followFrames, { selector: PREVIEW });
        // Half an hour too early: that is asked about.
        await studio.getByRole('button', { name: /^Go live/ }).click();
        await studio.getByRole('dialog').getByRole('button', { name: 'Go live now' }).click();

        // The LIVE badge appears by itself within a second or so.
        const wentLive = Date.now();
        await home.getByText(/^LIVE$/).first().waitFor();
        assert.ok(Date.now() - wentLive < 3000, 'the badge came by itself');

        // The viewer wants in: creates an account on the way, and pays.
        await home.getByRole('button', { name: /^Enroll/ }).first().click();
        await home.waitForURL('**/login**');
        await home.getByRole('link', { name: 'Create an account' }).click();
        await home.getByLabel('Name').fill('Ana');
        await home.getByLabel('E-mail').fill('ana.story@example.com');
        await home.getByLabel('Password', { exact: true }).fill('short');
        await home.getByRole('button', { name: 'Create account' }).click();
        await home.getByText('Use at least 8 characters.').first().waitFor({ state: 'attached' });
        await home.getByLabel('Password', { exact: true }).fill('a good long password');
        await home.getByRole('button', { name: 'Create account' }).click();
        const pay = home.getByRole('dialog').getByRole('button', { name: /^Enroll/ });
        if (!(await pay.waitFor({ timeout: 8000 }).then(() => true).catch(() => false))) {
            await home.getByRole('button', { name: /^Enroll/ }).first().click();
        }
        await pay.click();
        await eventually(async () => (await home.getByText(/\b50 tokens|◆ 50\b/).count()) > 0, 8000, 'the balance');

        // The class moves, with sound, under half a second behind.
        if (!home.url().includes('/watch')) await home.goto(`${server.url}/streams/${id}/watch`);
        await home.evaluate(followFrames, { selector: PICTURE });
        // Without a graphics card the window shows fewer frames than the video decodes.
        const decoded = () => home.evaluate((selector) =>
            /** @type {HTMLVideoElement} */ (document.querySelector(selector)).getVideoPlaybackQuality().totalVideoFrames, PICTURE);
        await eventually(async () => (await decoded()) > 90, 30_000, 'ninety frames decoded');
        await eventually(async () => (await home.evaluate(takeFrames)).length > 20, 60_000, 'twenty frames shown');
        const seen = (await home.evaluate(takeFrames)).slice(4);
        assert.ok(new Set(seen.map((/** @type {any} */ f) => f.number)).size > 10, 'they advance');
        assert.ok(seen.filter((/** @type {any} */ f) => f.number >= 0).length > seen.length * 0.9, 'the picture is the camera\'s');
        const late = delays(await studio.evaluate(takeFrames), seen);
        assert.ok(quantile(late, 0.5) < 500, `${quantile(late, 0.5)} ms behind`);
        const sound = () => home.evaluate((selector) => {
            const video = /** @type {HTMLVideoElement} */ (document.querySelector(selector));
            const media = /** @type {MediaStream} */ (video.srcObject);
            return { tracks: media.getAudioTracks().length, muted: media.getAudioTracks()[0]?.muted };
        }, PICTURE);
        await eventually(async () => (await sound()).tracks === 1 && (await sound()).muted === false, 5000, 'sound');
        await keepPicture(home, `${pictures}-live`);
        await keepPicture(studio, `${pictures}-console`);

        assert.equal(reports[0], 200, 'the server knows that it is watched');

        // The console counts it all.
        await eventually(async () => (await studio.getByText('watching').count()) > 0, 5000, 'the tiles');

        // The instructor ends the class after a question.
        await pause(3000);
        await studio.getByRole('button', { name: /^End class/ }).first().click();
        await studio.getByRole('dialog').getByRole('button', { name: 'End class' }).click();

        // The replay plays on the same page, but not from its beginning by itself.
        await home.getByText('That was it, thank you').first().waitFor({ state: 'attached' });
        await keepPicture(home, `${pictures}-over`);
        await home.getByRole('button', { name: 'Watch the replay' }).first().click({ timeout: 60_000 });
        await watchReplay(home, reports);
        await keepPicture(home, `${pictures}-replay`);
        assert.deepEqual(instructor.errors, []);
        assert.deepEqual(viewer.errors, []);
        return id;
    } catch (error) {
        await keepPicture(home, `${pictures}-viewer-failed`);
        await keepPicture(studio, `${pictures}-studio-failed`);
        throw error;
    } finally {
        await instructor.context.close();
        await viewer.context.close();
    }
}
