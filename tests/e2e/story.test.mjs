// The whole story by hand: an instructor teaches, a viewer pays, watches, and comes back for the
// replay. Everything goes through what people see: roles and names, clicks and keys.
// @ts-check
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { createClass, newInstructor, newViewer } from './api.mjs';
import { keepPicture, launchBrowser, openPerson, PHONE, settled, takeSession } from './browser.mjs';
import { delays, followFrames, quantile } from './camera.mjs';
import { INSTRUCTOR_TOKEN, Server } from './server.mjs';

/** @type {Server} */
let server;
/** @type {import('playwright-core').Browser} */
let browser;

before(async () => {
    server = await Server.start();
    browser = await launchBrowser();
});
after(async () => {
    await browser?.close();
    await server?.dispose();
});

const pause = (/** @type {number} */ milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
const takeFrames = () => /** @type {any} */ (window).__frames;

/** The elements beneath the canvas: what is watched, and the own camera. */
const PICTURE = '#player';
const PREVIEW = '#preview';

/** @param {() => Promise<boolean>} happened @param {number} milliseconds @param {string} what */
async function eventually(happened, milliseconds, what) {
    const deadline = Date.now() + milliseconds;
    while (!(await happened().catch(() => false))) {
        assert.ok(Date.now() < deadline, `${what} did not happen in ${milliseconds} ms`);
        await pause(100);
    }
}

/** A local date and time for a datetime-local field, in the browser's zone of these tests. @param {number} minutes from now */
function localField(minutes) {
    const parts = new Intl.DateTimeFormat('en-GB', {
        timeZone: 'Europe/Zagreb', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit',
    }).formatToParts(new Date(Date.now() + minutes * 60_000));
    const get = (/** @type {string} */ type) => parts.find((p) => p.type === type)?.value;
    return `${get('year')}-${get('month')}-${get('day')}T${get('hour')}:${get('minute')}`;
}

test('an instructor teaches a class, a viewer pays, watches it live and plays the replay', { timeout: 240_000 }, async () => {
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
        await studio.getByText("A price can't be below 0.").first().waitFor();
        await studio.getByLabel('Price').fill('50');
        await studio.getByRole('button', { name: 'Create class' }).click();
        await studio.waitForURL('**/broadcast');
        const id = /** @type {RegExpExecArray} */ (/streams\/([^/]+)\/broadcast/.exec(studio.url()))[1];

        /** @type {number[]} */
        const reports = []; // answers to "a picture plays here"
        home.on('response', (answer) => {
            if (answer.url().endsWith(`/api/streams/${id}/watching`)) reports.push(answer.status());
        });

        // The viewer sees it without reloading.
        await home.getByRole('heading', { name: 'Coming up' }).waitFor();
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
        await studio.getByRole('button', { name: 'Use camera and microphone' }).first().click().catch(() => {});
        await studio.getByRole('button', { name: 'Start broadcast' }).click();
        await studio.getByText('Connected', { exact: true }).first().waitFor();
        await studio.evaluate(followFrames, { selector: PREVIEW });
        await studio.getByRole('button', { name: /^Go live/ }).click();

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
        await home.getByText('Use at least 8 characters.').first().waitFor();
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
        await keepPicture(home, 'story-live');
        await keepPicture(studio, 'story-console');

        assert.equal(reports[0], 200, 'the server knows that it is watched');

        // The console counts it all.
        await eventually(async () => (await studio.getByText('watching').count()) > 0, 5000, 'the tiles');

        // The instructor ends the class after a question.
        await pause(3000);
        await studio.getByRole('button', { name: /^End class/ }).first().click();
        await studio.getByRole('dialog').getByRole('button', { name: 'End class' }).click();

        // The replay plays on the same page, and seeks.
        const replay = () => home.evaluate((selector) => {
            const video = /** @type {HTMLVideoElement} */ (document.querySelector(selector));
            return { src: video.currentSrc, time: video.currentTime, duration: video.duration, paused: video.paused };
        }, PICTURE);
        await eventually(async () => (await replay()).src.includes('/recordings/'), 30_000, 'the replay');
        const play = home.getByRole('button', { name: /^Play/ });
        if ((await replay()).paused) await play.first().click();
        await eventually(async () => (await replay()).time > 0.5, 10_000, 'the replay plays');
        assert.ok((await replay()).duration > 4, `duration ${(await replay()).duration}`);
        const position = home.getByRole('slider', { name: 'Position' });
        await position.waitFor({ state: 'attached' });
        await home.keyboard.press('0');
        await eventually(async () => (await replay()).time < 1.5, 3000, 'the seek to the beginning');
        await home.keyboard.press('5');
        await eventually(async () => {
            const { time, duration } = await replay();
            return time >= duration * 0.45;
        }, 3000, 'the seek to the middle');
        await keepPicture(home, 'story-replay');
        assert.ok(reports.filter((status) => status === 200).length > 1, 'the replay is told of as well');
        assert.deepEqual(instructor.errors, []);
        assert.deepEqual(viewer.errors, []);
    } catch (error) {
        await keepPicture(home, 'story-viewer-failed');
        await keepPicture(studio, 'story-studio-failed');
        throw error;
    } finally {
        await instructor.context.close();
        await viewer.context.close();
    }
});

