// Passkeys with Chromium's virtual authenticator, and the codes that staff are asked for after their password. The pages' own
// fetch and navigator.credentials do it here; passkeys_app.test.mjs has the app do the same.
// @ts-check
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { ApiClient, newInstructor } from '../fixtures/api.mjs';
import { launchBrowser, openPerson } from '../fixtures/browser.mjs';
import { freeTcpPort, Server } from '../fixtures/server.mjs';
import { codeOf } from '../fixtures/totp.mjs';

const PASSWORD = 'a good long password';

/** @type {Server} */
let server;
/** @type {import('playwright-core').Browser} */
let browser;
let url = '';

before(async () => {
    // Passkeys belong to a name: an IP address has none.
    const port = String(await freeTcpPort());
    url = `http://localhost:${port}`;
    server = await Server.start({ PORT: port, PUBLIC_URL: url });
    browser = await launchBrowser();
});
after(async () => {
    await browser?.close();
    await server?.dispose();
});

/** A page of ours, with a device that keeps passkeys and always verifies its person. */
async function pageWithDevice() {
    const { context, page } = await openPerson(browser);
    const devtools = await context.newCDPSession(page);
    await devtools.send('WebAuthn.enable');
    await devtools.send('WebAuthn.addVirtualAuthenticator', {
        options: {
            protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true,
            isUserVerified: true, automaticPresenceSimulation: true,
        },
    });
    await page.goto(`${url}/login`);
    await page.evaluate(() => {
        const own = /** @type {any} */ (window);
        /** @param {ArrayBuffer} buffer */
        own.textOf = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
            .replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
        /** @param {string} text */
        own.bytesOf = (text) => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0));
        /** @param {string} method @param {string} path @param {unknown} [body] */
        own.ask = async (method, path, body) => {
            const headers = body === undefined ? {} : { 'Content-Type': 'application/json' };
            const answer = await fetch(path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
            const text = await answer.text();
            return { status: answer.status, body: text ? JSON.parse(text) : null };
        };
    });
    return { context, page };
}

/** @param {import('playwright-core').Page} page @param {string} method @param {string} path @param {unknown} [body] */
const ask = (page, method, path, body) => page.evaluate(
    ([m, p, b]) => /** @type {any} */ (window).ask(m, p, b), /** @type {const} */ ([method, path, body]));

/** @param {import('playwright-core').Page} page @param {string} password */
const addPasskey = (page, password) => page.evaluate(async (word) => {
    const { ask: send, bytesOf, textOf } = /** @type {any} */ (window);
    const { body } = await send('POST', '/api/me/passkeys/options', { password: word });
    const made = /** @type {any} */ (await navigator.credentials.create({
        publicKey: {
            challenge: bytesOf(body.challenge), rp: { id: body.rp_id, name: body.rp_name }, attestation: 'none',
            user: { id: bytesOf(body.user_handle), name: body.user_name, displayName: body.display_name },
            pubKeyCredParams: [-7, -8, -257].map((alg) => ({ type: 'public-key', alg })),
            authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
        },
    }));
    return send('POST', '/api/me/passkeys', {
        attestationObject: textOf(made.response.attestationObject), clientDataJSON: textOf(made.response.clientDataJSON),
        name: 'This computer', transports: made.response.getTransports(),
    });
}, password);

/** @param {import('playwright-core').Page} page */
const signIn = (page) => page.evaluate(async () => {
    const { ask: send, bytesOf, textOf } = /** @type {any} */ (window);
    const { body } = await send('POST', '/api/auth/passkey/options');
    const got = /** @type {any} */ (await navigator.credentials.get({
        publicKey: { challenge: bytesOf(body.challenge), rpId: body.rp_id, userVerification: 'required' },
    }));
    return send('POST', '/api/auth/passkey', {
        authenticatorData: textOf(got.response.authenticatorData), clientDataJSON: textOf(got.response.clientDataJSON),
        id: got.id, signature: textOf(got.response.signature), userHandle: textOf(got.response.userHandle),
    });
});

describe('a passkey', () => {
    test('is made, signs in after signing out, and not once it is removed', async () => {
        const { context, page } = await pageWithDevice();
        const email = 'keeper@example.com';
        assert.equal((await ask(page, 'POST', '/api/auth/register', { displayName: 'Ana', email, password: PASSWORD })).status, 201);
        const added = await addPasskey(page, PASSWORD);
        assert.equal(added.status, 201, JSON.stringify(added.body));
        await ask(page, 'POST', '/api/auth/logout');
        assert.equal((await ask(page, 'GET', '/api/me')).status, 401);
        const back = await signIn(page);
        assert.equal(back.status, 200, JSON.stringify(back.body));
        assert.equal(back.body.user.email, email);
        assert.equal((await ask(page, 'GET', '/api/me')).status, 200);
        const removed = await ask(page, 'DELETE', `/api/me/passkeys/${added.body.id}`, { password: PASSWORD });
        assert.equal(removed.status, 204);
        await ask(page, 'POST', '/api/auth/logout');
        const refused = await signIn(page);
        assert.equal(refused.status, 401);
        assert.equal(refused.body.code, 'passkey_not_valid');
        await context.close();
    });
});

describe('a code after the password', () => {
    test('is asked of staff who switched it on; a recovery code stands in once', async () => {
        const owner = await newInstructor(server.url);
        const made = await owner.post('/api/instructor/streams/create', {
            scheduledStartTime: new Date(Date.now() + 86_400_000).toISOString(), title: 'Salsa', priceInTokens: 0,
        });
        const invited = await owner.post(`/api/instructor/streams/${made.body.stream.id}/staff`, { role: 'moderator' });
        const token = invited.text.match(/#([\w-]+)/)?.[1];
        const login = { email: 'mia@example.com', password: PASSWORD };
        const mia = new ApiClient(server.url);
        await mia.post('/api/auth/register', { ...login, displayName: 'Mia' });
        assert.equal((await mia.post(`/api/invitations/${token}/accept`)).status, 200);
        const begun = await mia.post('/api/me/second-factor', { password: PASSWORD });
        assert.match(begun.body.url, /^otpauth:\/\/totp\//);
        const on = await mia.post('/api/me/second-factor/confirm', { code: codeOf(begun.body.secret, -1) });
        assert.equal(on.body.recovery_codes.length, 10);

        /** @param {string} code */
        const comeBack = async (code) => {
            const client = new ApiClient(server.url);
            const asked = await client.post('/api/auth/login', login);
            assert.equal(asked.status, 401);
            assert.equal(asked.body.code, 'second_factor_required');
            return client.post('/api/auth/second-factor', { code });
        };
        const code = codeOf(begun.body.secret);
        assert.equal((await comeBack(code)).status, 200);
        assert.equal((await comeBack(code)).body.code, 'wrong_code');
        assert.equal((await comeBack(on.body.recovery_codes[0])).status, 200);
        assert.equal((await comeBack(on.body.recovery_codes[0])).body.code, 'wrong_code');
    });
});
