#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "shared/base/id.h"
#include "shared/base/result.h"
#include "shared/base/time.h"

namespace lsl::domain {

/// Why a balance moved.
enum class WalletReason : std::uint8_t {
    Signup,      ///< the welcome tokens
    Enrollment,  ///< paid for a class
    Withdrawal,  ///< the viewer cancelled before the class began
    Cancelled,   ///< the instructor cancelled the class
    Missed,      ///< the class never took place, or brought next to nothing
    Grant,       ///< given by the studio
};
std::string_view wallet_reason_name(WalletReason reason);
std::optional<WalletReason> parse_wallet_reason(std::string_view name);
inline std::string_view enum_name(WalletReason reason) { return wallet_reason_name(reason); }
inline void enum_parse(std::string_view text, std::optional<WalletReason>& out) {
    out = parse_wallet_reason(text);
}

/// One line of the ledger. The balance is the sum of the deltas, always, and never below zero.
struct WalletEntry {
    WalletEntryId id;
    UserId user_id;
    std::int64_t delta = 0;
    WalletReason reason = WalletReason::Grant;
    std::optional<StreamId> stream_id;
    UtcTime created_at;
    std::int64_t balance_after = 0;
    std::string note;  ///< the studio's words to the person; of grants
};

inline constexpr std::int64_t max_granted_tokens = 1'000'000;
inline constexpr std::size_t max_grant_reason_characters = 200;

/// Of `expectedPrice`: what somebody saw is a price.
Result<void> check_expected_price(std::int64_t tokens);
/// The rules of a grant's fields; errors name them as the request does.
Result<void> check_granted_tokens(std::int64_t tokens);
Result<void> check_grant_reason(std::string_view reason);

}  // namespace lsl::domain
