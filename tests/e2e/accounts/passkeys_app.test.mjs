// Passkeys and the codes after the password as people use them: in the settings, and on the page that signs in.
// @ts-check
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createClass, newInstructor, newViewer } from '../fixtures/api.mjs';
import { keepPicture, launchBrowser, openPerson } from '../fixtures/browser.mjs';
import { freeTcpPort, Server } from '../fixtures/server.mjs';
import { codeOf } from '../fixtures/totp.mjs';

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
    browser = await launchBrowser({ camera: false });
});
after(async () => {
    await browser?.close();
    await server?.dispose();
});

/** @typedef {{ email: string, password: string }} Login */

/**
 * A device that keeps passkeys and always verifies its person.
 * @param {import('playwright-core').BrowserContext} context @param {import('playwright-core').Page} page
 */
async function giveDevice(context, page) {
    const devtools = await context.newCDPSession(page);
    await devtools.send('WebAuthn.enable');
    const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
        options: {
            protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true,
            isUserVerified: true, automaticPresenceSimulation: true,
        },
    });
    return { clear: () => devtools.send('WebAuthn.clearCredentials', { authenticatorId }) };
}

/** Writes address and password; what comes then is the caller's. @param {import('playwright-core').Page} page @param {Login} login */
async function givePassword(page, { email, password }) {
    await page.goto(`${url}/login`);
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** @param {import('playwright-core').Page} page */
async function isIn(page) {
    await page.waitForURL('**/streams');
    await page.getByRole('button', { name: /^Account menu/ }).waitFor();
}

/** @param {import('playwright-core').Page} page */
async function signOut(page) {
    await page.getByRole('button', { name: /^Account menu/ }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('link', { name: 'Sign in', exact: true }).first().waitFor();
}

/** @param {import('playwright-core').Page} page */
const inDialog = (page) => page.getByRole('dialog');

/** Adds one in the settings. @param {import('playwright-core').Page} page @param {string} name @param {string} password */
async function addPasskey(page, name, password) {
    await page.goto(`${url}/settings`);
    await page.getByRole('button', { name: /^Add a passkey/ }).click();
    await inDialog(page).getByLabel('Name', { exact: true }).fill(name);
    await inDialog(page).getByLabel('Your present password').fill(password);
    await inDialog(page).getByRole('button', { name: 'Make the passkey' }).click();
    await page.getByRole('listitem', { name }).waitFor();
}

test('a passkey is added in the settings, signs in, and does so no more once it is removed', { timeout: 120_000 }, async () => {
    const ana = await newViewer(server.url, 'Ana');
    const { context, page, errors } = await openPerson(browser);
    await giveDevice(context, page);
    try {
        await givePassword(page, ana);
        await isIn(page);
        await addPasskey(page, 'My laptop', ana.password);
        await page.getByRole('button', { name: 'Rename: My laptop' }).click();
        await inDialog(page).getByLabel('Name', { exact: true }).fill('The old laptop');
        await inDialog(page).getByRole('button', { name: 'Rename', exact: true }).click();
        await page.getByRole('listitem', { name: 'The old laptop' }).waitFor();
        assert.deepEqual((await ana.get('/api/me/passkeys')).body.passkeys.map((/** @type {any} */ one) => one.name), ['The old laptop']);

        await signOut(page);
        await page.goto(`${url}/login`);
        await page.getByRole('button', { name: 'Use a passkey' }).click();
        await isIn(page);

        // The device says by itself that it has one.
        await page.goto(`${url}/settings`);
        await page.getByRole('button', { name: /^Add a passkey/ }).click();
        await inDialog(page).getByLabel('Your present password').fill(ana.password);
        await inDialog(page).getByRole('button', { name: 'Make the passkey' }).click();
        await inDialog(page).getByText('This device has a passkey for your account already.').first().waitFor({ state: 'attached' });
        await inDialog(page).getByRole('button', { name: 'Cancel' }).click();
        await inDialog(page).waitFor({ state: 'detached' });

        await page.getByRole('button', { name: 'Remove: The old laptop' }).click();
        await inDialog(page).getByLabel('Your present password').fill(ana.password);
        await inDialog(page).getByRole('button', { name: 'Remove', exact: true }).click();
        await page.getByRole('listitem', { name: 'The old laptop' }).waitFor({ state: 'detached' });
        await signOut(page);
        await page.goto(`${url}/login`);
        await page.getByRole('button', { name: 'Use a passkey' }).click();
        await page.getByRole('alert', { name: /^This passkey was not accepted/ }).waitFor({ state: 'attached' });
        assert.deepEqual(errors, []);
    } catch (error) {
        await keepPicture(page, 'passkeys-app-failed');
        throw error;
    } finally {
        await context.close();
    }
});

test('who has no passkey is told so quietly, and signs in by the password', { timeout: 60_000 }, async () => {
    const ben = await newViewer(server.url, 'Ben');
    const { context, page, errors } = await openPerson(browser);
    const device = await giveDevice(context, page);
    try {
        await device.clear();
        await page.goto(`${url}/login`);
        await page.getByRole('button', { name: 'Use a passkey' }).click();
        await page.getByRole('status', { name: /^No passkey was used/ }).waitFor({ state: 'attached' });
        assert.equal(await page.getByRole('alert').count(), 0);
        await page.getByLabel('E-mail').fill(ben.email);
        await page.getByLabel('Password', { exact: true }).fill(ben.password);
        await page.getByRole('button', { name: 'Sign in', exact: true }).click();
        await isIn(page);
        assert.deepEqual(errors, []);
    } catch (error) {
        await keepPicture(page, 'passkeys-none-failed');
        throw error;
    } finally {
        await context.close();
    }
});

/** Somebody who helps with a class. */
async function newModerator() {
    const owner = await newInstructor(server.url);
    const made = await owner.post(`/api/instructor/streams/${(await createClass(owner)).id}/staff`, { role: 'moderator' });
    const mia = await newViewer(server.url, 'Mia');
    const token = new URL(made.body.invitation.url).hash.slice(1);
    assert.equal((await mia.post(`/api/invitations/${token}/accept`)).status, 200);
    return mia;
}

/**
 * In the settings; their recovery codes, and the secret.
 * @param {import('playwright-core').Page} page @param {string} password
 */
async function turnCodesOn(page, password) {
    await page.goto(`${url}/settings`);
    await page.getByRole('button', { name: 'Turn on: Two-step codes' }).click();
    await inDialog(page).getByLabel('Your present password').fill(password);
    await inDialog(page).getByRole('button', { name: 'Next' }).click();
    await inDialog(page).getByRole('img', { name: /^QR code/ }).waitFor({ state: 'attached' });
    const typed = inDialog(page).getByText(/^[A-Z2-7]{4}( [A-Z2-7]{1,4})+$/).first();
    await typed.waitFor({ state: 'attached' });
    const secret = (await typed.textContent() ?? '').replaceAll(' ', '');
    assert.equal(secret.length, 32);
    await inDialog(page).getByLabel('Code', { exact: true }).fill(codeOf(secret, -1));
    await inDialog(page).getByRole('button', { name: 'Turn on' }).click();
    const codes = inDialog(page).getByText(/^[A-Z2-7]{4}(-[A-Z2-7]{4}){5}$/);
    await codes.first().waitFor({ state: 'attached' });
    const recovery = [...new Set(await codes.allTextContents())];
    assert.equal(recovery.length, 10);
    await inDialog(page).getByRole('button', { name: 'I have kept them' }).click();
    await page.getByText('On, 10 recovery codes left').first().waitFor({ state: 'attached' });
    return { secret, recovery };
}

test('the page without the app asks for the code, too', { timeout: 60_000 }, async () => {
    const mia = await newModerator();
    const begun = await mia.post('/api/me/second-factor', { password: mia.password });
    const on = await mia.post('/api/me/second-factor/confirm', { code: codeOf(begun.body.secret) });
    const { context, page, errors } = await openPerson(browser);
    try {
        await page.addInitScript(() => { Reflect.deleteProperty(window, 'WebAssembly'); });
        await page.goto(`${url}/login`);
        await page.getByLabel('E-mail').fill(mia.email);
        await page.getByLabel('Password').fill(mia.password);
        await page.locator('#fallback').getByRole('button', { name: 'Sign in' }).click();
        const code = page.getByLabel('Code of your app, or a recovery code');
        await code.fill('000000-');
        await page.getByRole('button', { name: 'Go on' }).click();
        await page.getByRole('alert').filter({ hasText: 'This code is not right' }).waitFor();
        await code.fill(on.body.recovery_codes[0]);
        await page.getByRole('button', { name: 'Go on' }).click();
        await page.waitForURL(`${url}/streams`);
        await page.getByText(/^Mia, /).waitFor();
        // The only thing that went wrong is what this test took away.
        assert.deepEqual(errors.filter((error) => !error.includes('WebAssembly is not defined')), []);
    } catch (error) {
        await keepPicture(page, 'codes-plain-failed');
        throw error;
    } finally {
        await context.close();
    }
});

test('staff set codes up, and are asked for one after the password; a recovery code stands in', { timeout: 120_000 }, async () => {
    const mia = await newModerator();
    const { context, page, errors } = await openPerson(browser);
    try {
        await givePassword(page, mia);
        await isIn(page);
        const { secret, recovery } = await turnCodesOn(page, mia.password);
        await signOut(page);

        await givePassword(page, mia);
        const field = page.getByLabel('Code', { exact: true });
        await field.waitFor();
        await page.waitForFunction(() => document.activeElement?.getAttribute('autocomplete') === 'one-time-code');
        const wrong = String((Number(codeOf(secret)) + 500_000) % 1_000_000).padStart(6, '0');
        await page.keyboard.type(wrong);
        await page.keyboard.press('Enter');
        await page.waitForFunction(() => document.querySelector('[autocomplete=one-time-code]')?.getAttribute('aria-invalid') === 'true');
        await page.getByText('This code is not right, or it was used before.').first().waitFor({ state: 'attached' });
        await field.fill(codeOf(secret));
        await page.keyboard.press('Enter');
        await isIn(page);
        await signOut(page);

        await givePassword(page, mia);
        await field.waitFor();
        await page.getByRole('button', { name: 'Use a recovery code' }).click();
        await page.getByLabel('Recovery code').fill(recovery[0]);
        await page.getByRole('button', { name: 'Sign in', exact: true }).click();
        await isIn(page);
        assert.equal((await mia.get('/api/me/second-factor')).body.recovery_codes_left, 9);

        // Without codes the password is enough again.
        await page.goto(`${url}/settings`);
        await page.getByRole('button', { name: 'Turn off: Two-step codes' }).click();
        await inDialog(page).getByLabel('Your present password').fill(mia.password);
        await inDialog(page).getByRole('button', { name: 'Turn off' }).click();
        await page.getByRole('button', { name: 'Turn on: Two-step codes' }).waitFor();
        await signOut(page);
        await givePassword(page, mia);
        await isIn(page);
        assert.deepEqual(errors, []);
    } catch (error) {
        await keepPicture(page, 'codes-app-failed');
        throw error;
    } finally {
        await context.close();
    }
});
