// Debian's WebKitGTK in a window of Xvfb, driven by its own WebKitWebDriver: the nearest to Safari that there is here.
// @ts-check
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freeTcpPort } from '../server.mjs';
import { Window, overHttp } from './webdriver.mjs';

const BROWSER = process.env.LSL_WEBKIT ?? '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser';

/** A screen of its own: "-displayfd" has Xvfb choose a free number and tell it. */
async function startScreen() {
    const child = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1280x860x24', '-nolisten', 'tcp'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
    const number = await new Promise((done, fail) => {
        /** @type {import('node:stream').Readable} */ (child.stdio[3]).once('data', (text) => done(String(text).trim()));
        child.once('exit', (code) => fail(new Error(`Xvfb ended with ${code}`)));
        child.once('error', fail);
    });
    return { display: `:${number}`, stop: () => child.kill('SIGTERM') };
}

export async function launchWebKit() {
    const screen = await startScreen();
    const home = mkdtempSync(join(tmpdir(), 'lsl-webkit-'));
    const port = await freeTcpPort();
    const environment = {
        ...process.env,
        DISPLAY: screen.display,
        HOME: home,
        XDG_RUNTIME_DIR: home,
        GDK_BACKEND: 'x11',
        LIBGL_ALWAYS_SOFTWARE: '1',
        NO_AT_BRIDGE: '1',
        WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1', // bubblewrap wants more rights than a container has
    };
    const child = spawn('WebKitWebDriver', [`--port=${port}`], { env: environment, detached: true });
    let log = '';
    child.stdout.on('data', (text) => (log += text));
    child.stderr.on('data', (text) => (log += text));
    const url = `http://127.0.0.1:${port}`;
    const deadline = Date.now() + 20_000;
    while (!(await fetch(`${url}/status`).then((answer) => answer.ok).catch(() => false))) {
        if (Date.now() > deadline) throw new Error(`WebKitWebDriver did not start:\n${log}`);
        await new Promise((done) => setTimeout(done, 100));
    }
    const wire = await overHttp(url, { 'webkitgtk:browserOptions': { binary: BROWSER, args: ['--automation'] } })
        .catch((error) => { throw new Error(`${error.message}\n${log}`); });
    const window = await Window.first(wire);
    return {
        window,
        version: wire.capabilities.browserVersion,
        log: () => log,
        async close() {
            await wire.call('CloseWindow', {}).catch(() => {});
            wire.close();
            const exited = new Promise((done) => child.once('close', done));
            process.kill(-(child.pid ?? 0), 'SIGTERM'); // the browser is a child of the driver
            await exited;
            screen.stop();
            rmSync(home, { recursive: true, force: true, maxRetries: 5 });
        },
    };
}
