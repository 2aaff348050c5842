// What a PATCH brings: trickled candidates and ICE restarts. The first line is the If-Match header,
// the rest the body. The session goes on whatever is patched, under its old credentials or the new.
#include "server/media/sdp/sdp.h"
#include "server/media/sdp/sdp_lines.h"
#include "server/media/transport/ice_candidate.h"
#include "tests/media/media_world.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

using namespace lsl;
using namespace lsl::media;

void read_candidates(std::string_view text) {
    SdpLines lines(text);
    char type;
    std::string_view value;
    while (lines.next(type, value)) {
        const auto [name, argument] = split_once(value, ':');
        if (name != "candidate") continue;
        const auto candidate = parse_candidate(argument);
        if (candidate && candidate->address.port == 0) std::abort();
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto line_end = text.find('\n');
    if (line_end == std::string_view::npos) return 0;
    const std::string_view if_match = text.substr(0, line_end);
    const std::string_view body = text.substr(line_end + 1);

    read_candidates(body);
    const auto fragment = parse_sdp_fragment(body);
    if (fragment && (fragment->ice_ufrag.size() > 256 || fragment->mids.size() > 32)) std::abort();

    static test::MediaWorld world;
    static const test::RtcClient* const viewer = world.watch("class");
    if (viewer == nullptr) std::abort();
    const SessionName& session = world.session_of(viewer);
    const auto header = if_match.empty() ? std::nullopt : std::optional(if_match);
    const auto patched = world.engine().patch(session, body, header);
    if (patched && !fragment) std::abort();
    if (world.engine().find_session(session) == nullptr) std::abort();
    if (patched && patched->restarted) {
        // The answer is a fragment too, with credentials that RFC 8839 5.4 allows.
        const auto ours = parse_sdp_fragment(patched->fragment);
        if (!ours || ours->ice_ufrag.size() < 4 || ours->ice_pwd.size() < 22) std::abort();
        if (patched->etag.size() < 3) std::abort();
    }
    return 0;
}
