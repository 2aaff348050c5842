// An H264 encoder whose parameter sets are in its offer alone, as some hardware sends it: browsers take them from the
// stream only, so that the server has to put them there.
// @ts-check
import { ADDRESS } from '../interop/own_network.mjs';
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createClass, newInstructor, newViewer } from '../fixtures/api.mjs';
import { launchBrowser, openPerson } from '../fixtures/browser.mjs';
import * as gstreamer from '../interop/gstreamer.mjs';
import { look, openBlankPage, playFile, signIn } from '../interop/pages.mjs';
import { hangUp, watch } from '../fixtures/rtc.mjs';
import { Server } from '../fixtures/server.mjs';
import { pause } from '../fixtures/taught_class.mjs';

/** Few, for a machine that draws without a graphics card and encodes meanwhile. */
const FRAMES = 12;

/** @type {Server} */
let server;
/** @type {import('../fixtures/api.mjs').ApiClient} */
let instructor;
/** @type {import('playwright-core').Browser} */
let browser;
/** @type {import('playwright-core').Page} */
let screen;

before(async () => {
    server = await Server.start({ HOST: '0.0.0.0', MEDIA_PUBLIC_ADDRESSES: ADDRESS });
    instructor = await newInstructor(server.url);
    browser = await launchBrowser();
    screen = (await openPerson(browser)).page;
    await openBlankPage(screen, server.url);
    await screen.mouse.click(5, 5);
});
after(async () => {
    await browser.close();
    await server.dispose();
});

/** A class on air, and somebody with a ticket. @param {boolean} offered */
async function onAir(offered) {
    const stream = await createClass(instructor, { priceInTokens: 1, title: `Sets offered: ${offered}` });
    const program = await gstreamer.publishWithoutSets({ url: stream.webrtc_url, token: stream.webrtc_token, offered });
    await instructor.post(`/api/instructor/streams/${stream.id}/start`);
    const viewer = await newViewer(server.url);
    assert.equal((await viewer.post(`/api/streams/${stream.id}/enroll`)).status, 201);
    const playback = async () => (await viewer.get(`/api/streams/${stream.id}/playback`)).body;
    const told = async () => (await instructor.get(`/api/instructor/streams/${stream.id}`)).body.stream;
    return { stream, program, viewer, playback, told };
}

test('a browser shows what comes with its sets in the offer alone, who joins late and the replay too', async () => {
    const { stream, program, viewer, playback, told } = await onAir(true);
    try {
        for (const late of [false, true]) {
            if (late) await pause(3000);
            const { url, token } = await playback();
            const joined = await screen.evaluate(watch, { url, token, milliseconds: 10_000 });
            assert.equal(joined.status, 201);
            const picture = await screen.evaluate(look, { frames: FRAMES, milliseconds: 10_000 });
            assert.equal(await screen.evaluate(hangUp, '__viewer'), 200);
            assert.ok(picture.shown >= FRAMES && picture.different > FRAMES / 4, `${JSON.stringify(picture)}\n${program.log().slice(-2000)}`);
            assert.deepEqual([picture.width, picture.height], [480, 270]);
        }
        assert.match(program.log(), /sprop-parameter-sets=/);
        assert.equal((await told()).statistics.media_health.recording_trouble, '');
        await instructor.post(`/api/instructor/streams/${stream.id}/end`);
        for (const until = Date.now() + 20_000; !(await told()).recording_available; await pause(200)) assert.ok(Date.now() < until, 'no replay');
        assert.equal(await screen.evaluate(signIn, viewer), 200);
        const played = await screen.evaluate(playFile, { url: (await playback()).url, seconds: 2 });
        assert.equal(played.error, '');
        assert.ok(played.time >= 2 && played.frames > 1 && played.sound, JSON.stringify(played));
    } finally {
        await program.stop();
    }
});

test('without sets anywhere the console says so while the class runs', async () => {
    const { program, told } = await onAir(false);
    try {
        const trouble = async () => (await told()).statistics.media_health.recording_trouble;
        for (const until = Date.now() + 20_000; !/SPS|parameter/i.test(await trouble()); await pause(200)) {
            assert.ok(Date.now() < until, `${await trouble()}\n${program.log().slice(-2000)}`);
        }
        assert.doesNotMatch(program.log(), /sprop-parameter-sets=/);
    } finally {
        await program.stop();
    }
});
