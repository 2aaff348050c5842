#include "server/store/connection.h"

#include <utility>

namespace lsl::store {

Connection::Connection(std::unique_ptr<DriverConnection> driver, StatementObserver observer)
    : driver_(std::move(driver)), observer_(std::move(observer)) {}

Statement Connection::prepare(const char* sql) {
    if (observer_) observer_(sql);
    const auto known = statements_.find(sql);
    if (known != statements_.end()) return Statement(*known->second);
    auto made = driver_->prepare(sql);
    if (!made) return Statement(std::move(made).error());
    return Statement(*statements_.emplace(sql, std::move(*made)).first->second);
}

}  // namespace lsl::store
