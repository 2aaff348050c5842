#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "server/store/connection.h"
#include "shared/base/id.h"
#include "shared/base/result.h"
#include "shared/base/time.h"
#include "shared/domain/notices.h"

namespace lsl::store {

/// When somebody is not to be disturbed, and whether their calendar is.
struct QuietTimes {
    std::optional<std::string> timezone;       ///< of the IANA database; nothing: not known
    std::int64_t from = 21 * 60, to = 8 * 60;  ///< minutes of the day there
    /// Since then no mail asks their calendar to take a class in; nothing: mails do.
    std::optional<UtcTime> calendar_off_since;
};

/// Where somebody chose otherwise than everybody is told at first.
struct ChosenChannel {
    domain::NoticeEvent event = domain::NoticeEvent::Enrolled;
    domain::NoticeChannel channel = domain::NoticeChannel::Mail;
    bool is_on = false;
};

/// Tables notice_settings and notice_choices.
class NoticeSettingsStore {
  public:
    explicit NoticeSettingsStore(Connection& connection) : connection_(connection) {}

    Result<QuietTimes> quiet_times(UserId user);
    Result<void> set_quiet_times(UserId user, const QuietTimes& times);
    Result<std::vector<ChosenChannel>> choices(UserId user);
    Result<void> choose(UserId user, const ChosenChannel& choice);
    /// As everybody is told at first.
    Result<void> forget_choice(UserId user, domain::NoticeEvent event,
                               domain::NoticeChannel channel);

  private:
    Connection& connection_;
};

}  // namespace lsl::store
