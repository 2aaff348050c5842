// Debian's postfix as a mail server of its own beside the machine's: its folders, its port and its certificate are
// temporary, it delivers into one maildir, and nothing leaves the machine.
// @ts-check
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeCertificate } from './mail_server.mjs';
import { freeTcpPort, ROOT } from './server.mjs';
import { eventually } from './taught_class.mjs';

const require = createRequire(join(ROOT, '.deps/npm/package.json'));
const { simpleParser } = require('mailparser');

const POSTFIX = '/usr/sbin/postfix';
const NOBODY = 65_534;

/** Its master runs as root and its parts do not. @param {string} command @param {string[]} words */
function asRoot(command, ...words) {
    const line = process.getuid?.() === 0 ? [command, ...words] : ['sudo', '-n', command, ...words];
    execFileSync(line[0], line.slice(1), { stdio: 'pipe' });
}

/** @param {string} folder @param {{file: string, keyFile: string}} certificate @param {number} owner */
const mainFile = (folder, certificate, owner) => `
compatibility_level = 3.6
queue_directory = ${folder}/queue
data_directory = ${folder}/data
mail_owner = postfix
setgid_group = postdrop
myhostname = mail.example.com
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
default_transport = error:nobody is outside
relay_transport = error:nobody is outside
virtual_mailbox_domains = example.com
virtual_mailbox_base = ${folder}/mail
virtual_mailbox_maps = static:all/
virtual_minimum_uid = 1
virtual_uid_maps = static:${owner}
virtual_gid_maps = static:${owner}
smtpd_tls_security_level = encrypt
smtpd_tls_cert_file = ${certificate.file}
smtpd_tls_key_file = ${certificate.keyFile}
maillog_file = ${folder}/log
maillog_file_prefixes = ${folder}
`;

/** @param {number} port */
const masterFile = (port) => `
127.0.0.1:${port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
proxymap unix - - n - - proxymap
error unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
tlsmgr unix - - n 1000? 1 tlsmgr
postlog unix-dgram n - n - 1 postlogd
`;

export class Postfix {
    static async start() {
        const postfix = new Postfix();
        const folder = mkdtempSync(join(tmpdir(), 'lsl-postfix-'));
        chmodSync(folder, 0o755);  // its parts run as others
        for (const name of ['etc', 'queue', 'data', 'mail']) mkdirSync(join(folder, name));
        postfix.folder = folder;
        postfix.port = await freeTcpPort();
        postfix.certificate = makeCertificate();
        const owner = process.getuid?.() || NOBODY;
        writeFileSync(join(folder, 'etc/main.cf'), mainFile(folder, postfix.certificate, owner));
        writeFileSync(join(folder, 'etc/master.cf'), masterFile(postfix.port));
        asRoot('chown', 'postfix', join(folder, 'data'));
        asRoot('chown', String(owner), join(folder, 'mail'));
        asRoot('chown', '-R', 'root', join(folder, 'etc'), join(folder, 'queue'));
        asRoot(POSTFIX, '-c', join(folder, 'etc'), 'start');
        return postfix;
    }

    /** What the server of the studio is told. @returns {Record<string, string>} */
    get settings() {
        return {
            SMTP_URL: `smtp://127.0.0.1:${this.port}`,
            SMTP_CA_FILE: this.certificate?.file ?? '',
            MAIL_FROM: 'Tanzstudio Köln <studio@example.com>',
        };
    }

    /** What postfix noted; for a test that fails. */
    get log() {
        return readFileSync(join(this.folder ?? '', 'log'), 'utf8');
    }

    /** Everything that was delivered to an address, by the mails' own dates. @param {string} to */
    async letters(to) {
        const folder = join(this.folder ?? '', 'mail/all/new');
        /** @type {string[]} */
        let names = [];
        try {
            names = readdirSync(folder);
        } catch {
            return [];  // nothing came yet
        }
        const all = [];
        for (const name of names) {
            const raw = readFileSync(join(folder, name));
            const mail = await simpleParser(raw);
            if (mail.headers.get('delivered-to')?.text === to || raw.includes(`Delivered-To: ${to}\n`)) {
                all.push({ to, encrypted: true, user: undefined, raw: raw.toString('latin1'), mail });
            }
        }
        return all;
    }

    /** The one whose subject has that. @param {string} to @param {RegExp} subject */
    async take(to, subject) {
        /** @type {any} */
        let found;
        await eventually(async () => {
            found = (await this.letters(to)).find(({ mail }) => subject.test(mail.subject));
            return found !== undefined;
        }, 20_000, `a mail to ${to} about ${subject}`);
        return found;
    }

    async stop() {
        if (!this.folder) return;
        asRoot(POSTFIX, '-c', join(this.folder, 'etc'), 'stop');
        asRoot('rm', '-rf', this.folder);
    }
}
