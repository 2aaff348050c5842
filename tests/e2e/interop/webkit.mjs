// Debian's WebKitGTK in a window of Xvfb, driven by its own WebKitWebDriver: the nearest to Safari that there is here.
// @ts-check
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freeTcpPort } from '../fixtures/server.mjs';
import { Window, overHttp } from './webdriver.mjs';
import { startScreen } from './xvfb.mjs';

const BROWSER = process.env.LSL_WEBKIT ?? '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser';

/** @param {{arguments?: string[]}} [options] MiniBrowser's own words, such as "--enable-webgl=false" */
export async function launchWebKit(options = {}) {
    const screen = await startScreen();
    const home = mkdtempSync(join(tmpdir(), 'lsl-webkit-'));
    const port = await freeTcpPort();
    const environment = {
        ...process.env,
        ...screen.environment,
        HOME: home,
        XDG_RUNTIME_DIR: home,
        LANG: 'C.UTF-8', // as in a bare container: then it says that its language is "C"
        WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1', // bubblewrap wants more rights than a container has
    };
    const child = spawn('WebKitWebDriver', [`--port=${port}`], { env: environment, detached: true });
    let log = '';
    child.stdout.on('data', (text) => (log += text));
    child.stderr.on('data', (text) => (log += text));
    const url = `http://127.0.0.1:${port}`;
    const giveUp = (/** @type {string} */ why) => {
        process.kill(-(child.pid ?? 0), 'SIGKILL');
        screen.stop();
        throw new Error(`WebKit did not start: ${why}\n${log}`);
    };
    const deadline = Date.now() + 20_000;
    while (!(await fetch(`${url}/status`).then((answer) => answer.ok).catch(() => false))) {
        if (Date.now() > deadline) giveUp('no answer of WebKitWebDriver');
        await new Promise((done) => setTimeout(done, 100));
    }
    const wire = await overHttp(url, { 'webkitgtk:browserOptions': { binary: BROWSER, args: ['--automation', ...(options.arguments ?? [])] } })
        .catch((error) => giveUp(error.message));
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