describe('pages', () => {
    test('guests are sent to sign in and come back', async () => {
        const instructor = await newInstructor(server.url);
        const stream = await createClass(instructor, { title: 'Salsa Basics' });
        const viewer = await newViewer(server.url);
        const person = await openPerson(browser);
        try {
            await person.page.goto(`${server.url}/account`);
            await person.page.waitForURL('**/login**');
            await person.page.getByLabel('E-mail').fill(viewer.email);
            await person.page.getByLabel('Password', { exact: true }).fill('the wrong one');
            await person.page.getByRole('button', { name: 'Sign in' }).click();
            await person.page.getByRole('alert').or(person.page.getByText(/password/i)).first().waitFor();
            await person.page.getByLabel('Password', { exact: true }).fill(viewer.password);
            await person.page.keyboard.press('Enter');
            await person.page.waitForURL('**/account');
            await person.page.goto(`${server.url}/streams/${stream.id}/watch`);
            assert.match(await person.page.title(), /Salsa Basics/);
            for (const path of ['/instructor/streams', '/instructor/streams/create', `/instructor/streams/${stream.id}/broadcast`]) {
                await person.page.goto(server.url + path);
                await person.page.waitForURL('**/instructor/login**');
            }
            assert.deepEqual(person.errors, []);
        } finally {
            await person.context.close();
        }
    });

    test('Back and Forward follow what was opened', async () => {
        const instructor = await newInstructor(server.url);
        await createClass(instructor, { title: 'Heels & Confidence' });
        const person = await openPerson(browser);
        try {
            const { page } = person;
            await page.goto(`${server.url}/streams`);
            await page.getByRole('link', { name: 'Heels & Confidence' }).first().click();
            await page.waitForURL('**/watch');
            await page.getByRole('heading', { name: 'Heels & Confidence' }).first().waitFor();
            await page.goBack();
            await page.waitForURL('**/streams');
            await page.getByRole('heading', { name: 'Coming up' }).waitFor();
            await page.goForward();
            await page.waitForURL('**/watch');
            await page.getByRole('heading', { name: 'Heels & Confidence' }).first().waitFor();
            assert.deepEqual(person.errors, []);
        } finally {
            await person.context.close();
        }
    });

    test('an idle page paints nothing', async () => {
        const own = await Server.start();
        const person = await openPerson(browser);
        try {
            await createClass(await newInstructor(own.url));
            await person.page.goto(`${own.url}/streams`);
            await settled(person.page);
            await pause(2500);
            const frames = () => person.page.evaluate(() => /** @type {any} */ (window).__lean.frames());
            const before = await frames();
            await pause(5000);
            assert.equal((await frames()) - before, 0);
        } finally {
            await person.context.close();
            await own.dispose();
        }
    });

    test('a phone pays and watches by touch', async () => {
        const instructor = await newInstructor(server.url);
        const stream = await createClass(instructor, { title: 'Wake-up Afrobeat', priceInTokens: 20 });
        const viewer = await newViewer(server.url);
        const person = await openPerson(browser, PHONE);
        try {
            await takeSession(person.context, viewer);
            await person.page.goto(`${server.url}/streams/${stream.id}/watch`);
            await person.page.getByRole('button', { name: /^Enroll/ }).first().tap();
            await person.page.getByRole('dialog').getByRole('button', { name: /^Enroll/ }).tap();
            await person.page.getByText('Enrolled').first().waitFor();
            assert.equal((await viewer.get('/api/wallet')).body.balance, 80);
            const wide = await person.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
            assert.ok(wide <= 0, 'nothing sticks out sideways');
            assert.deepEqual(person.errors, []);
        } catch (error) {
            await keepPicture(person.page, 'phone-failed');
            throw error;
        } finally {
            await person.context.close();
        }
    });

    test('too few tokens are said before anything is charged', async () => {
        const instructor = await newInstructor(server.url);
        const stream = await createClass(instructor, { title: 'Gala Night', priceInTokens: 500 });
        const viewer = await newViewer(server.url);
        const person = await openPerson(browser);
        try {
            await takeSession(person.context, viewer);
            await person.page.goto(`${server.url}/streams/${stream.id}/watch`);
            await person.page.getByRole('button', { name: /^Enroll/ }).first().click();
            await person.page.getByText(/costs 500 tokens and you have 100/).first().waitFor();
            assert.equal((await viewer.get('/api/wallet')).body.balance, 100);
        } finally {
            await person.context.close();
        }
    });
});

describe('an expired replay', () => {
    test('is refused by the server and said by the page', async () => {
        const instructor = await newInstructor(server.url);
        const stream = await createClass(instructor, { title: 'Last week' });
        const viewer = await newViewer(server.url);
        await viewer.post(`/api/streams/${stream.id}/enroll`);
        await instructor.post(`/api/instructor/streams/${stream.id}/start`);
        await instructor.post(`/api/instructor/streams/${stream.id}/end`);
        // Eight days pass: the rows say so, as they would.
        await server.stop();
        const { execFileSync } = await import('node:child_process');
        const past = new Date(Date.now() - 86400_000).toISOString();
        execFileSync('sqlite3', [`${server.dataDir}/leansporty.db`,
            `UPDATE live_stream_sessions SET recording_expires_at='${past}', recording_available=1, recording_state='available' WHERE id='${stream.id}';` +
            `UPDATE stream_enrollments SET replay_access_expires_at='${past}' WHERE stream_id='${stream.id}';`]);
        await server.run();
        const refused = await viewer.get(`/api/streams/${stream.id}/playback`);
        assert.equal(refused.status, 403);
        assert.equal(refused.body.code, 'replay_expired');
        const person = await openPerson(browser);
        try {
            await takeSession(person.context, viewer);
            await person.page.goto(`${server.url}/streams/${stream.id}/watch`);
            await person.page.getByText(/was here for 7 days and is gone/).first().waitFor();
        } finally {
            await person.context.close();
        }
    });
});
