#include "server/services/accounts/limits/sign_in_limits.h"

#include <array>

#include "server/services/accounts/secrets.h"

namespace lsl::services {

namespace {

using std::chrono::hours;
using std::chrono::minutes;

// Lengths grow faster than counts, so the wait grows with each round: 15 minutes, one hour, four, a
// day. NIST SP 800-63B 5.2.2 bounds failed attempts at an account by 100.
constexpr std::array<RateLimit, 4> wrong_at_account = {
    {{20, minutes(15)}, {40, hours(1)}, {60, hours(4)}, {100, hours(24)}}};
constexpr std::array<RateLimit, 4> first_tries_at_closed = {
    {{10, minutes(15)}, {20, hours(1)}, {30, hours(4)}, {50, hours(24)}}};
constexpr std::array<RateLimit, 1> wrong_of_site = {{{100, minutes(15)}}};

/// Of one length, whatever somebody sends as an address.
std::string key_of(std::string_view kind, std::string_view name) {
    return std::string(kind) + sha256_hex(name).substr(0, 32);
}

}  // namespace

Result<SignInLimits::Attempt> SignInLimits::begin(std::string_view account,
                                                  std::string_view address,
                                                  const std::optional<std::string>& device) {
    Attempt attempt;
    const std::string account_key = key_of("account:", account);
    const std::string site = "site:" + site_key(address);
    Result<void> allowed;
    if (device) {
        allowed = count(attempt, key_of("device:", *device), wrong_at_account);
        // Counted there too, but what is full there is no reason to refuse.
        if (allowed) {
            static_cast<void>(count(attempt, account_key, wrong_at_account));
            static_cast<void>(count(attempt, site, wrong_of_site));
        }
    } else {
        allowed = begin_unknown(attempt, account_key, site);
    }
    if (allowed) return attempt;
    forgive(attempt);
    return allowed.error();
}

Result<void> SignInLimits::begin_unknown(Attempt& attempt, const std::string& account,
                                         const std::string& site) {
    const bool failing = limits_.count(site, wrong_of_site[0].within) > 0;
    LSL_TRY(count(attempt, site, wrong_of_site));
    const auto counted = count(attempt, account, wrong_at_account);
    if (counted || failing) return counted;
    // Wrong attempts of others must not lock out an address that has made none.
    return count(attempt, "first:" + account, first_tries_at_closed);
}

Result<void> SignInLimits::count(Attempt& attempt, std::string key,
                                 std::span<const RateLimit> limits) {
    LSL_TRY(limits_.take(key, limits));
    attempt.counted_.push_back(std::move(key));
    return {};
}

void SignInLimits::forgive(const Attempt& attempt) {
    for (const std::string& key : attempt.counted_) limits_.give_back(key);
}

}  // namespace lsl::services
