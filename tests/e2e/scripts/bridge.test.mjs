// web/*.js by itself, as written: the bridge's own files in a real page, with a recorder where the
// WebAssembly would be. What the compiled app does with them is the other tests' business.
// @ts-check
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { servePage } from '../fixtures/bridge_page.mjs';
import { launchBrowser, openPerson } from '../fixtures/browser.mjs';
import { openFarSide } from '../fixtures/far_side.mjs';

/** @type {import('node:http').Server} */
let server;
/** @type {(request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse) => boolean} */
let answer = () => false;
/** @type {import('playwright-core').Browser} */
let browser;
/** @type {Awaited<ReturnType<typeof openPerson>>} */
let person;
let url = '';

before(async () => {
    ({ server, url } = await servePage((request, response) => answer(request, response)));
    browser = await launchBrowser();
});
after(async () => {
    await browser?.close();
    server?.closeAllConnections();
    server?.close();
});
beforeEach(async () => {
    answer = () => false;
    await person?.context.close();
    person = await openPerson(browser, { permissions: ['camera', 'microphone'] });
    await person.page.goto(`${url}/streams`);
    await person.page.waitForFunction(() => /** @type {any} */ (window).__lean?.frames() > 0);
    await take();
});

/** Takes what the app was told since the last time, by name. @param {string} [name] @returns {Promise<any[]>} */
async function take(name) {
    const calls = await person.page.evaluate(() => /** @type {any} */ (window).calls.splice(0));
    return calls.filter((/** @type {any} */ call) => !name || call.name === name);
}
const values = async (/** @type {string} */ name) => (await take(name)).map((call) => call.values);

const box = (x = 20, y = 100, width = 200, height = 44) => ({ x, y, width, height });
/** @param {any[]} nodes */
const show = (nodes) => person.page.evaluate((json) => /** @type {any} */ (window).bridge.semantics.set(json), JSON.stringify(nodes));
const button = { id: 2, role: 'Button', name: 'Enroll', rect: box() };
const field = { id: 4, parent: 3, role: 'TextField', name: 'E-mail', rect: box(20, 200), field: { type: 'email', name: 'email', autocomplete: 'username' } };
const form = [
    { id: 3, role: 'Form', name: 'Log in', rect: box(20, 180, 300, 200) }, field,
    { id: 5, parent: 3, role: 'Button', name: 'Continue', submits: true, rect: box(20, 300) },
];

