// A push service on this machine, and a browser that asked it to be told: both with npm's http_ece, which others wrote.
// @ts-check
import { createECDH, createPublicKey, randomBytes, verify } from 'node:crypto';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ROOT } from './server.mjs';

const require = createRequire(join(ROOT, '.deps/npm/package.json'));
const ece = require('http_ece');

/** @typedef {{path: string, headers: import('node:http').IncomingHttpHeaders, body: Buffer}} Posted */

export class PushService {
    /** @type {Posted[]} */
    posted = [];
    /** What it answers by path; 201 unless said. @type {Map<string, number>} */
    answers = new Map();

    static async start() {
        const service = new PushService();
        service.server = createServer((request, response) => {
            /** @type {Buffer[]} */
            const parts = [];
            request.on('data', (part) => parts.push(part));
            request.on('end', () => {
                const path = request.url ?? '';
                service.posted.push({ path, headers: request.headers, body: Buffer.concat(parts) });
                response.writeHead(service.answers.get(path) ?? 201).end();
            });
        });
        await new Promise((done) => service.server?.listen(0, '127.0.0.1', () => done(undefined)));
        return service;
    }

    get host() {
        const address = /** @type {import('node:net').AddressInfo} */ (this.server?.address());
        return `127.0.0.1:${address.port}`;
    }

    /** The settings of a server that may post here. */
    get settings() {
        return { PUSH_HOSTS: this.host, VAPID_SUBJECT: 'mailto:studio@example.com' };
    }

    /** What came to a path, once there is so much. @param {string} path @param {number} [count] */
    async take(path, count = 1) {
        const deadline = Date.now() + 20_000;
        for (;;) {
            const mine = this.posted.filter((one) => one.path === path);
            if (mine.length >= count) return mine;
            if (Date.now() > deadline) throw new Error(`${mine.length} of ${count} came to ${path}`);
            await new Promise((done) => setTimeout(done, 50));
        }
    }

    async stop() {
        this.server?.closeAllConnections?.();
        await new Promise((done) => this.server?.close(done));
    }
}

/** A browser's subscription, with the keys that open what it gets. */
export class Subscriber {
    /** @param {PushService} service @param {string} name */
    constructor(service, name) {
        this.path = `/push/${name}`;
        this.keys = createECDH('prime256v1');
        this.keys.generateKeys();
        this.secret = randomBytes(16);
        this.subscription = {
            endpoint: `http://${service.host}${this.path}`,
            keys: {
                p256dh: this.keys.getPublicKey().toString('base64url'),
                auth: this.secret.toString('base64url'),
            },
        };
    }

    /** @param {Posted} posted */
    open(posted) {
        const text = ece.decrypt(posted.body, {
            version: 'aes128gcm', privateKey: this.keys, authSecret: this.secret.toString('base64url'),
        });
        return JSON.parse(text.toString('utf8'));
    }
}

/** The claims of an Authorization header, once its signature is found to be the key's. @param {string} header */
export function claimsOf(header) {
    const [, token, key] = /^vapid t=([^,]+), k=(.+)$/.exec(header) ?? [];
    const [head, claims, signature] = token.split('.');
    const point = Buffer.from(key, 'base64url');
    const publicKey = createPublicKey({
        format: 'jwk',
        key: {
            kty: 'EC', crv: 'P-256',
            x: point.subarray(1, 33).toString('base64url'), y: point.subarray(33).toString('base64url'),
        },
    });
    const good = verify('sha256', Buffer.from(`${head}.${claims}`), { key: publicKey, dsaEncoding: 'ieee-p1363' },
        Buffer.from(signature, 'base64url'));
    if (!good) throw new Error('the signature is not the key\'s');
    return { key, ...JSON.parse(Buffer.from(claims, 'base64url').toString('utf8')) };
}
