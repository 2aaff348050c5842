// Debian's Chromium, driven as a person would: by role and name through the page's semantic mirror.
// @ts-check
import { createRequire } from 'node:module';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { cameraFile } from './camera.mjs';
import { ROOT } from './server.mjs';

const require = createRequire(join(ROOT, '.deps/npm/package.json'));
/** @type {import('playwright-core')} */
const { chromium } = require('playwright-core');

export const ARTIFACTS = join(ROOT, 'tests/e2e/artifacts');

/** @param {{camera?: boolean | {width: number, height: number}, arguments?: string[], headless?: boolean}} [options] */
export function launchBrowser(options = {}) {
    const { width, height } = typeof options.camera === 'object' ? options.camera : {};
    const media = options.camera === false ? [] : [
        '--use-fake-device-for-media-stream',
        '--use-fake-ui-for-media-stream',
        `--use-file-for-fake-video-capture=${cameraFile(width, height)}`,
    ];
    return chromium.launch({
        executablePath: process.env.LSL_CHROMIUM ?? '/usr/bin/chromium',
        headless: options.headless ?? true,
        args: [
            '--no-sandbox', // root in a container
            '--disable-dev-shm-usage',
            '--use-angle=swiftshader',
            '--enable-unsafe-swiftshader',
            '--disable-background-networking',
            '--disable-component-update',
            '--disable-sync',
            '--disable-quic',
            '--allow-loopback-in-peer-connection',
            ...media,
            ...(options.arguments ?? []),
        ],
    });
}

export const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true };
export const DESKTOP = { viewport: { width: 1280, height: 860 } };

/**
 * A person with a browser of their own (own cookies). Errors of the page fail the test that asks.
 * @param {import('playwright-core').Browser} browser
 * @param {import('playwright-core').BrowserContextOptions} [options]
 */
export async function openPerson(browser, options = {}) {
    // A worker between page and server would hide requests from the tests that look at them.
    const usual = /** @type {const} */ ({ locale: 'en-GB', timezoneId: 'Europe/Zagreb', serviceWorkers: 'block' });
    const context = await browser.newContext({ ...usual, ...DESKTOP, ...options });
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    /** @type {string[]} */
    const errors = [];
    page.on('pageerror', (error) => errors.push(String(error?.stack ?? error)));
    page.on('console', (message) => {
        // A refused request is part of many stories; a script error is part of none.
        if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) errors.push(message.text());
    });
    return { context, page, errors };
}

/** Waits until the app has painted and nothing more is due. @param {import('playwright-core').Page} page */
export async function settled(page) {
    await page.waitForFunction(() => /** @type {any} */ (window).__lean?.frames() > 0);
}

/** A picture for the person who reads a failure. @param {import('playwright-core').Page} page @param {string} name */
export async function keepPicture(page, name) {
    mkdirSync(ARTIFACTS, { recursive: true });
    await page.screenshot({ path: join(ARTIFACTS, `${name}.png`) }).catch(() => {});
}

/** Logs the person in by API; the cookie lands in their browser. @param {import('playwright-core').BrowserContext} context @param {import('./api.mjs').ApiClient} client */
export async function takeSession(context, client) {
    await context.addCookies([...client.cookies].map(([name, value]) => ({ name, value, url: client.url, httpOnly: true })));
}
