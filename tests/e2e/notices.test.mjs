// What people are told of their classes: the mails that calendars take in, and the list in the app.
// @ts-check
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { ApiClient, newInstructor } from './api.mjs';
import { launchBrowser, openPerson, PHONE, settled, takeSession } from './browser.mjs';
import { linkOf, MailServer } from './mail_server.mjs';
import { ROOT, Server } from './server.mjs';
import { eventually } from './taught_class.mjs';

const require = createRequire(join(ROOT, '.deps/npm/package.json'));

const PASSWORD = 'a good long password';
const DAY = 86_400_000;

/** @type {MailServer} */
let post;
/** @type {Server} */
let server;
/** @type {ApiClient} */
let instructor;
/** @type {any} */
let ical;
let people = 0;

before(async () => {
    // ical.js, which others wrote, is a module of the newer kind.
    ical = (await import(require.resolve('ical.js'))).default;
    post = await MailServer.start();
    server = await Server.start(post.settings);
    instructor = await newInstructor(server.url);
});
after(async () => {
    await server?.dispose();
    await post?.stop();
});

/** Somebody whose address is confirmed. */
async function confirmed() {
    const client = new ApiClient(server.url);
    const email = `told-${++people}@example.com`;
    await client.post('/api/auth/register', { email, password: PASSWORD, displayName: 'Zoë Müller' });
    const { token } = linkOf(await post.take(email));
    assert.equal((await client.post('/api/auth/verify-email', { token })).status, 204);
    return { client, email };
}

/** @param {string} title */
async function classOf(title) {
    const answer = await instructor.post('/api/instructor/streams/create', {
        title, scheduledStartTime: new Date(Date.now() + 3 * DAY).toISOString(), priceInTokens: 0, durationMinutes: 45,
    });
    assert.equal(answer.status, 201, answer.text);
    return answer.body.stream;
}

/** @param {string} id @param {number} days */
const move = (id, days) => instructor.patch(`/api/instructor/streams/${id}`, {
    scheduledStartTime: new Date(Date.now() + days * DAY).toISOString(),
});

/** The one event of a calendar. @param {string} text */
function eventOf(text) {
    const calendar = new ical.Component(ical.parse(text));
    const events = calendar.getAllSubcomponents('vevent');
    assert.equal(events.length, 1);
    const value = (/** @type {string} */ name) => events[0].getFirstPropertyValue(name);
    return {
        method: calendar.getFirstPropertyValue('method'),
        uid: value('uid'), sequence: value('sequence'), status: value('status'),
        start: value('dtstart').toJSDate().toISOString(),
        organizer: value('organizer'), attendee: value('attendee'),
        rsvp: events[0].getFirstProperty('attendee')?.getParameter('rsvp'),
    };
}

/** What the mail of an event has for the calendar. @param {import('./mail_server.mjs').Letter} letter */
function invitationOf(letter) {
    const part = letter.mail.attachments.find((/** @type {any} */ one) => one.contentType === 'text/calendar');
    const file = letter.mail.attachments.find((/** @type {any} */ one) => one.contentType === 'application/ics');
    assert.ok(part && file, 'the calendar is there as a part and as a file');
    assert.equal(String(part.content), String(file.content));
    const event = eventOf(String(part.content));
    // Gmail and Outlook want the method in both places.
    assert.match(letter.raw, new RegExp(`^Content-Type: text/calendar; charset=utf-8; method=${event.method}\\r$`, 'm'));
    for (const line of String(part.content).split('\r\n')) assert.ok(Buffer.byteLength(line) <= 75, line);
    return event;
}

/** The same class as anybody downloads it. @param {string} id */
const downloaded = async (id) => eventOf((await new ApiClient(server.url).get(`/api/streams/${id}/calendar.ics`)).text);

