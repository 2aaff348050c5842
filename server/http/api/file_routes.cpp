#include <chrono>
#include <filesystem>
#include <functional>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "server/http/api/routes.h"
#include "server/http/edge/conditional.h"
#include "server/http/edge/refusals.h"

namespace lsl::http {
namespace {

/// How often a long answer asks whether its reader still may have it.
constexpr std::chrono::seconds between_checks{1};

/// A media element brings the session cookie, a player of its own the playback token.
services::RecordingReader reader_of(const Sessions& sessions, const Request& request) {
    services::RecordingReader reader;
    const services::Caller caller = sessions.caller(request);
    for (const auto* one : {&caller.account, &caller.owner}) {
        if (*one) reader.people.push_back((*one)->user.id);
    }
    reader.token = request.bearer();
    return reader;
}

/// A replay is read for as long as it plays, an hour from one answer: the right may end meanwhile.
std::function<bool()> while_allowed(const Services& s, const Sessions& sessions, const Call& call) {
    return [&s, &sessions, request = call.request, video = call.id(),
            next = s.clock.mono() + between_checks]() mutable {
        const MonoTime now = s.clock.mono();
        if (now < next) return true;
        next = now + between_checks;
        return s.playback.may_read_recording(VideoId(video), reader_of(sessions, request))
            .has_value();
    };
}

Response recording(const Services& s, const Sessions& sessions, const Call& call) {
    const services::RecordingReader reader = reader_of(sessions, call.request);
    if (reader.people.empty() && reader.token.empty()) {
        Response response = failure(make_error(ErrorCode::Unauthenticated, "unauthenticated",
                                               "Sign in to watch this recording."));
        response.add("WWW-Authenticate", "Bearer");
        return response;
    }
    const auto file = s.playback.may_read_recording(VideoId(call.id()), reader);
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
    response = file_response(call.request, file->path, size, std::move(etag), std::move(response));
    if (auto* slice = std::get_if<FileSlice>(&response.body)) {
        slice->may_go_on = while_allowed(s, sessions, call);
    }
    return response;
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

/// What a live class shows. Its age is bounded by what it is kept for, so nobody need ask again
/// before.
Response live_picture(const Services& s, const Call& call) {
    const auto picture = s.live_pictures.of(call.id());
    if (!picture) {
        const bool unreadable = picture.error().code == ErrorCode::InvalidInput;
        return failure(unreadable ? not_found("There is no picture of it now.") : picture.error());
    }
    const auto* bytes = reinterpret_cast<const char*>((*picture)->data());
    Response response = text_response(200, "image/jpeg", std::string(bytes, (*picture)->size()));
    response.add("Cache-Control",
                 fmt::format("public, max-age={}", services::LivePictures::kept_for.count()));
    return response;
}

}  // namespace

void add_file_routes(Router& routes, const Services& services, const Sessions& sessions) {
    routes.add({"GET", "/recordings/{video}", [s = services, &sessions](Call& call) {
                    return slowing_guesses(s.limits, call.request, recording(s, sessions, call));
                }});
    routes.add(
        {"GET", "/thumbnails/{name}", [s = services](Call& call) { return thumbnail(s, call); }});
    routes.add({"GET", "/api/streams/{id}/frame.jpg",
                [s = services](Call& call) { return live_picture(s, call); }});
}

}  // namespace lsl::http
