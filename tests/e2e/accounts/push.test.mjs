// Web Push from the notice to the browser: what a push service gets, what opens it, and what the service worker
// shows. npm's web-push and http_ece are the second opinion on keys and encryption.
// @ts-check
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { ApiClient, newInstructor } from '../fixtures/api.mjs';
import { launchBrowser, openPerson, settled } from '../fixtures/browser.mjs';
import { claimsOf, PushService, Subscriber } from '../fixtures/push_service.mjs';
import { ROOT, Server } from '../fixtures/server.mjs';
import { eventually } from '../fixtures/taught_class.mjs';

const require = createRequire(join(ROOT, '.deps/npm/package.json'));
const webpush = require('web-push');

const DAY = 86_400_000;

/** @type {PushService} */
let service;
/** @type {Server} */
let server;
/** @type {ApiClient} */
let instructor;
let people = 0;

before(async () => {
    service = await PushService.start();
    server = await Server.start(service.settings);
    instructor = await newInstructor(server.url);
});
after(async () => {
    await server?.dispose();
    await service?.stop();
});

/** A check that holds in the end. @param {() => Promise<unknown>} check */
const comesTrue = (check) => eventually(async () => {
    await check();
    return true;
}, 20_000, String(check));

async function register() {
    const client = new ApiClient(server.url);
    const answer = await client.post('/api/auth/register', {
        email: `pushed-${++people}@example.com`, password: 'a good long password', displayName: 'Ana',
    });
    assert.equal(answer.status, 201, answer.text);
    return client;
}

/** A class in three days. @param {string} title */
async function classOf(title) {
    const answer = await instructor.post('/api/instructor/streams/create', {
        title, scheduledStartTime: new Date(Date.now() + 3 * DAY).toISOString(), priceInTokens: 0,
    });
    assert.equal(answer.status, 201, answer.text);
    return answer.body.stream.id;
}

/** @param {string} id @param {number} days */
const move = (id, days) => instructor.patch(`/api/instructor/streams/${id}`, {
    scheduledStartTime: new Date(Date.now() + days * DAY).toISOString(),
});

/** Somebody with a place and a browser. @param {string} title @param {string} name */
async function subscribed(title, name) {
    const client = await register();
    const browser = new Subscriber(service, name);
    const answer = await client.post('/api/me/push', browser.subscription);
    assert.equal(answer.status, 201, answer.text);
    const id = await classOf(title);
    assert.equal((await client.post(`/api/streams/${id}/enroll`)).status, 201);
    return { client, browser, id };
}

describe('a push message', () => {
    test('is opened by who it is for, and says what happened', async () => {
        const { browser, id } = await subscribed('Salsa „für alle“', 'opened');
        await move(id, 4);
        const [posted] = await service.take(browser.path);
        const message = browser.open(posted);
        assert.equal(message.web_push, 8030);
        assert.match(message.notification.title, /Salsa „für alle“/);
        assert.equal(message.notification.navigate, `${server.url}/streams/${id}/watch`);
        assert.equal(message.notification.dir, 'ltr');
        assert.ok(message.notification.body.length > 0);
        assert.ok(message.app_badge >= 1);
        assert.equal(posted.headers['content-encoding'], 'aes128gcm');
        assert.equal(posted.headers.urgency, 'high');
        assert.equal(posted.headers.topic, id.replaceAll('-', ''));
        assert.ok(Number(posted.headers.ttl) > 0 && Number(posted.headers.ttl) <= 28 * 86_400);
        assert.ok(posted.body.length <= 4096);
    });

    test('cannot be opened by anybody else', async () => {
        const { browser, id } = await subscribed('Tango', 'sealed');
        await move(id, 4);
        const [posted] = await service.take(browser.path);
        const other = new Subscriber(service, 'other');
        assert.throws(() => other.open(posted));
        const flipped = { ...posted, body: Buffer.from(posted.body) };
        flipped.body[flipped.body.length - 1] ^= 1;
        assert.throws(() => browser.open(flipped));
    });

    test('is signed by the key that browsers subscribe with, for this service and not for long', async () => {
        const { browser, id } = await subscribed('Bachata', 'signed');
        await move(id, 4);
        const [posted] = await service.take(browser.path);
        const claims = claimsOf(posted.headers.authorization ?? '');
        const { key } = (await new ApiClient(server.url).get('/api/push/key')).body;
        assert.equal(claims.key, key);
        assert.equal(Buffer.from(key, 'base64url').length, 65);
        assert.equal(claims.aud, `http://${service.host}`);
        assert.equal(claims.sub, 'mailto:studio@example.com');
        const hours = (claims.exp - Date.now() / 1000) / 3600;
        assert.ok(hours > 0 && hours <= 24, `${hours}`);
    });

    test('has the form that web-push gives its own', async () => {
        const { browser, id } = await subscribed('Kizomba', 'form');
        await move(id, 4);
        const [posted] = await service.take(browser.path);
        const vapid = webpush.generateVAPIDKeys();
        const theirs = webpush.generateRequestDetails(browser.subscription, JSON.stringify(browser.open(posted)), {
            TTL: 60, contentEncoding: 'aes128gcm',
            vapidDetails: { subject: 'mailto:a@example.com', publicKey: vapid.publicKey, privateKey: vapid.privateKey },
        });
        // What they sealed is opened by the same keys, so keys and form are understood alike.
        assert.deepEqual(browser.open({ path: '', headers: {}, body: theirs.body }), browser.open(posted));
        assert.equal(posted.body.readUInt32BE(16), theirs.body.readUInt32BE(16), 'record size');
        assert.equal(posted.body[20], theirs.body[20], 'length of the key');
        const names = (/** @type {object} */ headers) => Object.keys(headers).map((name) => name.toLowerCase());
        for (const name of names(theirs.headers)) assert.ok(names(posted.headers).includes(name), name);
    });
});

