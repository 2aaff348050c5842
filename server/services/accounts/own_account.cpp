#include "server/services/accounts/own_account.h"

#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "server/services/accounts/limits/rate_limits.h"
#include "server/services/accounts/passwords/password_match.h"
#include "server/services/accounts/passwords/prepared_password.h"
#include "server/services/chat/chat_erasure.h"
#include "server/services/enrollments/refunds.h"
#include "server/store/classes/class_counters_store.h"
#include "server/store/classes/enrollments_store.h"
#include "server/store/classes/wallet_store.h"
#include "server/store/classes/watch_spans_store.h"
#include "server/store/notices/bells_store.h"
#include "server/store/notices/mails_store.h"
#include "server/store/notices/notices_store.h"
#include "server/store/notices/push_subscriptions_store.h"
#include "server/store/people/audit_store.h"
#include "server/store/people/erasure_store.h"
#include "server/store/people/passkeys_store.h"
#include "server/store/people/second_factors_store.h"
#include "server/store/people/sessions_store.h"
#include "server/store/people/staff_store.h"
#include "shared/domain/permissions.h"

namespace lsl::services {
namespace {

constexpr std::int64_t all_rows = std::numeric_limits<std::int32_t>::max();

store::AuditEntry own_action(const Clock& clock, UserId user, std::string action) {
    return {.at = clock.utc(),
            .actor = user,
            .action = std::move(action),
            .person = user,
            .stream_id = std::nullopt,
            .subject = {},
            .reason = {}};
}

Result<std::vector<wire::ExportedNotice>> notices_of(store::Connection& reader, UserId id) {
    std::vector<wire::ExportedNotice> all;
    for (auto& mail : LSL_TRY(store::MailsStore(reader).list(id))) {
        // Those are named by what they tell of, below.
        if (mail.kind == enum_name(MailKind::Notice)) continue;
        all.push_back({mail.id, std::move(mail.kind), std::move(mail.state), mail.created_at});
    }
    for (const auto& notice : LSL_TRY(store::NoticesStore(reader).all_of(id))) {
        all.push_back({MailId{notice.row.id.uuid}, std::string(enum_name(notice.row.event)),
                       notice.mail_state.value_or("off"), notice.row.created_at});
    }
    return all;
}

}  // namespace

Result<void> OwnAccount::change_password(const Person& person,
                                         const api::ChangePassword::Request& request,
                                         std::string_view address) {
    const domain::User& user = person.user;
    LSL_TRY(parts_.check.require(user.id, request.oldPassword, address, "oldPassword"));
    LSL_TRY(check_new_password(request.newPassword, user.email, user.display_name, "newPassword"));
    const std::string hash =
        LSL_TRY(parts_.passwords.hash(prepared_password(request.newPassword), site_key(address)));
    const auto changed = parts_.database.write([&](store::Connection& tx) -> Result<void> {
        LSL_TRY(store::UsersStore(tx).set_password_hash(user.id, hash));
        LSL_TRY(store::SessionsStore(tx).remove_others_of(user.id, person.login));
        LSL_TRY(store::PushSubscriptionsStore(tx).remove_of_other_logins(user.id, person.login));
        LSL_TRY(store::AuditStore(tx).add(own_action(parts_.clock, user.id, "password_changed")));
        return parts_.mails.put(tx, MailKind::Password, user.id, user.email);
    });
    if (changed) parts_.hub.disconnect_user(user.id);
    return changed;
}

namespace {

/// What rooms of classes keep: what was written, chosen and reported, and what the team noted.
Result<void> add_rooms(store::Connection& reader, UserId id, api::ExportAccount::Response& all) {
    store::ErasureStore kept(reader);
    for (auto& line : LSL_TRY(kept.chat_of(id))) {
        all.messages.push_back(
            {line.id, line.stream_id, std::move(line.message), line.sent_at, line.is_deleted});
    }
    for (auto& room : LSL_TRY(kept.rooms_of(id))) {
        all.rooms.push_back({room.stream_id, std::move(room.note), room.timed_out_until,
                             std::move(room.timeout_reason), room.is_seen, room.effort});
    }
    for (auto& report : LSL_TRY(kept.reports_of(id))) {
        all.reports.push_back({report.message_id, std::move(report.reason), report.created_at,
                               report.decision, std::move(report.decision_reason)});
    }
    all.votes = LSL_TRY(kept.votes_of(id));
    for (const auto& vote : LSL_TRY(kept.poll_votes_of(id))) {
        all.poll_votes.push_back({vote.poll_id, vote.option});
    }
    return {};
}

}  // namespace

Result<api::ExportAccount::Response> OwnAccount::export_of(const Caller& caller,
                                                           LoginSessions& sessions) {
    const UserId id = caller.person()->user.id;
    api::ExportAccount::Response all;
    all.sessions = LSL_TRY(sessions.list(caller)).sessions;
    all.roles = caller.person()->roles;
    const auto read = [&](store::Connection& reader) -> Result<void> {
        const auto account = LSL_TRY(store::UsersStore(reader).find(id));
        if (!account) return not_found("There is no such account.");
        const domain::User& user = account->user;
        all.user = {user.id,           user.email,
                    user.display_name, user.email_verified_at.has_value(),
                    user.created_at,   account->language};
        store::EnrollmentsStore enrollments(reader);
        for (auto& one : LSL_TRY(enrollments.list(id, std::nullopt, all_rows))) {
            all.enrollments.push_back(
                {std::move(one.enrollment), wire::public_stream(std::move(one.row), 0)});
        }
        all.wallet.balance = account->token_balance;
        for (auto& line : LSL_TRY(store::WalletStore(reader).list(id, 0, all_rows))) {
            all.wallet.entries.push_back(std::move(line.entry));
        }
        all.notices = LSL_TRY(notices_of(reader, id));
        for (auto& one : LSL_TRY(store::PasskeysStore(reader).of_person(id))) {
            all.passkeys.push_back({one.id, std::move(one.name), one.created_at, one.last_used_at});
        }
        if (const auto factor = LSL_TRY(store::SecondFactorsStore(reader).find(id))) {
            all.second_factor_since = factor->confirmed_at;
        }
        for (auto& one : LSL_TRY(store::PushSubscriptionsStore(reader).of_person(id))) {
            all.push.push_back(std::move(one.endpoint));
        }
        store::BellsStore bells(reader);
        for (auto& one : LSL_TRY(bells.followed_by(id))) {
            all.followed.push_back(std::move(one.name));
        }
        for (const auto& one : LSL_TRY(bells.of_person(id))) {
            (one.is_on ? all.bells_on : all.bells_off).push_back(one.stream);
        }
        for (const auto& [stream, span] : LSL_TRY(store::WatchSpansStore(reader).of_person(id))) {
            all.watched.push_back({stream, span.kind, span.began_ms, span.ended_ms,
                                   span.position_ms, span.speed_percent});
        }
        return add_rooms(reader, id, all);
    };
    LSL_TRY(parts_.database.read(read));
    return all;
}

Result<void> OwnAccount::remove(const Person& person, std::string_view password,
                                std::string_view address) {
    LSL_TRY(parts_.check.require(person.user.id, password, address, "password"));
    const auto removed = parts_.database.write(
        [&](store::Connection& tx) -> Result<void> { return erase(tx, person); });
    if (removed) parts_.hub.disconnect_user(person.user.id);
    return removed;
}

Result<void> OwnAccount::erase(store::Connection& tx, const Person& person) {
    const UserId user = person.user.id;
    store::StaffStore staff(tx);
    for (const domain::HeldRole& held : LSL_TRY(staff.roles_of(user))) {
        if (held.role == domain::StaffRole::Owner && LSL_TRY(staff.count_owners()) <= 1) {
            return make_error(ErrorCode::Conflict, "last_owner",
                              "A studio has an owner: the last one can't leave it.");
        }
        LSL_TRY(staff.revoke(user, held.stream_id, parts_.clock.utc()));
    }
    LSL_TRY(leave_classes(tx, user));
    LSL_TRY(store::AuditStore(tx).add(own_action(parts_.clock, user, "account_deleted")));
    LSL_TRY(erase_from_chats(tx, user, parts_.clock.utc()));
    LSL_TRY(store::ErasureStore(tx).erase(user));
    if (!person.user.email_verified_at) return {};
    return parts_.mails.put(tx, MailKind::Deleted, std::nullopt, person.user.email);
}

/// Those that have not begun: what they cost is given back, as at a withdrawal.
Result<void> OwnAccount::leave_classes(store::Connection& tx, UserId user) {
    store::EnrollmentsStore enrollments(tx);
    for (const auto& one : LSL_TRY(enrollments.list(user, std::nullopt, all_rows))) {
        if (!domain::may_withdraw(one.row.stream)) continue;
        LSL_TRY(refund(tx, parts_.clock, one.enrollment, domain::WalletReason::Withdrawal));
        LSL_TRY(enrollments.remove(one.enrollment, parts_.clock.utc()));
        LSL_TRY(store::ClassCountersStore(tx).count_enrollment(one.row.stream.id, -1, 0));
    }
    return {};
}

}  // namespace lsl::services
