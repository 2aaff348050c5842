// The app in every browser that Debian has. Each check that passed is a cell of the README's table.
// @ts-check
import { ADDRESS } from '../interop/own_network.mjs';
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { createClass, newInstructor } from '../fixtures/api.mjs';
import { ARTIFACTS, launchBrowser, openPerson } from '../fixtures/browser.mjs';
import { App, playwrightWindow } from '../interop/app.mjs';
import { checks, goLive } from '../interop/checks.mjs';
import * as firefox from '../interop/firefox.mjs';
import { Seen } from '../interop/tables.mjs';
import { launchWebKit } from '../interop/webkit.mjs';
import { Server } from '../fixtures/server.mjs';

/** @typedef {import('../interop/checks.mjs').Visit} Visit */
/** @typedef {Pick<Visit, 'viewer' | 'studio' | 'lacks' | 'withoutWebGl' | 'withWorker'> & {version: string, close: () => Promise<unknown>}} Opened */

const nothing = async () => {};

/** @type {Record<string, () => Promise<Opened>>} */
const browsers = {
    async Chromium() {
        const browser = await launchBrowser();
        const person = async (/** @type {import('playwright-core').BrowserContextOptions} */ options) =>
            new App(playwrightWindow((await openPerson(browser, options)).page));
        return {
            version: browser.version(),
            viewer: await person({}),
            studio: await person({ permissions: ['camera', 'microphone'] }),
            lacks: [],
            async withoutWebGl() {
                const plain = await launchBrowser({ camera: false, arguments: ['--disable-3d-apis'] });
                return { app: new App(playwrightWindow((await openPerson(plain)).page)), close: () => plain.close() };
            },
            withWorker: async () => ({ app: await person({ serviceWorkers: 'allow' }), close: nothing }),
            close: () => browser.close(),
        };
    },
    async Firefox() {
        const browser = await firefox.launchFirefox({ screen: true });
        const viewer = new App(browser.window);
        return {
            version: firefox.version(),
            viewer,
            studio: new App(await browser.window.another()),
            lacks: [],
            async withoutWebGl() {
                const plain = await firefox.launchFirefox({ preferences: { 'webgl.disabled': true } });
                return { app: new App(plain.window), close: plain.close };
            },
            withWorker: async () => ({ app: viewer, close: nothing }),
            close: browser.close,
        };
    },
    async WebKitGTK() {
        const browser = await launchWebKit();
        const viewer = new App(browser.window);
        return {
            version: browser.version,
            viewer,
            studio: viewer,
            lacks: ['WebRTC'], // Debian builds it without
            async withoutWebGl() {
                const plain = await launchWebKit({ arguments: ['--enable-webgl=false'] });
                return { app: new App(plain.window), close: plain.close };
            },
            withWorker: async () => ({ app: viewer, close: nothing }),
            close: browser.close,
        };
    },
};

/** @type {Server} */
let server;
/** @type {import('../fixtures/api.mjs').ApiClient} */
let instructor;
/** @type {Record<string, string>} */
const versions = {};
const seen = new Seen('browsers', ['check', ...Object.keys(browsers)], versions);

before(async () => {
    server = await Server.start({ HOST: '0.0.0.0', MEDIA_PUBLIC_ADDRESSES: ADDRESS });
    instructor = await newInstructor(server.url);
});
after(() => server?.dispose());

/** For the person who reads a failure. @param {string} name @param {Record<string, App>} windows */
async function keepPictures(name, windows) {
    mkdirSync(ARTIFACTS, { recursive: true });
    for (const [who, app] of Object.entries(windows)) {
        const picture = await app.window.screenshot().catch(() => null);
        if (picture) writeFileSync(join(ARTIFACTS, `browsers-${name}-${who}.png`), picture);
    }
}

for (const [name, open] of Object.entries(browsers)) {
    describe(name, () => {
        /** @type {Visit} */
        let visit;
        /** @type {(() => Promise<unknown>)[]} */
        const closing = [];
        let broken = '';

        before(async () => {
            const { version, close, ...opened } = await open();
            closing.push(close);
            versions[name] = version;
            const substitute = async (/** @type {any} */ stream) => {
                const { studio, close } = await browsers.Chromium();
                closing.push(close);
                await goLive(visit, studio, stream);
            };
            // Not within the hour, in which it counts seconds.
            const scheduledStartTime = new Date(Date.now() + 3 * 3600_000).toISOString();
            const stream = await createClass(instructor, { title: `Salsa in ${name}`, priceInTokens: 30, scheduledStartTime });
            visit = { name, server, instructor, stream, substitute, ...opened };
        });
        after(async () => {
            for (const close of closing) await close();
        });

        for (const [check, run] of Object.entries(checks)) {
            test(`${name}: ${check}`, { timeout: 90_000 }, async (context) => {
                if (broken) return context.skip(`${broken}: failed, and this comes after it`);
                try {
                    seen.note(check, name, await run(visit));
                } catch (error) {
                    broken = check;
                    await keepPictures(name, { viewer: visit.viewer, studio: visit.studio });
                    throw error;
                }
            });
        }
    });
}

test('the README says what was seen, no more and no less', () => {
    assert.deepEqual(seen.overclaimed(), []);
    assert.deepEqual(seen.unsaid(), []);
});
