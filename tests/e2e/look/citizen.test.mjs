// The app among other pages of the web: links, Back and Forward, titles, previews, find in page, sharing,
// media keys, a screen that stays on, the question before a broadcast is left.
// @ts-check
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { createClass, newInstructor, newViewer } from '../fixtures/api.mjs';
import { launchBrowser, openPerson, PHONE, settled, takeSession } from '../fixtures/browser.mjs';
import { openBarePage, publish } from '../fixtures/rtc.mjs';
import { Server } from '../fixtures/server.mjs';
import { eventually, PICTURE } from '../fixtures/taught_class.mjs';

/** @type {Server} */
let server;
/** @type {import('playwright-core').Browser} */
let browser;
/** @type {import('../fixtures/api.mjs').ApiClient} */
let instructor;
/** @type {any} */
let first;

before(async () => {
    server = await Server.start();
    browser = await launchBrowser();
    instructor = await newInstructor(server.url);
    for (let i = 1; i <= 30; ++i) {
        const scheduledStartTime = new Date(Date.now() + (3600 + 60 * i) * 1000).toISOString();
        const stream = await createClass(instructor, { title: `Class number ${i}`, scheduledStartTime, priceInTokens: 0 });
        first ??= stream;
    }
});
after(async () => {
    await browser?.close();
    await server?.dispose();
});

/** @type {Awaited<ReturnType<typeof openPerson>>} */
let person;
/** @type {import('playwright-core').Page} */
let page;
beforeEach(async () => {
    person = await openPerson(browser, { permissions: ['clipboard-read', 'clipboard-write', 'camera', 'microphone'] });
    page = person.page;
});
afterEach(async () => {
    assert.deepEqual(person.errors, []);
    await person.context.close();
});

async function openClasses() {
    await page.goto(`${server.url}/streams`);
    await settled(page);
}

const scrolled = () => page.evaluate(() => Math.round(window.scrollY));
const link = (/** @type {string} */ name) => page.getByRole('link', { name, exact: true }).first();

describe('links', () => {
    test('are real: the middle button opens a tab, the address is there to copy', async () => {
        await openClasses();
        const card = link('Class number 1');
        assert.equal(await card.evaluate((element) => /** @type {HTMLAnchorElement} */ (element).href), `${server.url}/streams/${first.id}/watch`);
        for (const press of [{ button: /** @type {const} */ ('middle') }, { modifiers: [/** @type {const} */ ('Control')] }]) {
            const opened = person.context.waitForEvent('page');
            await card.click(press);
            const tab = await opened;
            await tab.waitForURL(`**/streams/${first.id}/watch`);
            assert.match(await tab.title(), /Class number 1/);
            await tab.close();
        }
        assert.equal(new URL(page.url()).pathname, '/streams', 'this page stayed');
    });

    test('Share copies the address of the class', async () => {
        await page.goto(`${server.url}/streams/${first.id}/watch`);
        await page.getByRole('button', { name: 'Share' }).click();
        await page.getByRole('button', { name: 'Copied' }).waitFor();
        assert.equal(await page.evaluate(() => navigator.clipboard.readText()), `${server.url}/streams/${first.id}/watch`);
    });
});

test("a phone's Share opens the system's sheet with title and address", async () => {
    const phone = await openPerson(browser, PHONE);
    try {
        // Headless browsers have no sheet: what is handed to it is what counts.
        await phone.page.addInitScript(() => {
            navigator.share = async (what) => { /** @type {any} */ (window).__shared = what; };
        });
        await phone.page.goto(`${server.url}/streams/${first.id}/watch`);
        await phone.page.getByRole('button', { name: 'Share' }).tap();
        const shared = await (await phone.page.waitForFunction(() => /** @type {any} */ (window).__shared)).jsonValue();
        assert.equal(shared.url, `${server.url}/streams/${first.id}/watch`);
        assert.match(shared.title, /Class number 1/);
    } finally {
        await phone.context.close();
    }
});

