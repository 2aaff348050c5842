#pragma once

#include <cstdint>
#include <vector>

#include "shared/base/time.h"

namespace lsl::model {

enum class Order : std::uint8_t { SoonestFirst, NewestFirst };

/// A row and the time that decides its place.
struct Timed {
    UtcTime time;
    const void* row = nullptr;
};

/// Rows of the same time keep their order. One function for every kind of row: sorting is much
/// code.
void sort_by_time(std::vector<Timed>& rows, Order order);

template <class Row>
void sort_rows(std::vector<const Row*>& rows, Order order, UtcTime (*time_of)(const Row&)) {
    std::vector<Timed> timed;
    for (const Row* row : rows) timed.push_back({time_of(*row), row});
    sort_by_time(timed, order);
    for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = static_cast<const Row*>(timed[i].row);
}

}  // namespace lsl::model
