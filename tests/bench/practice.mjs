// The practice player's loop in Chromium and Firefox, by the numbers in the picture.
// @ts-check
import { newInstructor } from '../e2e/fixtures/api.mjs';
import { launchBrowser, openPerson } from '../e2e/fixtures/browser.mjs';
import { App, playwrightWindow } from '../e2e/interop/app.mjs';
import { launchFirefox } from '../e2e/interop/firefox.mjs';
import { BITS, figuresOf, followBoth, takeLoop } from '../e2e/fixtures/loop_figures.mjs';
import { replayToPractise } from '../e2e/fixtures/replay_to_practise.mjs';
import { Server } from '../e2e/fixtures/server.mjs';

const pause = (/** @type {number} */ milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
const loopSeconds = 3, rounds = 8;

/** @param {App} app @param {import('../e2e/fixtures/server.mjs').Server} server @param {any} replay */
async function measure(app, server, { stream, viewer }) {
    await app.open(`${server.url}/login?next=/streams/${stream.id}/watch`);
    await app.fill('E-mail', viewer.email);
    await app.fill('Password', viewer.password);
    await app.press('button', 'Sign in');
    const time = () => app.window.evaluate(() => /** @type {HTMLVideoElement} */ (document.querySelector('#player')).currentTime);
    await app.until(async () => (await app.window.evaluate(() => location.pathname)).endsWith('/watch'), 'watch page');
    await app.until(async () => (await time()) > 0.5 || ((await app.isThere('button', 'Play…')) && app.press('button', 'Play…').then(() => false)),
        'playing replay', 30_000);
    await app.window.evaluate(followBoth, BITS);
    await app.until(async () => (await time()) > 2, 'the loop to begin');
    await app.window.type('[');
    const begin = await time();
    await app.until(async () => (await time()) > begin + loopSeconds, 'the loop to end');
    await app.window.type(']');
    await pause((rounds + 1) * loopSeconds * 1000);
    return figuresOf(await app.window.evaluate(takeLoop));
}

/** Overshoot, pause and drift of a loop, by browser. */
export async function practice() {
    const server = await Server.start();
    const chromium = await launchBrowser();
    try {
        const replay = await replayToPractise(server, chromium, await newInstructor(server.url));
        const result = { chromium: {}, firefox: {} };
        const { page, context } = await openPerson(chromium);
        result.chromium = await measure(new App(playwrightWindow(page)), server, replay);
        await context.close();
        const firefox = await launchFirefox({ screen: true });
        try {
            result.firefox = await measure(new App(firefox.window), server, replay);
        } finally {
            await firefox.close();
        }
        return result;
    } finally {
        await chromium.close();
        await server.dispose();
    }
}
