#pragma once

#include <optional>
#include <string>
#include <vector>

#include "server/services/notices/time_zone.h"
#include "server/store/connection.h"
#include "server/store/notices/notice_settings_store.h"
#include "shared/base/id.h"
#include "shared/base/result.h"
#include "shared/domain/notices.h"

namespace lsl::services {

/// How somebody is told, as it is read in one transaction. A value.
class NoticePreferences {
  public:
    static Result<NoticePreferences> of(store::Connection& connection, UserId user);

    bool is_on(domain::NoticeEvent event, domain::NoticeChannel channel) const;
    /// When the quiet hours end that are now; nothing: nobody is disturbed.
    std::optional<UtcTime> quiet_until(UtcTime now) const;
    /// A time as the person's clocks show it, with the name of the zone.
    std::string time_text(UtcTime time) const;
    const store::QuietTimes& quiet_times() const { return quiet_; }

  private:
    store::QuietTimes quiet_;
    std::optional<TimeZone> zone_;  ///< nothing: not known, or the machine has none of that name
    std::vector<store::ChosenChannel> choices_;
};

}  // namespace lsl::services
