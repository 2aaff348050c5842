// The three sounds of a class, the mix and the check before it: the studio's scripts as written, in a real page with a
// microphone that plays a known file. What the app does with it is the other tests' business.
// @ts-check
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { servePage } from '../fixtures/bridge_page.mjs';
import { launchBrowser, openPerson } from '../fixtures/browser.mjs';
import { openFarSide } from '../fixtures/far_side.mjs';
import { eventually } from '../fixtures/taught_class.mjs';
import { LADDER, LEFT_HZ, RIGHT_HZ, TONE_LEVEL, decibelsOf, ladderFile, pairFile } from '../fixtures/tones.mjs';

/** @type {import('node:http').Server} */
let server;
/** @type {import('playwright-core').Browser} */
let browser;
/** @type {Awaited<ReturnType<typeof openPerson>>} */
let person;
let url = '';

before(async () => {
    ({ server, url } = await servePage());
    browser = await launchBrowser({ arguments: [`--use-file-for-fake-audio-capture=${pairFile()}`] });
});
after(async () => {
    await browser?.close();
    server?.closeAllConnections();
    server?.close();
});
beforeEach(async () => {
    await person?.context.close();
    person = await openPerson(browser, { permissions: ['camera', 'microphone'] });
    await person.page.goto(`${url}/streams`);
    await person.page.waitForFunction(() => /** @type {any} */ (window).__lean?.frames() > 0);
    await person.page.mouse.click(5, 5); // an audio graph begins with a gesture
});

/** @param {Record<string, unknown>} wish */
const ask = (wish) => person.page.evaluate((json) => /** @type {any} */ (window).bridge.desk.hear(json), JSON.stringify(wish));
const open = (microphone = '') => person.page.evaluate(async (id) => /** @type {any} */ (window).bridge.capture.open('', id), microphone);

/** The desk's newest state for which the question is answered with yes. @param {(state: any) => boolean} fits @param {string} what */
async function desk(fits, what, milliseconds = 10_000) {
    const deadline = Date.now() + milliseconds;
    for (;;) {
        const state = await person.page.evaluate(() =>
            /** @type {any} */ (window).calls.filter((/** @type {any} */ call) => call.name === 'lsl_on_desk').at(-1)?.state);
        if (state && fits(state)) return state;
        assert.ok(Date.now() < deadline, `${what}: ${JSON.stringify(state)}`);
        await new Promise((done) => setTimeout(done, 50));
    }
}

/** What the sent sound has of both tones, left and right, decibels. */
const heard = () => person.page.evaluate(decibelsOf, { tones: [LEFT_HZ, RIGHT_HZ] });

describe('the three sounds', () => {
    test('Dance is the first one: nothing is done to it and both channels stay apart', async () => {
        await open();
        const state = await desk((one) => one.channels > 0, 'a microphone');
        assert.equal(state.kind, 'dance');
        assert.deepEqual([state.known, state.echo, state.noise, state.gain, state.channels], [true, false, false, false, 2]);
        assert.equal(state.refused, false);
        const { left, right } = await heard();
        assert.ok(left[0] - left[1] > 40 && right[1] - right[0] > 40, JSON.stringify({ left, right }));
    });

    test('Talk takes one channel with everything on, and says so; the choice is kept for the device', async () => {
        await open();
        await person.page.waitForFunction(() => /** @type {any} */ (window).calls.some((/** @type {any} */ call) => call.name === 'lsl_on_level'));
        await ask({ sound: 'talk' });
        const state = await desk((one) => one.kind === 'talk' && one.channels === 1, 'Talk');
        assert.deepEqual([state.echo, state.noise, state.gain], [true, true, true]);
        assert.ok(state.cards[0].measured && !state.cards[0].live, 'Dance shows what was measured last');
        await person.page.evaluate(() => /** @type {any} */ (window).bridge.capture.close());
        await open();
        await desk((one) => one.kind === 'talk' && one.echo, 'Talk again');
    });

    test('Line-in has a device of its own, which is measured beside the chosen one while somebody looks', async () => {
        await open();
        const devices = await person.page.evaluate(async () =>
            (await navigator.mediaDevices.enumerateDevices()).filter(({ kind }) => kind === 'audioinput').map(({ deviceId }) => deviceId));
        const own = /** @type {string} */ (devices.find((id) => id !== 'default'));
        await ask({ line_device: own, watch: true });
        const state = await desk((one) => one.cards[2].live && one.cards[2].left > 0.05, 'the second meter');
        assert.equal(state.kind, 'dance');
        await ask({ sound: 'line' });
        await desk((one) => one.kind === 'line' && one.channels === 2, 'Line-in');
        // The sound before it had two channels as well.
        await person.page.waitForFunction((id) =>
            /** @type {any} */ (window).bridge.capture.microphone().getSettings().deviceId === id, own);
    });

    test('a browser that goes on suppressing noise is told as that', async () => {
        await person.page.evaluate(() => {
            const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
            navigator.mediaDevices.getUserMedia = async (wish) => {
                const stream = await real(wish);
                for (const track of stream.getAudioTracks()) {
                    const settings = track.getSettings();
                    track.getSettings = () => ({ ...settings, noiseSuppression: true });
                }
                return stream;
            };
        });
        await open();
        const state = await desk((one) => one.channels > 0, 'a microphone');
        assert.deepEqual([state.refused, state.noise], [true, true]);
    });
});

