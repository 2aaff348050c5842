// The app in any browser: finds things by role and name in its semantic mirror and presses them where they are
// painted, so that a press goes the whole way through canvas and gestures.
// @ts-check
import assert from 'node:assert/strict';

/**
 * What a browser's window has to offer; webdriver.mjs's Window has it, and Playwright's page by playwrightWindow().
 * @typedef {{evaluate: (run: any, argument?: any) => Promise<any>, goto: (url: string) => Promise<any>, url: () => Promise<string>,
 *   click: (x: number, y: number) => Promise<any>, type: (text: string) => Promise<any>, press: (key: string) => Promise<any>,
 *   back: () => Promise<any>, forward: () => Promise<any>, screenshot: () => Promise<Buffer>,
 *   takeKeyboard?: () => Promise<void>}} AppWindow
 * @typedef {{x: number, y: number, width: number, height: number, value?: string}} Place
 */

/** Playwright's page as such a window. @param {import('playwright-core').Page} page @returns {AppWindow} */
export const playwrightWindow = (page) => ({
    evaluate: (run, argument) => page.evaluate(run, argument),
    goto: (url) => page.goto(url),
    url: async () => page.url(),
    click: (x, y) => page.mouse.click(x, y),
    type: (text) => page.keyboard.type(text),
    press: (key) => page.keyboard.press(key),
    back: () => page.goBack(),
    forward: () => page.goForward(),
    screenshot: () => page.screenshot(),
});

/**
 * In the page: where the first visible thing of that role and name is, in the window's pixels; it is scrolled to
 * first. Names may be the beginning of one ("Enroll…").
 * @param {{role: string, name: string}} wanted
 */
function place({ role, name }) {
    const selectors = /** @type {Record<string, string>} */ ({
        link: 'a[href]', button: 'button', heading: 'h1,h2,h3,h4,h5,h6', field: 'input,textarea,select', dialog: 'dialog',
        text: 'p,span,output,div,h1,h2,h3,h4',
    });
    const dialogs = document.querySelectorAll('#mirror dialog');
    const within = role === 'dialog' || dialogs.length === 0 ? document : dialogs[dialogs.length - 1];
    const labelOf = (/** @type {Element} */ element) =>
        element.getAttribute('aria-label') ?? /** @type {HTMLInputElement} */ (element).labels?.[0]?.textContent ?? element.textContent ?? '';
    const fits = (/** @type {string} */ label) =>
        role === 'text' ? label.includes(name) : name.endsWith('…') ? label.startsWith(name.slice(0, -1)) : label === name;
    for (const element of within.querySelectorAll(selectors[role])) {
        if (!fits(labelOf(element).trim()) || (role === 'text' && element.childElementCount > 0)) continue;
        element.scrollIntoView({ block: 'nearest' });
        const box = element.getBoundingClientRect();
        if (box.width === 0 || box.height === 0) continue;
        return { x: box.x, y: box.y, width: box.width, height: box.height, value: /** @type {any} */ (element).value };
    }
    return null;
}

/**
 * In the page: the colours of a part of a picture of the window, each with how many pixels have it.
 * @param {{png: string, place: Place}} what the picture in Base64
 */
async function colours({ png, place: { x, y, width, height } }) {
    const bytes = Uint8Array.from(atob(png), (letter) => letter.charCodeAt(0));
    const picture = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const scale = picture.width / innerWidth;
    const canvas = document.createElement('canvas');
    canvas.width = Math.ceil(width);
    canvas.height = Math.ceil(height);
    const paint = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d', { willReadFrequently: true }));
    paint.drawImage(picture, x * scale, y * scale, width * scale, height * scale, 0, 0, canvas.width, canvas.height);
    const pixels = new Uint32Array(paint.getImageData(0, 0, canvas.width, canvas.height).data.buffer);
    /** @type {Record<string, number>} */
    const counted = {};
    for (const pixel of pixels) counted[pixel] = (counted[pixel] ?? 0) + 1;
    return counted;
}

/** What a person reads of the window now, for the one who reads a failure. */
const read = () => document.body.innerText.replace(/\s+/g, ' ').slice(0, 1500);

