// What goes over the wire before the first class is seen.
// @ts-check
import assert from 'node:assert/strict';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ROOT } from './server.mjs';

test('the code, WebAssembly and JavaScript together, has at most 250 KB in Brotli', () => {
    const folder = join(ROOT, 'build/web/static');
    const files = readdirSync(folder).filter((name) => /\.(wasm|js)\.br$/.test(name));
    assert.ok(files.some((name) => name.endsWith('.wasm.br')), 'the bundle is there');
    const bytes = files.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
    assert.ok(bytes <= 250 * 1024, `${bytes} bytes`);
});
