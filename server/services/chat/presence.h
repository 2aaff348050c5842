#pragma once

#include <string_view>

#include "server/services/accounts/caller.h"
#include "server/services/events/event_hub.h"
#include "server/store/database.h"
#include "shared/base/clock.h"
#include "shared/base/result.h"
#include "shared/wire/chat_api.h"

namespace lsl::services {

/// Who is in a class's room: whoever listens to it at this moment. Staff hears all names,
/// and who is new, viewers hear how many there are and who chose to be seen. Thread-safe.
class Presence {
  public:
    /// All outlive the object.
    Presence(store::Database& database, const Clock& clock, EventHub& hub)
        : database_(database), clock_(clock), hub_(hub) {}

    /// Forbidden `not_enrolled`.
    Result<api::GetPresent::Response> list(const Caller& caller, std::string_view stream_id) const;
    Result<void> set_seen(const Caller& caller, std::string_view stream_id, bool seen);

  private:
    store::Database& database_;
    const Clock& clock_;
    EventHub& hub_;
};

}  // namespace lsl::services
