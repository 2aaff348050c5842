// Our mails at a mail server as studios run it: Debian's postfix takes them, keeps them as they were sent, and says of
// an address for good that nobody is there.
// @ts-check
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { ApiClient, newInstructor } from '../fixtures/api.mjs';
import { linkOf } from '../fixtures/mail_server.mjs';
import { Postfix } from '../fixtures/postfix.mjs';
import { Server } from '../fixtures/server.mjs';
import { eventually } from '../fixtures/taught_class.mjs';

const PASSWORD = 'a good long password';
const DAY = 86_400_000;

/** @type {Postfix} */
let post;
/** @type {Server} */
let server;

before(async () => {
    post = await Postfix.start();
    server = await Server.start(post.settings);
});
after(async () => {
    await server?.dispose();
    await post?.stop();
});

/** @param {string} email @param {string} name */
async function register(email, name) {
    const client = new ApiClient(server.url);
    const answer = await client.post('/api/auth/register', { email, password: PASSWORD, displayName: name });
    assert.equal(answer.status, 201, answer.text);
    return client;
}

describe('postfix', () => {
    test('takes mails by STARTTLS and keeps them as they were sent', { timeout: 90_000 }, async () => {
        const email = 'zoe.mueller+dance@example.com';
        const client = await register(email, 'Zoë „Füße“ Müller-Ångström');
        const first = await post.take(email, /Confirm your e-mail address/);
        assert.match(first.raw, /with ESMTPS/, 'it came by TLS');
        assert.match(first.raw, /^Message-ID: <[0-9a-f-]{36}@example\.com>\r?$/m, 'under our name, once');
        assert.equal(first.raw.match(/^Message-Id:/gim)?.length, 1);
        assert.equal(first.raw.match(/^Date:/gim)?.length, 1);
        assert.deepEqual([first.mail.from.value[0].name, first.mail.from.value[0].address],
            ['Tanzstudio Köln', 'studio@example.com']);
        assert.equal(first.mail.to.value[0].name, 'Zoë „Füße“ Müller-Ångström');
        assert.match(first.mail.text, /^Hello Zoë „Füße“ Müller-Ångström,/);
        const { token } = linkOf(first);
        assert.equal((await client.post('/api/auth/verify-email', { token })).status, 204);

        const instructor = await newInstructor(server.url);
        const title = '. Salsa „für alle“ — a line that begins with a dot, and is long enough for two of them 💃';
        const made = await instructor.post('/api/instructor/streams/create', {
            title, scheduledStartTime: new Date(Date.now() + 3 * DAY).toISOString(), priceInTokens: 0,
        });
        assert.equal(made.status, 201, made.text);
        await client.post(`/api/streams/${made.body.stream.id}/enroll`);
        const invitation = await post.take(email, /You are in/);
        assert.equal(invitation.mail.subject, `You are in: ${title}`);
        const part = invitation.mail.attachments.find((/** @type {any} */ one) => one.contentType === 'text/calendar');
        assert.match(String(part.content), /^METHOD:REQUEST\r$/m);
        assert.match(invitation.raw, /^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r?$/m);
        for (const line of invitation.raw.split('\n')) assert.ok(line.length <= 998, line);
    });

    test('says for good that nobody is there, and nothing goes there any more', { timeout: 60_000 }, async () => {
        const client = await register('ana@elsewhere.example', 'Ana');
        const states = async () => (await client.get('/api/me/export')).body.notices
            .map((/** @type {any} */ one) => `${one.event} ${one.state}`);
        await eventually(async () => (await states()).includes('confirm suppressed'), 20_000, post.log);
        assert.equal((await client.post('/api/auth/resend-verification')).status, 202);
        await eventually(async () => (await states()).filter((one) => one === 'confirm suppressed').length === 2,
            20_000, 'the second one does not even leave');
        assert.equal(post.log.match(/RCPT from [^\n]*<ana@elsewhere\.example>/g)?.length ?? 0, 1, 'it was asked about once');
        assert.deepEqual(await post.letters('ana@elsewhere.example'), []);
    });
});
