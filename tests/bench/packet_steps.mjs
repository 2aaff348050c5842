// The steps of a packet's way through the server, as perf's samples of its media thread show them.
// @ts-check

const MEDIA_THREAD = 'lsl-media';

/** @typedef {{ name: string, from: string }} Frame  a function and the file that it is in */
/** @typedef {{ thread: string, frames: Frame[] }} Sample  innermost first */

export const isKernel = (/** @type {Frame} */ { from }) => /^\[(?!unknown|vdso|vsyscall)/.test(from);

/** What `perf script` prints. @param {string} text @returns {Sample[]} */
export function readSamples(text) {
    return text.split(/\n\s*\n/).flatMap((part) => {
        const [head, ...lines] = part.split('\n').filter((line) => line.trim() !== '');
        const frames = lines.flatMap((line) => {
            const [, name, from] = line.match(/^\s+[0-9a-f]+ (.*) \(([^()]*)\)$/) ?? [];
            return name === undefined ? [] : [{ name, from }];
        });
        return frames.length > 0 ? [{ thread: head.trim(), frames }] : [];
    });
}

/** Of the kernel, by the call that led there and by what was passed on the way. @type {[string, RegExp | null, RegExp][]} */
const KERNEL_STEPS = [
    ["kernel: into the viewers' sockets (loopback)", null, /^(__netif_receive_skb|process_backlog|net_rx_action|ip_rcv|udp_queue_rcv)/],
    ['kernel: send, copying', /^send/, /^(_copy_from_iter|copyin|rep_movs|_copy_from_user)/],
    ['kernel: send', /^send/, /./],
    ['kernel: receive', /^recv/, /./],
    ['kernel: sleep and waking up', /^(e?poll|ppoll|select|pselect|futex|clock_nanosleep|nanosleep)/, /./],
];

/** Of our own, by the innermost function and its file. @type {[string, RegExp, RegExp][]} */
const OWN_STEPS = [
    ['seal: libipsec-mb', /./, /libIPSec_MB/],
    ['seal and open: OpenSSL', /./, /libcrypto/],
    ['around the cipher', /(GcmSealer|Srtp|SentIndices)/, /./],
    ['headers and extensions', /(PacketSender|RtpHeaderWriter|add_extensions)/, /./],
    ['what each viewer gets', /(EgressTrack|Viewer|LogReader|StreamRewriter|Pacer|LayerS|FanOut|Retransmission|SentPackets)/, /./],
    ['what comes in', /(Publisher|IngestTrack|PacketLog|SequenceSpace|ReceiveStats|NackTracker|parse_rtp)/, /./],
    ['socket and thread', /(UdpSocket|MediaThread|Outbox|Engine::poll|Engine::handle|threads::)/, /./],
    ['copies and system calls (libc)', /./, /libc\.so/],
    ['the rest of ours', /lsl::/, /./],
];

/** The step of a packet's way that a sample saw. @param {Sample} sample */
export function stepOf({ thread, frames }) {
    if (thread !== MEDIA_THREAD) return 'other threads';
    const kernel = frames.filter(isKernel);
    if (kernel.length > 0) {
        const call = kernel.map(({ name }) => name.match(/^__(?:x64|arm64)_sys_(\w+)/)?.[1]).find(Boolean) ?? '';
        const step = KERNEL_STEPS.find(([, calls, passed]) => (!calls || calls.test(call)) && kernel.some(({ name }) => passed.test(name)));
        return step?.[0] ?? 'kernel: all else';
    }
    const [{ name, from }] = frames;
    const called = name.replaceAll('(anonymous namespace)', '').replace(/\(.*/, '');
    const step = OWN_STEPS.find(([, names, files]) => names.test(called) && files.test(from));
    return step?.[0] ?? 'all else';
}

/**
 * The shares of the steps, largest first, and what each costs of a packet.
 * @param {Sample[]} samples @param {number} microseconds of a packet
 */
export function sharesOf(samples, microseconds) {
    /** @type {Map<string, number>} */
    const counts = new Map();
    for (const sample of samples) counts.set(stepOf(sample), (counts.get(stepOf(sample)) ?? 0) + 1);
    return [...counts].sort(([, a], [, b]) => b - a).map(([step, count]) => {
        const share = count / samples.length;
        return { step, percent: Number((100 * share).toFixed(1)), us_per_packet: Number((share * microseconds).toFixed(3)) };
    });
}
