// What people are told of their classes: the mails that calendars take in, and the list in the app.
// @ts-check
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { ApiClient, newInstructor } from '../fixtures/api.mjs';
import { launchBrowser, openPerson, PHONE, settled, takeSession } from '../fixtures/browser.mjs';
import { linkOf, MailServer } from '../fixtures/mail_server.mjs';
import { ROOT, Server } from '../fixtures/server.mjs';
import { eventually } from '../fixtures/taught_class.mjs';

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

/** What the mail of an event has for the calendar. @param {import('../fixtures/mail_server.mjs').Letter} letter */
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

/** A calendar program that takes in what mails bring (RFC 5546), by UID and SEQUENCE. */
class Calendar {
    /** @type {Map<string, ReturnType<typeof eventOf>>} */
    events = new Map();

    /** @param {ReturnType<typeof eventOf>} event */
    take(event) {
        const known = this.events.get(event.uid);
        // What is older than what is known is not taken: a late mail changes nothing.
        if (known && event.sequence < known.sequence) return;
        if (event.method === 'CANCEL') this.events.delete(event.uid);
        else this.events.set(event.uid, event);
    }
}

/** The events of a feed that are not cancelled, by UID. @param {string} text */
function feedOf(text) {
    const calendar = new ical.Component(ical.parse(text));
    /** @type {Map<string, {start: string, sequence: number}>} */
    const events = new Map();
    for (const event of calendar.getAllSubcomponents('vevent')) {
        const value = (/** @type {string} */ name) => event.getFirstPropertyValue(name);
        assert.ok(!events.has(value('uid')), 'an event is there once');
        assert.ok(event.getAllSubcomponents('valarm').length === 0, 'others double them');
        if (value('status') === 'CANCELLED') continue;
        events.set(value('uid'), { start: value('dtstart').toJSDate().toISOString(), sequence: value('sequence') });
    }
    return events;
}

describe('a calendar that mails fill', () => {
    test('has in the end what the feed has, and no ghost', { timeout: 120_000 }, async () => {
        const { client, email } = await confirmed();
        const made = [];
        for (const title of ['Moved', 'Cancelled', 'Left', 'Left and taken again', 'Moved and cancelled at once', 'Longer']) {
            made.push((await classOf(title)).id);
        }
        const [moved, cancelled, left, again, atOnce, longer] = made;
        for (const id of made) await client.post(`/api/streams/${id}/enroll`);
        await move(moved, 4);
        await move(moved, 6);
        await instructor.post(`/api/instructor/streams/${cancelled}/cancel`);
        await client.request('DELETE', `/api/streams/${left}/enrollment`);
        await client.request('DELETE', `/api/streams/${again}/enrollment`);
        await client.post(`/api/streams/${again}/enroll`);
        await move(again, 7);
        await move(atOnce, 5);
        await instructor.post(`/api/instructor/streams/${atOnce}/cancel`);
        await instructor.patch(`/api/instructor/streams/${longer}`, { durationMinutes: 95 });

        const { url } = (await client.get('/api/me/calendar')).body;
        const feed = feedOf(await (await fetch(url)).text());
        assert.equal(feed.size, 3, 'moved, taken again, longer');
        const calendar = new Calendar();
        let letters = 0;
        const wanted = () => JSON.stringify([...feed].map(([uid, { start }]) => [uid, start]).sort());
        const has = () => JSON.stringify([...calendar.events].map(([uid, { start }]) => [uid, start]).sort());
        // As they come, in their order; a dozen or more, since what follows closely may be one mail.
        for (; letters < 40; ++letters) {
            const letter = await post.take(email, 8_000).catch(() => null);
            if (!letter) break;
            // What was overtaken while it waited says nothing to the calendar: what overtook it comes next.
            const speaks = letter.mail.attachments.some((/** @type {any} */ one) => one.contentType === 'text/calendar');
            if (speaks) calendar.take(invitationOf(letter));
        }
        assert.ok(letters >= 10, `${letters} mails`);
        assert.equal(has(), wanted());
        for (const [uid, { sequence }] of calendar.events) assert.equal(sequence, feed.get(uid)?.sequence, uid);
    });
});

