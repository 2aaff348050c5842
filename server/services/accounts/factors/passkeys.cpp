#include "server/services/accounts/factors/passkeys.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include <sodium.h>

#include "server/services/accounts/secrets.h"
#include "server/services/accounts/security_events.h"
#include "server/store/lines.h"
#include "server/store/people/users_store.h"
#include "shared/domain/text_rules.h"

namespace lsl::services {
namespace {

constexpr std::string_view for_passkey = "passkey", for_sign_in = "sign_in";
constexpr RateLimit asked_of_a_site{300, std::chrono::minutes(15)};
constexpr RateLimit begun_by_a_person{20, std::chrono::minutes(15)};
constexpr std::size_t user_handle_size = 64;
constexpr std::size_t longest_passkey_name = 64;
constexpr std::size_t most_transports = 8, longest_transport = 32;

Error not_valid_passkey(std::string detail) {
    return make_error(ErrorCode::InvalidInput, "passkey_not_valid",
                      "This passkey was not accepted. Try it once more.")
        .with_detail("passkey: " + std::move(detail));
}

Error no_such_passkey() { return not_found("There is no such passkey."); }

Result<std::string> passkey_name(std::string_view given) {
    std::string name = domain::trimmed(given);
    if (!name.empty() && name.size() <= longest_passkey_name) return name;
    return invalid_field("name", "A passkey's name has 1 to 64 bytes.");
}

/// What browsers tell of how a passkey is reached, as far as it is words.
std::vector<std::string> known_transports(const std::vector<std::string>& given) {
    std::vector<std::string> kept;
    for (const std::string& one : given) {
        const bool word = !one.empty() && one.size() <= longest_transport &&
                          std::all_of(one.begin(), one.end(),
                                      [](char c) { return (c >= 'a' && c <= 'z') || c == '-'; });
        if (word && kept.size() < most_transports) kept.push_back(one);
    }
    return kept;
}

wire::PasskeyInfo info_of(store::PasskeyRow row) {
    return {row.id, std::move(row.name), row.created_at, row.last_used_at};
}

std::string new_user_handle() {
    std::string bytes(user_handle_size, '\0');
    randombytes_buf(bytes.data(), bytes.size());
    return to_base64url(bytes);
}

}  // namespace

Result<std::string> Passkeys::new_challenge(store::Connection& tx,
                                            store::SignInChallenge challenge) {
    store::SignInChallengesStore challenges(tx);
    const UtcTime now = parts_.clock.utc();
    LSL_TRY(challenges.remove_expired(now));
    std::string given = random_secret();
    challenge.hash = sha256_hex(given);
    challenge.expires_at = now + challenge_lifetime;
    LSL_TRY(challenges.insert(challenge));
    return given;
}

Result<store::SignInChallenge> Passkeys::take(std::string_view given, std::string_view purpose) {
    using Found = std::optional<store::SignInChallenge>;
    const auto use_up = [&](store::Connection& tx) -> Result<Found> {
        store::SignInChallengesStore challenges(tx);
        const std::string hash = sha256_hex(given);
        auto challenge = LSL_TRY(challenges.find(hash, purpose, parts_.clock.utc()));
        if (challenge) LSL_TRY(challenges.remove(hash));
        return challenge;
    };
    auto found = LSL_TRY(parts_.database.write(use_up));
    if (!found) return not_valid_passkey("its challenge is not ours, used or expired");
    return std::move(*found);
}

Result<api::PasskeyOptions::Response> Passkeys::ask(std::string_view address) {
    LSL_TRY(limits_.take("asked:" + site_key(address), asked_of_a_site));
    auto challenge = LSL_TRY(parts_.database.write([&](store::Connection& tx) {
        return new_challenge(tx, {.hash = {},
                                  .purpose = std::string(for_sign_in),
                                  .user = std::nullopt,
                                  .user_handle = {},
                                  .expires_at = {}});
    }));
    return api::PasskeyOptions::Response{std::move(challenge), parts_.site.rp_id};
}

Result<LoggedIn> Passkeys::sign_in(const api::PasskeyLogin::Request& request, const Visit& visit) {
    auto done = checked_sign_in(request, visit);
    if (done || done.error().word != "passkey_not_valid") return done;
    Error error = done.error();
    error.code = ErrorCode::Unauthenticated;
    return error;
}

Result<LoggedIn> Passkeys::checked_sign_in(const api::PasskeyLogin::Request& request,
                                           const Visit& visit) {
    const auto client = LSL_TRY(passkeys::read_client_data(from_base64url(request.clientDataJSON),
                                                           passkeys::Ceremony::Get, parts_.site));
    LSL_TRY(take(client.challenge, for_sign_in));
    const std::string credential = to_base64url(from_base64url(request.id));
    const auto passkey = LSL_TRY(parts_.database.read([&](store::Connection& reader) {
        return store::PasskeysStore(reader).find_by_credential(credential);
    }));
    if (!passkey) return not_valid_passkey("nobody's");
    if (!same_secret(request.userHandle, passkey->user_handle)) {
        return not_valid_passkey("another person's");
    }
    const std::string data = from_base64url(request.authenticatorData);
    const std::string signature = from_base64url(request.signature);
    const std::int64_t count = LSL_TRY(passkeys::check_assertion(
        parts_.site, client, {passkey->algorithm, from_base64url(passkey->public_key)},
        {data, signature}));
    using Done = std::optional<LoggedIn>;
    const auto let_in = [&](store::Connection& tx) -> Result<Done> {
        store::PasskeysStore passkeys(tx);
        // Once more: it may have been removed or used meanwhile.
        const auto now = LSL_TRY(passkeys.find_by_credential(credential));
        if (!now || !passkeys::may_follow(count, now->sign_count)) return Done();
        LSL_TRY(passkeys.note_use(now->id, count, parts_.clock.utc()));
        return Done(LSL_TRY(parts_.accounts.admit(tx, now->user, visit)));
    };
    auto done = LSL_TRY(parts_.database.write(let_in));
    if (done) return std::move(*done);
    LSL_TRY(tell_of_copy(*passkey));
    return not_valid_passkey("its count went back: there may be a copy");
}

Result<void> Passkeys::tell_of_copy(const store::PasskeyRow& passkey) {
    return parts_.database.write([&](store::Connection& tx) -> Result<void> {
        const auto account = LSL_TRY(store::UsersStore(tx).find(passkey.user));
        if (!account) return {};
        return tell_security_event(tx, parts_.clock, parts_.mails, account->user,
                                   "passkey_count_went_back", MailKind::PasskeyCopy);
    });
}

Result<api::ListPasskeys::Response> Passkeys::list(const Person& person) {
    auto rows = LSL_TRY(parts_.database.read([&](store::Connection& reader) {
        return store::PasskeysStore(reader).of_person(person.user.id);
    }));
    api::ListPasskeys::Response all;
    for (auto& row : rows) all.passkeys.push_back(info_of(std::move(row)));
    return all;
}

Result<api::NewPasskeyOptions::Response> Passkeys::begin(const Person& person,
                                                         std::string_view password,
                                                         std::string_view address) {
    const domain::User& user = person.user;
    LSL_TRY(limits_.take("begun:" + user.id.to_string(), begun_by_a_person));
    LSL_TRY(parts_.check.require(user.id, password, address, "password"));
    using Options = api::NewPasskeyOptions::Response;
    return parts_.database.write([&](store::Connection& tx) -> Result<Options> {
        const auto known = LSL_TRY(store::PasskeysStore(tx).of_person(user.id));
        if (known.size() >= most_passkeys) {
            return make_error(ErrorCode::Conflict, "too_many_passkeys",
                              "You have as many passkeys as one person may. Remove one first.");
        }
        Options options;
        options.user_handle = known.empty() ? new_user_handle() : known.front().user_handle;
        options.challenge = LSL_TRY(new_challenge(tx, {.hash = {},
                                                       .purpose = std::string(for_passkey),
                                                       .user = user.id,
                                                       .user_handle = options.user_handle,
                                                       .expires_at = {}}));
        options.rp_id = parts_.site.rp_id;
        options.rp_name = parts_.site.rp_id;
        options.user_name = user.email;
        options.display_name = user.display_name;
        for (const auto& one : known) options.exclude.push_back(one.credential_id);
        return options;
    });
}

Result<wire::PasskeyInfo> Passkeys::add(const Person& person,
                                        const api::AddPasskey::Request& request) {
    const domain::User& user = person.user;
    const auto client = LSL_TRY(passkeys::read_client_data(
        from_base64url(request.clientDataJSON), passkeys::Ceremony::Create, parts_.site));
    const auto challenge = LSL_TRY(take(client.challenge, for_passkey));
    if (challenge.user != user.id) return not_valid_passkey("another person began it");
    const auto made = LSL_TRY(
        passkeys::check_new(parts_.site, client, from_base64url(request.attestationObject)));
    store::PasskeyRow row{.id = new_id<PasskeyId>(parts_.clock),
                          .user = user.id,
                          .credential_id = to_base64url(made.credential_id),
                          .user_handle = challenge.user_handle,
                          .algorithm = made.key.algorithm,
                          .public_key = to_base64url(made.key.bytes),
                          .sign_count = made.sign_count,
                          .transports = store::in_lines(known_transports(request.transports)),
                          .name = LSL_TRY(passkey_name(request.name)),
                          .created_at = parts_.clock.utc(),
                          .last_used_at = std::nullopt};
    const auto keep = [&](store::Connection& tx) -> Result<void> {
        store::PasskeysStore passkeys(tx);
        if (LSL_TRY(passkeys.find_by_credential(row.credential_id))) {
            return make_error(ErrorCode::Conflict, "passkey_known",
                              "This passkey is in use already.");
        }
        if (LSL_TRY(passkeys.of_person(user.id)).size() >= most_passkeys) {
            return make_error(ErrorCode::Conflict, "too_many_passkeys",
                              "You have as many passkeys as one person may. Remove one first.");
        }
        LSL_TRY(passkeys.insert(row));
        return tell_security_event(tx, parts_.clock, parts_.mails, user, "passkey_added");
    };
    LSL_TRY(parts_.database.write(keep));
    return info_of(std::move(row));
}

Result<void> Passkeys::rename(const Person& person, std::string_view id, std::string_view name) {
    const auto wanted = PasskeyId::parse(id);
    const std::string kept = LSL_TRY(passkey_name(name));
    if (!wanted) return no_such_passkey();
    return parts_.database.write([&](store::Connection& tx) -> Result<void> {
        if (!LSL_TRY(store::PasskeysStore(tx).rename(person.user.id, *wanted, kept))) {
            return no_such_passkey();
        }
        return {};
    });
}

Result<void> Passkeys::remove(const Person& person, std::string_view id, std::string_view password,
                              std::string_view address) {
    LSL_TRY(parts_.check.require(person.user.id, password, address, "password"));
    const auto wanted = PasskeyId::parse(id);
    if (!wanted) return no_such_passkey();
    return parts_.database.write([&](store::Connection& tx) -> Result<void> {
        if (!LSL_TRY(store::PasskeysStore(tx).remove(person.user.id, *wanted))) {
            return no_such_passkey();
        }
        return tell_security_event(tx, parts_.clock, parts_.mails, person.user, "passkey_removed");
    });
}

}  // namespace lsl::services
