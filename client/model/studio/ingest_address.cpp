#include "client/model/studio/ingest_address.h"

#include "shared/domain/media/media_capabilities.h"

namespace lsl::model {

std::string ingest_address(const wire::InstructorStream& row) {
    if (!row.access) return {};
    const std::string& url = row.access->webrtc_url;
    if (!domain::media_capabilities(row.playback.backend).own_ingest) return url;
    const std::size_t host = url.find("://");
    const std::size_t path = host == std::string::npos ? host : url.find('/', host + 3);
    return path == std::string::npos ? url : url.substr(path);
}

std::string publish_token(const wire::InstructorStream& row) {
    return row.access ? row.access->webrtc_token : std::string();
}

}  // namespace lsl::model
