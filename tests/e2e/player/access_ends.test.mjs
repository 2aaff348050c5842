// Who may see a class, in real windows: a picture ends with the right to it, one person's windows don't
// fight each other, and staff see what viewers see.
// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newViewer } from '../fixtures/api.mjs';
import { keepPicture, openPerson, settled, takeSession } from '../fixtures/browser.mjs';
import { browser, instructor, liveClass, serveAFile, server } from '../fixtures/fixture.mjs';
import { eventually, pause, PICTURE, pictureMoves } from '../fixtures/taught_class.mjs';

serveAFile();

/** @param {Record<string, unknown>} [changes] */
const livePaidClass = (changes = {}) => liveClass({ title: 'Morning Dance', priceInTokens: 10, ...changes });

/** Somebody with a place, who watches. @param {any} stream */
async function watcher(stream) {
    const client = await newViewer(server.url);
    assert.equal((await client.post(`/api/streams/${stream.id}/enroll`)).status, 201);
    const person = await openPerson(browser);
    await takeSession(person.context, client);
    await person.page.goto(`${server.url}/streams/${stream.id}/watch`);
    await pictureMoves(person.page).catch(async (error) => {
        await keepPicture(person.page, 'access-no-picture');
        throw error;
    });
    return { client, ...person };
}

/** @param {import('playwright-core').Page} page */
const framesShown = (page) => page.evaluate((selector) =>
    /** @type {HTMLVideoElement} */ (document.querySelector(selector)).getVideoPlaybackQuality().totalVideoFrames, PICTURE);

/** How long frames still came, watched until none has come for a second. @param {import('playwright-core').Page} page */
async function timeUntilItStands(page) {
    const begin = Date.now();
    let frames = await framesShown(page);
    let last = begin;
    while (Date.now() - last < 1000 && Date.now() - begin < 15_000) {
        await pause(50);
        const now = await framesShown(page);
        if (now !== frames) last = Date.now();
        frames = now;
    }
    return last - begin;
}

test('signing out in one window stops the picture in the other within two seconds', async () => {
    const { stream, camera } = await livePaidClass();
    const person = await watcher(stream);
    const other = await person.context.newPage();
    await other.goto(`${server.url}/account`);
    await settled(other);
    await other.evaluate(() => fetch('/api/auth/logout', { method: 'POST' }));
    const ran = await timeUntilItStands(person.page);
    assert.ok(ran < 2000, `the picture went on for ${ran} ms`);
    await person.page.getByText('Enroll to watch it live').or(person.page.getByText(/Enroll/)).first().waitFor();
    await keepPicture(person.page, 'access-signed-out');
    await pause(3000);
    assert.equal(await timeUntilItStands(person.page) < 100, true, 'and it does not come back');
    await person.context.close();
    await camera.context.close();
});

test('cancelling gives the tokens back and stops the picture within two seconds', async () => {
    const { stream, camera } = await livePaidClass();
    const person = await watcher(stream);
    await instructor.post(`/api/instructor/streams/${stream.id}/cancel`);
    const ran = await timeUntilItStands(person.page);
    assert.ok(ran < 2000, `the picture went on for ${ran} ms`);
    assert.equal((await person.client.get('/api/wallet')).body.balance, 100);
    await person.page.getByText('This class was cancelled').first().waitFor();
    await person.context.close();
    await camera.context.close();
});

test('a fourth device plays, the oldest says where it plays, and nobody throws the others out', async () => {
    const { stream, camera } = await livePaidClass();
    const first = await watcher(stream);
    const devices = [first];
    for (let i = 0; i < 3; ++i) {
        // The same login from a browser of its own.
        const person = await openPerson(browser);
        await takeSession(person.context, first.client);
        await person.page.goto(`${server.url}/streams/${stream.id}/watch`);
        await pictureMoves(person.page);
        devices.push({ client: first.client, ...person });
    }
    const [oldest, second] = devices.map(({ page }) => page);
    await oldest.getByText('Playing elsewhere').first().waitFor({ timeout: 8000 });
    await keepPicture(oldest, 'access-elsewhere');
    await pause(6000);
    assert.ok(await oldest.getByText('Playing elsewhere').count() > 0, 'it does not come back by itself');
    assert.equal(await second.getByText('Playing elsewhere').count(), 0);
    await oldest.getByRole('button', { name: 'Play here' }).first().click();
    await pictureMoves(oldest);
    await second.getByText('Playing elsewhere').first().waitFor({ timeout: 8000 });
    for (const { context } of devices) await context.close();
    await camera.context.close();
});

test('staff see their class as a viewer would, without paying and without being counted', async () => {
    const { stream, camera } = await livePaidClass({ priceInTokens: 40 });
    const teacher = await openPerson(browser);
    await takeSession(teacher.context, instructor);
    const { page } = teacher;
    await page.goto(`${server.url}/instructor/login`);
    await page.waitForURL('**/instructor/streams');
    await page.goto(`${server.url}/streams`);
    await settled(page);
    await page.getByRole('link', { name: 'Studio', exact: true }).first().waitFor();
    assert.equal(await page.getByRole('link', { name: 'Sign in', exact: true }).count(), 0);
    await keepPicture(page, 'access-staff-classes');
    await page.goto(`${server.url}/streams/${stream.id}/watch`);
    await page.getByText('You teach this class').first().waitFor();
    assert.equal(await page.getByRole('link', { name: 'Open the console' }).count() > 0, true);
    await keepPicture(page, 'access-staff-page');
    await page.getByRole('button', { name: 'See as viewer' }).first().click();
    await pictureMoves(page);
    await keepPicture(page, 'access-staff-sees');
    await pause(1500);
    const row = (await instructor.get(`/api/instructor/streams/${stream.id}`)).body.stream;
    assert.equal(row.statistics.enrollments, 0);
    assert.equal(row.statistics.revenue, 0);
    assert.equal(row.statistics.viewers, 0, 'staff are not counted');
    assert.equal(row.statistics.max_viewers, 0);

    await instructor.post(`/api/instructor/streams/${stream.id}/end`);
    await page.getByRole('button', { name: 'Watch the replay' }).first().click();
    await eventually(async () => (await page.evaluate((selector) =>
        /** @type {HTMLVideoElement} */ (document.querySelector(selector)).duration, PICTURE)) > 0, 20_000, 'the replay');
    assert.deepEqual(teacher.errors, []);
    await teacher.context.close();
    await camera.context.close();
});