describe('a subscription', () => {
    test('is refused where it leads to other places', async () => {
        const client = await register();
        const { keys } = new Subscriber(service, 'nobody').subscription;
        for (const endpoint of [
            'https://example.com/push', 'http://fcm.googleapis.com/x', server.url, 'https://127.0.0.1/',
            `http://${service.host.replace('127.0.0.1', 'localhost')}/x`, 'file:///etc/passwd', '', 'x'.repeat(5000),
            `https://fcm.googleapis.com@${service.host}/`, 'https://169.254.169.254/latest/meta-data/',
        ]) {
            const answer = await client.post('/api/me/push', { endpoint, keys });
            assert.equal(answer.status, 422, endpoint);
            assert.equal(answer.body.field, 'endpoint', endpoint);
        }
        const { endpoint } = new Subscriber(service, 'nobody').subscription;
        const answer = await client.post('/api/me/push', { endpoint, keys: { ...keys, auth: 'x' } });
        assert.equal(answer.body.field, 'keys');
        assert.equal((await new ApiClient(server.url).post('/api/me/push', { endpoint, keys })).status, 401);
    });

    test('that is gone is forgotten, and a busy service hears from us later', async () => {
        const { client, browser, id } = await subscribed('Merengue', 'gone');
        service.answers.set(browser.path, 410);
        await move(id, 4);
        await service.take(browser.path);
        const pushed = async () => (await client.get('/api/me/export')).body.push;
        await comesTrue(async () => assert.deepEqual(await pushed(), []));
        await move(id, 5);
        const busy = await subscribed('Cumbia', 'busy');
        service.answers.set(busy.browser.path, 503);
        await move(busy.id, 4);
        await service.take(busy.browser.path);
        assert.deepEqual(await (await busy.client.get('/api/me/export')).body.push,
            [busy.browser.subscription.endpoint]);
        const [first] = (await busy.client.get('/api/me/notices')).body.notices;
        assert.equal(first.channels.push, 'waiting');
        assert.equal(service.posted.filter((one) => one.path === browser.path).length, 1);
    });

    test('goes to who signs in there next, and ends when its person says so', async () => {
        const { client, browser } = await subscribed('Forró', 'shared');
        assert.equal((await client.post('/api/me/push', browser.subscription)).status, 200);
        const next = await register();
        assert.equal((await next.post('/api/me/push', browser.subscription)).status, 200);
        assert.deepEqual((await client.get('/api/me/export')).body.push, []);
        const { endpoint } = browser.subscription;
        assert.equal((await next.request('DELETE', '/api/me/push', { body: { endpoint } })).status, 204);
        assert.equal((await next.request('DELETE', '/api/me/push', { body: { endpoint } })).status, 204);
        assert.deepEqual((await next.get('/api/me/export')).body.push, []);
    });
});