describe('on air', () => {
    /** @type {import('playwright-core').Page} */
    let far;
    /** @type {string[]} */
    let offers = [];

    /** A broadcast whose sound is followed at the other side, sample by sample. */
    async function goOnAir() {
        offers = [];
        far = await openFarSide(person.context, url);
        await person.context.route(/\/whip\//, async (route) => {
            if (route.request().method() !== 'POST') return route.fulfill({ status: 200 });
            offers.push(route.request().postData() ?? '');
            const body = await far.evaluate((offer) => /** @type {any} */ (window).answer(offer, false), offers[0]);
            return route.fulfill({ status: 201, headers: { 'Location': '/whip/a/1', 'Content-Type': 'application/sdp' }, body });
        });
        await person.page.bringToFront();
        await open();
        await person.page.evaluate(() => /** @type {any} */ (window).bridge.whip.open('/whip/a', 'token', false));
        await far.waitForFunction(() => /** @type {any} */ (window).connection?.connectionState === 'connected');
        await far.evaluate(async () => {
            const there = /** @type {any} */ (window);
            const track = there.tracks.find((/** @type {MediaStreamTrack} */ one) => one.kind === 'audio');
            const element = new Audio();  // Chromium decodes what an element plays
            element.srcObject = new MediaStream([track]);
            element.muted = true;
            await element.play();
            const audio = new AudioContext();
            const source = audio.createMediaStreamSource(element.srcObject);
            const block = 512;
            const listener = audio.createScriptProcessor(block, 2, 2);
            there.blocks = [];
            listener.onaudioprocess = ({ inputBuffer }) => {
                const [left, right] = [inputBuffer.getChannelData(0), inputBuffer.getChannelData(1)];
                let peak = 0, apart = 0;
                for (let i = 0; i < left.length; ++i) {
                    peak = Math.max(peak, Math.abs(left[i]), Math.abs(right[i]));
                    apart = Math.max(apart, Math.abs(left[i] - right[i]));
                }
                there.blocks.push({ ms: (block * 1000) / audio.sampleRate, peak, apart });
            };
            source.connect(listener).connect(audio.destination);
        });
        await far.waitForFunction(() => /** @type {any} */ (window).blocks.some((/** @type {any} */ one) => one.peak > 0.1));
    }

    /** The longest silence since then, milliseconds. */
    const longestSilence = () => far.evaluate(() => {
        let longest = 0, now = 0;
        for (const { ms, peak } of /** @type {any} */ (window).blocks) {
            now = peak < 0.01 ? now + ms : 0;
            longest = Math.max(longest, now);
        }
        return longest;
    });
    const listenAnew = () => far.evaluate(() => { /** @type {any} */ (window).blocks.length = 0; });
    /** How much the channels differ in the last second; NaN before there is one. */
    const apart = () => far.evaluate(() => {
        const last = /** @type {any} */ (window).blocks.slice(-100).map((/** @type {any} */ one) => one.apart);
        return last.length < 100 ? NaN : Math.max(...last);
    });

    test('the sound changes without a gap over 200 ms and without a new offer, and stereo comes back', async () => {
        await goOnAir();
        assert.match(offers[0], /useinbandfec=1[^\r\n]*stereo=1;sprop-stereo=1/);
        assert.doesNotMatch(offers[0], /usedtx=1/);
        await eventually(async () => await apart() > 0.2, 10_000, 'both channels');
        await listenAnew();
        await ask({ sound: 'talk' });
        await desk((one) => one.kind === 'talk' && one.channels === 1, 'Talk');
        await eventually(async () => await apart() < 0.02, 10_000, 'one channel');
        assert.ok(await longestSilence() <= 200, `${await longestSilence()} ms of silence`);
        await listenAnew();
        await ask({ sound: 'dance' });
        await desk((one) => one.kind === 'dance' && one.channels === 2, 'Dance');
        await eventually(async () => await apart() > 0.2, 10_000, 'both channels again');
        assert.ok(await longestSilence() <= 200, `${await longestSilence()} ms of silence`);
        assert.equal(offers.length, 1);
    });

    test('what is sent of a second may be music or a voice', async () => {
        await goOnAir();
        const most = () => person.page.evaluate(() => /** @type {any} */ (window).bridge.capture.bits());
        assert.ok(await most() >= 128_000 && await most() <= 192_000);
        await ask({ sound: 'talk' });
        await desk((one) => one.kind === 'talk' && one.channels === 1, 'Talk');
        assert.ok(await most() <= 64_000);
    });
});

