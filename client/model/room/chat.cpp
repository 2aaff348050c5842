#include "client/model/room/chat.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <utility>

namespace lsl::model {

namespace {

using domain::MessageState;
using wire::MessageRow;

constexpr std::int64_t percent = 100;
/// Fewer people than that, or a smaller share of those who watch, is no call to the teacher.
constexpr std::int64_t least_wishes = 3, least_wish_percent = 10;

std::vector<MessageRow>::iterator place_in_order(std::vector<MessageRow>& rows, std::int64_t seq) {
    return std::lower_bound(
        rows.begin(), rows.end(), seq,
        [](const MessageRow& row, std::int64_t wanted) { return row.seq.value_or(0) < wanted; });
}

void put_held(Chat& chat, MessageRow row) {
    const auto known = std::find_if(chat.held.begin(), chat.held.end(),
                                    [&](const MessageRow& held) { return held.id == row.id; });
    if (known != chat.held.end()) {
        *known = std::move(row);
    } else {
        chat.held.push_back(std::move(row));
    }
}

void put_in_order(Chat& chat, MessageRow row) {
    const std::int64_t seq = *row.seq;
    const auto place = place_in_order(chat.rows, seq);
    if (place != chat.rows.end() && place->seq == seq) {
        // What everybody is told of it has no reason; its author was told that before.
        const bool gone = row.state == MessageState::Removed;
        if (gone && !row.removed_reason) row.removed_reason = std::move(place->removed_reason);
        *place = std::move(row);
    } else {
        chat.rows.insert(place, std::move(row));
    }
}

/// A pin is a message of its own row: what happens to it is seen there as well.
void follow_pin(Chat& chat, const MessageRow& row) {
    if (!chat.at) return;
    std::vector<MessageRow>& pins = chat.at->pins;
    std::erase_if(pins, [&](const MessageRow& pin) { return pin.id == row.id; });
    if (!row.pinned_at || row.state != MessageState::Visible) return;
    pins.push_back(row);
    std::sort(pins.begin(), pins.end(),
              [](const MessageRow& a, const MessageRow& b) { return a.pinned_at < b.pinned_at; });
    while (pins.size() > domain::most_pins) pins.erase(pins.begin());
}

void add_people(Chat& chat, const wire::ChatPeople& people) {
    for (const auto& [id, person] : people) chat.people.insert_or_assign(id, person);
}

void forget_oldest(Chat& chat) {
    if (chat.rows.size() <= most_chat_rows) return;
    const auto more = static_cast<std::ptrdiff_t>(chat.rows.size() - most_chat_rows);
    chat.rows.erase(chat.rows.begin(), chat.rows.begin() + more);
}

/// The first of what is on its way becomes this row, where it may be that: one is sent at a time,
/// and only its author's other tabs could have written another one meanwhile.
void match_echo(Chat& chat, const MessageRow& row, const std::optional<UserId>& me) {
    if (chat.find(row.id) != nullptr) return;
    for (UnsentMessage& unsent : chat.unsent) {
        if (!unsent.busy || unsent.echo) continue;
        const bool own = me ? row.user_id == me : row.message == unsent.text;
        if (own) unsent.echo = row.id;
        return;
    }
}

/// Those that are newer than all of the page.
std::vector<MessageRow> rows_after(const Chat& chat, const std::vector<MessageRow>& page) {
    std::int64_t newest = 0;
    for (const MessageRow& row : page) newest = std::max(newest, row.seq.value_or(0));
    std::vector<MessageRow> later;
    std::copy_if(chat.rows.begin(), chat.rows.end(), std::back_inserter(later),
                 [&](const MessageRow& row) { return row.seq.value_or(0) > newest; });
    return later;
}

void take_room(Chat& chat, wire::RoomRow room) {
    // What everybody is told says nothing about the caller.
    if (!room.me && chat.at) room.me = chat.at->me;
    if (room.me && room.me->next_at) chat.next_at = room.me->next_at;
    chat.at = std::move(room);
}

}  // namespace

const MessageRow* Chat::find(MessageId id) const {
    for (const std::vector<MessageRow>* list : {&rows, &held}) {
        const auto found = std::find_if(list->begin(), list->end(),
                                        [&](const MessageRow& row) { return row.id == id; });
        if (found != list->end()) return &*found;
    }
    return nullptr;
}

const wire::ChatPerson* Chat::author(const MessageRow& row) const {
    if (!row.user_id) return nullptr;
    const auto found = people.find(row.user_id->to_string());
    return found == people.end() ? nullptr : &found->second;
}

void put_message(Chat& chat, MessageRow row) {
    follow_pin(chat, row);
    if (!row.seq) {
        // Who wrote it hears nothing of a held one that the team took away but that it is gone.
        if (row.state == MessageState::Held || row.removed_by)
            return put_held(chat, std::move(row));
        std::erase_if(chat.held, [&](const MessageRow& held) { return held.id == row.id; });
        return;
    }
    std::erase_if(chat.held, [&](const MessageRow& held) { return held.id == row.id; });
    if (chat.has_older() && *row.seq < chat.rows.front().seq.value_or(0)) return;
    put_in_order(chat, std::move(row));
}

void take_newest(Chat& chat, api::GetChat::Response page) {
    const auto first = std::find_if(page.messages.begin(), page.messages.end(),
                                    [](const MessageRow& row) { return row.seq.has_value(); });
    const bool continues =
        first != page.messages.end() && *first->seq <= chat.last_seq() + 1 && !chat.rows.empty();
    // The news may have been quicker than this answer, which was read before.
    std::vector<MessageRow> later = rows_after(chat, page.messages);
    if (!continues) chat.rows.clear();
    chat.held.clear();
    add_people(chat, page.people);
    take_room(chat, std::move(page.room));
    for (MessageRow& row : page.messages) put_message(chat, std::move(row));
    for (MessageRow& row : later) put_message(chat, std::move(row));
    forget_oldest(chat);
    chat.reading.set({});
}

void take_older(Chat& chat, api::GetChat::Response page) {
    chat.loading_older = false;
    add_people(chat, page.people);
    for (MessageRow& row : page.messages) {
        if (row.seq) put_in_order(chat, std::move(row));
    }
}

void take_missing(Chat& chat, api::GetChat::Response page) {
    chat.filling = false;
    add_people(chat, page.people);
    for (MessageRow& row : page.messages) put_message(chat, std::move(row));
}

bool take_frame(Chat& chat, wire::RoomChanged frame, const std::optional<UserId>& me, double now) {
    if (frame.resync.value_or(false)) return false;
    add_people(chat, frame.people);
    if (frame.room) take_room(chat, std::move(*frame.room));
    if (chat.at && frame.viewers) chat.at->viewers = *frame.viewers;
    if (chat.at && frame.wish) chat.at->wish = *frame.wish;
    if (frame.reactions) {
        chat.reactions = *frame.reactions;
        chat.reacted_at = now;
    }
    for (MessageRow& row : frame.messages) {
        match_echo(chat, row, me);
        put_message(chat, std::move(row));
    }
    forget_oldest(chat);
    return true;
}

void take_own(Chat& chat, const wire::RoomMe& own, UtcTime now, double seconds) {
    chat.voted = {own.voted.begin(), own.voted.end()};
    for (const wire::ReportAnswer& one : own.reports) chat.reported.insert(one.message_id);
    if (chat.at && chat.at->poll) {
        if (own.poll_option) {
            chat.poll_votes.insert_or_assign(chat.at->poll->id, *own.poll_option);
        } else {
            chat.poll_votes.erase(chat.at->poll->id);
        }
    }
    if (!own.wish || !own.wish_until) return;
    const double left = std::chrono::duration<double>(*own.wish_until - now).count();
    chat.wish = own.wish;
    chat.wish_until = seconds + std::clamp(left, 0.0, wish_seconds);
}

std::optional<std::int64_t> first_hole(const Chat& chat) {
    for (std::size_t i = 1; i < chat.rows.size(); ++i) {
        const std::int64_t before = chat.rows[i - 1].seq.value_or(0);
        if (chat.rows[i].seq.value_or(0) > before + 1) return before;
    }
    return std::nullopt;
}

void take_sent(Chat& chat, std::string_view client_id, MessageRow row) {
    std::erase_if(chat.unsent,
                  [&](const UnsentMessage& unsent) { return unsent.client_id == client_id; });
    // The answer was made before frames that may have come first: what they brought is newer.
    if (chat.find(row.id) == nullptr) put_message(chat, std::move(row));
}

UnsentMessage* find_unsent(Chat& chat, std::string_view client_id) {
    const auto found =
        std::find_if(chat.unsent.begin(), chat.unsent.end(),
                     [&](const UnsentMessage& unsent) { return unsent.client_id == client_id; });
    return found == chat.unsent.end() ? nullptr : &*found;
}

Writing writing(const Chat& chat, const domain::Stream& stream, bool moderates, UtcTime now) {
    if (moderates) return Writing::Open;
    if (!chat.at) return Writing::Closed;
    const wire::ChatSettingsRow& row = chat.at->settings;
    if (chat.at->me && chat.at->me->timed_out_until && *chat.at->me->timed_out_until > now) {
        return Writing::TimedOut;
    }
    domain::ChatSettings settings;
    settings.mode = row.mode;
    settings.opens_minutes_before = row.opens_minutes_before;
    settings.closes_minutes_after = row.closes_minutes_after;
    if (domain::may_write(stream, settings, domain::MessageKind::Message, now))
        return Writing::Open;
    if (domain::may_write(stream, settings, domain::MessageKind::Question, now)) {
        return Writing::Questions;
    }
    if (row.mode == domain::ChatMode::Staff) return Writing::TeamOnly;
    const bool early =
        stream.status == domain::StreamStatus::Scheduled &&
        (row.mode == domain::ChatMode::Open || row.mode == domain::ChatMode::Questions);
    return early ? Writing::NotYet : Writing::Closed;
}

std::int64_t votes_of(const wire::PollRow& poll) {
    std::int64_t votes = 0;
    for (const wire::PollOption& option : poll.options) votes += option.votes;
    return votes;
}

std::int64_t percent_of(const wire::PollRow& poll, std::size_t option) {
    const std::int64_t all = votes_of(poll);
    if (all == 0 || option >= poll.options.size()) return 0;
    return (poll.options[option].votes * percent + all / 2) / all;
}

WishShares wish_shares(const wire::WishCounts& counts, std::int64_t viewers) {
    WishShares shares{counts.again, counts.slower, counts.faster, std::nullopt};
    const std::int64_t most = std::max({counts.again, counts.slower, counts.faster});
    const std::int64_t people = counts.again + counts.slower + counts.faster;
    if (people < least_wishes || people * percent < viewers * least_wish_percent) return shares;
    shares.winner = most == counts.again    ? domain::Wish::Again
                    : most == counts.slower ? domain::Wish::Slower
                                            : domain::Wish::Faster;
    return shares;
}

}  // namespace lsl::model
