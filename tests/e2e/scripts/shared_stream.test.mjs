// Tabs that share one event stream, by web/*.js as written: who has the connection, and what becomes of the others when
// it goes, stands still, or the person becomes somebody else.
// @ts-check
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { servePage } from '../fixtures/bridge_page.mjs';
import { launchBrowser, openPerson } from '../fixtures/browser.mjs';

/** @typedef {import('playwright-core').Page} Page */

const SOON = 2000;

/** @type {import('playwright-core').Browser} */
let browser;
/** @type {Awaited<ReturnType<typeof servePage>>} */
let site;
/** @type {Set<import('node:http').ServerResponse>} */
const streams = new Set();

before(async () => {
    browser = await launchBrowser({ camera: false });
    site = await servePage((request, response) => {
        if (request.url === '/ping') {
            response.end('pong');
            return true;
        }
        const url = new URL(request.url ?? '/', 'http://site');
        if (url.pathname !== '/api/events') return false;
        response.writeHead(200, { 'Content-Type': 'text/event-stream' });
        const after = String(request.headers['last-event-id'] ?? url.searchParams.get('after') ?? '');
        const known = after.startsWith('e.');
        response.write(`id: ${known ? after : `e.${told.length}`}\nevent: hello\ndata: {"build":"","now":${Date.now()}}\n\n`);
        if (after && !known) response.write('event: resync\ndata: {}\n\n');
        told.forEach((data, i) => known && i >= Number(after.slice(2)) && response.write(frame(data, i + 1)));
        streams.add(response);
        request.on('close', () => streams.delete(response));
        return true;
    });
});
after(async () => {
    await browser?.close();
    site?.server.close();
});

/** All that was told, in the order of its numbers. @type {string[]} */
const told = [];
const frame = (/** @type {string} */ data, /** @type {number} */ number) => `id: e.${number}\nevent: stream\ndata: ${data}\n\n`;

/** @param {string} data */
function tell(data) {
    told.push(data);
    for (const stream of streams) stream.write(frame(data, told.length));
}

/** @param {() => unknown} holds */
async function soon(holds) {
    const end = Date.now() + SOON;
    while (!(await holds()) && Date.now() < end) await new Promise((done) => setTimeout(done, 20));
    assert.ok(await holds());
}

const openEvents = (/** @type {string} */ after) => /** @type {any} */ (window).bridge.serverEvents.open('/api/events', 'stream\n', after);
/** @param {string} data */
const hasHeard = (data) => /** @type {any} */ (window).calls.some((/** @type {any} */ call) =>
    call.name === 'lsl_on_server_event' && call.values[1] === data);
/** What the app was told of the connection: 1 = connecting, 2 = open. */
const states = () => /** @type {any} */ (window).calls
    .filter((/** @type {any} */ call) => call.name === 'lsl_on_events_state').map((/** @type {any} */ call) => call.values[0]);

/** @param {Page[]} tabs @param {string} data */
async function expectHeard(tabs, data) {
    await soon(() => streams.size === 1);
    tell(data);
    for (const tab of tabs) await tab.waitForFunction(hasHeard, data, { timeout: SOON });
}

/** @param {number} count @param {(tabs: Page[]) => Promise<void>} play */
async function withTabs(count, play) {
    const { context, page, errors } = await openPerson(browser);
    try {
        const tabs = [page];
        while (tabs.length < count) tabs.push(await context.newPage());
        for (const tab of tabs) {
            await tab.goto(site.url);
            await tab.evaluate(openEvents, '');
            await tab.waitForFunction(() => /** @type {any} */ (window).calls.some((/** @type {any} */ call) =>
                call.name === 'lsl_on_events_state' && call.values[0] === 2), null, { timeout: SOON });
        }
        await play(tabs);
        assert.deepEqual(errors, []);
    } finally {
        await context.close();
    }
    await soon(() => streams.size === 0);
}

test('seven tabs hear by one stream, and other requests have room', { timeout: 60_000 }, () => withTabs(7, async (tabs) => {
    assert.equal(streams.size, 1);
    await expectHeard(tabs, '"one"');
    for (const tab of tabs) {
        assert.equal(await tab.evaluate(async () => (await fetch('/ping')).text()), 'pong');
        assert.deepEqual(await tab.evaluate(states), [1, 2]);
    }
}));

test('the next tab takes over from one that closes, and all know of the gap', { timeout: 60_000 }, () => withTabs(3, async (tabs) => {
    await tabs.shift()?.close();
    await soon(async () => (await tabs[0].evaluate(states)).length === 4);
    for (const tab of tabs) assert.deepEqual(await tab.evaluate(states), [1, 2, 1, 2]);
    await expectHeard(tabs, '"after a close"');
}));

