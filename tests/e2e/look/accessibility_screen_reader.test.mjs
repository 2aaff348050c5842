// Whole stories through the accessibility tree alone: what a screen reader is told, and the default
// actions that it can take. No pointer, no keys, no positions.
// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createClass, newInstructor } from '../fixtures/api.mjs';
import { keepPicture, openPerson, settled } from '../fixtures/browser.mjs';
import { browser, serveAFile, server } from '../fixtures/fixture.mjs';
import { openBarePage, publish } from '../fixtures/rtc.mjs';
import { INSTRUCTOR_TOKEN } from '../fixtures/server.mjs';
import { eventually, localField, pictureMoves } from '../fixtures/taught_class.mjs';

serveAFile();

/**
 * @typedef {object} Heard
 * @property {string} role
 * @property {string} name
 * @property {string} description
 * @property {Record<string, any>} states
 * @property {number} element backend id of the DOM node
 */

/** The accessibility tree as the browser gives it to assistive technology. */
class Reader {
    /** @param {import('playwright-core').Page} page */
    static async of(page) {
        const reader = new Reader();
        reader.page = page;
        reader.session = await page.context().newCDPSession(page);
        await reader.session.send('Accessibility.enable');
        return reader;
    }

    /** Everything that is said, in reading order. @returns {Promise<Heard[]>} */
    async read() {
        const { nodes } = await this.session.send('Accessibility.getFullAXTree');
        const byId = new Map(nodes.map((/** @type {any} */ node) => [node.nodeId, node]));
        /** @type {Heard[]} */
        const heard = [];
        const walk = (/** @type {any} */ node) => {
            if (!node) return;
            if (!node.ignored) {
                heard.push({
                    role: node.role?.value ?? '',
                    name: node.name?.value ?? '',
                    description: node.description?.value ?? '',
                    states: Object.fromEntries((node.properties ?? []).map((/** @type {any} */ p) => [p.name, p.value.value])),
                    element: node.backendDOMNodeId,
                });
            }
            for (const id of node.childIds ?? []) walk(byId.get(id));
        };
        walk(nodes.find((/** @type {any} */ node) => !node.parentId));
        return heard;
    }

    /** @param {string} role @param {string | RegExp} name */
    async find(role, name, milliseconds = 15_000) {
        const fits = (/** @type {Heard} */ node) => node.role === role &&
            (typeof name === 'string' ? node.name === name : name.test(node.name));
        const deadline = Date.now() + milliseconds;
        for (;;) {
            const all = await this.read();
            const found = all.find(fits);
            if (found) return found;
            if (Date.now() > deadline) {
                assert.fail(`no ${role} called ${name} among ${all.map((node) => `${node.role} "${node.name}"`).join(', ')}`);
            }
            await new Promise((done) => setTimeout(done, 100));
        }
    }

    /** @param {Heard} node @param {string} body of a function on the element */
    async on(node, body) {
        const { object } = await this.session.send('DOM.resolveNode', { backendNodeId: node.element });
        const { exceptionDetails } = await this.session.send('Runtime.callFunctionOn', {
            objectId: object.objectId, functionDeclaration: `function () { ${body} }`, userGesture: true,
        });
        assert.equal(exceptionDetails, undefined);
    }

    /** The default action of a button, link or switch. @param {string} role @param {string | RegExp} name */
    async press(role, name) {
        const node = await this.find(role, name);
        assert.ok(!node.states.disabled, `${name} is disabled`);
        await this.on(node, 'this.click();');
    }

    /** Dictates into a field. @param {string | RegExp} name @param {string} text */
    async write(name, text) {
        const field = await this.find('textbox', name);
        await this.on(field, 'this.focus(); this.select();');
        await this.session.send('Input.insertText', { text });
    }

    /**
     * Sets a value as a whole, the action for fields of several parts: the browser writes it and
     * tells the page, as for a person's choice.
     * @param {string} role @param {string} name @param {string} value
     */
    async choose(role, name, value) {
        await this.on(await this.find(role, name), `this.value = ${JSON.stringify(value)};
            for (const type of ['input', 'change']) this.dispatchEvent(new Event(type, { bubbles: true }));`);
    }
}

