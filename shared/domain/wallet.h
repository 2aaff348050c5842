#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "shared/base/id.h"
#include "shared/base/time.h"

namespace lsl::domain {

/// Why a balance moved.
enum class WalletReason : std::uint8_t {
    Signup,      ///< the welcome tokens
    Enrollment,  ///< paid for a class
    Withdrawal,  ///< the viewer cancelled before the class began
    Cancelled,   ///< the instructor cancelled the class
    Missed,      ///< the class never took place
    Grant,       ///< given by the studio
};
std::string_view wallet_reason_name(WalletReason reason);
std::optional<WalletReason> parse_wallet_reason(std::string_view name);

/// One line of the ledger. The balance is the sum of the deltas, always, and never below zero.
struct WalletEntry {
    WalletEntryId id;
    UserId user_id;
    std::int64_t delta = 0;
    WalletReason reason = WalletReason::Grant;
    std::optional<StreamId> stream_id;
    UtcTime created_at;
    std::int64_t balance_after = 0;
};

}  // namespace lsl::domain
