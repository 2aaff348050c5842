// Who is on air: one device, and it knows. Two consoles of one class do not fight, an encoder may take
// over and the console is told, and whoever reloads while people wait is back on air.
// @ts-check
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createClass, newInstructor, newViewer } from '../fixtures/api.mjs';
import { DESKTOP, keepPicture, launchBrowser, openPerson, PHONE, settled, takeSession } from '../fixtures/browser.mjs';
import { openBarePage, publish } from '../fixtures/rtc.mjs';
import { Server } from '../fixtures/server.mjs';
import { eventually, isSending, pause, pictureMoves } from '../fixtures/taught_class.mjs';

/** @typedef {import('playwright-core').Page} Page */

/** @type {Server} */
let server;
/** @type {import('playwright-core').Browser} */
let browser;
/** @type {import('../fixtures/api.mjs').ApiClient} */
let instructor;

const DEVICES = { permissions: ['camera', 'microphone'] };
const ASKED = "You're on air from another device. Take over here?";

before(async () => {
    server = await Server.start();
    browser = await launchBrowser();
    instructor = await newInstructor(server.url);
});
after(async () => {
    await browser?.close();
    await server?.dispose();
});

/** @param {string} title */
async function liveClass(title) {
    const stream = await createClass(instructor, { title, priceInTokens: 0 });
    await instructor.post(`/api/instructor/streams/${stream.id}/start`);
    return stream;
}

/**
 * The console of a class on a device of its own, with everything that it sends to the ingest.
 * @param {{ id: string }} stream @param {import('playwright-core').BrowserContextOptions} [options]
 */
async function openConsole(stream, options = {}) {
    const person = await openPerson(browser, { ...DEVICES, ...options });
    /** @type {string[]} */
    const posts = [];
    person.context.on('request', (request) => {
        if (request.method() === 'POST' && request.url().includes('/whip/')) posts.push(request.url());
    });
    await takeSession(person.context, instructor);
    await person.page.goto(consoleOf(stream));
    await settled(person.page);
    return { ...person, posts };
}

/** @param {{ id: string }} stream */
const consoleOf = (stream) => `${server.url}/instructor/streams/${stream.id}/broadcast`;
/** @param {Page} page @param {string} name */
const button = (page, name) => page.getByRole('button', { name, exact: true });
/** @param {Page} page */
const connected = (page) => eventually(() => isSending(page), 15_000, 'the connection');
/** @param {Page} page */
const asked = (page) => page.getByText(ASKED).first().waitFor({ timeout: 15_000 });

/** @param {{ id: string }} stream */
async function framesArrive(stream) {
    const { media_health: health } = (await instructor.get(`/api/instructor/streams/${stream.id}`)).body.stream.statistics;
    return health.connected && health.frames_per_second > 0;
}

/** A page that crashed is lost to playwright, not to the browser. @param {import('playwright-core').CDPSession} debugged */
async function sendsAgain(debugged) {
    const expression = "!!document.getElementById('preview')?.srcObject && document.body.innerText.includes('Stop broadcast')";
    const answer = debugged.send('Runtime.evaluate', { expression }).catch(() => null);
    // A page that isn't there again yet gives no answer at all.
    return (await Promise.race([answer, pause(1000).then(() => null)]))?.result.value === true;
}

/** @param {{ id: string }} stream */
async function watch(stream) {
    const viewer = await newViewer(server.url);
    await viewer.post(`/api/streams/${stream.id}/enroll`);
    const home = await openPerson(browser);
    await takeSession(home.context, viewer);
    await home.page.goto(`${server.url}/streams/${stream.id}/watch`);
    return home;
}

describe('what she has switched off', () => {
    test('camera and microphone: viewers read it, the health knows it, and a reload keeps it', { timeout: 120_000 }, async () => {
        const stream = await liveClass('Lights Out');
        const desk = await openConsole(stream);
        const home = await watch(stream);
        try {
            await button(desk.page, 'Go on air').click();
            await connected(desk.page);
            await pictureMoves(home.page);

            await button(desk.page, 'Turn the camera off').click();
            await home.page.getByText('The camera is off').first().waitFor({ timeout: 5000 });
            await keepPicture(home.page, 'camera-off');
            const { media_health: health } = (await instructor.get(`/api/instructor/streams/${stream.id}`)).body.stream.statistics;
            assert.equal(health.camera_off, true);
            await button(desk.page, 'Mute the microphone').click();
            await home.page.getByText('Camera and sound are off').first().waitFor({ timeout: 5000 });
            await button(desk.page, 'Turn the camera on').click();
            await home.page.getByText('The teacher is muted').first().waitFor({ timeout: 5000 });
            await pictureMoves(home.page);
            await keepPicture(home.page, 'muted');

            // A reload keeps the switches, and the new connection's are told anew.
            await desk.page.reload();
            await connected(desk.page);
            const muted = async () => (await (await fetch(`${server.url}/api/streams/${stream.id}`)).json()).stream.muted === true;
            await eventually(muted, 15_000, 'the mute');
            await button(desk.page, 'Unmute the microphone').click();
            await eventually(async () => !(await muted()), 15_000, 'the sound');
            assert.deepEqual(home.errors, []);
        } finally {
            await desk.context.close();
            await home.context.close();
        }
    });
});

