// A push message in a real Firefox, which decrypts it: from a class that is moved to the notification that is shown.
// @ts-check
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ApiClient, newInstructor } from '../fixtures/api.mjs';
import { Autopush } from '../interop/autopush.mjs';
import { launchFirefox } from '../interop/firefox.mjs';
import { Server } from '../fixtures/server.mjs';
import { eventually } from '../fixtures/taught_class.mjs';

const DAY = 86_400_000;

/** @type {Autopush} */
let service;
/** @type {Server} */
let server;
/** @type {Awaited<ReturnType<typeof launchFirefox>>} */
let firefox;

before(async () => {
    service = await Autopush.start();
    server = await Server.start({ PUSH_HOSTS: service.host, VAPID_SUBJECT: 'mailto:studio@example.com' });
    firefox = await launchFirefox({ preferences: service.preferences });
});
after(async () => {
    await firefox?.close();
    await server?.dispose();
    await service?.stop();
});

/** Makes an account in the page and has its browser told, as the app does. The app, which would register the worker, needs
 * WebGL to start, which Firefox without a screen has not. */
function subscribeInPage() {
    return firefox.window.evaluate(async () => {
        const send = async (/** @type {string} */ path, /** @type {unknown} */ body) => {
            const answer = await fetch(path, {
                method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body),
            });
            return { status: answer.status, body: await answer.json() };
        };
        await send('/api/auth/register', { email: 'fox@example.com', password: 'a good long password', displayName: 'Fox' });
        await navigator.serviceWorker.register('/sw.js');
        const registration = await navigator.serviceWorker.ready;
        const { key } = await (await fetch('/api/push/key')).json();
        const subscription = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
        return (await send('/api/me/push', subscription.toJSON())).status;
    });
}

const shown = () => firefox.window.evaluate(async () => {
    const all = await (await navigator.serviceWorker.ready).getNotifications();
    return all.map(({ title, tag, data }) => ({ title, tag, navigate: data.navigate }));
});

test('Firefox decrypts what this server sealed and shows it; one changed bit, and it does not', { timeout: 120_000 }, async () => {
    const instructor = await newInstructor(server.url);
    const created = await instructor.post('/api/instructor/streams/create', {
        title: 'Salsa „für alle“', scheduledStartTime: new Date(Date.now() + 3 * DAY).toISOString(), priceInTokens: 0,
    });
    const { id } = created.body.stream;
    await firefox.window.goto(`${server.url}/streams`);
    assert.equal(await subscribeInPage(), 201);

    const fox = new ApiClient(server.url);
    await fox.post('/api/auth/login', { email: 'fox@example.com', password: 'a good long password' });
    assert.equal((await fox.post(`/api/streams/${id}/enroll`)).status, 201);
    await instructor.patch(`/api/instructor/streams/${id}`, { scheduledStartTime: new Date(Date.now() + 4 * DAY).toISOString() });
    await eventually(async () => service.posted.length === 1, 20_000, 'the push message');
    assert.equal(await service.verdict('v1'), 100);
    await eventually(async () => (await shown()).length === 1, 10_000, 'the notification');
    assert.deepEqual(await shown(), [{
        title: 'Another time: Salsa „für alle“', tag: id, navigate: `${server.url}/streams/${id}/watch`,
    }]);

    const [{ channel, body }] = service.posted;
    const broken = Buffer.from(body);
    broken[broken.length - 1] ^= 1;
    assert.equal(await service.verdict(service.deliver(channel, broken)), 101);
    assert.equal((await shown()).length, 1);
});
