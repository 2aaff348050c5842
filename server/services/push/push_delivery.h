#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/push/endpoint.h"
#include "server/push/push_sender.h"
#include "server/push/vapid.h"
#include "server/store/database.h"
#include "server/store/notices/pushes_store.h"
#include "server/threads/worker.h"
#include "shared/base/clock.h"
#include "shared/base/result.h"

namespace lsl::services {

/// The key by which push services know this server, made once and kept in the database: without it
/// every subscription is dead. `subject` as push::Vapid has it.
Result<push::Vapid> open_vapid(store::Database& database, const Clock& clock, std::string subject);

struct PushDeliveryOptions {
    std::string public_url;             ///< without a slash at the end
    std::vector<push::PushHost> hosts;  ///< that may be named beside the known services
    std::function<void(std::string_view)> log = {};  ///< a line for what did not leave
};

/// Takes pushes from their table to the push services, many at once: worded and sealed when they
/// leave. What comes to nothing is tried again until it is of no use; a subscription that its
/// service does not know any more is forgotten. Used by one thread.
class PushDelivery {
  public:
    /// All outlive the object.
    PushDelivery(store::Database& database, const Clock& clock, push::Vapid& vapid,
                 push::Sender& sender, PushDeliveryOptions options);

    /// Sends what is due now, as far as it leaves at once. False when nothing is.
    bool send_some();

  private:
    struct Prepared {
        store::PushRow row;
        push::Delivery delivery;
    };
    Result<std::vector<Prepared>> prepare(store::Connection& tx,
                                          const std::vector<store::PushRow>& rows);
    /// Nothing when it came to an end here.
    Result<std::optional<push::Delivery>> prepare_one(store::Connection& tx,
                                                      const store::PushRow& row);
    Result<void> note(store::Connection& tx, const store::PushRow& row,
                      const push::Outcome& outcome);
    void log(const store::PushRow& row, std::string_view problem) const;

    store::Database& database_;
    const Clock& clock_;
    push::Vapid& vapid_;
    push::Sender& sender_;
    const PushDeliveryOptions options_;
};

/// Looks for pushes each second, on a thread of its own.
class PushDeliveryLoop {
  public:
    /// `interrupt` ends an attempt that waits for a service.
    PushDeliveryLoop(PushDelivery& delivery, std::function<void()> interrupt);

  private:
    threads::Worker worker_;
};

}  // namespace lsl::services