describe('the mirror', () => {
    test('makes real elements with roles and names', async () => {
        await show([
            { id: 1, role: 'Main', rect: box(0, 0, 800, 600) },
            { id: 6, parent: 1, role: 'Heading', level: 1, name: 'Salsa', rect: box() },
            { id: 7, parent: 1, role: 'Link', name: 'Classes', href: '/streams', selected: true, rect: box() },
            { id: 8, parent: 1, role: 'Switch', name: 'Keep', selected: true, rect: box() },
            { id: 9, parent: 1, role: 'Slider', name: 'Volume', minimum: 0, maximum: 10, now: 3, step: 1, value: '3 of 10', rect: box() },
            { id: 10, parent: 1, role: 'Status', name: 'Copied', rect: box() },
        ]);
        const { page: p } = person;
        await p.getByRole('main').getByRole('heading', { name: 'Salsa', level: 1 }).waitFor();
        assert.equal(await p.getByRole('link', { name: 'Classes' }).getAttribute('aria-current'), 'page');
        assert.equal(await p.getByRole('switch', { name: 'Keep' }).isChecked(), true);
        assert.equal(await p.getByRole('slider', { name: 'Volume' }).inputValue(), '3');
        await p.getByRole('status').filter({ hasText: 'Copied' }).waitFor();
    });

    test('lays elements where things are painted, also those in place and those within others', async () => {
        await show([{ id: 1, role: 'Banner', fixed: true, rect: { width: 800, height: 64 } },
            { id: 2, parent: 1, role: 'Navigation', fixed: true, rect: { x: 180, width: 300, height: 64 } },
            { id: 3, parent: 2, role: 'Link', name: 'Workouts', href: '/workouts', fixed: true, rect: { x: 280, width: 90, height: 64 } },
            { id: 4, role: 'Region', rect: { x: 60, y: 500, width: 600, height: 300 } },
            { id: 5, parent: 4, role: 'Button', name: 'Enroll', rect: { x: 100, y: 520, width: 90, height: 44 } }]);
        const where = (/** @type {any} */ role, /** @type {string} */ name) => person.page.getByRole(role, { name }).boundingBox();
        assert.deepEqual(await where('link', 'Workouts'), { x: 280, y: 0, width: 90, height: 64 });
        assert.deepEqual(await where('button', 'Enroll'), { x: 100, y: 520, width: 90, height: 44 });
        await person.page.evaluate(() => /** @type {any} */ (window).bridge.surface.setPageHeight(3000));
        await person.page.evaluate(() => window.scrollTo(0, 200));
        assert.deepEqual(await where('link', 'Workouts'), { x: 280, y: 0, width: 90, height: 64 });
        assert.deepEqual(await where('button', 'Enroll'), { x: 100, y: 320, width: 90, height: 44 });
    });

    test('keeps the element and the focus of what stays, whatever comes before it', async () => {
        await show([button]);
        const enroll = person.page.getByRole('button', { name: /Enroll/ });
        await enroll.evaluate((element) => { element.focus(); /** @type {any} */ (window).kept = element; });
        await show([{ id: 1, role: 'Heading', level: 1, name: 'New', rect: box() }, { ...button, name: 'Enroll now' }]);
        assert.ok(await enroll.evaluate((element) => element === /** @type {any} */ (window).kept && element === document.activeElement));
    });

    test('tells of a click that no pointer made, once, and leaves pressed ones to the canvas', async () => {
        await show([button]);
        const enroll = person.page.getByRole('button', { name: 'Enroll' });
        await enroll.click();
        const pressed = await take();
        assert.equal(pressed.filter((call) => call.name === 'lsl_on_activate').length, 0);
        assert.deepEqual(pressed.filter((call) => call.name === 'lsl_on_pointer' && call.values[0] !== 0)
            .map((call) => [call.values[0], call.values[6]]), [[1, 2], [2, 2]]);
        await enroll.evaluate((element) => element.click());
        assert.deepEqual(await values('lsl_on_activate'), [[2]]);
        await enroll.press('Enter');
        assert.deepEqual(await values('lsl_on_activate'), [[2]]);
    });

    test('does nothing for what is disabled', async () => {
        await show([{ ...button, disabled: true }]);
        await person.page.getByRole('button', { name: 'Enroll' }).evaluate((element) => element.click());
        assert.deepEqual(await values('lsl_on_activate'), []);
    });

    test('keeps a plain click on a link in the app and leaves the others to the browser', async () => {
        await show([{ id: 7, role: 'Link', name: 'Salsa', href: '/streams/1/watch', rect: box() }]);
        const link = person.page.getByRole('link', { name: 'Salsa' });
        await link.click();
        assert.equal(person.page.url(), `${url}/streams`);
        const [tab] = await Promise.all([person.context.waitForEvent('page'), link.click({ modifiers: ['Control'] })]);
        await tab.waitForLoadState();
        assert.equal(tab.url(), `${url}/streams/1/watch`);
        const flags = (await take('lsl_on_pointer')).filter((call) => call.values[0] === 1).map((call) => call.values[7] & 32);
        assert.deepEqual(flags, [0, 32]);
    });

    test('lets nothing behind a dialog be reached', async () => {
        await show([button, { id: 20, role: 'Dialog', name: 'Sure?', fixed: true, rect: box(300, 100, 300, 200) },
            { id: 21, parent: 20, role: 'Button', name: 'Yes', fixed: true, rect: box(320, 200) }]);
        assert.equal(await person.page.getByRole('button', { name: 'Enroll' }).count(), 0);
        await person.page.getByRole('dialog', { name: 'Sure?' }).getByRole('button', { name: 'Yes' }).click();
        await show([button]);
        await person.page.getByRole('button', { name: 'Enroll' }).click();
    });

    test('lets the browser scroll a part of the page, and the app follows', async () => {
        const lines = [0, 1, 2].map((i) => ({ id: 31 + i, parent: 30, role: 'Button', name: `Line ${i}`, rect: box(20, 100 + 200 * i) }));
        const log = { id: 30, role: 'Log', name: 'Chat', rect: box(20, 100, 200, 220) };
        await show([{ ...log, scroll_height: 600 }, ...lines]);
        const { page: p } = person;
        const chat = p.getByRole('log', { name: 'Chat' });
        assert.equal(await chat.getAttribute('tabindex'), '0', 'for the arrow keys');
        await p.mouse.move(120, 200);
        await p.mouse.wheel(0, 120);
        await p.waitForFunction(() => /** @type {any} */ (window).calls.some((/** @type {any} */ call) => call.name === 'lsl_on_node_scroll' && call.values[1] > 0));
        const told = (await values('lsl_on_node_scroll')).at(-1);
        assert.deepEqual(told, [30, await chat.evaluate((element) => element.scrollTop)]);
        await p.getByRole('button', { name: 'Line 2' }).focus();
        await p.waitForFunction(() => (document.querySelector('.log')?.scrollTop ?? 0) > 200);
        await show([log, ...lines.slice(0, 1)]);
        assert.equal(await chat.getAttribute('tabindex'), null, 'nothing to scroll any more');
        assert.equal(await p.evaluate(() => window.scrollY), 0, 'the page stayed');
    });

    test('keeps the end of what grows in sight until the person scrolls away from it', async () => {
        const { page: p } = person;
        /** @param {number} count @param {number} wish @param {number} [height] */
        const grow = (count, wish, height = 100 * count) => show([
            { id: 30, role: 'List', name: 'Messages', rect: box(20, 100, 200, 220), scroll_height: height, follow_end: wish },
            ...Array.from({ length: count }, (_, i) => ({ id: 31 + i, parent: 30, role: 'Text', name: `Line ${i}`, rect: box(20, 100 + 100 * i) })),
        ]);
        const top = () => p.evaluate(() => document.querySelector('.list.scrolls')?.scrollTop);
        // The app knows the height of its content a frame later.
        await grow(6, 1, 0);
        await grow(6, 1);
        assert.equal(await top(), 380, 'it begins at its end');
        await grow(7, 1);
        assert.equal(await top(), 480, 'and stays there');
        await p.evaluate(() => { const list = document.querySelector('.list.scrolls'); if (list) list.scrollTop = 100; });
        await grow(8, 1);
        assert.equal(await top(), 100, 'who reads back is left alone');
        await grow(8, 2);
        assert.equal(await top(), 580, 'until they ask for the newest');
    });

    test('gives the focus to a node that is still to come, and says so afterwards', async () => {
        await person.page.evaluate(() => /** @type {any} */ (window).bridge.semantics.focus(4));
        await show(form);
        assert.ok(await person.page.getByLabel('E-mail').evaluate((element) => element === document.activeElement));
        assert.deepEqual((await values('lsl_on_focus')).at(-1)?.[0], 4);
    });
});

