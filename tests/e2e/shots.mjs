// ./dev shots: a picture of every page in its main states, at phone, tablet and desktop size, light and dark,
// in high contrast, 320 pixels wide, and in Arabic, which runs from the right.
// Real server, real browser, real media; only the people are made up.
// @ts-check
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DESKTOP, launchBrowser, openPerson, PHONE } from './fixtures/browser.mjs';
import { openStudio, screensOf, showScreen } from './fixtures/screens.mjs';
import { ROOT, Server } from './fixtures/server.mjs';

const flag = process.argv.indexOf('--out');
const out = flag > 0 ? process.argv[flag + 1] : join(ROOT, 'shots');
const only = process.argv.slice(2).filter((word, i, all) => word !== '--out' && all[i - 1] !== '--out');
mkdirSync(out, { recursive: true });

const pause = (/** @type {number} */ milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

const server = await Server.start();
const browser = await launchBrowser();
const studio = await openStudio(server, browser);
/** @type {ReturnType<typeof screensOf>} */
const screens = [...screensOf(studio), { name: 'gallery', path: '/gallery', who: 'guest', whole: true }];

/** How the screens are seen. @type {[string, import('playwright-core').BrowserContextOptions][]} */
const looks = [
    ...[['desktop', DESKTOP], ['phone', PHONE]].flatMap(([size, device]) =>
        (['dark', 'light']).map((colorScheme) => /** @type {any} */ ([`${size}-${colorScheme}`, { .../** @type {object} */ (device), colorScheme }]))),
    ['tablet-light', { viewport: { width: 820, height: 1180 }, hasTouch: true, colorScheme: 'light' }],
    ['contrast-dark', { ...DESKTOP, colorScheme: 'dark', contrast: 'more' }],
    ['contrast-light', { ...PHONE, colorScheme: 'light', contrast: 'more' }],
    ['narrow-light', { ...PHONE, viewport: { width: 320, height: 568 }, colorScheme: 'light' }],
    ['arabic-dark', { ...DESKTOP, colorScheme: 'dark', locale: 'ar' }],
    ['lying-dark', { ...PHONE, viewport: { width: 844, height: 390 }, colorScheme: 'dark' }],
    ['arabic-phone-dark', { ...PHONE, colorScheme: 'dark', locale: 'ar' }],
];

// The main screens from the right; acts that name English buttons are left out.
const mirrored = ['classes', 'classes-guest', 'my-classes', 'account', 'workouts', 'watch-live', 'watch-not-enrolled',
    'watch-replay', 'sign-in', 'studio', 'new-class', 'console-live', 'invitation', 'people', 'room-menu', 'moderation', 'moderation-menu',
    'moderation-tools', 'figures', 'figures-meaning'];

// What somebody watches with the phone on its side.
const lying = ['watch-live', 'watch-replay', 'watch-practice'];

let count = 0;
for (const [look, options] of looks) {
    for (const screen of screens) {
        const name = `${screen.name}-${look}`;
        if (look.startsWith('arabic') && !mirrored.includes(screen.name)) continue;
        if (look.startsWith('lying') && !lying.includes(screen.name)) continue;
        if (only.length > 0 && !only.some((part) => name.includes(part))) continue;
        const person = await openPerson(browser, { ...options, permissions: ['camera', 'microphone'] });
        try {
            await showScreen(person, server, studio, screen);
            if (screen.whole) {
                // The canvas is as large as the window: a taller window shows the whole page.
                const height = await person.page.evaluate(() => document.documentElement.scrollHeight);
                const width = person.page.viewportSize()?.width ?? 1280;
                await person.page.setViewportSize({ width, height: Math.min(height, 6000) });
                await pause(600);
            }
            await person.page.screenshot({ path: join(out, `${name}.png`) });
            count += 1;
            console.error(name);
        } catch (error) {
            await person.page.screenshot({ path: join(out, `${name}-failed.png`) }).catch(() => {});
            console.error(`${name} failed: ${String(error).split('\n')[0]}`);
            process.exitCode = 1;
        } finally {
            await person.context.close();
        }
    }
}
await browser.close();
await server.dispose();
console.log(`${count} pictures in ${out}`);