describe('who signs out', () => {
    test('is told nothing more in that browser, and the next person nothing of theirs', async () => {
        const { client, browser, id } = await subscribed('Zouk', 'signed-out');
        const email = (await client.get('/api/me')).body.user.email;
        assert.equal((await client.post('/api/auth/logout')).status, 200);
        await move(id, 4);
        const again = new ApiClient(server.url);
        assert.equal((await again.post('/api/auth/login', { email, password: 'a good long password' })).status, 200);
        await comesTrue(async () => {
            const [first] = (await again.get('/api/me/notices')).body.notices;
            assert.equal(first.event, 'moved');
            assert.equal(first.channels.push, 'off');
        });
        assert.deepEqual((await again.get('/api/me/export')).body.push, []);
        assert.equal(service.posted.filter((one) => one.path === browser.path).length, 0);
    });
});

describe('a test', () => {
    test('reaches the browser that it was sent from, three times an hour', async () => {
        const { client, browser } = await subscribed('Lambada', 'tested');
        const other = new Subscriber(service, 'not-tested');
        assert.equal((await client.post('/api/me/push', other.subscription)).status, 201);
        const test = () => client.post('/api/me/notices/test',
            { channel: 'push', endpoint: browser.subscription.endpoint });
        for (let i = 0; i < 3; ++i) assert.equal((await test()).status, 202);
        const refused = await test();
        assert.deepEqual([refused.status, refused.body.code], [429, 'rate_limited']);
        const [posted] = await service.take(browser.path);
        const { notification } = browser.open(posted);
        assert.equal(notification.title, 'A test');
        assert.equal(notification.navigate, `${server.url}/notices`);
        assert.equal(service.posted.filter((one) => one.path === other.path).length, 0);
        await comesTrue(async () => {
            const all = (await client.get('/api/me/notices')).body.notices.filter((/** @type {any} */ one) => one.event === 'test');
            assert.deepEqual(all.map((/** @type {any} */ one) => one.channels.push), ['sent', 'sent', 'sent']);
        });
    });
});

describe('the service worker', () => {
    /** @type {import('playwright-core').Browser} */
    let browser;
    before(async () => { browser = await launchBrowser({ camera: false }); });
    after(async () => { await browser?.close(); });

    /** A page whose worker is there, and the way to push to it. */
    async function pushedPage() {
        const person = await openPerson(browser, { serviceWorkers: 'allow' });
        await person.context.grantPermissions(['notifications'], { origin: server.url });
        await person.page.goto(`${server.url}/streams`);
        await settled(person.page);
        await person.page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');
        const cdp = await person.context.newCDPSession(person.page);
        await cdp.send('ServiceWorker.enable');
        /** @type {string} */
        const registration = await new Promise((done) => cdp.on('ServiceWorker.workerRegistrationUpdated',
            ({ registrations }) => { if (registrations[0]) done(registrations[0].registrationId); }));
        const push = (/** @type {string} */ data) => cdp.send('ServiceWorker.deliverPushMessage',
            { origin: server.url, registrationId: registration, data });
        const shown = () => person.page.evaluate(async () => {
            const all = await (await navigator.serviceWorker.ready).getNotifications();
            return all.map(({ title, body, tag, data }) => ({ title, body, tag, data }));
        });
        return { person, push, shown };
    }

    test('shows every push, also one that it does not understand', async () => {
        const { person, push, shown } = await pushedPage();
        const path = '/streams/01934f5e-7c1a-7b3c-8d2e-0123456789ab/watch';
        await push(JSON.stringify({
            web_push: 8030, app_badge: 2,
            notification: { title: 'Live now: Salsa', body: 'Salsa is on.', lang: 'en', dir: 'ltr', tag: 'salsa',
                navigate: server.url + path },
        }));
        await comesTrue(async () => assert.deepEqual(await shown(), [
            { title: 'Live now: Salsa', body: 'Salsa is on.', tag: 'salsa', data: { navigate: server.url + path } },
        ]));
        for (const broken of ['', 'x', '{', '{"notification": null}', '{"notification": {"title": 5}}']) {
            await push(broken);
        }
        await comesTrue(async () => {
            const all = await shown();
            assert.equal(all.length, 6);
            for (const one of all.filter(({ tag }) => tag !== 'salsa')) {
                assert.deepEqual(one.data, { navigate: `${server.url}/notices` });
            }
        });
        await person.context.close();
    });

    test('opens no page of somebody else\'s', async () => {
        const { person, push, shown } = await pushedPage();
        await push(JSON.stringify({ notification: { title: 'x', navigate: 'https://evil.example/' } }));
        await comesTrue(async () => assert.equal((await shown())[0]?.data.navigate, `${server.url}/notices`));
        await person.context.close();
    });
});
