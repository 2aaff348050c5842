#pragma once

#include <string>

#include "server/config/settings.h"
#include "server/http/edge/access_log.h"
#include "server/push/push_sender.h"
#include "server/push/vapid.h"
#include "server/services/push/push_delivery.h"
#include "server/services/push/push_subscriptions.h"
#include "server/store/database.h"
#include "shared/base/clock.h"

namespace lsl {

/// Whom a push service turns to: as the settings have it, else what they know of the studio.
std::string push_subject(const config::Settings& settings, const std::string& public_url);
/// The hosts of PUSH_HOSTS.
std::vector<push::PushHost> push_hosts(const config::Settings& settings);

/// What takes pushes from the database to the push services, joined: from its construction until
/// its end. Destroyed before the parts of the server that it is given.
class PushOut {
  public:
    PushOut(const config::Settings& settings, const std::string& public_url,
            store::Database& database, const Clock& clock, push::Vapid& vapid, http::LogSink log);

  private:
    push::HttpSender sender_;
    services::PushDelivery delivery_;
    services::PushDeliveryLoop loop_;
};

}  // namespace lsl
