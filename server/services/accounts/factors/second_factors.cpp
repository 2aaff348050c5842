#include "server/services/accounts/factors/second_factors.h"

#include <optional>
#include <utility>
#include <vector>

#include <sodium.h>

#include "server/services/accounts/factors/qr_code.h"
#include "server/services/accounts/factors/totp.h"
#include "server/services/accounts/secrets.h"
#include "server/services/accounts/security_events.h"
#include "server/store/people/sign_in_challenges_store.h"
#include "server/store/people/users_store.h"

namespace lsl::services {
namespace {

constexpr RateLimit wrong_codes{5, std::chrono::minutes(15)};
constexpr std::size_t totp_secret_size = 20;
constexpr std::size_t recovery_code_size = 15;  // 24 letters
constexpr std::size_t recovery_code_letters = 24, letters_of_a_group = 4;
constexpr std::size_t longest_code = 64;

Error wrong_code(ErrorCode code) {
    Error error = make_error(code, "wrong_code", "This code is not right, or it was used before.");
    error.field = "code";
    return error;
}

Error second_factor_off() {
    return make_error(ErrorCode::Conflict, "second_factor_off", "There are no codes in use here.");
}

Error second_factor_expired() {
    return make_error(ErrorCode::Unauthenticated, "second_factor_expired",
                      "That took too long. Sign in with your password again.");
}

std::string random_bytes(std::size_t size) {
    std::string bytes(size, '\0');
    randombytes_buf(bytes.data(), bytes.size());
    return bytes;
}

/// Without what people put between groups, in large letters.
std::string plain_code(std::string_view given) {
    std::string plain;
    for (const char c : given.substr(0, longest_code)) {
        if (c >= 'a' && c <= 'z') {
            plain += static_cast<char>(c - 'a' + 'A');
        } else if (c != ' ' && c != '-') {
            plain += c;
        }
    }
    return plain;
}

std::string in_groups(const std::string& letters) {
    std::string text;
    for (std::size_t at = 0; at < letters.size(); at += letters_of_a_group) {
        if (at > 0) text += '-';
        text += letters.substr(at, letters_of_a_group);
    }
    return text;
}

std::string percent_encoded(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
        if (plain) {
            out += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        out += '%';
        out += digits[byte >> 4];
        out += digits[byte & 15];
    }
    return out;
}

}  // namespace

Result<api::GetSecondFactor::Response> SecondFactors::state(const Person& person) {
    using State = api::GetSecondFactor::Response;
    return parts_.database.read([&](store::Connection& reader) -> Result<State> {
        store::SecondFactorsStore factors(reader);
        const auto factor = LSL_TRY(factors.find(person.user.id));
        State state;
        state.offered = !person.roles.empty() && parts_.box.usable();
        state.on = factor && factor->confirmed_at;
        state.recovery_codes_left = LSL_TRY(factors.count_recovery_codes(person.user.id));
        return state;
    });
}

Result<api::BeginSecondFactor::Response> SecondFactors::begin(const Person& person,
                                                              std::string_view password,
                                                              std::string_view address) {
    const domain::User& user = person.user;
    if (person.roles.empty()) {
        return make_error(ErrorCode::Forbidden, "not_staff", "Codes are for the team.");
    }
    if (!parts_.box.usable()) return second_factor_off();
    LSL_TRY(parts_.check.require(user.id, password, address, "password"));
    const std::string secret = random_bytes(totp_secret_size);
    const auto keep = [&](store::Connection& tx) -> Result<void> {
        store::SecondFactorsStore factors(tx);
        const auto known = LSL_TRY(factors.find(user.id));
        if (known && known->confirmed_at) {
            return make_error(ErrorCode::Conflict, "second_factor_on",
                              "Codes are in use already. End them first.");
        }
        return factors.put({.user = user.id,
                            .sealed_secret = parts_.box.seal(secret),
                            .last_step = 0,
                            .created_at = parts_.clock.utc(),
                            .confirmed_at = std::nullopt});
    };
    LSL_TRY(parts_.database.write(keep));
    const std::string text = to_base32(secret);
    const std::string issuer = percent_encoded(parts_.issuer);
    const std::string url = "otpauth://totp/" + issuer + ":" + percent_encoded(user.email) +
                            "?secret=" + text + "&issuer=" + issuer;
    return api::BeginSecondFactor::Response{text, url, qr_code(url)};
}

Result<api::RecoveryCodes> SecondFactors::confirm(const Person& person, std::string_view code) {
    const domain::User& user = person.user;
    const std::string key = user.id.to_string();
    LSL_TRY(wrong_.take(key, wrong_codes));
    auto made = parts_.database.write([&](store::Connection& tx) -> Result<api::RecoveryCodes> {
        store::SecondFactorsStore factors(tx);
        const auto factor = LSL_TRY(factors.find(user.id));
        if (!factor || factor->confirmed_at) return second_factor_off();
        if (!LSL_TRY(take_code(tx, *factor, plain_code(code)))) {
            return wrong_code(ErrorCode::InvalidInput);
        }
        LSL_TRY(factors.confirm(user.id, parts_.clock.utc()));
        LSL_TRY(tell_security_event(tx, parts_.clock, parts_.mails, user, "second_factor_on"));
        return api::RecoveryCodes{LSL_TRY(new_codes(tx, user.id))};
    });
    if (made) wrong_.give_back(key);
    return made;
}

Result<api::RecoveryCodes> SecondFactors::renew_codes(const Person& person,
                                                      std::string_view password,
                                                      std::string_view address) {
    const domain::User& user = person.user;
    LSL_TRY(parts_.check.require(user.id, password, address, "password"));
    return parts_.database.write([&](store::Connection& tx) -> Result<api::RecoveryCodes> {
        const auto factor = LSL_TRY(store::SecondFactorsStore(tx).find(user.id));
        if (!factor || !factor->confirmed_at) return second_factor_off();
        LSL_TRY(
            tell_security_event(tx, parts_.clock, parts_.mails, user, "recovery_codes_renewed"));
        return api::RecoveryCodes{LSL_TRY(new_codes(tx, user.id))};
    });
}

Result<void> SecondFactors::remove(const Person& person, std::string_view password,
                                   std::string_view address) {
    const domain::User& user = person.user;
    LSL_TRY(parts_.check.require(user.id, password, address, "password"));
    return parts_.database.write([&](store::Connection& tx) -> Result<void> {
        store::SecondFactorsStore factors(tx);
        const auto factor = LSL_TRY(factors.find(user.id));
        if (!factor) return {};
        LSL_TRY(factors.remove(user.id));
        if (!factor->confirmed_at) return {};
        return tell_security_event(tx, parts_.clock, parts_.mails, user, "second_factor_off");
    });
}

Result<LoggedIn> SecondFactors::sign_in(std::string_view token, std::string_view code,
                                        const Visit& visit) {
    const std::string hash = sha256_hex(token);
    const auto find = [&](store::Connection& in) {
        return store::SignInChallengesStore(in).find(hash, for_second_factor, parts_.clock.utc());
    };
    const auto asked = LSL_TRY(parts_.database.read(find));
    if (!asked || !asked->user) return second_factor_expired();
    const UserId user = *asked->user;
    // Counts as wrong from its beginning, so that many at once do not slip through.
    const std::string key = user.to_string();
    LSL_TRY(wrong_.take(key, wrong_codes));
    auto in = parts_.database.write([&](store::Connection& tx) -> Result<LoggedIn> {
        if (!LSL_TRY(find(tx))) return second_factor_expired();
        LSL_TRY(store::SignInChallengesStore(tx).remove(hash));
        const auto factor = LSL_TRY(store::SecondFactorsStore(tx).find(user));
        // Ended in another browser meanwhile: the password is enough, but it is asked for again.
        if (!factor || !factor->confirmed_at) return second_factor_expired();
        const std::string plain = plain_code(code);
        const auto taken = plain.size() == recovery_code_letters ? take_recovery(tx, user, plain)
                                                                 : take_code(tx, *factor, plain);
        // Nothing of this is kept then: the token stays good.
        if (!LSL_TRY(taken)) return wrong_code(ErrorCode::Unauthenticated);
        return parts_.accounts.admit(tx, user, visit);
    });
    if (in) wrong_.give_back(key);
    return in;
}

Result<bool> SecondFactors::take_code(store::Connection& tx, const store::SecondFactor& factor,
                                      std::string_view code) {
    const auto secret = parts_.box.open(factor.sealed_secret);
    if (!secret) return false;
    const auto step = step_of_code(*secret, code, parts_.clock.utc());
    if (!step) return false;
    return store::SecondFactorsStore(tx).take_step(factor.user, *step);
}

Result<bool> SecondFactors::take_recovery(store::Connection& tx, UserId user,
                                          std::string_view code) {
    if (!LSL_TRY(store::SecondFactorsStore(tx).take_recovery_code(user, sha256_hex(code)))) {
        return false;
    }
    const auto account = LSL_TRY(store::UsersStore(tx).find(user));
    if (!account) return false;
    LSL_TRY(
        tell_security_event(tx, parts_.clock, parts_.mails, account->user, "recovery_code_used"));
    return true;
}

Result<std::vector<std::string>> SecondFactors::new_codes(store::Connection& tx, UserId user) {
    store::SecondFactorsStore factors(tx);
    LSL_TRY(factors.remove_recovery_codes(user));
    std::vector<std::string> codes;
    for (int i = 0; i < recovery_codes_at_once; ++i) {
        const std::string letters = to_base32(random_bytes(recovery_code_size));
        LSL_TRY(factors.add_recovery_code(user, sha256_hex(letters)));
        codes.push_back(in_groups(letters));
    }
    return codes;
}

}  // namespace lsl::services
