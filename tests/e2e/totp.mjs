// The codes that an app makes of a secret (RFC 6238).
// @ts-check
import { createHmac } from 'node:crypto';

/** @param {string} secret base32, with or without blanks @param {number} [steps] of half a minute, from now */
export function codeOf(secret, steps = 0) {
    const letters = secret.replaceAll(' ', '');
    const bits = [...letters].map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join('');
    const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
    const counter = Buffer.alloc(8);
    counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
    const mac = createHmac('sha1', key).update(counter).digest();
    const number = mac.readUInt32BE(mac[19] & 15) & 0x7fffffff;
    return String(number % 1_000_000).padStart(6, '0');
}