describe('Back and Forward', () => {
    test('bring back the place in the list', async () => {
        await openClasses();
        await page.evaluate(() => window.scrollTo(0, 900));
        await page.waitForFunction(() => window.scrollY > 800);
        const card = link('Class number 17');
        await card.scrollIntoViewIfNeeded();
        const place = await scrolled();
        assert.ok(place > 300, `scrolled by ${place} px`);
        await card.click();
        await page.waitForURL('**/watch');
        await eventually(async () => (await scrolled()) === 0, 3000, 'the top of the class');
        await page.goBack();
        await page.waitForURL('**/streams');
        await eventually(async () => (await scrolled()) === place, 3000, 'the place in the list');
        await page.goForward();
        await page.waitForURL('**/watch');
        await eventually(async () => (await scrolled()) === 0, 3000, 'the top of the class');
    });

    test('and so does a reload', async () => {
        await openClasses();
        await page.evaluate(() => window.scrollTo(0, 700));
        await page.waitForFunction(() => window.scrollY === 700);
        await page.reload();
        await settled(page);
        await eventually(async () => (await scrolled()) === 700, 3000, 'the place in the list');
        await link('Workouts').click();
        await page.waitForURL('**/workouts');
        await page.goBack();
        await eventually(async () => (await scrolled()) === 700, 3000, 'the place in the list, again');
    });

    test('keep what was typed', async () => {
        await takeSession(person.context, instructor);
        await page.goto(`${server.url}/instructor/streams/create`);
        await page.getByLabel('Title').fill('A whole thought');
        await page.getByLabel('Description').fill('Nearly done');
        await link('Classes').click();
        await page.waitForURL('**/instructor/streams');
        await page.goBack();
        await page.waitForURL('**/create');
        assert.equal(await page.getByLabel('Title').inputValue(), 'A whole thought');
        assert.equal(await page.getByLabel('Description').inputValue(), 'Nearly done');
        await page.goForward();
        await page.goBack();
        await page.waitForURL('**/create');
        assert.equal(await page.getByLabel('Title').inputValue(), 'A whole thought');
    });
});

