#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "server/push/endpoint.h"
#include "server/store/database.h"
#include "shared/base/clock.h"
#include "shared/base/id.h"
#include "shared/base/result.h"
#include "shared/wire/notice_api.h"

namespace lsl::services {

struct PushSettings {
    std::string public_key;             ///< of push::Vapid
    std::vector<push::PushHost> hosts;  ///< that may be named beside the known services
};

/// Which browsers are told, and whose they are. Thread-safe.
class PushSubscriptions {
  public:
    PushSubscriptions(store::Database& database, const Clock& clock, PushSettings settings)
        : database_(database), clock_(clock), settings_(std::move(settings)) {}

    const std::string& public_key() const { return settings_.public_key; }
    struct Subscribed {
        api::SubscribePush::Response subscription;
        bool is_new = false;
    };
    /// Also of a browser that another person used: then it is this one's. `login`: the name of the
    /// person's sign-in, with whose end it ends. `user_agent` as sent.
    /// InvalidInput `endpoint`, `keys`.
    Result<Subscribed> subscribe(UserId user, std::string_view login,
                                 const api::SubscribePush::Request& request,
                                 std::string_view user_agent);
    /// Of the person's own; one that is not there is no error.
    Result<void> unsubscribe(UserId user, std::string_view endpoint);

  private:
    store::Database& database_;
    const Clock& clock_;
    const PushSettings settings_;
};

}  // namespace lsl::services
