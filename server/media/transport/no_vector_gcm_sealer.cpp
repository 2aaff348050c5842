// Compiled where there is no libipsec-mb; vector_gcm_sealer.cpp elsewhere (CMakeLists.txt).
#include "server/media/transport/vector_gcm_sealer.h"

namespace lsl::media {

bool has_vector_gcm() { return false; }

std::unique_ptr<GcmSealer> make_vector_gcm_sealer(GcmSealer::Key) { return nullptr; }

}  // namespace lsl::media
