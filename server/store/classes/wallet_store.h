#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "server/store/connection.h"
#include "shared/base/result.h"
#include "shared/domain/wallet.h"

namespace lsl::store {

/// A line of the ledger with its place in the order of all.
struct LedgerRow {
    std::int64_t sequence = 0;
    domain::WalletEntry entry;
};

/// Table wallet_entries and the balances of users: always moved together.
class WalletStore {
  public:
    explicit WalletStore(Connection& connection) : connection_(connection) {}

    /// Adds `entry.delta` to the balance and the entry to the ledger; `balance_after` is filled in.
    /// Returns the new balance, or nothing (and changes nothing) when it would fall below zero.
    /// Conflict when the enrollment has been paid or refunded already.
    Result<std::optional<std::int64_t>> move(const domain::WalletEntry& entry,
                                             std::optional<EnrollmentId> enrollment);
    Result<std::int64_t> balance(UserId user);
    /// The gift of a new account has been given.
    Result<bool> has_welcome(UserId user);
    /// Newest first; those before `before` (0: from the newest).
    Result<std::vector<LedgerRow>> list(UserId user, std::int64_t before, std::int64_t limit);
    Result<std::optional<domain::WalletEntry>> find(WalletEntryId id);
    /// Users whose balance is not the sum of their ledger: none, ever.
    Result<std::int64_t> count_mismatches();

  private:
    Connection& connection_;
};

}  // namespace lsl::store
