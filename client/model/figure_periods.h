#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "shared/base/time.h"

namespace lsl::model {

/// A time that the studio's figures are told of, up to today.
struct FigurePeriod {
    std::string_view word;  ///< as the address has it; empty: what is told when nothing is said
    int days = 0;
};
inline constexpr std::array<FigurePeriod, 3> figure_periods = {
    {{"4-weeks", 28}, {"", 90}, {"12-months", 365}}};

/// Of an address; the usual one for words that mean none.
inline FigurePeriod figure_period(std::string_view word) {
    FigurePeriod usual = figure_periods[1];
    for (const FigurePeriod& one : figure_periods) {
        if (one.word == word) return one;
    }
    return usual;
}

/// The beginning of a date as the server's figures have it, "2026-11-27"; nothing for other words.
inline std::optional<UtcTime> day_of(const std::string& date) {
    return parse_iso8601(date + "T00:00:00Z");
}

}  // namespace lsl::model
