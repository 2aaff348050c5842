// A class with many listeners, of whom some write and tap: who heard what, how soon, and what it cost the server.
// @ts-check
import { readFileSync } from 'node:fs';
import http from 'node:http';
import { createClass, newInstructor, newViewer } from './api.mjs';

/** Streams of one person, so that a thousand listeners need few accounts. */
const STREAMS_EACH = 20;
const TAPS_A_SECOND_EACH = 10;
const LONGEST_DELAY_MS = 20_000;
const TICKS_PER_SECOND = 100;

/** What a server lets through that is to bear such a crowd from one address. */
export const CROWD_LIMITS = {
    LIMIT_CONNECTIONS_PER_ADDRESS: '8192',
    LIMIT_EVENT_STREAMS_PER_ADDRESS: '8192',
    LIMIT_EVENT_STREAMS_PER_PERSON: '64',
    LIMIT_WRITES_PER_PERSON: '1000000',
};

const pause = (/** @type {number} */ milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

/** Seconds of processor that a process has taken. @param {number} pid */
function processorSeconds(pid) {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
    return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/** Delays by milliseconds: a thousand listeners have a million of them. */
class Delays {
    counts = new Int32Array(LONGEST_DELAY_MS + 1);
    total = 0;

    /** @param {number} milliseconds */
    add(milliseconds) {
        this.counts[Math.min(Math.max(Math.round(milliseconds), 0), LONGEST_DELAY_MS)] += 1;
        this.total += 1;
    }
    /** @param {number} share */
    quantile(share) {
        let seen = 0;
        for (let at = 0; at < this.counts.length; ++at) {
            seen += this.counts[at];
            if (seen >= this.total * share && seen > 0) return at;
        }
        return 0;
    }
}

/** All listeners of the class, who are told the same text: it is parsed once. */
class Listeners {
    delays = new Delays();
    /** @type {Map<string, number>} when each message was posted, by its text */
    sentAt = new Map();
    /** @type {Set<number>[]} the numbers that each listener has heard */
    heard = [];
    doubled = 0;
    outOfOrder = 0;
    /** @type {http.ClientRequest[]} */
    requests = [];
    /** @type {Map<string, {seq: number, message: string}[]>} the messages of the latest frames, by their text */
    parsed = new Map();

    /** @param {string} data */
    messagesOf(data) {
        let messages = this.parsed.get(data);
        if (!messages) {
            messages = JSON.parse(data).messages ?? [];
            if (this.parsed.size > 64) this.parsed.clear();
            this.parsed.set(data, /** @type {any} */ (messages));
        }
        return /** @type {{seq: number, message: string}[]} */ (messages);
    }

    /** Begins to listen; done when the first frame of the room is there. @param {import('./api.mjs').ApiClient} person @param {string} stream */
    add(person, stream) {
        const cookie = [...person.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
        const numbers = new Set();
        this.heard.push(numbers);
        let last = 0;
        let text = '';
        return new Promise((ready, fail) => {
            const request = http.get(`${person.url}/api/events?stream=${stream}`, { agent: false, headers: { Cookie: cookie } }, (answer) => {
                if (answer.statusCode !== 200) fail(new Error(`events: ${answer.statusCode}`));
                answer.setEncoding('utf8');
                answer.on('error', () => {});
                answer.on('data', (chunk) => {
                    text += chunk;
                    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
                        const block = text.slice(0, end);
                        text = text.slice(end + 2);
                        if (!/^event: ?room$/m.test(block)) continue;
                        const data = /^data: ?(.*)$/m.exec(block)?.[1] ?? '{}';
                        const now = performance.now();
                        for (const { seq, message } of this.messagesOf(data)) {
                            if (numbers.has(seq)) this.doubled += 1;
                            else if (seq !== last + 1) this.outOfOrder += 1;
                            numbers.add(seq);
                            last = seq;
                            const sent = this.sentAt.get(message);
                            if (sent !== undefined) this.delays.add(now - sent);
                        }
                        ready(undefined);
                    }
                });
            });
            request.on('error', fail);
            this.requests.push(request);
        });
    }
    /** How many of these numbers somebody has not heard. @param {number[]} numbers */
    missing(numbers) {
        return this.heard.reduce((sum, known) => sum + numbers.filter((number) => !known.has(number)).length, 0);
    }
    close() {
        for (const request of this.requests) request.destroy();
    }
}

/** The chat as it is kept, all pages of it. @param {import('./api.mjs').ApiClient} person @param {string} path */
async function keptChat(person, path) {
    const messages = [];
    for (let after = 0; ; ) {
        const page = (await person.get(`${path}/chat?after=${after}&limit=100`)).body.messages;
        if (page.length === 0) return messages;
        messages.push(...page);
        after = page.at(-1).seq;
    }
}

/**
 * A class that is live, with a crowd; and the chat again after the server was killed and came back.
 * @param {import('./server.mjs').Server} server with CROWD_LIMITS
 * @param {{listeners: number, seconds: number, messagesPerSecond: number, tapsPerSecond: number}} size
 */
export async function crowd(server, { listeners: count, seconds, messagesPerSecond, tapsPerSecond }) {
    const teacher = await newInstructor(server.url);
    const stream = await createClass(teacher, { priceInTokens: 0 });
    const path = `/api/streams/${stream.id}`;
    await teacher.post(`/api/instructor/streams/${stream.id}/start`);
    const tappers = Math.ceil(tapsPerSecond / TAPS_A_SECOND_EACH);
    const people = [];
    for (let i = 0; i < Math.max(Math.ceil(count / STREAMS_EACH), tappers); ++i) {
        const person = await newViewer(server.url, `Viewer ${i}`);
        await person.post(`${path}/enroll`);
        people.push(person);
    }
    const listeners = new Listeners();
    for (let i = 0; i < count; i += people.length) {
        await Promise.all(people.slice(0, count - i).map((person) => listeners.add(person, stream.id)));
    }

    /** @type {Map<string, any>} by the clientId */
    const answered = new Map();
    let refused = 0;
    let taps = 0;
    const posts = /** @type {Promise<void>[]} */ ([]);
    const write = async (/** @type {number} */ number) => {
        const message = `step ${number} and turn`;
        listeners.sentAt.set(message, performance.now());
        const answer = await teacher.post(`${path}/chat`, { clientId: `crowd-${number}`, message });
        if (answer.status === 201) answered.set(`crowd-${number}`, answer.body.message);
        else refused += 1;
    };
    const tap = async (/** @type {import('./api.mjs').ApiClient} */ person) => {
        const answer = await person.post(`${path}/reactions`, { fire: TAPS_A_SECOND_EACH });
        if (answer.status === 204) taps += TAPS_A_SECOND_EACH;
        else refused += 1;
    };
    const pid = /** @type {number} */ (server.child?.pid);
    const processorBefore = processorSeconds(pid);
    const began = performance.now();
    for (let number = 0; number < seconds * messagesPerSecond; ++number) {
        const due = began + (number * 1000) / messagesPerSecond;
        await pause(Math.max(due - performance.now(), 0));
        posts.push(write(number));
        if (number % messagesPerSecond === 0) posts.push(...people.slice(0, tappers).map(tap));
    }
    await Promise.all(posts);
    const took = (performance.now() - began) / 1000;
    const processor = processorSeconds(pid) - processorBefore;
    const numbers = [...answered.values()].map((message) => message.seq);
    for (const until = Date.now() + 5000; listeners.missing(numbers) > 0 && Date.now() < until; ) await pause(50);
    const result = {
        listeners: count,
        messages: answered.size,
        taps,
        refused,
        told: listeners.delays.total,
        missing: listeners.missing(numbers),
        doubled: listeners.doubled,
        out_of_order: listeners.outOfOrder,
        delay_p50_ms: listeners.delays.quantile(0.5),
        delay_p99_ms: listeners.delays.quantile(0.99),
        server_cores: Number((processor / took).toFixed(3)),
    };
    await server.kill();
    listeners.close();
    await server.run();
    const kept = await keptChat(people[0], path);
    const byId = new Map(kept.map((message) => [message.id, message]));
    return {
        ...result,
        lost_by_kill: [...answered.values()].filter((message) => byId.get(message.id)?.seq !== message.seq).length,
        doubled_by_kill: kept.length - new Set(kept.map((message) => message.message)).size,
        gaps_after_kill: kept.filter((message, at) => message.seq !== at + 1).length,
    };
}