test('a connection that breaks is one tab\'s to mend and all tabs\' to know', { timeout: 60_000 }, () => withTabs(3, async (tabs) => {
    for (const stream of streams) stream.destroy();
    await soon(() => streams.size === 0);
    for (const tab of tabs) await tab.waitForFunction(() => /** @type {any} */ (window).calls.filter((/** @type {any} */ call) =>
        call.name === 'lsl_on_events_state').length === 4, null, { timeout: 10_000 });
    assert.deepEqual(await tabs[2].evaluate(states), [1, 2, 1, 2]);
    await expectHeard(tabs, '"after a break"');
}));

test('a tab that stands still gives way to one that is looked at', { timeout: 60_000 }, () => withTabs(3, async (tabs) => {
    const still = tabs[0].evaluate(() => {
        const end = performance.now() + 7000;
        while (performance.now() < end);
    });
    await tabs[1].evaluate(() => void document.dispatchEvent(new Event('visibilitychange')));
    await tabs[1].waitForFunction(() => /** @type {any} */ (window).calls.filter((/** @type {any} */ call) =>
        call.name === 'lsl_on_events_state').length === 4, null, { timeout: 5000 });
    tell('"meanwhile"');
    for (const tab of tabs.slice(1)) await tab.waitForFunction(hasHeard, '"meanwhile"', { timeout: SOON });
    await still;
    await expectHeard(tabs, '"after the sleep"');
}));

/** How often the app reads everything again, since it was told of a gap. @param {Page} tab */
const gaps = async (tab) => (await tab.evaluate(states)).filter((state) => state === 2).length - 1;

test('a page hears what was told since it was written, from the server or from another tab', { timeout: 60_000 }, () => withTabs(1, async (tabs) => {
    await expectHeard(tabs, '"to the first"');
    const written = `e.${told.length}`;
    tell('"before the second listens"');
    const second = await tabs[0].context().newPage();
    await second.goto(site.url);
    await second.evaluate(openEvents, written);
    await second.waitForFunction(hasHeard, '"before the second listens"', { timeout: SOON });
    assert.equal(await second.evaluate(hasHeard, '"to the first"'), false);
    assert.equal(await gaps(second), 0);
    assert.equal(streams.size, 1);
    // The first one knows nothing of what was told before it listened itself.
    const late = await tabs[0].context().newPage();
    await late.goto(site.url);
    await late.evaluate(openEvents, 'e.0');
    await soon(async () => (await gaps(late)) === 1);
    await second.close();
    await late.close();
    await tabs[0].close();
    const alone = await openPerson(browser);
    try {
        for (const [after, count] of [[written, 0], ['another-run.7', 1]]) {
            await alone.page.goto(site.url);
            await alone.page.evaluate(openEvents, String(after));
            await soon(async () => (await gaps(alone.page)) === count);
            if (after === written) await alone.page.waitForFunction(hasHeard, '"before the second listens"', { timeout: SOON });
        }
    } finally {
        await alone.context.close();
    }
}));

test('what is told while the tab with the stream stands still is not lost', { timeout: 60_000 }, () => withTabs(3, async (tabs) => {
    const still = tabs[0].evaluate(() => {
        const end = performance.now() + 6000;
        while (performance.now() < end);
    });
    tell('"to nobody"');
    await tabs[1].evaluate(() => void document.dispatchEvent(new Event('visibilitychange')));
    for (const tab of tabs.slice(1)) await tab.waitForFunction(hasHeard, '"to nobody"', { timeout: 5000 });
    await still;
    await tabs[0].waitForFunction(hasHeard, '"to nobody"', { timeout: SOON });
}));

test('who signs in or out takes all tabs to another stream', { timeout: 60_000 }, () => withTabs(3, async (tabs) => {
    const [before] = streams;
    await tabs[2].evaluate(() => {
        /** @type {any} */ (window).bridge.serverEvents.close();
        /** @type {any} */ (window).bridge.serverEvents.open('/api/events', 'stream\n', '');
    });
    await soon(() => streams.size === 1 && !streams.has(before));
    for (const tab of tabs) await soon(async () => (await tab.evaluate(states)).at(-1) === 2);
    await expectHeard(tabs, '"as somebody else"');
}));

test('without locks each tab has a stream of its own', { timeout: 60_000 }, async () => {
    const { context, page } = await openPerson(browser);
    try {
        await context.addInitScript(() => Object.defineProperty(Navigator.prototype, 'locks', { value: undefined }));
        const tabs = [page, await context.newPage()];
        for (const tab of tabs) {
            await tab.goto(site.url);
            await tab.evaluate(openEvents, '');
        }
        await soon(() => streams.size === 2);
        tell('"to each"');
        for (const tab of tabs) await tab.waitForFunction(hasHeard, '"to each"', { timeout: SOON });
    } finally {
        await context.close();
    }
});
