// A class lives on: a real recording, seven days later, two months later. Time passes in the rows of
// the stopped server's database; what follows from it is the jobs' own work.
// @ts-check
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { ApiClient, createClass, newViewer } from '../fixtures/api.mjs';
import { keepPicture, openPerson, settled } from '../fixtures/browser.mjs';
import { browser, instructor, serveAFile, server } from '../fixtures/fixture.mjs';
import { openBarePage, publish } from '../fixtures/rtc.mjs';
import { CRON_SECRET } from '../fixtures/server.mjs';
import { pause } from '../fixtures/taught_class.mjs';

const CLEANUP = '/api/cron/cleanup-recordings';
const MIGRATE = '/api/cron/migrate-streams-to-workouts';
const DAY = 86_400_000;
const PICTURE = '#player';

serveAFile();

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
    const stream = await createClass(instructor, { title, priceInTokens: 10, durationMinutes: 1 });
    const viewer = await newViewer(server.url);
    assert.equal((await viewer.post(`/api/streams/${stream.id}/enroll`)).status, 201);
    const camera = await openPerson(browser, { permissions: ['camera', 'microphone'] });
    await openBarePage(camera.page, server.url);
    const published = await camera.page.evaluate(publish, { url: stream.webrtc_url, token: stream.webrtc_token, codec: 'VP8' });
    assert.equal(published.status, 201, JSON.stringify(published));
    await instructor.post(`/api/instructor/streams/${stream.id}/start`);
    await pause(8000);  // less than a tenth of the minute would be paid back
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
    assert.equal(workout.duration_seconds, 60);
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
    const title = 'Long ago';
    const rows = (/** @type {string} */ sql) => execFileSync('sqlite3', [`${server.dataDir}/leansporty.db`, '.timeout 5000', sql], { encoding: 'utf8' });
    const undone = () => Number(rows(`SELECT count(*) FROM live_stream_sessions WHERE title='${title}' AND recording_video_id IS NOT NULL`));
    const COUNT = 400;

    /** Many classes whose week is over, each with a file; copies of one real row. */
    async function manyExpired() {
        const stream = await createClass(instructor, { title, keepForCatalog: false });
        await instructor.post(`/api/instructor/streams/${stream.id}/start`);
        await instructor.post(`/api/instructor/streams/${stream.id}/end`);
        await server.stop();
        const columns = rows('SELECT group_concat(name) FROM pragma_table_info(\'live_stream_sessions\')').trim().split(',');
        const past = new Date(Date.now() - DAY).toISOString();
        const changed = {
            id: `printf('00000000-0000-7000-8000-%012d', n)`, live_input_id: `'input' || n`, playback_id: `'playback' || n`,
            recording_video_id: `'old-' || n`, recording_state: `'available'`, recording_available: '1', recording_expires_at: `'${past}'`,
        };
        rows(`WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${COUNT})
              INSERT INTO live_stream_sessions (${columns})
              SELECT ${columns.map((name) => /** @type {any} */ (changed)[name] ?? name)} FROM live_stream_sessions, numbers WHERE id='${stream.id}'`);
        for (let n = 1; n <= COUNT; ++n) writeFileSync(join(server.dataDir ?? '', 'recordings', `old-${n}.webm`), 'x');
        await server.run();
    }
    const files = () => readdirSync(join(server.dataDir ?? '', 'recordings')).filter((name) => name.startsWith('old-')).length;

    for (const [how, end] of /** @type {[string, () => Promise<unknown>][]} */ ([
        ['a power cut', () => server.kill()],
        ['a stop', async () => assert.equal(await server.stop(), 0, 'a clean end')],
    ])) {
        test(`${how} in the middle leaves the rest to the next start`, async () => {
            rows(`DELETE FROM live_stream_sessions WHERE title='${title}'`);
            await manyExpired();
            assert.equal(undone(), COUNT);
            // So many at once wait for staff's word.
            const held = await cron(CLEANUP);
            assert.equal(undone(), COUNT, held.text);
            const answer = instructor.post('/api/instructor/jobs/cleanup-recordings/confirm').catch(() => null);
            await eventually(async () => undone() < COUNT - 20, 'some of it');
            const asked = Date.now();
            await end();
            assert.ok(Date.now() - asked < 5000, 'at once');
            await answer;
            const left = undone();
            assert.ok(left > 0 && left < COUNT, `${left} of ${COUNT} left`);
            await server.run();
            await eventually(async () => undone() === 0 && files() === 0, 'the rest, by itself');
            assert.equal((await cron(CLEANUP)).body.processed, 0);
        });
    }
});
