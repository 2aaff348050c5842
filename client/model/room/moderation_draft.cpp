#include "client/model/room/moderation_draft.h"

#include <charconv>

#include "shared/domain/text_rules.h"

namespace lsl::model {

namespace {

std::optional<std::int64_t> typed_number(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
}

std::vector<std::string> filled_lines(std::string_view text) {
    std::vector<std::string> lines;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        std::string line(domain::trimmed(text.substr(0, end)));
        if (!line.empty()) lines.push_back(std::move(line));
        if (end == std::string_view::npos) break;
        text.remove_prefix(end + 1);
    }
    return lines;
}

}  // namespace

RoomSettingsDraft settings_draft(const wire::ChatSettingsRow& row) {
    RoomSettingsDraft draft;
    draft.mode = domain::chat_mode_name(row.mode);
    draft.links = domain::links_of_name(row.links);
    draft.slow_mode = std::to_string(row.slow_mode_seconds);
    draft.opens = std::to_string(row.opens_minutes_before);
    draft.closes = std::to_string(row.closes_minutes_after);
    draft.hold_first = row.hold_first;
    draft.replay_names = row.replay_names;
    if (!row.blocked_words) return draft;
    for (const std::string& word : *row.blocked_words) {
        if (!draft.words.empty()) draft.words += '\n';
        draft.words += word;
    }
    return draft;
}

api::ChangeChatSettings::Request settings_request(const RoomSettingsDraft& draft) {
    api::ChangeChatSettings::Request request;
    request.mode = domain::parse_chat_mode(draft.mode);
    request.links = domain::parse_links_of(draft.links);
    request.slowModeSeconds = typed_number(draft.slow_mode);
    request.opensMinutesBefore = typed_number(draft.opens);
    request.closesMinutesAfter = typed_number(draft.closes);
    request.holdFirst = draft.hold_first;
    request.replayNames = draft.replay_names;
    request.blockedWords = filled_lines(draft.words);
    return request;
}

std::optional<std::int64_t> pause_seconds(const ModerationDraft& draft) {
    return draft.pause == pause_for_class ? std::nullopt : typed_number(draft.pause);
}

bool is_poll(const ModerationDraft& draft) {
    const api::CreatePoll::Request request = poll_request(draft);
    return !request.question.empty() && request.options.size() >= 2;
}

api::CreatePoll::Request poll_request(const ModerationDraft& draft) {
    api::CreatePoll::Request request;
    request.question = domain::trimmed(draft.question);
    for (const std::string& option : draft.options) {
        std::string kept(domain::trimmed(option));
        if (!kept.empty()) request.options.push_back(std::move(kept));
    }
    return request;
}

}  // namespace lsl::model
