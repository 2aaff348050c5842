#include <algorithm>
#include <chrono>
#include <utility>

#include "server/http/api/call_parts.h"
#include "server/http/api/routes.h"
#include "shared/domain/permissions.h"
#include "shared/wire/check_api.h"

// What staff do. That they may is the rule of api::access_list; here it is asked only where it
// depends on more than the route.

namespace lsl::http {
namespace {

using domain::StaffRole;
using OneClass = Result<api::OneInstructorStream>;

/// The caller's on a class. Behind Who::ClassStaff there is one.
StaffRole role_on(const Call& call, StreamId stream) {
    return call.caller.role_on(stream).value_or(StaffRole::Guest);
}

/// The row as the caller's role may see it.
OneClass as_seen_by(const Call& call, OneClass answer) {
    if (answer) {
        wire::InstructorStream& row = answer->stream;
        wire::leave_out_for(role_on(call, row.stream.id), row);
    }
    return answer;
}

Result<api::ListInstructorStreams::Response> list_classes(const Services& s, const Call& call) {
    const auto page = LSL_TRY(page_of(call));
    auto list =
        LSL_TRY(call.caller.studio_role() ? s.streams.list_for_instructor(page)
                                          : s.streams.list_for_staff(call.caller.acting(), page));
    for (wire::InstructorStream& row : list.streams) {
        wire::leave_out_for(role_on(call, row.stream.id), row);
    }
    return list;
}

/// All of the change or nothing.
OneClass change_class(const Services& s, const Call& call, const api::ChangeStream::Request& body) {
    const auto id = StreamId::parse(call.id());
    if (id) LSL_TRY(domain::require_role(call.caller.role_on(*id), api::action_of(body)));
    return as_seen_by(call, s.streams.change(call.id(), body));
}

/// A room to try the line with, and how long the disk would last.
Result<Answer<api::OpenCheck::Response>> open_check(const Services& s, const Call& call) {
    constexpr std::int64_t bytes_per_second = 400'000;  // the best picture and music, rounded up
    const auto id = StreamId::parse(call.id());
    if (!id) return not_found("There is no such class.");
    LSL_TRY(s.limits.take("check:" + call.id(), {10, std::chrono::minutes(1)}));
    services::CheckInputs::Input input = LSL_TRY(s.gateway.open_check(*id));
    api::OpenCheck::Response response;
    response.url = "/whip/" + input.room;
    response.token = std::move(input.token);
    response.lasts_s = services::CheckInputs::lasts.count();
    const wire::RecordingSpace space = s.recording_space.row();
    std::int64_t left = space.full ? 0 : space.free_bytes;
    if (space.max_bytes) left = std::min(left, *space.max_bytes - space.recordings_bytes);
    response.recording_room_s = std::max<std::int64_t>(left, 0) / bytes_per_second;
    return Answer<api::OpenCheck::Response>(std::move(response), 201);
}

Response set_picture(const Services& s, Call& call) {
    if (!call.request.header("Content-Type").starts_with("image/")) {
        return failure(make_error(ErrorCode::InvalidInput, "unsupported_media_type",
                                  "The picture has to be a JPEG, PNG or WebP file."));
    }
    const auto bytes = call.read_body(max_picture_bytes);
    if (!bytes) return failure(bytes.error());
    return respond(as_seen_by(call, s.streams.set_picture(call.id(), *bytes)));
}

void add_staffed_classes(Router& routes, const Services& s) {
    routes.on<api::ListInstructorStreams>([s](Call& call) { return list_classes(s, call); });
    routes.on<api::CreateStream>(
        [s](Call&,
            const api::CreateStream::Request& body) -> Result<Answer<api::OneInstructorStream>> {
            return Answer<api::OneInstructorStream>(LSL_TRY(s.streams.create(body)), 201);
        });
    routes.on<api::ChangeStream>([s](Call& call, const api::ChangeStream::Request& body) {
        return change_class(s, call, body);
    });
    routes.add({"POST", "/api/instructor/streams/{id}/thumbnail",
                [s](Call& call) { return set_picture(s, call); }});
    const auto step = [s](OneClass (services::Streams::*take)(std::string_view)) {
        return [s, take](Call& call) { return as_seen_by(call, (s.streams.*take)(call.id())); };
    };
    using services::Streams;
    routes.on<api::GetInstructorStream>(step(&Streams::get_for_instructor));
    routes.on<api::StartStream>(step(&Streams::start));
    routes.on<api::GoBackToPlanned>(step(&Streams::go_back_to_planned));
    routes.on<api::EndStream>(step(&Streams::end));
    routes.on<api::CancelStream>(step(&Streams::cancel));
    routes.on<api::RefundStream>(step(&Streams::refund));
    routes.on<api::RotateToken>(step(&Streams::rotate_token));
    routes.on<api::OpenCheck>([s](Call& call) { return open_check(s, call); });
    routes.on<api::TellSending>(
        [s](Call& call, const api::TellSending::Request& body) -> Result<Answer<api::Empty>> {
            LSL_TRY(s.streams.tell_sending(call.id(), body));
            return Answer<api::Empty>({}, 204);
        });
}

void add_people(Router& routes, const Services& s) {
    routes.on<api::ListStaff>([s](Call& call) { return s.staff.list(call.caller, call.id()); });
    routes.on<api::InviteStaff>(
        [s](Call& call,
            const api::InviteStaff::Request& body) -> Result<Answer<api::InviteStaff::Response>> {
            return Answer<api::InviteStaff::Response>(
                LSL_TRY(s.staff.invite(call.caller, call.id(), body)), 201);
        });
    routes.on<api::RemoveStaff>([s](Call& call) -> Result<Answer<api::Empty>> {
        LSL_TRY(s.staff.remove(call.caller, call.id(), call.ids[1]));
        return Answer<api::Empty>({}, 204);
    });
    routes.on<api::GetInvitation>(
        [s](Call& call) { return s.staff.offer(call.caller, call.id()); });
    routes.on<api::DeclineInvitation>([s](Call& call) -> Result<Answer<api::Empty>> {
        LSL_TRY(s.staff.decline(call.caller, call.id()));
        return Answer<api::Empty>({}, 204);
    });
    routes.on<api::AcceptInvitation>(
        [s](Call& call) { return s.staff.accept(call.caller, call.id()); });
    routes.on<api::GrantTokens>(
        [s](Call& call,
            const api::GrantTokens::Request& body) -> Result<Answer<api::GrantTokens::Response>> {
            const std::string_view key = LSL_TRY(idempotency_key(call));
            return Answer<api::GrantTokens::Response>(
                LSL_TRY(s.grants.grant(call.caller, body, key)), 201);
        });
}

}  // namespace

void add_staff_routes(Router& routes, const Services& services) {
    add_staffed_classes(routes, services);
    add_people(routes, services);
}

}  // namespace lsl::http
