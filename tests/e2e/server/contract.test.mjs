// The HTTP contract as scripts rely on it, line by line, against the real binary.
// @ts-check
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { connect } from 'node:net';
import { ApiClient, classBody, createClass, listen, newInstructor, newViewer } from '../fixtures/api.mjs';
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

/** @param {import('../fixtures/api.mjs').Answer} answer @param {number} status @param {string} [code] @param {string} [field] */
function refused(answer, status, code, field) {
    assert.equal(answer.status, status, answer.text);
    assert.equal(typeof answer.body?.error, 'string', answer.text);
    assert.match(answer.body.error, /^[A-ZÀ-Ž“].*\.$/u, 'a sentence for a person');
    assert.match(answer.body.code, /^[a-z_]+$/i);
    if (code) assert.equal(answer.body.code, code);
    if (field) assert.equal(answer.body.field, field);
}

const isTime = (/** @type {string} */ text) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(text);

/** Bytes over a bare socket, for requests that no client library would send. @param {string} text */
function rawRequest(text, milliseconds = 3000) {
    return new Promise((done) => {
        const port = Number(new URL(server.url).port);
        let received = '';
        const socket = connect(port, '127.0.0.1', () => socket.write(text));
        socket.setTimeout(milliseconds, () => socket.destroy());
        socket.on('data', (data) => (received += data));
        socket.on('close', () => done(received));
        socket.on('error', () => done(received));
    });
}