describe('form fields', () => {
    test('give every change to the app and keep what is typed when the mirror changes', async () => {
        await show(form);
        const email = person.page.getByLabel('E-mail');
        await email.pressSequentially('an');
        assert.deepEqual(await values('lsl_on_field_input'), [[4, 'a'], [4, 'an']]);
        await show([form[0], { ...field, value: 'an', rect: box(40, 220) }, form[2]]);
        assert.equal(await email.inputValue(), 'an');
        await show([form[0], { ...field, value: '' }, form[2]]);
        assert.equal(await email.inputValue(), '');
    });

    test('a password is not taken away by an app that does not give it back', async () => {
        const password = { ...field, name: 'Password', field: { type: 'password', name: 'password' } };
        await show([form[0], password]);
        await person.page.getByLabel('Password').fill('a secret');
        await show([form[0], { ...password, rect: box(40, 220) }]);
        assert.equal(await person.page.getByLabel('Password').inputValue(), 'a secret');
    });

    test('a composition is not disturbed while it runs', async () => {
        await show(form);
        await person.page.getByLabel('E-mail').focus();
        const cdp = await person.context.newCDPSession(person.page);
        await cdp.send('Input.imeSetComposition', { text: 'に', selectionStart: 1, selectionEnd: 1 });
        await show([form[0], { ...field, value: 'something else' }, form[2]]);
        await cdp.send('Input.insertText', { text: '日' });
        assert.equal(await person.page.getByLabel('E-mail').inputValue(), '日');
        assert.deepEqual((await values('lsl_on_field_input')).at(-1), [4, '日']);
    });

    test('Enter submits the form by its button; what a password manager wrote silently goes along', async () => {
        await show(form);
        const email = person.page.getByLabel('E-mail');
        await email.evaluate((element) => { /** @type {HTMLInputElement} */ (element).value = 'ana@example.com'; });
        await email.press('Enter');
        const calls = await take();
        const told = calls.filter((call) => ['lsl_on_field_input', 'lsl_on_activate'].includes(call.name));
        assert.deepEqual(told.map((call) => call.values), [[4, 'ana@example.com'], [5]]);
        await person.page.getByRole('button', { name: 'Continue' }).click();
        assert.deepEqual(await values('lsl_on_activate'), [], 'the canvas acts on the press itself');
    });

    test('Enter submits a form however late the timers come after a click in it', async () => {
        await show([...form, { id: 6, parent: 3, role: 'Switch', name: 'Remember me', rect: box(20, 250) }]);
        await person.page.evaluate(() => { window.setTimeout = /** @type {any} */ (() => 0); });
        const submit = person.page.getByRole('button', { name: 'Continue' });
        await person.page.getByRole('switch').click();
        await submit.press('Enter');
        assert.deepEqual(await values('lsl_on_activate'), [[5]]);
        await submit.click();
        assert.deepEqual(await values('lsl_on_activate'), [], 'the canvas acts on the press itself');
        await submit.press('Enter');
        assert.deepEqual(await values('lsl_on_activate'), [[5]]);
    });

    test('an error is told to a screen reader', async () => {
        await show([form[0], { ...field, field: { ...field.field, error: 'That is no address.' } }]);
        const email = person.page.getByLabel('E-mail');
        assert.equal(await email.getAttribute('aria-invalid'), 'true');
        const described = await email.getAttribute('aria-describedby');
        assert.equal(await person.page.locator(`#${described}`).textContent(), 'That is no address.');
    });

    test('what is painted over the page is cut out of a field beneath it', async () => {
        const bar = { id: 1, role: 'Banner', fixed: true, rect: box(0, 0, 1280, 64) };
        await person.page.evaluate(() => /** @type {any} */ (window).bridge.surface.setPageHeight(3000));
        await show([bar, ...form]);
        const clip = () => person.page.getByLabel('E-mail').evaluate((element) => element.style.clipPath);
        assert.equal(await clip(), '');
        await person.page.evaluate(() => window.scrollTo(0, 160));
        await person.page.waitForFunction(() => document.querySelector('input')?.style.clipPath.startsWith('path'));
        await person.page.evaluate(() => window.scrollTo(0, 0));
        await person.page.waitForFunction(() => document.querySelector('input')?.style.clipPath === '');
    });
});

