// Practising with a replay: by keys alone, by touch on a phone, and how the loop runs by the numbers in the picture.
// @ts-check
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ARTIFACTS, PHONE, keepPicture, openPerson, settled, takeSession } from '../fixtures/browser.mjs';
import { browser, instructor, serveAFile, server } from '../fixtures/fixture.mjs';
import { BITS, figuresOf, followBoth, takeLoop } from '../fixtures/loop_figures.mjs';
import { replayToPractise } from '../fixtures/replay_to_practise.mjs';
import { eventually, pause } from '../fixtures/taught_class.mjs';

serveAFile();

/** @type {{stream: any, viewer: import('../fixtures/api.mjs').ApiClient}} */
let replay;

/** The element that is seen: of the two that take turns. @param {import('playwright-core').Page} page */
const seen = (page) => page.evaluate(() => {
    const [first, second] = /** @type {HTMLVideoElement[]} */ ([...document.querySelectorAll('#videos video:not(#preview)')]);
    const video = second?.style.opacity === '1' ? second : first;
    return {
        time: video.currentTime, paused: video.paused, rate: video.playbackRate, pitch: video.preservesPitch,
        mirrored: video.style.transform.includes('scaleX(-1)'), muted: video.muted, id: video.id,
    };
});

/** Opens the replay, which plays. @param {import('playwright-core').BrowserContextOptions} options */
async function open(options) {
    replay ??= await replayToPractise(server, browser, instructor);
    const person = await openPerson(browser, options);
    await takeSession(person.context, replay.viewer);
    const { page } = person;
    await page.goto(`${server.url}/streams/${replay.stream.id}/watch`);
    await settled(page);
    const play = page.getByRole('button', { name: /^Play/ }).first();
    await eventually(async () => {
        if ((await play.count()) > 0 && (await seen(page)).paused) await play.click().catch(() => {});
        return (await seen(page)).time > 0.3;
    }, 30_000, 'the replay');
    return person;
}

/** Waits until the loop has come round: the place is well before where it was a moment ago. @param {import('playwright-core').Page} page */
async function nextRound(page) {
    let latest = 0;
    await eventually(async () => {
        const { time } = await seen(page);
        const round = time < latest - 0.5;
        latest = time;
        return round;
    }, 20_000, 'its next round');
}

/** What is noted of the class on the server. */
const notes = async () => (await replay.viewer.get(`/api/streams/${replay.stream.id}/practice`)).body.notes;

/** Tab by Tab, as far as it takes. @param {import('playwright-core').Page} page @param {RegExp} name */
async function tabTo(page, name) {
    for (let presses = 0; presses < 120; ++presses) {
        const focused = await page.evaluate(() => {
            const element = document.activeElement;
            return element?.getAttribute('aria-label') || element?.textContent || '';
        });
        if (name.test(focused)) return;
        await page.keyboard.press('Tab');
    }
    assert.fail(`no Tab leads to ${name}`);
}

test('by keys alone: mirror, speed, frames, a loop that comes round and is kept, and nothing is painted meanwhile', { timeout: 300_000 }, async () => {
    const { page, context, errors } = await open({ viewport: { width: 1280, height: 860 } });
    try {
        const key = (/** @type {string} */ name) => page.keyboard.press(name);
        const { muted } = await seen(page);  // until somebody touches the page, perhaps
        await key('r');
        await eventually(async () => (await seen(page)).mirrored, 5000, 'the mirror');
        assert.equal((await seen(page)).muted, muted, 'M is the sound, R the mirror');
        await key('r');
        await eventually(async () => !(await seen(page)).mirrored, 5000, 'the picture as it was');

        await key('<');
        await eventually(async () => (await seen(page)).rate === 0.9, 5000, 'a slower step');
        await key('>');
        await key('>');
        await eventually(async () => (await seen(page)).rate === 1.25, 5000, 'a faster step');
        assert.ok((await seen(page)).pitch, 'the pitch is kept');
        await key('<');

        await key('.');
        await eventually(async () => (await seen(page)).paused, 5000, 'standing still');
        await pause(300);
        const before = (await seen(page)).time;
        await key('.');
        await eventually(async () => {
            const moved = (await seen(page)).time - before;
            return moved > 0.01 && moved < 0.2;
        }, 5000, 'one frame on');

        await key('0');
        await key('k');
        await eventually(async () => (await seen(page)).time > 2, 15_000, 'the loop to begin');
        await page.evaluate(followBoth, BITS);
        await key('[');
        const begin = (await seen(page)).time;
        await eventually(async () => (await seen(page)).time > begin + 2.5, 15_000, 'the loop to end');
        await key(']');
        await page.getByRole('slider', { name: 'Loop start' }).waitFor({ state: 'attached' });
        await eventually(async () => (await seen(page)).time < begin + 1, 10_000, 'the first round');
        await page.mouse.move(5, 5);
        const frames = () => page.evaluate(() => /** @type {any} */ (window).__lean.frames());
        // More than two rounds, once the controls have gone; what is left of the replay is told by the minute.
        await eventually(async () => {
            const painted = await frames();
            await pause(7000);
            return (await frames()) === painted;
        }, 40_000, 'rounds for which the canvas paints nothing');
        assert.ok(!(await seen(page)).paused, 'and it plays');
        const figures = figuresOf(await page.evaluate(takeLoop));
        mkdirSync(ARTIFACTS, { recursive: true });
        writeFileSync(join(ARTIFACTS, 'practice-loop-chromium.json'), JSON.stringify(figures, null, 2));
        console.log(JSON.stringify(figures));
        assert.ok(figures.rounds >= 3, JSON.stringify(figures));
        assert.equal(figures.elements, 2, 'two elements take turns');
        assert.ok(figures.overshoot_frames_worst <= 1, JSON.stringify(figures));
        await keepPicture(page, 'practice-keys');

        await key('o');
        await pause(300);
        await eventually(async () => (await seen(page)).time > begin + 3.2, 15_000, 'going on behind the loop');

        // Kept, and there again when the page is.
        await key('r');
        await key('<');
        await tabTo(page, /^Keep this loop/);
        await key('Enter');
        await eventually(async () => {
            const { loops, mirrored } = await notes();
            return mirrored && loops.some((/** @type {any} */ loop) => Math.abs(loop.from_ms / 1000 - begin) < 0.5 && loop.speed_percent === 90);
        }, 10_000, 'the loop on the server');
        await page.reload();
        await settled(page);
        await eventually(async () => (await seen(page)).mirrored, 15_000, 'the mirror as it was left');
        await tabTo(page, /^00:0\d–00:\d\d · 0.9×/);
        await key('Enter');
        await eventually(async () => {
            if ((await seen(page)).paused) await key('k');
            const { rate, paused, time } = await seen(page);
            return !paused && rate === 0.9 && time >= begin - 0.5 && time < begin + 3.5;
        }, 20_000, 'the kept loop');
        await nextRound(page);
        await keepPicture(page, 'practice-keys-again');
        await key('r');
        await eventually(async () => !(await notes()).mirrored, 10_000, 'the mirror for whoever comes next');
        assert.deepEqual(errors, []);
    } catch (error) {
        await keepPicture(page, 'practice-keys-failed');
        throw error;
    } finally {
        await context.close();
    }
});

