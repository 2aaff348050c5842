// Signals that reach a server on air, and a log that nobody reads any more: none of them ends a class.
// @ts-check
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Server } from '../fixtures/server.mjs';
import { pause } from '../fixtures/taught_class.mjs';

/** @type {Server} */
let server;

before(async () => {
    server = await Server.start();
});
after(async () => {
    await server.dispose();
});

const answers = async () => (await fetch(`${server.url}/healthz`)).ok;

for (const signal of /** @type {const} */ (['SIGHUP', 'SIGUSR1', 'SIGUSR2', 'SIGPIPE'])) {
    test(`${signal} leaves the server and its event streams as they are`, async () => {
        const leaving = new AbortController();
        const stream = await fetch(`${server.url}/api/events`, { signal: leaving.signal });
        const reader = /** @type {ReadableStream<Uint8Array>} */ (stream.body).getReader();
        assert.equal((await reader.read()).done, false);
        for (let i = 0; i < 3; i += 1) {
            server.child?.kill(signal);
            await pause(100);
        }
        assert.equal(await answers(), true);
        assert.equal(await Promise.race([reader.closed.then(() => 'ended'), pause(300)]), undefined);
        leaving.abort();
        await reader.closed.catch(() => {});
    });
}

test('a server whose log has no reader any more goes on', async () => {
    server.child?.stdout?.destroy();
    server.child?.stderr?.destroy();
    for (let i = 0; i < 20; i += 1) assert.equal(await answers(), true);
    assert.equal((await fetch(`${server.url}/api/streams`)).status, 200);
    server.child?.kill('SIGHUP');
    await pause(100);
    assert.equal(await answers(), true);
    assert.equal(await server.stop(), 0);
});
