// Runs every *.test.mjs beside it (or those named) with Node's own test runner, one after another,
// and writes {"passed", "failed"} to $LSL_RESULT_FILE.
// @ts-check
import { readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { run } from 'node:test';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const wanted = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const named = process.argv.find((word) => word.startsWith('--name='))?.slice('--name='.length);
const files = readdirSync(here)
    .filter((name) => name.endsWith('.test.mjs'))
    .filter((name) => wanted.length === 0 || wanted.some((part) => name.includes(part)))
    .sort()
    .map((name) => join(here, name));

let passed = 0;
let failed = 0;
/** @param {any} event */
const isFile = (event) => files.includes(event.name) || event.name.endsWith('.test.mjs');
/** @param {any} event */
const isSuite = (event) => event.details?.type === 'suite';

await new Promise((done) => {
    const stream = run({ files, concurrency: false, timeout: 900_000, testNamePatterns: named ? [named] : undefined });
    stream.on('test:pass', (event) => {
        if (isFile(event) || isSuite(event) || event.skip !== undefined) return;
        passed += 1;
        console.log(`  ok    ${event.name} (${Math.round(event.details.duration_ms)} ms)`);
    });
    stream.on('test:fail', (event) => {
        if (isSuite(event)) return;
        // A file fails with its tests; by itself only when it could not run at all.
        if (isFile(event) && /subtest/.test(String(event.details.error?.message))) return;
        failed += 1;
        const error = event.details.error?.cause ?? event.details.error;
        console.log(`  FAIL  ${event.name}\n${String(error?.stack ?? error).replace(/^/gm, '        ')}`);
    });
    stream.on('end', () => done(undefined));
    stream.resume();
});

console.log(`${passed} passed, ${failed} failed in the browser suite`);
if (process.env.LSL_RESULT_FILE) {
    writeFileSync(process.env.LSL_RESULT_FILE, JSON.stringify({ passed, failed }));
}
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
