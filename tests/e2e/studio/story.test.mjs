// Classes of this server's own media, as people see them.
// @ts-check
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createClass, newInstructor, newViewer } from '../fixtures/api.mjs';
import { keepPicture, openPerson, PHONE, settled, takeSession } from '../fixtures/browser.mjs';
import { browser, serveAFile, server } from '../fixtures/fixture.mjs';
import { Server } from '../fixtures/server.mjs';
import { eventually, pause, PICTURE, teachPayWatchAndReplay } from '../fixtures/taught_class.mjs';

serveAFile();

/** A file of this server, which seeks. @param {import('playwright-core').Page} home @param {number[]} reports */
async function watchReplay(home, reports) {
    const replay = () => home.evaluate((selector) => {
        const video = /** @type {HTMLVideoElement} */ (document.querySelector(selector));
        return { src: video.currentSrc, time: video.currentTime, duration: video.duration, paused: video.paused };
    }, PICTURE);
    await eventually(async () => (await replay()).src.includes('/recordings/'), 30_000, 'the replay');
    const play = home.getByRole('button', { name: /^Play/ });
    if ((await replay()).paused) await play.first().click();
    await eventually(async () => (await replay()).time > 0.5, 10_000, 'the replay plays');
    assert.ok((await replay()).duration > 4, `duration ${(await replay()).duration}`);
    const position = home.getByRole('slider', { name: 'Position' });
    await position.waitFor({ state: 'attached' });
    await home.keyboard.press('0');
    await eventually(async () => (await replay()).time < 1.5, 3000, 'the seek to the beginning');
    await home.keyboard.press('5');
    await eventually(async () => {
        const { time, duration } = await replay();
        return time >= duration * 0.45;
    }, 3000, 'the seek to the middle');
    await eventually(async () => reports.filter((status) => status === 200).length > 1, 5000, 'a report of the replay');
}

test('an instructor teaches a class, a viewer pays, watches it live and plays the replay', { timeout: 240_000 }, async () => {
    await teachPayWatchAndReplay(browser, server, { pictures: 'story', watchReplay });
});

