#pragma once

#include <string>

#include "server/services/mail/outgoing_mails.h"
#include "server/store/connection.h"
#include "shared/base/clock.h"
#include "shared/base/id.h"
#include "shared/base/result.h"
#include "shared/domain/notices.h"
#include "shared/domain/studio_class.h"

namespace lsl::services {

/// Tells one person of one thing, on the ways that they chose. Thread-safe.
class NoticeWriter {
  public:
    NoticeWriter(const Clock& clock, const OutgoingMails& mails) : clock_(clock), mails_(mails) {}

    /// Inside a transaction. `key` names what happened: of the same again nobody hears twice. A
    /// mail waits for the end of quiet hours, and is left out when it would be of no use then.
    Result<void> tell(store::Connection& tx, UserId user, domain::NoticeEvent event,
                      const domain::StudioClass& row, const std::string& key) const;

  private:
    const Clock& clock_;
    const OutgoingMails mails_;
};

}  // namespace lsl::services
