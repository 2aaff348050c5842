// Mails as a real mail server gets them, and what their links do.
// @ts-check
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { ApiClient, newInstructor } from '../fixtures/api.mjs';
import { linkOf, MailServer } from '../fixtures/mail_server.mjs';
import { Server } from '../fixtures/server.mjs';

const PASSWORD = 'a good long password';

/** @type {MailServer} */
let post;
/** @type {Server} */
let server;
let people = 0;

before(async () => {
    post = await MailServer.start();
    server = await Server.start(post.settings);
});
after(async () => {
    await server.dispose();
    await post.stop();
});

/** @param {{language?: string, name?: string, url?: string, email?: string}} [options] */
async function register({ language = 'en', name = 'Ana', url = server.url, email } = {}) {
    const client = new ApiClient(url);
    const address = email ?? `person-${++people}@example.com`;
    const answer = await client.request('POST', '/api/auth/register', {
        body: { email: address, password: PASSWORD, displayName: name },
        headers: { 'Accept-Language': language },
    });
    assert.equal(answer.status, 201, answer.text);
    return { client, email: address };
}

async function confirmed() {
    const person = await register();
    const { token } = linkOf(await post.take(person.email));
    const answer = await person.client.post('/api/auth/verify-email', { token });
    assert.equal(answer.status, 204, answer.text);
    return person;
}

/** @param {import('../fixtures/api.mjs').Answer} answer @param {number} status @param {string} [code] */
function refused(answer, status, code) {
    assert.equal(answer.status, status, answer.text);
    if (code) assert.equal(answer.body.code, code);
}

/** @param {ApiClient} client */
const me = async (client) => (await client.get('/api/me')).body;

describe('a mail', () => {
    test('comes by TLS, signed in, and says whose it is', async () => {
        const { client, email } = await register({ name: 'Zoë Müller-Ångström' });
        const letter = await post.take(email);
        assert.equal(letter.encrypted, true);
        assert.equal(letter.user, MailServer.user);
        assert.equal(letter.mail.from.text, '"Tanzstudio Köln" <studio@example.com>');
        assert.equal(letter.mail.to.value[0].name, 'Zoë Müller-Ångström');
        assert.equal(letter.mail.to.value[0].address, email);
        assert.equal(letter.mail.subject, 'Confirm your e-mail address');
        assert.match(letter.mail.messageId, /^<[0-9a-f-]{36}@example\.com>$/);
        assert.equal(letter.mail.headers.get('auto-submitted'), 'auto-generated');
        assert.match(letter.mail.text, /Hello Zoë Müller-Ångström,/);
        assert.ok(letter.mail.html.includes(linkOf(letter).token));
        for (const line of letter.raw.split('\r\n')) assert.ok(line.length <= 90, line);
        assert.ok([...letter.raw].every((c) => c.charCodeAt(0) < 128));
        assert.equal((await me(client)).user.email_verified, false);
    });

    test('comes by TLS from the first byte where the address says so, and invites to a team', async () => {
        const secure = await MailServer.start({ secure: true });
        const studio = await Server.start(secure.settings);
        const owner = await newInstructor(studio.url);
        const created = await owner.post('/api/instructor/streams/create', {
            title: 'Salsa', scheduledStartTime: new Date(Date.now() + 86_400_000).toISOString(),
        });
        const id = created.body.stream.id;
        const invited = await owner.post(`/api/instructor/streams/${id}/staff`, { email: 'mona@example.com', role: 'moderator' });
        assert.equal(invited.status, 201, invited.text);
        const letter = await secure.take('mona@example.com');
        assert.equal(letter.encrypted, true);
        const { page, token } = linkOf(letter);
        assert.equal(page, 'invitation');
        const { client } = await register({ url: studio.url, email: 'mona@example.com' });
        refused(await client.post(`/api/invitations/${token}/accept`), 403, 'email_not_verified');
        const confirmation = linkOf(await secure.take('mona@example.com'));
        assert.equal((await client.post('/api/auth/verify-email', { token: confirmation.token })).status, 204);
        assert.equal((await client.post(`/api/invitations/${token}/accept`)).status, 200);
        await studio.dispose();
        await secure.stop();
    });

    test('is in the language of the browser that registered', async () => {
        const german = await register({ language: 'de-AT, de;q=0.9' });
        assert.equal((await post.take(german.email)).mail.subject, 'Bestätige deine E-Mail-Adresse');
        const arabic = await register({ language: 'ar' });
        const letter = await post.take(arabic.email);
        assert.match(letter.mail.html, /<html lang="ar" dir="rtl">/);
        assert.equal(letter.mail.subject, 'أكّد عنوان بريدك الإلكتروني');
    });

    test('changes nothing when its links are fetched, and works once by POST', async () => {
        const { client, email } = await register();
        const { url, page, token } = linkOf(await post.take(email));
        assert.equal(page, 'confirm');
        assert.ok(url.startsWith(server.url));
        for (const method of ['GET', 'HEAD']) await fetch(url, { method });
        await fetch(`${server.url}/api/auth/verify-email?token=${token}`);
        assert.equal((await me(client)).user.email_verified, false);
        assert.equal((await client.post('/api/auth/verify-email', { token })).status, 204);
        assert.equal((await me(client)).user.email_verified, true);
        refused(await client.post('/api/auth/verify-email', { token }), 410, 'token_not_valid');
        refused(await client.post('/api/auth/verify-email', { token: 'x' }), 410, 'token_not_valid');
    });

    test('carries no header that a name brought along', async () => {
        const client = new ApiClient(server.url);
        const answer = await client.post('/api/auth/register', {
            email: `bad-${process.pid}@example.com`,
            password: PASSWORD,
            displayName: 'Ana\r\nBcc: everybody@example.com',
        });
        refused(answer, 422);
        const quoted = await register({ name: 'Ana" <evil@example.com>, "x' });
        const letter = await post.take(quoted.email);
        assert.deepEqual(letter.mail.to.value.map((/** @type {any} */ one) => one.address), [quoted.email]);
    });
});

