// A studio with everything in it, and every page in its main states: what the pictures show and what
// the tests of accessibility walk through.
// @ts-check
import { execFileSync } from 'node:child_process';
import { createClass, newInstructor, newViewer } from './api.mjs';
import { openPerson, settled, takeSession } from './browser.mjs';
import { openBarePage, publish } from './rtc.mjs';
import { codeOf } from './totp.mjs';

const pause = (/** @type {number} */ milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
const hours = (/** @type {number} */ count) => new Date(Date.now() + count * 3600_000).toISOString();

/**
 * @typedef {object} Screen
 * @property {string} name
 * @property {string} path
 * @property {'guest' | 'viewer' | 'moderator' | 'instructor'} who
 * @property {(page: import('playwright-core').Page) => Promise<unknown>} [act]
 * @property {boolean} [whole] the whole page, not just what is seen
 */

/**
 * The studio's week: a class on air, a replay, what comes, what was cancelled, workouts.
 * @param {import('./server.mjs').Server} server
 * @param {import('playwright-core').Browser} browser
 */
export async function openStudio(server, browser) {
    const instructor = await newInstructor(server.url);
    const live = await createClass(instructor, {
        title: 'Morning Dance Workout',
        description: 'High-energy dance cardio for every level. Bring water and a smile; the first song is easy, the last one isn’t.',
        instructorName: 'Mila Kovač',
        scheduledStartTime: hours(0.2),
    });
    const coming = [];
    for (const [title, instructorName, when, priceInTokens, style, level] of /** @type {[string, string, number, number, string, string][]} */ ([
        ['Salsa Basics, Slow and Sweet', 'Diego Ramos', 6, 40, 'Salsa', 'beginner'],
        ['Wake-up Afrobeat', 'Amara Obi', 20, 0, 'Afrobeat', 'any'],
        ['Heels & Confidence', 'Lena Brandt', 50, 60, 'Heels', 'intermediate'],
        ['ダンスカーディオ入門 💃', 'Yuki Tanaka', 51, 45, 'Cardio', 'any'],
        ['رقص شرقي للمبتدئين', 'Layla Haddad', 98, 30, 'رقص شرقي', 'beginner'],
        ['A class with a title so long that it has to end in three dots on every card', 'Ana', 200, 1000, 'Stretch', 'advanced'],
    ])) {
        coming.push(await createClass(instructor, { title, instructorName, scheduledStartTime: hours(when), priceInTokens, style, level }));
    }
    const cancelled = await createClass(instructor, { title: 'Rainy Day Rumba', scheduledStartTime: hours(30) });

    const ana = await newViewer(server.url, 'Ana Novak');
    for (const stream of [live, coming[1], cancelled]) await ana.post(`/api/streams/${stream.id}/enroll`);
    await instructor.post(`/api/instructor/streams/${cancelled.id}/cancel`);

    const camera = await openPerson(browser, { permissions: ['camera', 'microphone'] });
    await openBarePage(camera.page, server.url);
    const replay = await createClass(instructor, { title: 'Sunday Stretch & Flow', instructorName: 'Lena Brandt', priceInTokens: 0 });
    await ana.post(`/api/streams/${replay.id}/enroll`);
    await camera.page.evaluate(publish, { url: replay.webrtc_url, token: replay.webrtc_token, codec: 'VP8' });
    await instructor.post(`/api/instructor/streams/${replay.id}/start`);
    await pause(12_000);
    await instructor.post(`/api/instructor/streams/${replay.id}/end`);
    await camera.page.evaluate(publish, { url: live.webrtc_url, token: live.webrtc_token, codec: 'VP8' });
    await instructor.post(`/api/instructor/streams/${live.id}/start`);
    const moderator = await fillRoom(instructor, ana, live);
    await pause(3000);

    // Workouts are two months old: the rows say so.
    const recorded = (await instructor.get(`/api/instructor/streams/${replay.id}`)).body.stream.recording_video_id;
    const workoutIds = [];
    for (const [i, [title, name]] of [['Classic Salsa', 'Diego Ramos'], ['House Basics, Part One', 'Amara Obi'], ['Slow Bachata', 'Lena Brandt']].entries()) {
        workoutIds.push(`01934f5e-7c1a-7b3c-8d2e-0123456789a${i}`);
        execFileSync('sqlite3', [`${server.dataDir}/leansporty.db`,
            '.timeout 5000',
            `INSERT INTO workouts (id, stream_id, title, description, instructor_name, duration_seconds, video_id, created_at)
             VALUES ('${workoutIds[i]}', '${[replay, cancelled, live][i].id}', '${title}', 'Low impact, high spirits: a class to come back to.',
                     '${name}', ${1800 + i * 900}, '${i === 0 ? recorded : `video-${i}`}', '2026-09-0${i + 1}T10:00:00.000Z')`]);
    }
    return { instructor, ana, moderator, live, coming, cancelled, replay, workoutIds, invitations: await gatherTeam(instructor, ana, coming),
        mia: await guardedPerson(instructor, coming[5]) };
}

/**
 * The room of the live class: people who write from both sides, a question, a pin, a poll, a report; who moderates it.
 * @param {import('./api.mjs').ApiClient} instructor @param {Awaited<ReturnType<typeof newViewer>>} ana @param {any} live
 */
async function fillRoom(instructor, ana, live) {
    const room = `/api/streams/${live.id}`;
    const [kofi, layla, moderator] = await Promise.all(['Kofi Mensah', 'ليلى حداد', 'Mona Vidal'].map((name) => newViewer(instructor.url, name)));
    for (const person of [kofi, layla]) await person.post(`${room}/enroll`);
    const invited = await instructor.post(`/api/instructor/streams/${live.id}/staff`, { role: 'moderator' });
    await moderator.post(`/api/invitations/${new URL(invited.body.invitation.url).hash.slice(1)}/accept`);
    const say = async (/** @type {import('./api.mjs').ApiClient} */ who, /** @type {string} */ message, more = {}) =>
        (await who.post(`${room}/chat`, { message, ...more })).body.message;
    await say(ana, 'good morning from Split ☀️');
    await say(layla, 'صباح الخير من القاهرة');
    const water = await say(instructor, 'Water break after phrase 2, towels ready', { kind: 'announcement' });
    await instructor.post(`${room}/chat/${water.id}/pin`);
    await say(kofi, 'that last combo 🔥🔥');
    await say(ana, 'Left or right foot first on the turn?', { kind: 'question' });
    await say(moderator, 'try it with Mirror on: your left is her left then');
    const loud = await say(kofi, 'lost it at the turn, my feet went the other way');
    await layla.post(`${room}/chat/${loud.id}/report`, { reason: 'too loud' });
    await instructor.post(`${room}/polls`, { question: 'Last song?', options: ['Fast salsa', 'Slow afro'] });
    return moderator;
}

/** The menu of the newest message of Kofi, in English or Arabic. @param {import('playwright-core').Page} page */
async function openRowMenu(page) {
    const more = page.getByRole('button', { name: /^(More about the message|المزيد عن الرسالة).*Kofi/ }).last();
    await more.waitFor({ state: 'attached' });
    await more.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /^(Reply|ردّ)$/ }).waitFor();
}

