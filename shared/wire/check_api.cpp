#include "shared/wire/check_api.h"

namespace lsl::api {

void describe(wire::Archive& a, OpenCheck::Response& m) {
    a.field("url", m.url);
    a.field("token", m.token);
    a.field("lasts_s", m.lasts_s);
    a.field("recording_room_s", m.recording_room_s);
}

}  // namespace lsl::api