describe('two consoles of one class', () => {
    test('the second asks before it takes over; the first stops and asks, and neither steals it back', { timeout: 120_000 }, async () => {
        const stream = await liveClass('Two Left Feet');
        const desk = await openConsole(stream);
        const phone = await openConsole(stream, PHONE);
        try {
            await button(desk.page, 'Go on air').click();
            await connected(desk.page);
            await asked(phone.page);
            assert.equal(await button(phone.page, 'Go on air').count(), 0);
            await keepPicture(phone.page, 'elsewhere-phone');

            await button(phone.page, 'Take over here').click();
            await connected(phone.page);
            const from = Date.now();
            await asked(desk.page);
            const told = Date.now() - from;
            assert.ok(told < 3000, `told after ${told} ms`);
            assert.equal(await isSending(desk.page), false);
            await keepPicture(desk.page, 'elsewhere-desk');

            // Longer than the two used to take for a theft.
            const before = [desk.posts.length, phone.posts.length];
            await pause(13_000);
            assert.deepEqual([desk.posts.length, phone.posts.length], before, 'nobody knocks again');
            assert.ok(await isSending(phone.page));
            assert.equal(await isSending(desk.page), false);
            assert.ok(await framesArrive(stream));

            // One button, and the class is back on the desk.
            await button(desk.page, 'Take over here').click();
            await connected(desk.page);
            await asked(phone.page);
            assert.deepEqual([desk.errors, phone.errors], [[], []]);
        } finally {
            await desk.context.close();
            await phone.context.close();
        }
    });

    test('a line that was lost meanwhile does not steal the class back', { timeout: 120_000 }, async () => {
        const stream = await liveClass('Lost and Found');
        const desk = await openConsole(stream);
        const phone = await openConsole(stream, PHONE);
        try {
            await button(desk.page, 'Go on air').click();
            await connected(desk.page);
            await asked(phone.page);
            await desk.context.setOffline(true);
            // The media goes another way than the page's requests, so it is cut in the page.
            await button(phone.page, 'Take over here').click();
            await connected(phone.page);
            await pause(3000);
            await desk.context.setOffline(false);
            await asked(desk.page);
            await pause(5000);
            assert.ok(await isSending(phone.page));
            assert.ok(await framesArrive(stream));

            // Nor when the other one has gone again: that is for the person to decide.
            await desk.context.setOffline(true);
            await button(phone.page, 'Stop broadcast').click();
            await desk.context.setOffline(false);
            await pause(3000);
            assert.equal(await isSending(desk.page), false);
            await button(desk.page, 'Go on air').click();
            await connected(desk.page);
        } finally {
            await desk.context.close();
            await phone.context.close();
        }
    });

    test('two tabs of one browser, and a copy of the tab that sends', { timeout: 120_000 }, async () => {
        const stream = await liveClass('Tab Dance');
        const desk = await openConsole(stream);
        try {
            await button(desk.page, 'Go on air').click();
            await connected(desk.page);
            // A copied tab has a copy of what the tab remembers.
            const trace = await desk.page.evaluate(() => sessionStorage.getItem('lean.on-air'));
            assert.ok(trace);
            const copy = await desk.context.newPage();
            await copy.addInitScript((kept) => sessionStorage.setItem('lean.on-air', kept), trace);
            await copy.goto(consoleOf(stream));
            await asked(copy);
            await pause(2000);
            assert.ok(await isSending(desk.page), 'the copy does not go on air by itself');
            assert.equal(desk.posts.length, 1);
            await button(copy, 'Take over here').click();
            await connected(copy);
            await asked(desk.page);
            await pause(3000);
            assert.ok(await isSending(copy));
        } finally {
            await desk.context.close();
        }
    });

    test('a class whose camera is tried out before it begins asks in other words', { timeout: 60_000 }, async () => {
        const stream = await createClass(instructor, { title: 'Early Birds' });
        const desk = await openConsole(stream);
        const phone = await openConsole(stream, PHONE);
        try {
            await button(desk.page, 'Use camera and microphone').click();
            await button(desk.page, 'Start broadcast').click();
            await connected(desk.page);
            await phone.page.getByText('Another device is connected already. Take over here?').first().waitFor();
            await button(phone.page, 'Take over here').click();
            await connected(phone.page);
            await desk.page.getByText('Another device is connected already. Take over here?').first().waitFor();
        } finally {
            await desk.context.close();
            await phone.context.close();
        }
    });
});

