#include "server/services/accounts/login_sessions.h"

#include <utility>
#include <vector>

#include "server/services/accounts/device_words.h"
#include "server/services/accounts/secrets.h"
#include "server/store/notices/push_subscriptions_store.h"

namespace lsl::services {
namespace {

constexpr std::chrono::minutes between_notes_of_use{5};

bool came_with(const Caller& caller, const store::SessionRow& session) {
    return (caller.account && caller.account->login == session.token_hash) ||
           (caller.owner && caller.owner->login == session.token_hash);
}

Error no_such_session() { return not_found("There is no such sign-in."); }

}  // namespace

Result<std::string> LoginSessions::open(store::Connection& tx, UserId user, const Visit& visit,
                                        std::optional<std::string> credential) {
    store::SessionsStore sessions(tx);
    const UtcTime now = clock_.utc();
    if (!visit.session.empty()) LSL_TRY(sessions.remove(sha256_hex(visit.session)));
    const std::size_t most = credential ? most_sessions_by_access_token : most_sessions;
    std::size_t kept = 1;  // the new one
    for (const auto& session : LSL_TRY(sessions.list(user, now))) {
        const bool same_kind = session.credential.has_value() == credential.has_value();
        if (same_kind && ++kept > most) LSL_TRY(sessions.remove(session.token_hash));
    }
    std::string token = random_secret();
    const auto lifetime = credential ? instructor_session_lifetime : viewer_session_lifetime;
    LSL_TRY(sessions.insert({.token_hash = sha256_hex(token),
                             .id = new_id<SessionId>(clock_),
                             .user = user,
                             .credential = std::move(credential),
                             .device = device_words(visit.user_agent),
                             .created_at = now,
                             .last_seen_at = now,
                             .expires_at = now + lifetime}));
    return token;
}

bool LoginSessions::is_in_use(const store::SessionRow& session, bool is_staff, UtcTime now) {
    const std::chrono::seconds idle = is_staff ? staff_idle_lifetime : viewer_idle_lifetime;
    return now - session.last_seen_at < idle;
}

void LoginSessions::note_use(const store::SessionRow& session) {
    const UtcTime now = clock_.utc();
    if (now - session.last_seen_at < between_notes_of_use) return;
    database_.write_later([hash = session.token_hash, now](store::Connection& tx) {
        return store::SessionsStore(tx).note_seen(hash, now);
    });
}

Result<api::ListSessions::Response> LoginSessions::list(const Caller& caller) {
    const Person& person = *caller.person();
    const UtcTime now = clock_.utc();
    const auto rows = LSL_TRY(database_.read([&](store::Connection& reader) {
        return store::SessionsStore(reader).list(person.user.id, now);
    }));
    api::ListSessions::Response response;
    for (const store::SessionRow& row : rows) {
        if (!is_in_use(row, !person.roles.empty(), now)) continue;
        response.sessions.push_back(
            {row.id, row.device, row.created_at, row.last_seen_at, came_with(caller, row)});
    }
    return response;
}

Result<void> LoginSessions::end(const Caller& caller, std::string_view id) {
    const UserId user = caller.person()->user.id;
    const bool others = id == "others";
    const auto wanted = SessionId::parse(id);
    if (!others && !wanted) return no_such_session();
    const auto ended = database_.write([&](store::Connection& tx) -> Result<void> {
        store::SessionsStore sessions(tx);
        // Their browsers are told nothing any more.
        store::PushSubscriptionsStore pushes(tx);
        bool found = others;
        for (const auto& session : LSL_TRY(sessions.list(user, clock_.utc()))) {
            const bool meant = others ? !came_with(caller, session) : session.id == *wanted;
            if (!meant) continue;
            LSL_TRY(sessions.remove(session.token_hash));
            LSL_TRY(pushes.remove_of_login(user, session.token_hash));
            found = true;
        }
        if (!found) return no_such_session();
        // Also those whose sign-in has ended by itself.
        if (others && caller.account) {
            LSL_TRY(pushes.remove_of_other_logins(user, caller.account->login));
        }
        return {};
    });
    if (!ended) return ended;
    // Those of this session come back by themselves.
    hub_.disconnect_user(user);
    if (domain::studio_role(caller.person()->roles)) hub_.disconnect_instructors();
    return {};
}

}  // namespace lsl::services
