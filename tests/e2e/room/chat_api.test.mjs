// The room of a class over HTTP: two viewers and staff, real streams of events, and a server that is killed.
// @ts-check
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createClass, listen, newInstructor, newViewer } from '../fixtures/api.mjs';
import { Server } from '../fixtures/server.mjs';

/** @type {Server} */
let server;
/** @type {import('../fixtures/api.mjs').ApiClient} */
let teacher;

before(async () => {
    server = await Server.start();
    teacher = await newInstructor(server.url);
});
after(() => server.dispose());

/** A live class, with the path of its API. */
async function liveClass(changes = {}) {
    const stream = await createClass(teacher, { priceInTokens: 0, ...changes });
    const started = await teacher.post(`/api/instructor/streams/${stream.id}/start`);
    assert.equal(started.status, 200, started.text);
    return { id: stream.id, path: `/api/streams/${stream.id}` };
}

/** Somebody with a place in it. @param {{path: string}} room @param {string} name */
async function enrolled(room, name) {
    const viewer = await newViewer(server.url, name);
    const answer = await viewer.post(`${room.path}/enroll`);
    assert.equal(answer.status, 201, answer.text);
    return viewer;
}

/** A person with a role. @param {{id: string}} room @param {string} role @param {string} name */
async function staff(room, role, name) {
    const person = await newViewer(server.url, name);
    const invited = await teacher.post(`/api/instructor/streams/${room.id}/staff`, { role });
    const token = invited.body.invitation.url.split('#')[1];
    assert.equal((await person.post(`/api/invitations/${token}/accept`)).status, 200);
    return person;
}

/** @param {any} room @param {import('../fixtures/api.mjs').ApiClient} who @param {string} message @param {object} [rest] */
async function say(room, who, message, rest = {}) {
    const answer = await who.post(`${room.path}/chat`, { message, ...rest });
    assert.equal(answer.status, 201, answer.text);
    return answer.body.message;
}

/** @param {any} room @param {import('../fixtures/api.mjs').ApiClient} who @param {string} [from] */
async function enter(room, who, from) {
    const heard = listen(who, `/api/events?stream=${room.id}`, from ? { 'Last-Event-ID': from } : {});
    await heard.opened;
    await heard.wait((event) => event.name === 'room', 3000);
    return heard;
}

/** The room's frames. @param {ReturnType<typeof listen>} heard */
const frames = (heard) => heard.events.filter((event) => event.name === 'room');
/** All messages of its frames behind the first. @param {ReturnType<typeof listen>} heard */
const told = (heard) => frames(heard).slice(1).flatMap((frame) => frame.data.messages ?? []);
/** @param {ReturnType<typeof listen>} heard @param {(message: any) => boolean} wanted */
const waitFor = (heard, wanted) =>
    heard.wait((event) => event.name === 'room' && (event.data.messages ?? []).some(wanted), 3000);

