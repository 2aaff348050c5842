// Counts said by a voice: in order, on the beat, and clicked where there is no voice or a slow one. The browsers of the
// tests have no voices, so one is put in their place that notes what it was asked to say, and when.
// @ts-check
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { servePage } from '../fixtures/bridge_page.mjs';
import { launchBrowser, openPerson } from '../fixtures/browser.mjs';
import { eventually } from '../fixtures/taught_class.mjs';

/** @type {import('node:http').Server} */
let server;
/** @type {import('playwright-core').Browser} */
let browser;
let url = '';

before(async () => {
    ({ server, url } = await servePage());
    browser = await launchBrowser();
});
after(async () => {
    await browser?.close();
    server?.closeAllConnections();
    server?.close();
});

/** Runs in the page before its scripts. @param {{ languages: string[], lengthMs: number }} voice */
function putVoice({ languages, lengthMs }) {
    const page = /** @type {any} */ (window);
    page.heard = [];
    page.clicks = 0;
    const oscillator = AudioContext.prototype.createOscillator;
    AudioContext.prototype.createOscillator = function () {
        ++page.clicks;
        return oscillator.call(this);
    };
    page.SpeechSynthesisUtterance = class {
        /** @param {string} text */
        constructor(text) {
            Object.assign(this, { text, rate: 1, volume: 1, lang: '', voice: null, onstart: null, onend: null, onerror: null });
        }
    };
    let free = 0;
    const speechSynthesis = {
        getVoices: () => languages.map((lang) => ({ lang, localService: true, name: lang })),
        addEventListener() {},
        cancel() {},
        /** @param {any} said */
        speak(said) {
            const now = performance.now(), begins = Math.max(now + 30, free);
            free = begins + lengthMs / said.rate;
            setTimeout(() => {
                const player = /** @type {HTMLVideoElement} */ (document.getElementById('player'));
                if (said.volume > 0) page.heard.push({ text: said.text, lang: said.lang, rate: said.rate, at: player.currentTime });
                said.onstart?.({});
            }, begins - now);
            setTimeout(() => said.onend?.({}), free - now);
        },
    };
    Object.defineProperty(window, 'speechSynthesis', { value: speechSynthesis });
}

/** A picture that plays, with a beat of half a second. @param {{ languages: string[], lengthMs: number }} voice */
async function counting(voice) {
    const person = await openPerson(browser);
    const { page } = person;
    await page.addInitScript(putVoice, voice);
    await page.goto(`${url}/streams`);
    await page.waitForFunction(() => /** @type {any} */ (window).__lean?.frames() > 0);
    await page.mouse.click(5, 5);  // sound waits for that
    await page.evaluate(async () => {
        document.documentElement.lang = 'en';
        const canvas = document.createElement('canvas');
        const paint = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
        setInterval(() => paint.fillRect(0, 0, Math.random() * 300, 100), 33);
        const { video, counts } = /** @type {any} */ (window).bridge;
        video.player.srcObject = canvas.captureStream(30);
        await video.player.play();
        counts.practise({
            grids: [{ start: 0, beat: 0.5, group: 8 }], aloud: true, spoken: true, stretch: { from: 0, to: 0, countsIn: false },
        });
    });
    return person;
}

/** @param {import('playwright-core').Page} page @returns {Promise<{ text: string, lang: string, rate: number, at: number }[]>} */
const heard = (page) => page.evaluate(() => /** @type {any} */ (window).heard);
/** @param {import('playwright-core').Page} page */
const clicks = (page) => page.evaluate(() => /** @type {any} */ (window).clicks);
/** @param {import('playwright-core').Page} page */
const state = (page) => page.evaluate(() => /** @type {any} */ (window).calls
    .filter((/** @type {any} */ call) => call.name === 'lsl_on_desk' && call.values[0] === 0).at(-1)?.state.voice);

test('a voice of the page\'s language says one to eight, in order and on the beat', { timeout: 60_000 }, async () => {
    const { page, context, errors } = await counting({ languages: ['de-DE', 'en-GB'], lengthMs: 300 });
    try {
        await eventually(async () => (await state(page)) === 'ready', 10_000, 'the voice');
        await eventually(async () => (await heard(page)).length >= 12, 20_000, 'twelve counts');
        const said = await heard(page);
        assert.deepEqual([...new Set(said.map(({ lang }) => lang))], ['en-GB']);
        const numbers = said.map(({ text }) => Number(text));
        assert.ok(numbers.every((number) => number >= 1 && number <= 8), numbers.join());
        const inOrder = numbers.slice(1).filter((number, i) => number === numbers[i] % 8 + 1).length;
        assert.ok(inOrder >= numbers.length - 3, numbers.join());
        // The middle one of them: a busy machine is late now and then.
        const off = said.map(({ text, at }) => Math.abs(((at / 0.5 - Number(text) + 1 + 4) % 8 + 8) % 8 - 4) * 0.5).sort((a, b) => a - b);
        assert.ok(off[off.length >> 1] < 0.12, `${off.map((seconds) => seconds.toFixed(2))}`);
        assert.deepEqual(errors, []);
    } finally {
        await context.close();
    }
});

test('without a voice of the language counts are clicked, and the app hears why', { timeout: 60_000 }, async () => {
    const { page, context } = await counting({ languages: ['de-DE'], lengthMs: 300 });
    try {
        await eventually(async () => (await state(page)) === 'missing', 10_000, 'its absence');
        const before = await clicks(page);
        await eventually(async () => (await clicks(page)) > before + 3, 10_000, 'clicks');
        assert.deepEqual(await heard(page), []);
    } finally {
        await context.close();
    }
});

test('a voice that is too slow for the tempo leaves it to clicks, and says the counts of a slower one', { timeout: 60_000 }, async () => {
    const { page, context } = await counting({ languages: ['en-US'], lengthMs: 1500 });
    try {
        await eventually(async () => (await state(page)) === 'slow', 15_000, 'it to be found slow');
        const before = await clicks(page);
        await eventually(async () => (await clicks(page)) > before + 3, 10_000, 'clicks');
        await page.evaluate(() => /** @type {any} */ (window).bridge.counts.practise({
            grids: [{ start: 0, beat: 1, group: 8 }], aloud: true, spoken: true, stretch: { from: 0, to: 0, countsIn: false },
        }));
        await eventually(async () => (await state(page)) === 'ready' && (await heard(page)).length > 2, 15_000, 'the slower counts');
        assert.ok((await heard(page)).every(({ rate }) => rate > 1 && rate <= 2.5), 'quicker than it talks');
    } finally {
        await context.close();
    }
});
