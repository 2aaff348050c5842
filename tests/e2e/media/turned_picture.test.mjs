// Pictures that are turned: a phone that teaches and is turned while on air, the phones and the replay that show it,
// and the letters of a page that stay where its mirror has them.
// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createClass, newViewer } from '../fixtures/api.mjs';
import { keepPicture, openPerson, PHONE, settled, takeSession } from '../fixtures/browser.mjs';
import { browser, instructor, serveAFile, server } from '../fixtures/fixture.mjs';
import { App, playwrightWindow } from '../interop/app.mjs';
import { eventually, isSending, pause, PICTURE, pictureMoves } from '../fixtures/taught_class.mjs';

/** @typedef {import('playwright-core').Page} Page */

serveAFile();

const UPRIGHT = PHONE.viewport;
const LYING = { width: UPRIGHT.height, height: UPRIGHT.width };
/** Of the camera's picture, seconds in which it is held one way: long enough to be found in the replay. */
const HELD = 8;

/**
 * In the page, before the app: in place of the camera's picture one that is turned by window.__turnCamera, as that of a
 * phone is. The sound stays the browser's.
 */
function turnableCamera() {
    const canvas = document.createElement('canvas');
    const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
    let count = 0;
    const paint = () => {
        pen.fillStyle = `hsl(${(count * 7) % 360} 60% 45%)`;
        pen.fillRect(0, 0, canvas.width, canvas.height);
        pen.fillStyle = '#fff';
        pen.fillRect((count * 9) % canvas.width, 0, 24, canvas.height);
        ++count;
    };
    const hold = (/** @type {boolean} */ upright) => {
        [canvas.width, canvas.height] = upright ? [360, 640] : [640, 360];
        paint();
    };
    hold(false);
    setInterval(paint, 50);
    const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = async (wanted) => {
        const media = await open(wanted);
        for (const track of media.getVideoTracks()) {
            media.removeTrack(track);
            track.stop();
            media.addTrack(canvas.captureStream(20).getVideoTracks()[0]);
        }
        return media;
    };
    /** @type {any} */ (window).__turnCamera = hold;
}

/** How a picture is: the film's size, and that of its place on screen. @param {Page} page @param {string} selector */
const picture = (page, selector) => page.evaluate((selector) => {
    const video = /** @type {HTMLVideoElement} */ (document.querySelector(selector));
    const { x, y, width, height } = video.getBoundingClientRect();
    const shown = getComputedStyle(video).visibility === 'visible';
    return { upright: video.videoHeight > video.videoWidth, film: [video.videoWidth, video.videoHeight], shown, x, y, width, height, time: video.currentTime };
}, selector);

/** @param {Page} page @param {string} selector @param {boolean} upright @param {string} whose */
async function isTurned(page, selector, upright, whose) {
    await eventually(async () => {
        const seen = await picture(page, selector);
        return seen.shown && seen.film[0] > 0 && seen.upright === upright;
    }, 15_000, `${whose} picture that is ${upright ? 'upright' : 'wide'}`);
}

/** @param {Page} page @returns what it has sent to that kind of address */
function countPosts(page, /** @type {string} */ path) {
    const posts = { count: 0 };
    page.on('request', (request) => {
        if (request.method() === 'POST' && request.url().includes(path)) ++posts.count;
    });
    return posts;
}

test('a phone that is turned on air turns preview, viewers and replay, and interrupts nobody', { timeout: 240_000 }, async () => {
    const stream = await createClass(instructor, { title: 'Turned on Air', priceInTokens: 0 });
    await instructor.post(`/api/instructor/streams/${stream.id}/start`);
    const viewer = await newViewer(server.url);
    assert.equal((await viewer.post(`/api/streams/${stream.id}/enroll`)).status, 201);
    const teacher = await openPerson(browser, { ...PHONE, permissions: ['camera', 'microphone'] });
    const home = await openPerson(browser, PHONE);
    const publishes = countPosts(teacher.page, '/whip/'), joins = countPosts(home.page, '/whep/');
    try {
        await teacher.page.addInitScript(turnableCamera);
        await takeSession(teacher.context, instructor);
        await teacher.page.goto(`${server.url}/instructor/streams/${stream.id}/broadcast`);
        await teacher.page.getByRole('button', { name: 'Go on air' }).click();
        await eventually(() => isSending(teacher.page), 15_000, 'the connection');
        await takeSession(home.context, viewer);
        await home.page.goto(`${server.url}/streams/${stream.id}/watch`);
        await pictureMoves(home.page);
        const begun = { publishes: publishes.count, joins: joins.count };

        for (const upright of [false, true, false]) {
            // The hand turns phone and camera; who watches has turned theirs some other way.
            await teacher.page.setViewportSize(upright ? UPRIGHT : LYING);
            await teacher.page.evaluate((way) => /** @type {any} */ (window).__turnCamera(way), upright);
            await isTurned(teacher.page, '#preview', upright, "the teacher's own");
            await eventually(async () => {
                const { width, height, film } = await picture(teacher.page, '#preview');
                return Math.abs(width / height - film[0] / film[1]) < 0.05;
            }, 5000, 'a preview that is shown as it is sent');
            for (const size of [LYING, UPRIGHT]) {
                await home.page.setViewportSize(size);
                await isTurned(home.page, PICTURE, upright, "a viewer's");
                const { time } = await picture(home.page, PICTURE);
                await eventually(async () => (await picture(home.page, PICTURE)).time > time, 5000, 'a picture that goes on');
                assert.equal(await home.page.getByText(/reconnecting/i).count(), 0);
            }
            if (upright) {
                await eventually(async () => {
                    const { width, height } = await picture(home.page, PICTURE);
                    return height > width;
                }, 5000, 'the height of a phone that is upright for an upright picture');
                await keepPicture(home.page, 'turned-on-air-viewer');
                await keepPicture(teacher.page, 'turned-on-air-teacher');
            }
            assert.equal(await isSending(teacher.page), true);
            await pause(HELD * 1000);
        }
        assert.deepEqual({ publishes: publishes.count, joins: joins.count }, begun, 'no connection was made anew');

        // The replay is upright where she held it so. Its key frames are five seconds apart.
        await instructor.post(`/api/instructor/streams/${stream.id}/end`);
        await home.page.getByRole('button', { name: 'Watch the replay' }).first().click({ timeout: 60_000 });
        const length = () => home.page.evaluate((selector) => /** @type {HTMLVideoElement} */ (document.querySelector(selector)).duration, PICTURE);
        await eventually(async () => (await length()) > 3 * HELD, 30_000, 'the length of the replay');
        const seconds = await length();
        /** @type {boolean[]} */
        const ways = [];
        for (let at = 1; at < seconds; at += 2) {
            await home.page.evaluate(({ selector, at }) => {
                const video = /** @type {HTMLVideoElement} */ (document.querySelector(selector));
                video.pause();
                return new Promise((done) => {
                    video.addEventListener('seeked', done, { once: true });
                    video.currentTime = at;
                });
            }, { selector: PICTURE, at });
            const { upright } = await picture(home.page, PICTURE);
            if (upright !== ways.at(-1)) ways.push(upright);
        }
        assert.deepEqual(ways, [false, true, false], 'each way once, in this order');
        assert.deepEqual(teacher.errors, []);
        assert.deepEqual(home.errors, []);
    } catch (error) {
        await keepPicture(teacher.page, 'turned-on-air-teacher-failed');
        await keepPicture(home.page, 'turned-on-air-viewer-failed');
        throw error;
    } finally {
        await teacher.context.close();
        await home.context.close();
    }
});

