// What the app is asked to do in a browser, step by step: a person signs up, pays, watches and comes back, an
// instructor goes live. Each check says in a word what was seen, which becomes a cell of the README's table.
// @ts-check
import assert from 'node:assert/strict';
import { createClass } from '../fixtures/api.mjs';
import { Deployment } from '../fixtures/deployment.mjs';
import { INSTRUCTOR_TOKEN } from '../fixtures/server.mjs';
import { App } from './app.mjs';

const pause = (/** @type {number} */ milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

/**
 * One browser's visit; the checks go through it in their order.
 * @typedef {object} Visit
 * @property {string} name of the browser
 * @property {import('../fixtures/server.mjs').Server} server
 * @property {import('../fixtures/api.mjs').ApiClient} instructor
 * @property {any} stream the class that it is about
 * @property {App} viewer
 * @property {App} studio
 * @property {string[]} lacks what this browser may be without
 * @property {(stream: any) => Promise<void>} substitute has another browser broadcast
 * @property {() => Promise<{app: App, close: () => Promise<unknown>}>} withoutWebGl opens it anew, with graphics switched off
 * @property {() => Promise<{app: App, close: () => Promise<unknown>}>} withWorker a window that may keep a service worker
 */

const PASSWORD = 'a good long password';
const emailOf = (/** @type {Visit} */ { name }) => `mara.${name.toLowerCase()}@example.com`;

/** In the page: the element that plays, as numbers. @param {string} selector */
function player(selector) {
    const video = /** @type {HTMLVideoElement | null} */ (document.querySelector(selector));
    return {
        source: video?.currentSrc ?? '',
        time: video?.currentTime ?? 0,
        duration: video?.duration ?? NaN,
        paused: video?.paused ?? true,
    };
}

/** In the page: from here on its connections are kept, for the energy of the sound that they decode. */
function keepPeers() {
    const Peer = window.RTCPeerConnection;
    const peers = /** @type {any} */ (window).__peers = /** @type {RTCPeerConnection[]} */ ([]);
    window.RTCPeerConnection = class extends Peer {
        /** @param {RTCConfiguration} [configuration] */
        constructor(configuration) {
            super(configuration);
            peers.push(this);
        }
    };
}

/** In the page: how many different pictures the time brought, and how much sound. @param {number} milliseconds */
async function lookAndListen(milliseconds) {
    const video = /** @type {HTMLVideoElement} */ (document.getElementById('player'));
    const energy = async () => {
        let sum = 0;
        for (const peer of /** @type {any} */ (window).__peers) {
            for (const report of (await peer.getStats()).values()) if (report.type === 'inbound-rtp') sum += report.totalAudioEnergy ?? 0;
        }
        return sum;
    };
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [32, 18];
    const paint = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d', { willReadFrequently: true }));
    const pictures = new Set();
    const before = await energy();
    for (const end = performance.now() + milliseconds; performance.now() < end;) {
        paint.drawImage(video, 0, 0, canvas.width, canvas.height);
        pictures.add(paint.getImageData(0, 0, canvas.width, canvas.height).data.map((value) => value >> 3).join());
        await new Promise((done) => setTimeout(done, 40));
    }
    return { pictures: pictures.size, energy: (await energy()) - before, muted: video.muted || video.volume === 0 };
}

/** The studio by hand, up to "live". @param {Visit} visit @param {App} studio @param {any} stream */
export async function goLive({ server, instructor }, studio, stream) {
    await studio.open(`${server.url}/instructor/login`);
    await studio.fill('Access token', INSTRUCTOR_TOKEN);
    await studio.press('button', 'Open the studio');
    await studio.isAt(/\/instructor\/streams$/);
    await studio.open(`${server.url}/instructor/streams/${stream.id}/broadcast`);
    // A browser that has been asked before opens the camera by itself.
    const mayStart = () => studio.isThere('button', 'Start broadcast');
    await studio.until(async () => (await mayStart()) || studio.isThere('button', 'Use camera and microphone'), 'camera to use');
    if (!(await mayStart())) await studio.press('button', 'Use camera and microphone');
    await studio.press('button', 'Start broadcast', 20_000);
    await studio.see('text', 'Connected', 20_000);
    await studio.press('button', 'Go live…');
    await studio.press('button', 'Go live now');
    await studio.until(async () => (await instructor.get(`/api/instructor/streams/${stream.id}`)).body.stream.status === 'live', 'live class');
}

/** @param {Visit} visit @param {App} app */
async function hasWebRtc({ name, lacks }, app) {
    const has = await app.window.evaluate(() => 'RTCPeerConnection' in window);
    assert.ok(has || lacks.includes('WebRTC'), `${name} has to have WebRTC`);
    return has;
}

/** @typedef {(visit: Visit) => Promise<string>} Check what was seen */

/** Under which heading a class stands that begins in an hour. @param {string} language */
function dayOfClass(language) {
    const ahead = new Date(Date.now() + 3600_000).getDate() === new Date().getDate() ? 0 : 1;
    const text = new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: 'short' }).format(ahead, 'day').replaceAll('.', '');
    return text.charAt(0).toLocaleUpperCase(language) + text.slice(1);
}

