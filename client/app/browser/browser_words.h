#pragma once

#include <map>

#include "client/model/words.h"

namespace lsl::app {

/// The browser's Intl as the views know it.
class BrowserWords final : public model::Words {
  public:
    std::string time(UtcTime time, model::TimeStyle style) const override;
    std::string number(double value, int decimals) const override;
    std::string_view plural(std::int64_t number) const override;
    std::string span(std::chrono::seconds span) const override;
    std::string field_from_time(UtcTime time) const override;
    std::optional<UtcTime> time_from_field(std::string_view text) const override;
    UtcTime end_of_day(UtcTime time) const override;

  private:
    mutable std::map<UtcTime, UtcTime> days_;  ///< where known days begin, by their ends
};

}  // namespace lsl::app
