#include "server/services/enrollments/grants.h"

#include <string>

#include "server/services/accounts/secrets.h"
#include "server/services/enrollments/idempotency.h"
#include "server/store/classes/idempotency_store.h"
#include "server/store/classes/wallet_store.h"
#include "server/store/people/audit_store.h"
#include "server/store/people/email_key.h"
#include "server/store/people/users_store.h"
#include "shared/domain/text_rules.h"
#include "shared/wire/events.h"

namespace lsl::services {

namespace {

Error no_such_person() {
    Error error = make_error(ErrorCode::NotFound, "no_such_person",
                             "Nobody has an account with this e-mail address.");
    error.field = "email";
    return error;
}

}  // namespace

Grants::Grants(store::Database& database, const Clock& clock, EventHub& hub)
    : database_(database), clock_(clock), hub_(hub) {}

Result<api::GrantTokens::Response> Grants::grant(const Caller& caller,
                                                 const api::GrantTokens::Request& request,
                                                 std::string_view idempotency_key) {
    LSL_TRY(check_idempotency_key(idempotency_key));
    LSL_TRY(domain::check_granted_tokens(request.tokens));
    LSL_TRY(domain::check_grant_reason(request.reason));
    const UserId actor = caller.acting();
    const std::string asked = "grant " + std::to_string(request.tokens) + " to " +
                              store::email_key(request.email) + ": " + request.reason;
    bool given = false;
    auto granted =
        database_.write([&](store::Connection& tx) -> Result<api::GrantTokens::Response> {
            given = false;
            const auto kept = LSL_TRY(kept_answer(tx, actor, idempotency_key, asked));
            if (kept) {
                auto entry =
                    LSL_TRY(store::WalletStore(tx).find(WalletEntryId{kept->made_id.uuid}));
                if (!entry) return internal_error("a kept grant is not in the ledger");
                return api::GrantTokens::Response{std::move(*entry), kept->token_balance};
            }
            const auto account = LSL_TRY(store::UsersStore(tx).find_by_email(request.email));
            if (!account) return no_such_person();
            auto response = LSL_TRY(give(tx, actor, account->user.id, request));
            if (!idempotency_key.empty()) {
                LSL_TRY(store::IdempotencyStore(tx).insert(actor, idempotency_key,
                                                           {asked,
                                                            true,
                                                            {response.entry.id.uuid},
                                                            request.tokens,
                                                            response.entry.created_at,
                                                            response.token_balance},
                                                           clock_.utc()));
            }
            given = true;
            return response;
        });
    if (granted && given) {
        hub_.tell(Topic::person(granted->entry.user_id),
                  wire::WalletChanged{granted->token_balance});
    }
    return granted;
}

Result<api::GrantTokens::Response> Grants::give(store::Connection& tx, UserId actor, UserId to,
                                                const api::GrantTokens::Request& request) {
    const UtcTime now = clock_.utc();
    domain::WalletEntry entry{.id = new_id<WalletEntryId>(clock_),
                              .user_id = to,
                              .delta = request.tokens,
                              .reason = domain::WalletReason::Grant,
                              .stream_id = std::nullopt,
                              .created_at = now,
                              .balance_after = 0,
                              .note = domain::trimmed(request.reason)};
    const auto balance = LSL_TRY(store::WalletStore(tx).move(entry, std::nullopt));
    if (!balance) return internal_error("a grant to nobody");
    entry.balance_after = *balance;
    LSL_TRY(store::AuditStore(tx).add({.at = now,
                                       .actor = actor,
                                       .action = "tokens_granted",
                                       .person = to,
                                       .stream_id = std::nullopt,
                                       .subject = std::to_string(request.tokens),
                                       .reason = entry.note}));
    return api::GrantTokens::Response{std::move(entry), *balance};
}

}  // namespace lsl::services