test('a viewer signs up, enrolls and watches through the accessibility tree alone', { timeout: 180_000 }, async () => {
    const instructor = await newInstructor(server.url);
    const stream = await createClass(instructor, { title: 'Morning Dance Workout', priceInTokens: 20 });
    const camera = await openPerson(browser, { permissions: ['camera', 'microphone'] });
    const person = await openPerson(browser);
    const { page } = person;
    try {
        await openBarePage(camera.page, server.url);
        await camera.page.evaluate(publish, { url: stream.webrtc_url, token: stream.webrtc_token, codec: 'VP8' });
        await page.goto(server.url);
        await settled(page);
        const reader = await Reader.of(page);

        // Landmarks and headings lead to the class.
        for (const [role, name] of [['banner', /./], ['navigation', 'Main'], ['main', /^/]]) await reader.find(String(role), name);
        await reader.find('heading', /^(Today|Tomorrow)$/);
        await reader.find('listitem', /Morning Dance Workout/);
        // Going live is noticed on the open page.
        await instructor.post(`/api/instructor/streams/${stream.id}/start`);
        await reader.find('StaticText', 'LIVE');
        await reader.press('button', /^Enroll/);

        await page.waitForURL('**/login**');
        await reader.press('link', 'Create an account');
        await reader.write('Name', 'Ana');
        await reader.write('E-mail', 'ana.hears@example.com');
        await reader.write('Password', 'short');
        await reader.press('button', 'Create account');
        let password = await reader.find('textbox', 'Password');
        await eventually(async () => {
            password = await reader.find('textbox', 'Password');
            return password.states.invalid === 'true';
        }, 5000, 'the field is called invalid');
        assert.match(password.description, /at least 8 characters/i, 'what is wrong is said with the field');
        assert.equal(password.states.required, true);
        await reader.write('Password', 'a good long password');
        await reader.press('button', 'Create account');

        // A modal dialog: the rest of the page is not there.
        const dialog = await reader.find('dialog', 'Enroll in this class');
        assert.equal(dialog.states.modal, true);
        const said = (await reader.read()).map((node) => node.name);
        assert.ok(said.includes('◆ 20') || said.some((name) => /20 tokens/.test(name)), 'the price');
        assert.equal((await reader.read()).filter((node) => node.role === 'navigation').length, 0, 'nothing behind it');
        await reader.press('button', /^Enroll for/);
        if (!page.url().includes('/watch')) {
            await eventually(async () => !(await reader.read()).some((node) => node.role === 'dialog'), 10_000, 'the dialog closes');
            if (!page.url().includes('/watch')) await reader.press('link', /^Watch/);
        }
        await reader.find('heading', 'Morning Dance Workout');
        await reader.find('StaticText', 'Enrolled');

        // The player says what it does.
        await reader.find('region', 'Player');
        await pictureMoves(page);
        await reader.press('button', /^Pause/);
        await reader.press('button', /^Play/);
        await reader.press('button', /^(Mute|Sound on)/);

        // The way out.
        await reader.press('button', /^Account menu/);
        await eventually(async () => (await reader.find('button', /^Account menu/)).states.expanded === true, 3000, 'the menu is called open');
        await reader.press('button', 'Sign out');
        await reader.find('link', 'Sign in');
        assert.deepEqual(person.errors, []);
    } catch (error) {
        await keepPicture(page, 'reader-failed');
        throw error;
    } finally {
        await person.context.close();
        await camera.context.close();
    }
});

test('an instructor plans, teaches and ends a class through the accessibility tree alone', { timeout: 180_000 }, async () => {
    const person = await openPerson(browser, { permissions: ['camera', 'microphone'] });
    const { page } = person;
    try {
        await page.goto(`${server.url}/instructor/streams/create`);
        await settled(page);
        const reader = await Reader.of(page);
        await reader.write('Access token', 'not the token');
        await reader.press('button', 'Open the studio');
        await eventually(async () => (await reader.find('textbox', 'Access token')).states.invalid === 'true' ||
            (await reader.read()).some((node) => node.role === 'alert'), 5000, 'the refusal');
        await reader.write('Access token', INSTRUCTOR_TOKEN);
        await reader.press('button', 'Open the studio');
        await page.waitForURL('**/create');

        await reader.write('Title', 'Evening Flow');
        await reader.write('Description', 'Slow and kind.');
        await reader.choose('DateTime', 'Starts', localField(30));
        await reader.write('Instructor', 'Mila Kovač');
        await reader.write('Price', '-5');
        await reader.press('button', 'Create class');
        await eventually(async () => (await reader.find('textbox', 'Price')).states.invalid === 'true', 5000, 'the price is refused');
        assert.match((await reader.find('textbox', 'Price')).description, /can't be below 0/);
        await reader.write('Price', '30');
        await reader.press('button', 'Create class');
        await page.waitForURL('**/broadcast');

        await reader.press('button', 'Use camera and microphone').catch(() => {});
        await reader.press('button', 'Start broadcast');
        await reader.press('button', /^Go live/);
        await reader.press('button', 'Go live now');
        await reader.find('button', /^End class/);
        await reader.press('button', /^End class/);
        assert.equal((await reader.find('dialog', 'End the class?')).states.modal, true);
        await reader.press('button', 'End class');
        await eventually(async () => !(await reader.read()).some((node) => node.role === 'dialog'), 15_000, 'the dialog closes');
        assert.deepEqual(person.errors, []);
    } catch (error) {
        await keepPicture(page, 'reader-studio-failed');
        throw error;
    } finally {
        await person.context.close();
    }
});
