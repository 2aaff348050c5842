#include "server/services/classes/page_cursor.h"

#include <algorithm>
#include <charconv>

#include "server/services/accounts/secrets.h"
#include "server/services/classes/page_request.h"
#include "shared/wire/api.h"

namespace lsl::services {

namespace {

constexpr char between_parts = '|';
constexpr char within_part = '/';
constexpr std::size_t longest_cursor = 1000;
// What is written for the starts of lists, where no row is.
constexpr std::string_view first_time = "first";
constexpr std::string_view last_time = "last";

Error wrong_cursor() {
    return invalid_field("cursor", "This page of the list doesn't exist. Start from the first.");
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> pieces;
    while (true) {
        const auto end = text.find(separator);
        pieces.push_back(text.substr(0, end));
        if (end == std::string_view::npos) return pieces;
        text.remove_prefix(end + 1);
    }
}

std::string text_of(UtcTime time) {
    if (time == store::before_every_time) return std::string(first_time);
    if (time == store::after_every_time) return std::string(last_time);
    return to_iso8601(time);
}

std::optional<UtcTime> time_of(std::string_view text) {
    if (text == first_time) return store::before_every_time;
    if (text == last_time) return store::after_every_time;
    return parse_iso8601(text);
}

}  // namespace

std::optional<std::string> PageCursor::encode(std::string_view list) const {
    std::string text(list);
    bool more = false;
    for (const auto& part : parts) {
        text += between_parts;
        if (!part) continue;
        more = true;
        text += text_of(part->at) + within_part + part->id.to_string();
    }
    if (!more) return std::nullopt;
    return to_base64url(text);
}

Result<PageCursor> PageCursor::decode(std::string_view list, std::size_t parts,
                                      std::string_view text) {
    if (text.size() > longest_cursor) return wrong_cursor();
    const std::string plain = from_base64url(text);
    const auto pieces = split(plain, between_parts);
    if (pieces.size() != parts + 1 || pieces.front() != list) return wrong_cursor();
    PageCursor cursor;
    for (std::size_t i = 1; i < pieces.size(); ++i) {
        if (pieces[i].empty()) {
            cursor.parts.emplace_back();
            continue;
        }
        const auto fields = split(pieces[i], within_part);
        if (fields.size() != 2) return wrong_cursor();
        const auto at = time_of(fields[0]);
        const auto id = Uuid::parse(fields[1]);
        if (!at || !id) return wrong_cursor();
        cursor.parts.push_back(store::Position{*at, *id});
    }
    return cursor;
}

std::string encode_number_cursor(std::string_view list, std::int64_t number) {
    return to_base64url(std::string(list) + between_parts + std::to_string(number));
}

Result<std::int64_t> decode_number_cursor(std::string_view list, std::string_view text) {
    if (text.size() > longest_cursor) return wrong_cursor();
    const std::string plain = from_base64url(text);
    const auto pieces = split(plain, between_parts);
    if (pieces.size() != 2 || pieces[0] != list) return wrong_cursor();
    std::int64_t number = 0;
    const auto* end = pieces[1].data() + pieces[1].size();
    const auto [stop, problem] = std::from_chars(pieces[1].data(), end, number);
    if (stop != end || problem != std::errc{}) return wrong_cursor();
    return number;
}

Result<PageRequest> PageRequest::parse(std::string_view limit, std::string_view cursor) {
    PageRequest page;
    page.cursor = std::string(cursor);
    if (limit.empty()) return page;
    const auto* end = limit.data() + limit.size();
    std::int64_t number = 0;
    const auto [stop, problem] = std::from_chars(limit.data(), end, number);
    const bool whole = stop == end && problem == std::errc{};
    const bool huge = problem == std::errc::result_out_of_range && limit.front() != '-';
    if (!huge && (!whole || number < 1)) {
        return invalid_field("limit", "The number of rows has to be a whole number above zero.");
    }
    page.limit = huge ? api::max_page_size : std::min(number, api::max_page_size);
    return page;
}

}  // namespace lsl::services