describe('the address', () => {
    test('Back and Forward bring back the place and how far it was scrolled', async () => {
        await person.page.evaluate(() => {
            const { surface, route } = /** @type {any} */ (window).bridge;
            surface.setPageHeight(4000);
            surface.scrollTo(700, false);
            route.push('/streams/1/watch');
            surface.scrollTo(0, false);
        });
        assert.equal(person.page.url(), `${url}/streams/1/watch`);
        await person.page.goBack();
        assert.deepEqual(await values('lsl_on_route'), [['/streams', 700]]);
        await person.page.goForward();
        assert.deepEqual(await values('lsl_on_route'), [['/streams/1/watch', 0]]);
    });

    test('a back button on the first page of a tab goes to its fallback', async () => {
        await person.page.evaluate(() => /** @type {any} */ (window).bridge.route.back('/workouts'));
        await person.page.waitForURL(`${url}/workouts`);
        assert.deepEqual(await values('lsl_on_route'), [['/workouts', 0]]);
    });
});

describe('requests', () => {
    const request = (/** @type {any[]} */ ...args) =>
        person.page.evaluate((given) => /** @type {any} */ (window).bridge.http.request(...given), args);
    async function answered() {
        await person.page.waitForFunction(() => /** @type {any} */ (window).calls.some((/** @type {any} */ call) => call.name === 'lsl_on_http'));
        return values('lsl_on_http');
    }

    test('carry their headers and bring back status, text and how long to wait', async () => {
        /** @type {any} */
        let seen;
        answer = (incoming, response) => {
            if (incoming.url !== '/api/enroll') return false;
            seen = incoming.headers;
            response.writeHead(429, { 'Retry-After': '7', 'Content-Type': 'application/json' });
            response.end('{"error":"ä"}');
            return true;
        };
        await request(9, 'POST', '/api/enroll', '{}', 'Idempotency-Key: k1\n', 5000);
        assert.deepEqual(await answered(), [[9, 429, 7, '{"error":"ä"}']]);
        assert.equal(seen['idempotency-key'], 'k1');
        assert.equal(seen['content-type'], 'application/json');
    });

    test('that get no answer say so; cancelled ones say nothing', async () => {
        answer = (incoming) => incoming.url === '/api/slow';
        await request(1, 'GET', '/api/slow', '', '', 300);
        assert.deepEqual(await answered(), [[1, 0, 0, '']]);
        await request(2, 'GET', '/api/slow', '', '', 300);
        await person.page.evaluate(() => /** @type {any} */ (window).bridge.http.cancel(2));
        await person.page.waitForFunction(() => /** @type {any} */ (window).bridge.http.pending() === 0);
        assert.deepEqual(await values('lsl_on_http'), []);
    });

    test('server-sent events come by name, also after the server threw the connection out', async () => {
        let connections = 0;
        answer = (incoming, response) => {
            if (incoming.url !== '/api/events') return false;
            if (++connections === 1) {
                response.writeHead(503).end();
            } else {
                response.writeHead(200, { 'Content-Type': 'text/event-stream' });
                response.write('event: stream\ndata: {"id":1}\n\nevent: other\ndata: x\n\n');
            }
            return true;
        };
        await person.page.evaluate(() => /** @type {any} */ (window).bridge.serverEvents.open('/api/events', 'stream\n', ''));
        await person.page.waitForFunction(() => /** @type {any} */ (window).calls.some((/** @type {any} */ call) => call.name === 'lsl_on_server_event'));
        const calls = await take();
        assert.deepEqual(calls.filter((call) => call.name === 'lsl_on_server_event').map((call) => call.values), [['stream', '{"id":1}']]);
        assert.deepEqual(calls.filter((call) => call.name === 'lsl_on_events_state').map((call) => call.values), [[1], [2]]);
        await person.page.evaluate(() => /** @type {any} */ (window).bridge.serverEvents.close());
    });
});

