#pragma once

#include "shared/base/time.h"

namespace lsl {

/// The only door to time. Services get one by reference, the media engine gets times as
/// arguments, tests move a clock of their own. Implementations may be called from any thread.
class Clock {
  public:
    virtual ~Clock() = default;
    virtual UtcTime utc() const = 0;
    virtual MonoTime mono() const = 0;
};

}  // namespace lsl
