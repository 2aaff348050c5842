// The README's tables of what was seen to work. Tests note what they saw in build/seen/<table>.json;
// `node tests/e2e/interop/tables.mjs` writes that into the README, and a test compares the two.
// @ts-check
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ROOT } from '../fixtures/server.mjs';

const README = join(ROOT, 'README.md');
const NOTHING = '–';

/** @typedef {{columns: string[], rows: Record<string, Record<string, string>>, versions: Record<string, string>}} Table */

const fileOf = (/** @type {string} */ name) => join(ROOT, 'build/seen', `${name}.json`);
const begin = (/** @type {string} */ name) => `<!-- table ${name}: written by tests/e2e/interop/tables.mjs from what the tests saw -->`;
const END = '<!-- end of table -->';

/** What one run of the tests saw. */
export class Seen {
    /** @param {string} name @param {string[]} columns the first one heads the rows' names @param {Record<string, string>} versions */
    constructor(name, columns, versions) {
        this.name = name;
        /** @type {Table} */
        this.table = { columns, rows: {}, versions };
    }

    /** @param {string} row @param {string} column @param {string} what */
    note(row, column, what) {
        (this.table.rows[row] ??= {})[column] = what;
        mkdirSync(join(ROOT, 'build/seen'), { recursive: true });
        writeFileSync(fileOf(this.name), JSON.stringify(this.table, null, 1));
    }

    /** What the README claims beyond what was seen, in words. */
    overclaimed() {
        const claims = claimed(readFileSync(README, 'utf8'), this.name);
        return Object.entries(claims).flatMap(([row, cells]) =>
            Object.entries(cells)
                .filter(([column, what]) => what !== NOTHING && this.table.rows[row]?.[column] !== what)
                .map(([column, what]) => `${row}, ${column}: the README says "${what}", seen was "${this.table.rows[row]?.[column] ?? NOTHING}"`));
    }

    /** What was seen and stands not in the README, in words. */
    unsaid() {
        const claims = claimed(readFileSync(README, 'utf8'), this.name);
        return Object.entries(this.table.rows).flatMap(([row, cells]) =>
            Object.entries(cells)
                .filter(([column]) => claims[row]?.[column] === undefined)
                .map(([column, what]) => `${row}, ${column}: seen was "${what}"; tests/e2e/interop/tables.mjs writes it`));
    }
}

const cellsOf = (/** @type {string} */ line) => line.split('|').slice(1, -1).map((cell) => cell.trim());

/** The cells of a table of the README, by row and column. @param {string} readme @param {string} name */
export function claimed(readme, name) {
    const text = readme.split(begin(name))[1]?.split(END)[0];
    if (text === undefined) throw new Error(`README.md has no table "${name}"`);
    const [head, , ...body] = text.split('\n').filter((line) => line.startsWith('|')).map(cellsOf);
    /** @type {Record<string, Record<string, string>>} */
    const rows = {};
    for (const [row, ...cells] of body) rows[row] = Object.fromEntries(cells.map((cell, i) => [head[i + 1], cell]));
    return rows;
}

/** @param {Table} table */
function markdown({ columns, rows, versions }) {
    const line = (/** @type {string[]} */ cells) => `| ${cells.join(' | ')} |`;
    const body = Object.entries(rows).map(([row, cells]) => line([row, ...columns.slice(1).map((column) => cells[column] ?? NOTHING)]));
    const with_ = Object.entries(versions).map(([what, version]) => `${what} ${version}`).join(', ');
    return [line(columns), line(columns.map(() => '---')), ...body, '', `Last seen with ${with_}.`].join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
    let readme = readFileSync(README, 'utf8');
    for (const [, name] of readme.matchAll(/<!-- table (\w+):/g)) {
        if (!existsSync(fileOf(name))) {
            console.log(`${name}: no test has run yet`);
            continue;
        }
        const [before, after] = readme.split(begin(name));
        const rest = after.slice(after.indexOf(END));
        readme = `${before}${begin(name)}\n${markdown(JSON.parse(readFileSync(fileOf(name), 'utf8')))}\n${rest}`;
        console.log(`${name}: written`);
    }
    writeFileSync(README, readme);
}