describe('words and letters', () => {
    test('times are said in the zone and language of the person', async () => {
        const said = await person.page.evaluate(() => {
            const { words } = /** @type {any} */ (window).bridge;
            const at = Date.UTC(2031, 0, 15, 19, 30);
            return [words.time(at, 0), words.time(at, 1), words.time(at, 2), words.time(at, 3), words.localField(at),
                words.utcOfField('2031-01-15T20:30') === at, words.utcOfField('soon'), words.span(6 * 86400 + 4 * 3600 + 59),
                words.span(59), words.number(3200, 0, false), words.time(Date.now() - 12 * 60000 - 1000, 4), words.zone()];
        });
        assert.deepEqual(said, ['15 Jan 2031, 20:30', '20:30', '15 Jan 2031', 'Wed 15 Jan 2031, 20:30', '2031-01-15T20:30',
            true, NaN, '6 days, 4 hrs', '< 1 min', '3,200', '12 min ago', 'Europe/Zagreb']);
    });

    test('letters are white, emoji have their colours, a space is nothing', async () => {
        const drawn = await person.page.evaluate(() => {
            const { letters } = /** @type {any} */ (window).bridge;
            return { a: letters.draw('A', 600, 40, 0), emoji: letters.draw('💃🏽', 400, 40, 0), space: letters.draw(' ', 400, 40, 0),
                icon: letters.draw('\ue000', 400, 48, 0), wide: letters.advance('AA', 400, 40) > letters.advance('A', 400, 40) };
        });
        const [width, height, , top, colored] = drawn.a;
        assert.ok(width > 15 && height > 25 && top < -25 && !colored, JSON.stringify(drawn.a));
        assert.equal(drawn.emoji[4], 1);
        assert.deepEqual(drawn.space, [0, 0, 0, 0, 0]);
        assert.deepEqual(drawn.icon, [48, 48, 0, 0, 0]);
        assert.ok(drawn.wide);
    });

    test('an idle page paints nothing', async () => {
        const frames = () => person.page.evaluate(() => /** @type {any} */ (window).__lean.frames());
        await person.page.waitForFunction(() => /** @type {any} */ (window).__lean.idle());
        const before = await frames();
        await new Promise((done) => setTimeout(done, 1000));
        assert.equal(await frames(), before);
    });
});

