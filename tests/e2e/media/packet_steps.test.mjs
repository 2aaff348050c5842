// tests/bench/packet_steps.mjs: what `./dev bench profile` makes of perf's samples.
// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { flameGraph } from '../../bench/flame_graph.mjs';
import { readSamples, sharesOf, stepOf } from '../../bench/packet_steps.mjs';

const PRINTED = `lsl-media\x20
\tffffffff820a5afd udp_queue_rcv_one_skb ([kernel.kallsyms])
\tffffffff81eb7ac3 process_backlog ([kernel.kallsyms])
\tffffffff820a0637 udp_send_skb ([kernel.kallsyms])
\tffffffff81e7f080 __x64_sys_sendmmsg ([kernel.kallsyms])
\t          10acb3 sendmmsg (/usr/lib/x86_64-linux-gnu/libc.so.6)

lsl-media\x20
\tffffffff820a4f7c udp_sendmsg ([kernel.kallsyms])
\tffffffff81e7f080 __x64_sys_sendmmsg ([kernel.kallsyms])

lsl-media\x20
\t          1c0de0 lsl::media::(anonymous namespace)::VectorGcmSealer::seal(std::byte*) (/srv/leansporty-live)
\t               0 [unknown] ([unknown])

lsl-media\x20
\t           2f000 [unknown] (/usr/lib/x86_64-linux-gnu/libIPSec_MB.so.1.3.0)

lsl-media\x20
\t          1c0de0 lsl::media::EgressTrack::send(lsl::media::PacketSender&) (/srv/leansporty-live)

lsl-http\x20
\tffffffff820a4f7c ep_poll ([kernel.kallsyms])
\tffffffff81e7f080 __x64_sys_epoll_wait ([kernel.kallsyms])
`;

test('each sample counts for one step, which its thread, the call and the innermost function tell', () => {
    assert.deepEqual(readSamples(PRINTED).map(stepOf), [
        "kernel: into the viewers' sockets (loopback)",
        'kernel: send',
        'around the cipher',
        'seal: libipsec-mb',
        'what each viewer gets',
        'other threads',
    ]);
});

test('the steps add up to what a packet costs, and the largest comes first', () => {
    const shares = sharesOf([...readSamples(PRINTED), ...readSamples(PRINTED).slice(0, 1)], 7);
    assert.equal(shares.reduce((sum, { us_per_packet }) => sum + us_per_packet, 0), 7);
    assert.deepEqual(shares[0], { step: "kernel: into the viewers' sockets (loopback)", percent: 28.6, us_per_packet: 2 });
});

test('a flame graph names what is wide enough, whatever the names are made of', () => {
    const graph = flameGraph([['send', 'a<b>&'], ['send', 'c']], '2 viewers');
    assert.match(graph, /<title>all: 100\.0 %<\/title>/);
    assert.match(graph, /<title>a&lt;b&gt;&amp;: 50\.0 %<\/title>/);
    assert.equal(graph.match(/<rect /g)?.length, 4);
});
