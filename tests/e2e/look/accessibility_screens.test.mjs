// Every page in its main states, judged by axe-core: what screen readers, keyboards and voice control
// meet is the mirror over the canvas. And every page where there is little room.
// @ts-check
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { keepPicture, launchBrowser, openPerson } from '../fixtures/browser.mjs';
import { openStudio, screensOf, showScreen } from '../fixtures/screens.mjs';
import { ROOT, Server } from '../fixtures/server.mjs';

const axe = readFileSync(createRequire(join(ROOT, '.deps/npm/package.json')).resolve('axe-core/axe.min.js'), 'utf8');

/** @type {Server} */
let server;
/** @type {import('playwright-core').Browser} */
let browser;
/** @type {Awaited<ReturnType<typeof openStudio>>} */
let studio;

before(async () => {
    server = await Server.start();
    browser = await launchBrowser();
    studio = await openStudio(server, browser);
}, { timeout: 120_000 });
after(async () => {
    await browser?.close();
    await server?.dispose();
});

/** What axe-core finds, one line each. @param {import('playwright-core').Page} page */
async function findings(page) {
    await page.evaluate(axe);
    const { violations, passes } = await page.evaluate(() => /** @type {any} */ (window).axe.run(document, {
        // The mirror's letters are transparent over painted ones: colours are judged by tokens_test.
        rules: { 'color-contrast': { enabled: false } },
        resultTypes: ['violations', 'passes'],
    }));
    assert.ok(passes.length > 10, 'axe-core saw the page');
    return violations.flatMap((/** @type {any} */ rule) => rule.nodes.map((/** @type {any} */ node) =>
        `${rule.id} (${rule.impact}): ${rule.help}\n    ${node.html}\n    ${node.failureSummary}`));
}

/** 400 % zoom on a 1280 pixel wide screen, 200 % zoom, and a small phone lying on its side. */
const cramped = [{ width: 320, height: 568 }, { width: 640, height: 430 }, { width: 568, height: 320 }];

/** What sticks out of the page or of its dialog, or lies over something else. @param {import('playwright-core').Page} page */
async function misfits(page) {
    await page.waitForTimeout(400);
    return page.evaluate(() => {
        const nodes = /** @type {any[]} */ (/** @type {any} */ (window).__lean.tree());
        const byId = new Map(nodes.map((node) => [node.id, node]));
        const named = (/** @type {any} */ node) =>
            `${node.role} "${node.name ?? ''}" at ${['x', 'y', 'width', 'height'].map((side) => Math.round(node.rect[side])).join(' ')}`;
        const above = (/** @type {any} */ node, /** @type {(one: any) => boolean} */ wanted) => {
            for (let at = byId.get(node.parent); at; at = byId.get(at.parent)) if (wanted(at)) return at;
            return undefined;
        };
        const within = (/** @type {any} */ node, /** @type {string} */ role) => above(node, (one) => one.role === role);
        // What scrolls by itself is laid out as if it were not scrolled, and shows a part of it.
        const box = (/** @type {any} */ node) => above(node, (one) => one.role === 'Dialog' || !!one.scroll_height);
        const out = [];
        if (document.documentElement.scrollWidth > innerWidth) out.push(`the page scrolls sideways by ${document.documentElement.scrollWidth - innerWidth}`);
        const pageHeight = document.documentElement.scrollHeight;
        for (const node of nodes) {
            const { x, y, width, height } = node.rect;
            const around = box(node);
            const left = around ? around.rect.x : 0, right = around ? around.rect.x + around.rect.width : innerWidth;
            const top = around ? around.rect.y : 0;
            const bottom = around ? around.rect.y + (around.scroll_height || around.rect.height) : node.fixed ? innerHeight : pageHeight;
            const slack = 8; // targets of 44 px around smaller drawings
            if (node.role === 'Status' && width === 0) continue; // only said
            if (x < left - slack || x + width > right + slack) out.push(`${named(node)} is wider than ${left} to ${right}`);
            if (y < top - slack || y + height > bottom + slack) out.push(`${named(node)} is higher than ${top} to ${bottom}`);
        }
        const controls = nodes.filter((node) => ['Link', 'Button', 'Switch', 'Slider', 'TextField', 'TextArea', 'Select'].includes(node.role));
        const area = (/** @type {any} */ r) => Math.max(0, r.width) * Math.max(0, r.height);
        controls.forEach((a, i) => controls.slice(i + 1).forEach((b) => {
            if (!!a.fixed !== !!b.fixed || box(a) !== box(b)) return;
            const x = Math.max(a.rect.x, b.rect.x), y = Math.max(a.rect.y, b.rect.y);
            const shared = area({
                width: Math.min(a.rect.x + a.rect.width, b.rect.x + b.rect.width) - x,
                height: Math.min(a.rect.y + a.rect.height, b.rect.y + b.rect.height) - y,
            });
            const [small, large] = [a, b].sort((p, q) => area(p.rect) - area(q.rect));
            const onCard = area(large.rect) > 4 * area(small.rect) && shared > 0.9 * area(small.rect);
            // An open menu lies over bars; accessibility_touch shows that it takes the taps there.
            const menus = [a, b].filter((node) => node.fixed && within(node, 'List')).length;
            if (menus === 1) return;
            const inField = /Field|Area/.test(large.role); // the eye in a password field
            if (!onCard && !inField && shared > 0.4 * area(small.rect)) out.push(`${named(a)} and ${named(b)} lie over each other`);
        }));
        return out;
    });
}

test('axe-core finds nothing on any page, and it fits where there is little room', { timeout: 600_000 }, async (t) => {
    for (const screen of screensOf(studio)) {
        await t.test(screen.name, { timeout: 60_000 }, async () => {
            const person = await openPerson(browser, { permissions: ['camera', 'microphone'] });
            try {
                await showScreen(person, server, studio, screen);
                const found = await findings(person.page);
                assert.equal(found.length, 0, `${found.length} findings:\n${found.join('\n')}`);
                for (const size of cramped) {
                    await person.page.setViewportSize(size);
                    // What was laid out for the size before may still be there on a busy machine.
                    let out = await misfits(person.page);
                    for (let i = 0; out.length > 0 && i < 10; ++i) out = await misfits(person.page);
                    assert.deepEqual(out, [], `${size.width} x ${size.height}`);
                }
            } catch (error) {
                await keepPicture(person.page, `axe-${screen.name}`);
                throw error;
            } finally {
                await person.context.close();
            }
        });
    }
});
