// A door before the server, through which one build of the web client or another is served: as a
// deployment does it, the files of the old build are gone when the new one is there.
// @ts-check
import { readFileSync } from 'node:fs';
import { createServer, request as send } from 'node:http';
import { extname, join } from 'node:path';
import { freeTcpPort, ROOT, Server } from './server.mjs';

const bundle = join(ROOT, 'build/web');
const texts = ['.js', '.css', '.webmanifest', '.html'];

/** @typedef {{ path: string, file: string, type: string, hash: string, immutable: boolean }} Listed */

/** The same app under other names: every name made from contents is another one. */
class NextBuild {
    constructor() {
        /** @type {Listed[]} */
        const listing = JSON.parse(readFileSync(join(bundle, 'files.json'), 'utf8'));
        /** @type {Map<string, Listed>} by the name that they have here */
        this.files = new Map();
        /** @type {[string, string][]} */
        this.names = [];
        for (const listed of listing) {
            if (listed.path === '/index.html') this.names.push([listed.hash.slice(0, 12), this.id]);
            if (!listed.immutable) continue;
            const hash = /\.([0-9a-f]{12})\.[a-z0-9]+$/.exec(listed.path)?.[1] ?? '';
            this.files.set(listed.path.replace(hash, this.hash(hash)), listed);
            this.names.push([hash, this.hash(hash)]);
        }
    }

    id = 'bbbbbbbbbbbb';
    /** @param {string} hash */
    hash = (hash) => hash.slice(0, 11) + (hash.endsWith('b') ? 'c' : 'b');

    /** @param {string} text */
    renamed(text) {
        for (const [from, to] of this.names) text = text.replaceAll(from, to);
        return text.replace(/"lean-[0-9a-f]{12}"/, `"lean-${this.id}"`);
    }

    /** @param {string} path @returns {{ type: string, bytes: string | Buffer } | undefined} */
    file(path) {
        const listed = this.files.get(path);
        if (!listed) return undefined;
        const bytes = readFileSync(join(bundle, listed.file));
        return { type: listed.type, bytes: texts.includes(extname(path)) ? this.renamed(bytes.toString()) : bytes };
    }
}

export class Deployment {
    static async start() {
        const deployment = new Deployment();
        deployment.port = await freeTcpPort();
        deployment.url = `http://127.0.0.1:${deployment.port}`;
        deployment.server = await Server.start({ PUBLIC_URL: deployment.url });
        await deployment.open();
        return deployment;
    }

    next = new NextBuild();
    deployed = false;
    /** @type {Set<import('node:net').Socket>} */
    sockets = new Set();

    /** From now on the server is reached. */
    async open() {
        const door = this.door = createServer((incoming, outgoing) => this.pass(incoming, outgoing));
        door.on('connection', (socket) => {
            this.sockets.add(socket);
            socket.on('close', () => this.sockets.delete(socket));
        });
        await new Promise((done) => door.listen(this.port, '127.0.0.1', () => done(undefined)));
    }

    /** From now on nobody reaches it. */
    async close() {
        const closed = new Promise((done) => this.door?.close(done));
        for (const socket of this.sockets) socket.destroy();
        await closed;
    }

    /** The next build is there, and as after any restart all connections are new. */
    deploy() {
        this.deployed = true;
        for (const socket of this.sockets) socket.destroy();
    }

    /** @param {import('node:http').IncomingMessage} incoming @param {import('node:http').ServerResponse} outgoing */
    pass(incoming, outgoing) {
        const { method, url = '/', headers } = incoming;
        if (this.deployed && url.startsWith('/static/')) {
            const file = this.next.file(url);
            if (file) outgoing.writeHead(200, { 'Content-Type': file.type, 'Cache-Control': 'public, max-age=31536000, immutable' }).end(file.bytes);
            else outgoing.writeHead(404).end();
            return;
        }
        const { 'accept-encoding': _, 'if-none-match': __, ...rest } = headers;
        const onward = send(this.server?.url + url, { method, headers: rest }, (answer) => {
            const type = answer.headers['content-type'] ?? '';
            const rename = this.deployed && /text\/(html|javascript|event-stream)/.test(type);
            const { 'content-length': length, etag, ...kept } = answer.headers;
            outgoing.writeHead(answer.statusCode ?? 502, rename ? kept : answer.headers);
            if (!rename) return void answer.pipe(outgoing);
            if (type.includes('event-stream')) {
                answer.on('data', (chunk) => outgoing.write(this.next.renamed(chunk.toString())));
                answer.on('end', () => outgoing.end());
                return;
            }
            let text = '';
            answer.on('data', (chunk) => (text += chunk));
            answer.on('end', () => outgoing.end(this.next.renamed(text)));
        });
        onward.on('error', () => outgoing.destroy());
        outgoing.on('close', () => onward.destroy());
        incoming.pipe(onward);
    }

    async dispose() {
        await this.close();
        await this.server?.dispose();
    }
}
