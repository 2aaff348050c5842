// How many viewers one core serves, and how late: this server and Janus, each in a process pinned to
// one core, with the same publisher and the same viewers on the other cores.
// @ts-check
import { execFile, execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createClass, newInstructor, newViewer } from '../e2e/fixtures/api.mjs';
import { launchBrowser, openPerson } from '../e2e/fixtures/browser.mjs';
import { openBarePage, publish, statistics, watch } from '../e2e/fixtures/rtc.mjs';
import { ROOT, Server } from '../e2e/fixtures/server.mjs';
import { Janus } from './janus.mjs';

/** All viewers of a swarm show one person's token. */
export const ONE_TOKEN = { MEDIA_OFFERS_PER_MINUTE: '100000' };
/** Kilobits a second of the picture, and frames where they are not 30. */
export const CAMERA = '2500';
const SLIDES = '100@5', STUDIO = '8000', SOUND_ALONE = '0';
export const SECONDS = 10;
const SERVER_CORE = 0;
const PRIORITY = -15;

/**
 * Every thread of a process onto one core, which it keeps against whatever else the machine does, where we may say so.
 * @param {number | undefined} pid @param {string} [cores] where it may have more
 */
export function pin(pid, cores = String(SERVER_CORE)) {
    execFileSync('taskset', ['-apc', cores, String(pid)], { stdio: 'ignore' });
    if (process.getuid?.() !== 0) return;
    const threads = readdirSync(`/proc/${pid}/task`);
    execFileSync('renice', ['-n', String(PRIORITY), '-p', ...threads], { stdio: 'ignore' });
}

/**
 * A program of tests/bench on the cores that the server has not; its last line, which is JSON.
 * @param {string} name @param {(string | number)[]} parameters
 * @param {{ firstCore?: number, onMeasuring?: () => void }} [options] `onMeasuring`: all are connected, the measuring begins
 */
export async function onOtherCores(name, parameters, { firstCore = SERVER_CORE + 1, onMeasuring } = {}) {
    const program = join(ROOT, 'build/native/tests/bench', name);
    if (!existsSync(program)) throw new Error(`${program} is not built`);
    const others = cpus().length > firstCore ? `${firstCore}-${cpus().length - 1}` : '0';
    const first = process.getuid?.() === 0 ? ['nice', '-n', String(PRIORITY)] : [];
    const running = promisify(execFile)(
        'env', [...first, 'taskset', '-c', others, program, ...parameters.map(String)], { timeout: 300_000 });
    if (onMeasuring) running.child.stdout?.once('data', onMeasuring);
    const { stdout } = await running;
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}');
}

/**
 * The swarm's line of JSON.
 * @param {number} viewers @param {number | undefined} pid @param {string[]} target
 * @param {{ rate?: string, onMeasuring?: () => void }} [options]
 */
async function swarm(viewers, pid, target, { rate = CAMERA, onMeasuring } = {}) {
    const measured = await onOtherCores('bench_fanout', [viewers, SECONDS, rate, String(pid), ...target], { onMeasuring });
    console.error(`  ${viewers} viewers: ${measured.cpu_us_per_packet} µs a packet, p95 ${measured.delay_p95_ms} ms, ` +
        `p99 ${measured.delay_p99_ms} ms, lost ${measured.loss_percent} %, core ${(measured.cpu_share * 100).toFixed(0)} %`);
    return measured;
}

/** A live class and what its viewers and its publisher need. @param {Server} server */
export async function liveClass(server) {
    const instructor = await newInstructor(server.url);
    const stream = await createClass(instructor, { priceInTokens: 0 });
    const viewer = await newViewer(server.url);
    await viewer.post(`/api/streams/${stream.id}/enroll`);
    await instructor.post(`/api/instructor/streams/${stream.id}/start`);
    const playback = (await viewer.get(`/api/streams/${stream.id}/playback`)).body;
    return { whip: stream.webrtc_url, whipToken: stream.webrtc_token, whep: new URL(playback.url, server.url).href, whepToken: playback.token };
}

/** @param {Awaited<ReturnType<typeof liveClass>>} live */
export const addressesOf = (live) => [live.whip, live.whipToken, live.whep, live.whepToken];

/**
 * @param {Server} server @param {Awaited<ReturnType<typeof liveClass>>} live @param {number} viewers
 * @param {{ rate?: string, onMeasuring?: () => void }} [options]
 */
const watched = (server, live, viewers, options) => swarm(viewers, server.child?.pid, ['whip', ...addressesOf(live)], options);

/**
 * This server with a swarm of that many; what is done to its process meanwhile.
 * @param {number} viewers
 * @param {{ rate?: string, meanwhile?: (pid: number) => Promise<void> }} [options]
 */
export async function watchedBy(viewers, { rate, meanwhile } = {}) {
    const server = await Server.start(ONE_TOKEN);
    try {
        const live = await liveClass(server);
        const pid = server.child?.pid;
        pin(pid);
        if (!meanwhile || pid === undefined) return await watched(server, live, viewers, { rate });
        let begin = () => {};
        const begun = new Promise((done) => (begin = () => done(undefined)));
        const [measured] = await Promise.all([watched(server, live, viewers, { rate, onMeasuring: () => begin() }), begun.then(() => meanwhile(pid))]);
        return measured;
    } finally {
        await server.dispose();
    }
}

/**
 * A thousand come in within ten seconds while five hundred watch.
 * What one of them costs by itself is `handshake`, measured without sockets.
 */
