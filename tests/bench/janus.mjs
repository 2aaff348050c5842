// Janus from Debian's package as a peer to measure beside: a configuration of its own, no more than the
// VideoRoom plugin and the HTTP API.
// @ts-check
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freeTcpPort } from '../e2e/fixtures/server.mjs';

export class Janus {
    /** @param {{eventLoops: number}} options 0 = its default: a thread for each peer */
    static async start({ eventLoops }) {
        const janus = new Janus();
        const port = await freeTcpPort();
        janus.url = `http://127.0.0.1:${port}/janus`;
        const write = (/** @type {string} */ name, /** @type {string} */ text) => writeFileSync(join(janus.folder, `${name}.jcfg`), text);
        write('janus', `
            general: {
                configs_folder = "${janus.folder}"
                session_timeout = 0
                debug_level = 2
                ${eventLoops > 0 ? `event_loops = ${eventLoops}` : ''}
            }
            media: { ipv6 = false }
            nat: { ice_lite = true  full_trickle = false }
            plugins: { disable = "libjanus_audiobridge.so,libjanus_duktape.so,libjanus_echotest.so,libjanus_lua.so,libjanus_nosip.so,libjanus_recordplay.so,libjanus_sip.so,libjanus_streaming.so,libjanus_textroom.so,libjanus_videocall.so,libjanus_voicemail.so" }
            transports: { disable = "libjanus_mqtt.so,libjanus_nanomsg.so,libjanus_pfunix.so,libjanus_rabbitmq.so,libjanus_websockets.so" }
            loggers: { disable = "libjanus_jsonlog.so" }
        `);
        write('janus.transport.http', `
            general: { json = "compact"  base_path = "/janus"  http = true  ip = "127.0.0.1"  port = ${port}  https = false }
            admin: { admin_http = false }
        `);
        write('janus.plugin.videoroom', `
            room-1234: {
                description = "bench"  publishers = 1  bitrate = 0  fir_freq = 0
                audiocodec = "opus"  videocodec = "vp8"
            }
        `);
        const child = spawn('janus', ['-F', janus.folder, '--disable-colors'], { stdio: ['ignore', 'pipe', 'pipe'] });
        janus.child = child;
        janus.exited = new Promise((done) => child.once('exit', done));
        child.once('error', () => {});
        child.stdout.on('data', (text) => (janus.log += text));
        child.stderr.on('data', (text) => (janus.log += text));
        const deadline = Date.now() + 15_000;
        for (;;) {
            const answer = await fetch(`${janus.url}/info`).catch(() => null);
            if (answer?.ok) return janus;
            if (child.exitCode !== null || Date.now() > deadline) throw new Error(`Janus did not start:\n${janus.log}`);
            await new Promise((done) => setTimeout(done, 100));
        }
    }

    folder = mkdtempSync(join(tmpdir(), 'lsl-janus-'));
    url = '';
    log = '';

    async dispose() {
        this.child?.kill('SIGKILL');
        await this.exited;
        rmSync(this.folder, { recursive: true, force: true });
    }
}
