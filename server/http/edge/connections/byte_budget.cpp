#include "server/http/edge/connections/byte_budget.h"

#include <utility>

namespace lsl::http {

bool ByteBudget::Share::take(std::size_t bytes) {
    if (!budget_.take(asker_, bytes)) return false;
    held_ += bytes;
    return true;
}

void ByteBudget::Share::give_back() {
    if (held_ > 0) budget_.give(asker_, std::exchange(held_, 0));
}

std::size_t ByteBudget::held() const {
    const std::lock_guard lock(mutex_);
    return held_;
}

bool ByteBudget::take(const Asker& asker, std::size_t bytes) {
    if (bytes == 0) return true;
    const std::size_t most =
        asker.rank == Rank::Stranger ? limits_.per_address : limits_.per_person;
    const std::lock_guard lock(mutex_);
    if (bytes > limits_.most || held_ > limits_.most - bytes) return false;
    std::size_t& held = by_key_[asker.key];
    if (bytes > most || held > most - bytes) {
        if (held == 0) by_key_.erase(asker.key);
        return false;
    }
    held += bytes;
    held_ += bytes;
    return true;
}

void ByteBudget::give(const Asker& asker, std::size_t bytes) {
    const std::lock_guard lock(mutex_);
    held_ -= bytes;
    const auto found = by_key_.find(asker.key);
    if (found == by_key_.end()) return;
    found->second -= bytes;
    if (found->second == 0) by_key_.erase(found);
}

}  // namespace lsl::http
