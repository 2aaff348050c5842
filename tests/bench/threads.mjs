// Classes over several media threads: as many cores are the server's as the viewers', and each class has a swarm.
// @ts-check
import { cpus } from 'node:os';
import { Server } from '../e2e/fixtures/server.mjs';
import { addressesOf, CAMERA, liveClass, ONE_TOKEN, onOtherCores, pin, SECONDS } from './fanout.mjs';

const VIEWERS_OF_A_CLASS = 500;

/** So many classes at once, on so many threads. @param {number} mediaThreads @param {number} classes */
async function measure(mediaThreads, classes) {
    const server = await Server.start({ ...ONE_TOKEN, MEDIA_THREADS: String(mediaThreads) });
    try {
        const pid = server.child?.pid;
        const live = [];
        for (let i = 0; i < classes; ++i) live.push(await liveClass(server));
        pin(pid, `0-${mediaThreads - 1}`);
        const swarms = await Promise.all(live.map((one) =>
            onOtherCores('bench_fanout', [VIEWERS_OF_A_CLASS, SECONDS, CAMERA, String(pid), 'whip', ...addressesOf(one)], { firstCore: classes })));
        const sum = (/** @type {string} */ name) => swarms.reduce((all, one) => all + one[name], 0);
        return {
            media_threads: mediaThreads, classes, viewers: classes * VIEWERS_OF_A_CLASS,
            packets_per_second: sum('packets_per_second'), lost: sum('lost'),
            // Each swarm counts the whole process, so of those at the same time any one is the process's.
            cpu_share: Math.max(...swarms.map((one) => one.cpu_share)),
            delay_p95_ms: Math.max(...swarms.map((one) => one.delay_p95_ms)),
        };
    } finally {
        await server.dispose();
    }
}

/** The same classes on one thread, and each on a thread of its own. */
export async function threads() {
    const cores = cpus().length;
    const classes = Math.min(4, Math.floor(cores / 2));
    if (classes < 2) return { skipped: `needs four cores, two for the server and two for the viewers; there are ${cores}` };
    const one = await measure(1, classes);
    const spread = await measure(classes, classes);
    return { one_thread: one, a_thread_each: spread, packets_ratio: Number((spread.packets_per_second / one.packets_per_second).toFixed(2)) };
}
