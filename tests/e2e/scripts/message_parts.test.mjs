// client/model/generate_messages.mjs and message_parts.mjs: whose a message is, and which file it comes in.
// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { arrange, files } from '../../../client/model/generate_messages.mjs';
import { partsOfMessages } from '../../../client/model/message_parts.mjs';

const ids = ['bar.sign_in', 'watch.mute', 'watch.people_here', 'studio.end', 'role.owner', 'error.no_money'];
const parts = new Map([['player', ['client/watch.cpp', 'client/chat_column.cpp']], ['studio', ['client/studio.cpp', 'client/role_words.cpp']]]);
const plain = {
    'client/bars.cpp': 'say(msg::bar_sign_in);',
    'client/watch.cpp': 'say(msg::watch_mute); say(msg::WatchPeopleHere{2});',
    'client/chat_column.cpp': '', 'client/role_words.cpp': 'return msg::role_owner;', 'client/studio.cpp': 'say(msg::studio_end);',
};

/** @param {Record<string, string>} changed @returns {Record<string, string>} */
const found = (changed = {}) => Object.fromEntries(partsOfMessages(ids, new Map(Object.entries({ ...plain, ...changed })), parts));
const alone = { 'watch.mute': 'player', 'watch.people_here': 'player', 'studio.end': 'studio', 'role.owner': 'studio' };
/** @param {string} id */
const without = (id) => Object.fromEntries(Object.entries(alone).filter(([one]) => one !== id));

test('a message is of the part that alone says it, and the program has the rest', () => {
    assert.deepEqual(found(), alone);
    assert.deepEqual(found({ 'client/studio.cpp': 'say(msg::studio_end); say(msg::watch_mute);' }), without('watch.mute'), 'two parts');
    assert.deepEqual(found({ 'client/view.h': 'inline auto x = msg::studio_end;' }), without('studio.end'), 'a header is everybody\'s');
    assert.deepEqual(found({ 'client/bars.cpp': '// as msg::studio_end says\ncall("msg::watch_mute", \'"\');' }), alone, 'comments and texts say nothing');
    assert.equal(found({ 'client/studio.cpp': 'say(msg::error_no_money);' })['error.no_money'], undefined, 'an error may be shown anywhere');
});

test('what others call of a part is said by them too, unless it is a gate', () => {
    const words = 'std::string_view role_name(const View& view);';
    const includes = '#include "client/role_words.h"\n';
    const mute = 'say(msg::watch_mute); say(msg::WatchPeopleHere{2});';
    assert.deepEqual(found({ 'client/role_words.h': words, 'client/watch.cpp': `${includes}${mute} role_name(view);` }), without('role.owner'));
    assert.deepEqual(found({ 'client/role_words.h': words, 'client/watch.cpp': includes + mute }), alone, 'included for something else');
    // The program calls the player, which calls the studio.
    assert.deepEqual(found({
        'client/role_words.h': words, 'client/chat_column.h': 'void chat_column(View&); int count_rows();',
        'client/chat_column.cpp': `${includes}role_name(view); say(msg::watch_mute);`,
        'client/watch.cpp': 'say(msg::WatchPeopleHere{2});',
        'client/bars.cpp': '#include "client/chat_column.h"\ncount_rows();',
    }), { 'watch.people_here': 'player', 'studio.end': 'studio' });
    const column = { 'client/chat_column.h': 'void chat_column(View&);', 'client/chat_column.cpp': 'say(msg::watch_mute);', 'client/watch.cpp': 'say(msg::WatchPeopleHere{2});' };
    assert.deepEqual(found({ ...column, 'client/studio.cpp': '#include "client/chat_column.h"\nsay(msg::studio_end); chat_column(view);' }), alone);
});

test('what cannot be told ends the build and says where', () => {
    assert.throws(() => found({ 'client/bars.cpp': 'using namespace model::msg;' }), /client\/bars\.cpp: "using namespace model::msg" hides/);
    assert.throws(() => found({ 'client/bars.cpp': 'using model::msg::studio_end;' }), /client\/bars\.cpp/);
    assert.throws(() => found({ 'client/bars.cpp': 'namespace texts = lsl::model::msg;' }), /client\/bars\.cpp/);
    assert.deepEqual(found({ 'client/bars.cpp': 'namespace msg = model::msg;' }), alone);
    assert.throws(() => found({ 'client/bars.cpp': 'say(msg::nothing_such);' }), /client\/bars\.cpp: msg::nothing_such is no message/);
    assert.throws(() => partsOfMessages(ids, new Map(), parts), /client\/watch\.cpp of the part player is none/);
    const twice = new Map([['player', ['client/watch.cpp']], ['studio', ['client/watch.cpp']]]);
    assert.throws(() => partsOfMessages(ids, new Map(Object.entries(plain)), twice), /client\/watch\.cpp is in two parts/);
    assert.throws(() => partsOfMessages(['a.b_c', 'a_b.c'], new Map(), new Map()), /both called msg::a_b_c/);
});

test('each file has its own lines, and only the program has its English without one', () => {
    const texts = (/** @type {string} */ tag) => ids.map((id) => `${tag} ${id}`);
    const all = {
        messages: ids.map((id) => ({ id, text: id, kinds: new Map() })),
        languages: [{ language: { tag: 'en' }, texts: texts('en') }, { language: { tag: 'de' }, texts: texts('de') }],
    };
    const arranged = arrange(all, ['player', 'studio', 'room'], new Map(Object.entries(alone)));
    assert.deepEqual(arranged.begins, [0, 2, 4, 6, 6]);
    assert.deepEqual(arranged.messages.map(({ id }) => id), ['bar.sign_in', 'error.no_money', 'watch.mute', 'watch.people_here', 'studio.end', 'role.owner']);
    assert.deepEqual(files(arranged), [
        { name: 'en-player', text: 'en watch.mute\nen watch.people_here\n' },
        { name: 'en-studio', text: 'en studio.end\nen role.owner\n' },
        { name: 'de', text: 'de bar.sign_in\nde error.no_money\n' },
        { name: 'de-player', text: 'de watch.mute\nde watch.people_here\n' },
        { name: 'de-studio', text: 'de studio.end\nde role.owner\n' },
    ]);
});
