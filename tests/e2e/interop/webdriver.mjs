// The part of WebDriver that the tests need, over either wire: HTTP (WebKitWebDriver) or Firefox's own Marionette,
// which speaks the same commands over TCP without a driver program (Debian packs none).
// @ts-check
import { connect } from 'node:net';

/** @typedef {{call: (command: string, parameters: any) => Promise<any>, close: () => void}} Wire */

/** Marionette's packets are "length:JSON"; [0, id, command, parameters] is answered by [1, id, error, result]. @param {number} port */
export async function marionette(port) {
    const socket = connect(port, '127.0.0.1');
    await new Promise((done, fail) => socket.once('connect', () => done(undefined)).once('error', fail));
    /** @type {Map<number, {done: (result: any) => void, fail: (error: Error) => void}>} */
    const waiting = new Map();
    let rest = Buffer.alloc(0);
    let calls = 0;
    socket.on('data', (/** @type {Buffer} */ data) => {
        rest = Buffer.concat([rest, data]);
        for (;;) {
            const colon = rest.indexOf(':');
            const length = Number(rest.subarray(0, colon));
            if (colon < 0 || rest.length < colon + 1 + length) return;
            const packet = JSON.parse(rest.subarray(colon + 1, colon + 1 + length).toString());
            rest = rest.subarray(colon + 1 + length);
            if (!Array.isArray(packet)) continue; // the greeting
            const [, id, error, result] = packet;
            const call = waiting.get(id);
            waiting.delete(id);
            if (error) call?.fail(new Error(`${error.error}: ${error.message}`));
            else call?.done(result && 'value' in result && Object.keys(result).length === 1 ? result.value : result);
        }
    });
    socket.on('close', () => {
        for (const { fail } of waiting.values()) fail(new Error('the browser is gone'));
        waiting.clear();
    });
    socket.on('error', () => {});
    return {
        call: (/** @type {string} */ command, /** @type {any} */ parameters) =>
            new Promise((done, fail) => {
                const id = ++calls;
                waiting.set(id, { done, fail });
                const text = Buffer.from(JSON.stringify([0, id, `WebDriver:${command}`, parameters]));
                socket.write(Buffer.concat([Buffer.from(`${text.length}:`), text]));
            }),
        close: () => socket.destroy(),
    };
}

/** Where each command lives in the standard's HTTP. @type {Record<string, [string, string]>} */
const ENDPOINTS = {
    Navigate: ['POST', 'url'],
    GetCurrentURL: ['GET', 'url'],
    SetTimeouts: ['POST', 'timeouts'],
    ExecuteAsyncScript: ['POST', 'execute/async'],
    PerformActions: ['POST', 'actions'],
    ReleaseActions: ['DELETE', 'actions'],
    NewWindow: ['POST', 'window/new'],
    SwitchToWindow: ['POST', 'window'],
    CloseWindow: ['DELETE', 'window'],
    GetWindowHandle: ['GET', 'window'],
    SetWindowRect: ['POST', 'window/rect'],
    TakeScreenshot: ['GET', 'screenshot'],
    Back: ['POST', 'back'],
    Forward: ['POST', 'forward'],
};

/** Keys without a letter, as the standard writes them. @type {Record<string, string>} */
const KEYS = { Tab: '\uE004', Enter: '\uE007', Escape: '\uE00C' };

/** A session with a WebDriver server. @param {string} url @param {any} capabilities */
export async function overHttp(url, capabilities) {
    const send = async (/** @type {string} */ method, /** @type {string} */ path, /** @type {any} */ body) => {
        const answer = await fetch(url + path, {
            method,
            headers: { 'Content-Type': 'application/json' },
            body: method === 'POST' ? JSON.stringify(body ?? {}) : undefined,
            signal: AbortSignal.timeout(45_000), // more than any step may take; a browser that died answers nothing
        });
        const { value } = await answer.json();
        if (!answer.ok) throw new Error(`${value?.error}: ${value?.message}`);
        return value;
    };
    const session = await send('POST', '/session', { capabilities: { alwaysMatch: capabilities } });
    return {
        capabilities: session.capabilities,
        call(/** @type {string} */ command, /** @type {any} */ parameters) {
            const [method, path] = ENDPOINTS[command];
            return send(method, `/session/${session.sessionId}/${path}`, parameters);
        },
        close: () => void send('DELETE', `/session/${session.sessionId}`, undefined).catch(() => {}),
    };
}

