// When things go wrong: each failure is said, with what to do and a way out, and what can come back by
// itself does.
// @ts-check
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { describe, test } from 'node:test';
import { createClass, newViewer } from '../fixtures/api.mjs';
import { launchBrowser, openPerson, settled, takeSession } from '../fixtures/browser.mjs';
import { browser, instructor, liveClass, serveAFile, server, signInstructorInAgain } from '../fixtures/fixture.mjs';
import { eventually, pause } from '../fixtures/taught_class.mjs';

serveAFile();

/** @param {import('playwright-core').Page} page @param {string} selector */
const playing = (page, selector) => page.evaluate((which) => {
    const video = /** @type {HTMLVideoElement | null} */ (document.querySelector(which));
    return !!video && video.videoWidth > 0 && !video.paused && video.currentTime > 0.3;
}, selector);

describe('a browser that cannot draw the app', () => {
    test('without WebGL: browse, make an account, pay, watch live and watch the replay, all in plain HTML', { timeout: 120_000 }, async () => {
        const plainBrowser = await launchBrowser({ camera: false, arguments: ['--disable-3d-apis'] });
        const { stream, camera } = await liveClass({ title: 'Plain Salsa', priceInTokens: 30 });
        try {
            const { page, errors } = await openPerson(plainBrowser);
            await page.goto(`${server.url}/streams`);
            await page.getByRole('heading', { name: 'Graphics are switched off in this browser' }).waitFor();
            await page.getByRole('link', { name: 'Plain Salsa' }).click();
            await page.getByRole('link', { name: 'Sign in to watch' }).click();
            await page.getByRole('link', { name: 'Create an account' }).click();
            await page.getByLabel('Name').fill('Ana');
            await page.getByLabel('E-mail').fill('ana.plain@example.com');
            await page.getByLabel('Password').fill('short');
            await page.getByRole('button', { name: 'Create account' }).click();
            await page.getByRole('alert').filter({ hasText: 'Use at least 8 characters.' }).waitFor();
            await page.getByLabel('Password').fill('a good long password');
            await page.getByRole('button', { name: 'Create account' }).click();
            await page.waitForURL(`**/streams/${stream.id}/watch`);
            await page.getByText('Ana, 100 tokens').waitFor();
            await page.getByRole('button', { name: 'Enroll for 30 tokens' }).click();
            await page.getByText('Ana, 70 tokens').waitFor();
            await eventually(() => playing(page, '#fallback video'), 20_000, 'the live picture');

            await instructor.post(`/api/instructor/streams/${stream.id}/end`);
            await eventually(async () => await playing(page, '#fallback video') &&
                page.evaluate(() => /recordings/.test(document.querySelector('video')?.currentSrc ?? '')), 30_000, 'the replay');
            await page.getByRole('link', { name: 'My classes' }).click();
            await page.getByRole('link', { name: 'Plain Salsa' }).waitFor();
            await page.getByRole('button', { name: 'Sign out' }).click();
            await page.getByRole('link', { name: 'Sign in' }).waitFor();
            assert.deepEqual(errors, []);
        } finally {
            await camera.context.close();
            await plainBrowser.close();
        }
    });

    test('without WebAssembly: signing in leads to no other site, however its address is written', async () => {
        const { page, context } = await openPerson(browser);
        try {
            await page.addInitScript(() => { Reflect.deleteProperty(window, 'WebAssembly'); });
            await page.route((url) => url.hostname.includes('elsewhere'), (route) => route.fulfill({ body: 'elsewhere' }));
            await page.goto(`${server.url}/login?create&next=${encodeURIComponent('/\t/elsewhere.example/')}`);
            await page.getByLabel('Name').fill('Ana');
            await page.getByLabel('E-mail').fill('ana.next@example.com');
            await page.getByLabel('Password').fill('a good long password');
            await page.getByRole('button', { name: 'Create account' }).click();
            await page.waitForURL(`${server.url}/streams`);
            // Signed in, the page goes on by itself.
            for (const next of ['/\n\\elsewhere.example/', '//elsewhere.example/', '\\\\elsewhere.example', 'http://elsewhere.example/',
                ' //elsewhere.example/', 'javascript:alert(1)', 'http://']) {
                await page.goto(`${server.url}/login?next=${encodeURIComponent(next)}`, { waitUntil: 'commit' });
                await page.waitForURL(`${server.url}/streams`);
            }
            await page.goto(`${server.url}/login?next=${encodeURIComponent('/workouts?q=salsa')}`, { waitUntil: 'commit' });
            await page.waitForURL(`${server.url}/workouts?q=salsa`);
        } finally {
            await context.close();
        }
    });

    test('without WebAssembly: says so and shows the classes', async () => {
        const stream = await createClass(instructor, { title: 'Before the machines' });
        const { page, context } = await openPerson(browser);
        try {
            await page.addInitScript(() => { Reflect.deleteProperty(window, 'WebAssembly'); });
            await page.goto(`${server.url}/streams`);
            await page.getByRole('heading', { name: 'This browser is too old for the app' }).waitFor();
            await page.getByRole('button', { name: 'Try again' }).waitFor();
            await page.getByRole('link', { name: 'Before the machines' }).click();
            await page.waitForURL(`**/streams/${stream.id}/watch`);
            await page.getByRole('link', { name: 'Sign in to watch' }).waitFor();
        } finally {
            await context.close();
        }
    });

    test('an app that cannot be fetched gives way to the plain page, and Reload brings it', async () => {
        const { page, context } = await openPerson(browser);
        try {
            await page.route('**/static/app.*.js', (route) => route.abort());
            await page.goto(`${server.url}/streams`);
            await page.getByRole('heading', { name: "The app didn't load" }).waitFor();
            await page.unroute('**/static/app.*.js');
            await page.getByRole('button', { name: 'Reload' }).click();
            await settled(page);
            assert.equal(await page.locator('#trouble').isVisible(), false);
        } finally {
            await context.close();
        }
    });
});

