#include "client/model/order.h"

#include <algorithm>

namespace lsl::model {

void sort_by_time(std::vector<Timed>& rows, Order order) {
    const bool newest_first = order == Order::NewestFirst;
    std::stable_sort(rows.begin(), rows.end(), [newest_first](const Timed& a, const Timed& b) {
        return newest_first ? b.time < a.time : a.time < b.time;
    });
}

}  // namespace lsl::model