/**
 * In the page: how far the letters in a part of the window's picture are from its edges. Whatever has not the commonest
 * colour is a letter.
 * @param {{png: string, place: {x: number, y: number, width: number, height: number}}} what the picture in Base64
 */
async function letters({ png, place }) {
    const bytes = Uint8Array.from(atob(png), (letter) => letter.charCodeAt(0));
    const window_ = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const scale = window_.width / innerWidth;
    const [width, height] = [Math.ceil(place.width), Math.ceil(place.height)];
    const canvas = new OffscreenCanvas(width, height);
    const pen = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext('2d', { willReadFrequently: true }));
    pen.drawImage(window_, place.x * scale, place.y * scale, width * scale, height * scale, 0, 0, width, height);
    const pixels = new Uint32Array(pen.getImageData(0, 0, width, height).data.buffer);
    /** @type {Map<number, number>} */
    const counts = new Map();
    for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
    const ground = [...counts].sort((one, other) => other[1] - one[1])[0][0];
    let top = -1, bottom = -1, count = 0;
    pixels.forEach((pixel, i) => {
        if (pixel === ground) return;
        const line = Math.floor(i / width);
        if (top < 0) top = line;
        bottom = height - 1 - line;
        ++count;
    });
    return { top, bottom, count };
}

test('however often a phone is turned, letters are painted where the mirror has them', { timeout: 180_000 }, async () => {
    const stream = await createClass(instructor, {
        title: 'Letters that stay in their place', priceInTokens: 0,
        description: 'Bring a towel, water and good shoes. '.repeat(24),
    });
    const person = await openPerson(browser, PHONE);
    const { page } = person;
    const app = new App(playwrightWindow(page));
    /** The title as it is painted now, and no frame is due. */
    const painted = async () => {
        await app.settled();
        const place = await app.see('heading', stream.title);
        await app.settled(); // it was scrolled to
        const now = await app.see('heading', stream.title);
        assert.deepEqual(now, place, 'it rests');
        return page.evaluate(letters, { png: (await app.window.screenshot()).toString('base64'), place });
    };
    /** @param {Awaited<ReturnType<typeof painted>>} one @param {Awaited<ReturnType<typeof painted>>} other */
    const alike = (one, other) => Math.abs(one.top - other.top) <= 2 && Math.abs(one.bottom - other.bottom) <= 2 &&
        Math.abs(one.count - other.count) < 0.2 * other.count;
    try {
        await takeSession(person.context, await newViewer(server.url));
        // As a page shows it that was never turned.
        const right = new Map();
        for (const size of [UPRIGHT, LYING]) {
            await page.setViewportSize(size);
            await page.goto(`${server.url}/streams/${stream.id}/watch`);
            await settled(page);
            await app.paints('heading', stream.title);
            right.set(size, await painted());
            assert.ok(right.get(size).count > 200, `it has letters: ${JSON.stringify(right.get(size))}`);
        }
        for (let i = 0; i < 12; ++i) {
            const size = i % 2 ? LYING : UPRIGHT;
            // At another place of the page each time: its end is what a turn makes shorter.
            await page.evaluate((share) => scrollTo({ top: share * document.documentElement.scrollHeight, behavior: 'instant' }), (i % 4) / 3);
            await page.setViewportSize(size);
            /** @type {Awaited<ReturnType<typeof painted>> | undefined} */
            let seen;
            await eventually(async () => {
                seen = await painted();
                return alike(seen, right.get(size));
            }, 5000, `the title in its place after ${i + 1} turns`).catch((error) => {
                throw new Error(`${error.message}: ${JSON.stringify({ seen, right: right.get(size) })}`);
            });
        }
        await keepPicture(page, 'turned-letters');
        assert.deepEqual(person.errors, []);
    } catch (error) {
        await keepPicture(page, 'turned-letters-failed');
        throw error;
    } finally {
        await person.context.close();
    }
});