describe('a browser without WebRTC', () => {
    test('says on the watch page what to use instead', async () => {
        const { stream, camera } = await liveClass({ title: 'Only by WebRTC', priceInTokens: 0 });
        const viewer = await newViewer(server.url);
        await viewer.post(`/api/streams/${stream.id}/enroll`);
        const { page, context, errors } = await openPerson(browser);
        try {
            await takeSession(context, viewer);
            await page.addInitScript(() => { Reflect.deleteProperty(window, 'RTCPeerConnection'); });
            await page.goto(`${server.url}/streams/${stream.id}/watch`);
            await page.getByText(/can't play live classes.*Chrome, Edge, Firefox or Safari/).first().waitFor();
            assert.deepEqual(errors, []);
        } finally {
            await context.close();
            await camera.context.close();
        }
    });

    test('says in the console what to use instead', async () => {
        const stream = await createClass(instructor);
        const { page, context, errors } = await openPerson(browser, { permissions: ['camera', 'microphone'] });
        try {
            await takeSession(context, instructor);
            await page.addInitScript(() => { Reflect.deleteProperty(window, 'RTCPeerConnection'); });
            await page.goto(`${server.url}/instructor/streams/${stream.id}/broadcast`);
            await page.getByRole('button', { name: 'Use camera and microphone' }).first().click();
            await page.getByRole('button', { name: 'Start broadcast' }).click();
            await page.getByText(/can't broadcast.*Chrome, Edge, Firefox or Safari/).first().waitFor();
            assert.deepEqual(errors, []);
        } finally {
            await context.close();
        }
    });
});

describe('a studio without a camera', () => {
    for (const [what, options, said] of /** @type {const} */ ([
        ['that was denied', { arguments: ['--use-fake-device-for-media-stream', '--deny-permission-prompts'] }, /Allow camera and microphone for this site/],
        ['that is not there', { permissions: ['camera', 'microphone'] }, /No camera or microphone was found/],
    ])) {
        test(`says what to do about one ${what}, and tries again when asked`, async () => {
            const bare = await launchBrowser({ camera: false, arguments: 'arguments' in options ? [...options.arguments] : [] });
            try {
                const stream = await createClass(instructor);
                const { page, context, errors } = await openPerson(bare, { permissions: 'permissions' in options ? [...options.permissions] : [] });
                await takeSession(context, instructor);
                await page.goto(`${server.url}/instructor/streams/${stream.id}/broadcast`);
                await page.getByRole('button', { name: 'Use camera and microphone' }).first().click();
                await page.getByText(said).first().waitFor();
                await page.getByRole('button', { name: 'Try again' }).first().click();
                await page.getByText(said).first().waitFor();
                assert.deepEqual(errors, []);
            } finally {
                await bare.close();
            }
        });
    }
});

describe('graphics taken away', () => {
    const lose = () => {
        const canvas = /** @type {HTMLCanvasElement} */ (document.getElementById('canvas'));
        canvas.getContext('webgl2')?.getExtension('WEBGL_lose_context')?.loseContext();
    };

    test('for good: says so, and Reload draws again', async () => {
        const { page, context } = await openPerson(browser);
        try {
            await page.goto(`${server.url}/streams`);
            await settled(page);
            await page.evaluate(lose);
            await page.getByRole('heading', { name: 'The picture was lost' }).waitFor();
            await page.getByRole('button', { name: 'Reload' }).click();
            await settled(page);
            assert.equal(await page.locator('#trouble').isVisible(), false);
        } finally {
            await context.close();
        }
    });
});

test('a crash of the app says so, and Reload goes on', async () => {
    const { page, context } = await openPerson(browser);
    try {
        // The real thing: with its memory overwritten the program traps at its next step.
        await page.addInitScript(() => {
            const keep = (/** @type {any} */ result) => {
                const exported = Object.values(result.instance.exports);
                /** @type {any} */ (window).__memory = exported.find((one) => one instanceof WebAssembly.Memory);
                return result;
            };
            const { instantiate, instantiateStreaming } = WebAssembly;
            WebAssembly.instantiate = (/** @type {any[]} */ ...given) => /** @type {any} */ (instantiate)(...given).then(keep);
            WebAssembly.instantiateStreaming = (/** @type {any[]} */ ...given) => /** @type {any} */ (instantiateStreaming)(...given).then(keep);
        });
        await page.goto(`${server.url}/streams`);
        await settled(page);
        await page.evaluate(() => new Uint8Array(/** @type {any} */ (window).__memory.buffer).fill(0xff));
        await page.mouse.move(300, 300);
        await page.getByRole('heading', { name: 'Something broke on this page' }).waitFor();
        await page.getByRole('button', { name: 'Reload' }).click();
        await settled(page);
        assert.equal(await page.locator('#trouble').isVisible(), false);
    } finally {
        await context.close();
    }
});

describe('the network', () => {
    test('gone: a banner says so; back: the page has caught up', async () => {
        const { page, context } = await openPerson(browser);
        try {
            await page.goto(`${server.url}/streams`);
            await settled(page);
            await context.setOffline(true);
            await page.getByText(/^You're offline/).first().waitFor();
            await createClass(instructor, { title: 'Planned while you were away' });
            await page.getByRole('link', { name: 'Workouts' }).first().click();
            await page.getByText(/Check your connection/).first().waitFor();
            await page.getByRole('link', { name: 'Classes', exact: true }).first().click();
            await context.setOffline(false);
            await page.getByRole('link', { name: 'Planned while you were away' }).first().waitFor();
            await page.getByText(/^You're offline/).first().waitFor({ state: 'detached' });
        } finally {
            await context.close();
        }
    });

    test('slow at the start: the plain page is offered, and the app comes all the same', { timeout: 60_000 }, async () => {
        for (const patient of [true, false]) {
            const { page, context } = await openPerson(browser);
            try {
                /** @type {() => void} */
                let arrive = () => {};
                const arrived = new Promise((done) => { arrive = () => done(undefined); });
                await page.route('**/static/app.*.wasm', async (route) => {
                    await arrived;
                    await route.continue();
                });
                await page.goto(`${server.url}/streams`, { waitUntil: 'commit' });
                await page.getByRole('heading', { name: 'The app is still on its way' }).waitFor();
                const offer = page.getByRole('button', { name: 'Show the plain page' });
                if (!patient) {
                    await offer.click();
                    await page.getByRole('link', { name: 'Sign in' }).waitFor();
                }
                arrive();
                if (patient) {
                    await settled(page);
                    await offer.waitFor({ state: 'hidden' });
                } else {
                    await pause(1500);
                    assert.ok(await page.getByRole('link', { name: 'Sign in' }).isVisible(), 'what was chosen stays');
                }
            } finally {
                await context.close();
            }
        }
    });

    test('slow later: a banner says that it takes long, until the answer is there', async () => {
        const { page, context } = await openPerson(browser);
        try {
            await page.goto(`${server.url}/streams`);
            await settled(page);
            await page.route('**/api/workouts*', async (route) => {
                await pause(7000);
                await route.continue();
            });
            await page.getByRole('link', { name: 'Workouts' }).first().click();
            await page.getByText(/^The connection is slow/).first().waitFor();
            await page.getByText(/^The connection is slow/).first().waitFor({ state: 'detached' });
        } finally {
            await context.close();
        }
    });
});

test('a restarted server: said while it is away, then the page catches up, still signed in', { timeout: 60_000 }, async () => {
    const viewer = await newViewer(server.url, 'Petra');
    const { page, context, errors } = await openPerson(browser);
    try {
        await takeSession(context, viewer);
        await page.goto(`${server.url}/streams`);
        await settled(page);
        await server.kill();
        const away = page.getByText(/^The studio can't be reached/).first();
        await away.waitFor();
        await server.run();
        await createClass(instructor, { title: 'After the restart' });
        await away.waitFor({ state: 'detached' });
        await page.getByRole('link', { name: 'After the restart' }).first().waitFor();
        await page.getByRole('button', { name: 'Account menu of Petra' }).waitFor();
        assert.deepEqual(errors.filter((text) => !/ERR_/.test(text)), []);
    } finally {
        await context.close();
    }
});

describe('a session that has ended', () => {
    const endSessions = () => execFileSync('sqlite3', ['-cmd', '.timeout 5000', `${server.dataDir}/leansporty.db`, 'DELETE FROM sessions;']);

    test('of a viewer: says so where it is noticed, and signing in goes on', async () => {
        const stream = await createClass(instructor, { title: 'Too long ago', priceInTokens: 0 });
        const viewer = await newViewer(server.url, 'Iva');
        const { page, context, errors } = await openPerson(browser);
        try {
            await takeSession(context, viewer);
            await page.goto(`${server.url}/streams/${stream.id}/watch`);
            await page.getByRole('button', { name: 'Account menu of Iva' }).waitFor();
            endSessions();
            await page.getByRole('button', { name: /^Enroll for free/ }).click();
            await page.getByRole('status', { name: 'Your session has ended. Sign in to go on.' }).first().waitFor();
            await page.getByRole('link', { name: 'Sign in' }).first().click();
            await page.getByLabel('E-mail').fill(viewer.email);
            await page.getByLabel('Password', { exact: true }).fill(viewer.password);
            await page.keyboard.press('Enter');
            await page.waitForURL(`**/streams/${stream.id}/watch`);
            await page.getByRole('button', { name: /^Enroll for free/ }).click();
            await page.getByText('Enrolled', { exact: true }).first().waitFor();
            assert.deepEqual(errors, []);
        } finally {
            await context.close();
        }
    });

    test('of an instructor: the token is asked for again, then the same page comes back', async () => {
        await signInstructorInAgain();
        const { page, context, errors } = await openPerson(browser);
        try {
            await takeSession(context, instructor);
            await page.goto(`${server.url}/instructor/streams/create`);
            await page.getByLabel('Title').fill('Written before it ended');
            endSessions();
            await page.getByLabel('Starts').fill('2031-05-01T10:00');
            await page.getByLabel('Length').fill('45');
            await page.getByLabel('Price').fill('0');
            await page.getByLabel('Instructor').fill('Mila Kovač');
            await page.getByRole('button', { name: 'Create class' }).click();
            await page.waitForURL('**/instructor/login**');
            await page.getByRole('status', { name: /session has ended/ }).first().waitFor();
            const { INSTRUCTOR_TOKEN } = await import('../fixtures/server.mjs');
            await page.getByLabel('Access token').fill(INSTRUCTOR_TOKEN);
            await page.getByRole('button', { name: 'Open the studio' }).click();
            await page.waitForURL('**/instructor/streams/create');
            assert.equal(await page.getByLabel('Title').inputValue(), 'Written before it ended', 'nothing typed is lost');
            assert.deepEqual(errors, []);
        } finally {
            await context.close();
            await signInstructorInAgain();
        }
    });
});

test("a device whose clock is three hours ahead: it is told, and the class still starts when it starts", async () => {
    const stream = await createClass(instructor, { title: 'In an hour' });
    const viewer = await newViewer(server.url);
    await viewer.post(`/api/streams/${stream.id}/enroll`);
    const { page, context, errors } = await openPerson(browser);
    try {
        await takeSession(context, viewer);
        await page.addInitScript(() => {
            const ahead = 3 * 3600_000;
            const { now } = Date;
            Date.now = () => now() + ahead;
        });
        await page.goto(`${server.url}/streams/${stream.id}/watch`);
        await page.getByRole('alert', { name: /^This device's clock is 3 hrs? ahead/ }).first().waitFor();
        await page.getByText(/until the class starts/).first().waitFor();
        assert.equal(await page.getByText('The instructor is about to start').count(), 0);
        assert.deepEqual(errors, []);
    } finally {
        await context.close();
    }
});
