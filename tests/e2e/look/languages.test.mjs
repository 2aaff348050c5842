// The interface in other languages: chosen by the browser or the person, from the right where they are
// written so, with the browser's own rules for letters, plurals and dates.
// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createClass, newInstructor, newViewer } from '../fixtures/api.mjs';
import { keepPicture, openPerson, PHONE, settled, takeSession } from '../fixtures/browser.mjs';
import { browser, instructor, serveAFile, server } from '../fixtures/fixture.mjs';
import { openBarePage, publish } from '../fixtures/rtc.mjs';
import { Server } from '../fixtures/server.mjs';
import { pictureMoves } from '../fixtures/taught_class.mjs';

serveAFile();

const direction = (/** @type {import('playwright-core').Page} */ page) =>
    page.evaluate(() => [document.documentElement.lang, document.documentElement.dir]);

test('a viewer browses, enrolls and watches a class in Arabic, on a phone', { timeout: 120_000 }, async () => {
    const instructor = await newInstructor(server.url);
    const stream = await createClass(instructor, { title: 'رقص شرقي للمبتدئين', instructorName: 'Layla Haddad', priceInTokens: 40 });
    const viewer = await newViewer(server.url, 'ليلى');
    const studio = await openPerson(browser, { permissions: ['camera', 'microphone'] });
    const person = await openPerson(browser, { ...PHONE, locale: 'ar-EG' });
    try {
        await openBarePage(studio.page, server.url);
        await studio.page.evaluate(publish, { url: stream.webrtc_url, token: stream.webrtc_token, codec: 'VP8' });
        await instructor.post(`/api/instructor/streams/${stream.id}/start`);

        const { page } = person;
        await page.goto(`${server.url}/login`);
        await page.getByLabel('البريد الإلكتروني').fill(viewer.email);
        await page.getByLabel('كلمة المرور', { exact: true }).fill(viewer.password);
        await page.getByRole('button', { name: 'تسجيل الدخول' }).tap();
        await page.waitForURL('**/streams');
        assert.deepEqual(await direction(page), ['ar-EG', 'rtl']);

        // The brand stands at the right, the account at the left.
        const brand = await page.getByRole('link', { name: 'LeanSporty' }).first().boundingBox();
        assert.ok(brand && brand.x > 390 / 2, `brand at ${brand?.x}`);
        await page.getByRole('link', { name: 'رقص شرقي للمبتدئين' }).first().tap();
        await page.waitForURL('**/watch');
        await page.getByRole('button', { name: /^سجّل مقابل/ }).first().tap();
        await page.getByRole('dialog').getByRole('button', { name: /^سجّل مقابل/ }).tap();
        await pictureMoves(page);
        await keepPicture(page, 'arabic-watching');
        assert.equal((await viewer.get(`/api/streams/${stream.id}/enrollment`)).status, 200);
        assert.deepEqual(person.errors, []);
    } finally {
        await person.context.close();
        await studio.context.close();
    }
});

test('a language is chosen in the bar, kept for the next visit, and fetched once', async () => {
    const person = await openPerson(browser);
    try {
        const { page } = person;
        /** @type {string[]} */
        const fetched = [];
        page.on('response', (response) => {
            if (/messages-/.test(response.url())) fetched.push(new URL(response.url()).pathname);
        });
        await page.goto(`${server.url}/streams`);
        await page.getByRole('button', { name: 'Language' }).click();
        await page.getByRole('button', { name: 'Deutsch' }).click();
        await page.getByRole('link', { name: 'Anmelden' }).waitFor();
        assert.deepEqual(await direction(page), ['de', 'ltr']);
        assert.equal(fetched.length, 1);
        assert.match(fetched[0], /^\/static\/messages-de\.[0-9a-f]{12}\.txt$/);
        await page.reload();
        await page.getByRole('link', { name: 'Anmelden' }).waitFor();
        await page.getByRole('button', { name: 'Sprache' }).click();
        await page.getByRole('button', { name: 'العربية' }).click();
        await page.getByRole('link', { name: 'تسجيل الدخول' }).waitFor();
        assert.deepEqual(await direction(page), ['ar', 'rtl']);
        await page.getByRole('button', { name: 'اللغة' }).click();
        await page.getByRole('button', { name: 'English' }).click();
        await page.getByRole('link', { name: 'Sign in' }).waitFor();
        assert.deepEqual(await direction(page), ['en-GB', 'ltr']);
        assert.deepEqual(person.errors, []);
    } finally {
        await person.context.close();
    }
});