describe('writing and hearing', () => {
    test('what one writes, everybody hears with whoever wrote it, in the order of the numbers', async () => {
        const room = await liveClass();
        const [ana, bob] = [await enrolled(room, 'Ana'), await enrolled(room, 'Bob')];
        const listeners = [await enter(room, ana), await enter(room, bob), await enter(room, teacher)];
        const sent = await say(room, ana, 'Hello 💃', { clientId: 'a-1' });
        assert.deepEqual(Object.keys(sent).sort(), [
            'answered_at', 'id', 'is_deleted', 'kind', 'message', 'pinned_at', 'reply_to', 'sent_at', 'seq', 'state',
            'user_id', 'votes',
        ]);
        const again = await ana.post(`${room.path}/chat`, { message: 'another text', clientId: 'a-1' });
        assert.equal(again.status, 200);
        assert.deepEqual(again.body.message, sent);
        for (let i = 2; i <= 20; ++i) await say(room, i % 5 === 0 ? ana : teacher, `message ${i}`);
        for (const heard of listeners) {
            await waitFor(heard, (message) => message.seq === 20);
            assert.deepEqual(told(heard).map((message) => message.seq), [...Array(20).keys()].map((n) => n + 1));
            // Those who enter are counted in frames of their own.
            const frame = frames(heard).slice(1).find((one) => one.data.messages?.length > 0);
            assert.equal(frame?.data.people[ana.user.id].display_name, 'Ana');
            const ids = frames(heard).map((one) => Number(one.id?.split('.').pop()));
            ids.forEach((id, at) => assert.equal(id, ids[0] + at, 'the ids of frames have no gaps'));
            // A frame that arrives late brings the next one closer, so the rate is what tells.
            const times = frames(heard).slice(1).map((one) => one.at);
            const span = times[times.length - 1] - times[0];
            assert.ok(times.length - 1 <= span / 250 + 1, `one frame in 250 ms: ${times.length} in ${span} ms`);
            heard.close();
        }
    });

    test('the first frame has the newest 50 and the state; an unknown id is told to read again', async () => {
        const room = await liveClass();
        const ana = await enrolled(room, 'Ana');
        for (let i = 1; i <= 55; ++i) await say(room, teacher, `m${i}`);
        const heard = await enter(room, ana);
        const first = frames(heard)[0].data;
        assert.equal(first.messages.length, 50);
        assert.equal(first.messages[0].message, 'm6');
        assert.equal(first.room.mode, 'open');
        assert.equal(first.room.me.can_write, true);
        assert.deepEqual(first.room.wish, { again: 0, slower: 0, faster: 0 });
        heard.close();
        const lost = await enter(room, ana, 'nobody-knows.7');
        assert.deepEqual(frames(lost)[0].data, { resync: true });
        lost.close();
    });

    test('who comes back with the last id gets what was missed, and nothing twice', async () => {
        const room = await liveClass();
        const ana = await enrolled(room, 'Ana');
        const before = await enter(room, ana);
        await say(room, teacher, 'one');
        const last = await waitFor(before, (message) => message.message === 'one');
        before.close();
        await say(room, teacher, 'two');
        await say(room, teacher, 'three');
        const back = await enter(room, ana, /** @type {any} */ (last).id);
        await waitFor(back, (message) => message.message === 'three');
        const seen = frames(back).flatMap((frame) => frame.data.messages ?? []);
        assert.deepEqual(seen.map((message) => message.message), ['two', 'three']);
        back.close();
        // A page says from which frame on it is good.
        const state = (await ana.get(`${room.path}/chat`)).body.room;
        await say(room, teacher, 'four');
        const later = await enter(room, ana, `${state.epoch}.${state.seq}`);
        await waitFor(later, (message) => message.message === 'four');
        assert.ok(!frames(later).some((frame) => frame.data.resync));
        later.close();
    });

    test('text has its rules', async () => {
        const room = await liveClass();
        /** @param {unknown} message */
        const post = (message) => teacher.post(`${room.path}/chat`, { message });
        for (const [message, code] of /** @type {[string, string][]} */ ([
            ['', 'message_empty'], [' \n', 'message_empty'], ['\u202e\u2066', 'message_empty'],
            ['x'.repeat(301), 'message_too_long'], ['👨‍👩‍👧‍👦'.repeat(100), 'message_too_long'],
            ['Z\u0335\u0335\u0335algo', 'message_marks'], ['half \ud83d', 'message_unprintable'],
        ])) {
            const answer = await post(message);
            assert.equal(answer.status, 422, JSON.stringify(message) + answer.text);
            assert.equal(answer.body.code, code);
            assert.equal(answer.body.field, 'message');
        }
        const kept = await post('e\u0301\u202e <b>\nx\u0000y');
        assert.equal(kept.body.message.message, 'é <b> xy');
        const raw = await teacher.request('POST', `${room.path}/chat`, {
            raw: Buffer.from('{"message":"\xed\xa0\x80"}', 'latin1'), headers: { 'Content-Type': 'application/json' },
        });
        assert.equal(raw.status, 422, raw.text);
        assert.equal((await teacher.post(`${room.path}/chat`, { message: 'x', replyTo: room.id })).body.code, 'wrong_reply');
        assert.equal((await teacher.request('POST', `${room.path}/chat`, { raw: '{"message":' , headers: { 'Content-Type': 'application/json' } })).status, 400);
        const put = await teacher.request('PUT', `${room.path}/chat`, { body: {} });
        assert.equal(put.status, 405);
        assert.match(put.headers.get('Allow') ?? '', /GET.*POST|POST.*GET/);
    });

    test('too fast is 429 and says how long', async () => {
        const room = await liveClass();
        const ana = await enrolled(room, 'Ana');
        for (let i = 0; i < 5; ++i) await say(room, ana, 'quick');
        const fast = await ana.post(`${room.path}/chat`, { message: 'quick', clientId: 'sixth' });
        assert.equal(fast.status, 429);
        assert.equal(fast.body.code, 'too_fast');
        assert.equal(fast.headers.get('Retry-After'), String(fast.body.retry_after));
        await new Promise((done) => setTimeout(done, fast.body.retry_after * 1000));
        assert.equal((await ana.post(`${room.path}/chat`, { message: 'quick', clientId: 'sixth' })).status, 201);
        assert.equal((await teacher.patch(`${room.path}/chat/settings`, { slowModeSeconds: 60 })).status, 200);
        const slow = await ana.post(`${room.path}/chat`, { message: 'slow' });
        assert.equal(slow.status, 429);
        assert.equal(slow.body.code, 'slow_mode');
        assert.ok(slow.body.retry_after > 50 && slow.body.retry_after <= 60, slow.text);
    });
});

