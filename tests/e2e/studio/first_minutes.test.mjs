// The first minutes on a phone that is turned both ways, in Chromium and in Firefox, by touch, by keys and by what a
// screen reader does. A guest finds a class of a style, learns what tokens are, joins, enrolls, watches and comes back
// to the replay; a teacher goes from the list by the check to the stage, ends the class and copies it for next week.
// @ts-check
import { ADDRESS } from '../interop/own_network.mjs';
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { createClass, newInstructor } from '../fixtures/api.mjs';
import { ARTIFACTS, launchBrowser, openPerson, PHONE } from '../fixtures/browser.mjs';
import { App, playwrightWindow } from '../interop/app.mjs';
import { launchFirefox } from '../interop/firefox.mjs';
import { openBarePage, publish } from '../fixtures/rtc.mjs';
import { INSTRUCTOR_TOKEN, Server } from '../fixtures/server.mjs';

/** @type {Server} */
let server;
/** @type {import('playwright-core').Browser} */
let chromium;
/** @type {import('../fixtures/api.mjs').ApiClient} */
let instructor;

before(async () => {
    server = await Server.start({ HOST: '0.0.0.0', MEDIA_PUBLIC_ADDRESSES: ADDRESS });
    chromium = await launchBrowser();
    instructor = await newInstructor(server.url);
});
after(async () => {
    await chromium?.close();
    await server?.dispose();
});

/** In the page: the control that has the focus is the one of that role and name. @param {{role: string, name: string}} wanted */
function hasFocus({ role, name }) {
    const tags = /** @type {Record<string, string>} */ ({ link: 'a[href]', button: 'button', field: 'input,textarea,select' });
    const here = document.activeElement;
    if (!here?.matches(tags[role])) return false;
    const label = (here.getAttribute('aria-label') ?? /** @type {HTMLInputElement} */ (here).labels?.[0]?.textContent ?? here.textContent ?? '').trim();
    return name.endsWith('…') ? label.startsWith(name.slice(0, -1)) : label === name;
}

/** Nothing but Tab, Enter and letters. */
class Keys extends App {
    /** @param {string} role @param {string} name @param {number} [milliseconds] */
    async reach(role, name, milliseconds) {
        await this.see(role, name, milliseconds);
        for (let stops = 0; stops < 150; ++stops) {
            if (await this.window.evaluate(hasFocus, { role, name })) return this.window.takeKeyboard?.();
            await this.window.press('Tab');
        }
        assert.fail(`Tab does not lead to ${role} "${name}"`);
    }

    /** @override @param {string} role @param {string} name @param {number} [milliseconds] */
    async press(role, name, milliseconds) {
        await this.reach(role, name, milliseconds);
        if (role !== 'field') await this.window.press('Enter');
    }
}

/** What a screen reader does: it activates and focuses elements, and knows of no place on the screen. */
class Reader extends App {
    /** @override @param {string} role @param {string} name @param {number} [milliseconds] */
    async press(role, name, milliseconds) {
        await this.see(role, name, milliseconds);
        await this.window.evaluate((/** @type {{role: string, name: string}} */ wanted) => {
            const tags = /** @type {Record<string, string>} */ ({ link: 'a[href]', button: 'button', field: 'input,textarea,select' });
            const dialogs = document.querySelectorAll('#mirror dialog');
            const within = dialogs.length === 0 ? document : dialogs[dialogs.length - 1];
            const found = /** @type {HTMLElement[]} */ ([...within.querySelectorAll(tags[wanted.role])]).find((element) => {
                const label = (element.getAttribute('aria-label') ?? /** @type {HTMLInputElement} */ (element).labels?.[0]?.textContent ?? element.textContent ?? '').trim();
                return wanted.name.endsWith('…') ? label.startsWith(wanted.name.slice(0, -1)) : label === wanted.name;
            });
            if (wanted.role === 'field') found?.focus();
            else found?.click();
        }, { role, name });
    }
}

/**
 * A phone in somebody's hand.
 * @typedef {{app: App, turn: (lying: boolean) => Promise<unknown>, close: () => Promise<unknown>}} Phone
 * @typedef {'touch' | 'keys' | 'reader'} Way
 */

const hands = { touch: App, keys: Keys, reader: Reader };

