// The team of a class, from link to farewell: a moderator is invited, makes an account on the way, accepts, is in the
// list, and is removed.
// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createClass, newInstructor, newViewer } from '../fixtures/api.mjs';
import { keepPicture, openPerson, PHONE, settled, takeSession } from '../fixtures/browser.mjs';
import { browser, instructor, serveAFile, server } from '../fixtures/fixture.mjs';

serveAFile();

/** The studio's owner at the list of classes. */
async function ownerAtHome() {
    const owner = await openPerson(browser);
    await takeSession(owner.context, instructor);
    await owner.page.goto(`${server.url}/instructor/streams`);
    return owner;
}

/** The link in the dialog that shows it once. @param {import('playwright-core').Page} page */
async function takeLink(page) {
    const dialog = page.getByRole('dialog', { name: 'The invitation is ready' });
    await dialog.waitFor();
    const tree = await page.evaluate(() => /** @type {any} */ (window).__lean.tree());
    const link = /http\S+\/invitation#[\w-]+/.exec(JSON.stringify(tree))?.[0];
    assert.ok(link, 'the dialog has the link');
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    await dialog.waitFor({ state: 'detached' });
    return link;
}

test('a moderator is invited by a link, signs up, accepts, is listed, and is removed', { timeout: 120_000 }, async () => {
    const stream = await createClass(instructor, { title: 'Salsa for Two' });
    const owner = await ownerAtHome();
    const mona = await openPerson(browser, PHONE);
    const page = owner.page;
    try {
        await page.getByRole('link', { name: 'People of Salsa for Two' }).click();
        await page.getByRole('heading', { name: 'People of this class' }).waitFor();
        await page.getByText('Nobody else yet').first().waitFor({ state: 'attached' });
        await page.getByLabel('E-mail').fill('mona@example.com');
        await page.getByRole('button', { name: 'Make a link' }).click();
        const link = await takeLink(page);
        assert.ok(link.startsWith(`${server.url}/invitation#`), link);
        await page.getByRole('listitem', { name: 'mona@example.com' }).waitFor();

        /** @type {string[]} */
        const sent = [];
        mona.page.on('request', (request) => { if (request.isNavigationRequest()) sent.push(request.url()); });
        assert.equal((await mona.page.goto(link))?.status(), 200);
        await mona.page.getByRole('heading', { name: 'Studio invites you' }).waitFor();
        await mona.page.getByText('Your role: Moderator').first().waitFor({ state: 'attached' });
        await mona.page.getByRole('link', { name: 'Create an account' }).click();
        await mona.page.getByLabel('Name').fill('Mona Lind');
        await mona.page.reload();  // on the way: the invitation is not lost by it
        await mona.page.getByLabel('Name').fill('Mona Lind');
        await mona.page.getByLabel('E-mail').fill('mona@example.com');
        await mona.page.getByLabel('Password', { exact: true }).fill('a good long password');
        await mona.page.getByRole('button', { name: 'Create account' }).click();
        await mona.page.getByRole('button', { name: 'Accept' }).click();
        await mona.page.getByRole('heading', { name: "You're in the team" }).waitFor();
        const token = link.slice(link.indexOf('#') + 1);
        assert.ok(sent.length >= 2 && sent.every((url) => !url.split('#')[0].includes(token)), `the token is in no address that is sent: ${sent}`);
        await mona.page.getByRole('link', { name: 'Go to the class' }).click();
        await mona.page.getByText('Your role: Moderator').first().waitFor({ state: 'attached' });
        const row = `${server.url}/api/instructor/streams/${stream.id}`;
        assert.equal((await mona.context.request.get(row)).status(), 200);

        assert.equal((await page.reload())?.status(), 200);
        await page.getByRole('listitem', { name: 'Mona Lind' }).waitFor();
        await page.getByRole('button', { name: 'Remove: Mona Lind' }).click();
        const question = page.getByRole('dialog', { name: 'Remove Mona Lind?' });
        await question.getByRole('button', { name: 'Remove', exact: true }).click();
        // What lies under a dialog has no role: the list is looked at when the dialog is gone.
        await question.waitFor({ state: 'detached' });
        await page.getByRole('listitem', { name: 'Mona Lind' }).waitFor({ state: 'detached' });
        assert.equal((await mona.context.request.get(row)).status(), 403);

        await mona.page.goto(link);
        await mona.page.getByText('This invitation is over').first().waitFor({ state: 'attached' });
        await mona.page.goto(`${server.url}/streams/${stream.id}/watch`);
        await mona.page.getByRole('button', { name: /^Enroll for/ }).first().waitFor();
        assert.deepEqual([...owner.errors, ...mona.errors], []);
    } catch (error) {
        await keepPicture(page, 'team-owner-failed');
        await keepPicture(mona.page, 'team-moderator-failed');
        throw error;
    } finally {
        await owner.context.close();
        await mona.context.close();
    }
});

test('a link that is for somebody else leads to another account, and back to it', { timeout: 60_000 }, async () => {
    const stream = await createClass(instructor);
    const ben = await newViewer(server.url, 'Ben'), mona = await newViewer(server.url, 'Mona');
    const made = await instructor.post(`/api/instructor/streams/${stream.id}/staff`, { email: mona.email, role: 'co_instructor' });
    assert.equal(made.status, 201, made.text);
    const { context, page, errors } = await openPerson(browser);
    try {
        await takeSession(context, ben);
        await page.goto(made.body.invitation.url);
        await page.getByText('This is for somebody else').first().waitFor({ state: 'attached' });
        await page.getByRole('button', { name: 'Use another account' }).click();
        await page.getByLabel('E-mail').fill(mona.email);
        await page.getByLabel('Password', { exact: true }).fill(mona.password);
        await page.getByRole('button', { name: 'Sign in', exact: true }).click();
        await page.getByRole('button', { name: 'Accept' }).click();
        await page.getByRole('link', { name: 'Open the console' }).click();
        await page.getByRole('heading', { name: stream.title }).waitFor();
        // What is the owner's alone is not offered.
        await page.goto(`${server.url}/instructor/streams`);
        await page.getByRole('link', { name: `People of ${stream.title}` }).waitFor();
        assert.equal(await page.getByRole('link', { name: 'New class' }).count(), 0);
        assert.equal(await page.getByRole('button', { name: `Cancel ${stream.title}` }).count(), 0);
        assert.deepEqual(errors, []);
    } catch (error) {
        await keepPicture(page, 'team-other-account-failed');
        throw error;
    } finally {
        await context.close();
    }
});

test('the plain page answers an invitation, too', { timeout: 60_000 }, async () => {
    const stream = await createClass(instructor, { title: 'Plain Salsa' });
    const mona = await newViewer(server.url, 'Mona');
    const made = await (await newInstructor(server.url)).post(`/api/instructor/streams/${stream.id}/staff`, { role: 'moderator' });
    const { context, page } = await openPerson(browser);
    try {
        await page.addInitScript(() => { delete (/** @type {any} */ (window).WebGL2RenderingContext); });
        await page.goto(made.body.invitation.url);
        await page.getByRole('link', { name: 'Sign in to answer' }).click();
        await page.getByLabel('E-mail').fill(mona.email);
        await page.getByLabel('Password').fill(mona.password);
        await page.locator('#fallback').getByRole('button', { name: 'Sign in' }).click();
        await page.getByText('Studio invites you as moderator of Plain Salsa').waitFor();
        await page.getByRole('button', { name: 'Accept' }).click();
        await page.getByText("You're in the team.").waitFor();
    } catch (error) {
        await keepPicture(page, 'team-plain-failed');
        throw error;
    } finally {
        await context.close();
    }
});
