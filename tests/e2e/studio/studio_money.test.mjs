// What the studio's console asks and offers around going live and the money: a start that is a mistake,
// totals of a studio with many classes, a class that brought nothing.
// @ts-check
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createClass, newInstructor, newViewer } from '../fixtures/api.mjs';
import { keepPicture, launchBrowser, openPerson, takeSession } from '../fixtures/browser.mjs';
import { Server } from '../fixtures/server.mjs';
import { eventually } from '../fixtures/taught_class.mjs';

/** @type {Server} */
let server;
/** @type {import('playwright-core').Browser} */
let browser;
/** @type {import('../fixtures/api.mjs').ApiClient} */
let instructor;

before(async () => {
    server = await Server.start({ LIMIT_WRITES_PER_PERSON: '2000' });
    browser = await launchBrowser();
    instructor = await newInstructor(server.url);
});
after(async () => {
    await browser?.close();
    await server?.dispose();
});

/**
 * A page of somebody who is signed in by the API.
 * @param {import('../fixtures/api.mjs').ApiClient} client @param {string} path
 */
async function pageOf(client, path) {
    const person = await openPerson(browser);
    await takeSession(person.context, client);
    await person.page.goto(server.url + path);
    return person;
}

const days = (/** @type {number} */ count) => new Date(Date.now() + count * 86_400_000).toISOString();
const statusOf = async (/** @type {string} */ id) => (await instructor.get(`/api/instructor/streams/${id}`)).body.stream.status;

test('a start that was a mistake is asked about, and can be taken back', { timeout: 180_000 }, async () => {
    const stream = await createClass(instructor, { title: 'Far Away', scheduledStartTime: days(60) });
    const ana = await newViewer(server.url);
    assert.equal((await ana.post(`/api/streams/${stream.id}/enroll`)).status, 201);
    const studio = await pageOf(instructor, `/instructor/streams/${stream.id}/broadcast`);
    const page = studio.page;
    const home = await pageOf(ana, '/streams');
    try {
        await page.getByText(/^Starts .* your time, .*(60 days|2 months)/).first().waitFor({ state: 'attached' });
        await page.getByRole('button', { name: 'Go live', exact: true }).click();
        const dialog = page.getByRole('dialog');
        await dialog.getByText(/The one person who enrolled is told/).first().waitFor({ state: 'attached' });
        await dialog.getByText(/No picture arrives yet/).first().waitFor({ state: 'attached' });
        await keepPicture(page, 'console-go-live-early');
        await dialog.getByRole('button', { name: 'Not yet' }).click();
        assert.equal(await statusOf(stream.id), 'scheduled');

        await page.getByRole('button', { name: 'Go live', exact: true }).click();
        await dialog.getByRole('button', { name: 'Go live now' }).click();
        await home.page.getByText(/^LIVE$/).first().waitFor();
        const back = page.getByRole('button', { name: 'Back to planned' });
        await back.waitFor();
        await keepPicture(page, 'console-back-to-planned');
        await back.click();
        await eventually(async () => (await statusOf(stream.id)) === 'scheduled', 5000, 'the class is planned again');
        await home.page.getByText(/^LIVE$/).first().waitFor({ state: 'detached' });
        const row = (await ana.get(`/api/streams/${stream.id}`)).body.stream;
        assert.equal(row.actual_start_time, null);
        assert.equal(row.recording_video_id, null);
        // As if it had never started: she may still leave, with her tokens.
        assert.equal((await ana.delete(`/api/streams/${stream.id}/enrollment`)).body.token_balance, 100);
        assert.deepEqual([...studio.errors, ...home.errors], []);
    } catch (error) {
        await keepPicture(page, 'console-mistake-failed');
        throw error;
    } finally {
        await studio.context.close();
        await home.context.close();
    }
});

