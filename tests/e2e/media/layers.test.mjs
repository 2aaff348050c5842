// A class in three sizes, from our own page's media code to itself and to a bare WHEP player: the viewer
// chooses, the server follows, and the extensions of WHEP do what the draft says.
// @ts-check
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newViewer } from '../fixtures/api.mjs';
import { servePage } from '../fixtures/bridge_page.mjs';
import { launchBrowser, openPerson, takeSession } from '../fixtures/browser.mjs';
import { openBarePage, watch } from '../fixtures/rtc.mjs';
import { Server } from '../fixtures/server.mjs';
import { eventually } from '../fixtures/taught_class.mjs';
import { CAMERA, call, classInThreeSizes, openBridge, playbackOf, reaches, toldByPlayer } from '../fixtures/three_sizes.mjs';

/** @type {Server} */
let server;
/** @type {import('playwright-core').Browser} */
let browser;
/** @type {Awaited<ReturnType<typeof servePage>>} */
let app;

before(async () => {
    server = await Server.start({ MEDIA_THREADS: '2', MEDIA_UDP_PORT: '0' });
    app = await servePage();
    browser = await launchBrowser({ camera: CAMERA });
});
after(async () => {
    await browser?.close();
    app?.server.closeAllConnections();
    app?.server.close();
    await server?.dispose();
});

for (const codec of ['H264', 'VP8', 'VP9', 'AV1']) {
    test(`a viewer chooses among the sizes that the instructor's browser sends in ${codec}`, async () => {
        const { stream, studio } = await classInThreeSizes(server, app.url, browser, codec);
        const viewer = await newViewer(server.url);
        const person = await openBridge(browser, app.url);
        const { page } = person;
        try {
            const playback = await playbackOf(viewer, stream);
            await call(page, 'player', 'watch', new URL(playback.url, server.url).href, playback.token);
            await reaches(page, 'lsl_on_player', 'playing');
            const size = () => page.evaluate(() => {
                const video = /** @type {HTMLVideoElement} */ (document.getElementById('player'));
                return { height: video.videoHeight, frames: video.getVideoPlaybackQuality().totalVideoFrames };
            });
            // What there is to choose from is told from the best down, once it is all being sent.
            const told = () => toldByPlayer(page);
            await eventually(async () => (await told()).heights.length === 3, 30_000, 'three sizes');
            const { heights } = await told();
            const full = heights[0];
            assert.deepEqual(heights, [full, full / 2, full / 4]);
            await eventually(async () => (await size()).height === full, 30_000, 'the best comes by itself');
            for (const height of [full / 2, full / 4, full]) {
                await call(page, 'player', 'setQuality', height);
                await eventually(async () => (await size()).height === height, 30_000, `${height} lines`);
                assert.equal((await told()).chosen, height);
                const { frames } = await size();
                await eventually(async () => (await size()).frames > frames + 20, 30_000, 'and it moves');
            }
            await call(page, 'player', 'setQuality', 0);
            await eventually(async () => (await told()).chosen === 0, 30_000, 'automatic again');
            await eventually(async () => (await told()).fps > 5 && (await told()).codec !== '', 30_000, 'figures for the curious');
            const sent = await studio.page.evaluate(() => /** @type {any} */ (window).calls
                .filter((/** @type {any} */ call) => call.name === 'lsl_on_broadcast').at(-1).state);
            assert.equal((await told()).codec, codec);
            assert.equal(sent.height, full, 'the instructor is told of the best size');
            assert.deepEqual(person.errors, []);
            assert.deepEqual(studio.errors, []);
        } finally {
            await person.context.close();
            await studio.context.close();
        }
    });
}

test('the player\'s settings: a size, automatic again, and the statistics', async () => {
    const { stream, studio } = await classInThreeSizes(server, app.url, browser);
    const viewer = await newViewer(server.url);
    const person = await openPerson(browser);
    const { page } = person;
    try {
        assert.equal((await viewer.post(`/api/streams/${stream.id}/enroll`)).status, 201);
        await takeSession(person.context, viewer);
        await page.goto(`${server.url}/streams/${stream.id}/watch`);
        const settings = page.getByRole('button', { name: /^Quality: / });
        await settings.waitFor({ timeout: 30_000 });
        const height = () => page.evaluate(() => /** @type {HTMLVideoElement} */ (document.getElementById('player')).videoHeight);
        await settings.press('Enter');
        await page.getByRole('button', { name: '136p', exact: true }).press('Enter');
        await eventually(async () => (await height()) === 136, 30_000, 'the smallest');
        await page.getByRole('button', { name: 'Quality: 136p' }).press('Enter');
        await page.getByRole('button', { name: /^Auto/ }).press('Enter');
        await eventually(async () => (await height()) === 544, 30_000, 'the best again');
        await page.getByRole('button', { name: 'Quality: Auto (544p)' }).press('Enter');
        await page.getByRole('button', { name: 'Statistics' }).press('Enter');
        const panel = page.getByRole('region', { name: 'Statistics' });
        await eventually(async () => /\d+ fps.*(H264|VP8).*\d\.\d\d Mbit\/s/s.test(await panel.innerText()), 30_000, 'figures');
        assert.match(await panel.innerText(), /960 × 544/);
        assert.deepEqual(person.errors, []);
    } finally {
        await person.context.close();
        await studio.context.close();
    }
});