/** @type {Record<string, (way: Way) => Promise<Phone>>} */
const phones = {
    async Chromium(way) {
        const { page, context } = await openPerson(chromium, { ...PHONE, permissions: ['camera', 'microphone'] });
        const { width, height } = PHONE.viewport;
        const touched = { click: (/** @type {number} */ x, /** @type {number} */ y) => page.touchscreen.tap(x, y) };
        return {
            app: new hands[way]({ ...playwrightWindow(page), ...(way === 'touch' ? touched : {}) }),
            turn: (lying) => page.setViewportSize(lying ? { width: height, height: width } : { width, height }),
            close: () => context.close(),
        };
    },
    async Firefox(way) {
        const firefox = await launchFirefox({ screen: true });
        const { window } = firefox;
        // The narrowest that its window becomes; the bars above the page are part of it.
        const turn = (/** @type {boolean} */ lying) => window.step('SetWindowRect', lying ? { width: 860, height: 540 } : { width: 480, height: 850 });
        await turn(false);
        const tap = (/** @type {number} */ x, /** @type {number} */ y) => window.step('PerformActions', {
            actions: [{
                type: 'pointer', id: 'finger', parameters: { pointerType: 'touch' },
                actions: [
                    { type: 'pointerMove', duration: 0, x: Math.round(x), y: Math.round(y) },
                    { type: 'pointerDown', button: 0 },
                    { type: 'pause', duration: 30 },
                    { type: 'pointerUp', button: 0 },
                ],
            }],
        });
        if (way === 'touch') window.click = tap;
        return { app: new hands[way](window), turn, close: firefox.close };
    },
};

/** Turned to its side and back, what is there stays there. @param {Phone} phone @param {string} role @param {string} name */
async function turnBothWays({ app, turn }, role, name) {
    for (const lying of [true, false]) {
        await turn(lying);
        await app.see(role, name);
        const wide = await app.window.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(wide <= 0, `${wide} px stick out sideways`);
    }
}

/** The system's list of a Select is the system's. @param {App} app @param {string} label @param {string} value */
const choose = (app, label, value) => app.window.evaluate((/** @type {{label: string, value: string}} */ wanted) => {
    const fields = [.../** @type {NodeListOf<HTMLSelectElement>} */ (document.querySelectorAll('select'))];
    const field = fields.find((one) => (one.getAttribute('aria-label') ?? one.labels?.[0]?.textContent)?.trim() === wanted.label);
    if (!field) throw new Error(`no field ${wanted.label}`);
    field.value = wanted.value;
    for (const name of ['input', 'change']) field.dispatchEvent(new Event(name, { bubbles: true }));
}, { label, value });

/** In the page: what plays. */
const played = () => {
    // The page of a class has no element before the player's part is there.
    const video = /** @type {HTMLVideoElement | null} */ (document.getElementById('player'));
    return { source: video?.currentSrc ?? '', time: video?.currentTime ?? 0, live: Boolean(video?.srcObject) };
};

/** @param {string} name @param {App} app */
async function keepPicture(name, app) {
    mkdirSync(ARTIFACTS, { recursive: true });
    const picture = await app.window.screenshot().catch(() => null);
    if (picture) writeFileSync(join(ARTIFACTS, `first-minutes-${name}.png`), picture);
}

/** @param {string} who @param {Way} way */
async function guest(who, way) {
    const title = `Salsa of ${who} by ${way}`, other = `Yoga beside ${who} by ${way}`;
    const stream = await createClass(instructor, { title, style: 'Salsa', priceInTokens: 40 });
    await createClass(instructor, { title: other, style: 'Yoga' });
    const camera = await openPerson(chromium, { permissions: ['camera', 'microphone'] });
    await openBarePage(camera.page, server.url);
    await camera.page.evaluate(publish, { url: stream.webrtc_url, token: stream.webrtc_token, codec: 'VP8' });
    await instructor.post(`/api/instructor/streams/${stream.id}/start`);
    const phone = await phones[who](way);
    const { app } = phone;
    try {
        await app.open(`${server.url}/streams`);
        await app.see('text', 'Tokens pay for classes');
        await app.see('text', 'You start with ◆ 100');
        await choose(app, 'Style', 'Salsa');
        await app.isAt(/style=Salsa/);
        await app.see('link', title);
        await app.until(async () => !(await app.isThere('link', other)), 'classes of that style alone');
        await turnBothWays(phone, 'link', title);

        await app.press('link', title);
        await app.isAt(/\/watch$/);
        await app.press('button', 'Enroll…');
        await app.isAt(/\/login/);
        await app.press('link', 'Create an account');
        await app.fill('Name', 'Ana');
        await app.fill('E-mail', `ana.${who}.${way}@example.com`.toLowerCase());
        await app.fill('Password', 'a good long password');
        await app.press('button', 'Create account');
        await app.see('dialog', 'Enroll in this class', 5000).catch(() => app.press('button', 'Enroll…'));
        await app.press('button', 'Enroll…');
        await app.until(async () => {
            const { time, live } = await app.window.evaluate(played);
            return live && time > 0;
        }, 'the class', 30_000);
        await turnBothWays(phone, 'heading', title);
        await keepPicture(`${who}-${way}-watching`, app);

        await instructor.post(`/api/instructor/streams/${stream.id}/end`);
        await app.see('text', 'That was it, thank you');
        assert.equal((await app.window.evaluate(played)).source.includes('/recordings/'), false, 'nothing plays by itself');
        await app.see('button', 'Watch the replay', 45_000);
        // The page still changes as the room closes: who pressed into that presses again.
        await app.until(async () => {
            if (await app.isThere('button', 'Watch the replay')) await app.press('button', 'Watch the replay').catch(() => {});
            await new Promise((done) => setTimeout(done, 1000));
            return (await app.window.evaluate(played)).source.includes('/recordings/');
        }, 'the replay', 20_000);

        // Another day, by the list of what is one's own.
        await app.open(`${server.url}/streams?mine`);
        await app.press('link', title);
        await app.isAt(/\/watch$/);
        await app.until(async () => (await app.window.evaluate(played)).source.includes('/recordings/'), 'the replay once more', 20_000);
    } catch (error) {
        await keepPicture(`${who}-${way}-guest-failed`, app);
        throw error;
    } finally {
        await camera.context.close();
        await phone.close();
    }
}