/** The message files that the page fetches from here on, without what names their contents. @param {import('playwright-core').Page} page */
function wordsFetched(page) {
    /** @type {string[]} */
    const files = [];
    page.on('request', (request) => {
        const [, file] = /\/messages-([\w-]+)\./.exec(request.url()) ?? [];
        if (file) files.push(file);
    });
    return files;
}

/** What the studio's menu and its line of languages are called. */
const menus = { en: ['Studio menu', 'Language'], de: ['Studiomenü', 'Sprache'] };
/**
 * Chooses a language in the studio's menu.
 * @param {import('playwright-core').Page} page @param {'en' | 'de'} spoken @param {string} language
 */
async function choose(page, spoken, language) {
    for (const name of menus[spoken]) await page.getByRole('button', { name, exact: true }).click();
    await page.getByRole('button', { name: language }).click();
}
/** The heading of the studio, which only the studio's part says. @param {import('playwright-core').Page} page @param {string} name */
const studioIn = (page, name) => page.getByRole('heading', { name, level: 1 }).waitFor();

test('the studio has its words in the language that was chosen before, and in each that is chosen there', async () => {
    const person = await openPerson(browser, { serviceWorkers: 'block' });
    try {
        const { page } = person;
        await takeSession(person.context, instructor);
        const words = wordsFetched(page);
        await page.goto(`${server.url}/streams`);
        await choose(page, 'en', 'Deutsch');
        await page.getByRole('button', { name: 'Studiomenü', exact: true }).waitFor();
        assert.deepEqual(words, ['de']);
        await page.goto(`${server.url}/instructor/streams`);
        await studioIn(page, 'Deine Kurse');
        assert.deepEqual(words.slice(1).sort(), ['de', 'de-studio'], 'no others, and each once');
        await choose(page, 'de', 'English');
        await studioIn(page, 'Your classes');
        assert.deepEqual(words.slice(3), ['en-studio'], 'the program has its English');
        await choose(page, 'en', 'العربية');
        await page.waitForFunction(() => document.documentElement.dir === 'rtl');
        assert.deepEqual(words.slice(4).sort(), ['ar', 'ar-studio']);
        assert.equal(await page.getByRole('heading', { level: 1, name: 'Your classes' }).count(), 0);
        assert.deepEqual(person.errors, []);
    } finally {
        await person.context.close();
    }
});

test('without its words in German the studio is there in English, and a language is not spoken by halves', async () => {
    const person = await openPerson(browser, { locale: 'de-DE', serviceWorkers: 'block' });
    try {
        const { page } = person;
        await takeSession(person.context, instructor);
        await page.route(/\/messages-(de|ar)-studio\./, (route) => route.abort());
        await page.goto(`${server.url}/instructor/streams`);
        await studioIn(page, 'Your classes');
        assert.deepEqual(await direction(page), ['de-DE', 'ltr'], 'the rest is German');
        const refused = page.waitForEvent('requestfailed', (request) => /messages-ar-studio/.test(request.url()));
        await choose(page, 'de', 'العربية');
        await refused;
        await page.waitForFunction(() => /** @type {any} */ (window).__lean.idle());
        assert.deepEqual(await direction(page), ['de-DE', 'ltr'], 'without the part\'s Arabic it is German still');
        await page.getByRole('button', { name: 'Studiomenü', exact: true }).waitFor();
    } finally {
        await person.context.close();
    }
});

test('a part whose words cannot be had at all is asked for again', async () => {
    const person = await openPerson(browser, { serviceWorkers: 'block' });
    try {
        const { page } = person;
        await takeSession(person.context, instructor);
        let failures = 2;
        await page.route(/\/messages-en-studio\./, (route) => (failures-- > 0 ? route.abort() : route.continue()));
        await page.goto(`${server.url}/instructor/streams`);
        await studioIn(page, 'Your classes');
        assert.ok(failures < 0, 'it came with a later try');
    } finally {
        await person.context.close();
    }
});

/** The person's browser names these languages from here on. @param {import('playwright-core').Page} page @param {string[]} languages */
const nameLanguages = (page, languages) => page.addInitScript((wanted) => {
    Object.defineProperty(navigator, 'languages', { get: () => wanted });
    Object.defineProperty(navigator, 'language', { get: () => wanted[0] });
}, languages);

