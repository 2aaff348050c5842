// A viewer whose line gets narrow while a class is sent in three sizes: the picture gets smaller before it
// stops, and the best comes back by itself. A real line of that width, in a network of the test's own.
// @ts-check
import '../interop/own_network.mjs';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { newViewer } from '../fixtures/api.mjs';
import { servePage } from '../fixtures/bridge_page.mjs';
import { launchBrowser } from '../fixtures/browser.mjs';
import { Server } from '../fixtures/server.mjs';
import { eventually, pause } from '../fixtures/taught_class.mjs';
import { CAMERA, call, classInThreeSizes, openBridge, playbackOf, reaches, toldByPlayer } from '../fixtures/three_sizes.mjs';

/** @type {Server} */
let server;
/** @type {import('playwright-core').Browser} */
let browser;
/** @type {Awaited<ReturnType<typeof servePage>>} */
let app;

before(async () => {
    server = await Server.start();
    app = await servePage();
    browser = await launchBrowser({ camera: CAMERA });
});
after(async () => {
    await browser?.close();
    app?.server.closeAllConnections();
    app?.server.close();
    await server?.dispose();
});

const tc = (/** @type {string} */ words) => execFileSync('tc', words.split(' '), { stdio: 'pipe' });

/** What the server sends to that port goes through a line of that width, with half a second of queue. */
function layLine(/** @type {number} */ port) {
    tc('qdisc add dev lo root handle 1: htb default 10');
    tc('class add dev lo parent 1: classid 1:10 htb rate 10gbit');
    tc('class add dev lo parent 1: classid 1:20 htb rate 20mbit burst 16k');
    tc(`filter add dev lo parent 1: protocol ip u32 match ip protocol 17 0xff match ip sport ${server.environment.MEDIA_UDP_PORT} 0xffff match ip dport ${port} 0xffff flowid 1:20`);
    widen(20_000);
}
function widen(/** @type {number} */ kbps) {
    tc(`class change dev lo parent 1: classid 1:20 htb rate ${kbps}kbit burst 4k`);
    tc(`qdisc replace dev lo parent 1:20 handle 20: bfifo limit ${Math.max(12_000, (kbps * 500) / 8)}`);
}

test('a narrow line gets a smaller picture that moves, a wide one the best again', async (t) => {
    const { stream, studio } = await classInThreeSizes(server, app.url, browser);
    const viewer = await newViewer(server.url);
    const person = await openBridge(browser, app.url);
    const { page } = person;
    try {
        await page.evaluate(() => {
            const Usual = window.RTCPeerConnection;
            window.RTCPeerConnection = class extends Usual {
                /** @param {RTCConfiguration} [configuration] */
                constructor(configuration) {
                    super(configuration);
                    /** @type {any} */ (window).peer = this;
                }
            };
        });
        const playback = await playbackOf(viewer, stream);
        await call(page, 'player', 'watch', new URL(playback.url, server.url).href, playback.token);
        await reaches(page, 'lsl_on_player', 'playing');
        const seen = () => page.evaluate(async () => {
            const video = /** @type {HTMLVideoElement} */ (document.getElementById('player'));
            let [port, frozen, decoded] = [0, 0, 0];
            const report = await /** @type {any} */ (window).peer.getStats();
            for (const entry of report.values()) {
                if (entry.type === 'transport') port = report.get(report.get(entry.selectedCandidatePairId).localCandidateId).port;
                if (entry.type === 'inbound-rtp' && entry.kind === 'video') [frozen, decoded] = [entry.totalFreezesDuration, entry.framesDecoded];
            }
            return { height: video.videoHeight, port, frozen, decoded };
        });
        await eventually(async () => (await seen()).height === CAMERA.height, 30_000, 'the best comes first');
        layLine((await seen()).port);
        await pause(3000);
        assert.equal((await seen()).height, CAMERA.height, 'a wide line changes nothing');

        widen(300);
        const narrowed = Date.now();
        await eventually(async () => (await seen()).height < CAMERA.height, 30_000, 'the narrow line gets a smaller picture');
        t.diagnostic(`smaller after ${Date.now() - narrowed} ms`);
        await pause(3000);
        const from = await seen();
        await pause(6000);
        const to = await seen();
        assert.ok(to.height < CAMERA.height, 'it stays small');
        assert.ok(to.decoded - from.decoded > 6 * 30 * 0.7, `it moves: ${to.decoded - from.decoded} frames in 6 s`);
        assert.ok(to.frozen - from.frozen < 0.5, `it stood still for ${to.frozen - from.frozen} s`);
        assert.ok(to.frozen < 2, `the change took ${to.frozen} s`);

        widen(20_000);
        const widened = Date.now();
        await eventually(async () => (await seen()).height === CAMERA.height, 60_000, 'the best comes back');
        t.diagnostic(`the best again after ${Date.now() - widened} ms`);
        assert.deepEqual(person.errors, []);
    } finally {
        await person.context.close();
        await studio.context.close();
    }
});
