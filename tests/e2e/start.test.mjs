// How the page begins where the app cannot.
// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createClass, newInstructor } from './api.mjs';
import { launchBrowser, openPerson } from './browser.mjs';
import { Server } from './server.mjs';

test('a browser without WebGL shows the classes as plain words, and says why', async () => {
    const server = await Server.start();
    const browser = await launchBrowser({ camera: false, arguments: ['--disable-3d-apis'] });
    try {
        await createClass(await newInstructor(server.url), { title: 'Morning Dance Workout' });
        const { page, errors } = await openPerson(browser);
        await page.goto(`${server.url}/streams`);
        await page.getByRole('heading', { name: 'Graphics are switched off in this browser' }).waitFor();
        await page.getByText('Morning Dance Workout').first().waitFor();
        assert.deepEqual(errors, []);
    } finally {
        await browser.close();
        await server.dispose();
    }
});