/** @param {import('playwright-core').Page} page */
async function openTeamTools(page) {
    await page.getByRole('button', { name: /^(Tools of the team|أدوات الفريق)/ }).click();
    await page.getByRole('button', { name: /^(Settings of the chat|إعدادات الدردشة)/ }).waitFor();
}

/** @param {import('playwright-core').Page} page @param {string | RegExp} tool */
async function openTeamTool(page, tool) {
    await openTeamTools(page);
    await page.getByRole('button', { name: tool }).click();
    await page.getByRole('dialog').waitFor();
}

/**
 * People with roles on the first class, one of each state; the paths of invitations that Ana got.
 * @param {import('./api.mjs').ApiClient} instructor @param {Awaited<ReturnType<typeof newViewer>>} ana @param {any[]} coming
 */
async function gatherTeam(instructor, ana, coming) {
    const invite = async (/** @type {any} */ stream, /** @type {object} */ body) =>
        new URL((await instructor.post(`/api/instructor/streams/${stream.id}/staff`, body)).body.invitation.url);
    const accept = (/** @type {import('./api.mjs').ApiClient} */ who, /** @type {URL} */ link) => who.post(`/api/invitations/${link.hash.slice(1)}/accept`);
    for (const [name, role] of [['Lena Brandt', 'co_instructor'], ['Noor Haddad', 'moderator']]) {
        await accept(await newViewer(instructor.url, name), await invite(coming[0], { role }));
    }
    await invite(coming[0], { role: 'moderator', email: 'tom@example.com' });
    await invite(coming[0], { role: 'guest' });
    const accepted = await invite(coming[3], { role: 'moderator' });
    await accept(ana, accepted);
    const open = await invite(coming[4], { role: 'co_instructor' });
    const foreign = await invite(coming[4], { role: 'moderator', email: 'noor@example.com' });
    const path = (/** @type {URL} */ { pathname, hash }) => pathname + hash;
    return { accepted: path(accepted), open: path(open), foreign: path(foreign) };
}

