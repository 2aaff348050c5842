// Debian's GStreamer as encoder (whip-client) and as player (webrtcbin by whep_player.py).
// @ts-check
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));

/** The encoders that Debian has a payloader for; AV1 has an encoder, but nothing that puts it into RTP. */
const VIDEO = {
    VP8: 'vp8enc deadline=1 cpu-used=8 target-bitrate=600000 keyframe-max-dist=60 ! rtpvp8pay pt=96 ssrc=2 picture-id-mode=15-bit',
    VP9: 'vp9enc deadline=1 cpu-used=8 target-bitrate=600000 keyframe-max-dist=60 ! rtpvp9pay pt=96 ssrc=2 picture-id-mode=15-bit',
    H264: 'x264enc tune=zerolatency speed-preset=ultrafast bitrate=600 key-int-max=60 ! video/x-h264,profile=constrained-baseline ! rtph264pay pt=96 ssrc=2 config-interval=-1',
};
export const CODECS = Object.keys(VIDEO);

/** As an encoder that was set up for files does it: what a live player can't show well. */
const WITH_B_FRAMES = 'x264enc speed-preset=ultrafast bitrate=600 key-int-max=40 bframes=2 b-adapt=false rc-lookahead=5 ! video/x-h264,profile=main ! rtph264pay pt=96 ssrc=2 config-interval=-1';

export const version = () => /GStreamer ([\d.]+)/.exec(execFileSync('gst-launch-1.0', ['--version'], { encoding: 'utf8' }))?.[1] ?? '?';

/** A folder with the stand-in of no_upnp.cpp under the library's name. */
function withoutUpnp() {
    const folder = mkdtempSync(join(tmpdir(), 'lsl-no-upnp-'));
    const name = 'libgupnp-igd-1.0.so.4';
    execFileSync('c++', ['-shared', '-fPIC', `-Wl,-soname,${name}`, '-o', join(folder, name), join(here, 'no_upnp.cpp')]);
    return folder;
}

/** A child that is ended by SIGINT, as by Ctrl+C, and what it said. */
class Program {
    /** @param {string} command @param {string[]} words @param {NodeJS.ProcessEnv} [environment] */
    constructor(command, words, environment = process.env) {
        this.text = '';
        this.errors = '';
        this.child = spawn(command, words, { env: environment });
        this.exited = new Promise((done) => this.child.once('close', done));
        this.child.stdout.on('data', (/** @type {Buffer} */ text) => (this.text += text));
        this.child.stderr.on('data', (/** @type {Buffer} */ text) => (this.errors += text));
    }

    async stop() {
        if (this.child.exitCode === null) this.child.kill('SIGINT');
        const patience = setTimeout(() => this.child.kill('SIGKILL'), 5000);
        await this.exited;
        clearTimeout(patience);
    }
}

const BARS = 'videotestsrc is-live=true pattern=smpte horizontal-speed=5 ! video/x-raw,format=I420,width=480,height=270,framerate=20/1 ! videoconvert ! queue';

/** A tone and this picture, to a WHIP endpoint. @param {{url: string, token: string, codec: string, picture: string, trickle: boolean}} options */
function whip({ url, token, codec, picture, trickle }) {
    const libraries = withoutUpnp();
    const program = new Program('whip-client', [
        '-u', url, '-t', token, '-l', '6', '-o', ...(trickle ? [] : ['-n']),
        '-A', 'audiotestsrc is-live=true wave=sine freq=440 volume=0.3 ! audioconvert ! audioresample ! queue ! opusenc ! rtpopuspay pt=100 ssrc=1 ! queue ! application/x-rtp,media=audio,encoding-name=OPUS,payload=100',
        '-V', `${picture} ! queue ! application/x-rtp,media=video,encoding-name=${codec},payload=96`,
    ], { ...process.env, LD_LIBRARY_PATH: libraries });
    return {
        log: () => program.text + program.errors,
        async stop() {
            await program.stop();
            rmSync(libraries, { recursive: true, force: true });
        },
    };
}

/**
 * Colour bars that move and a tone, to a WHIP endpoint.
 * @param {{url: string, token: string, codec: string, trickle?: boolean, bFrames?: boolean}} options
 */
export function publish({ url, token, codec, trickle = true, bFrames = false }) {
    const video = bFrames ? WITH_B_FRAMES : /** @type {any} */ (VIDEO)[codec];
    return whip({ url, token, codec, picture: `${BARS} ! ${video}`, trickle });
}

/**
 * The same as some hardware sends H264: its parameter sets are in the offer alone, or nowhere, and it ignores requests
 * for key frames. Its encoder is a process of its own, for GStreamer's puts the sets into the stream when it is asked.
 * @param {{url: string, token: string, offered: boolean}} options
 */
export async function publishWithoutSets({ url, token, offered }) {
    const folder = mkdtempSync(join(tmpdir(), 'lsl-encoder-'));
    const socket = join(folder, 'pictures');
    const encoded = 'video/x-h264,profile=constrained-baseline,stream-format=avc,alignment=au';
    const encoder = new Program('gst-launch-1.0', ['-v', ...`${BARS} ! x264enc tune=zerolatency speed-preset=ultrafast bitrate=600 key-int-max=40 option-string=repeat-headers=0 ! ${encoded} ! shmsink socket-path=${socket} wait-for-connection=false shm-size=10000000`.split(' ')]);
    const sets = () => /codec_data=\(buffer\)[0-9a-f]+/.exec(encoder.text)?.[0];
    for (let waited = 0; !sets(); waited += 100) {
        assert.ok(waited < 15_000, encoder.text + encoder.errors);
        await new Promise((done) => setTimeout(done, 100));
    }
    const forgotten = ' ! capssetter join=false replace=true caps=application/x-rtp,media=video,clock-rate=90000,encoding-name=H264,payload=96,packetization-mode=(string)1,profile-level-id=(string)42c015';
    const picture = `shmsrc socket-path=${socket} is-live=true do-timestamp=true ! ${encoded},width=480,height=270,framerate=20/1,${sets()} ! rtph264pay pt=96 ssrc=2 config-interval=0${offered ? '' : forgotten}`;
    const sender = whip({ url, token, codec: 'H264', picture, trickle: true });
    return {
        log: sender.log,
        async stop() {
            await Promise.all([sender.stop(), encoder.stop()]);
            rmSync(folder, { recursive: true, force: true });
        },
    };
}

/** Plays a class until stop(). @param {{url: string, token: string}} options */
export function watch({ url, token }) {
    const program = new Program('/usr/bin/python3', [join(here, 'whep_player.py'), url, token]);
    const lines = () => program.text.split('\n').filter((line) => line.startsWith('{')).map((line) => JSON.parse(line));
    return {
        errors: () => program.errors,
        /** What it last counted. */
        now() {
            const all = lines();
            const failed = all.find((line) => line.error);
            assert.equal(failed, undefined, failed?.error);
            assert.equal(program.child.exitCode, null, program.errors);
            const { frames = 0, different = 0, width = 0, height = 0, sound_db: soundDb = -120, state = '' } = all.at(-1) ?? {};
            return { frames, different, width, height, soundDb, state };
        },
        /** Hangs up; the status of its DELETE. */
        async stop() {
            await program.stop();
            return lines().find((line) => line.deleted)?.deleted;
        },
    };
}
