// How many viewers one core serves, and how late: this server and Janus, each in a process pinned to
// one core, with the same publisher and the same viewers on the other cores.
// @ts-check
import { execFile, execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createClass, newInstructor, newViewer } from '../e2e/api.mjs';
import { launchBrowser, openPerson } from '../e2e/browser.mjs';
import { openBarePage, publish, statistics, watch } from '../e2e/rtc.mjs';
import { ROOT, Server } from '../e2e/server.mjs';
import { Janus } from './janus.mjs';

/** All viewers of a swarm show one person's token. */
const ONE_TOKEN = { MEDIA_OFFERS_PER_MINUTE: '100000' };
const KBPS = 2500;
const SECONDS = 10;
const SERVER_CORE = 0;
const PRIORITY = -15;

/**
 * Every thread of a process onto one core, which it keeps against whatever else the machine does, where we may say so.
 * @param {number | undefined} pid
 */
function pin(pid) {
    execFileSync('taskset', ['-apc', String(SERVER_CORE), String(pid)], { stdio: 'ignore' });
    if (process.getuid?.() !== 0) return;
    const threads = readdirSync(`/proc/${pid}/task`);
    execFileSync('renice', ['-n', String(PRIORITY), '-p', ...threads], { stdio: 'ignore' });
}

/**
 * The swarm, on the other cores; its line of JSON.
 * @param {number} viewers @param {number | undefined} pid @param {string[]} target
 * @param {() => void} [onMeasuring] once all are connected and the measuring begins
 */
async function swarm(viewers, pid, target, onMeasuring) {
    const program = join(ROOT, 'build/native/tests/bench/bench_fanout');
    if (!existsSync(program)) throw new Error(`${program} is not built`);
    const others = cpus().length > 1 ? `1-${cpus().length - 1}` : '0';
    const first = process.getuid?.() === 0 ? ['nice', '-n', String(PRIORITY)] : [];
    const running = promisify(execFile)(
        'env', [...first, 'taskset', '-c', others, program, String(viewers), String(SECONDS), String(KBPS), String(pid), ...target],
        { timeout: 300_000 });
    if (onMeasuring) running.child.stdout?.once('data', onMeasuring);
    const { stdout } = await running;
    const measured = JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}');
    console.error(`  ${viewers} viewers: ${measured.cpu_us_per_packet} µs a packet, p95 ${measured.delay_p95_ms} ms, ` +
        `p99 ${measured.delay_p99_ms} ms, lost ${measured.loss_percent} %, core ${(measured.cpu_share * 100).toFixed(0)} %`);
    return measured;
}

/** A live class and what its viewers and its publisher need. @param {Server} server */
async function liveClass(server) {
    const instructor = await newInstructor(server.url);
    const stream = await createClass(instructor, { priceInTokens: 0 });
    const viewer = await newViewer(server.url);
    await viewer.post(`/api/streams/${stream.id}/enroll`);
    await instructor.post(`/api/instructor/streams/${stream.id}/start`);
    const playback = (await viewer.get(`/api/streams/${stream.id}/playback`)).body;
    return { whip: stream.webrtc_url, whipToken: stream.webrtc_token, whep: new URL(playback.url, server.url).href, whepToken: playback.token };
}

/** @param {Server} server @param {Awaited<ReturnType<typeof liveClass>>} live @param {number} viewers @param {() => void} [onMeasuring] */
const watched = (server, live, viewers, onMeasuring) =>
    swarm(viewers, server.child?.pid, ['whip', live.whip, live.whipToken, live.whep, live.whepToken], onMeasuring);

/**
 * This server with a swarm of that many; what is done to its process meanwhile.
 * @param {number} viewers @param {(pid: number) => Promise<void>} [meanwhile]
 */
export async function watchedBy(viewers, meanwhile) {
    const server = await Server.start(ONE_TOKEN);
    try {
        const live = await liveClass(server);
        const pid = server.child?.pid;
        pin(pid);
        if (!meanwhile || pid === undefined) return await watched(server, live, viewers);
        let begin = () => {};
        const begun = new Promise((done) => (begin = () => done(undefined)));
        const [measured] = await Promise.all([watched(server, live, viewers, begin), begun.then(() => meanwhile(pid))]);
        return measured;
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
        witness: seen,
        janus_1_loop_100: peerFew,
        janus_1_loop_most: peerMost,
        janus_default_100: peerDefault,
        cpu_ratio_to_janus_at_100: ratio(few, peerFew),
        cpu_ratio_of_1000_to_janus_best: ratio(many, peerMost.cpu_us_per_packet < peerFew.cpu_us_per_packet ? peerMost : peerFew),
    };
}