describe('moderation', () => {
    test('held and removed text is in no answer and no frame of a viewer', async () => {
        const room = await liveClass();
        const [ana, bob] = [await enrolled(room, 'Ana'), await enrolled(room, 'Bob')];
        const mona = await staff(room, 'moderator', 'Mona');
        const heard = await enter(room, bob);
        const team = await enter(room, mona);
        assert.equal((await mona.patch(`${room.path}/chat/settings`, { holdFirst: true, blockedWords: ['hushword'] })).status, 200);
        const held = await say(room, ana, 'SECRET-HELD');
        assert.equal(held.seq, null);
        await waitFor(team, (message) => message.message === 'SECRET-HELD');
        const allowed = await mona.post(`${room.path}/chat/${held.id}/allow`);
        assert.equal(allowed.body.message.seq, 1);
        await waitFor(heard, (message) => message.id === held.id);
        const second = await say(room, ana, 'SECRET hushword');
        assert.equal(second.state, 'held');
        const foul = await say(room, ana, 'SECRET-REMOVED');
        await waitFor(heard, (message) => message.id === foul.id);
        const asked = await say(room, ana, 'SECRET-QUESTION', { kind: 'question' });
        assert.equal((await mona.post(`${room.path}/chat/${asked.id}/pin`)).status, 200);
        for (const id of [foul.id, asked.id]) {
            const removed = await mona.delete(`${room.path}/chat/${id}`);
            assert.equal(removed.body.message.removed_by, 'team');
        }
        await waitFor(heard, (message) => message.id === asked.id && message.is_deleted);
        // Everything that a viewer can ask for, after the fact.
        const fresh = await enter(room, bob);
        const answers = [];
        for (const path of ['/chat', '/chat?after=0', '/chat?before=100', '/chat?limit=100', '/present', '/chat/replay']) {
            answers.push((await bob.get(room.path + path)).text);
        }
        for (const action of ['vote', 'report']) answers.push((await bob.post(`${room.path}/chat/${asked.id}/${action}`)).text);
        answers.push((await bob.get('/api/me')).text, JSON.stringify(fresh.events));
        for (const text of answers) {
            assert.doesNotMatch(text.replaceAll('SECRET-HELD', ''), /SECRET|hushword/, 'allowed text alone');
            assert.doesNotMatch(text, /removed_by|blocked_words/);
        }
        assert.doesNotMatch(JSON.stringify(heard.events), /SECRET hushword|blocked_words/);
        const own = (await ana.get(`${room.path}/chat`)).body.messages;
        assert.equal(own.at(-1).message, 'SECRET hushword', 'its author knows what waits');
        assert.equal(own.find((/** @type {any} */ one) => one.id === foul.id).message, '');
        [heard, team, fresh].forEach((one) => one.close());
    });

    test('pins, votes, answers, reports, time-outs and notes', async () => {
        const room = await liveClass();
        const [ana, bob] = [await enrolled(room, 'Ana'), await enrolled(room, 'Bob')];
        const mona = await staff(room, 'moderator', 'Mona');
        const chat = `${room.path}/chat`;
        const question = await say(room, ana, 'Which foot?', { kind: 'question' });
        assert.equal((await bob.post(`${chat}/${question.id}/vote`)).body.message.votes, 1);
        assert.equal((await bob.post(`${chat}/${question.id}/vote`, { vote: false })).body.message.votes, 0);
        assert.ok((await mona.post(`${chat}/${question.id}/answer`)).body.message.answered_at);
        const plain = await say(room, bob, 'hello');
        assert.equal((await ana.post(`${chat}/${plain.id}/vote`)).status, 409);
        assert.equal((await ana.post(`${chat}/${plain.id}/pin`)).body.code, 'not_staff');
        assert.equal((await ana.post(chat, { message: 'x', kind: 'announcement' })).body.code, 'not_staff');
        assert.equal((await mona.post(chat, { message: 'x', kind: 'system' })).status, 422);
        assert.equal((await ana.post(`${chat}/${plain.id}/report`, { reason: 'rude' })).status, 200);
        const reports = (await mona.get(`${chat}/reports`)).body.reports;
        assert.deepEqual(Object.keys(reports[0]).sort(), ['created_at', 'decision', 'id', 'message_id', 'reason']);
        const decided = await mona.post(`${chat}/reports/${reports[0].id}`, { decision: 'removed', reason: 'we are kind' });
        assert.equal(decided.body.report.decision, 'removed');
        const out = await mona.post(`${chat}/timeouts`, { userId: bob.user.id, seconds: 60, reason: 'calm down' });
        assert.equal(out.status, 200, out.text);
        const silent = await bob.post(chat, { message: 'but' });
        assert.equal(silent.status, 403);
        assert.equal(silent.body.code, 'timed_out');
        assert.equal(silent.body.until, out.body.timed_out_until);
        assert.equal((await bob.get(chat)).status, 200, 'reading goes on');
        assert.equal((await mona.post(`${chat}/timeouts`, { userId: bob.user.id, seconds: 0 })).body.timed_out_until, null);
        assert.equal((await bob.post(chat, { message: 'thanks' })).status, 201);
        const swept = await mona.post(`${chat}/timeouts`, { userId: bob.user.id, seconds: 0, removeMinutes: 10 });
        assert.equal(swept.body.removed.length, 1, 'what was gone before was not taken away by this');
        const undo = { messageIds: swept.body.removed };
        assert.equal((await bob.post(`${chat}/restored`, undo)).status, 403);
        assert.equal((await mona.post(`${chat}/restored`, undo)).body.messages[0].message, 'thanks');
        const owner = (await teacher.get('/api/me')).body.user.id;
        assert.equal((await mona.post(`${chat}/timeouts`, { userId: owner, seconds: 60 })).status, 403);
        const note = await mona.request('PUT', `${room.path}/people/${bob.user.id}/note`, { body: { text: 'left knee' } });
        assert.equal(note.status, 200, note.text);
        assert.equal((await ana.get(`${room.path}/people/${bob.user.id}/note`)).status, 403);
        const other = await liveClass();
        assert.equal((await teacher.post(`/api/streams/${other.id}/chat/${question.id}/pin`)).status, 404);
    });

    test('polls, taps, wishes and who is there', async () => {
        const room = await liveClass();
        const ana = await enrolled(room, 'Ana');
        const heard = await enter(room, ana);
        const poll = (await teacher.post(`${room.path}/polls`, { question: 'Again?', options: ['yes', 'no'] })).body.poll;
        await heard.wait((event) => event.data.room?.poll?.id === poll.id, 2000);
        const voted = await ana.request('PUT', `${room.path}/polls/${poll.id}/vote`, { body: { option: 0 } });
        assert.deepEqual(voted.body.poll.options, [{ text: 'yes', votes: 1 }, { text: 'no', votes: 0 }]);
        assert.equal((await ana.get(`${room.path}/chat`)).body.room.me.poll_option, 0, 'known to a page that is loaded again');
        assert.equal((await teacher.post(`${room.path}/polls/${poll.id}/close`)).body.poll.open, false);
        const result = await waitFor(heard, (message) => message.kind === 'system');
        assert.equal(/** @type {any} */ (result).data.messages.at(-1).message, 'Again? yes: 1 · no: 0');
        assert.equal((await ana.post(`${room.path}/reactions`, { fire: 3, clap: 1 })).status, 204);
        const taps = await heard.wait((event) => event.data.reactions !== undefined, 2000);
        assert.deepEqual(taps.data.reactions, { clap: 1, fire: 3 });
        for (const body of [{ skull: 1 }, { fire: 0 }, { fire: 101 }, { fire: '3' }, {}]) {
            assert.equal((await ana.post(`${room.path}/reactions`, body)).status, 422, JSON.stringify(body));
        }
        assert.equal((await ana.request('PUT', `${room.path}/wish`, { body: { wish: 'slower' } })).status, 204);
        await heard.wait((event) => event.data.wish?.slower === 1, 2000);
        assert.equal((await ana.delete(`${room.path}/wish`)).status, 403);
        assert.equal((await teacher.delete(`${room.path}/wish`)).status, 204);
        await heard.wait((event) => event.data.wish?.slower === 0, 2000);
        assert.deepEqual((await ana.get(`${room.path}/present`)).body, { count: 1, people: [] });
        assert.equal((await teacher.get(`${room.path}/present`)).body.people[0].display_name, 'Ana');
        assert.equal((await ana.request('PUT', `${room.path}/effort`, { body: { effort: 2 } })).status, 409);
        await teacher.post(`/api/instructor/streams/${room.id}/end`);
        assert.equal((await ana.post(`${room.path}/reactions`, { fire: 1 })).body.code, 'not_live');
        assert.equal((await ana.request('PUT', `${room.path}/effort`, { body: { effort: 2 } })).body.code, 'not_watched');
        heard.close();
    });
});

