// A phone that is turned, a window that is dragged, a picture that leaves the page and comes back, and
// the noise that browsers and extensions make: none of it ends the app or takes a teacher off air. What
// really breaks it says so, and she stays on air all the same.
// @ts-check
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createClass, newInstructor, newViewer } from '../fixtures/api.mjs';
import { keepPicture, launchBrowser, openPerson, PHONE, settled, takeSession } from '../fixtures/browser.mjs';
import { startScreen } from '../interop/xvfb.mjs';
import { openBarePage, publish } from '../fixtures/rtc.mjs';
import { Server } from '../fixtures/server.mjs';
import { eventually, pause, pictureMoves, isSending } from '../fixtures/taught_class.mjs';

/** @type {Server} */
let server;
/** @type {import('playwright-core').Browser} */
let browser;
/** @type {import('../fixtures/api.mjs').ApiClient} */
let instructor;
/** @type {import('../fixtures/api.mjs').ApiClient} */
let viewer;
/** A class that a page of its own teaches. @type {any} */
let taught;

const UPRIGHT = PHONE.viewport;
const LYING = { width: UPRIGHT.height, height: UPRIGHT.width };

before(async () => {
    server = await Server.start();
    browser = await launchBrowser();
    instructor = await newInstructor(server.url);
    viewer = await newViewer(server.url);
    taught = await createClass(instructor, { title: 'Turned about Tango', priceInTokens: 0 });
    await viewer.post(`/api/streams/${taught.id}/enroll`);
    const camera = await openPerson(browser, { permissions: ['camera', 'microphone'] });
    await openBarePage(camera.page, server.url);
    await camera.page.evaluate(publish, { url: taught.webrtc_url, token: taught.webrtc_token, codec: 'VP8' });
    await instructor.post(`/api/instructor/streams/${taught.id}/start`);
});
after(async () => {
    await browser?.close();
    await server?.dispose();
});

/** Every error that reaches the page, the browser's own notices with it. @param {import('playwright-core').Page} page */
async function listenForErrors(page) {
    await page.addInitScript(() => {
        /** @type {string[]} */
        const heard = (/** @type {any} */ (window).__heard = []);
        addEventListener('error', (event) => heard.push(String(event.message)), true);
        addEventListener('unhandledrejection', (event) => heard.push(String(event.reason)));
    });
}

/** What the page looks like in its window. @param {import('playwright-core').Page} page */
const fit = (page) => page.evaluate(() => {
    const canvas = /** @type {HTMLCanvasElement} */ (document.getElementById('canvas'));
    const box = canvas.getBoundingClientRect();
    return {
        window: [innerWidth, innerHeight], canvas: [box.width, box.height],
        content: document.documentElement.scrollWidth, zoom: visualViewport?.scale,
        pixels: [canvas.width / devicePixelRatio, canvas.height / devicePixelRatio],
    };
});

/**
 * Turned, and in a moment everything has the new size.
 * @param {import('playwright-core').Page} page @param {{ width: number, height: number }} size
 */
async function turn(page, size) {
    await page.setViewportSize(size);
    const right = async () => {
        const seen = await fit(page);
        const wanted = [size.width, size.height];
        return [seen.window, seen.canvas, seen.pixels].every((one) => one.every((side, i) => Math.abs(side - wanted[i]) < 1)) &&
            seen.content <= size.width && seen.zoom === 1;
    };
    await eventually(right, 3000, `the page of ${size.width} x ${size.height}`).catch(async (error) => {
        throw new Error(`${error.message}: ${JSON.stringify(await fit(page))}`);
    });
}

/** @param {import('playwright-core').Page} page */
async function unbroken(page) {
    assert.equal(await page.locator('#trouble').isVisible(), false, await page.locator('#trouble').innerText());
    assert.deepEqual(await page.evaluate(() => /** @type {any} */ (window).__heard), []);
}

/**
 * On air from the console, in a live class. @param {import('playwright-core').Page} page @param {string} id
 */
async function goOnAir(page, id) {
    await page.goto(`${server.url}/instructor/streams/${id}/broadcast`);
    await page.getByRole('button', { name: 'Go on air' }).click();
    await eventually(() => isSending(page), 15_000, 'the connection');
}

/** What the page announces, for the one who reads a failure. @param {import('playwright-core').Page} page */
const spoken = async (page) => (await page.locator('#mirror .status').allInnerTexts()).join(' | ');

