// The app as something that is installed: what it keeps, what it shows without a network, and how a new
// build comes in without a page that mixes two.
// @ts-check
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { createClass, newInstructor } from '../fixtures/api.mjs';
import { launchBrowser, openPerson, settled } from '../fixtures/browser.mjs';
import { Deployment } from '../fixtures/deployment.mjs';
import { eventually } from '../fixtures/taught_class.mjs';

/** @type {import('playwright-core').Browser} */
let browser;
/** @type {Deployment} */
let site;
/** @type {Awaited<ReturnType<typeof openPerson>>} */
let person;

before(async () => { browser = await launchBrowser({ camera: false }); });
after(async () => { await browser?.close(); });
beforeEach(async () => {
    site = await Deployment.start();
    await createClass(await newInstructor(site.server?.url ?? ''), { title: 'Salsa at home' });
    person = await openPerson(browser, { serviceWorkers: 'allow' });
});
afterEach(async () => {
    await person?.context.close();
    await site?.dispose();
});

/** The page once the worker serves it. @param {import('playwright-core').Page} page */
async function openKept(page) {
    await page.goto(`${site.url}/streams`);
    await settled(page);
    await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');
}

const buildOf = (/** @type {import('playwright-core').Page} */ page) =>
    page.locator('meta[name="build"]').getAttribute('content');
/** What the page has loaded of its build. @param {import('playwright-core').Page} page */
const filesOf = (page) => page.evaluate(() => performance.getEntriesByType('resource')
    .map((entry) => new URL(entry.name).pathname).filter((path) => path.startsWith('/static/')));
const caches_ = (/** @type {import('playwright-core').Page} */ page) => page.evaluate(() => caches.keys());

test('a browser may install it: a manifest without a fault, its icons there, a worker', async () => {
    await openKept(person.page);
    const cdp = await person.context.newCDPSession(person.page);
    const { data, errors } = await cdp.send('Page.getAppManifest');
    assert.deepEqual(errors, []);
    const manifest = JSON.parse(data ?? '');
    assert.equal(manifest.start_url, '/streams');
    assert.ok([undefined, 'any'].includes(manifest.orientation), 'the installed app turns with the phone');
    for (const icon of manifest.icons) {
        const answer = await fetch(new URL(icon.src, site.url));
        assert.equal(answer.status, 200, icon.src);
        assert.equal(answer.headers.get('Content-Type'), icon.type);
    }
    // A window in private mode, as tests have it, installs nothing: that alone may be wrong.
    const { installabilityErrors } = await cdp.send('Page.getInstallabilityErrors');
    assert.deepEqual(installabilityErrors.map((error) => error.errorId).filter((id) => id !== 'in-incognito'), []);
    assert.deepEqual(person.errors, []);
});

test('without the network any page says so, and comes by itself when it is back', async () => {
    const { page } = person;
    await openKept(page);
    await site.close();
    await page.goto(`${site.url}/workouts`);
    await page.getByRole('heading', { name: "You're offline" }).waitFor();
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('heading', { name: "You're offline" }).waitFor();
    await site.open();
    await settled(page);
    assert.equal(new URL(page.url()).pathname, '/workouts');
    await page.getByRole('link', { name: 'Classes', exact: true }).first().click();
    await page.getByRole('link', { name: 'Salsa at home' }).first().waitFor();
});

test('data and media are never kept', async () => {
    const { page } = person;
    await openKept(page);
    await page.getByRole('link', { name: 'Workouts' }).first().click();
    await page.getByRole('link', { name: 'Classes', exact: true }).first().click();
    const kept = await page.evaluate(async () => {
        const paths = [];
        for (const name of await caches.keys()) {
            for (const { url } of await (await caches.open(name)).keys()) paths.push(new URL(url).pathname);
        }
        return paths;
    });
    assert.ok(kept.some((path) => path.endsWith('.wasm')) && kept.includes('/offline.html'), kept.join(' '));
    assert.deepEqual(kept.filter((path) => !path.startsWith('/static/') && path !== '/offline.html'), []);
});

test('a new build: the old page keeps its files, the next page is all new, then the old files go', { timeout: 60_000 }, async () => {
    const { page } = person;
    await openKept(page);
    const old = await person.context.newPage();
    await openKept(old);
    const [buildBefore, filesBefore] = [await buildOf(page), await filesOf(page)];
    assert.ok(filesBefore.some((path) => path.endsWith('.wasm')));
    await site.deploy();
    assert.equal((await fetch(site.url + filesBefore[0])).status, 404, 'the server has them no more');

    // What an old page loads late, it still gets, and it is what it always was.
    const late = await old.evaluate(async () => {
        const path = document.querySelector('script[data-plain]')?.getAttribute('data-plain') ?? '';
        const answer = await fetch(path);
        return { status: answer.status, text: await answer.text() };
    });
    assert.equal(late.status, 200);
    assert.match(late.text, /whep/);

    // The page that learns of it takes the new build with the next place it goes to.
    await eventually(async () => {
        await page.getByRole('link', { name: 'Workouts' }).first().click();
        await page.waitForTimeout(300);
        await settled(page);
        if (await buildOf(page) !== buildBefore) return true;
        await page.getByRole('link', { name: 'Classes', exact: true }).first().click();
        return false;
    }, 15_000, 'the new build');
    assert.equal(await buildOf(page), site.next.id);
    assert.equal(new URL(page.url()).pathname, '/workouts');
    await settled(page);
    const filesAfter = await filesOf(page);
    assert.ok(filesAfter.some((path) => path.endsWith('.wasm')));
    assert.deepEqual(filesAfter.filter((path) => !site.next.files.has(path)), [], 'not one file of the old build');
    assert.equal(await buildOf(old), buildBefore, 'the other page is what it was');
    assert.equal((await old.evaluate((path) => fetch(path).then((answer) => answer.status), filesBefore[0])), 200);

    // With the last old page its files go.
    await old.close();
    await eventually(async () => {
        await page.reload();
        await settled(page);
        await page.waitForTimeout(2500); // the worker is asked when the first screen has settled
        const names = await caches_(page);
        return names.length === 1 && names[0] === `lean-${site.next.id}`;
    }, 30_000, 'the end of the old files');
    await settled(page);
    await page.getByRole('link', { name: 'Classes', exact: true }).first().click();
    await page.getByRole('link', { name: 'Salsa at home' }).first().waitFor();
    assert.deepEqual(person.errors, []);
});
