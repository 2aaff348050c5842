// The cron endpoints and what the instructor sees of the jobs, as scripts rely on them.
// @ts-check
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { ApiClient, newInstructor, newViewer } from '../fixtures/api.mjs';
import { CRON_SECRET, INSTRUCTOR_TOKEN, Server } from '../fixtures/server.mjs';

/** @type {Server} */
let server;
/** @type {ApiClient} */
let instructor;

before(async () => {
    server = await Server.start();
    instructor = await newInstructor(server.url);
});
after(() => server.dispose());

/** @param {import('../fixtures/api.mjs').Answer} answer @param {number} status @param {string} [code] */
function refused(answer, status, code) {
    assert.equal(answer.status, status, answer.text);
    if (code) assert.equal(answer.body.code, code);
}

const isTime = (/** @type {string} */ text) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(text);

describe('cron endpoints', () => {
    const jobs = ['/api/cron/cleanup-recordings', '/api/cron/migrate-streams-to-workouts'];
    const bearer = (/** @type {string} */ secret) => ({ Authorization: `Bearer ${secret}` });

    /** A server that starts late in the day catches up by itself: the job may be running. @param {string} method @param {string} path */
    async function run(method, path) {
        for (let tries = 0; ; ++tries) {
            const answer = await new ApiClient(server.url).request(method, path, { headers: bearer(CRON_SECRET) });
            if (answer.status !== 409 || tries === 20) return answer;
            assert.equal(answer.body.code, 'job_running');
            await new Promise((done) => setTimeout(done, 250));
        }
    }

    test('GET and POST run the job with the secret and report sums that add up', async () => {
        for (const path of jobs) {
            for (const method of ['GET', 'POST']) {
                const answer = await run(method, path);
                assert.equal(answer.status, 200, answer.text);
                assert.deepEqual(Object.keys(answer.body).sort(), ['failed', 'items', 'processed', 'succeeded']);
                assert.equal(answer.body.processed, answer.body.succeeded + answer.body.failed);
                assert.equal(answer.body.items.length, answer.body.processed);
            }
        }
    });

    test('nobody else gets in: no session, no other secret, no short one', async () => {
        const viewer = await newViewer(server.url);
        for (const path of jobs) {
            for (const method of ['GET', 'POST']) {
                const answers = [
                    await instructor.request(method, path),
                    await viewer.request(method, path),
                    await new ApiClient(server.url).request(method, path, { headers: bearer('') }),
                    await new ApiClient(server.url).request(method, path, { headers: bearer(INSTRUCTOR_TOKEN) }),
                    await new ApiClient(server.url).request(method, `${path}?secret=${CRON_SECRET}`),
                ];
                for (const answer of answers) {
                    refused(answer, 401, 'unauthenticated');
                    assert.equal(answer.headers.get('www-authenticate'), 'Bearer');
                }
            }
        }
        const weak = await Server.start({ CRON_SECRET: 'short' });
        try {
            refused(await new ApiClient(weak.url).request('POST', jobs[0], { headers: bearer('short') }), 401);
        } finally {
            await weak.dispose();
        }
    });

    test('the instructor, and nobody else, sees the runs', async () => {
        const answer = await instructor.get('/api/instructor/jobs');
        assert.equal(answer.status, 200, answer.text);
        assert.deepEqual(answer.body.jobs.map((/** @type {any} */ job) => job.job),
            ['cleanup-recordings', 'migrate-streams-to-workouts']);
        for (const [i, hour] of [[0, '02'], [1, '03']]) {
            assert.match(answer.body.jobs[i].next_run_at, new RegExp(`T${hour}:00:00`));
            assert.ok(isTime(answer.body.jobs[i].last_run.finished_at));
        }
        assert.ok(answer.body.runs.length >= 2);
        assert.ok(answer.body.recording_space.free_bytes > 0);
        refused(await new ApiClient(server.url).get('/api/instructor/jobs'), 401);
        refused(await (await newViewer(server.url)).get('/api/instructor/jobs'), 403);
    });
});
