// Starts the stand-in of Cloudflare Stream (tests/fakes/cloudflare) with a folder of its own.
// @ts-check
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ROOT } from './server.mjs';

export const STAND_IN = process.env.LSL_CLOUDFLARE_STAND_IN ?? join(ROOT, 'build/native/cloudflare-stand-in');
export const API_TOKEN = 'e2e-cloudflare-api-token-0123456789abcdef';

/** A running stand-in: its addresses, its log, and the means to stop, kill and start it again. */
export class CloudflareStandIn {
    static async start() {
        const standIn = new CloudflareStandIn();
        await standIn.run();
        return standIn;
    }

    folder = mkdtempSync(join(tmpdir(), 'lsl-stand-in-'));
    url = ''; // also what stands before /{id}/… in playback URLs
    apiBase = '';
    accountId = '';
    errors = '';

    /** Again on the same port, so that URLs given out go on working. */
    async run() {
        const port = this.url === '' ? '0' : new URL(this.url).port;
        const child = spawn(STAND_IN, ['--folder', this.folder, '--port', port, '--token', API_TOKEN]);
        this.child = child;
        this.exited = new Promise((done) => child.once('exit', (code, signal) => done(signal ?? code)));
        child.stderr.on('data', (text) => (this.errors += text));
        const line = await new Promise((done, fail) => {
            createInterface(child.stdout).once('line', done);
            child.once('error', fail);
            child.once('exit', () => fail(new Error(`the stand-in did not start:\n${this.errors}`)));
        });
        const addresses = JSON.parse(line);
        this.url = addresses.url;
        this.apiBase = addresses.api_base;
        this.accountId = addresses.account_id;
    }

    /** The API as its owner calls it; the envelope. @param {string} method @param {string} path after …/stream @param {any} [body] */
    async api(method, path, body) {
        const answer = await fetch(`${this.apiBase}/accounts/${this.accountId}/stream${path}`, {
            method,
            headers: { Authorization: `Bearer ${API_TOKEN}` },
            body: body === undefined ? undefined : body instanceof FormData ? body : JSON.stringify(body),
        });
        const text = await answer.text();
        return text === '' ? null : JSON.parse(text);
    }

    /** A control call of tests/fakes/cloudflare/README.md. @param {string} path @param {any} [body] nothing = GET */
    async control(path, body) {
        const options = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
        const answer = await fetch(`${this.url}/__stand_in/${path}`, options);
        if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
        return answer.json();
    }

    /** Every request so far: method, path, query, status, names of headers. @returns {any[]} */
    requests() {
        const text = readFileSync(join(this.folder, 'requests.jsonl'), 'utf8');
        return text.split('\n').filter((line) => line !== '').map((line) => JSON.parse(line));
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
        rmSync(this.folder, { recursive: true, force: true });
    }
}