describe('what others see of a link', () => {
    /** @param {string} html @param {string} property */
    const meta = (html, property) => new RegExp(`<meta (?:property|name)="${property}" content="([^"]*)"`).exec(html)?.[1];

    test('its title, sentence and picture come from the server', async () => {
        const stream = await createClass(instructor, { title: 'Tango & "Milonga"', description: 'Close your eyes.' });
        const html = await (await fetch(`${server.url}/streams/${stream.id}/watch`)).text();
        assert.equal(meta(html, 'og:title'), 'Tango &amp; &quot;Milonga&quot;');
        assert.equal(meta(html, 'og:description'), 'Close your eyes.');
        assert.equal(meta(html, 'og:url'), `${server.url}/streams/${stream.id}/watch`);
        const picture = meta(html, 'og:image') ?? '';
        const answer = await fetch(picture);
        assert.equal(answer.status, 200, picture);
        assert.equal(answer.headers.get('Content-Type'), 'image/png');
        assert.equal(meta(html, 'twitter:card'), 'summary_large_image');
    });

    test('a class with a picture of its own shows that', async () => {
        await page.goto(`${server.url}/healthz`);
        const jpeg = Buffer.from(await page.evaluate(async () => {
            const canvas = document.createElement('canvas');
            [canvas.width, canvas.height] = [640, 360];
            /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d')).fillRect(0, 0, 300, 300);
            const blob = /** @type {Blob} */ (await new Promise((done) => canvas.toBlob(done, 'image/jpeg')));
            return [...new Uint8Array(await blob.arrayBuffer())];
        }));
        const stream = await createClass(instructor, { title: 'With a picture' });
        const uploaded = await instructor.request('POST', `/api/instructor/streams/${stream.id}/thumbnail`, { raw: jpeg, headers: { 'Content-Type': 'image/jpeg' } });
        assert.ok(uploaded.status < 300, uploaded.text);
        const html = await (await fetch(`${server.url}/streams/${stream.id}/watch`)).text();
        const picture = meta(html, 'og:image') ?? '';
        assert.notEqual(picture, `${server.url}/share.png`);
        const answer = await fetch(picture);
        assert.equal(answer.status, 200, picture);
        assert.match(answer.headers.get('Content-Type') ?? '', /^image\//);
    });
});

test('each page has its own title, and a tab says when its class is live, without a reload', async () => {
    const stream = await createClass(instructor, { title: 'Soon on air' });
    for (const [path, title] of /** @type {const} */ ([['/streams', /^Live dance classes/], ['/workouts', /^Workouts/], ['/login', /^Sign in/],
        ['/login?create', /^Create an account/], ['/nowhere', /^Page not found/], [`/streams/${stream.id}/watch`, /^Soon on air/]])) {
        await page.goto(server.url + path);
        await settled(page);
        assert.match(await page.title(), title);
    }
    await instructor.post(`/api/instructor/streams/${stream.id}/start`);
    await eventually(async () => /^Live: Soon on air/.test(await page.title()), 3000, 'the title of a live class');
    await instructor.post(`/api/instructor/streams/${stream.id}/end`);
    await eventually(async () => /^Soon on air/.test(await page.title()), 3000, 'the title of a class that is over');
});

test('find in page finds what is seen, where it is seen', async () => {
    await openClasses();
    const found = await page.evaluate(() => {
        const there = /** @type {any} */ (window).find('Class number 2');
        const box = getSelection()?.getRangeAt(0).getBoundingClientRect();
        return { there, x: box?.x ?? 0, y: box?.y ?? 0, inside: !!box && box.bottom > 0 && box.top < innerHeight };
    });
    assert.ok(found.there && found.inside, JSON.stringify(found));
    const card = await link('Class number 2').boundingBox();
    assert.ok(card && found.x >= card.x && found.x <= card.x + card.width && found.y >= card.y - 40 && found.y <= card.y + card.height + 40,
        JSON.stringify({ found, card }));
    assert.equal(await page.evaluate(() => /** @type {any} */ (window).find('no such words anywhere')), false);
});

/** Where the letters are that the browser finds and marks. @param {string} words */
const markOf = (words) => page.evaluate((words) => {
    getSelection()?.removeAllRanges();
    if (!(/** @type {any} */ (window).find(words))) return null;
    // A link's letters are found, but not selected: the selection goes to the text behind it.
    const walk = document.createTreeWalker(/** @type {Element} */ (document.getElementById('mirror')), NodeFilter.SHOW_TEXT);
    while (walk.nextNode() && walk.currentNode.textContent !== words);
    const range = document.createRange();
    range.selectNodeContents(walk.currentNode);
    const { x, y, width, height } = range.getBoundingClientRect();
    return { x, y, width, height };
}, words);

test('what is found is marked on its letters: a card, a button, a link of the bar', async () => {
    await openClasses();
    const card = /** @type {{ x: number, y: number, width: number, height: number }} */ (await link('Class number 2').boundingBox());
    const title = await markOf('Class number 2');
    assert.ok(title, 'it is found');
    // Under a picture of 16 : 9, a line high, and not as wide as the card.
    assert.ok(title.y > card.y + (card.width * 9) / 16 * 0.9 && title.y + title.height < card.y + card.height, JSON.stringify({ title, card }));
    assert.ok(title.height > 10 && title.height < 30 && title.width < card.width, JSON.stringify(title));
    const bar = await markOf('Workouts');
    assert.ok(bar && bar.height < 30 && bar.y > 10 && bar.y + bar.height < 56, JSON.stringify(bar));
    const button = /** @type {{ x: number, width: number }} */ (await page.getByRole('link', { name: 'Sign in' }).first().boundingBox());
    const words = await markOf('Sign in');
    assert.ok(words && Math.abs(words.x + words.width / 2 - button.x - button.width / 2) < 3, JSON.stringify({ words, button }));
});

test('the mouse selects a text that covers nothing to press', async () => {
    const stream = await createClass(await newInstructor(server.url), { title: 'To be copied', description: 'Bring a towel and water.' });
    await page.goto(`${server.url}/streams/${stream.id}/watch`);
    await settled(page);
    const box = await page.locator('#mirror').getByText('Bring a towel and water.').first().boundingBox();
    assert.ok(box);
    await page.mouse.move(box.x + 8, box.y + box.height / 2);
    await page.mouse.dblclick(box.x + 8, box.y + box.height / 2);
    assert.equal(await page.evaluate(() => String(getSelection()).trim()), 'Bring');
});

test('media keys and the lock screen know what is watched; the screen stays on for as long', { timeout: 60_000 }, async () => {
    const stream = await createClass(instructor, { title: 'Keys and screens', priceInTokens: 0 });
    const camera = await openPerson(browser, { permissions: ['camera', 'microphone'] });
    try {
        await openBarePage(camera.page, server.url);
        await camera.page.evaluate(publish, { url: stream.webrtc_url, token: stream.webrtc_token });
        await instructor.post(`/api/instructor/streams/${stream.id}/start`);
        const viewer = await newViewer(server.url);
        await viewer.post(`/api/streams/${stream.id}/enroll`);
        await takeSession(person.context, viewer);
        await watchBrowser();
        await page.goto(`${server.url}/streams/${stream.id}/watch`);
        const paused = () => page.evaluate((selector) => /** @type {HTMLVideoElement} */ (document.querySelector(selector)).paused, PICTURE);
        await eventually(async () => !(await paused()) && (await locks()) === 1, 15_000, 'the picture, on a screen that stays on');
        assert.deepEqual(await page.evaluate(() => ({ title: navigator.mediaSession.metadata?.title, artist: navigator.mediaSession.metadata?.artist })),
            { title: 'Keys and screens', artist: 'Mila Kovač' });
        await page.evaluate(() => /** @type {any} */ (window).__keys.pause());
        await eventually(paused, 3000, 'the pause');
        await page.evaluate(() => /** @type {any} */ (window).__keys.play());
        await eventually(async () => !(await paused()), 3000, 'the play');
        await link('Workouts').click();
        await eventually(async () => (await locks()) === 0, 3000, 'the end of the lock');
        assert.equal(await page.evaluate(() => navigator.mediaSession.metadata), null);
    } finally {
        await camera.context.close();
    }
});

test('only a running broadcast asks before the page is left, and keeps the screen on', { timeout: 60_000 }, async () => {
    const stream = await createClass(instructor, { title: 'Do not leave' });
    await takeSession(person.context, instructor);
    await watchBrowser();
    /** @type {string[]} */
    const asked = [];
    page.on('dialog', (dialog) => {
        asked.push(dialog.type());
        void dialog.dismiss();
    });
    const leave = async () => {
        await page.mouse.click(5, 400); // browsers ask only about pages that were touched
        const count = asked.length;
        await page.goto(`${server.url}/healthz`).catch(() => {});
        return asked.length > count;
    };
    const console_ = async () => {
        await page.goto(`${server.url}/instructor/streams/${stream.id}/broadcast`);
        await page.getByRole('button', { name: 'Use camera and microphone' }).first().click();
        await page.getByRole('button', { name: 'Start broadcast' }).waitFor();
    };
    await console_();
    assert.equal(await leave(), false, 'before the broadcast');
    await console_();
    await page.getByRole('button', { name: 'Start broadcast' }).click();
    await page.getByText('Connected', { exact: true }).first().waitFor();
    assert.equal(await locks(), 1, 'the screen stays on');
    assert.equal(await leave(), true, 'during the broadcast');
    await page.getByText('Connected', { exact: true }).first().waitFor();
    await page.getByRole('button', { name: /^Stop/ }).first().click();
    await eventually(async () => (await locks()) === 0, 5000, 'the end of the lock');
    assert.equal(await leave(), false, 'after the broadcast');
});

/** Notes what the page asks of the browser for media keys and the screen. */
async function watchBrowser() {
    await page.addInitScript(() => {
        const seen = /** @type {any} */ (window);
        seen.__keys = {};
        seen.__locks = 0;
        const set = navigator.mediaSession.setActionHandler.bind(navigator.mediaSession);
        navigator.mediaSession.setActionHandler = (action, call) => {
            seen.__keys[action] = call;
            set(action, call);
        };
        const request = navigator.wakeLock?.request.bind(navigator.wakeLock);
        if (!request) return;
        navigator.wakeLock.request = async (type) => {
            // Where the machine lends none (a test's has no screen), what is asked and given back still counts.
            const lock = await request(type).catch(() => Object.assign(new EventTarget(), {
                async release() { /** @type {any} */ (this).dispatchEvent(new Event('release')); },
            }));
            ++seen.__locks;
            lock.addEventListener('release', () => --seen.__locks);
            return lock;
        };
    });
}

const locks = () => page.evaluate(() => /** @type {any} */ (window).__locks);