describe('an account', () => {
    test('gets another password by mail, and its sessions end', async () => {
        const { client, email } = await confirmed();
        assert.equal((await new ApiClient(server.url).post('/api/auth/forgot-password', { email })).status, 202);
        const { page, token } = linkOf(await post.take(email));
        assert.equal(page, 'reset');
        refused(await client.post('/api/auth/reset-password', { token, password: 'password1' }), 422, 'password_weak');
        const done = await client.post('/api/auth/reset-password', { token, password: 'quite another one' });
        assert.equal(done.status, 204, done.text);
        refused(await client.get('/api/me'), 401);
        refused(await client.post('/api/auth/login', { email, password: PASSWORD }), 401);
        assert.equal((await client.post('/api/auth/login', { email, password: 'quite another one' })).status, 200);
        refused(await client.post('/api/auth/reset-password', { token, password: 'a third good one' }), 410, 'token_not_valid');
        assert.equal((await post.take(email)).mail.subject, 'Your password was changed');
    });

    test('of nobody is answered like any other', async () => {
        const answer = await new ApiClient(server.url).post('/api/auth/forgot-password', { email: 'nobody@example.com' });
        assert.equal(answer.status, 202);
    });

    test('changes its address, and takes the change back', async () => {
        const { client, email } = await confirmed();
        const next = `next-${process.pid}@example.com`;
        refused(await client.post('/api/auth/change-email', { email: next, password: 'no' }), 403, 'wrong_password');
        assert.equal((await client.post('/api/auth/change-email', { email: next, password: PASSWORD })).status, 202);
        const { token } = linkOf(await post.take(next));
        assert.equal((await me(client)).user.email, email);
        assert.equal((await client.post('/api/auth/verify-email', { token })).status, 204);
        assert.equal((await me(client)).user.email, next);
        const undo = linkOf(await post.take(email));
        assert.equal(undo.page, 'undo-email');
        assert.equal((await client.post('/api/auth/undo-email', { token: undo.token })).status, 204);
        refused(await client.get('/api/me'), 401);
        assert.equal((await client.post('/api/auth/login', { email, password: PASSWORD })).status, 200);
        refused(await client.post('/api/auth/undo-email', { token: undo.token }), 410, 'token_not_valid');
    });

    test('may ask three times an hour for its link', async () => {
        const { client } = await register();
        for (let i = 0; i < 3; ++i) assert.equal((await client.post('/api/auth/resend-verification')).status, 202);
        const fourth = await client.post('/api/auth/resend-verification');
        refused(fourth, 429);
        assert.ok(Number(fourth.headers.get('Retry-After')) > 0);
    });
});

describe('trouble', () => {
    test('an address that is refused for good gets nothing any more', async () => {
        const email = `gone-${process.pid}@example.com`;
        post.answers.set(email, [550]);
        const { client } = await register({ email });
        while (!post.attempts.has(email)) await new Promise((done) => setTimeout(done, 50));
        assert.equal((await client.post('/api/auth/resend-verification')).status, 202);
        // A mail to somebody else that leaves later: what was to leave before it has had its turn.
        const other = await register();
        await post.take(other.email);
        assert.equal(post.attempts.get(email)?.length, 1);
    });

    test('a server that hides STARTTLS, has the wrong certificate, or says later: nothing in clear, nothing lost', async () => {
        const hiding = await MailServer.start({ hideSTARTTLS: true });
        const stranger = await MailServer.start();
        const { SMTP_CA_FILE: _, ...withoutAuthority } = stranger.settings;
        const servers = [await Server.start(hiding.settings), await Server.start(withoutAuthority)];
        const address = 'patient@example.com';
        await register({ url: servers[0].url, email: address });
        await register({ url: servers[1].url, email: address });
        const later = `later-${process.pid}@example.com`;
        post.answers.set(later, [451]);
        await register({ email: later });

        while (!/problem=/.test(servers[0].log) || !/problem=/.test(servers[1].log)) {
            await new Promise((done) => setTimeout(done, 50));
        }
        assert.deepEqual([hiding.inClear, hiding.letters.length], [[], 0]);
        await hiding.stop();
        const honest = await MailServer.start({ port: hiding.port, certificate: hiding.certificate });
        const letter = await honest.take(address, 90_000);
        assert.equal(letter.encrypted, true);
        await post.take(later, 90_000);
        const [first, second] = post.attempts.get(later) ?? [];
        assert.ok(second - first <= 90_000, `${second - first} ms`);
        assert.deepEqual([stranger.letters.length, stranger.inClear], [0, []]);
        await Promise.all(servers.map((one) => one.dispose()));
        await Promise.all([honest.stop(), stranger.stop()]);
    });

    test('without a mail server everything else works', async () => {
        const alone = await Server.start();
        const { client, email } = await register({ url: alone.url });
        assert.equal((await client.post('/api/auth/forgot-password', { email })).status, 202);
        refused(await client.post('/api/auth/resend-verification'), 409, 'mail_off');
        assert.equal((await me(client)).user.email_verified, false);
        await alone.dispose();
    });
});
