// A mail server that others wrote, and what it was sent: npm's smtp-server takes mails, mailparser reads them.
// @ts-check
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './server.mjs';

const require = createRequire(join(ROOT, '.deps/npm/package.json'));
const { SMTPServer } = require('smtp-server');
const { simpleParser } = require('mailparser');

/** A certificate of 127.0.0.1, made now. */
export function makeCertificate() {
    const folder = mkdtempSync(join(tmpdir(), 'lsl-mail-'));
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes',
        '-days', '2', '-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1',
        '-keyout', key, '-out', cert], { stdio: 'ignore' });
    return { file: cert, keyFile: key, key: readFileSync(key), cert: readFileSync(cert) };
}

/** @param {string} text @param {number} [code] */
function refusal(text, code) {
    return Object.assign(new Error(text), { responseCode: code });
}

/**
 * @typedef {object} Letter
 * @property {string} to of the envelope
 * @property {boolean} encrypted
 * @property {string | undefined} user who signed in
 * @property {string} raw
 * @property {any} mail as mailparser reads it
 */

export class MailServer {
    static user = 'studio';
    static password = 'the password of the mail server';

    /** @type {Letter[]} */
    letters = [];
    /** What came before any TLS, but for greetings. @type {string[]} */
    inClear = [];
    /** Answers to the next RCPTs of an address: a code, or 0 for a yes. @type {Map<string, number[]>} */
    answers = new Map();
    /** Moments of all attempts by address. @type {Map<string, number[]>} */
    attempts = new Map();
    #waiting = new Set();

    /** @param {{hideSTARTTLS?: boolean, secure?: boolean, port?: number, certificate?: ReturnType<typeof makeCertificate>}} [options] */
    static async start(options = {}) {
        const server = new MailServer();
        server.certificate = options.certificate ?? makeCertificate();
        server.secure = options.secure ?? false;
        server.smtp = new SMTPServer({
            secure: server.secure,
            hideSTARTTLS: options.hideSTARTTLS ?? false,
            key: server.certificate.key,
            cert: server.certificate.cert,
            disableReverseLookup: true,
            allowInsecureAuth: true,  // whoever would send a password in clear is to be seen doing it
            onAuth: server.#onAuth.bind(server),
            onMailFrom: server.#onMailFrom.bind(server),
            onRcptTo: server.#onRcptTo.bind(server),
            onData: server.#onData.bind(server),
        });
        server.smtp.on('error', () => {});  // a handshake that the client gives up
        await new Promise((done) => server.smtp.listen(options.port ?? 0, '127.0.0.1', () => done(undefined)));
        server.port = server.smtp.server.address().port;
        return server;
    }

    get url() {
        return `${this.secure ? 'smtps' : 'smtp'}://127.0.0.1:${this.port}`;
    }
    /** What the server of the studio is told. @returns {Record<string, string>} */
    get settings() {
        return {
            SMTP_URL: this.url,
            SMTP_USER: MailServer.user,
            SMTP_PASSWORD: MailServer.password,
            SMTP_CA_FILE: this.certificate?.file ?? '',
            MAIL_FROM: 'Tanzstudio Köln <studio@example.com>',
        };
    }

    /** @param {any} auth @param {any} session @param {Function} done */
    #onAuth(auth, session, done) {
        if (!session.secure) this.inClear.push('AUTH');
        if (auth.username !== MailServer.user || auth.password !== MailServer.password) {
            return done(refusal('wrong password', 535));
        }
        done(null, { user: auth.username });
    }
    /** @param {any} address @param {any} session @param {Function} done */
    #onMailFrom(address, session, done) {
        if (!session.secure) this.inClear.push('MAIL');
        done();
    }
    /** @param {any} address @param {any} session @param {Function} done */
    #onRcptTo(address, session, done) {
        const to = address.address;
        this.attempts.set(to, [...(this.attempts.get(to) ?? []), Date.now()]);
        const code = this.answers.get(to)?.shift() ?? 0;
        done(code === 0 ? undefined : refusal(`told to answer ${code}`, code));
    }
    /** @param {any} stream @param {any} session @param {Function} done */
    async #onData(stream, session, done) {
        const chunks = [];
        for await (const chunk of stream) chunks.push(chunk);
        const raw = Buffer.concat(chunks).toString('latin1');
        this.letters.push({
            to: session.envelope.rcptTo[0].address,
            encrypted: session.secure,
            user: session.user,
            raw,
            mail: await simpleParser(Buffer.concat(chunks)),
        });
        done();
        for (const wake of this.#waiting) wake();
    }

    /**
     * The next letter to an address that nobody has taken, also one that is there already.
     * @param {string} to @param {number} [within] ms
     * @returns {Promise<Letter>}
     */
    async take(to, within = 10_000) {
        const deadline = Date.now() + within;
        for (;;) {
            const at = this.letters.findIndex((letter) => letter.to === to);
            if (at >= 0) return this.letters.splice(at, 1)[0];
            const left = deadline - Date.now();
            if (left <= 0) throw new Error(`no mail to ${to}`);
            await new Promise((done) => {
                const timer = setTimeout(wake, left);
                const waiting = this.#waiting;
                function wake() {
                    clearTimeout(timer);
                    waiting.delete(wake);
                    done(undefined);
                }
                waiting.add(wake);
            });
        }
    }

    async stop() {
        await new Promise((done) => this.smtp.close(() => done(undefined)));
    }
}

/** The page and the token of the one link in a letter. @param {Letter} letter */
export function linkOf(letter) {
    const found = /https?:\/\/\S+?\/([\w-]+)#([\w-]+)/.exec(letter.mail.text);
    if (!found) throw new Error(`no link in: ${letter.mail.text}`);
    return { url: found[0], page: found[1], token: found[2] };
}
