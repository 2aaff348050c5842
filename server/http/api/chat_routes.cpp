#include "server/http/api/routes.h"

// The room of a class. Who may moderate is the rule of api::access_list; who is in the room at all
// is asked by the services.

namespace lsl::http {
namespace {

using services::Community;

Answer<api::Empty> nothing() { return Answer<api::Empty>({}, 204); }

void add_messages(Router& routes, Community& c) {
    routes.on<api::GetChat>([&c](Call& call) {
        const Request& request = call.request;
        return c.chat.page(
            call.caller, call.id(),
            {request.parameter("before"), request.parameter("after"), request.parameter("limit")});
    });
    routes.on<api::SendMessage>(
        [&c](Call& call, const api::SendMessage::Request& body) -> Result<Answer<api::OneMessage>> {
            auto sent = LSL_TRY(c.chat.send(call.caller, call.id(), body));
            return Answer<api::OneMessage>(std::move(sent.response), sent.created ? 201 : 200);
        });
    routes.on<api::RemoveMessage>(
        [&c](Call& call) { return c.chat.remove(call.caller, call.id(), call.ids[1]); });
    routes.on<api::VoteForQuestion>([&c](Call& call, const api::VoteForQuestion::Request& body) {
        return c.chat.vote(call.caller, call.id(), call.ids[1], body.vote);
    });
    routes.on<api::ReportMessage>([&c](Call& call, const api::ReportMessage::Request& body) {
        return c.chat.report(call.caller, call.id(), call.ids[1], body.reason);
    });
    routes.on<api::ReplayChat>([&c](Call& call) {
        return c.replay.read(call.caller, call.id(), call.request.parameter("from"),
                             call.request.parameter("to"));
    });
    routes.on<api::ReplayEnergy>(
        [&c](Call& call) { return c.replay.energy(call.caller, call.id()); });
}

void add_moderation(Router& routes, Community& c) {
    using services::Moderation;
    const auto act = [&c](Result<api::OneMessage> (Moderation::*action)(
                         const services::Caller&, std::string_view, std::string_view)) {
        return [&c, action](Call& call) {
            return (c.moderation.*action)(call.caller, call.id(), call.ids[1]);
        };
    };
    routes.on<api::PinMessage>(act(&Moderation::pin));
    routes.on<api::UnpinMessage>(act(&Moderation::unpin));
    routes.on<api::AnswerQuestion>(act(&Moderation::answer));
    routes.on<api::AllowMessage>(act(&Moderation::allow));
    routes.on<api::GetChatSettings>(
        [&c](Call& call) { return c.moderation.settings(call.caller, call.id()); });
    routes.on<api::ChangeChatSettings>(
        [&c](Call& call, const api::ChangeChatSettings::Request& body) {
            return c.moderation.change_settings(call.caller, call.id(), body);
        });
    routes.on<api::TimeOutPerson>([&c](Call& call, const api::TimeOutPerson::Request& body) {
        return c.moderation.time_out(call.caller, call.id(), body);
    });
    routes.on<api::RestoreMessages>([&c](Call& call, const api::RestoreMessages::Request& body) {
        return c.moderation.restore(call.caller, call.id(), body);
    });
    routes.on<api::GetPersonNote>(
        [&c](Call& call) { return c.moderation.note(call.id(), call.ids[1]); });
    routes.on<api::SetPersonNote>([&c](Call& call, const api::SetPersonNote::Request& body) {
        return c.moderation.set_note(call.caller, call.id(), call.ids[1], body.text);
    });
    routes.on<api::ListQuestions>([&c](Call& call) { return c.moderation.questions(call.id()); });
    routes.on<api::ListReports>([&c](Call& call) { return c.moderation.reports(call.id()); });
    routes.on<api::DecideReport>([&c](Call& call, const api::DecideReport::Request& body) {
        return c.moderation.decide(call.caller, call.id(), call.ids[1], body);
    });
}

void add_pulse(Router& routes, Community& c) {
    using Nothing = Result<Answer<api::Empty>>;
    routes.on<api::React>([&c](Call& call, const api::React::Request& body) -> Nothing {
        LSL_TRY(c.pulse.react(call.caller, call.id(), body));
        return nothing();
    });
    routes.on<api::SetWish>([&c](Call& call, const api::SetWish::Request& body) -> Nothing {
        LSL_TRY(c.pulse.wish(call.caller, call.id(), body.wish));
        return nothing();
    });
    routes.on<api::ClearWishes>([&c](Call& call) -> Nothing {
        LSL_TRY(c.pulse.clear_wishes(call.caller, call.id()));
        return nothing();
    });
    routes.on<api::SetEffort>([&c](Call& call, const api::SetEffort::Request& body) -> Nothing {
        LSL_TRY(c.pulse.set_effort(call.caller, call.id(), body.effort));
        return nothing();
    });
    routes.on<api::GetPresent>(
        [&c](Call& call) { return c.presence.list(call.caller, call.id()); });
    routes.on<api::SetSeen>([&c](Call& call, const api::SetSeen::Request& body) -> Nothing {
        LSL_TRY(c.presence.set_seen(call.caller, call.id(), body.seen));
        return nothing();
    });
}

void add_polls(Router& routes, Community& c) {
    routes.on<api::CreatePoll>(
        [&c](Call& call, const api::CreatePoll::Request& body) -> Result<Answer<api::OnePoll>> {
            return Answer<api::OnePoll>(LSL_TRY(c.polls.create(call.caller, call.id(), body)), 201);
        });
    routes.on<api::VoteInPoll>([&c](Call& call, const api::VoteInPoll::Request& body) {
        return c.polls.vote(call.caller, call.id(), call.ids[1], body.option);
    });
    routes.on<api::ClosePoll>(
        [&c](Call& call) { return c.polls.close(call.caller, call.id(), call.ids[1]); });
}

void add_chapters(Router& routes, Community& c) {
    routes.on<api::ListChapters>(
        [&c](Call& call) { return c.chapters.list(call.caller, call.id()); });
    routes.add({"GET", "/api/streams/{id}/chapters.vtt", [&c](Call& call) {
                    auto file = c.chapters.web_vtt(call.caller, call.id());
                    if (!file) return failure(file.error());
                    Response response =
                        text_response(200, "text/vtt; charset=utf-8", std::move(*file));
                    response.add("Cache-Control", "no-cache");
                    return response;
                }});
    routes.on<api::MarkChapter>(
        [&c](Call& call, const api::MarkChapter::Request& body) -> Result<Answer<api::OneChapter>> {
            auto marked = LSL_TRY(c.chapters.mark(call.id(), body));
            return Answer<api::OneChapter>(std::move(marked.response), marked.created ? 201 : 200);
        });
    routes.on<api::ChangeChapter>([&c](Call& call, const api::ChangeChapter::Request& body) {
        return c.chapters.change(call.id(), call.ids[1], body);
    });
    routes.on<api::RemoveChapter>([&c](Call& call) -> Result<Answer<api::Empty>> {
        LSL_TRY(c.chapters.remove(call.caller, call.id(), call.ids[1]));
        return nothing();
    });
}

}  // namespace

void add_chat_routes(Router& routes, const Services& services) {
    add_messages(routes, services.community);
    add_moderation(routes, services.community);
    add_pulse(routes, services.community);
    add_polls(routes, services.community);
    add_chapters(routes, services.community);
}

}  // namespace lsl::http
