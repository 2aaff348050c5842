#include "client/media/describe_live_desk.h"

namespace lsl::media {

void describe(wire::Archive& a, LiveDesk& m) {
    a.field("again_available", m.again_available);
    a.field("again", m.again);
}

}  // namespace lsl::media