test('a browser that names a language which is none, as "C" on a bare Linux, gets the next one, else English', async () => {
    for (const { named, link, lang } of [
        { named: ['C', 'de-AT'], link: 'Anmelden', lang: 'de-AT' },
        { named: ['C'], link: 'Sign in', lang: 'en' },
        { named: ['en_GB.UTF-8'], link: 'Sign in', lang: 'en' },
    ]) {
        const person = await openPerson(browser);
        try {
            await nameLanguages(person.page, named);
            await person.page.goto(`${server.url}/streams`);
            await person.page.getByRole('link', { name: link }).waitFor();
            assert.deepEqual(await direction(person.page), [lang, 'ltr']);
            assert.deepEqual(person.errors, []);
        } finally {
            await person.context.close();
        }
    }
});

/** What the page draws with Canvas2D from here on, in the order of drawing. @param {import('playwright-core').Page} page */
const recordDrawing = (page) => page.addInitScript(() => {
    const drawn = /** @type {any} */ (window).drawn = /** @type {string[]} */ ([]);
    const fillText = CanvasRenderingContext2D.prototype.fillText;
    CanvasRenderingContext2D.prototype.fillText = function (text, x, y) {
        drawn.push(text);
        fillText.call(this, text, x, y);
    };
});
/** @returns {Promise<string[]>} */
const drawn = (/** @type {import('playwright-core').Page} */ page) => page.evaluate(() => /** @type {any} */ (window).drawn);

/** Whether `part` begins and ends at ends of the whole's graphemes or words. */
function isOfWholePieces(/** @type {string} */ part, /** @type {string} */ whole, /** @type {'grapheme' | 'word'} */ granularity) {
    const ends = new Set([0]);
    for (const { index, segment } of new Intl.Segmenter('en', { granularity }).segment(whole)) ends.add(index + segment.length);
    for (let at = whole.indexOf(part); at >= 0; at = whole.indexOf(part, at + 1)) {
        if (ends.has(at) && ends.has(at + part.length)) return true;
    }
    return false;
}

test('families and flags are one picture each, lines from the right too, and all are cut between graphemes', async () => {
    const family = '👩‍👩‍👧‍👦', hebrew = 'שיעור ריקוד אָרֹךְ מאוד עם הרבה מאוד מילים שלא נכנסות בכרטיס אחד קטן כל כך';
    const own = await Server.start();
    const person = await openPerson(browser);
    try {
        const instructor = await newInstructor(own.url);
        for (const title of [family.repeat(30), '🇭🇷🇯🇵 नमस्ते Salsa', hebrew]) await createClass(instructor, { title });
        await recordDrawing(person.page);
        await person.page.goto(`${own.url}/streams`);
        await settled(person.page);
        await keepPicture(person.page, 'scripts');
        const texts = await drawn(person.page);
        for (const whole of [family, '🇭🇷', '🇯🇵', 'नमस्ते']) assert.ok(texts.includes(whole), `${whole} is drawn as one`);
        const cut = texts.filter((text) => text.startsWith('שיעור') && text.endsWith('…'));
        assert.ok(cut.length > 0, 'the Hebrew title is one picture with dots');
        for (const text of cut) assert.ok(isOfWholePieces(text.slice(0, -1), hebrew, 'grapheme'), text);
        assert.deepEqual(person.errors, []);
    } finally {
        await person.context.close();
        await own.dispose();
    }
});

test('Thai, which has no spaces, is wrapped between words', async () => {
    const thai = 'ชั้นเรียนเต้นรำสำหรับผู้เริ่มต้นที่อยากสนุกกับดนตรีและเพื่อนใหม่ทุกสัปดาห์ในบรรยากาศที่อบอุ่นและเป็นกันเอง'.repeat(3);
    const instructor = await newInstructor(server.url);
    const stream = await createClass(instructor, { title: 'Thai', description: thai });
    const person = await openPerson(browser, PHONE);
    try {
        await recordDrawing(person.page);
        await person.page.goto(`${server.url}/streams/${stream.id}/watch`);
        await settled(person.page);
        await person.page.locator('#mirror').getByText(thai).waitFor({ state: 'attached' });
        const lines = (await drawn(person.page)).filter((text) => thai.includes(text) && text.length > 8);
        assert.ok(lines.length >= 4, `${lines.length} lines`);
        for (const line of lines) assert.ok(isOfWholePieces(line, thai, 'word'), line);
        assert.deepEqual(person.errors, []);
    } finally {
        await person.context.close();
    }
});
