// Debian's Firefox ESR with a camera and a microphone of its own making.
// @ts-check
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freeTcpPort } from '../fixtures/server.mjs';
import { Window, marionette } from './webdriver.mjs';
import { startScreen } from './xvfb.mjs';

const PROGRAM = process.env.LSL_FIREFOX ?? '/usr/bin/firefox-esr';

export const version = () => /([\d.]+)/.exec(execFileSync(PROGRAM, ['--version'], { encoding: 'utf8' }))?.[1] ?? '?';

/** @param {number} port */
const preferences = (port) => ({
    'marionette.port': port,
    'media.navigator.streams.fake': true,
    'media.navigator.permission.disabled': true,
    'media.peerconnection.ice.loopback': true,
    'media.peerconnection.ice.obfuscate_host_addresses': false,
    'media.autoplay.default': 0,
    'media.autoplay.blocking_policy': 0,
    'media.gmp-manager.updateEnabled': false,
    'devtools.jsonview.enabled': false,
    'intl.accept_languages': 'en-GB, en',
    // No calls to the world outside.
    'app.normandy.enabled': false,
    'app.update.enabled': false,
    'browser.safebrowsing.update.enabled': false,
    'browser.shell.checkDefaultBrowser': false,
    'browser.startup.homepage_override.mstone': 'ignore',
    'datareporting.policy.dataSubmissionEnabled': false,
    'network.captive-portal-service.enabled': false,
    'network.connectivity-service.enabled': false,
    'services.settings.server': 'data:,#remote-settings-dummy/v1',
    'toolkit.telemetry.reportingpolicy.firstRun': false,
    'webgl.force-enabled': true,
});

/**
 * Without a screen it starts sooner, but has no WebGL.
 * @param {{screen?: boolean, preferences?: Record<string, unknown>}} [options]
 */
export async function launchFirefox(options = {}) {
    const screen = options.screen ? await startScreen() : null;
    const profile = mkdtempSync(join(tmpdir(), 'lsl-firefox-'));
    const port = Number(await freeTcpPort());
    const lines = Object.entries({ ...preferences(port), ...options.preferences }).map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`);
    writeFileSync(join(profile, 'user.js'), lines.join('\n'));
    let log = '';
    const child = spawn(PROGRAM, [...(screen ? [] : ['--headless']), '--no-remote', '--marionette', '--profile', profile, '--width', '1280', '--height', '860', 'about:blank'],
        { env: { ...process.env, ...screen?.environment, HOME: profile, MOZ_DISABLE_CONTENT_SANDBOX: '1' } });
    child.stdout.on('data', (text) => (log += text));
    child.stderr.on('data', (text) => (log += text));
    const exited = new Promise((done) => child.once('close', done));
    const deadline = Date.now() + 60_000;
    let wire;
    while (!wire) {
        if (child.exitCode !== null || Date.now() > deadline) {
            child.kill('SIGKILL');
            screen?.stop();
            throw new Error(`Firefox did not start:\n${log}`);
        }
        wire = await marionette(port).catch(() => new Promise((done) => setTimeout(() => done(undefined), 200)));
    }
    await wire.call('NewSession', { capabilities: { alwaysMatch: { acceptInsecureCerts: true } } });
    const window = await Window.first(wire);
    return {
        window,
        log: () => log,
        async close() {
            wire.close();
            child.kill('SIGTERM');
            const patience = setTimeout(() => child.kill('SIGKILL'), 10_000);
            await exited;
            clearTimeout(patience);
            screen?.stop();
            rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
        },
    };
}
