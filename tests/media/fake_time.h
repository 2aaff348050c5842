#pragma once

#include <optional>

#include "shared/base/time.h"

namespace lsl::test {

/// From now on gettimeofday tells this time, in this program: OpenSSL reads the deadline of DTLS
/// retransmissions from it. Nothing: the real time again.
void set_fake_time(std::optional<MonoTime> time);

}  // namespace lsl::test
