#pragma once

#include <cstdint>

namespace lsl::domain {

/// What hosted media costs, in US dollars. The one place to edit when the prices change.
struct HostingPrices {
    double delivered_minute = 0.001;     ///< one minute to one viewer
    double stored_minute_month = 0.005;  ///< one minute kept for a month
};
inline constexpr HostingPrices hosting_prices;

struct HostingCost {
    std::int64_t delivered_minutes = 0;
    std::int64_t stored_minutes = 0;

    constexpr double delivery() const {
        return static_cast<double>(delivered_minutes) * hosting_prices.delivered_minute;
    }
    /// For one month.
    constexpr double storage() const {
        return static_cast<double>(stored_minutes) * hosting_prices.stored_minute_month;
    }
    constexpr double total() const { return delivery() + storage(); }
};

/// A class that `viewers` people watch from beginning to end, and whose recording stays for a
/// month.
constexpr HostingCost estimate_hosting(std::int64_t viewers, std::int64_t minutes) {
    return {viewers * minutes, minutes};
}

}  // namespace lsl::domain