describe('who may listen', () => {
    test('nobody 401, a stranger 403, and leaving ends it within two seconds', async () => {
        const stream = await createClass(teacher, { priceInTokens: 20 });
        const room = { id: stream.id, path: `/api/streams/${stream.id}` };
        const [ana, bob, gina] = [
            await enrolled(room, 'Ana'), await enrolled(room, 'Bob'), await staff(room, 'guest', 'Gina'),
        ];
        const stranger = await newViewer(server.url, 'Eve');
        const nobody = await fetch(`${server.url}/api/events?stream=${room.id}`);
        assert.equal(nobody.status, 401);
        assert.equal((await stranger.get(`/api/events?stream=${room.id}`)).body.code, 'not_enrolled');
        const leaving = await Promise.all([ana, bob, gina].map((who) => enter(room, who)));
        const began = Date.now();
        await ana.delete(`${room.path}/enrollment`);
        await bob.post('/api/auth/logout');
        const list = (await teacher.get(`/api/instructor/streams/${room.id}/staff`)).body.staff;
        const gone = list.find((/** @type {any} */ one) => one.display_name === 'Gina').user_id;
        await teacher.delete(`/api/instructor/streams/${room.id}/staff/${gone}`);
        while (leaving.some((one) => one.end.at === 0) && Date.now() - began < 5000) {
            await new Promise((done) => setTimeout(done, 20));
        }
        for (const one of leaving) assert.ok(one.end.at > 0 && one.end.at - began < 2000, `${one.end.at - began} ms`);
    });
});

