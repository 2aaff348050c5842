// What a person has told the system about how they see: contrast, colours, motion, the size of text.
// @ts-check
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createClass, newInstructor, newViewer } from '../fixtures/api.mjs';
import { launchBrowser, openPerson, settled, takeSession } from '../fixtures/browser.mjs';
import { Server } from '../fixtures/server.mjs';
import { eventually, pause } from '../fixtures/taught_class.mjs';

/** @typedef {import('playwright-core').Page} Page */

/** @type {Server} */
let server;
/** @type {import('playwright-core').Browser} */
let browser;
/** @type {string} */
let watch;

before(async () => {
    server = await Server.start();
    browser = await launchBrowser();
    const stream = await createClass(await newInstructor(server.url), { title: 'Salsa Basics', priceInTokens: 10 });
    watch = `${server.url}/streams/${stream.id}/watch`;
});
after(async () => {
    await browser?.close();
    await server?.dispose();
});

/** @param {(page: Page) => Promise<unknown>} act @param {import('playwright-core').BrowserContextOptions} [options] */
async function asViewer(act, options = {}) {
    const person = await openPerson(browser, options);
    try {
        await takeSession(person.context, await newViewer(server.url));
        await person.page.goto(watch);
        await settled(person.page);
        await person.page.getByRole('button', { name: /^Enroll/ }).first().waitFor({ state: 'attached' });
        await act(person.page);
        assert.deepEqual(person.errors, []);
    } finally {
        await person.context.close();
    }
}

/** A colour of the page, as a system colour or a token. @param {Page} page @param {string} css */
const colour = (page, css) => page.evaluate((name) => {
    const probe = document.body.appendChild(document.createElement('i'));
    probe.style.cssText = `forced-color-adjust: none; color: ${name}`;
    const { color } = getComputedStyle(probe);
    probe.remove();
    return color;
}, css);

/** What is painted at the page's left edge, below the bar. @param {Page} page */
async function paintedGround(page) {
    const png = (await page.screenshot({ clip: { x: 4, y: 300, width: 2, height: 2 } })).toString('base64');
    const reader = await browser.newPage();
    try {
        return await reader.evaluate(async (data) => {
            const picture = await createImageBitmap(await (await fetch(`data:image/png;base64,${data}`)).blob());
            const context = /** @type {OffscreenCanvasRenderingContext2D} */ (new OffscreenCanvas(2, 2).getContext('2d'));
            context.drawImage(picture, 0, 0);
            const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
            return `rgb(${red}, ${green}, ${blue})`;
        }, png);
    } finally {
        await reader.close();
    }
}

test('more contrast is given when it is wanted, also while the page is open', async () => {
    await asViewer(async (page) => {
        assert.notEqual(await colour(page, 'var(--text)'), 'rgb(0, 0, 0)');
        await page.emulateMedia({ contrast: 'more', colorScheme: 'light' });
        await eventually(async () => (await colour(page, 'var(--text)')) === 'rgb(0, 0, 0)', 3000, 'black text');
        await eventually(async () => (await paintedGround(page)) === 'rgb(255, 255, 255)', 3000, 'white ground');
        await page.emulateMedia({ contrast: 'more', colorScheme: 'dark' });
        await eventually(async () => (await colour(page, 'var(--text)')) === 'rgb(255, 255, 255)', 3000, 'white text');
        await eventually(async () => (await paintedGround(page)) === 'rgb(0, 0, 0)', 3000, 'black ground');
    }, { colorScheme: 'light' });
});

test('forced colours are the person\'s own, painted ones too, and nothing is written twice', async () => {
    for (const colorScheme of /** @type {('dark' | 'light')[]} */ (['dark', 'light'])) {
        await asViewer(async (page) => {
            const canvas = await colour(page, 'Canvas');
            assert.equal(await colour(page, 'var(--background)'), canvas);
            assert.equal(await colour(page, 'var(--text)'), await colour(page, 'CanvasText'));
            assert.equal(await colour(page, 'var(--accent)'), await colour(page, 'LinkText'));
            assert.equal(await paintedGround(page), canvas);
            const seen = await page.evaluate(() => [...document.querySelectorAll('#mirror .text, #mirror .heading, #mirror .button, #mirror .link')]
                .filter((element) => !/, 0\)$/.test(getComputedStyle(element).color) || !/, 0\)$/.test(getComputedStyle(element).backgroundColor))
                .map((element) => element.outerHTML));
            assert.deepEqual(seen, [], 'the letters of the mirror stay unseen');
        }, { colorScheme, forcedColors: 'active' });
    }
});

/** Frames that opening a dialog takes. @param {Page} page */
async function framesOfDialog(page) {
    const frames = () => page.evaluate(() => /** @type {any} */ (window).__lean.frames());
    await pause(1500);
    const before = await frames();
    await page.getByRole('button', { name: /^Enroll/ }).first().click();
    await page.getByRole('dialog').waitFor();
    await pause(1500);
    return (await frames()) - before;
}

test('with reduced motion things are there at once', async () => {
    let moving = 0, still = 0;
    await asViewer(async (page) => { moving = await framesOfDialog(page); });
    await asViewer(async (page) => { still = await framesOfDialog(page); }, { reducedMotion: 'reduce' });
    assert.ok(still > 0 && still <= moving / 2, `${still} frames instead of ${moving}`);
});

test('text twice as large lays the page out as on half of the screen', async () => {
    const widthOf = async (/** @type {Page} */ page) => (await page.getByRole('heading', { level: 1 }).boundingBox())?.height ?? 0;
    let usual = 0;
    await asViewer(async (page) => { usual = await widthOf(page); });
    await asViewer(async (page) => {
        await page.evaluate(() => { document.documentElement.style.fontSize = '32px'; });
        await page.setViewportSize({ width: 1281, height: 860 });
        await eventually(async () => (await widthOf(page)) >= usual * 1.9, 3000, 'the title grows');
        const out = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(out <= 0, 'no sideways scrolling');
    });
});
