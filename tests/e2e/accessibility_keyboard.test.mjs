// Keys: Tab goes through the page and out of it again, and the browser's shortcuts stay the browser's.
// @ts-check
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createClass, newInstructor, newViewer } from './api.mjs';
import { launchBrowser, openPerson, settled, takeSession } from './browser.mjs';
import { Server } from './server.mjs';

/** @type {Server} */
let server;
/** @type {import('playwright-core').Browser} */
let browser;

before(async () => {
    server = await Server.start();
    browser = await launchBrowser();
});
after(async () => {
    await browser?.close();
    await server?.dispose();
});

test('Tab goes through everything once and leaves the page', { timeout: 60_000 }, async () => {
    await createClass(await newInstructor(server.url), { title: 'Salsa Basics' });
    const person = await openPerson(browser);
    const { page } = person;
    try {
        await takeSession(person.context, await newViewer(server.url));
        await page.goto(`${server.url}/streams`);
        await settled(page);
        await page.getByRole('link', { name: 'Salsa Basics' }).waitFor({ state: 'attached' });
        const stops = await page.locator('#mirror').locator('a[href], button, input, select, textarea').count();
        const number = () => page.evaluate(() => {
            const all = [...document.querySelectorAll('#mirror :is(a[href], button, input, select, textarea)')];
            return all.indexOf(/** @type {Element} */ (document.activeElement));
        });
        const forwards = [];
        for (let i = 0; i < stops; ++i) {
            await page.keyboard.press('Tab');
            forwards.push(await number());
        }
        assert.deepEqual(forwards, [...Array(stops).keys()], 'in reading order');
        await page.keyboard.press('Tab');
        assert.ok([-1, 0].includes(await number()), 'it leaves at the end');
        await page.getByRole('link', { name: 'LeanSporty' }).first().focus();
        await page.keyboard.press('Shift+Tab');
        assert.ok([-1, stops - 1].includes(await number()), 'it leaves at the beginning');
    } finally {
        await person.context.close();
    }
});

test('the browser keeps its shortcuts', { timeout: 60_000 }, async () => {
    const stream = await createClass(await newInstructor(server.url));
    const person = await openPerson(browser);
    try {
        for (const path of ['/streams', `/streams/${stream.id}/watch`, '/login']) {
            await person.page.goto(server.url + path);
            await settled(person.page);
            const taken = await person.page.evaluate(() => {
                const control = { ctrlKey: true }, meta = { metaKey: true }, alt = { altKey: true };
                const keys = [
                    ...['F1', 'F3', 'F5', 'F6', 'F7', 'F10', 'F11', 'F12', 'Tab', 'PageDown', 'Home', 'End', 'Escape'].map((key) => ({ key })),
                    ...['a', 'c', 'd', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o', 'p', 'r', 's', 't', 'u', 'v', 'w', 'x', 'z', '0', '1', '+', '-', 'Tab']
                        .flatMap((key) => [{ key, ...control }, { key, ...meta }, { key, ...control, shiftKey: true }]),
                    ...['ArrowLeft', 'ArrowRight', 'Home', 'd', 'F4'].map((key) => ({ key, ...alt })),
                ];
                return keys.filter((init) => {
                    const event = new KeyboardEvent('keydown', { ...init, bubbles: true, cancelable: true });
                    (document.activeElement ?? document.body).dispatchEvent(event);
                    return event.defaultPrevented;
                }).map((init) => JSON.stringify(init));
            });
            assert.deepEqual(taken, [], path);
        }
    } finally {
        await person.context.close();
    }
});