test('by touch on a phone: loop, kept on the server, and the place is offered at return', { timeout: 240_000 }, async () => {
    const { page, context, errors } = await open(PHONE);
    const tap = async (/** @type {string | RegExp} */ name) => {
        const button = page.getByRole('button', { name }).last();
        await button.scrollIntoViewIfNeeded();
        const box = await button.boundingBox();
        assert.ok(box, String(name));
        assert.ok(box.height >= 38, `${name} is ${box.height} high`);
        await button.tap();
    };
    try {
        await tap(/^Mirror/);
        await eventually(async () => (await seen(page)).mirrored, 5000, 'the mirror');
        await tap('Speed 0.75×');
        await eventually(async () => (await seen(page)).rate === 0.75, 5000, 'the speed');
        await eventually(async () => (await seen(page)).time > 2, 20_000, 'some seconds');
        await tap(/^A: from here/);
        const begin = (await seen(page)).time;
        await eventually(async () => (await seen(page)).time > begin + 1.5, 20_000, 'the end of a loop');
        await tap(/^B: to here/);
        await eventually(async () => (await seen(page)).time < begin + 1, 20_000, 'the next round');
        await tap(/^Keep this loop/);
        await eventually(async () => {
            const { loops, mirrored } = await notes();
            return mirrored && loops.at(-1)?.speed_percent === 75;
        }, 10_000, 'the loop on the server');
        await keepPicture(page, 'practice-phone');

        await page.reload();
        await settled(page);
        await eventually(async () => (await seen(page)).mirrored, 15_000, 'the mirror as it was left');
        await tap(/^00:0\d–00:\d\d · 0.75×/);
        await eventually(async () => {
            const play = page.getByRole('button', { name: /^Play/ });
            if ((await seen(page)).paused && (await play.count()) > 0) await play.first().tap().catch(() => {});
            const { rate, paused, time } = await seen(page);
            return !paused && rate === 0.75 && time >= begin - 0.5 && time < begin + 3;
        }, 20_000, 'the kept loop');
        await nextRound(page);
        await tap(/^Loop$/);
        await eventually(async () => (await seen(page)).time > 7, 30_000, 'some more seconds');
        await page.getByRole('link', { name: 'Classes' }).last().tap();
        await eventually(async () => {
            const { body } = await replay.viewer.get(`/api/streams/${replay.stream.id}/enrollment`);
            return body.enrollment.replay_position_ms > 5000;
        }, 10_000, 'the place on the server');
        assert.deepEqual(errors, []);
    } catch (error) {
        await keepPicture(page, 'practice-phone-failed');
        throw error;
    } finally {
        await context.close();
    }
    await offered();
});

/** Who comes back is offered the place, on the card and over the picture, and finds the loop. */
async function offered() {
    const place = `/api/streams/${replay.stream.id}/progress`;
    assert.equal((await replay.viewer.request('PUT', place, { body: { positionMs: 11_000 } })).status, 204);
    const person = await openPerson(browser, { viewport: { width: 1280, height: 860 } });
    await takeSession(person.context, replay.viewer);
    const { page } = person;
    try {
        await page.goto(`${server.url}/streams?mine`);
        await page.getByText(/Continue at 00:11/).first().waitFor({ state: 'attached' });
        await page.goto(`${server.url}/streams/${replay.stream.id}/watch`);
        await page.getByRole('button', { name: 'Continue at 00:11' }).click();
        await eventually(async () => (await seen(page)).time >= 10.9, 10_000, 'the place');
        await page.getByRole('button', { name: /00:0\d–00:\d\d · 0.75×/ }).first().click();
        await eventually(async () => (await seen(page)).rate === 0.75, 10_000, 'the kept loop');
        await keepPicture(page, 'practice-continue');
        assert.deepEqual(person.errors, []);
    } catch (error) {
        await keepPicture(page, 'practice-continue-failed');
        throw error;
    } finally {
        await person.context.close();
    }
}