test('an encoder takes over without asking; the console is told, and asks before it takes the class back', { timeout: 120_000 }, async () => {
    const stream = await liveClass('Observed by OBS');
    const desk = await openConsole(stream);
    const encoder = await openPerson(browser, DEVICES);
    try {
        await button(desk.page, 'Go on air').click();
        await connected(desk.page);
        await openBarePage(encoder.page, server.url);
        const sent = { url: stream.webrtc_url, token: stream.webrtc_token, codec: /** @type {const} */ ('VP8') };
        assert.equal((await encoder.page.evaluate(publish, sent)).status, 201);
        await asked(desk.page);
        await asked(desk.page);
        await pause(5000);
        assert.equal(desk.posts.length, 1, 'the console stays away');
        assert.ok(await framesArrive(stream));
        await button(desk.page, 'Take over here').click();
        await connected(desk.page);
        // And an encoder that tries again by itself gets it, as encoders expect.
        assert.equal((await encoder.page.evaluate(publish, sent)).status, 201);
        await asked(desk.page);
        assert.deepEqual(desk.errors, []);
    } finally {
        await desk.context.close();
        await encoder.context.close();
    }
});

test('the server says who asked and who was replaced', { timeout: 60_000 }, async () => {
    const stream = await liveClass('By the Book');
    const desk = await openConsole(stream);
    const other = await openPerson(browser, DEVICES);
    try {
        await button(desk.page, 'Go on air').click();
        await connected(desk.page);
        await openBarePage(other.page, server.url);
        const refused = await other.page.evaluate(publish, { url: stream.webrtc_url + '?takeover=no', token: stream.webrtc_token });
        assert.equal(refused.status, 409, JSON.stringify(refused));
        const [mine] = await desk.page.evaluate(() => JSON.parse(sessionStorage.getItem('lean.on-air') ?? '').sessions);
        assert.equal((await fetch(`${stream.webrtc_url}/${mine}`)).status, 204);
        assert.equal((await other.page.evaluate(publish, { url: stream.webrtc_url, token: stream.webrtc_token })).status, 201);
        await asked(desk.page);
        const gone = await fetch(`${stream.webrtc_url}/${mine}`);
        assert.equal(gone.status, 410);
        assert.equal((await gone.json()).code, 'taken_over');
    } finally {
        await desk.context.close();
        await other.context.close();
    }
});