/** @param {string} who @param {Way} way */
async function teacher(who, way) {
    const title = `Taught in ${who} by ${way}`;
    const scheduledStartTime = new Date(Date.now() + 600_000).toISOString();
    const stream = await createClass(instructor, { title, scheduledStartTime });
    const status = async () => (await instructor.get(`/api/instructor/streams/${stream.id}`)).body.stream.status;
    const phone = await phones[who](way);
    const { app } = phone;
    try {
        await app.open(`${server.url}/instructor/login`);
        await app.fill('Access token', INSTRUCTOR_TOKEN);
        await app.press('button', 'Open the studio');
        await app.isAt(/\/instructor\/streams$/);
        await turnBothWays(phone, 'link', `Broadcast ${title}`);
        await app.press('link', `Broadcast ${title}`);
        await app.isAt(/\/broadcast$/);
        await app.press('link', 'Check before the class');
        await app.isAt(/\/check$/);
        await app.press('button', 'Go to the stage');
        await app.isAt(/\/broadcast$/);

        // A browser that has been asked before opens the camera by itself.
        const mayStart = () => app.isThere('button', 'Start broadcast');
        await app.until(async () => (await mayStart()) || app.isThere('button', 'Use camera and microphone'), 'camera to use');
        if (!(await mayStart())) await app.press('button', 'Use camera and microphone');
        await app.press('button', 'Start broadcast', 20_000);
        await app.see('text', 'Connected', 20_000);
        await app.press('button', 'Go live…');
        await app.until(async () => {
            if (await app.isThere('button', 'Go live now')) await app.press('button', 'Go live now').catch(() => {});
            return (await status()) === 'live';
        }, 'live class');
        await turnBothWays(phone, 'button', 'End class…');
        await keepPicture(`${who}-${way}-stage`, app);

        await app.press('button', 'End class…');
        await app.see('dialog', 'End the class?');
        await app.press('button', 'End class');
        await app.until(async () => (await status()) === 'ended', 'the end');
        // Who came is read after the end, and moves what is below.
        await app.see('text', 'Nobody came this time');
        await app.press('button', 'Copy for next week');
        await app.isAt(/\/create$/);
        assert.equal((await app.see('field', 'Title')).value, title);
        await app.press('button', 'Create class');
        await app.isAt(/\/broadcast$/);
        const rows = (await instructor.get('/api/instructor/streams')).body.streams;
        const copy = rows.find((/** @type {any} */ row) => row.title === title && row.id !== stream.id);
        assert.ok(copy, 'the copy');
        assert.equal(Date.parse(copy.scheduled_start_time) - Date.parse(scheduledStartTime) > 6.9 * 86400_000, true, copy.scheduled_start_time);
    } catch (error) {
        await keepPicture(`${who}-${way}-teacher-failed`, app);
        throw error;
    } finally {
        await phone.close();
    }
}

for (const who of Object.keys(phones)) {
    describe(who, () => {
        for (const way of /** @type {const} */ (['touch', 'keys', 'reader'])) {
            test(`a guest's first minutes by ${way}`, { timeout: 120_000 }, () => guest(who, way));
            test(`a teacher's class by ${way}`, { timeout: 120_000 }, () => teacher(who, way));
        }
    });
}
