// The tabs of one browser share one event stream: over HTTP/1.1 a browser opens six connections to a server, and with a
// stream for each tab the seventh page would wait for ever.
// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createClass, newViewer } from '../fixtures/api.mjs';
import { openPerson, settled, takeSession } from '../fixtures/browser.mjs';
import { browser, instructor, serveAFile, server } from '../fixtures/fixture.mjs';

serveAFile();

/** @typedef {import('playwright-core').Page} Page */

const SHORT = 2000;

async function streams() {
    const text = await (await fetch(`${server.url}/metrics`)).text();
    return Number(/^lsl_event_connections (\d+)$/m.exec(text)?.[1]);
}

/** The server notices at once that a stream has gone, but not in the same moment. @param {number} count */
async function expectStreams(count) {
    const end = Date.now() + SHORT;
    while ((await streams()) !== count && Date.now() < end) await new Promise((done) => setTimeout(done, 50));
    assert.equal(await streams(), count);
}

/** @param {import('playwright-core').BrowserContext} context @param {number} count @param {Page[]} pages */
async function openTabs(context, count, pages) {
    while (pages.length < count) pages.push(await context.newPage());
    for (const page of pages) {
        await page.goto(`${server.url}/streams`);
        await settled(page);
    }
}

/** A new class shows in each tab by itself. @param {Page[]} pages @param {string} title @param {number} milliseconds */
async function expectNews(pages, title, milliseconds) {
    await createClass(instructor, { title });
    await Promise.all(pages.map((page) =>
        page.getByRole('link', { name: title }).first().waitFor({ state: 'attached', timeout: milliseconds })));
}

/** An ordinary request of each tab is answered at once. @param {Page[]} pages */
async function expectAnswers(pages) {
    for (const page of pages) {
        const took = await page.evaluate(async () => {
            const begin = performance.now();
            const answer = await fetch('/api/streams', { cache: 'no-store' });
            await answer.text();
            return answer.ok ? performance.now() - begin : Infinity;
        });
        assert.ok(took < SHORT, `${took} ms`);
    }
}

test('seven tabs have one stream, hear all news, and their requests are answered at once', { timeout: 120_000 }, async () => {
    const { context, page } = await openPerson(browser);
    try {
        const tabs = [page];
        await openTabs(context, 7, tabs);
        await expectStreams(1);
        await expectNews(tabs, 'For seven tabs', SHORT);
        await expectAnswers(tabs);
    } finally {
        await context.close();
    }
});

test('when the tab that holds the stream closes, another one takes over', { timeout: 120_000 }, async () => {
    const { context, page } = await openPerson(browser);
    try {
        const tabs = [page];
        await openTabs(context, 3, tabs);
        await expectStreams(1);
        for (const title of ['After the first', 'After the second']) {
            await tabs.shift()?.close();
            await expectNews(tabs, title, SHORT);
            await expectStreams(1);
        }
    } finally {
        await context.close();
    }
});

test('signing in and out in one tab gives all of them another stream', { timeout: 120_000 }, async () => {
    const viewer = await newViewer(server.url);
    const { context, page } = await openPerson(browser);
    try {
        const tabs = [page];
        await openTabs(context, 3, tabs);
        await page.goto(`${server.url}/login`);
        const key = () => tabs[1].evaluate(() => localStorage.getItem('lean-events'));
        const before = await key();
        await page.getByLabel('E-mail').fill(viewer.email);
        await page.getByLabel('Password', { exact: true }).fill(viewer.password);
        await page.getByRole('button', { name: 'Sign in' }).last().click();
        await page.waitForURL('**/streams');
        const signedIn = await key();
        assert.notEqual(signedIn, before);
        await expectStreams(1);

        // What is the person's own comes to the other tabs, too.
        await tabs[1].evaluate((name) => {
            const channel = new BroadcastChannel(name);
            channel.onmessage = ({ data }) => {
                for (const [, event, text] of data.events ?? []) {
                    if (event === 'wallet') /** @type {any} */ (window).__wallet = text;
                }
            };
        }, `/api/events ${signedIn}`);
        const stream = await createClass(instructor, { priceInTokens: 30 });
        await viewer.post(`/api/streams/${stream.id}/enroll`);
        await tabs[1].waitForFunction(() => /** @type {any} */ (window).__wallet, null, { timeout: SHORT });
        assert.deepEqual(JSON.parse(await tabs[1].evaluate(() => /** @type {any} */ (window).__wallet)), { balance: 70 });
    } finally {
        await context.close();
    }
});

test('without locks each tab has a stream of its own, as before', { timeout: 120_000 }, async () => {
    const { context, page } = await openPerson(browser);
    try {
        await context.addInitScript(() => Object.defineProperty(Navigator.prototype, 'locks', { value: undefined }));
        const tabs = [page];
        await openTabs(context, 2, tabs);
        await expectStreams(2);
        await expectNews(tabs, 'For two streams', SHORT);
    } finally {
        await context.close();
    }
});

test('a page whose app comes late shows what happened meanwhile', { timeout: 120_000 }, async () => {
    const viewer = await newViewer(server.url);
    for (const client of [null, viewer]) {
        const { context, page } = await openPerson(browser);
        try {
            if (client) await takeSession(context, client);
            let letCome = () => {};
            const mayCome = new Promise((done) => { letCome = () => done(null); });
            await page.route('**/static/app.*.wasm', async (route) => {
                await mayCome;
                await route.continue();
            });
            await page.goto(`${server.url}/streams`);
            const title = client ? 'While Ana waited' : 'While a guest waited';
            const stream = await createClass(instructor, { title });
            assert.equal((await instructor.post(`/api/instructor/streams/${stream.id}/start`)).status, 200);
            await new Promise((done) => setTimeout(done, 1000));
            letCome();
            await settled(page);
            await page.getByText(/^LIVE$/).first().waitFor({ state: 'attached', timeout: 2 * SHORT });
            assert.equal((await instructor.post(`/api/instructor/streams/${stream.id}/end`)).status, 200);
        } finally {
            await context.close();
        }
    }
});

test('what is told while the tab with the stream stands still shows in the others', { timeout: 120_000 }, async () => {
    const { context, page } = await openPerson(browser);
    try {
        const tabs = [page];
        await openTabs(context, 3, tabs);
        const still = page.evaluate(() => {
            const end = performance.now() + 8000;
            while (performance.now() < end);
        });
        await tabs[1].evaluate(() => void document.dispatchEvent(new Event('visibilitychange')));
        await expectNews(tabs.slice(1), 'Told to one who sleeps', 6000);
        await still;
        await expectNews(tabs, 'Told to all again', 2 * SHORT);
    } finally {
        await context.close();
    }
});