describe('voice and music', () => {
    /** A file is chosen in the browser's own dialog. */
    async function chooseFile() {
        await open();
        const chooser = person.page.waitForEvent('filechooser');
        await ask({ in_room: 'no', music: { source: 'file', device: '' } });
        await (await chooser).setFiles(ladderFile());
        await desk((one) => one.source === 'file', 'the music');
    }

    test('a file is mixed to the microphone, steps back while somebody speaks, and goes away again', async () => {
        await chooseFile();
        await ask({ voice_db: -40, music_db: 0, ducks: false, play_pause: true });
        await desk((one) => one.plays, 'the music to play');
        // The microphone's tones are nearly away, the first of the file's is there.
        const { left } = await person.page.evaluate(decibelsOf, { tones: [LEFT_HZ, ...LADDER.slice(0, 4)] });
        assert.ok(left[0] < -40, `the voice is turned down: ${left}`);
        assert.ok(Math.max(...left.slice(1)) > -20, `the music is heard: ${left}`);
        await ask({ music: { source: '', device: '' } });
        await desk((one) => one.source === '', 'no music');
        const voice = await heard();
        assert.ok(Math.abs(voice.left[0] - 20 * Math.log10(TONE_LEVEL)) < 1, 'the microphone by itself, as it is');
    });

    test('nothing passes -1 dB of full scale, and a sound below is left as it is', async () => {
        await chooseFile();
        await ask({ voice_db: 0, music_db: -48, ducks: false });
        const quiet = await heard();
        assert.ok(Math.abs(quiet.left[0] - 20 * Math.log10(TONE_LEVEL)) < 0.5, `${quiet.left[0]} dB of the voice`);
        await ask({ voice_db: 24 });
        const peak = await person.page.evaluate(async () => {
            const audio = new AudioContext();
            const track = /** @type {any} */ (window).bridge.capture.stream().getAudioTracks()[0];
            const analyser = new AnalyserNode(audio, { fftSize: 32_768 });
            audio.createMediaStreamSource(new MediaStream([track])).connect(analyser);
            await new Promise((done) => setTimeout(done, 1500));
            const samples = new Float32Array(analyser.fftSize);
            analyser.getFloatTimeDomainData(samples);
            await audio.close();
            return samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
        });
        assert.ok(peak <= 10 ** (-1 / 20) + 0.001 && peak > 0.6, `the loudest sample is ${peak}`);
    });

    test('where a loudspeaker plays it, nothing is mixed: it would be heard twice', async () => {
        await chooseFile();
        await ask({ in_room: 'yes' });
        await desk((one) => one.source === '' && one.in_room === 'yes', 'no music');
    });
});

describe('the check', () => {
    test('measures picture, light, sound and the line, and is kept', async () => {
        const far = await openFarSide(person.context, url);
        /** @type {string[]} */
        const requests = [];
        await person.context.route(/\/whip\//, async (route) => {
            requests.push(`${route.request().method()} ${new URL(route.request().url()).pathname} ${route.request().headers()['authorization']}`);
            if (route.request().method() !== 'POST') return route.fulfill({ status: 200 });
            const body = await far.evaluate((offer) => /** @type {any} */ (window).answer(offer, false), route.request().postData() ?? '');
            return route.fulfill({ status: 201, headers: { 'Location': '/whip/room/1', 'Content-Type': 'application/sdp' }, body });
        });
        await person.page.bringToFront();
        await open();
        await ask({ check: { url: '/whip/room', token: 'secret' } });
        for (const phase of ['quiet', 'voice', 'music']) await desk((one) => one.check.phase === phase, phase);
        const { check } = await desk((one) => one.check.phase === 'done', 'the end', 30_000);
        assert.ok(check.width === 640 && check.height === 360 && check.fps > 5, JSON.stringify(check));
        assert.ok(check.light > 40 && check.light < 160, `light ${check.light}`);
        const tone = 20 * Math.log10(TONE_LEVEL / Math.SQRT2);
        for (const level of [check.noise_db, check.voice_db, check.music_db]) assert.ok(Math.abs(level - tone) < 1, JSON.stringify(check));
        assert.deepEqual([check.channels, check.clips, check.processed], [2, 0, false]);
        assert.equal(check.upload, 'measured');
        assert.ok(check.upload_bps > 100_000, `${check.upload_bps} bit/s`);
        assert.deepEqual(requests, ['POST /whip/room Bearer secret', 'DELETE /whip/room/1 Bearer secret']);
        await person.page.reload();
        await person.page.waitForFunction(() => /** @type {any} */ (window).__lean?.frames() > 0);
        await ask({ watch: true });
        const kept = await desk((one) => one.check.phase === 'done', 'what was kept');
        assert.equal(kept.check.at_ms, check.at_ms);
    });

    test('without a room everything else is measured', async () => {
        await open();
        await ask({ check: { url: '', token: '' } });
        const { check } = await desk((one) => one.check.phase === 'done', 'the end', 30_000);
        assert.equal(check.upload, 'refused');
        assert.ok(check.light > 0 && check.voice_db > -60);
    });
});

test('the clap test finds the flash and the click, or says which of them is missing', async () => {
    await open();
    await ask({ clap: true });
    await desk((one) => one.clap === 'running', 'the test');
    // The camera of these tests sees no screen, its microphone no loudspeaker.
    await desk((one) => one.clap === 'unseen' || one.clap === 'unheard', 'neither seen nor heard', 15_000);
});