// The other side is a browser's own RTCPeerConnection in a second page; only HTTP is played.
describe('media', () => {
    /** @type {{ method: string, path: string, token: string }[]} */
    let requests;
    /** @type {string[]} */
    let offers;
    /** @type {(whep: boolean) => { status: number, headers?: Record<string, string> } | undefined} */
    let refuse;
    /** @type {import('playwright-core').Page} */
    let far;

    const run = (/** @type {string} */ part, /** @type {string} */ name, /** @type {any[]} */ ...args) =>
        person.page.evaluate(([p, n, given]) => /** @type {any} */ (window).bridge[/** @type {string} */ (p)][/** @type {string} */ (n)](...given), /** @type {const} */ ([part, name, args]));
    const phases = { player: 'lsl_on_player', whip: 'lsl_on_broadcast', capture: 'lsl_on_capture' };
    /** Waits for a state with that phase and returns it. @param {keyof typeof phases} what @param {string} phase */
    async function reaches(what, phase, timeout = 15000) {
        const handle = await person.page.waitForFunction(([name, wanted]) => /** @type {any} */ (window).calls
            .findLast((/** @type {any} */ call) => call.name === name && call.state.phase === wanted)?.state,
        /** @type {const} */ ([phases[what], phase]), { timeout });
        return handle.jsonValue();
    }

    beforeEach(async () => {
        requests = [];
        offers = [];
        refuse = () => undefined;
        far = await openFarSide(person.context, url);
        await person.context.route(/\/(whip|whep)\//, async (route) => {
            const request = route.request();
            const path = new URL(request.url()).pathname;
            requests.push({ method: request.method(), path, token: request.headers()['authorization'] });
            if (request.method() === 'POST') offers.push(request.postData() ?? '');
            if (request.method() === 'DELETE') return route.fulfill({ status: 200 });
            if (request.method() === 'GET') return route.fulfill({ status: 204 });  // the session lives
            const whep = path.startsWith('/whep/');
            const refusal = refuse(whep);
            if (refusal) return route.fulfill(refusal);
            const body = await far.evaluate(([offer, sends]) => /** @type {any} */ (window).answer(offer, sends),
                /** @type {const} */ ([request.postData() ?? '', whep]));
            return route.fulfill({ status: 201, headers: { 'Location': `${path}/1`, 'Content-Type': 'application/sdp' }, body });
        });
    });

    test('a broadcast is seen by a viewer who came too early, and both say good-bye', async () => {
        await run('capture', 'open', '', '');
        const open = await reaches('capture', 'open');
        assert.ok(open.width > 0 && open.height > 0, 'the preview has a size');
        await run('whip', 'open', '/whip/a', 'publish token');
        await reaches('whip', 'connected');

        let refusals = 1;
        refuse = (whep) => (whep && refusals-- > 0 ? { status: 409, headers: { 'Retry-After': '1' } } : undefined);
        await run('player', 'watch', '/whep/a', 'playback token');
        await reaches('player', 'waiting');
        const playing = await reaches('player', 'playing');
        assert.equal(playing.live, true);
        assert.equal(playing.picture, true);

        await run('player', 'stop');
        await run('whip', 'close');
        await person.page.waitForTimeout(200);
        const made = requests.map(({ method, path, token }) => `${method} ${path} ${token}`);
        assert.deepEqual(made, ['POST /whip/a Bearer publish token', 'POST /whep/a Bearer playback token',
            'POST /whep/a Bearer playback token', 'DELETE /whep/a/1 Bearer playback token', 'DELETE /whip/a/1 Bearer publish token']);
    });

    test('a URL that is its own credential gets no token, and an offer with all candidates', async () => {
        await run('capture', 'open', '', '');
        await reaches('capture', 'open');
        await run('whip', 'open', '/whip/secret', '');
        await reaches('whip', 'connected');
        // Nothing on air there is said with 204.
        let idle = 1;
        refuse = (whep) => (whep && idle-- > 0 ? { status: 204 } : undefined);
        await run('player', 'watch', '/whep/signed', '');
        await reaches('player', 'waiting');
        await reaches('player', 'playing');
        await run('player', 'stop');
        await run('whip', 'close');
        await person.page.waitForTimeout(200);
        assert.deepEqual(requests.map(({ token }) => token), requests.map(() => undefined));
        assert.ok(requests.some(({ method }) => method === 'DELETE'));
        assert.match(offers.at(-1) ?? '', /^a=candidate:.* typ host/m);
    });

    test('a hosted player lies where the video does and goes with it', async () => {
        answer = (request, response) => {
            if (request.url !== '/hosted') return false;
            response.end('<!doctype html><title>hosted</title><button onclick="document.title=\'pressed\'">Play</button>');
            return true;
        };
        await person.page.evaluate(() => /** @type {any} */ (window).bridge.video.place(0, 40, 60, 320, 180, 12, true, false, false, true));
        await run('player', 'showFrame', '/hosted');
        const playing = await reaches('player', 'playing');
        assert.equal(playing.picture, true, 'something is shown');
        const frame = person.page.locator('iframe');
        assert.deepEqual(await frame.boundingBox(), { x: 40, y: 60, width: 320, height: 180 });
        // The pointer reaches its controls through the canvas that lies over it.
        const inside = person.page.frames()[1];
        const knob = await inside.locator('button').boundingBox();
        assert.ok(knob);
        await person.page.mouse.click(knob.x + knob.width / 2, knob.y + knob.height / 2);
        await inside.waitForFunction(() => document.title === 'pressed');
        await run('player', 'stop');
        assert.equal(await frame.count(), 0);
    });

    test('a viewer whose instructor falls silent waits and keeps the session', async () => {
        await run('capture', 'open', '', '');
        await reaches('capture', 'open');
        await run('whip', 'open', '/whip/a', 't');
        await reaches('whip', 'connected');
        await run('player', 'watch', '/whep/a', 't');
        await reaches('player', 'playing');
        await take();
        await far.evaluate(() => /** @type {any} */ (window).connection.getSenders()
            .forEach((/** @type {RTCRtpSender} */ sender) => sender.replaceTrack(null)));
        await reaches('player', 'waiting');
        assert.equal(requests.filter(({ method }) => method === 'DELETE').length, 0);
        await far.evaluate(() => {
            const there = /** @type {any} */ (window);
            for (const transceiver of there.connection.getTransceivers()) {
                transceiver.sender.replaceTrack(there.tracks.find((/** @type {any} */ one) => one.kind === transceiver.receiver.track.kind));
            }
        });
        await take();
        await reaches('player', 'playing');
    });

    test('before any gesture it plays without sound and asks for a tap', async () => {
        await far.evaluate(() => {
            const canvas = document.createElement('canvas');
            const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
            setInterval(() => pen.fillRect(Math.random() * 300, 0, 9, 150), 50);
            const sound = new AudioContext().createMediaStreamDestination();
            /** @type {any} */ (window).tracks = [...canvas.captureStream(20).getTracks(), ...sound.stream.getTracks()];
        });
        // Whatever a test evaluates counts as a gesture, so this page is left alone until it plays.
        const { page: p } = person = { ...person, page: await person.context.newPage() };
        await p.goto(`${url}/streams/1/watch?watch`);
        while (!requests.length) await new Promise((done) => setTimeout(done, 50));
        await new Promise((done) => setTimeout(done, 4000));
        const playing = await reaches('player', 'playing');
        assert.deepEqual([playing.muted, playing.needs_tap], [true, true]);
        await take();
        await p.evaluate(() => document.addEventListener('pointerup', () => /** @type {any} */ (window).bridge.player.setMuted(false)));
        await p.mouse.click(600, 400);
        const heard = await reaches('player', 'playing');
        assert.deepEqual([heard.muted, heard.needs_tap], [false, false]);
    });

    test('a refused viewer is told and does not knock again', async () => {
        refuse = () => ({ status: 403 });
        await run('player', 'watch', '/whep/a', 'stolen');
        const failed = await reaches('player', 'failed');
        assert.equal(failed.failure, 'refused');
        await person.page.waitForTimeout(1500);
        assert.equal(requests.length, 1);
    });

    test('a lost connection is made anew', async () => {
        await run('capture', 'open', '', '');
        await reaches('capture', 'open');
        let refusals = 0;
        refuse = () => (refusals-- > 0 ? { status: 503 } : undefined);
        await run('whip', 'open', '/whip/a', 't');
        await reaches('whip', 'connected');
        refusals = 1;
        await take();
        await person.page.evaluate(() => window.dispatchEvent(new Event('pagehide')));
        await person.page.evaluate(() => window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));
        await reaches('whip', 'reconnecting');
        await reaches('whip', 'connected');
    });

    test('H264 is offered first and the sound in stereo', async () => {
        let offer = '';
        await person.page.route(/\/whip\/b\?/, (route) => { offer = route.request().postData() ?? ''; return route.fulfill({ status: 403 }); });
        await run('capture', 'open', '', '');
        await reaches('capture', 'open');
        await run('whip', 'open', '/whip/b', 't');
        const failed = await reaches('whip', 'failed');
        assert.equal(failed.failure, 'refused');
        const first = /m=video \d+ \S+ (\d+)/.exec(offer)?.[1];
        assert.match(offer, new RegExp(`a=rtpmap:${first} H264/90000`));
        assert.match(offer, /a=fmtp:\d+ [^\r\n]*stereo=1/);
    });

    test('a denied camera is told as that', async () => {
        await person.page.evaluate(() => {
            navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
        });
        await run('capture', 'open', '', '');
        const failed = await reaches('capture', 'failed');
        assert.equal(failed.failure, 'denied');
    });
});