/** @param {string} id */
async function framesArrive(id) {
    const { stream } = (await instructor.get(`/api/instructor/streams/${id}`)).body;
    const health = stream.statistics.media_health;
    return health.connected && health.frames_per_second > 0;
}

describe('a phone that is turned', () => {
    const pages = /** @type {const} */ ([
        ['the classes', () => '/streams', () => viewer],
        ['a class while it plays', () => `/streams/${taught.id}/watch`, () => viewer],
        ['the workouts', () => '/workouts', () => viewer],
        ['signing in', () => '/login', () => null],
        ['the account', () => '/account', () => viewer],
        ['the studio', () => '/instructor/streams', () => instructor],
        ['a new class', () => '/instructor/streams/create', () => instructor],
        ['the console', () => `/instructor/streams/${taught.id}/broadcast`, () => instructor],
    ]);
    for (const [name, path, who] of pages) {
        test(`shows ${name} both ways, again and again`, { timeout: 120_000 }, async () => {
            const person = await openPerson(browser, PHONE);
            const { page } = person;
            try {
                await listenForErrors(page);
                const client = who();
                if (client) await takeSession(person.context, client);
                await page.setViewportSize(LYING);
                await page.goto(server.url + path());
                await settled(page);
                if (path().endsWith('/watch')) await pictureMoves(page);
                for (let i = 0; i < 6; ++i) {
                    await turn(page, i % 2 ? LYING : UPRIGHT);
                    await unbroken(page);
                }
                // A hand that cannot make up its mind, and a split screen that is dragged.
                for (let i = 0; i < 12; ++i) await page.setViewportSize(i % 2 ? LYING : UPRIGHT);
                for (let width = 420; width < 800; width += 30) await page.setViewportSize({ width, height: 420 });
                await turn(page, UPRIGHT);
                await unbroken(page);
                await keepPicture(page, `turned-${name.replaceAll(' ', '-')}`);
                assert.deepEqual(person.errors, []);
            } finally {
                await person.context.close();
            }
        });
    }

    test('keeps a teacher on air', { timeout: 120_000 }, async () => {
        const stream = await createClass(instructor, { title: 'Taught from a phone' });
        await instructor.post(`/api/instructor/streams/${stream.id}/start`);
        const person = await openPerson(browser, { ...PHONE, permissions: ['camera', 'microphone'] });
        const { page } = person;
        try {
            await listenForErrors(page);
            await takeSession(person.context, instructor);
            await goOnAir(page, stream.id);
            for (let i = 0; i < 10; ++i) {
                await turn(page, i % 2 ? UPRIGHT : LYING);
                await unbroken(page);
                assert.equal(await isSending(page), true, `still connected; the page says: ${await spoken(page)}`);
            }
            await eventually(() => framesArrive(stream.id), 5000, 'the picture at the server');
            await keepPicture(page, 'turned-on-air');
            assert.deepEqual(person.errors, []);
        } finally {
            await person.context.close();
        }
    });
});

test('a window that is dragged to every size keeps the page', { timeout: 120_000 }, async () => {
    const person = await openPerson(browser);
    const { page } = person;
    try {
        await listenForErrors(page);
        await takeSession(person.context, viewer);
        await page.goto(`${server.url}/streams/${taught.id}/watch`);
        await pictureMoves(page);
        for (let i = 0; i < 60; ++i) await page.setViewportSize({ width: 1280 - 15 * i, height: 860 - 7 * i });
        for (let i = 0; i < 60; ++i) await page.setViewportSize({ width: 380 + 15 * i, height: 440 + 7 * i });
        await turn(page, { width: 1280, height: 860 });
        await unbroken(page);
        assert.deepEqual(person.errors, []);
    } finally {
        await person.context.close();
    }
});

