// web/*.js by itself, as written, in a real page, with a recorder where the WebAssembly would be.
// @ts-check
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { partScripts } from '../../web/part_scripts.mjs';
import { ROOT } from './server.mjs';

const read = (/** @type {string} */ path) => readFileSync(join(ROOT, path), 'utf8');

/** The files in the order that the build joins them. */
const concerns = (/LSL_BRIDGE_CONCERNS\s+([a-z_\s]+)\)/.exec(read('client/platform/web/CMakeLists.txt')) ?? ['', ''])[1]
    .split(/\s+/).filter(Boolean);
// Here the parts are read at once, too.
const scripts = [...new Set([...concerns, ...Object.values(partScripts).flat()])];

// What the compiled app exports: n = number, t = text (pointer and length).
const exported = {
    lsl_on_viewport: '', lsl_on_scroll: 'n', lsl_on_frame: 'n', lsl_on_wake: 'n', lsl_on_visibility: 'n', lsl_on_leave: '', lsl_on_online: 'n',
    lsl_on_fonts_changed: '', lsl_on_part: '', lsl_on_part_words: 'nt', lsl_on_context: 'n', lsl_on_pointer: 'nnnnnnnn', lsl_on_node_scroll: 'nn', lsl_on_key: 'ttnn',
    lsl_on_activate: 'n', lsl_on_field_input: 'nt', lsl_on_field_commit: 'n', lsl_on_slider: 'nn', lsl_on_focus: 'nn',
    lsl_on_route: 'tn', lsl_on_http: 'nnnt', lsl_on_server_event: 'tt', lsl_on_events_state: 'n', lsl_on_copied: 'n',
    lsl_on_file: 'nnttn', lsl_on_player: 't', lsl_on_capture: 't', lsl_on_broadcast: 't', lsl_on_may_resume: '', lsl_on_desk: 'nt', lsl_on_level: 'nnnn', lsl_on_image: 'nnnn',
};

const recorder = `
const HEAPU8 = new Uint8Array(1 << 22), HEAPF64 = new Float64Array(HEAPU8.buffer);
const numberRoom = 64, answerRoom = 4096;
let heapTop = 1 << 16;
const _malloc = (size) => { if (heapTop + size > HEAPU8.length) heapTop = 1 << 16; const at = heapTop; heapTop += (size + 7) & ~7; return at; };
const _free = () => {};
const _lsl_answer_room = () => answerRoom, _lsl_number_room = () => numberRoom;
const program = { attach: async () => {} };
const GL = {}, GLctx = null, messageFiles = {}, icons = { 0xe000: { path: "M4 4h16v16h-16z", fill: true } };
window.leanFailure = (kind) => window.calls.push({ name: "failure", kind });
window.calls = [];
const record = (name, signature) => (...args) => {
  let i = 0;
  const values = [...signature].map((kind) => kind === "n" ? args[i++]
    : new TextDecoder().decode(HEAPU8.slice(args[i++], args[i - 1] + args[i++])));
  // States of media are told as JSON.
  const state = /^lsl_on_(player|capture|broadcast|desk)$/.test(name) ? JSON.parse(values.at(-1)) : null;
  window.calls.push({ name, values, state });
  return 0;
};
${Object.entries(exported).map(([name, signature]) => `const _${name} = record("${name}", "${signature}");`).join('\n')}
`;

// In a worker it is what the player's part is there.
const script = `if (!self.document) {${read('web/frame_ring.js')}} else (() => {${recorder}\n${scripts.map((name) => read(`web/${name}.js`)).join('\n')}
window.bridge = { ${scripts.map((name) => ({ history: 'route', events: 'serverEvents', clock: 'studioClock', on_air: 'onAir', studio_audio: 'studioAudio', live_desk: 'liveDesk', own_mirror: 'ownMirror', once_more: 'onceMore', level: 'LevelReader', event_log: 'EventLog', event_connection: 'EventConnection', event_tabs: 'EventTabs' })[name] ?? name).join(', ')} };
surface.prepare();
for (const part of [semantics, input, route, serverEvents, system, player, liveDesk, capture, whip, desk, surface]) part.start();
if (location.search === "?watch") player.watch("/whep/a", "t");
})();`;

const page = read('index.html')
    .replace(/<link rel="(preload|icon|apple-touch-icon|manifest)"[^>]*>/g, '')
    .replace(/<img [^>]*>/g, '')
    .replace(/<script src="boot.js"[^>]*><\/script>/, '');

/**
 * Serves the page on a port of its own; `answer` may take a request first.
 * @param {(request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse) => boolean} [answer]
 */
export async function servePage(answer = () => false) {
    const server = createServer((request, response) => {
        if (answer(request, response)) return;
        const path = (request.url ?? '').replace(/.*\//, '');
        const [type, body] = path === 'app.js' ? ['text/javascript', script]
            : path === 'styles.css' ? ['text/css', read('web/styles.css').replace(/@font-face \{[^}]*\}/g, '')]
                : ['text/html', page.replaceAll('src="app.js"', 'src="/app.js"').replaceAll('href="styles.css"', 'href="/styles.css"')];
        response.setHeader('Content-Type', `${type}; charset=utf-8`);
        response.end(body);
    });
    await new Promise((done) => server.listen(0, '127.0.0.1', () => done(undefined)));
    return { server, url: `http://127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (server.address()).port}` };
}