describe('a link in a mail', () => {
    test('changes nothing when it is fetched, whatever mail it is in', { timeout: 120_000 }, async () => {
        const { client, email } = await confirmed();
        await client.request('PUT', '/api/me/notices/settings', {
            body: { events: { followed: { mail: true }, live: { mail: true } } },
        });
        const { id } = await classOf('Salsa');
        await instructor.patch(`/api/instructor/streams/${id}`, { instructorName: 'Mila' });
        await client.post(`/api/streams/${id}/enroll`);
        await client.request('PUT', `/api/streams/${id}/bells`, { body: { teacher: true } });
        const other = await instructor.post('/api/instructor/streams/create', {
            title: 'Bachata', instructorName: 'Mila', priceInTokens: 0,
            scheduledStartTime: new Date(Date.now() + 4 * DAY).toISOString(),
        });
        await client.request('PUT', `/api/streams/${other.body.stream.id}/bells`, { body: { class: true } });
        await move(id, 5);
        await move(other.body.stream.id, 6);
        await client.post('/api/me/notices/test', { channel: 'mail' });
        await client.post('/api/auth/change-email', { email: `other-${email}`, password: PASSWORD });
        await client.post('/api/auth/forgot-password', { email });
        const letters = [await post.take(`other-${email}`)];
        for (;;) {
            const letter = await post.take(email, 4_000).catch(() => null);
            if (!letter) break;
            letters.push(letter);
        }
        assert.ok(letters.length >= 7, `${letters.length} mails`);
        const links = new Set();
        for (const { mail } of letters) {
            const header = mail.headers.get('list')?.unsubscribe?.url;
            if (header) links.add(header);
            for (const text of [mail.text, mail.html]) {
                for (const [link] of text.matchAll(/https?:\/\/[^\s"<>]+/g)) links.add(link.replaceAll('&amp;', '&'));
            }
        }
        assert.ok(links.size >= 8, [...links].join('\n'));
        const state = async () => {
            const { body } = await client.get('/api/me/export');
            const { notices, sessions, ...rest } = body;
            return JSON.stringify([rest, notices.length, sessions.length,
                (await client.get('/api/me/notices/settings')).body, (await client.get('/api/me/followed')).body,
                (await client.get(`/api/streams/${other.body.stream.id}/bells`)).body]);
        };
        const before = await state();
        for (const link of links) {
            for (const method of ['GET', 'HEAD']) await fetch(link, { method, redirect: 'manual' });
            // Some scanners take the fragment for a part of the path.
            await fetch(link.replace('#', '/'), { redirect: 'manual' });
            await fetch(link.replace('#', '?token='), { redirect: 'manual' });
        }
        assert.equal(await state(), before);
        assert.equal((await client.get('/api/me')).status, 200, 'and she is signed in');
    });

    test('ends what the mail came from, by a press', { timeout: 60_000 }, async () => {
        const { client, email } = await confirmed();
        await client.request('PUT', '/api/me/notices/settings', { body: { events: { followed: { mail: true } } } });
        const teacher = `Teacher ${people}`;
        const first = await instructor.post('/api/instructor/streams/create', {
            title: 'Known', instructorName: teacher, scheduledStartTime: new Date(Date.now() + 3 * DAY).toISOString(),
        });
        const path = `/api/streams/${first.body.stream.id}/bells`;
        assert.deepEqual((await client.request('PUT', path, { body: { teacher: true } })).body, { class: false, teacher: true });
        await instructor.post('/api/instructor/streams/create', {
            title: 'News', instructorName: teacher, scheduledStartTime: new Date(Date.now() + 4 * DAY).toISOString(),
        });
        const letter = await post.take(email);
        assert.match(letter.mail.subject, /A new class: News/);
        const { url } = letter.mail.headers.get('list').unsubscribe;
        const answer = await fetch(url, {
            method: 'POST', body: 'List-Unsubscribe=One-Click',
            headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
        });
        assert.equal(answer.status, 204);
        assert.deepEqual((await client.get(path)).body, { class: false, teacher: false });
        assert.deepEqual((await client.get('/api/me/followed')).body, { teachers: [] });
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
        const { client, email } = await confirmed();
        const browser = await launchBrowser({ camera: false });
        const person = await openPerson(browser);
        try {
            await takeSession(person.context, client);
            const { page } = person;
            await page.goto(`${server.url}/settings`);
            await settled(page);
            assert.equal(await page.getByRole('switch', { name: 'Calendar: Moved' }).isDisabled(), true);
            await page.getByRole('switch', { name: 'Calendar: You\'re enrolled' }).click();
            await page.getByRole('switch', { name: 'E-mail: An hour before' }).click();
            await page.getByRole('switch', { name: 'E-mail: An hour before', checked: true }).waitFor();
            assert.equal(await page.getByRole('switch', { name: 'E-mail: Moved' }).isDisabled(), true);
            const kept = async () => (await client.get('/api/me/notices/settings')).body;
            await eventually(async () => (await kept()).events.reminder_1h.mail === true, 10_000, 'the choice');
            const { timezone, calendar } = await kept();
            assert.equal(timezone, 'Europe/Zagreb');
            assert.equal(calendar, false);
            await page.getByRole('button', { name: 'Send a test mail' }).click();
            await page.getByText('A test is on its way to').waitFor();
            assert.equal((await post.take(email)).mail.subject, 'A test');
        } finally {
            await person.context.close();
            await browser.close();
        }
    });

    test('is rung by the bells of a class and its teacher', { timeout: 90_000 }, async () => {
        const { client } = await confirmed();
        const teacher = 'Mila Kovač';
        const made = await instructor.post('/api/instructor/streams/create', {
            title: 'Zouk', instructorName: teacher, scheduledStartTime: new Date(Date.now() + 3 * DAY).toISOString(),
        });
        const { id } = made.body.stream;
        const browser = await launchBrowser({ camera: false });
        const person = await openPerson(browser, PHONE);
        try {
            await takeSession(person.context, client);
            const { page } = person;
            await page.goto(`${server.url}/streams/${id}/watch`);
            await settled(page);
            await page.getByRole('switch', { name: 'Notices of this class', checked: false }).click();
            await page.getByRole('switch', { name: `Follow ${teacher}`, checked: false }).click();
            const bells = async () => (await client.get(`/api/streams/${id}/bells`)).body;
            await eventually(async () => (await bells()).class && (await bells()).teacher, 10_000, 'both bells');
            await move(id, 4);
            await eventually(async () => (await client.get('/api/me/notices')).body.notices
                .some((/** @type {any} */ one) => one.event === 'moved'), 10_000, 'the move');
            await page.goto(`${server.url}/settings`);
            await page.getByRole('button', { name: `Unfollow: ${teacher}` }).click();
            await eventually(async () => !(await bells()).teacher, 10_000, 'the end of following');
            assert.deepEqual(person.errors, []);
        } finally {
            await person.context.close();
            await browser.close();
        }
    });
});
