// Starts the real server binary on free ports with a data folder of its own.
// @ts-check
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { createSocket } from 'node:dgram';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
export const BINARY = process.env.LSL_SERVER ?? join(ROOT, 'build/native/leansporty-live');
export const INSTRUCTOR_TOKEN = 'e2e-instructor-token-0123456789abcdef0123456789abcdef';
export const CRON_SECRET = 'e2e-cron-secret-0123456789abcdef0123456789abcdef0123';

/** A TCP port that was free a moment ago. */
export function freeTcpPort() {
    return new Promise((done, fail) => {
        const probe = createServer();
        probe.once('error', fail);
        probe.listen(0, '127.0.0.1', () => {
            const { port } = /** @type {import('node:net').AddressInfo} */ (probe.address());
            probe.close(() => done(port));
        });
    });
}

/** A UDP port that was free a moment ago. */
export function freeUdpPort() {
    return new Promise((done, fail) => {
        const probe = createSocket('udp4');
        probe.once('error', fail);
        probe.bind(0, '127.0.0.1', () => {
            const { port } = probe.address();
            probe.close(() => done(port));
        });
    });
}

/** A running server: its address, its log, and the means to stop, kill and start it again. */
export class Server {
    /** @param {Record<string, string>} environment on top of the usual one */
    static async start(environment = {}) {
        const server = new Server();
        server.dataDir = mkdtempSync(join(tmpdir(), 'lsl-e2e-'));
        server.environment = {
            PATH: process.env.PATH ?? '',
            HOST: '127.0.0.1',
            PORT: String(await freeTcpPort()),
            MEDIA_UDP_PORT: String(await freeUdpPort()),
            DATA_DIR: server.dataDir,
            INSTRUCTOR_ACCESS_TOKEN: INSTRUCTOR_TOKEN,
            CRON_SECRET,
            SIGNUP_TOKENS: '100',
            LIMIT_ACCOUNTS_PER_ADDRESS: '10000',
            LIMIT_WRITES_PER_PERSON: '1000',  // a test does in a second what a teacher does in an hour
            ...environment,
        };
        server.url = `http://127.0.0.1:${server.environment.PORT}`;
        server.environment.PUBLIC_URL ??= server.url;
        await server.run();
        return server;
    }

    log = '';

    async run() {
        const child = spawn(BINARY, [], { env: this.environment, cwd: this.dataDir });
        this.child = child;
        this.exited = new Promise((done) => child.once('exit', (code, signal) => done(signal ?? code)));
        child.stdout.on('data', (text) => (this.log += text));
        child.stderr.on('data', (text) => (this.log += text));
        const deadline = Date.now() + 15_000;
        for (;;) {
            const answer = await fetch(this.url + '/healthz').catch(() => null);
            if (answer?.ok) return;
            if (child.exitCode !== null || Date.now() > deadline) {
                throw new Error(`the server did not start:\n${this.log}`);
            }
            await new Promise((done) => setTimeout(done, 50));
        }
    }

    /** Asks it to stop; its exit code. */
    async stop() {
        this.child?.kill('SIGTERM');
        return this.exited;
    }

    /** As a power cut does. */
    async kill() {
        this.child?.kill('SIGKILL');
        return this.exited;
    }

    async dispose() {
        await this.stop();
        rmSync(this.dataDir ?? '', { recursive: true, force: true });
    }
}