test('totals are those of all classes, and a viewer sees all places', { timeout: 180_000 }, async () => {
    const before = (await instructor.get('/api/instructor/streams')).body.totals;
    const ana = await newViewer(server.url);
    const ben = await newViewer(server.url, 'Ben');
    for (let i = 1; i <= 55; ++i) {
        const stream = await createClass(instructor, { title: `Class number ${i}`, priceInTokens: 1, scheduledStartTime: days(i) });
        for (const viewer of [ana, ben]) {
            assert.equal((await viewer.post(`/api/streams/${stream.id}/enroll`)).status, 201);
        }
    }
    const list = (await instructor.get('/api/instructor/streams')).body;
    assert.equal(list.streams.length, 50);
    assert.equal(list.totals.classes - before.classes, 55);
    assert.equal(list.totals.revenue - before.revenue, 110);
    assert.equal(list.totals.enrolled_ahead - before.enrolled_ahead, 110);

    const studio = await pageOf(instructor, '/instructor/streams');
    const home = await pageOf(ana, '/account');
    try {
        await studio.page.getByText(`${list.totals.revenue} ◆ revenue`).first().waitFor({ state: 'attached' });
        await studio.page.getByText(`${list.totals.enrolled_ahead} enrolled ahead`).first().waitFor({ state: 'attached' });
        // Somebody enrolls: the page hears of it.
        const last = list.streams.at(-1);
        const eva = await newViewer(server.url, 'Eva');
        assert.equal((await eva.post(`/api/streams/${last.id}/enroll`)).status, 201);
        await studio.page.getByText(`${list.totals.revenue + 1} ◆ revenue`).first().waitFor({ state: 'attached' });

        await home.page.getByText('55 classes enrolled').first().waitFor({ state: 'attached' });
        await home.page.goto(`${server.url}/streams?mine`);
        // The oldest place is on the second page.
        await home.page.getByRole('link', { name: 'Class number 1', exact: true }).first().waitFor({ state: 'attached' });
        assert.deepEqual([...studio.errors, ...home.errors], []);
    } finally {
        await studio.context.close();
        await home.context.close();
    }
});

test('a class that brought nothing says one thing, and everybody gets the tokens back', { timeout: 180_000 }, async () => {
    const stream = await createClass(instructor, { title: 'No Picture', priceInTokens: 30 });
    const ana = await newViewer(server.url);
    assert.equal((await ana.post(`/api/streams/${stream.id}/enroll`)).status, 201);
    assert.equal((await instructor.post(`/api/instructor/streams/${stream.id}/start`)).status, 200);
    assert.equal((await instructor.post(`/api/instructor/streams/${stream.id}/refund`)).status, 409);
    const ended = (await instructor.post(`/api/instructor/streams/${stream.id}/end`)).body.stream;
    assert.equal(ended.media_seconds, 0);

    const studio = await pageOf(instructor, `/instructor/streams/${stream.id}/broadcast`);
    const home = await pageOf(ana, `/streams/${stream.id}/watch`);
    const reads = (/** @type {RegExp} */ words) => home.page.getByText(words).first();
    try {
        await reads(/Your tokens come back by themselves/).waitFor({ state: 'attached' });
        assert.equal(await reads(/Replay for/).count(), 0, 'no replay is promised beside it');
        await keepPicture(home.page, 'watch-refund-comes');

        await studio.page.getByText(/Neither picture nor sound ever came/).first().waitFor({ state: 'attached' });
        await keepPicture(studio.page, 'console-fell-through');
        await studio.page.getByRole('button', { name: /^Give the tokens back/ }).click();
        await studio.page.getByRole('dialog').getByRole('button', { name: /^Give back/ }).click();
        await reads(/Your tokens are back in your balance/).waitFor({ state: 'attached' });
        await reads(/30 returned/).waitFor({ state: 'attached' });
        await keepPicture(home.page, 'watch-refunded');
        await studio.page.getByText('Everyone who paid has the tokens back.').first().waitFor({ state: 'attached' });
        await keepPicture(studio.page, 'console-refunded');

        const wallet = (await ana.get('/api/wallet')).body;
        assert.equal(wallet.balance, 100);
        assert.equal(wallet.entries[0].reason, 'missed');
        assert.equal(wallet.entries[0].delta, 30);
        const place = (await ana.get(`/api/streams/${stream.id}/enrollment`)).body.enrollment;
        assert.ok(place.refunded_at);
        assert.equal((await instructor.post(`/api/instructor/streams/${stream.id}/refund`)).status, 200, 'again: the same');
        assert.equal((await ana.get('/api/wallet')).body.entries.length, 3, 'and nothing twice');
        const ben = await newViewer(server.url, 'Ben');
        const refused = await ben.post(`/api/streams/${stream.id}/enroll`);
        assert.equal(refused.status, 409);
        assert.equal(refused.body.code, 'refunded');
        assert.deepEqual([...studio.errors, ...home.errors], []);
    } catch (error) {
        await keepPicture(studio.page, 'console-refund-failed');
        await keepPicture(home.page, 'watch-refund-failed');
        throw error;
    } finally {
        await studio.context.close();
        await home.context.close();
    }
});