const pause = (/** @type {number} */ milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

/** What browsers answer while one page gives way to the next. */
const IN_BETWEEN = /context was destroyed|document was unloaded|no such (frame|document)|navigat/i;

export class App {
    /** @param {AppWindow} window */
    constructor(window) {
        this.window = window;
    }

    /** @template T @param {() => Promise<T>} look @param {string} what @param {number} [milliseconds] @returns {Promise<NonNullable<T>>} */
    async until(look, what, milliseconds = 15_000) {
        const deadline = Date.now() + milliseconds;
        for (;;) {
            const found = await look().catch((error) => {
                if (!IN_BETWEEN.test(error.message)) throw error;
            });
            if (found) return /** @type {any} */ (found);
            if (Date.now() > deadline) assert.fail(`no ${what}; the window says: ${await this.window.evaluate(read)}`);
            await pause(150);
        }
    }

    /** Opens an address and waits until the app has painted. @param {string} url */
    async open(url) {
        await this.window.goto(url);
        await this.until(() => this.window.evaluate(() => {
            const failure = document.getElementById('trouble')?.textContent;
            if (failure) throw new Error(`the app says: ${failure}`);
            return document.body.classList.contains('ready') && /** @type {any} */ (window).__lean?.frames() > 0;
        }), 'first frame', 30_000);
    }

    /** @param {string} role @param {string} name @param {number} [milliseconds] */
    see(role, name, milliseconds) {
        return this.until(() => this.window.evaluate(place, { role, name }), `${role} "${name}"`, milliseconds);
    }

    /** @param {string} role @param {string} name */
    async isThere(role, name) {
        return (await this.window.evaluate(place, { role, name })) !== null;
    }

    /** @param {string} role @param {string} name @param {number} [milliseconds] */
    async press(role, name, milliseconds) {
        let at = await this.see(role, name, milliseconds);
        for (let still = 0; still < 2;) { // sheets and pages slide in
            await pause(60);
            const now = await this.see(role, name);
            still = now.x === at.x && now.y === at.y ? still + 1 : 0;
            at = now;
        }
        await this.window.click(at.x + at.width / 2, at.y + at.height / 2);
    }

    /** The colours that are on screen around a thing. @param {string} role @param {string} name @returns {Promise<Record<string, number>>} */
    async coloursOf(role, name, margin = 0) {
        const { x, y, width, height } = await this.see(role, name);
        const place = { x: x - margin, y: y - margin, width: width + 2 * margin, height: height + 2 * margin };
        return this.window.evaluate(colours, { png: (await this.window.screenshot()).toString('base64'), place });
    }

    /** Letters are on screen where the mirror has that thing: many shades, not one. @param {string} role @param {string} name */
    paints(role, name) {
        return this.until(async () => Object.keys(await this.coloursOf(role, name)).length > 8, `letters of "${name}" on screen`);
    }

    /** Nothing is being painted and nothing is due. */
    settled() {
        return this.until(() => this.window.evaluate(() => /** @type {any} */ (window).__lean.idle()), 'rest');
    }

    /** By the keys of the keyboard, into the real field. @param {string} label @param {string} text */
    async fill(label, text) {
        await this.press('field', label);
        await this.window.evaluate(() => /** @type {any} */ (document.activeElement)?.select?.());
        await this.window.type(text);
        const { value } = await this.see('field', label);
        assert.equal(value, text, label);
    }

    /** What is wrong with a field, as its description says. @param {string} label @param {string} said */
    complains(label, said) {
        return this.until(() => this.window.evaluate((/** @type {{label: string, said: string}} */ wanted) => {
            const field = [.../** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll('input,textarea,select'))]
                .find((one) => one.getAttribute('aria-label') === wanted.label || one.labels?.[0]?.textContent?.trim() === wanted.label);
            const description = document.getElementById(field?.getAttribute('aria-describedby') ?? '')?.textContent ?? '';
            return field?.getAttribute('aria-invalid') === 'true' && description.includes(wanted.said);
        }, { label, said }), `complaint "${said}" about ${label}`);
    }

    /** @param {RegExp} wanted */
    isAt(wanted) {
        return this.until(async () => wanted.test(await this.window.url()), `address like ${wanted}`);
    }
}
