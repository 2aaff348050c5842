#include "client/model/room/replay_chat.h"

#include <algorithm>
#include <iterator>

namespace lsl::model {

namespace {

/// The next page is asked for this long before its first second plays.
constexpr std::int64_t ahead_ms = 30'000;

bool was_asked_for(const ReplayChat& chat, std::int64_t page) { return chat.pages.contains(page); }

const ReplayChat::Page* page_here(const ReplayChat& chat, std::int64_t page) {
    const auto found = chat.pages.find(page);
    return found == chat.pages.end() || !found->second.ready() ? nullptr : &found->second;
}

bool is_up_to(const wire::MessageRow& row, std::int64_t position_ms) {
    return row.position_ms.value_or(0) <= position_ms;
}

std::size_t rows_up_to(const api::ReplayChat::Response& page, std::int64_t position_ms) {
    const auto end = std::partition_point(
        page.messages.begin(), page.messages.end(),
        [&](const wire::MessageRow& row) { return is_up_to(row, position_ms); });
    return static_cast<std::size_t>(std::distance(page.messages.begin(), end));
}

void add_rows(const ReplayChat& chat, std::int64_t page, std::int64_t position_ms,
              std::vector<ReplayRow>& rows) {
    const ReplayChat::Page* here = page_here(chat, page);
    if (here == nullptr) return;
    const api::ReplayChat::Response& told = *here->value;
    const std::size_t end = rows_up_to(told, position_ms);
    const std::size_t begin = end > most_replay_rows ? end - most_replay_rows : 0;
    for (std::size_t i = begin; i < end; ++i) {
        ReplayRow row{&told.messages[i], nullptr};
        if (row.message->user_id) {
            const auto author = told.people.find(row.message->user_id->to_string());
            if (author != told.people.end()) row.author = &author->second;
        }
        rows.push_back(row);
    }
}

}  // namespace

std::int64_t replay_page_of(std::int64_t position_ms) {
    return std::max<std::int64_t>(position_ms, 0) / api::longest_replay_span_ms;
}

void keep_replay_pages(ReplayChat& chat, std::int64_t page) {
    std::erase_if(chat.pages, [&](const auto& entry) {
        return entry.first < page - 1 || entry.first > page + 1;
    });
}

std::optional<std::int64_t> missing_replay_page(const ReplayChat& chat, std::int64_t position_ms) {
    const std::int64_t page = replay_page_of(position_ms);
    if (!was_asked_for(chat, page)) return page;
    const ReplayChat::Page* here = page_here(chat, page);
    if (here == nullptr) return std::nullopt;
    const bool few = rows_up_to(*here->value, position_ms) < most_replay_rows;
    if (few && page > 0 && !was_asked_for(chat, page - 1)) return page - 1;
    const bool soon = replay_page_of(position_ms + ahead_ms) > page;
    if (soon && !was_asked_for(chat, page + 1)) return page + 1;
    return std::nullopt;
}

std::vector<ReplayRow> replay_rows(const ReplayChat& chat, std::int64_t position_ms) {
    const std::int64_t page = replay_page_of(position_ms);
    std::vector<ReplayRow> rows;
    add_rows(chat, page - 1, position_ms, rows);
    add_rows(chat, page, position_ms, rows);
    if (rows.size() > most_replay_rows) {
        const auto more = static_cast<std::ptrdiff_t>(rows.size() - most_replay_rows);
        rows.erase(rows.begin(), rows.begin() + more);
    }
    return rows;
}

std::optional<std::int64_t> liveliest_ms(const api::ReplayEnergy::Response& energy) {
    const auto most = std::max_element(energy.taps.begin(), energy.taps.end());
    if (most == energy.taps.end() || *most <= 0) return std::nullopt;
    return std::distance(energy.taps.begin(), most) * energy.step_ms;
}

}  // namespace lsl::model
