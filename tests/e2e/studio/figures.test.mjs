// A class that is really taught and watched gives the figures that its script knows, and the page of them can be read
// and worked without a mouse.
// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newViewer } from '../fixtures/api.mjs';
import { keepPicture, openPerson, settled, takeSession } from '../fixtures/browser.mjs';
import { browser, instructor, liveClass, serveAFile, server } from '../fixtures/fixture.mjs';
import { hangUp, openBarePage, watch } from '../fixtures/rtc.mjs';
import { eventually, pause } from '../fixtures/taught_class.mjs';

serveAFile();

const PRICE = 20;

/** Somebody with a place in the class. @param {string} path @param {string} name */
async function enrolled(path, name) {
    const viewer = await newViewer(server.url, name);
    assert.equal((await viewer.post(`${path}/enroll`)).status, 201);
    return viewer;
}

/** Watches the class in a window of its own; when the picture came. @param {string} path @param {import('../fixtures/api.mjs').ApiClient} viewer */
async function watches(path, viewer) {
    const { body } = await viewer.get(`${path}/playback`);
    const person = await openPerson(browser);
    await openBarePage(person.page, server.url);
    const joined = await person.page.evaluate(watch, { url: body.url, token: body.token });
    assert.ok(joined.seen, JSON.stringify(joined));
    return { ...person, since: Date.now() };
}

test('a class of two viewers gives the figures that its script knows', { timeout: 180_000 }, async () => {
    const { stream, camera } = await liveClass({ priceInTokens: PRICE });
    const path = `/api/streams/${stream.id}`;
    const [ana, bo] = [await enrolled(path, 'Ana'), await enrolled(path, 'Bo')];
    await enrolled(path, 'Cid'); // stays away
    const began = Date.now();
    const first = await watches(path, ana);
    await pause(3000);
    const second = await watches(path, bo);
    assert.equal((await ana.post(`${path}/chat`, { message: 'slower, please' })).status, 201);
    assert.equal((await ana.post(`${path}/reactions`, { clap: 2, fire: 4 })).status, 204);
    assert.equal((await bo.request('PUT', `${path}/wish`, { body: { wish: 'slower' } })).status, 204);
    await pause(4000);
    await second.page.evaluate(hangUp, '__viewer');
    const secondWatched = Date.now() - second.since;
    await pause(3000);
    assert.equal((await instructor.post(`/api/instructor/streams/${stream.id}/end`)).status, 200);
    const firstWatched = Date.now() - first.since;
    for (const { context } of [first, second, camera]) await context.close();

    const of = `/api/instructor/streams/${stream.id}`;
    await eventually(async () => (await instructor.get(`${of}/figures`)).body.reactions === 6, 5000, 'the taps');
    const { body } = await instructor.get(`${of}/figures`);
    assert.equal(body.enrolled, 3);
    assert.equal(body.attended, 2, 'each for more than a tenth of it');
    assert.equal(body.no_shows, 1);
    assert.equal(body.peak, 2);
    assert.ok(Date.parse(body.peak_at) > began, body.peak_at);
    assert.equal(body.joins, 2);
    assert.equal(body.messages, 1);
    assert.deepEqual(body.wishes, [], 'one person is too few to tell');
    assert.equal(body.first_time, null, 'so are two');
    const watched = (firstWatched + secondWatched) / 1000;
    assert.ok(Math.abs(body.live_seconds - watched) < 4, `${body.live_seconds} of ${watched} s`);
    assert.equal(Math.max(...body.curve.map((/** @type {any} */ step) => step.viewers)), body.peak);
    const taps = (/** @type {string} */ kind) =>
        body.curve.reduce((/** @type {number} */ sum, /** @type {any} */ step) => sum + (step.taps?.[kind] ?? 0), 0);
    assert.deepEqual([taps('clap'), taps('fire'), taps('heart')], [2, 4, 0]);
    assert.deepEqual([body.money.charged, body.money.refunded, body.money.revenue], [3 * PRICE, 0, 3 * PRICE]);
    const people = (await instructor.get(`${of}/attendance`)).body.people;
    assert.deepEqual(
        people.map((/** @type {any} */ one) => [one.display_name, one.attendance]),
        [['Ana', 'live'], ['Bo', 'live'], ['Cid', 'no_show']]);

    // The page of them, by the keyboard and in words.
    const { page, context, errors } = await openPerson(browser);
    try {
        await takeSession(context, instructor);
        await page.goto(`${server.url}/instructor/streams/${stream.id}/figures`);
        await settled(page);
        await page.getByText(/2 of 3 came/).first().waitFor({ state: 'attached' });
        const slider = page.getByRole('slider').first();
        await slider.focus();
        await page.keyboard.press('Home');
        const spoken = () => slider.evaluate((element) => element.getAttribute('aria-valuetext') ?? '');
        await eventually(async () => (await spoken()) !== '', 5000, 'a value');
        await page.keyboard.press('End');
        await eventually(async () => /watching/.test(await spoken()), 5000, 'the last value');
        await page.getByRole('listitem', { name: /watching/ }).first().waitFor({ state: 'attached' });
        for (const name of [/Who came/, /Money/]) {
            await page.getByRole('button', { name }).first().waitFor({ state: 'attached' });
        }
        // What a figure means is behind its sign, by keys and by a press elsewhere.
        const sign = page.getByRole('button', { name: 'What is Peak?' });
        const card = page.getByRole('group', { name: 'What is Peak?' });
        await sign.focus();
        await page.keyboard.press('Enter');
        await card.waitFor({ state: 'attached' });
        assert.equal(await sign.getAttribute('aria-expanded'), 'true');
        await page.getByRole('status').filter({ hasText: 'It can be more than came' }).waitFor({ state: 'attached' });
        await page.keyboard.press('Escape');
        await card.waitFor({ state: 'detached' });
        assert.ok(await sign.evaluate((element) => element === document.activeElement), 'the focus stays');
        await sign.click();
        await card.waitFor({ state: 'attached' });
        await page.getByRole('heading', { level: 1 }).click({ force: true });
        await card.waitFor({ state: 'detached' });
        assert.deepEqual(errors, []);
    } catch (error) {
        await keepPicture(page, 'figures-failed');
        throw error;
    } finally {
        await context.close();
    }
});

test('the time that figures are told of is chosen, and stays with the address', { timeout: 60_000 }, async () => {
    const { page, context, errors } = await openPerson(browser);
    try {
        await takeSession(context, instructor);
        await page.goto(`${server.url}/instructor/figures`);
        await page.getByRole('button', { name: '3 months', pressed: true }).waitFor({ state: 'attached' });
        const asked = page.waitForRequest((request) => /\/api\/instructor\/figures\?from=[\d-]{10}&to=[\d-]{10}$/.test(request.url()));
        await page.getByRole('button', { name: '4 weeks' }).focus();
        await page.keyboard.press('Enter');
        await asked;
        await page.waitForURL(/\/instructor\/figures\?period=4-weeks$/);
        await page.reload();
        await page.getByRole('button', { name: '4 weeks', pressed: true }).waitFor({ state: 'attached' });
        assert.deepEqual(errors, []);
    } catch (error) {
        await keepPicture(page, 'figures-period-failed');
        throw error;
    } finally {
        await context.close();
    }
});