export async function joins() {
    const server = await Server.start(ONE_TOKEN);
    try {
        const live = await liveClass(server);
        pin(server.child?.pid);
        const crowd = await onOtherCores('bench_joins', [500, 1000, 10, CAMERA, String(server.child?.pid), ...addressesOf(live)]);
        const handshake = await onOtherCores('bench_handshake', []);
        return { ...crowd, handshake, limits: { join_p95_ms: 1000, lost: 0, key_frame_requests: 2, kb_per_viewer: 60 } };
    } finally {
        await server.dispose();
    }
}

/**
 * A real browser's class in the same server, watched by a real browser while a crowd watches another: its
 * decoder is the witness that whole pictures arrive.
 * @param {number} viewers
 */
async function witness(viewers) {
    const server = await Server.start(ONE_TOKEN);
    const browser = await launchBrowser();
    try {
        const [live, crowd] = [await liveClass(server), await liveClass(server)];
        const camera = await openPerson(browser, { permissions: ['camera', 'microphone'] });
        await openBarePage(camera.page, server.url);
        await camera.page.evaluate(publish, { url: live.whip, token: live.whipToken });
        const player = await openPerson(browser);
        await openBarePage(player.page, server.url);
        await player.page.evaluate(watch, { url: live.whep, token: live.whepToken });
        pin(server.child?.pid);
        const look = async () => [await camera.page.evaluate(statistics, '__publisher'), await player.page.evaluate(statistics, '__viewer')];
        const measuring = watched(server, crowd, viewers);
        await new Promise((done) => setTimeout(done, 6000));
        const [sentBefore, seenBefore] = await look();
        await new Promise((done) => setTimeout(done, 6000));
        const [sent, seen] = await look();
        await measuring;
        const [out, before] = [sent['outbound-rtp-video'], sentBefore['outbound-rtp-video']];
        const [into, first] = [seen['inbound-rtp-video'], seenBefore['inbound-rtp-video']];
        const found = {
            viewers, frames_encoded: out.framesEncoded - before.framesEncoded, frames_decoded: into.framesDecoded - first.framesDecoded,
            frames_dropped: into.framesDropped - first.framesDropped, packets_lost: into.packetsLost - first.packetsLost,
            freezes: into.freezeCount - first.freezeCount,
        };
        console.error(`  witness: ${JSON.stringify(found)}`);
        return found;
    } finally {
        await browser.close();
        await server.dispose();
    }
}

/** @param {number} viewers @param {number} eventLoops */
async function janus(viewers, eventLoops) {
    const peer = await Janus.start({ eventLoops });
    try {
        pin(peer.child?.pid);
        return await swarm(viewers, peer.child?.pid, ['janus', peer.url]);
    } finally {
        await peer.dispose();
    }
}

/** The most viewers without a lost packet and p95 within a frame, out of these. @param {number[]} numbers @param {(viewers: number) => Promise<any>} measure */
async function most(numbers, measure) {
    /** @type {any} */
    let best = null;
    for (const viewers of numbers) {
        const measured = await measure(viewers).catch((error) => ({ error: String(error).split('\n')[0] }));
        if (measured.error || measured.lost > 0 || measured.delay_p95_ms > 33) return best ?? measured;
        best = measured;
    }
    return best;
}

export async function fanout() {
    if (!existsSync('/usr/bin/janus')) {
        const install = ['apt-get', 'install', '-y', '-qq', '--no-install-recommends', 'janus'];
        if (process.getuid?.() !== 0) install.unshift('sudo');
        execFileSync(install[0], install.slice(1), { stdio: ['ignore', 2, 2] });
        // The package starts a service, which would sit on the measured core.
        execFileSync('sh', ['-c', 'pkill -x janus || true']);
    }
    console.error('this server');
    const few = await watchedBy(100);
    const many = await watchedBy(1000);
    // As many sessions as a server has, one of them the publisher's.
    const full = await watchedBy(1999).catch((error) => ({ error: String(error).split('\n')[0] }));
    console.error('this server, classes of other kinds');
    const sound = await watchedBy(1000, { rate: SOUND_ALONE });
    const slides = await watchedBy(1000, { rate: SLIDES });
    const studio = await watchedBy(100, { rate: STUDIO });
    const studioMany = await watchedBy(300, { rate: STUDIO });
    const seen = await witness(300);
    console.error('Janus, event_loops = 1');
    const peerFew = await janus(100, 1);
    const peerMost = await most([150, 200, 250, 300], (viewers) => janus(viewers, 1));
    console.error('Janus, as it comes');
    const peerDefault = await janus(100, 0);
    const ratio = (/** @type {any} */ a, /** @type {any} */ b) => Number((a.cpu_us_per_packet / b.cpu_us_per_packet).toFixed(3));
    return {
        ours_100: few,
        ours_1000: many,
        ours_1999: full,
        ours_sound_alone_1000: sound,
        ours_slides_1000: slides,
        ours_8_mbit_100: studio,
        ours_8_mbit_300: studioMany,
        witness: seen,
        janus_1_loop_100: peerFew,
        janus_1_loop_most: peerMost,
        janus_default_100: peerDefault,
        cpu_ratio_to_janus_at_100: ratio(few, peerFew),
        cpu_ratio_of_1000_to_janus_best: ratio(many, peerMost.cpu_us_per_packet < peerFew.cpu_us_per_packet ? peerMost : peerFew),
    };
}