describe('accounts', () => {
    test('registering logs in, gives the welcome tokens and never shows a secret', async () => {
        const client = new ApiClient(server.url);
        const answer = await client.post('/api/auth/register', {
            email: 'Ana@Example.com',
            password: 'correct horse battery',
            displayName: 'Ana 💃',
        });
        assert.equal(answer.status, 201, answer.text);
        assert.deepEqual(Object.keys(answer.body).sort(), ['token_balance', 'user']);
        assert.deepEqual(Object.keys(answer.body.user).sort(), ['display_name', 'email', 'email_verified', 'id']);
        assert.equal(answer.body.token_balance, 100);
        const cookie = answer.headers.get('set-cookie') ?? '';
        assert.match(cookie, /HttpOnly/i);
        assert.match(cookie, /SameSite=Lax/i);
        assert.match(cookie, /Path=\//i);
        const me = await client.get('/api/me');
        assert.equal(me.status, 200);
        assert.deepEqual(me.body, { ...answer.body, roles: [], unread_notices: 0 });
    });

    test('an address is taken in any case', async () => {
        const answer = await new ApiClient(server.url).post('/api/auth/register', {
            email: 'ANA@example.com',
            password: 'another password',
            displayName: 'Other',
        });
        refused(answer, 409);
    });

    test('wrong values are 422 with the field', async () => {
        const good = { email: 'x@example.com', password: 'long enough', displayName: 'X' };
        for (const [change, field] of [
            [{ email: 'nonsense' }, 'email'],
            [{ password: 'short' }, 'password'],
            [{ displayName: '   ' }, 'displayName'],
            [{ email: 7 }, 'email'],
            [{ password: null }, 'password'],
        ]) {
            const body = { ...good, .../** @type {object} */ (change) };
            refused(await new ApiClient(server.url).post('/api/auth/register', body), 422, undefined, /** @type {string} */ (field));
        }
    });

    test('logging in again replaces the session, logging out ends it', async () => {
        const viewer = await newViewer(server.url);
        const old = new Map(viewer.cookies);
        const login = await viewer.post('/api/auth/login', { email: viewer.email.toUpperCase(), password: viewer.password });
        assert.equal(login.status, 200, login.text);
        assert.notDeepEqual(viewer.cookies, old);
        const stale = new ApiClient(server.url);
        stale.cookies = old;
        refused(await stale.get('/api/me'), 401);
        assert.equal((await viewer.post('/api/auth/logout')).status, 200);
        refused(await viewer.get('/api/me'), 401);
    });

    test('a wrong password and an unknown account answer alike', async () => {
        const viewer = await newViewer(server.url);
        const wrong = await new ApiClient(server.url).post('/api/auth/login', { email: viewer.email, password: 'not the one' });
        const unknown = await new ApiClient(server.url).post('/api/auth/login', { email: 'nobody@example.com', password: 'not the one' });
        refused(wrong, 401);
        refused(unknown, 401);
        assert.equal(wrong.text, unknown.text);
    });

    test('a session survives a restart', async () => {
        const viewer = await newViewer(server.url);
        assert.equal(await server.stop(), 0);
        await server.run();
        assert.equal((await viewer.get('/api/me')).status, 200);
    });
});

describe('classes', () => {
    test('creating needs the instructor', async () => {
        refused(await new ApiClient(server.url).post('/api/instructor/streams/create', classBody()), 401);
        const viewer = await newViewer(server.url);
        const answer = await viewer.post('/api/instructor/streams/create', classBody());
        assert.ok([401, 403].includes(answer.status), answer.text);
        refused(await new ApiClient(server.url).post('/api/instructor/login', { token: 'wrong' }), 401);
        refused(await new ApiClient(server.url).get('/api/instructor/streams'), 401);
    });

    test('the instructor gets the publish URL and token, nobody else ever', async () => {
        const stream = await createClass(instructor);
        assert.equal(stream.status, 'scheduled');
        assert.match(stream.webrtc_url, /^http:\/\/127\.0\.0\.1:\d+\/whip\//);
        assert.ok(stream.webrtc_token.length >= 32);
        assert.equal(stream.scheduled_duration_seconds, 3600);
        assert.equal(stream.keep_for_catalog, true);
        assert.ok(isTime(stream.scheduled_start_time));
        const viewer = await newViewer(server.url);
        for (const client of [new ApiClient(server.url), viewer]) {
            for (const path of ['/api/streams', `/api/streams/${stream.id}`]) {
                const answer = await client.get(path);
                assert.equal(answer.status, 200);
                assert.doesNotMatch(answer.text, /webrtc_/);
                assert.ok(!answer.text.includes(stream.webrtc_token));
            }
        }
    });

    test('every field has its limits and says which one is wrong', async () => {
        const far = 'x'.repeat(10_001);
        for (const [change, field] of [
            [{ title: '' }, 'title'],
            [{ title: 'é'.repeat(256) }, 'title'],
            [{ title: 'a\u0007b' }, 'title'],
            [{ title: 5 }, 'title'],
            [{ description: far }, 'description'],
            [{ instructorName: 'n'.repeat(256) }, 'instructorName'],
            [{ scheduledStartTime: 'tomorrow' }, 'scheduledStartTime'],
            [{ scheduledStartTime: undefined }, 'scheduledStartTime'],
            [{ scheduledStartTime: new Date(Date.now() - 25 * 3600_000).toISOString() }, 'scheduledStartTime'],
            [{ durationMinutes: 0 }, 'durationMinutes'],
            [{ durationMinutes: 1441 }, 'durationMinutes'],
            [{ durationMinutes: 1.5 }, 'durationMinutes'],
            [{ priceInTokens: -1 }, 'priceInTokens'],
            [{ priceInTokens: 1_000_001 }, 'priceInTokens'],
            [{ priceInTokens: '50' }, 'priceInTokens'],
            [{ thumbnailUrl: 'javascript:alert(1)' }, 'thumbnailUrl'],
            [{ keepForCatalog: 'yes' }, 'keepForCatalog'],
        ]) {
            const answer = await instructor.post('/api/instructor/streams/create', classBody(/** @type {any} */ (change)));
            refused(answer, 422, undefined, /** @type {string} */ (field));
        }
        const good = await createClass(instructor, {
            title: 'é'.repeat(255),
            description: 'line\nline',
            scheduledStartTime: '2027-03-01T20:00:00+02:00',
            unknownField: { a: 1 },
            status: 'live',
            id: 'mine',
        });
        assert.equal(good.status, 'scheduled');
        assert.equal(new Date(good.scheduled_start_time).toISOString(), '2027-03-01T18:00:00.000Z');
    });

    test('malformed, untyped and too large bodies are 400, 415 and 413', async () => {
        const path = '/api/instructor/streams/create';
        const json = { 'Content-Type': 'application/json' };
        refused(await instructor.request('POST', path, { raw: '{"title":', headers: json }), 400);
        refused(await instructor.request('POST', path, { raw: '[]', headers: json }), 400);
        refused(await instructor.request('POST', path, { raw: '{}', headers: { 'Content-Type': 'text/plain' } }), 415);
        refused(await instructor.request('POST', path, { raw: ' '.repeat(1_100_000), headers: json }), 413);
        refused(await instructor.request('POST', path, { raw: '['.repeat(500_000), headers: json }), 400);
    });

    test('unknown and malformed ids are 404, other methods 405 with Allow', async () => {
        for (const id of ['01934f5e-7c1a-7b3c-8d2e-0123456789ab', 'nonsense', '%00', '1']) {
            refused(await instructor.get(`/api/streams/${id}`), 404);
            refused(await instructor.get(`/api/instructor/streams/${id}`), 404);
            refused(await instructor.post(`/api/instructor/streams/${id}/start`), 404);
        }
        refused(await instructor.get('/api/nothing'), 404);
        const answer = await instructor.request('PUT', '/api/streams');
        refused(answer, 405);
        assert.match(answer.headers.get('allow') ?? '', /GET/);
    });

    test('start and end are idempotent, other transitions are 409', async () => {
        const stream = await createClass(instructor);
        const path = `/api/instructor/streams/${stream.id}`;
        refused(await instructor.post(`${path}/end`), 409);
        const started = await instructor.post(`${path}/start`);
        assert.equal(started.status, 200, started.text);
        assert.equal(started.body.stream.status, 'live');
        const again = await instructor.post(`${path}/start`);
        assert.equal(again.status, 200);
        assert.equal(again.body.stream.actual_start_time, started.body.stream.actual_start_time);
        const ended = await instructor.post(`${path}/end`);
        assert.equal(ended.body.stream.status, 'ended');
        const week = new Date(ended.body.stream.recording_expires_at) - +new Date(ended.body.stream.actual_end_time);
        assert.equal(week, 7 * 86400_000);
        assert.ok(isTime(ended.body.stream.migration_scheduled_at));
        assert.equal((await instructor.post(`${path}/end`)).status, 200);
        refused(await instructor.post(`${path}/start`), 409);
        refused(await instructor.post(`${path}/cancel`), 409);
        assert.ok(!ended.body.stream.webrtc_token, 'the publish token is dead');
    });

    test('a change is kept, a start time is fixed once live', async () => {
        const stream = await createClass(instructor);
        const path = `/api/instructor/streams/${stream.id}`;
        const changed = await instructor.patch(path, { title: 'Evening Dance', priceInTokens: 10 });
        assert.equal(changed.status, 200, changed.text);
        assert.equal(changed.body.stream.title, 'Evening Dance');
        assert.equal(changed.body.stream.description, stream.description);
        await instructor.post(`${path}/start`);
        refused(await instructor.patch(path, { scheduledStartTime: '2027-01-01T00:00:00Z' }), 409);
        assert.equal((await instructor.patch(path, { keepForCatalog: false })).status, 200);
        await instructor.post(`${path}/end`);
    });

    test('lists have their order and pages', async () => {
        const starts = [5, 3, 4].map((hours) => new Date(Date.now() + hours * 3600_000).toISOString());
        for (const start of starts) await createClass(instructor, { scheduledStartTime: start });
        const all = await new ApiClient(server.url).get('/api/streams?unknown=1');
        const times = all.body.upcoming_streams.map((/** @type {any} */ s) => s.scheduled_start_time);
        assert.deepEqual(times, [...times].sort());
        assert.ok(times.length >= 3);
        const seen = [];
        let cursor = '';
        for (let pages = 0; pages < 50; ++pages) {
            const page = await new ApiClient(server.url).get(`/api/streams?limit=2${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
            assert.equal(page.status, 200, page.text);
            assert.ok(page.body.upcoming_streams.length <= 2);
            seen.push(...page.body.upcoming_streams.map((/** @type {any} */ s) => s.id));
            cursor = page.body.next_cursor;
            if (!cursor) break;
        }
        assert.deepEqual(seen, all.body.upcoming_streams.map((/** @type {any} */ s) => s.id));
        const odd = await new ApiClient(server.url).get('/api/streams?limit=abc&cursor=%FF%00zzz');
        assert.ok(odd.status === 200 || odd.status === 422 || odd.status === 400, odd.text);
    });
});

describe('enrolling', () => {
    test('takes the price once and is found again', async () => {
        const stream = await createClass(instructor);
        const viewer = await newViewer(server.url);
        refused(await viewer.get(`/api/streams/${stream.id}/enrollment`), 404);
        const first = await viewer.post(`/api/streams/${stream.id}/enroll`);
        assert.equal(first.status, 201, first.text);
        assert.equal(first.body.token_balance, 50);
        assert.equal(first.body.enrollment.tokens_paid, 50);
        const second = await viewer.post(`/api/streams/${stream.id}/enroll`);
        assert.equal(second.status, 200);
        assert.equal(second.body.enrollment.id, first.body.enrollment.id);
        assert.equal(second.body.token_balance, 50);
        const own = await viewer.get('/api/enrollments');
        assert.equal(own.body.enrollments.length, 1);
        assert.equal(own.body.enrollments[0].stream.id, stream.id);
        assert.doesNotMatch(own.text, /webrtc_/);
        const wallet = await viewer.get('/api/wallet');
        assert.equal(wallet.body.balance, 50);
        const [entry, welcome] = wallet.body.entries;
        assert.deepEqual([entry.delta, entry.stream_id, entry.balance_after], [-50, stream.id, 50]);
        assert.deepEqual([welcome.delta, welcome.balance_after], [100, 100]);
        const row = await viewer.get(`/api/streams/${stream.id}`);
        assert.equal(row.body.stream.total_enrollments, 1);
    });

    test('needs a login and enough tokens', async () => {
        const stream = await createClass(instructor, { priceInTokens: 101 });
        refused(await new ApiClient(server.url).post(`/api/streams/${stream.id}/enroll`), 401);
        const viewer = await newViewer(server.url);
        refused(await viewer.post(`/api/streams/${stream.id}/enroll`), 402, 'insufficient_tokens');
        assert.equal((await viewer.get('/api/wallet')).body.balance, 100);
    });

    test('50 at once with tokens for one: one succeeds and the ledger adds up', async () => {
        const viewer = await newViewer(server.url);
        const streams = [];
        for (let i = 0; i < 50; ++i) streams.push(await createClass(instructor, { priceInTokens: 60 }));
        const answers = await Promise.all(streams.map((s) => viewer.post(`/api/streams/${s.id}/enroll`)));
        const codes = answers.map((answer) => answer.status);
        assert.equal(codes.filter((code) => code === 201).length, 1, String(codes));
        assert.equal(codes.filter((code) => code === 402).length, 49, String(codes));
        const wallet = (await viewer.get('/api/wallet')).body;
        assert.equal(wallet.balance, 40);
        assert.equal(wallet.entries.reduce((/** @type {number} */ sum, /** @type {any} */ e) => sum + e.delta, 0), 40);
    });

    test('50 at once for the same class charge once', async () => {
        const viewer = await newViewer(server.url);
        const stream = await createClass(instructor, { priceInTokens: 10 });
        const answers = await Promise.all(Array.from({ length: 50 }, () => viewer.post(`/api/streams/${stream.id}/enroll`)));
        assert.equal(answers.filter((answer) => answer.status === 201).length, 1);
        assert.equal(new Set(answers.map((answer) => answer.body.enrollment.id)).size, 1);
        assert.equal((await viewer.get('/api/wallet')).body.balance, 90);
    });

    test('an idempotency key repeats the answer, another request under it is 422', async () => {
        const viewer = await newViewer(server.url);
        const [one, two] = [await createClass(instructor, { priceInTokens: 5 }), await createClass(instructor)];
        const key = { 'Idempotency-Key': 'key-1' };
        const first = await viewer.post(`/api/streams/${one.id}/enroll`, undefined, key);
        assert.equal(first.status, 201, first.text);
        await server.stop();
        await server.run();
        const retried = await viewer.post(`/api/streams/${one.id}/enroll`, undefined, key);
        assert.ok([200, 201].includes(retried.status));
        assert.equal(retried.body.enrollment.id, first.body.enrollment.id);
        refused(await viewer.post(`/api/streams/${two.id}/enroll`, undefined, key), 422);
        assert.equal((await viewer.get('/api/wallet')).body.balance, 95);

        assert.equal((await viewer.delete(`/api/streams/${one.id}/enrollment`)).status, 200);
        await viewer.post(`/api/streams/${one.id}/enroll`, undefined, key);
        assert.equal((await viewer.get('/api/wallet')).body.balance, 100, 'a retry after the withdrawal charges nobody');
        const other = await newViewer(server.url);
        assert.equal((await other.post(`/api/streams/${two.id}/enroll`, undefined, key)).status, 201, 'keys are per user');
    });

    test('withdrawing refunds until the start', async () => {
        const viewer = await newViewer(server.url);
        const stream = await createClass(instructor);
        refused(await viewer.delete(`/api/streams/${stream.id}/enrollment`), 404);
        await viewer.post(`/api/streams/${stream.id}/enroll`);
        const gone = await viewer.delete(`/api/streams/${stream.id}/enrollment`);
        assert.equal(gone.status, 200, gone.text);
        assert.deepEqual(gone.body, { token_balance: 100 });
        refused(await viewer.get(`/api/streams/${stream.id}/enrollment`), 404);
        assert.equal((await viewer.get(`/api/streams/${stream.id}`)).body.stream.total_enrollments, 0);
        assert.equal((await viewer.post(`/api/streams/${stream.id}/enroll`)).body.token_balance, 50);
        await instructor.post(`/api/instructor/streams/${stream.id}/start`);
        refused(await viewer.delete(`/api/streams/${stream.id}/enrollment`), 409);
        await instructor.post(`/api/instructor/streams/${stream.id}/end`);
    });

    test('a cancelled class refunds everybody', async () => {
        const stream = await createClass(instructor);
        const viewers = [await newViewer(server.url), await newViewer(server.url)];
        for (const viewer of viewers) await viewer.post(`/api/streams/${stream.id}/enroll`);
        const cancelled = await instructor.post(`/api/instructor/streams/${stream.id}/cancel`);
        assert.equal(cancelled.body.stream.status, 'cancelled');
        for (const viewer of viewers) {
            const wallet = (await viewer.get('/api/wallet')).body;
            assert.equal(wallet.balance, 100);
            assert.deepEqual([wallet.entries[0].delta, wallet.entries[0].stream_id], [50, stream.id]);
            refused(await viewer.post(`/api/streams/${stream.id}/enroll`), 409);
        }
        assert.equal((await instructor.post(`/api/instructor/streams/${stream.id}/cancel`)).status, 200);
        assert.equal((await viewers[0].get('/api/wallet')).body.balance, 100);
    });
});

describe('watching', () => {
    test('playback follows enrollment and state', async () => {
        const stream = await createClass(instructor);
        const path = `/api/streams/${stream.id}/playback`;
        const viewer = await newViewer(server.url);
        refused(await new ApiClient(server.url).get(path), 401);
        refused(await viewer.get(path), 403, 'not_enrolled');
        await viewer.post(`/api/streams/${stream.id}/enroll`);
        refused(await viewer.get(path), 409, 'not_live');
        await instructor.post(`/api/instructor/streams/${stream.id}/start`);
        const live = await viewer.get(path);
        assert.equal(live.status, 200, live.text);
        assert.equal(live.body.kind, 'whep');
        assert.match(live.body.url, /\/whep\//);
        assert.ok(live.body.token.length > 20);
        assert.ok(isTime(live.body.expires_at));
        refused(await (await newViewer(server.url)).get(path), 403, 'not_enrolled');
        await instructor.post(`/api/instructor/streams/${stream.id}/end`);
    });

    test('WHEP and WHIP refuse strangers and wrong bodies', async () => {
        const stream = await createClass(instructor);
        const whip = new URL(stream.webrtc_url).pathname;
        const client = new ApiClient(server.url);
        const sdp = { 'Content-Type': 'application/sdp' };
        const none = await client.request('POST', whip, { raw: 'v=0\r\n', headers: sdp });
        assert.equal(none.status, 401, none.text);
        assert.match(none.headers.get('www-authenticate') ?? '', /^Bearer/);
        const bearer = { Authorization: `Bearer ${stream.webrtc_token}` };
        const type = await client.request('POST', whip, { raw: 'v=0\r\n', headers: { ...bearer, 'Content-Type': 'text/plain' } });
        assert.equal(type.status, 415);
        const broken = await client.request('POST', whip, { raw: 'hello', headers: { ...bearer, ...sdp } });
        assert.equal(broken.status, 400);
        const wrong = await client.request('POST', whip, { raw: 'v=0\r\n', headers: { ...sdp, Authorization: 'Bearer wrong' } });
        assert.ok([401, 403].includes(wrong.status));
        const other = await createClass(instructor);
        const foreign = await client.request('POST', whip, {
            raw: 'v=0\r\n',
            headers: { ...sdp, Authorization: `Bearer ${other.webrtc_token}` },
        });
        assert.ok([401, 403].includes(foreign.status));
        const preflight = await client.request('OPTIONS', whip, { headers: { Origin: 'https://example.com' } });
        assert.ok([200, 204].includes(preflight.status));
        assert.match(preflight.headers.get('accept-post') ?? '', /application\/sdp/);
        const lost = await client.request('DELETE', `${whip}/unknown-session`, { headers: bearer });
        assert.equal(lost.status, 404);
        const whep = await client.request('POST', `/whep/${stream.playback_id}`, { raw: 'v=0\r\n', headers: sdp });
        assert.equal(whep.status, 401);
        assert.equal((await client.get('/recordings/unknown')).status, 401);
        assert.equal((await (await newViewer(server.url)).get('/recordings/..%2f..%2fleansporty.db')).status, 404);
    });
});

describe('calendar', () => {
    test('is a file that stays the same until the class changes', async () => {
        const stream = await createClass(instructor, { title: 'Salsa; Basics, ダンス' });
        const path = `/api/streams/${stream.id}/calendar.ics`;
        const first = await new ApiClient(server.url).get(path);
        assert.equal(first.status, 200);
        assert.match(first.headers.get('content-type') ?? '', /^text\/calendar; ?charset=utf-8$/i);
        assert.match(first.headers.get('content-disposition') ?? '', /filename\*=UTF-8''Salsa%3B%20Basics/);
        const unfolded = first.text.replaceAll('\r\n ', '');
        assert.ok(unfolded.includes(`\r\nURL:${server.url}/streams/${stream.id}/watch\r\n`));
        assert.ok(unfolded.includes(`\r\nLOCATION:${server.url}/streams/${stream.id}/watch\r\n`));
        assert.ok(first.text.includes('TRIGGER:-PT1H\r\n'));
        assert.ok(!first.text.includes('METHOD'));
        const viewer = await newViewer(server.url);
        await viewer.post(`/api/streams/${stream.id}/enroll`);
        assert.equal((await viewer.get(path)).text, first.text);
        await instructor.patch(`/api/instructor/streams/${stream.id}`, { durationMinutes: 45 });
        const changed = await viewer.get(path);
        assert.match(changed.text, /\r\nSEQUENCE:1\r\n/);
        await instructor.post(`/api/instructor/streams/${stream.id}/cancel`);
        assert.match((await viewer.get(path)).text, /\r\nSTATUS:CANCELLED\r\n/);
    });
});

describe('events', () => {
    test('tell everybody of classes and a viewer of what is theirs, within a second', async () => {
        const viewer = await newViewer(server.url);
        const [anyone, own] = [listen(new ApiClient(server.url)), listen(viewer)];
        await Promise.all([anyone.opened, own.opened]);
        try {
            const stream = await createClass(instructor, { priceInTokens: 20 });
            const created = await anyone.wait((e) => e.name === 'stream' && e.data.stream.id === stream.id);
            assert.doesNotMatch(JSON.stringify(created), /webrtc_/);
            await viewer.post(`/api/streams/${stream.id}/enroll`);
            await own.wait((e) => e.name === 'wallet' && e.data.balance === 80);
            await own.wait((e) => e.name === 'enrollment');
            await anyone.wait((e) => e.name === 'stream' && e.data.stream.total_enrollments === 1);
            await instructor.post(`/api/instructor/streams/${stream.id}/start`);
            await anyone.wait((e) => e.name === 'stream' && e.data.stream.status === 'live');
            await instructor.post(`/api/instructor/streams/${stream.id}/end`);
            await anyone.wait((e) => e.name === 'stream' && e.data.stream.status === 'ended');
            assert.ok(!anyone.events.some((e) => e.name === 'wallet' || e.name === 'enrollment'));
        } finally {
            anyone.close();
            own.close();
        }
    });
});

describe('the edge', () => {
    test('foreign origins can not change state', async () => {
        const viewer = await newViewer(server.url);
        const stream = await createClass(instructor);
        const path = `/api/streams/${stream.id}/enroll`;
        refused(await viewer.post(path, undefined, { Origin: 'https://evil.example' }), 403);
        refused(await viewer.post(path, undefined, { 'Sec-Fetch-Site': 'cross-site' }), 403);
        refused(await viewer.post(path, undefined, { Origin: 'null' }), 403);
        assert.equal((await viewer.post(path, undefined, { Origin: server.url })).status, 201);
    });

    test('pages carry their own titles and a strict content security policy', async () => {
        const stream = await createClass(instructor, { title: 'Tom & "Jerry" </script><b>' });
        const root = await new ApiClient(server.url).get('/');
        assert.ok([301, 302, 303, 307, 308].includes(root.status));
        assert.match(root.headers.get('location') ?? '', /\/streams$/);
        for (const path of ['/streams', `/streams/${stream.id}/watch`, '/workouts', '/login', '/account', '/instructor/login',
            '/instructor/streams', '/instructor/streams/create', `/instructor/streams/${stream.id}/broadcast`]) {
            const page = await new ApiClient(server.url).get(path);
            assert.equal(page.status, 200, path);
            assert.match(page.headers.get('content-type') ?? '', /^text\/html/);
            const policy = page.headers.get('content-security-policy') ?? '';
            assert.doesNotMatch(policy.replace("'wasm-unsafe-eval'", ''), /unsafe-/);
            assert.match(policy, /script-src[^;]*'self'/);
            assert.match(page.headers.get('x-content-type-options') ?? '', /nosniff/);
            assert.match(page.text, /<title>[^<]+<\/title>/);
        }
        const watch = await new ApiClient(server.url).get(`/streams/${stream.id}/watch`);
        assert.match(watch.text, /<title>[^<]*Tom &amp; (&quot;|&#34;|")Jerry/);
        assert.match(watch.text, /property="og:title"/);
        assert.ok(!watch.text.includes('</script><b>'));
        assert.ok(!watch.text.includes('webrtc_token'));
        assert.equal((await new ApiClient(server.url).get('/no/such/page')).status, 404);
    });

    test('broken requests are refused and the connection closed', async () => {
        const host = new URL(server.url).host;
        for (const text of [
            'GET /api/streams HTTP/1.1\r\n\r\n',
            `GET /api/streams HTTP/1.1\r\nHost: ${host}\r\nHost: other\r\n\r\n`,
            'NONSENSE\r\n\r\n',
            `GET /api/streams HTTP/1.1\r\nHost: ${host}\r\nbroken header\r\n\r\n`,
        ]) {
            const answer = await rawRequest(text);
            assert.match(answer, /^HTTP\/1\.1 400 /, JSON.stringify(text));
        }
    });

    test('too many wrong logins are stopped without locking the person out', async () => {
        const own = await Server.start({ TRUSTED_PROXIES: '127.0.0.1' });
        try {
            const viewer = await newViewer(own.url);
            const attacker = { 'X-Forwarded-For': '203.0.113.7' };
            let last = null;
            for (let i = 0; i < 21; ++i) {
                last = await new ApiClient(own.url).post('/api/auth/login', { email: viewer.email, password: `wrong ${i}` }, attacker);
            }
            assert.equal(last?.status, 429, last?.text);
            assert.ok(Number(last?.headers.get('retry-after')) > 0);
            const right = { email: viewer.email, password: viewer.password };
            const elsewhere = await new ApiClient(own.url).post('/api/auth/login', right, { 'X-Forwarded-For': '198.51.100.9' });
            assert.equal(elsewhere.status, 200, elsewhere.text);
        } finally {
            await own.dispose();
        }
    });

    test('health and metrics answer', async () => {
        const health = await new ApiClient(server.url).get('/healthz');
        assert.equal(health.status, 200);
        assert.match(health.text, /version/);
        const metrics = await new ApiClient(server.url).get('/metrics');
        assert.match(metrics.text, /^# TYPE /m);
    });

    test('no secret reaches the log', async () => {
        const stream = await createClass(instructor);
        const viewer = await newViewer(server.url);
        await viewer.post(`/api/streams/${stream.id}/enroll`);
        for (const secret of [stream.webrtc_token, viewer.password, [...viewer.cookies.values()][0], CRON_SECRET]) {
            assert.ok(!server.log.includes(secret));
        }
        assert.ok(INSTRUCTOR_TOKEN.length > 0);
    });
});
