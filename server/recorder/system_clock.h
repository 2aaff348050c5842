#pragma once

#include "shared/base/clock.h"

namespace lsl::recorder {

/// The machine's clock, for a recorder that was opened without one.
class SystemClock final : public Clock {
  public:
    UtcTime utc() const override;
    MonoTime mono() const override;
};

}  // namespace lsl::recorder