describe('a page that is loaded again while on air', () => {
    for (const [name, device] of /** @type {const} */ ([['a desk', DESKTOP], ['a phone', PHONE]])) {
        test(`on ${name}: back on air by itself, with the same switches`, { timeout: 120_000 }, async () => {
            const stream = await liveClass(`Once more from ${name}`);
            const teacher = await openConsole(stream, device);
            const { page } = teacher;
            page.on('dialog', (dialog) => dialog.accept());
            const home = await watch(stream);
            try {
                await button(page, 'Go on air').click();
                await connected(page);
                await pictureMoves(home.page);
                await button(page, 'Mute the microphone').click();
                await button(page, 'Unmute the microphone').waitFor();
                const from = Date.now();
                await page.reload();
                await connected(page);
                const away = Date.now() - from;
                assert.ok(away < 15_000, `${away} ms`);
                await button(page, 'Unmute the microphone').waitFor();
                const sound = await page.evaluate(() => /** @type {MediaStream} */ (
                    /** @type {HTMLVideoElement} */ (document.getElementById('preview')).srcObject).getAudioTracks()[0].enabled);
                assert.equal(sound, false, 'what was silent stays silent');
                await eventually(() => framesArrive(stream), 10_000, 'the picture at the server');
                await keepPicture(page, `resumed-${device === PHONE ? 'phone' : 'desk'}`);

                // Whoever stopped on purpose stays off.
                await button(page, 'Stop broadcast').click();
                await button(page, 'Back on air').waitFor();
                await keepPicture(page, `waiting-${device === PHONE ? 'phone' : 'desk'}`);
                await page.reload();
                await page.getByText("You're live and one person is waiting.").first().waitFor();
                await pause(2000);
                assert.equal(await isSending(page), false);
                await button(page, 'Back on air').click();
                await connected(page);
                assert.deepEqual(teacher.errors, []);
            } finally {
                await home.context.close();
                await teacher.context.close();
            }
        });
    }

    test('where the browser would ask for the camera: one button', { timeout: 60_000 }, async () => {
        const stream = await liveClass('Only with a Press');
        const teacher = await openConsole(stream, { permissions: [] });
        const { page } = teacher;
        page.on('dialog', (dialog) => dialog.accept());
        try {
            await button(page, 'Go on air').click();
            await connected(page);
            await page.reload();
            await button(page, 'Go on air').waitFor();
            await pause(1500);
            assert.equal(await isSending(page), false);
            await button(page, 'Go on air').click();
            await connected(page);
            assert.deepEqual(teacher.errors, []);
        } finally {
            await teacher.context.close();
        }
    });

    test('a tab that crashed is back by itself, although the server still has its old session', { timeout: 90_000 }, async () => {
        const stream = await liveClass('Crash Course');
        const teacher = await openConsole(stream);
        const { page } = teacher;
        try {
            await button(page, 'Go on air').click();
            await connected(page);
            const debugged = await teacher.context.newCDPSession(page);
            const crashed = page.waitForEvent('crash');
            debugged.send('Page.crash').catch(() => {});
            await crashed;
            await eventually(async () => !(await framesArrive(stream)), 5000, 'the end of the picture');
            // The tab's memory lives on; the person loads the page again.
            debugged.send('Page.reload').catch(() => {});
            await eventually(() => sendsAgain(debugged), 15_000, 'the camera');
            // Beyond the moment when the server gives the old session up.
            await pause(12_000);
            assert.ok(await framesArrive(stream));
        } finally {
            await teacher.context.close();
        }
    });

    test('hours later nothing opens the camera by itself', { timeout: 60_000 }, async () => {
        const stream = await liveClass('Yesterday');
        const teacher = await openConsole(stream);
        const { page } = teacher;
        page.on('dialog', (dialog) => dialog.accept());
        try {
            await button(page, 'Go on air').click();
            await connected(page);
            await page.addInitScript(() => {
                const { now } = Date;
                Date.now = () => now() + 4 * 3600_000;
            });
            await page.reload();
            await button(page, 'Go on air').waitFor();
            await pause(1500);
            assert.equal(await page.evaluate(() => /** @type {HTMLVideoElement} */ (document.getElementById('preview')).srcObject), null);
        } finally {
            await teacher.context.close();
        }
    });

    test('another page of the app asks first; and back again it is one button', { timeout: 60_000 }, async () => {
        const stream = await liveClass('There and Back');
        const teacher = await openConsole(stream);
        const { page } = teacher;
        try {
            await button(page, 'Go on air').click();
            await connected(page);
            await page.getByRole('link', { name: 'Your classes' }).first().click();
            const question = page.getByRole('dialog');
            await question.waitFor();
            await eventually(() => framesArrive(stream), 5000, 'a picture until it is answered');
            await question.getByRole('button', { name: 'Stop and leave' }).click();
            await page.waitForURL('**/instructor/streams');
            await eventually(async () => !(await framesArrive(stream)), 5000, 'the end of the broadcast');
            await page.goBack();
            await button(page, 'Go on air').click();
            await connected(page);
            // The browser's own buttons ask, too.
            await page.goForward();
            await question.waitFor();
            await question.getByRole('button', { name: 'Stay here' }).click();
            assert.ok(page.url().endsWith('/broadcast'));
            await eventually(() => isSending(page), 5000, 'the stage as it was');
            await eventually(() => framesArrive(stream), 5000, 'a picture all the time');
        } finally {
            await teacher.context.close();
        }
    });

    test('a hidden page stays on air', { timeout: 60_000 }, async () => {
        const stream = await liveClass('Behind the Curtain');
        const teacher = await openConsole(stream);
        try {
            await button(teacher.page, 'Go on air').click();
            await connected(teacher.page);
            const other = await teacher.context.newPage();
            await other.goto(`${server.url}/streams`);
            await other.bringToFront();
            await pause(8000);
            assert.ok(await framesArrive(stream));
            await teacher.page.bringToFront();
            assert.ok(await isSending(teacher.page));
        } finally {
            await teacher.context.close();
        }
    });
});
