// A data folder as a former release left it: the server brings it up to date at its start, and people find their
// classes, places, tokens and replays.
// @ts-check
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { ApiClient, newInstructor, newViewer } from '../fixtures/api.mjs';
import { ROOT, Server } from '../fixtures/server.mjs';

const PASSWORD = 'a good long password';
const DAY = 24 * 3600 * 1000;
const classNumber = (/** @type {number} */ n) => `01900000-0000-7000-8000-0000000000${String(n).padStart(2, '0')}`;
const PLANNED = classNumber(1), LIVE = classNumber(3), REPLAY = classNumber(7), FAILED = classNumber(13);

/** @type {Server} */
let server;
/** @type {Buffer} */
let film;
/** When access to the replay ends. */
const ends = new Date(Date.now() + 5 * DAY).toISOString();

/** @param {string} file @param {string} text */
const sql = (file, text) => execFileSync('sqlite3', [file], { input: text, encoding: 'utf8' }).trim();

/** The release's tables and rows; its replay is two days old, and its viewer has a password that is known here. */
function putOldDatabase(/** @type {string} */ file, /** @type {string} */ passwordHash) {
    for (const end of ['', '-wal', '-shm']) rmSync(file + end, { force: true });
    sql(file, readFileSync(join(ROOT, 'tests/server/store/releases/version_14.sql'), 'utf8'));
    // What is planned, runs and was recorded is so today, too, whenever this test runs.
    const ended = new Date(Date.now() - 2 * DAY).toISOString();
    const began = new Date(Date.now() - 600_000).toISOString(), planned = new Date(Date.now() + 2 * DAY).toISOString();
    sql(file, `UPDATE users SET password_hash = '${passwordHash}' WHERE email = 'ana@example.com';
        UPDATE live_stream_sessions SET actual_end_time = '${ended}', recording_expires_at = '${ends}'
        WHERE id = '${REPLAY}';
        UPDATE live_stream_sessions SET scheduled_start_time = '${planned}' WHERE id = '${PLANNED}';
        UPDATE live_stream_sessions SET scheduled_start_time = '${began}', actual_start_time = '${began}'
        WHERE id = '${LIVE}';`);
    assert.equal(sql(file, 'PRAGMA user_version'), '14');
}

before(async () => {
    server = await Server.start();
    const folder = server.dataDir ?? '', file = join(folder, 'leansporty.db');
    const { email } = await newViewer(server.url);
    assert.equal(await server.stop(), 0, server.log);
    putOldDatabase(file, sql(file, `SELECT password_hash FROM users WHERE email = '${email}'`));
    mkdirSync(join(folder, 'recordings'), { recursive: true });
    const path = join(folder, 'recordings', 'video-07.webm');
    execFileSync('ffmpeg', ['-v', 'error', '-y', '-f', 'lavfi', '-i', 'testsrc=size=160x90:rate=10:duration=5',
        '-c:v', 'libvpx', '-deadline', 'realtime', path]);
    film = readFileSync(path);
    await server.run();
});
after(() => server.dispose());

async function signedIn() {
    const ana = new ApiClient(server.url);
    const answer = await ana.post('/api/auth/login', { email: 'ana@example.com', password: PASSWORD });
    assert.equal(answer.status, 200, answer.text);
    return ana;
}

/** Every byte of the replay comes, whole and from its middle. @param {ApiClient} viewer */
async function playsReplay(viewer) {
    const { status, body } = await viewer.get(`/api/streams/${REPLAY}/playback`);
    assert.equal(status, 200, JSON.stringify(body));
    assert.equal(body.kind, 'file');
    const url = new URL(body.url, server.url);
    const headers = { Authorization: `Bearer ${body.token}` };
    const whole = await fetch(url, { headers });
    assert.equal(whole.status, 200);
    assert.ok(film.equals(Buffer.from(await whole.arrayBuffer())), 'the replay is the file that was recorded');
    const part = await fetch(url, { headers: { ...headers, Range: 'bytes=100-199' } });
    assert.equal(part.status, 206);
    assert.ok(film.subarray(100, 200).equals(Buffer.from(await part.arrayBuffer())));
}

describe('a data folder of an earlier release', () => {
    test('has its classes as they were', async () => {
        const visitor = new ApiClient(server.url);
        const planned = (await visitor.get(`/api/streams/${PLANNED}`)).body.stream;
        assert.equal(planned.title, 'Planned');
        assert.equal(planned.description, 'Zeile 1\nZeile 2 💃 "quoted" \\ back');
        assert.equal(planned.price_in_tokens, 30);
        assert.equal(planned.status, 'scheduled');
        const replay = (await visitor.get(`/api/streams/${REPLAY}`)).body.stream;
        assert.equal(replay.status, 'ended');
        assert.equal(replay.recording_available, true);
        assert.equal(replay.recording_expires_at, ends);
    });

    test('has its places and tokens', async () => {
        const ana = await signedIn();
        // She had 70. Of the class from which nothing came this release gives her 30 back, as it starts.
        const { balance, entries } = (await ana.get('/api/wallet')).body;
        assert.deepEqual(entries.map((/** @type {any} */ one) => [one.delta, one.reason, one.stream_id]), [[30, 'missed', FAILED]]);
        assert.equal(balance, 100);
        assert.equal((await ana.get('/api/me')).body.token_balance, 100);
        const { body } = await ana.get('/api/enrollments');
        const places = body.enrollments.map((/** @type {any} */ place) => [place.stream_id, place.tokens_paid]);
        assert.deepEqual(places.sort(), [[LIVE, 30], [REPLAY, 30], [FAILED, 30]]);
    });

    test('has its figures in the studio', async () => {
        const studio = await newInstructor(server.url);
        const { body } = await studio.get(`/api/instructor/streams/${REPLAY}`);
        assert.equal(body.stream.statistics.enrollments, 1);
        assert.equal(body.stream.statistics.revenue, 30);
        assert.equal(body.stream.statistics.max_viewers, 12);
    });

    test('plays its replays to those who paid, and to nobody else', async () => {
        await playsReplay(await signedIn());
        const stranger = await (await newViewer(server.url)).get(`/api/streams/${REPLAY}/playback`);
        assert.equal(stranger.status, 403);
        assert.equal(stranger.body.code, 'not_enrolled');
    });

    test('stays so when the server starts again', async () => {
        const file = join(server.dataDir ?? '', 'leansporty.db');
        assert.equal(await server.stop(), 0, server.log);
        const version = Number(sql(file, 'PRAGMA user_version'));
        assert.ok(version > 14, `the tables are of version ${version}`);
        assert.equal(sql(file, 'PRAGMA foreign_key_check'), '');
        await server.run();
        await playsReplay(await signedIn());
    });
});
