// A screen in memory, for browsers that draw with OpenGL only onto a screen.
// @ts-check
import { spawn } from 'node:child_process';

/** What a program needs to draw on a screen without a graphics card: Mesa's own rasteriser. */
const SOFTWARE_GL = { LIBGL_ALWAYS_SOFTWARE: '1', GDK_BACKEND: 'x11', NO_AT_BRIDGE: '1' };

/** A screen of its own: "-displayfd" has Xvfb choose a free number and tell it. */
export async function startScreen() {
    const child = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1280x860x24', '-nolisten', 'tcp'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
    const number = await new Promise((done, fail) => {
        /** @type {import('node:stream').Readable} */ (child.stdio[3]).once('data', (text) => done(String(text).trim()));
        child.once('exit', (code) => fail(new Error(`Xvfb ended with ${code}`)));
        child.once('error', fail);
    });
    return { environment: { DISPLAY: `:${number}`, ...SOFTWARE_GL }, stop: () => child.kill('SIGTERM') };
}
