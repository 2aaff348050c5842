// web/json.js: the bytes that tests/shared/wire/packed_test.cpp reads.
// @ts-check
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { runInNewContext } from 'node:vm';
import { ROOT } from '../fixtures/server.mjs';

const script = readFileSync(join(ROOT, 'web/json.js'), 'utf8');
/** @type {(text: string) => Uint8Array} */
const pack = runInNewContext(`${script}; json.pack`, { TextEncoder });
const hex = (/** @type {string} */ text) => Buffer.from(pack(text)).toString('hex');

test('values parsed by the browser are handed over as shared/wire/json/packed.h says', () => {
    assert.equal(hex('{"title":"Año","list":[1.5,null,true,{}],"no":false}'),
        '6f3e00000003000000050000007469746c65730400000041c3b16f040000006c6973746c14000000040000006400' +
        '0000000000f83f6e746f0000000000000000020000006e6f66');
});

test('a text longer than the room grows it, and nothing of the one before is left', () => {
    const long = JSON.stringify({ text: '€'.repeat(100_000) });
    assert.equal(pack(long).length, 9 + 4 + 4 + 5 + 300_000);
    assert.equal(hex('{"a":1}'), '6f0e00000001000000' + '0100000061' + '64' + '000000000000f03f');
});

test('what is not JSON is handed over as nothing', () => {
    for (const text of ['', '{', '{"a":}', '['.repeat(200_000)]) assert.equal(pack(text).length, 0);
});