test('any WHEP player finds the layers by the links of its session, and chooses one', async () => {
    const { stream, studio } = await classInThreeSizes(server, app.url, browser);
    const viewer = await newViewer(server.url);
    const person = await openPerson(browser);
    try {
        const playback = await playbackOf(viewer, stream);
        await openBarePage(person.page, server.url);
        /** @type {string[]} */
        const links = [];
        person.page.on('response', (answer) => {
            const link = answer.headers()['link'];
            if (answer.status() === 201 && link) links.push(link);
        });
        const joined = await person.page.evaluate(watch, { url: playback.url, token: playback.token });
        assert.ok(joined.seen, JSON.stringify(joined));
        const session = await person.page.evaluate(() => /** @type {any} */ (window).__viewer.session);
        assert.match(links[0], new RegExp(`<${session}/layer>; rel="urn:ietf:params:whep:ext:core:layer"`));
        assert.match(links[0], /rel="urn:ietf:params:whep:ext:core:server-sent-events"; events="[a-z,]*layers/);

        const bearer = { Authorization: `Bearer ${playback.token}` };
        // What is refused, and why.
        assert.equal((await viewer.post(`${session}/layer`, {})).status, 401);
        assert.equal((await viewer.post(`${session}/layer`, { rid: 'none' }, bearer)).status, 422);
        assert.equal((await viewer.request('POST', `${session}/layer`, { raw: '{', headers: { ...bearer, 'Content-Type': 'application/json' } })).status, 400);
        assert.equal((await viewer.request('POST', `${session}/layer`, { raw: '{}', headers: bearer })).status, 415);
        assert.equal((await viewer.post(`${session}/sse`, ['scte35'], bearer)).status, 400);
        assert.equal((await viewer.get(`${session}/sse/none`)).status, 404);

        const created = await viewer.post(`${session}/sse`, ['active', 'layers', 'viewercount'], bearer);
        assert.equal(created.status, 201, created.text);
        const events = await fetch(server.url + created.headers.get('Location'));
        assert.equal(events.headers.get('Content-Type'), 'text/event-stream; charset=utf-8');
        const reader = /** @type {ReadableStream<Uint8Array>} */ (events.body).pipeThrough(new TextDecoderStream()).getReader();
        let heard = '';
        /** The newest layers told, once they are as wanted. @param {(layers: any[]) => boolean} wanted */
        const layersUntil = async (wanted) => {
            const deadline = Date.now() + 20_000;
            for (;;) {
                const told = [...heard.matchAll(/event: layers\ndata: (.*)\n/g)].pop();
                const layers = told ? /** @type {any[]} */ (Object.values(JSON.parse(told[1]))[0]) : [];
                if (wanted(layers)) return layers;
                assert.ok(Date.now() < deadline, heard);
                const { value, done } = await reader.read();
                assert.ok(!done, heard);
                heard += value;
            }
        };
        const layers = await layersUntil((all) => all.filter((one) => one.bitrate > 0 && one.height > 0).length === 3);
        const heights = layers.map((one) => one.height);
        assert.deepEqual(heights, [heights[0], heights[0] / 2, heights[0] / 4]);
        assert.match(heard, /event: active\ndata: {}\n/);
        assert.match(heard, /event: viewercount\ndata: {"viewercount":1}\n/);

        const height = () => person.page.evaluate(() => /** @type {HTMLVideoElement} */ (document.getElementById('picture')).videoHeight);
        const lowest = layers[2];
        assert.equal((await viewer.post(`${session}/layer`, { mediaId: '0', rid: lowest.rid }, bearer)).status, 200);
        await eventually(async () => (await height()) === lowest.height, 30_000, 'the lowest');
        await layersUntil((all) => all.find((one) => one.rid === lowest.rid)?.active);
        assert.equal((await viewer.post(`${session}/layer`, { maxHeight: heights[1] + 20 }, bearer)).status, 200);
        await eventually(async () => (await height()) === heights[1], 30_000, 'at most that');
        assert.equal((await viewer.post(`${session}/layer`, {}, bearer)).status, 200);
        await eventually(async () => (await height()) === heights[0], 30_000, 'automatic again');

        assert.equal((await viewer.delete(created.headers.get('Location') ?? '')).status, 200);
        assert.equal((await viewer.get(created.headers.get('Location') ?? '')).status, 404);
    } finally {
        await person.context.close();
        await studio.context.close();
    }
});