describe('pages', () => {
    test('guests are sent to sign in and come back', async () => {
        const instructor = await newInstructor(server.url);
        const stream = await createClass(instructor, { title: 'Salsa Basics' });
        const viewer = await newViewer(server.url);
        const person = await openPerson(browser);
        try {
            await person.page.goto(`${server.url}/account`);
            await person.page.waitForURL('**/login**');
            await person.page.getByLabel('E-mail').fill(viewer.email);
            await person.page.getByLabel('Password', { exact: true }).fill('the wrong one');
            await person.page.getByRole('button', { name: 'Sign in' }).click();
            await person.page.getByRole('alert').or(person.page.getByText(/password/i)).first().waitFor();
            await person.page.getByLabel('Password', { exact: true }).fill(viewer.password);
            await person.page.keyboard.press('Enter');
            await person.page.waitForURL('**/account');
            await person.page.goto(`${server.url}/streams/${stream.id}/watch`);
            assert.match(await person.page.title(), /Salsa Basics/);
            for (const path of ['/instructor/streams', '/instructor/streams/create', `/instructor/streams/${stream.id}/broadcast`]) {
                await person.page.goto(server.url + path);
                await person.page.waitForURL('**/instructor/login**');
            }
            assert.deepEqual(person.errors, []);
        } finally {
            await person.context.close();
        }
    });

    test('Back and Forward follow what was opened', async () => {
        const instructor = await newInstructor(server.url);
        await createClass(instructor, { title: 'Heels & Confidence' });
        const person = await openPerson(browser);
        try {
            const { page } = person;
            await page.goto(`${server.url}/streams`);
            await page.getByRole('link', { name: 'Heels & Confidence' }).first().click();
            await page.waitForURL('**/watch');
            await page.getByRole('heading', { name: 'Heels & Confidence' }).first().waitFor();
            await page.goBack();
            await page.waitForURL('**/streams');
            await page.getByRole('heading', { name: /^(Today|Tomorrow)$/ }).first().waitFor();
            await page.goForward();
            await page.waitForURL('**/watch');
            await page.getByRole('heading', { name: 'Heels & Confidence' }).first().waitFor();
            assert.deepEqual(person.errors, []);
        } finally {
            await person.context.close();
        }
    });

    test('an idle page paints nothing', async () => {
        const own = await Server.start();
        const person = await openPerson(browser);
        try {
            await createClass(await newInstructor(own.url));
            await person.page.goto(`${own.url}/streams`);
            await settled(person.page);
            await pause(2500);
            const frames = () => person.page.evaluate(() => /** @type {any} */ (window).__lean.frames());
            const before = await frames();
            await pause(5000);
            assert.equal((await frames()) - before, 0);
        } finally {
            await person.context.close();
            await own.dispose();
        }
    });

    test('a phone pays and watches by touch', async () => {
        const instructor = await newInstructor(server.url);
        const stream = await createClass(instructor, { title: 'Wake-up Afrobeat', priceInTokens: 20 });
        const viewer = await newViewer(server.url);
        const person = await openPerson(browser, PHONE);
        try {
            await takeSession(person.context, viewer);
            await person.page.goto(`${server.url}/streams/${stream.id}/watch`);
            await person.page.getByRole('button', { name: /^Enroll/ }).first().tap();
            await person.page.getByRole('dialog').getByRole('button', { name: /^Enroll/ }).tap();
            await person.page.getByText('Enrolled').first().waitFor();
            assert.equal((await viewer.get('/api/wallet')).body.balance, 80);
            const wide = await person.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
            assert.ok(wide <= 0, 'nothing sticks out sideways');
            assert.deepEqual(person.errors, []);
        } catch (error) {
            await keepPicture(person.page, 'phone-failed');
            throw error;
        } finally {
            await person.context.close();
        }
    });

    test('too few tokens are said before anything is charged', async () => {
        const instructor = await newInstructor(server.url);
        const stream = await createClass(instructor, { title: 'Gala Night', priceInTokens: 500 });
        const viewer = await newViewer(server.url);
        const person = await openPerson(browser);
        try {
            await takeSession(person.context, viewer);
            await person.page.goto(`${server.url}/streams/${stream.id}/watch`);
            await person.page.getByRole('button', { name: /^Enroll/ }).first().click();
            await person.page.getByText(/costs 500 tokens and you have 100/).first().waitFor();
            assert.equal((await viewer.get('/api/wallet')).body.balance, 100);
        } finally {
            await person.context.close();
        }
    });
});

describe('an expired replay', () => {
    test('is refused by the server and said by the page', async () => {
        const instructor = await newInstructor(server.url);
        const stream = await createClass(instructor, { title: 'Last week' });
        const viewer = await newViewer(server.url);
        await viewer.post(`/api/streams/${stream.id}/enroll`);
        await instructor.post(`/api/instructor/streams/${stream.id}/start`);
        await instructor.post(`/api/instructor/streams/${stream.id}/end`);
        // Eight days pass: the rows say so, as they would.
        await server.stop();
        const { execFileSync } = await import('node:child_process');
        const past = new Date(Date.now() - 86400_000).toISOString();
        execFileSync('sqlite3', [`${server.dataDir}/leansporty.db`,
            `UPDATE live_stream_sessions SET recording_expires_at='${past}', recording_available=1, recording_state='available' WHERE id='${stream.id}';` +
            `UPDATE stream_enrollments SET replay_access_expires_at='${past}' WHERE stream_id='${stream.id}';`]);
        await server.run();
        const refused = await viewer.get(`/api/streams/${stream.id}/playback`);
        assert.equal(refused.status, 403);
        assert.equal(refused.body.code, 'replay_expired');
        const person = await openPerson(browser);
        try {
            await takeSession(person.context, viewer);
            await person.page.goto(`${server.url}/streams/${stream.id}/watch`);
            await person.page.getByText(/was here for 7 days and is gone/).first().waitFor();
        } finally {
            await person.context.close();
        }
    });
});