describe('a mail for the calendar', () => {
    test('asks it to take the class in, moves it, and takes it out', { timeout: 60_000 }, async () => {
        const { client, email } = await confirmed();
        const { id } = await classOf('Salsa „für alle“, mit Öl; und mehr');
        await client.post(`/api/streams/${id}/enroll`);
        const first = invitationOf(await post.take(email));
        assert.deepEqual([first.method, first.status, first.rsvp], ['REQUEST', 'CONFIRMED', 'FALSE']);
        assert.equal(first.organizer, 'mailto:studio@example.com');
        assert.equal(first.attendee, `mailto:${email}`);
        const before = await downloaded(id);
        assert.deepEqual([first.uid, first.sequence, first.start], [before.uid, before.sequence, before.start]);

        await move(id, 4);
        const second = invitationOf(await post.take(email));
        assert.deepEqual([second.method, second.uid], ['REQUEST', first.uid]);
        assert.ok(second.sequence > first.sequence);
        assert.equal(second.start, (await downloaded(id)).start);

        await instructor.post(`/api/instructor/streams/${id}/cancel`);
        const last = invitationOf(await post.take(email));
        assert.deepEqual([last.method, last.status, last.uid], ['CANCEL', 'CANCELLED', first.uid]);
        assert.ok(last.sequence > second.sequence);
        assert.equal(last.sequence, (await downloaded(id)).sequence);
    });

    test('takes a place that was given up out, and one that was taken again in', { timeout: 60_000 }, async () => {
        const { client, email } = await confirmed();
        const { id } = await classOf('Tango');
        await client.post(`/api/streams/${id}/enroll`);
        assert.equal(invitationOf(await post.take(email)).method, 'REQUEST');
        await client.request('DELETE', `/api/streams/${id}/enrollment`);
        assert.equal(invitationOf(await post.take(email)).method, 'CANCEL');
        await client.post(`/api/streams/${id}/enroll`);
        assert.equal(invitationOf(await post.take(email)).method, 'REQUEST');
    });

    test('leaves when time, length or state change, and not for another title', { timeout: 60_000 }, async () => {
        const { client, email } = await confirmed();
        const { id } = await classOf('Bachata');
        await client.post(`/api/streams/${id}/enroll`);
        const first = invitationOf(await post.take(email));
        await instructor.patch(`/api/instructor/streams/${id}`, { title: 'Bachata for two' });
        assert.equal((await downloaded(id)).sequence, first.sequence);
        await instructor.patch(`/api/instructor/streams/${id}`, { durationMinutes: 90 });
        const next = await post.take(email);
        assert.match(next.mail.subject, /Bachata for two/);
        assert.ok(invitationOf(next).sequence > first.sequence);
    });
});

describe('the list of notices', () => {
    test('is led to by a bell that counts, says what happened, and is read by opening', { timeout: 90_000 }, async () => {
        const { client } = await confirmed();
        const { id } = await classOf('Kizomba');
        await client.post(`/api/streams/${id}/enroll`);
        const browser = await launchBrowser({ camera: false });
        const person = await openPerson(browser, PHONE);
        try {
            await takeSession(person.context, client);
            const { page } = person;
            await page.goto(`${server.url}/streams`);
            await settled(page);
            await page.getByRole('link', { name: 'Notices, 1 new' }).waitFor();
            await move(id, 4);
            // Told by itself, without a reload.
            await page.getByRole('link', { name: 'Notices, 2 new' }).click();
            await page.getByRole('heading', { name: 'Notices', exact: true }).waitFor();
            await page.getByRole('link', { name: 'New: Another time: Kizomba' }).click();
            await page.waitForURL(`**/streams/${id}/watch`);
            await page.getByRole('link', { name: 'Notices, 1 new' }).click();
            await page.getByRole('button', { name: 'Mark all as read' }).click();
            await page.getByRole('link', { name: 'Notices', exact: true }).waitFor();
            assert.equal((await client.get('/api/me')).body.unread_notices, 0);
            assert.deepEqual(person.errors, []);
        } finally {
            await person.context.close();
            await browser.close();
        }
    });

    test('is chosen by kind and way', { timeout: 60_000 }, async () => {
        const { client } = await confirmed();
        const browser = await launchBrowser({ camera: false });
        const person = await openPerson(browser);
        try {
            await takeSession(person.context, client);
            const { page } = person;
            await page.goto(`${server.url}/settings`);
            await settled(page);
            await page.getByRole('switch', { name: 'E-mail: An hour before' }).click();
            await page.getByRole('switch', { name: 'E-mail: An hour before', checked: true }).waitFor();
            assert.equal(await page.getByRole('switch', { name: 'E-mail: Moved' }).isDisabled(), true);
            const kept = async () => (await client.get('/api/me/notices/settings')).body;
            await eventually(async () => (await kept()).events.reminder_1h.mail === true, 10_000, 'the choice');
            const { timezone } = await kept();
            assert.equal(timezone, 'Europe/Zagreb');
        } finally {
            await person.context.close();
            await browser.close();
        }
    });
});