/** Somebody of the team who is asked for a code. @param {import('./api.mjs').ApiClient} instructor @param {any} stream */
async function guardedPerson(instructor, stream) {
    const mia = await newViewer(instructor.url, 'Mia Roth');
    const made = await instructor.post(`/api/instructor/streams/${stream.id}/staff`, { role: 'moderator' });
    await mia.post(`/api/invitations/${new URL(made.body.invitation.url).hash.slice(1)}/accept`);
    const begun = await mia.post('/api/me/second-factor', { password: mia.password });
    await mia.post('/api/me/second-factor/confirm', { code: codeOf(begun.body.secret) });
    return mia;
}

/**
 * @param {Awaited<ReturnType<typeof openStudio>>} studio
 * @returns {Screen[]}
 */
export function screensOf({ live, coming, cancelled, replay, workoutIds, invitations, ana, mia }) {
    return [
        { name: 'classes', path: '/streams', who: 'viewer' },
        { name: 'classes-guest', path: '/streams', who: 'guest', whole: true },
        { name: 'enroll', path: `/streams/${coming[0].id}/watch`, who: 'viewer', act: async (page) => {
            await page.getByRole('button', { name: /^Enroll/ }).first().click();
            await page.getByRole('dialog').waitFor();
        } },
        { name: 'enroll-poor', path: `/streams/${coming[5].id}/watch`, who: 'viewer', act: async (page) => {
            await page.getByRole('button', { name: /^Enroll/ }).first().click();
            await page.getByRole('dialog').waitFor();
        } },
        { name: 'account-menu', path: '/streams', who: 'viewer', act: async (page) => {
            await page.getByRole('button', { name: /^Account menu/ }).click();
            await page.getByRole('link', { name: 'Studio' }).waitFor();
        } },
        { name: 'my-classes', path: '/streams?mine', who: 'viewer' },
        { name: 'account', path: '/account', who: 'viewer' },
        { name: 'notices', path: '/notices', who: 'viewer' },
        { name: 'settings', path: '/settings', who: 'viewer', whole: true },
        { name: 'passkey-add', path: '/settings', who: 'viewer', act: async (page) => {
            await page.getByRole('button', { name: /^Add a passkey/ }).click();
            await page.getByRole('dialog').waitFor();
        } },
        { name: 'codes-scan', path: '/settings', who: 'viewer', act: async (page) => {
            await page.getByRole('button', { name: 'Turn on: Two-step codes' }).click();
            await page.getByLabel('Your present password').fill(ana.password);
            await page.getByRole('dialog').getByRole('button', { name: 'Next' }).click();
            await page.getByRole('img', { name: /^QR code/ }).waitFor({ state: 'attached' });
        } },
        { name: 'workouts', path: '/workouts', who: 'viewer' },
        { name: 'workouts-none', path: '/workouts?q=tango', who: 'viewer' },
        { name: 'workout', path: `/workouts/${workoutIds[0]}`, who: 'viewer', act: () => pause(3000) },
        { name: 'workout-guest', path: `/workouts/${workoutIds[1]}`, who: 'guest' },
        { name: 'watch-live', path: `/streams/${live.id}/watch`, who: 'viewer', act: () => pause(4000) },
        { name: 'room-menu', path: `/streams/${live.id}/watch`, who: 'viewer', act: openRowMenu },
        { name: 'room-report', path: `/streams/${live.id}/watch`, who: 'viewer', act: async (page) => {
            await openRowMenu(page);
            await page.getByRole('button', { name: 'Report to the team' }).click();
            await page.getByRole('dialog').waitFor();
        } },
        { name: 'room-people', path: `/streams/${live.id}/watch`, who: 'viewer', act: async (page) => {
            await page.getByRole('button', { name: /^\d+ here$/ }).first().click();
            await page.getByRole('dialog').waitFor();
        } },
        { name: 'moderation', path: `/streams/${live.id}/watch`, who: 'moderator', act: () => pause(3000) },
        { name: 'moderation-menu', path: `/streams/${live.id}/watch`, who: 'moderator', act: openRowMenu },
        { name: 'moderation-tools', path: `/streams/${live.id}/watch`, who: 'moderator', act: openTeamTools },
        { name: 'moderation-person', path: `/streams/${live.id}/watch`, who: 'moderator', act: async (page) => {
            await openRowMenu(page);
            await page.getByRole('button', { name: 'About this person' }).click();
            await page.getByRole('dialog').waitFor();
        } },
        { name: 'moderation-reports', path: `/streams/${live.id}/watch`, who: 'moderator', act: (page) => openTeamTool(page, /^Reports/) },
        { name: 'moderation-settings', path: `/streams/${live.id}/watch`, who: 'moderator', act: (page) => openTeamTool(page, 'Settings of the chat') },
        { name: 'watch-not-enrolled', path: `/streams/${coming[0].id}/watch`, who: 'viewer' },
        { name: 'watch-guest-live', path: `/streams/${live.id}/watch`, who: 'guest' },
        { name: 'watch-waiting', path: `/streams/${coming[1].id}/watch`, who: 'viewer' },
        { name: 'give-up', path: `/streams/${coming[1].id}/watch`, who: 'viewer', act: async (page) => {
            await page.getByRole('button', { name: /^Give up my place/ }).first().click();
            await page.getByRole('dialog').waitFor();
        } },
        { name: 'watch-keys', path: `/streams/${live.id}/watch`, who: 'viewer', act: async (page) => {
            await pause(3000);
            await page.keyboard.press('?');
        } },
        { name: 'watch-replay', path: `/streams/${replay.id}/watch`, who: 'viewer', act: async (page) => {
            await pause(2500);
            await page.keyboard.press('5');
            await pause(1500);
        } },
        { name: 'watch-practice', path: `/streams/${replay.id}/watch`, who: 'viewer', act: async (page) => {
            await pause(3000);
            for (let beat = 0; beat < 5; ++beat) {
                await page.keyboard.press('t');
                await pause(500);
            }
            for (const key of ['r', '<', '<', 'e', 'n']) await page.keyboard.press(key);
            await pause(1500);
        } },
        { name: 'watch-zoomed', path: `/streams/${replay.id}/watch`, who: 'viewer', act: async (page) => {
            await pause(3000);
            for (const key of ['r', 'z', 'Shift+ArrowRight', 'Shift+ArrowDown']) await page.keyboard.press(key);
            await pause(1000);
        } },
        { name: 'watch-cancelled', path: `/streams/${cancelled.id}/watch`, who: 'viewer' },
        { name: 'watch-missing', path: '/streams/01934f5e-7c1a-7b3c-8d2e-0123456789ab/watch', who: 'viewer' },
        { name: 'sign-in', path: '/login', who: 'guest' },
        { name: 'sign-in-wrong', path: '/login', who: 'guest', act: async (page) => {
            await page.getByLabel('E-mail').fill('ana@example.com');
            await page.getByLabel('Password', { exact: true }).fill('not this one');
            await page.keyboard.press('Enter');
            await pause(1200);
        } },
        { name: 'sign-in-code', path: '/login', who: 'guest', act: async (page) => {
            await page.getByLabel('E-mail').fill(mia.email);
            await page.getByLabel('Password', { exact: true }).fill(mia.password);
            await page.keyboard.press('Enter');
            await page.getByLabel('Code', { exact: true }).waitFor();
        } },
        { name: 'create-account', path: '/login?create', who: 'guest' },
        { name: 'studio-sign-in', path: '/instructor/login', who: 'guest' },
        { name: 'studio', path: '/instructor/streams', who: 'instructor', whole: true },
        { name: 'new-class', path: '/instructor/streams/create', who: 'instructor', whole: true },
        { name: 'new-class-wrong', path: '/instructor/streams/create', who: 'instructor', whole: true, act: async (page) => {
            await page.getByLabel('Title').fill('Morning Dance Workout');
            await page.getByLabel('Description').fill('High-energy dance cardio for every level.');
            await page.getByLabel('Price').fill('-5');
            await page.getByRole('button', { name: 'Create class' }).click();
            await pause(600);
        } },
        { name: 'console-ready', path: `/instructor/streams/${coming[0].id}/broadcast`, who: 'instructor', act: async (page) => {
            await page.getByRole('button', { name: 'Use camera and microphone' }).first().click({ timeout: 3000 }).catch(() => {});
            await page.getByRole('button', { name: 'Start broadcast' }).click();
            await page.getByRole('button', { name: /^Go live/ }).waitFor();
            await pause(3000);
        } },
        { name: 'console-live', path: `/instructor/streams/${live.id}/broadcast`, who: 'instructor', act: () => pause(2000) },
        { name: 'classes-staff', path: '/streams', who: 'instructor' },
        { name: 'watch-staff', path: `/streams/${live.id}/watch`, who: 'instructor' },
        { name: 'watch-staff-sees', path: `/streams/${live.id}/watch`, who: 'instructor', act: async (page) => {
            await page.getByRole('button', { name: 'See as viewer' }).first().click();
            await pause(3000);
        } },
        { name: 'new-token', path: `/instructor/streams/${coming[0].id}/broadcast`, who: 'instructor', act: async (page) => {
            await page.getByRole('button', { name: 'Other encoders' }).click();
            await page.getByRole('button', { name: /^New token/ }).click();
            await page.getByRole('dialog').waitFor();
        } },
        { name: 'edit-class', path: '/instructor/streams', who: 'instructor', act: async (page) => {
            await page.getByRole('button', { name: /^Change/ }).first().click();
            await page.getByRole('dialog').waitFor();
        } },
        { name: 'cancel-class', path: '/instructor/streams', who: 'instructor', act: async (page) => {
            await page.getByRole('button', { name: /^Cancel/ }).first().click();
            await page.getByRole('dialog').waitFor();
        } },
        { name: 'end-class', path: `/instructor/streams/${live.id}/broadcast`, who: 'instructor', act: async (page) => {
            await page.getByRole('button', { name: /^End class/ }).first().click();
            await page.getByRole('dialog').waitFor();
        } },
        { name: 'figures', path: `/instructor/streams/${live.id}/figures`, who: 'instructor', whole: true },
        { name: 'figures-meaning', path: `/instructor/streams/${live.id}/figures`, who: 'instructor', act: async (page) => {
            const what = /^(What is Peak\?|ما معنى الذروة؟)$/;
            await page.getByRole('button', { name: what }).click();
            await page.getByRole('group', { name: what }).waitFor({ state: 'attached' });
        } },
        { name: 'figures-all', path: '/instructor/figures', who: 'instructor', whole: true },
        { name: 'people', path: `/instructor/streams/${coming[0].id}/people`, who: 'instructor', whole: true },
        { name: 'check', path: `/instructor/streams/${coming[0].id}/check`, who: 'instructor', whole: true },
        { name: 'people-none', path: `/instructor/streams/${coming[1].id}/people`, who: 'instructor', whole: true },
        { name: 'people-link', path: `/instructor/streams/${coming[0].id}/people`, who: 'instructor', act: async (page) => {
            await page.getByRole('button', { name: 'New link: tom@example.com' }).click();
            await page.getByRole('dialog').waitFor();
        } },
        { name: 'people-role', path: `/instructor/streams/${coming[0].id}/people`, who: 'instructor', act: async (page) => {
            await page.getByRole('button', { name: 'Change role: Noor Haddad' }).click();
            await page.getByRole('dialog').waitFor();
        } },
        { name: 'people-remove', path: `/instructor/streams/${coming[0].id}/people`, who: 'instructor', act: async (page) => {
            await page.getByRole('button', { name: 'Remove: Noor Haddad' }).click();
            await page.getByRole('dialog').waitFor();
        } },
        { name: 'invitation', path: invitations.open, who: 'viewer', whole: true },
        { name: 'invitation-guest', path: invitations.open, who: 'guest', whole: true },
        { name: 'invitation-accepted', path: invitations.accepted, who: 'viewer', whole: true },
        { name: 'invitation-foreign', path: invitations.foreign, who: 'viewer' },
        { name: 'invitation-over', path: '/invitation#made-up', who: 'guest' },
        { name: 'not-found', path: '/no/such/page', who: 'guest' },
    ];
}

/**
 * Leads a person to that screen.
 * @param {Awaited<ReturnType<typeof openPerson>>} person
 * @param {import('./server.mjs').Server} server
 * @param {Awaited<ReturnType<typeof openStudio>>} studio
 * @param {Screen} screen
 */
export async function showScreen({ context, page }, server, studio, screen) {
    if (screen.who === 'viewer') await takeSession(context, studio.ana);
    if (screen.who === 'moderator') await takeSession(context, studio.moderator);
    if (screen.who === 'instructor') await takeSession(context, studio.instructor);
    await page.goto(server.url + screen.path);
    await settled(page);
    await pause(500);
    await screen.act?.(page);
    await pause(400);
}
