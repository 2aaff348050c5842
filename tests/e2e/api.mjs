// A person or a script at the HTTP API: keeps its cookies, parses JSON.
// @ts-check
import { INSTRUCTOR_TOKEN } from './server.mjs';

/** @typedef {{status: number, headers: Headers, body: any, text: string}} Answer */

/** Debian's Node 18 has no Headers.getSetCookie: there all cookies come in one line. @param {Headers} headers */
function setCookies(headers) {
    if (headers.getSetCookie) return headers.getSetCookie();
    return headers.get('Set-Cookie')?.split(/, *(?=[^;, ]+=)/) ?? [];
}

export class ApiClient {
    /** @param {string} url */
    constructor(url) {
        this.url = url;
        /** @type {Map<string, string>} */
        this.cookies = new Map();
    }

    /**
     * @param {string} method
     * @param {string} path
     * @param {{body?: unknown, raw?: BodyInit, headers?: Record<string, string>}} [options]
     * @returns {Promise<Answer>}
     */
    async request(method, path, options = {}) {
        const headers = new Headers(options.headers);
        if (this.cookies.size > 0) {
            headers.set('Cookie', [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '));
        }
        let body = options.raw;
        if (options.body !== undefined) {
            body = JSON.stringify(options.body);
            if (!headers.has('Content-Type')) headers.set('Content-Type', 'application/json');
        }
        const answer = await fetch(this.url + path, { method, headers, body, redirect: 'manual' });
        for (const line of setCookies(answer.headers)) {
            const [pair] = line.split(';');
            const cut = pair.indexOf('=');
            const value = pair.slice(cut + 1);
            if (value === '') this.cookies.delete(pair.slice(0, cut));
            else this.cookies.set(pair.slice(0, cut), value);
        }
        const text = await answer.text();
        let parsed = null;
        if (answer.headers.get('Content-Type')?.startsWith('application/json')) parsed = JSON.parse(text);
        return { status: answer.status, headers: answer.headers, body: parsed, text };
    }

    /** @param {string} path @param {Record<string, string>} [headers] */
    get(path, headers) {
        return this.request('GET', path, { headers });
    }
    /** @param {string} path @param {unknown} [body] @param {Record<string, string>} [headers] */
    post(path, body, headers) {
        return this.request('POST', path, { body, headers });
    }
    /** @param {string} path @param {unknown} body */
    patch(path, body) {
        return this.request('PATCH', path, { body });
    }
    /** @param {string} path */
    delete(path) {
        return this.request('DELETE', path);
    }
}

let people = 0;

/** A new viewer with the welcome tokens. @param {string} url */
export async function newViewer(url, name = 'Ana') {
    const client = new ApiClient(url);
    const email = `viewer-${process.pid}-${++people}@example.com`;
    const answer = await client.post('/api/auth/register', {
        email,
        password: 'a good long password',
        displayName: name,
    });
    if (answer.status !== 201) throw new Error(`register: ${answer.status} ${answer.text}`);
    return Object.assign(client, { email, password: 'a good long password', user: answer.body.user });
}

/** A logged-in instructor. @param {string} url */
export async function newInstructor(url) {
    const client = new ApiClient(url);
    const answer = await client.post('/api/instructor/login', { token: INSTRUCTOR_TOKEN });
    if (answer.status !== 200) throw new Error(`instructor login: ${answer.status} ${answer.text}`);
    return client;
}

/** The body that creates a class an hour from now. @param {Record<string, unknown>} [changes] */
export function classBody(changes = {}) {
    return {
        title: 'Morning Dance Workout',
        description: 'High-energy dance cardio for every level.',
        instructorName: 'Mila Kovač',
        scheduledStartTime: new Date(Date.now() + 3600_000).toISOString(),
        durationMinutes: 60,
        priceInTokens: 50,
        ...changes,
    };
}

/** @param {ApiClient} instructor @param {Record<string, unknown>} [changes] */
export async function createClass(instructor, changes) {
    const answer = await instructor.post('/api/instructor/streams/create', classBody(changes));
    if (answer.status !== 201) throw new Error(`create: ${answer.status} ${answer.text}`);
    return answer.body.stream;
}

/**
 * Server-sent events as they come in.
 * @param {ApiClient} client @param {string} [path] @param {Record<string, string>} [more] headers besides the cookies
 */
export function listen(client, path = '/api/events', more = {}) {
    const stop = new AbortController();
    /** @type {{name: string, data: any, id: string | undefined, at: number}[]} */
    const events = [];
    const end = { at: 0 };
    const opened = (async () => {
        const headers = { Cookie: [...client.cookies].map(([n, v]) => `${n}=${v}`).join('; '), ...more };
        const answer = await fetch(client.url + path, { headers, signal: stop.signal });
        if (!answer.ok || !answer.body) throw new Error(`events: ${answer.status}`);
        const decoder = new TextDecoder();
        let text = '';
        (async () => {
            for await (const chunk of /** @type {any} */ (answer.body)) {
                text += decoder.decode(chunk, { stream: true });
                for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
                    const block = text.slice(0, end);
                    text = text.slice(end + 2);
                    const name = /^event: ?(.*)$/m.exec(block)?.[1];
                    const data = /^data: ?(.*)$/m.exec(block)?.[1];
                    const id = /^id: ?(.*)$/m.exec(block)?.[1];
                    if (name && data) events.push({ name, data: JSON.parse(data), id, at: Date.now() });
                }
            }
        })()
            .catch(() => {})
            .finally(() => (end.at = Date.now()));
    })();
    return {
        opened,
        events,
        /** `at` is 0 as long as the stream is open. */
        end,
        close: () => stop.abort(),
        /** @param {(event: {name: string, data: any}) => boolean} wanted */
        async wait(wanted, milliseconds = 1000) {
            const deadline = Date.now() + milliseconds;
            for (;;) {
                const found = events.find(wanted);
                if (found) return found;
                if (Date.now() > deadline) {
                    throw new Error(`no such event among ${JSON.stringify(events).slice(0, 2000)}`);
                }
                await new Promise((done) => setTimeout(done, 10));
            }
        },
    };
}