/** What browsers, extensions and refused requests throw at any page. @param {import('playwright-core').Page} page */
async function makeNoise(page) {
    await page.evaluate(async () => {
        const report = (/** @type {ErrorEventInit} */ init) => dispatchEvent(new ErrorEvent('error', init));
        report({ message: 'ResizeObserver loop completed with undelivered notifications.', filename: location.href });
        report({ message: 'ResizeObserver loop limit exceeded', filename: '' });
        report({ message: 'Script error.', filename: '' });
        report({ message: 'Uncaught TypeError: x is null', filename: 'chrome-extension://abcdef/content.js', error: new TypeError('x is null') });
        report({ message: 'Uncaught Error: injected', filename: location.href, error: new Error('injected') });
        setTimeout(() => { throw new Error('of somebody else'); });
        Promise.reject(new DOMException('The play() request was interrupted by a call to pause().', 'AbortError'));
        Promise.reject(new TypeError('Failed to fetch'));
        Promise.reject(undefined);
        /** @type {any} */ (document.createElement('video')).requestPictureInPicture?.();
        const song = new Audio('data:audio/wav;base64,UklGRg==');
        song.play();
        song.pause();
        const script = document.createElement('script');
        script.src = 'http://127.0.0.1:9/extension.js';
        document.head.append(script);
        // A real loop: the observer changes what it observes.
        const box = document.createElement('div');
        box.style.cssText = 'position: fixed; width: 10px';
        document.body.append(box);
        new ResizeObserver(() => { box.style.width = `${box.offsetWidth + 1}px`; }).observe(box);
        await new Promise((done) => setTimeout(done, 1000));
        box.remove();
    });
}

/** The program's memory, to overwrite it: then it traps at its next step. @param {import('playwright-core').Page} page */
const keepMemory = (page) => page.addInitScript(() => {
    const keep = (/** @type {any} */ result) => {
        const exported = Object.values(result.instance.exports);
        /** @type {any} */ (window).__memory = exported.find((one) => one instanceof WebAssembly.Memory);
        return result;
    };
    const { instantiateStreaming } = WebAssembly;
    WebAssembly.instantiateStreaming = (/** @type {any[]} */ ...given) => /** @type {any} */ (instantiateStreaming)(...given).then(keep);
});

/** @param {import('playwright-core').Page} page */
async function trap(page) {
    await page.evaluate(() => new Uint8Array(/** @type {any} */ (window).__memory.buffer).fill(0xff));
    await page.mouse.move(200, 300);
    await page.getByRole('heading', { name: 'Something broke on this page' }).waitFor();
}

