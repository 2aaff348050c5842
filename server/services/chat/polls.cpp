#include "server/services/chat/polls.h"

#include <set>
#include <string>
#include <utility>

#include "server/services/accounts/secrets.h"
#include "server/services/chat/chat_writes.h"
#include "server/services/classes/stream_lookup.h"
#include "server/store/jobs/outbox_store.h"
#include "server/store/rooms/polls_store.h"
#include "shared/domain/text_rules.h"

namespace lsl::services {

namespace {

Result<std::string> poll_text(std::string_view text, const char* field) {
    std::string kept = domain::trimmed(text);
    const bool fits = !kept.empty() && domain::is_valid_utf8(kept) &&
                      !domain::has_control_characters(kept, domain::Lines::One) &&
                      domain::count_code_points(kept) <= domain::longest_poll_text;
    if (!fits) return invalid_field(field, "Write one line of 1 to 200 characters.");
    return kept;
}

Result<std::vector<std::string>> poll_options(const std::vector<std::string>& texts) {
    if (texts.size() < 2 || texts.size() > domain::most_poll_options) {
        return invalid_field("options", "Give 2 to 6 answers to choose from.");
    }
    std::vector<std::string> options;
    std::set<std::string> known;
    for (const std::string& text : texts) {
        options.push_back(LSL_TRY(poll_text(text, "options")));
        if (!known.insert(options.back()).second) {
            return invalid_field("options", "Two of the answers are the same.");
        }
    }
    return options;
}

Result<store::Poll> require_poll(store::Connection& connection, StreamId stream,
                                 std::string_view id) {
    const auto parsed = PollId::parse(id);
    const Error unknown = not_found("There is no such poll.");
    if (!parsed) return unknown;
    auto found = LSL_TRY(store::PollsStore(connection).find(stream, *parsed));
    if (!found) return unknown;
    return std::move(*found);
}

/// "Last song? Salsa: 12 · Afro: 9": in numbers and the words of who asked, for every language.
std::string result_text(const store::Poll& poll, const std::vector<std::int64_t>& votes) {
    std::string text = poll.question;
    for (std::size_t i = 0; i < poll.options.size(); ++i) {
        text += (i == 0 ? " " : " · ") + poll.options[i] + ": " + std::to_string(votes[i]);
    }
    return text;
}

}  // namespace

Result<api::OnePoll> Polls::create(const Caller& caller, std::string_view stream_id,
                                   const api::CreatePoll::Request& request) {
    const StreamId stream = LSL_TRY(parse_stream_id(stream_id));
    const UtcTime now = clock_.utc();
    const store::Poll poll{.id = new_id<PollId>(clock_),
                           .stream_id = stream,
                           .question = LSL_TRY(poll_text(request.question, "question")),
                           .options = LSL_TRY(poll_options(request.options)),
                           .created_by = caller.acting(),
                           .created_at = now,
                           .closed_at = std::nullopt};
    return database_.write([&](store::Connection& tx) -> Result<api::OnePoll> {
        LSL_TRY(require_stream(tx, stream));
        store::PollsStore polls(tx);
        const auto latest = LSL_TRY(polls.latest(stream));
        if (latest && !latest->closed_at) {
            return make_error(ErrorCode::Conflict, "poll_open",
                              "Another poll is open. Close it first.");
        }
        LSL_TRY(polls.insert(poll));
        LSL_TRY(store::OutboxStore(tx).room_changed(stream, now));
        LSL_TRY(audit_chat(tx, caller.acting(), stream, "poll_opened", std::nullopt,
                           poll.id.to_string(), {}, now));
        return api::OnePoll{LSL_TRY(view_.poll(tx, poll))};
    });
}

Result<api::OnePoll> Polls::vote(const Caller& caller, std::string_view stream_id,
                                 std::string_view poll_id, std::optional<std::int64_t> option) {
    const StreamId stream = LSL_TRY(parse_stream_id(stream_id));
    const UtcTime now = clock_.utc();
    return database_.write([&](store::Connection& tx) -> Result<api::OnePoll> {
        LSL_TRY(require_stream(tx, stream));
        const RoomMember member = LSL_TRY(enter_room(tx, stream, caller));
        const auto poll = LSL_TRY(require_poll(tx, stream, poll_id));
        LSL_TRY(check_not_timed_out(tx, stream, member, now));
        if (poll.closed_at) {
            return make_error(ErrorCode::Conflict, "poll_closed", "This poll is closed.");
        }
        store::PollsStore polls(tx);
        if (!option) {
            LSL_TRY(polls.take_back(poll.id, member.user));
        } else if (*option < 0 || *option >= std::ssize(poll.options)) {
            return invalid_field("option", "This poll has no such answer.");
        } else {
            LSL_TRY(polls.vote(poll.id, member.user, *option));
        }
        LSL_TRY(store::OutboxStore(tx).room_changed(stream, now));
        return api::OnePoll{LSL_TRY(view_.poll(tx, poll))};
    });
}

Result<api::OnePoll> Polls::close(const Caller& caller, std::string_view stream_id,
                                  std::string_view poll_id) {
    const StreamId stream = LSL_TRY(parse_stream_id(stream_id));
    const UtcTime now = clock_.utc();
    return database_.write([&](store::Connection& tx) -> Result<api::OnePoll> {
        LSL_TRY(require_stream(tx, stream));
        auto poll = LSL_TRY(require_poll(tx, stream, poll_id));
        if (!poll.closed_at) {
            poll.closed_at = now;
            store::PollsStore polls(tx);
            LSL_TRY(polls.close(poll.id, now));
            // The result stays at its second of the chat, when the room shows another poll.
            store::ChatMessage result;
            result.id = new_id<MessageId>(clock_);
            result.stream_id = stream;
            result.text = result_text(poll, LSL_TRY(polls.votes(poll)));
            result.sent_at = now;
            result.kind = domain::MessageKind::System;
            LSL_TRY(add_message(tx, result, now));
            LSL_TRY(store::OutboxStore(tx).room_changed(stream, now));
            LSL_TRY(audit_chat(tx, caller.acting(), stream, "poll_closed", std::nullopt,
                               poll.id.to_string(), {}, now));
        }
        return api::OnePoll{LSL_TRY(view_.poll(tx, poll))};
    });
}

}  // namespace lsl::services
