// Where a packet's time goes: the server is looked at by perf a thousand times a second while a swarm watches, and what
// was seen is summed up by the steps of a packet's way. A flame graph of each lies in build/profile/ afterwards.
// @ts-check
import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../e2e/fixtures/server.mjs';
import { watchedBy } from './fanout.mjs';
import { flameGraph } from './flame_graph.mjs';
import { isKernel, readSamples, sharesOf, stepOf } from './packet_steps.mjs';

const SECONDS = 8;
/** No divisor of the times at which frames come. */
const SAMPLES_PER_SECOND = 997;
const FOLDER = join(ROOT, 'build/profile');

/** For the flame graph: the step, then the kernel's way, outermost first; of our own the innermost function, since the others are not told reliably. @param {import('./packet_steps.mjs').Sample} sample */
function pathOf(sample) {
    const kernel = sample.frames.filter(isKernel).map(({ name }) => name).reverse();
    return [stepOf(sample), ...(kernel.length > 0 ? kernel : [sample.frames[0].name])];
}

/** perf, as somebody who may see the kernel's part, and not on the measured core; what it prints. @param {string[]} words */
async function perf(words) {
    const before = process.getuid?.() === 0 ? [] : ['sudo'];
    if (cpus().length > 1) before.push('taskset', '-c', `1-${cpus().length - 1}`);
    const [program, ...rest] = [...before, 'perf', ...words];
    try {
        return (await promisify(execFile)(program, rest, { maxBuffer: 1 << 29 })).stdout;
    } catch (error) {
        throw new Error(`perf does not work here (Debian's package is linux-perf; a container needs CAP_PERFMON): ${error}`);
    }
}

/** @param {number} viewers */
async function profileOf(viewers) {
    const data = join(FOLDER, `${viewers}.data`);
    const measured = await watchedBy(viewers, {
        meanwhile: async (pid) => {
            await perf(['record', '-q', '-g', '-F', String(SAMPLES_PER_SECOND), '-p', String(pid), '-o', data, '--', 'sleep', String(SECONDS)]);
        },
    });
    const samples = readSamples(await perf(['script', '-f', '-i', data, '--no-inline', '-F', 'comm,ip,sym,dso']));
    if (samples.length < SAMPLES_PER_SECOND / 2) throw new Error(`perf saw ${samples.length} samples only`);
    const steps = sharesOf(samples, measured.cpu_us_per_packet);
    const page = join(FOLDER, `${viewers}.svg`);
    writeFileSync(page, flameGraph(samples.map(pathOf), `${viewers} viewers, ${measured.cpu_us_per_packet} µs a packet`));
    for (const { step, percent, us_per_packet } of steps) {
        console.error(`  ${percent.toFixed(1).padStart(5)} %  ${us_per_packet.toFixed(3)} µs  ${step}`);
    }
    console.error(`  ${page}`);
    return { viewers, cpu_us_per_packet: measured.cpu_us_per_packet, samples: samples.length, steps };
}

export async function profile() {
    mkdirSync(FOLDER, { recursive: true });
    await perf(['--version']);
    return { profiles: [await profileOf(100), await profileOf(1000)] };
}