describe('a power cut', () => {
    test('nothing that was answered is lost, doubled or out of order', async () => {
        const room = await liveClass();
        const ana = await enrolled(room, 'Ana');
        const heard = await enter(room, ana);
        /** @type {Map<string, any>} */
        const answered = new Map();
        const write = async (/** @type {number} */ number) => {
            const clientId = `m-${number}`;
            const answer = await teacher.post(`${room.path}/chat`, { message: `message ${number}`, clientId }).catch(() => null);
            if (answer?.status === 201 || answer?.status === 200) answered.set(clientId, answer.body.message);
        };
        const writing = (async () => {
            for (let i = 0; i < 300; i += 10) await Promise.all([...Array(10).keys()].map((n) => write(i + n)));
        })();
        while (answered.size < 60) await new Promise((done) => setTimeout(done, 5));
        await server.kill();
        await writing;
        const before = new Map(answered);
        const shown = told(heard);
        const lastId = frames(heard).at(-1)?.id;
        heard.close();
        await server.run();
        const afterwards = [];
        for (let after = 0; ; ) {
            const page = (await ana.get(`${room.path}/chat?after=${after}&limit=100`)).body.messages;
            if (page.length === 0) break;
            afterwards.push(...page);
            after = page.at(-1).seq;
        }
        assert.deepEqual(afterwards.map((message) => message.seq), afterwards.map((_, at) => at + 1), 'no gap, no double');
        const byId = new Map(afterwards.map((message) => [message.id, message]));
        for (const message of [...before.values(), ...shown]) {
            assert.equal(byId.get(message.id)?.seq, message.seq, 'what was answered or shown is there');
        }
        // Whoever writes again what got no answer doubles nothing.
        for (let i = 0; i < 300; i += 10) await Promise.all([...Array(10).keys()].map((n) => write(i + n)));
        assert.equal(answered.size, 300);
        for (const [clientId, message] of before) assert.equal(answered.get(clientId).id, message.id);
        assert.equal(new Set([...answered.values()].map((message) => message.seq)).size, 300);
        const back = await enter(room, ana, lastId);
        assert.deepEqual(frames(back)[0].data, { resync: true }, 'numbers of the former server mean nothing');
        back.close();
    });
});