describe('on air', () => {
    /** @type {any} */
    let stream;
    /** @type {Awaited<ReturnType<typeof openPerson>>} */
    let teacher;
    const onAir = async () => {
        stream = await createClass(instructor, { title: 'Nerves of Steel', priceInTokens: 0 });
        await instructor.post(`/api/instructor/streams/${stream.id}/start`);
        teacher = await openPerson(browser, { ...PHONE, permissions: ['camera', 'microphone'] });
        await keepMemory(teacher.page);
        await takeSession(teacher.context, instructor);
        await goOnAir(teacher.page, stream.id);
        await eventually(() => framesArrive(stream.id), 10_000, 'the picture at the server');
    };

    test('the noise of browsers and extensions is not a failure', { timeout: 60_000 }, async () => {
        await onAir();
        try {
            await makeNoise(teacher.page);
            assert.equal(await teacher.page.locator('#trouble').isVisible(), false, await teacher.page.locator('#trouble').innerText());
            await teacher.page.getByRole('button', { name: 'Mute the microphone' }).click();
            await teacher.page.getByRole('button', { name: 'Unmute the microphone' }).waitFor();
            assert.ok(await framesArrive(stream.id));
        } finally {
            await teacher.context.close();
        }
    });

    test('an error of our own is said, and the app goes on', { timeout: 60_000 }, async () => {
        await onAir();
        const { page } = teacher;
        try {
            await page.evaluate(() => {
                const { closest } = Element.prototype;
                Reflect.deleteProperty(Element.prototype, 'closest');
                document.querySelector('.button')?.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, isPrimary: true, button: 0 }));
                Element.prototype.closest = closest;
            });
            await page.getByRole('heading', { name: 'Something went wrong on this page' }).waitFor();
            await keepPicture(page, 'fault-on-air');
            await page.getByRole('button', { name: 'Go on' }).click();
            assert.equal(await page.locator('#trouble').isVisible(), false);
            await page.getByRole('button', { name: 'Mute the microphone' }).click();
            await page.getByRole('button', { name: 'Unmute the microphone' }).waitFor();
            assert.ok(await framesArrive(stream.id));
        } finally {
            await teacher.context.close();
        }
    });

    test('a trap of the program leaves the teacher on air, and a viewer sees no gap', { timeout: 90_000 }, async () => {
        await onAir();
        const { page } = teacher;
        await viewer.post(`/api/streams/${stream.id}/enroll`);
        const home = await openPerson(browser);
        try {
            await takeSession(home.context, viewer);
            await home.page.goto(`${server.url}/streams/${stream.id}/watch`);
            await pictureMoves(home.page);
            await trap(page);
            await page.getByText("You're still on air").waitFor();
            await keepPicture(page, 'trap-on-air');
            for (let i = 0; i < 16; ++i) {
                await pause(500);
                assert.ok(await framesArrive(stream.id), `the picture arrives, ${i / 2} s after the trap`);
                assert.equal(await home.page.getByText(/reconnecting/i).count(), 0);
            }
            await pictureMoves(home.page);

            // She can leave the air without a working app.
            await page.getByRole('button', { name: 'Stop camera and microphone' }).click();
            await eventually(async () => !(await framesArrive(stream.id)), 5000, 'the end of the broadcast');
            assert.equal(await page.evaluate(() => /** @type {HTMLVideoElement} */ (document.getElementById('preview')).srcObject), null);
            assert.equal(await page.getByText("You're still on air").count(), 0);
            await page.getByRole('button', { name: 'Reload' }).click();
            await settled(page);
            assert.equal(await page.locator('#trouble').isVisible(), false);
        } finally {
            await home.context.close();
            await teacher.context.close();
        }
    });

    test('after a trap Reload asks nothing more and leads back on air', { timeout: 90_000 }, async () => {
        await onAir();
        const { page } = teacher;
        try {
            /** @type {string[]} */
            const questions = [];
            page.on('dialog', (dialog) => {
                questions.push(dialog.type());
                void dialog.accept();
            });
            await trap(page);
            await page.getByRole('button', { name: 'Reload' }).click();
            await eventually(() => isSending(page), 15_000, 'the connection');
            await eventually(() => framesArrive(stream.id), 10_000, 'the picture at the server');
            assert.deepEqual(questions, []);
        } finally {
            await teacher.context.close();
        }
    });

    test('after a trap even a restarted server finds the teacher again', { timeout: 90_000 }, async () => {
        await onAir();
        try {
            await trap(teacher.page);
            await server.kill();
            await server.run();
            await eventually(() => framesArrive(stream.id), 20_000, 'the picture at the new server');
            await teacher.page.getByText("You're still on air").waitFor();
        } finally {
            await teacher.context.close();
        }
    });
});

test('a picture that goes out of the page and comes back breaks nothing', { timeout: 120_000 }, async () => {
    // A picture in picture is a window of its own, so this browser needs a screen.
    const screen = await startScreen();
    process.env.DISPLAY = screen.environment.DISPLAY;
    const headed = await launchBrowser({ headless: false });
    const person = await openPerson(headed);
    const { page } = person;
    try {
        const stream = await createClass(instructor, { title: 'Small and large', priceInTokens: 0 });
        await instructor.post(`/api/instructor/streams/${stream.id}/start`);
        await viewer.post(`/api/streams/${stream.id}/enroll`);
        const camera = await openPerson(browser, { permissions: ['camera', 'microphone'] });
        await openBarePage(camera.page, server.url);
        await camera.page.evaluate(publish, { url: stream.webrtc_url, token: stream.webrtc_token, codec: 'VP8' });
        await listenForErrors(page);
        await takeSession(person.context, viewer);
        await page.goto(`${server.url}/streams/${stream.id}/watch`);
        await pictureMoves(page);
        const outside = () => page.evaluate(() => !!document.pictureInPictureElement);
        for (let i = 0; i < 3; ++i) {
            await page.keyboard.press('i');
            await eventually(outside, 5000, 'the small window');
            await pause(500);
            await page.setViewportSize({ width: 900 + 100 * i, height: 700 });
            await page.keyboard.press('i');
            await eventually(async () => !(await outside()), 5000, 'the picture in the page');
            await unbroken(page);
        }
        // Refused: without a press of the person.
        await page.evaluate(() => { /** @type {any} */ (document.getElementById('player')).requestPictureInPicture(); });
        await pause(500);
        assert.equal(await page.locator('#trouble').isVisible(), false);
        await pictureMoves(page);
        await camera.context.close();
    } finally {
        await headed.close();
        screen.stop();
        Reflect.deleteProperty(process.env, 'DISPLAY');
    }
});
