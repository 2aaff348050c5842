#pragma once

#include <memory>

#include "server/media/transport/gcm_sealer.h"

namespace lsl::media {

/// libipsec-mb's, for processors with VAES and AVX-512: a fifth of the time of OpenSSL 3.0. Null
/// where the processor or the build lacks it, or the library fails its own test, which takes
/// some milliseconds of the first call.
std::unique_ptr<GcmSealer> make_vector_gcm_sealer(GcmSealer::Key key);
bool has_vector_gcm();

}  // namespace lsl::media
