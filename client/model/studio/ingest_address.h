#pragma once

#include <string>

#include "shared/wire/rows.h"

namespace lsl::model {

/// Where this page sends the picture of the class. For a class of our own server it is the path
/// alone: the page may have been opened by another name than the server's public one, and a browser
/// lets it call only the origin that it came from. Encoders get the whole address, `webrtc_url`.
std::string ingest_address(const wire::InstructorStream& row);
/// The token that goes with it; empty where the address is the secret, or who asks may not know.
std::string publish_token(const wire::InstructorStream& row);

}  // namespace lsl::model