/** In the order of the table. @type {Record<string, Check>} */
export const checks = {
    async 'first screen: painted where the mirror says'({ viewer, server, stream }) {
        await viewer.open(`${server.url}/streams`);
        await viewer.settled();
        await viewer.paints('heading', dayOfClass('en'));
        await viewer.paints('link', stream.title);
        return 'yes';
    },

    async 'links, Back and Forward'({ viewer, stream }) {
        await viewer.press('link', stream.title);
        await viewer.isAt(/\/watch$/);
        await viewer.see('heading', stream.title);
        await viewer.window.back();
        await viewer.isAt(/\/streams$/);
        await viewer.see('heading', dayOfClass('en'));
        await viewer.window.forward();
        await viewer.isAt(/\/watch$/);
        await viewer.see('heading', stream.title);
        return 'yes';
    },

    async 'account made by typing into real fields'(visit) {
        const { viewer } = visit;
        await viewer.press('button', 'Enroll…');
        await viewer.isAt(/\/login/);
        await viewer.press('link', 'Create an account');
        await viewer.fill('Name', 'Mara Čović');
        await viewer.fill('E-mail', emailOf(visit));
        await viewer.fill('Password', 'short');
        await viewer.press('button', 'Create account');
        await viewer.complains('Password', 'Use at least 8 characters');
        await viewer.fill('Password', PASSWORD);
        await viewer.press('button', 'Create account');
        await viewer.isAt(/\/watch/);
        return 'yes';
    },

    async 'class paid with tokens'({ viewer }) {
        const asked = () => viewer.window.evaluate(() => document.querySelector('#mirror dialog') !== null);
        await viewer.until(asked, 'question', 3000).catch(() => viewer.press('button', 'Enroll…'));
        await viewer.until(asked, 'question');
        await viewer.press('button', 'Enroll…');
        await viewer.see('text', 'Enrolled');
        const balance = () => viewer.window.evaluate(() => fetch('/api/wallet').then((answer) => answer.json()).then((wallet) => wallet.balance));
        assert.equal(await balance(), 70);
        return 'yes';
    },

    async 'nothing painted while nothing happens'({ viewer, server, stream }) {
        const frames = () => viewer.window.evaluate(() => /** @type {any} */ (window).__lean.frames());
        await viewer.open(`${server.url}/streams/${stream.id}/watch`);
        await viewer.see('heading', stream.title);
        await pause(1000);
        // A class that begins in hours counts its minutes: one of two times is without.
        const painted = [];
        while (painted.length < 2 && painted.at(-1) !== 0) {
            await viewer.settled();
            const before = await frames();
            await pause(2500);
            painted.push((await frames()) - before);
        }
        assert.equal(painted.at(-1), 0, `${painted} frames`);
        return 'yes';
    },

    async 'Tab goes through all, the focus is seen, Enter opens'({ viewer, server, stream }) {
        await viewer.open(`${server.url}/streams`);
        await viewer.see('link', stream.title);
        await viewer.settled();
        const without = await viewer.coloursOf('link', stream.title, 6);
        const stops = await viewer.window.evaluate(() => document.querySelectorAll('#mirror :is(a[href], button, input, select, textarea)').length);
        const focus = () => viewer.window.evaluate(() => {
            const all = [...document.querySelectorAll('#mirror :is(a[href], button, input, select, textarea)')];
            const here = document.activeElement;
            return { number: all.indexOf(/** @type {Element} */ (here)), name: here?.getAttribute('aria-label') ?? here?.textContent };
        });
        const order = [];
        let ring = 0;
        for (let i = 0; i < stops; ++i) {
            await viewer.window.press('Tab');
            const { number, name } = await focus();
            order.push(number);
            if (name !== stream.title) continue;
            await viewer.settled();
            for (const [colour, count] of Object.entries(await viewer.coloursOf('link', stream.title, 6))) {
                ring = Math.max(ring, count - (without[colour] ?? 0));
            }
        }
        assert.deepEqual(order, [...Array(stops).keys()], 'in reading order');
        assert.ok(ring > 100, `the focus is painted with ${ring} pixels`);
        await viewer.window.evaluate((/** @type {string} */ title) => [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('#mirror a[href]'))]
            .find((one) => one.getAttribute('aria-label') === title || one.textContent === title)?.focus(), stream.title);
        await viewer.window.press('Enter');
        await viewer.isAt(/\/watch$/);
        return 'yes';
    },

    async 'by the semantic mirror alone'({ viewer, server, stream }) {
        await viewer.open(`${server.url}/streams`);
        await viewer.see('link', stream.title);
        /** As a screen reader does it: no place, no pointer. @param {{role: string, name: string}} wanted */
        const activate = ({ role, name }) => {
            const all = [...document.querySelectorAll(`#mirror ${role}`)];
            const named = all.find((one) => (one.getAttribute('aria-label') ?? one.textContent ?? '').trim().startsWith(name));
            /** @type {any} */ (named)?.click();
            return !!named;
        };
        const outline = await viewer.window.evaluate(() => ({
            landmarks: ['header', 'nav', 'main'].filter((tag) => !document.querySelector(`#mirror ${tag}`)),
            mainHeadings: document.querySelectorAll('#mirror h1').length,
            nameless: [...document.querySelectorAll('#mirror :is(a, button)')]
                .filter((one) => !(one.getAttribute('aria-label') ?? one.textContent ?? '').trim()).map((one) => one.outerHTML),
        }));
        assert.deepEqual(outline, { landmarks: [], mainHeadings: 1, nameless: [] });
        assert.ok(await viewer.window.evaluate(activate, { role: 'a[href]', name: stream.title }));
        await viewer.isAt(/\/watch$/);
        await viewer.see('heading', stream.title);
        assert.ok(await viewer.window.evaluate(activate, { role: 'a[href]', name: 'Classes' }));
        await viewer.isAt(/\/streams$/);
        return 'yes';
    },

    async 'German; Arabic from right to left'({ viewer }) {
        const page = () => viewer.window.evaluate(() => [document.documentElement.lang.slice(0, 2), document.documentElement.dir]);
        const brandAt = async () => (await viewer.see('link', 'LeanSporty')).x;
        const middle = await viewer.window.evaluate(() => innerWidth / 2);
        assert.ok(await brandAt() < middle);
        /** @param {string} menu @param {string} languages @param {string} wanted */
        const choose = async (menu, languages, wanted) => {
            await viewer.press('button', menu);
            await viewer.press('button', languages);
            await viewer.press('button', wanted);
        };
        await choose('Account menu…', 'Language', 'Deutsch');
        await viewer.see('heading', dayOfClass('de'));
        assert.deepEqual(await page(), ['de', 'ltr']);
        await choose('Kontomenü…', 'Sprache', 'العربية');
        const there = await viewer.see('heading', dayOfClass('ar'));
        assert.deepEqual(await page(), ['ar', 'rtl']);
        assert.ok(await brandAt() > middle && there.x + there.width > middle, 'it begins at the right');
        await viewer.paints('heading', dayOfClass('ar'));
        await choose('قائمة حساب…', 'اللغة', 'English');
        await viewer.see('heading', dayOfClass('en'));
        return 'yes';
    },

    async 'graphics lost and given back'({ viewer }) {
        const frames = () => viewer.window.evaluate(() => /** @type {any} */ (window).__lean.frames());
        const before = await frames();
        await viewer.window.evaluate(async () => {
            const canvas = /** @type {HTMLCanvasElement} */ (document.getElementById('canvas'));
            const taker = canvas.getContext('webgl2')?.getExtension('WEBGL_lose_context');
            const lost = new Promise((done) => canvas.addEventListener('webglcontextlost', done, { once: true }));
            taker?.loseContext();
            await lost;
            await new Promise((done) => setTimeout(done, 100));
            taker?.restoreContext();
        });
        await viewer.until(async () => (await frames()) > before, 'new frame');
        await viewer.settled();
        await viewer.paints('heading', dayOfClass('en'));
        return 'yes';
    },

    async 'goes live with camera and microphone'(visit) {
        const { studio, server, stream } = visit;
        if (await hasWebRtc(visit, studio)) {
            await goLive(visit, studio, stream);
            return 'yes';
        }
        await visit.substitute(stream);
        return 'no WebRTC';
    },

    async 'watches live: it moves and sounds'(visit) {
        const { viewer, server, stream } = visit;
        const able = await hasWebRtc(visit, viewer);
        await viewer.open(`${server.url}/streams`);
        if (able) await viewer.window.evaluate(keepPeers);
        await viewer.press('link', stream.title);
        await viewer.isAt(/\/watch$/);
        if (!able) {
            await viewer.see('text', "This browser can't play live classes");
            await pause(3000); // for the replay to hold
            return 'no WebRTC; says so';
        }
        // The browser may want a touch before it lets a page sound.
        if (await viewer.isThere('button', 'Play…')) await viewer.press('button', 'Play…');
        await viewer.until(async () => (await viewer.window.evaluate(player, '#player')).time > 1, 'playing class', 30_000);
        const { pictures, energy, muted } = await viewer.window.evaluate(lookAndListen, 3000);
        assert.ok(pictures > 5, `${pictures} different pictures`);
        assert.ok(energy > 0 && !muted, `sound of ${energy}, ${muted ? 'muted' : 'not muted'}`);
        return 'yes';
    },

    async 'replay plays, keys seek'({ viewer, instructor, stream }) {
        const now = () => viewer.window.evaluate(player, '#player');
        await instructor.post(`/api/instructor/streams/${stream.id}/end`);
        await viewer.press('button', 'Watch the replay', 30_000);
        await viewer.until(async () => (await now()).source.includes('/recordings/'), 'replay', 30_000);
        if ((await now()).paused) await viewer.press('button', 'Play…');
        await viewer.until(async () => (await now()).time > 0.5, 'playing replay');
        await viewer.window.type('0');
        await viewer.until(async () => (await now()).time < 1.5, 'beginning', 5000);
        await viewer.window.type('5');
        await viewer.until(async () => {
            const { time, duration } = await now();
            return time >= duration * 0.45;
        }, 'middle', 5000);
        assert.equal(await viewer.window.evaluate(() => document.getElementById('trouble')?.textContent), '', 'nothing broke');
        return 'yes';
    },

    async 'plain page without WebGL: signs in, plays'(visit) {
        const { server, stream } = visit;
        const { app, close } = await visit.withoutWebGl();
        try {
            await app.window.goto(`${server.url}/streams/${stream.id}/watch`);
            await app.see('heading', 'Graphics are switched off in this browser');
            await app.press('link', 'Sign in to watch');
            await app.isAt(/\/login/);
            await app.fill('E-mail', emailOf(visit));
            await app.fill('Password', PASSWORD);
            await app.press('button', 'Sign in');
            await app.isAt(/\/watch$/);
            await app.see('text', '70 tokens');
            await app.until(async () => (await app.window.evaluate(player, '#fallback video')).source.includes('/recordings/'), 'replay');
            await app.until(async () => (await app.window.evaluate(player, '#fallback video')).time > 0.5, 'playing replay');
        } finally {
            await close();
        }
        return 'yes';
    },

    async 'page without a network, back by itself'(visit) {
        const { app, close } = await visit.withWorker();
        const site = await Deployment.start();
        try {
            await app.open(`${site.url}/streams`);
            await app.until(() => app.window.evaluate(() => navigator.serviceWorker.controller?.state === 'activated'), 'service worker');
            await site.close();
            await app.window.goto(`${site.url}/workouts`);
            await app.see('heading', "You're offline");
            await site.open();
            await app.until(() => app.window.evaluate(() => /** @type {any} */ (window).__lean?.frames() > 0), 'page', 30_000);
            await app.isAt(/\/workouts$/);
            await app.see('link', 'Workouts');
        } finally {
            await close();
            await site.dispose();
        }
        return 'yes';
    },
};
