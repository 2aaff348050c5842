// A class lives on: a real recording, seven days later, two months later. Time passes in the rows of
// the stopped server's database; what follows from it is the jobs' own work.
// @ts-check
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, describe, test } from 'node:test';
import { ApiClient, createClass, newInstructor, newViewer } from './api.mjs';
import { keepPicture, launchBrowser, openPerson, settled } from './browser.mjs';
import { openBarePage, publish } from './rtc.mjs';
import { CRON_SECRET, Server } from './server.mjs';

const CLEANUP = '/api/cron/cleanup-recordings';
const MIGRATE = '/api/cron/migrate-streams-to-workouts';
const DAY = 86_400_000;
const PICTURE = '#player';

/** @type {Server} */
let server;
/** @type {import('playwright-core').Browser} */
let browser;
/** @type {ApiClient} */
let instructor;

before(async () => {
    server = await Server.start();
    browser = await launchBrowser();
    instructor = await newInstructor(server.url);
});
after(async () => {
    await browser?.close();
    await server?.dispose();
});

const pause = (/** @type {number} */ milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
const cron = (/** @type {string} */ job) => new ApiClient(server.url).post(job, undefined, { Authorization: `Bearer ${CRON_SECRET}` });
const row = async (/** @type {string} */ id) => (await instructor.get(`/api/instructor/streams/${id}`)).body.stream;

/** @param {() => Promise<boolean>} happened @param {string} what */
async function eventually(happened, what, milliseconds = 20_000) {
    const deadline = Date.now() + milliseconds;
    while (!(await happened().catch(() => false))) {
        assert.ok(Date.now() < deadline, `${what} did not happen in ${milliseconds} ms`);
        await pause(100);
    }
}

/** As if a class had ended so many days earlier than it did. @param {string} id @param {number} days */
async function daysPass(id, days) {
    const stream = await row(id);
    const earlier = (/** @type {string} */ time) => new Date(Date.parse(time) - days * DAY).toISOString();
    await server.stop();
    const columns = ['actual_start_time', 'actual_end_time', 'recording_expires_at', 'migration_scheduled_at'];
    const moved = columns.map((name) => `${name}='${earlier(stream[name])}'`).join(', ');
    execFileSync('sqlite3', [`${server.dataDir}/leansporty.db`,
        `UPDATE live_stream_sessions SET ${moved} WHERE id='${id}';` +
        `UPDATE stream_enrollments SET replay_access_expires_at='${earlier(stream.recording_expires_at)}' WHERE stream_id='${id}';`]);
    await server.run();
}

/** A class that was held before a camera, with a viewer who paid. @param {string} title */
async function heldClass(title) {
    const stream = await createClass(instructor, { title, priceInTokens: 10, durationMinutes: 45 });
    const viewer = await newViewer(server.url);
    assert.equal((await viewer.post(`/api/streams/${stream.id}/enroll`)).status, 201);
    const camera = await openPerson(browser, { permissions: ['camera', 'microphone'] });
    await openBarePage(camera.page, server.url);
    const published = await camera.page.evaluate(publish, { url: stream.webrtc_url, token: stream.webrtc_token, codec: 'VP8' });
    assert.equal(published.status, 201, JSON.stringify(published));
    await instructor.post(`/api/instructor/streams/${stream.id}/start`);
    await pause(5000);
    await instructor.post(`/api/instructor/streams/${stream.id}/end`);
    await camera.context.close();
    await eventually(async () => (await row(stream.id)).recording_available, 'the replay');
    return { id: stream.id, viewer };
}

test('a class becomes a replay, then nothing for a while, then a workout for everybody', { timeout: 240_000 }, async () => {
    const { id, viewer } = await heldClass('Classic Salsa');
    const gone = await heldClass('Only this week');
    await instructor.patch(`/api/instructor/streams/${gone.id}`, { keepForCatalog: false });
    const video = (await row(id)).recording_video_id;
    const range = (/** @type {ApiClient} */ who, name = video) => who.get(`/recordings/${name}`, { Range: 'bytes=0-99' });
    assert.equal((await range(viewer)).status, 206, 'the replay plays');
    const early = await cron(CLEANUP);
    assert.deepEqual(early.body, { processed: 0, succeeded: 0, failed: 0, items: [] });

    // Day 7: over for everybody, in the middle of a file too; what is not kept goes.
    await daysPass(id, 7.1);
    await daysPass(gone.id, 7.1);
    const refused = await range(viewer);
    assert.equal(refused.status, 403, 'before any job has run');
    assert.equal(refused.body.code, 'replay_expired');
    const goneVideo = (await row(gone.id)).recording_video_id;
    const cleaned = await cron(CLEANUP);
    assert.equal(cleaned.body.processed, 2, cleaned.text);
    assert.deepEqual(new Set(cleaned.body.items.map((/** @type {any} */ i) => `${i.title} ${i.action}`)),
        new Set(['Classic Salsa expired', 'Only this week deleted']));
    assert.equal((await row(gone.id)).recording_video_id, null);
    assert.equal((await row(id)).recording_video_id, video, 'kept, privately');
    assert.equal((await range(gone.viewer, goneVideo)).status, 404);
    assert.equal((await cron(CLEANUP)).body.processed, 0, 'twice does no harm');
    assert.equal((await cron(MIGRATE)).body.processed, 0);
    assert.deepEqual((await viewer.get('/api/workouts')).body.workouts, []);

    // Month 2.
    await daysPass(id, 60);
    const moved = await cron(MIGRATE);
    assert.equal(moved.body.succeeded, 1, moved.text);
    assert.equal((await cron(MIGRATE)).body.processed, 0, 'twice does no harm');
    assert.equal((await cron(CLEANUP)).body.processed, 0);
    const [workout] = (await viewer.get('/api/workouts')).body.workouts;
    assert.equal(workout.title, 'Classic Salsa');
    assert.equal(workout.duration_seconds, 45 * 60);
    assert.equal((await row(id)).migrated_to_workout_id, workout.id);
    const stranger = await newViewer(server.url);
    const playback = await stranger.get(`/api/workouts/${workout.id}/playback`);
    assert.equal(playback.body.kind, 'file', playback.text);
    assert.equal((await range(stranger)).status, 206);
    assert.equal((await new ApiClient(server.url).get(`/api/workouts/${workout.id}/playback`)).status, 401);
    assert.equal((await range(new ApiClient(server.url))).status, 401);
    const jobs = (await instructor.get('/api/instructor/jobs')).body;
    assert.deepEqual(jobs.jobs.map((/** @type {any} */ j) => j.job), ['cleanup-recordings', 'migrate-streams-to-workouts']);
    assert.ok(jobs.recording_space.recordings_bytes > 10_000);

    await danceAlong(workout, stranger);
});

/** What a guest, then a viewer, does with it. @param {any} workout @param {any} viewer */
async function danceAlong(workout, viewer) {
    const html = (await new ApiClient(server.url).get(`/workouts/${workout.id}`)).text;
    assert.match(html, /<title>Classic Salsa · LeanSporty<\/title>/);
    assert.match(html, /<meta property="og:title" content="Classic Salsa">/);
    assert.equal((await new ApiClient(server.url).get('/workouts/01934f5e-7c1a-7b3c-8d2e-0123456789ab')).status, 404);

    const person = await openPerson(browser, { viewport: { width: 1040, height: 720 } });
    const { page } = person;
    try {
        await page.goto(`${server.url}/workouts?q=tango`);
        await settled(page);
        await page.getByText('No workout is like that').first().waitFor();
        const search = page.getByLabel('Search workouts');
        assert.equal(await search.inputValue(), 'tango');
        await search.fill('salsa');
        await page.waitForURL('**/workouts?q=salsa');
        await page.getByRole('link', { name: 'Classic Salsa' }).first().click();
        await page.waitForURL(`**/workouts/${workout.id}`);
        assert.equal(await page.title(), 'Classic Salsa · LeanSporty');
        await page.goBack();
        await page.waitForURL('**/workouts?q=salsa');
        assert.equal(await page.getByLabel('Search workouts').inputValue(), 'salsa');
        await page.goForward();
        await page.waitForURL(`**/workouts/${workout.id}`);
        await keepPicture(page, 'workout-guest');

        await page.getByText('Sign in to dance along').first().waitFor();
        await page.getByRole('link', { name: 'Sign in' }).last().click();
        await page.waitForURL('**/login**');
        await page.getByLabel('E-mail').fill(viewer.email);
        await page.getByLabel('Password', { exact: true }).fill(viewer.password);
        await page.keyboard.press('Enter');
        await page.waitForURL(`**/workouts/${workout.id}`);

        const video = () => page.evaluate((selector) => {
            const element = /** @type {HTMLVideoElement} */ (document.querySelector(selector));
            return { src: element.currentSrc, time: element.currentTime, duration: element.duration, paused: element.paused };
        }, PICTURE);
        await eventually(async () => (await video()).src.includes('/recordings/'), 'the picture');
        if ((await video()).paused) await page.getByRole('button', { name: /^Play/ }).first().click();
        await eventually(async () => (await video()).time > 0.5, 'it plays');
        await page.getByRole('slider', { name: 'Position' }).waitFor({ state: 'attached' });
        await page.keyboard.press('5');
        await eventually(async () => {
            const { time, duration } = await video();
            return time >= duration * 0.45;
        }, 'the seek to the middle');
        await keepPicture(page, 'workout-plays');
        assert.deepEqual(person.errors, []);
    } catch (error) {
        await keepPicture(page, 'workout-failed');
        throw error;
    } finally {
        await person.context.close();
    }
}

describe('killed while a job runs', () => {
    test('the next start brings it to its end', async () => {
        const held = await createClass(instructor, { title: 'Nobody came', scheduledStartTime: new Date(Date.now() - DAY / 2).toISOString() });
        const viewer = await newViewer(server.url);
        assert.equal((await viewer.post(`/api/streams/${held.id}/enroll`)).status, 201);
        await server.stop();
        const past = new Date(Date.now() - 3 * DAY).toISOString();
        execFileSync('sqlite3', [`${server.dataDir}/leansporty.db`,
            `UPDATE live_stream_sessions SET scheduled_start_time='${past}' WHERE id='${held.id}';` +
            // As a run leaves it that was cut short.
            `DELETE FROM job_run_items; DELETE FROM job_runs;` +
            `INSERT INTO job_runs (job, started_at) VALUES ('cleanup-recordings', '${past}');`]);
        await server.run();
        await eventually(async () => (await row(held.id)).status === 'cancelled', 'the catching up');
        const wallet = (await viewer.get('/api/wallet')).body;
        assert.equal(wallet.balance, 100);
        assert.equal(wallet.entries[0].reason, 'missed');
        assert.equal(await server.stop(), 0, 'a clean end');
        await server.run();
    });
});
