#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "server/services/mail/mail_kind.h"
#include "server/store/connection.h"
#include "shared/base/clock.h"
#include "shared/base/id.h"
#include "shared/base/result.h"

namespace lsl::services {

/// How long a mail is tried again.
inline constexpr std::chrono::hours mail_lifetime{48};

/// Puts mails on their way, in the transaction of their cause. Without a mail server nothing is put
/// and nothing fails. Thread-safe.
class OutgoingMails {
  public:
    OutgoingMails(const Clock& clock, bool on) : clock_(clock), on_(on) {}

    bool on() const { return on_; }
    /// `user`: whose the address is or was, nothing when nobody knows. `payload` by kind.
    Result<void> put(store::Connection& tx, MailKind kind, std::optional<UserId> user,
                     std::string_view address, std::string_view payload = {}) const;

  private:
    const Clock& clock_;
    const bool on_;
};

}  // namespace lsl::services
