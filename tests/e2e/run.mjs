// Runs every *.test.mjs beneath it (or those named: `chat` is in a name, `room/` a folder) with Node's own test runner, one after another,
// and writes {"passed", "failed"} to $LSL_RESULT_FILE. A few that no clock judges run at the same time as
// the others, also one after another: much of what a browser test takes is waiting.
//
// Real browsers on a busy machine fail now and then for reasons of their own. So a file with a failed
// test is run once more, at the end and alone; a test that passes then is told as such and counted as
// passed. Where more files fail than chance explains, nothing is tried again.
// @ts-check
import { readdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { run } from 'node:test';
import { fileURLToPath } from 'node:url';

const MOST_FILES_TRIED_AGAIN = 3;
/** They open no browser, and wait for most of their time. */
const BESIDE = ['contract', 'cron', 'mail', 'postfix'].map((name) => `${name}.test.mjs`);

const here = dirname(fileURLToPath(import.meta.url));
const wanted = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const named = process.argv.find((word) => word.startsWith('--name='))?.slice('--name='.length);
const files = readdirSync(here, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.mjs'))
    .filter((name) => wanted.length === 0 || wanted.some((part) => (part.endsWith('/') ? name.startsWith(part) : basename(name).includes(part))))
    .sort()
    .map((name) => join(here, name));

/** @param {any} event */
const isFile = (event) => files.includes(event.name) || event.name.endsWith('.test.mjs');
/** @param {any} event */
const isSuite = (event) => event.details?.type === 'suite';

/**
 * @param {string[]} some
 * @returns {Promise<{ passed: Set<string>, failed: Map<string, string> }>} tests by their place, those that failed with
 *   their file
 */
async function runFiles(some) {
    const passed = new Set();
    const failed = new Map();
    // Without files the runner would look for some by itself.
    if (some.length === 0) return { passed, failed };
    await new Promise((done) => {
        const stream = run({ files: some, concurrency: false, timeout: 900_000, testNamePatterns: named ? [named] : undefined });
        const seen = new Map();
        /** Tests of a loop have one place and perhaps one name. @param {any} event */
        const keyOf = (event) => {
            const place = `${event.file}:${event.line}: ${event.name}`;
            seen.set(place, (seen.get(place) ?? 0) + 1);
            return `${place} ${seen.get(place)}`;
        };
        stream.on('test:pass', (event) => {
            if (isFile(event) || isSuite(event) || event.skip !== undefined) return;
            passed.add(keyOf(event));
            console.log(`  ok    ${event.name} (${Math.round(event.details.duration_ms)} ms)`);
        });
        stream.on('test:fail', (event) => {
            if (isSuite(event)) return;
            // A file fails with its tests; by itself only when it could not run at all.
            if (isFile(event) && /subtest/.test(String(event.details.error?.message))) return;
            if (isFile(event)) failed.set(event.name, event.name);
            else failed.set(keyOf(event), String(event.file));
            const error = event.details.error?.cause ?? event.details.error;
            console.log(`  FAIL  ${event.name}\n${String(error?.stack ?? error).replace(/^/gm, '        ')}`);
        });
        stream.on('end', () => done(undefined));
        stream.resume();
    });
    return { passed, failed };
}

/** @param {string} file */
const isBeside = (file) => BESIDE.includes(basename(file));
const [main, beside] = await Promise.all([
    runFiles(files.filter((file) => !isBeside(file))), runFiles(files.filter(isBeside)),
]);
const passed = new Set([...main.passed, ...beside.passed]);
const failed = new Map([...main.failed, ...beside.failed]);
const again = [...new Set(failed.values())];
let atSecondTry = 0;
if (again.length > 0 && again.length <= MOST_FILES_TRIED_AGAIN) {
    console.log(`Once more: ${again.map((file) => file.slice(here.length + 1)).join(', ')}`);
    const second = await runFiles(again);
    for (const key of second.passed) {
        if (failed.delete(key)) ++atSecondTry;
        passed.add(key);
    }
    // A file that could not run, and now does.
    for (const file of again) {
        if (failed.delete(file) && ![...second.failed.values()].includes(file)) ++atSecondTry;
    }
    // What failed only now is as much a failure.
    for (const [key, file] of second.failed) {
        if (!passed.has(key)) failed.set(key, file);
    }
}

// A log is often read from its end, and only there.
for (const place of failed.keys()) {
    console.log(`  FAILED ${place.replace(`${here}/`, '').replace(/ 1$/, '')}`);
}
const remark = atSecondTry > 0 ? ` (${atSecondTry} at the second try)` : '';
console.log(`${passed.size} passed${remark}, ${failed.size} failed in the browser suite`);
if (process.env.LSL_RESULT_FILE) {
    writeFileSync(process.env.LSL_RESULT_FILE, JSON.stringify({ passed: passed.size, failed: failed.size }));
}
process.exitCode = failed.size === 0 && passed.size > 0 ? 0 : 1;