/** A window of the browser. Windows share the wire, so each step goes to its window first, one step at a time. */
export class Window {
    /** @param {Wire} wire @param {string} handle @param {{last: Promise<unknown>, current: string}} turn shared by all windows of the wire */
    constructor(wire, handle, turn) {
        this.wire = wire;
        this.handle = handle;
        this.turn = turn;
    }

    /** The first window of a new session. @param {Wire} wire */
    static async first(wire) {
        await wire.call('SetTimeouts', { script: 30_000, pageLoad: 30_000, implicit: 0 });
        const handle = await wire.call('GetWindowHandle', {});
        return new Window(wire, handle, { last: Promise.resolve(), current: handle });
    }

    async another() {
        const { handle } = await this.step('NewWindow', { type: 'window' });
        return new Window(this.wire, handle, this.turn);
    }

    /** @param {string} command @param {any} [parameters] */
    step(command, parameters = {}) {
        const next = this.turn.last.catch(() => {}).then(async () => {
            if (this.turn.current !== this.handle) await this.wire.call('SwitchToWindow', { handle: this.handle });
            this.turn.current = this.handle;
            return this.wire.call(command, parameters);
        });
        this.turn.last = next;
        return next;
    }

    /** @param {string} url */
    goto(url) {
        return this.step('Navigate', { url });
    }

    /** @returns {Promise<string>} */
    url() {
        return this.step('GetCurrentURL');
    }

    /**
     * Runs a function in the page, as Playwright does.
     * @template T, R @param {(argument: T) => R | Promise<R>} run @param {T} [argument] @returns {Promise<R>}
     */
    async evaluate(run, argument) {
        const outcome = await this.step('ExecuteAsyncScript', {
            script: `const done = arguments[1];
                (async () => (${run})(arguments[0]))().then(
                    (value) => done({ value }), (error) => done({ error: String(error) + '\\n' + error?.stack }));`,
            args: [argument ?? null],
        });
        if (outcome.error) throw new Error(outcome.error);
        return outcome.value;
    }

    /** A press at a place of the window. @param {number} x @param {number} y */
    async click(x, y) {
        const at = { x: Math.round(x), y: Math.round(y) };
        await this.step('PerformActions', {
            actions: [{
                type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' },
                actions: [
                    { type: 'pointerMove', duration: 0, ...at },
                    { type: 'pointerDown', button: 0 },
                    { type: 'pause', duration: 30 },
                    { type: 'pointerUp', button: 0 },
                ],
            }],
        });
    }

    /** @param {string} text */
    async type(text) {
        const actions = [...text].flatMap((value) => [{ type: 'keyDown', value }, { type: 'keyUp', value }]);
        await this.step('PerformActions', { actions: [{ type: 'key', id: 'keyboard', actions }] });
    }

    /** @param {string} key by the name that DOM gives it */
    press(key) {
        return this.type(KEYS[key]);
    }

    /**
     * Back into the page: past its last control, Tab leads to the browser's own bars. Keys of a driver still reach the
     * page then, and move its focus, but no button answers them: the page does not have the keyboard.
     */
    async takeKeyboard() {
        if (await this.evaluate(() => document.hasFocus())) return;
        await this.step('SwitchToWindow', { handle: this.handle, focus: true });
    }

    back() {
        return this.step('Back');
    }

    forward() {
        return this.step('Forward');
    }

    /** @returns {Promise<Buffer>} a PNG */
    async screenshot() {
        return Buffer.from(await this.step('TakeScreenshot', { full: false }), 'base64');
    }

    close() {
        return this.step('CloseWindow');
    }
}
