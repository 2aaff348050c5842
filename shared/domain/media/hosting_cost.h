#pragma once

#include <cstdint>

namespace lsl::domain {

/// What hosted media costs, in millionths of a US dollar, which every price is a whole number of.
/// The one place to edit when the prices change.
struct HostingPrices {
    std::int64_t delivered_minute = 1'000;     ///< one minute to one viewer
    std::int64_t stored_minute_month = 5'000;  ///< one minute kept for a month
};
inline constexpr HostingPrices hosting_prices;

/// Added up in whole numbers; US dollars only for who shows them.
struct HostingCost {
    std::int64_t delivered_minutes = 0;
    std::int64_t stored_minutes = 0;

    constexpr double delivery() const {
        return dollars(delivered_minutes * hosting_prices.delivered_minute);
    }
    /// For one month.
    constexpr double storage() const {
        return dollars(stored_minutes * hosting_prices.stored_minute_month);
    }
    constexpr double total() const {
        return dollars(delivered_minutes * hosting_prices.delivered_minute +
                       stored_minutes * hosting_prices.stored_minute_month);
    }

  private:
    static constexpr double dollars(std::int64_t millionths) {
        return static_cast<double>(millionths) / 1e6;
    }
};

/// A class that `viewers` people watch from beginning to end, and whose recording stays for a
/// month.
constexpr HostingCost estimate_hosting(std::int64_t viewers, std::int64_t minutes) {
    return {viewers * minutes, minutes};
}

}  // namespace lsl::domain
