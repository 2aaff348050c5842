#include <filesystem>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "server/http/conditional.h"
#include "server/http/refusals.h"
#include "server/http/routes.h"

namespace lsl::http {
namespace {

/// A media element brings the session cookie, a player of its own the playback token.
Response recording(const Services& s, const Sessions& sessions, const Call& call) {
    services::RecordingReader reader;
    if (const auto viewer = sessions.viewer(call.request)) reader.viewer = viewer->user.id;
    reader.instructor = sessions.instructor(call.request);
    reader.token = call.request.bearer();
    if (!reader.viewer && !reader.instructor && reader.token.empty()) {
        Response response = failure(make_error(ErrorCode::Unauthenticated, "unauthenticated",
                                               "Sign in to watch this recording."));
        response.add("WWW-Authenticate", "Bearer");
        return response;
    }
    const auto file = s.playback.may_read_recording(call.id(), reader);
    if (!file) return failure(file.error());

    std::error_code missing;
    const std::uint64_t size = std::filesystem::file_size(file->path, missing);
    if (missing) {
        return failure(internal_error("no recording file: " + missing.message()));
    }
    Response response = text_response(200, file->content_type, "");
    response.add("Cache-Control", "private, no-cache");
    response.add("Content-Disposition", "inline");
    response.add("Vary", "Cookie, Authorization");
    std::string etag =
        fmt::format("\"{:x}-{:x}\"", file->started_at.time_since_epoch().count(), size);
    return file_response(call.request, file->path, size, std::move(etag), std::move(response));
}

/// Named by their content, so what a name stands for never changes.
Response thumbnail(const Services& s, const Call& call) {
    const auto file = s.thumbnails.find(call.id());
    std::error_code missing;
    const std::uint64_t size = file ? std::filesystem::file_size(*file, missing) : 0;
    if (!file || missing) return failure(not_found("There is no such picture."));
    Response response = text_response(200, "image/jpeg", "");
    response.add("Cache-Control", "public, max-age=31536000, immutable");
    return file_response(call.request, *file, size, "\"" + call.id() + "\"", std::move(response));
}

}  // namespace

void add_file_routes(Router& routes, const Services& services, const Sessions& sessions) {
    routes.add(
        {"GET", "/recordings/{video}", api::Access::Anyone, [s = services, &sessions](Call& call) {
             const auto allowed = check_refusals(s.limits, call.request);
             if (!allowed) return failure(allowed.error());
             Response response = recording(s, sessions, call);
             note_refusal(s.limits, call.request, response);
             return response;
         }});
    routes.add({"GET", "/thumbnails/{name}", api::Access::Anyone,
                [s = services](Call& call) { return thumbnail(s, call); }});
}

}  // namespace lsl::http
