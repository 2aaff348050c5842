// Mozilla's push service as far as Firefox talks to it: a WebSocket on which a browser gets endpoints and what is posted
// to them, with its verdict on each message (100: shown, 101: it could not be decrypted).
// @ts-check
import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';  // RFC 6455 1.3
const TEXT = 1, CLOSE = 8, PING = 9, PONG = 10;

/** A server's frame, which is not masked. @param {number} kind @param {Buffer} payload */
function frame(kind, payload) {
    const head = payload.length < 126 ? Buffer.from([0x80 | kind, payload.length])
        : Buffer.from([0x80 | kind, 126, payload.length >> 8, payload.length & 0xff]);
    return Buffer.concat([head, payload]);
}

/** The first whole frame of what came, and the rest; nothing yet. @param {Buffer} bytes */
function takeFrame(bytes) {
    if (bytes.length < 2) return null;
    let length = bytes[1] & 0x7f, at = 2;
    if (length === 126) {
        if (bytes.length < 4) return null;
        length = bytes.readUInt16BE(2);
        at = 4;
    }
    const mask = bytes.subarray(at, at + 4);
    at += 4;
    if (bytes.length < at + length) return null;
    const payload = Buffer.from(bytes.subarray(at, at + length)).map((byte, i) => byte ^ mask[i % 4]);
    return { kind: bytes[0] & 0x0f, payload: Buffer.from(payload), rest: bytes.subarray(at + length) };
}

export class Autopush {
    /** Verdicts by the version of a message. @type {Map<string, number>} */
    verdicts = new Map();
    /** What was posted. @type {{channel: string, headers: import('node:http').IncomingHttpHeaders, body: Buffer}[]} */
    posted = [];
    /** @type {import('node:stream').Duplex | undefined} */
    #browser;
    #versions = 0;

    static async start() {
        const service = new Autopush();
        service.server = createServer((request, response) => service.#onPost(request, response));
        service.server.on('upgrade', (request, socket) => service.#onBrowser(request, socket));
        await new Promise((done) => service.server?.listen(0, '127.0.0.1', () => done(undefined)));
        return service;
    }

    get host() {
        return `127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (this.server?.address()).port}`;
    }
    /** What Firefox is told. Marionette switches push off for whoever does not ask for it. */
    get preferences() {
        return {
            'dom.push.connection.enabled': true,
            'dom.push.serverURL': `ws://${this.host}/`,
            'dom.push.testing.allowInsecureServerURL': true,
            'dom.push.testing.ignorePermission': true,
            'permissions.default.desktop-notification': 1,
            'alerts.useSystemBackend': false,
        };
    }

    /** @param {import('node:http').IncomingMessage} request @param {import('node:http').ServerResponse} response */
    async #onPost(request, response) {
        /** @type {Buffer[]} */
        const parts = [];
        for await (const part of request) parts.push(part);
        const channel = (request.url ?? '').slice(1);
        const body = Buffer.concat(parts);
        this.posted.push({ channel, headers: request.headers, body });
        this.deliver(channel, body);
        response.writeHead(201).end();
    }

    /** Hands a sealed message to the browser; its version, by which the verdict is found. @param {string} channelID @param {Buffer} body */
    deliver(channelID, body) {
        const version = `v${++this.#versions}`;
        this.#say({
            messageType: 'notification', channelID, version, ttl: 60,
            data: body.toString('base64url'), headers: { encoding: 'aes128gcm' },
        });
        return version;
    }

    /** @param {string} version */
    async verdict(version) {
        const deadline = Date.now() + 20_000;
        while (!this.verdicts.has(version)) {
            if (Date.now() > deadline) throw new Error(`Firefox says nothing of ${version}`);
            await new Promise((done) => setTimeout(done, 50));
        }
        return this.verdicts.get(version);
    }

    /** @param {object} message */
    #say(message) {
        this.#browser?.write(frame(TEXT, Buffer.from(JSON.stringify(message))));
    }

    /** @param {import('node:http').IncomingMessage} request @param {import('node:stream').Duplex} socket */
    #onBrowser(request, socket) {
        const accept = createHash('sha1').update(request.headers['sec-websocket-key'] + GUID).digest('base64');
        socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
            `Sec-WebSocket-Accept: ${accept}\r\nSec-WebSocket-Protocol: push-notification\r\n\r\n`);
        this.#browser = socket;
        let bytes = Buffer.alloc(0);
        socket.on('error', () => {});
        socket.on('data', (data) => {
            bytes = Buffer.concat([bytes, data]);
            for (let next = takeFrame(bytes); next; next = takeFrame(bytes)) {
                bytes = Buffer.from(next.rest);
                if (next.kind === PING) socket.write(frame(PONG, next.payload));
                if (next.kind === CLOSE) socket.end(frame(CLOSE, next.payload));
                if (next.kind === TEXT) this.#onMessage(next.payload.toString());
            }
        });
    }

    /** @param {string} text */
    #onMessage(text) {
        const message = JSON.parse(text);
        switch (message.messageType) {
            case 'hello':
                return this.#say({
                    messageType: 'hello', status: 200, use_webpush: true, broadcasts: {},
                    uaid: message.uaid || randomBytes(16).toString('hex'),
                });
            case 'register':
                return this.#say({
                    messageType: 'register', channelID: message.channelID, status: 200,
                    pushEndpoint: `http://${this.host}/${message.channelID}`,
                });
            case 'unregister':
                return this.#say({ messageType: 'unregister', channelID: message.channelID, status: 200 });
            case 'ack':
                for (const { version, code } of message.updates) this.verdicts.set(version, code ?? 100);
                return undefined;
            case 'nack':
                this.verdicts.set(message.version, message.code);
                return undefined;
            default:
                if (message.messageType === 'ping' || text === '{}') this.#say({});
                return undefined;
        }
    }

    async stop() {
        this.#browser?.destroy();
        this.server?.closeAllConnections?.();
        await new Promise((done) => this.server?.close(done));
    }
}
