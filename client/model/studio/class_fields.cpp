#include "client/model/studio/class_fields.h"

#include "client/model/local_day.h"
#include "shared/domain/text_rules.h"

#include <charconv>
#include <string>

namespace lsl::model {

std::optional<std::int64_t> whole_number(std::string_view text) {
    std::string plain;
    const std::string trimmed = domain::trimmed(text);
    for (std::size_t i = 0; i < trimmed.size(); ++i) {
        const char c = trimmed[i];
        if (c >= '0' && c <= '9') {
            plain += c;
        } else if (c == '-' && plain.empty()) {
            plain += c;
        } else if (std::string_view(trimmed).substr(i).starts_with("\u2212") && plain.empty()) {
            plain += '-';
            i += 2;
        } else {
            return std::nullopt;
        }
    }
    std::int64_t number = 0;
    const auto [end, fault] = std::from_chars(plain.data(), plain.data() + plain.size(), number);
    if (plain.empty() || fault != std::errc() || end != plain.data() + plain.size()) {
        return std::nullopt;
    }
    return number;
}

namespace class_field {

Result<void> judge_number(std::string_view name, std::string_view text, std::string_view otherwise,
                          Result<void> (*rule)(std::int64_t)) {
    const auto number = whole_number(text);
    if (!number) return invalid_field(std::string(name), std::string(otherwise));
    return rule(*number);
}

std::string trimmed(std::string_view text) { return domain::trimmed(text); }

Result<void> judge_start(const ClassDraft& draft, const FieldFacts& facts) {
    const auto start = facts.words.time_from_field(draft.starts);
    if (!start) return invalid_field("scheduledStartTime", "Choose the day and time.");
    // Browsers make another time of one that the clocks leave out.
    if (facts.words.field_from_time(*start).substr(0, 16) != draft.starts.substr(0, 16)) {
        Error error = invalid_field("scheduledStartTime",
                                    "Clocks are set forward that night: this time does not exist.");
        error.word = "no_such_time";
        return error;
    }
    return domain::check_start_time(*start, facts.now);
}

Result<void> judge_picture(const ClassDraft& draft) {
    const std::string url = domain::trimmed(draft.thumbnail_url);
    // A path is the picture that the class has here already.
    if (url.empty() || url.front() == '/') return {};
    return domain::check_thumbnail_url(url);
}

}  // namespace class_field

ClassDraft draft_of(const domain::Stream& stream, const Words& words) {
    ClassDraft draft;
    draft.id = stream.id;
    const FieldFacts facts{words, {}};
    each_class_field([&](const auto& field) { draft.*field.draft = field.read(stream, facts); });
    return draft;
}

std::string weeks_later(std::string_view starts, const Words& words, UtcTime now) {
    constexpr int week = 7, most_weeks = 5 * 53;
    std::string later(starts);
    for (int i = 0; i < most_weeks; ++i) {
        later = days_later(later, week);
        const auto time = words.time_from_field(later);
        if (!time || *time > now) break;
    }
    return later;
}

bool differs(const ClassDraft& draft, const ClassDraft& before) {
    bool other = draft.picture_file != before.picture_file;
    each_class_field(
        [&](const auto& field) { other = other || draft.*field.draft != before.*field.draft; });
    return other;
}

void check_class_field(ClassDraft& draft, std::string_view name, const Words& words, UtcTime now) {
    const FieldFacts facts{words, now};
    each_class_field([&](const auto& field) {
        if (field.name == name) draft.errors.judge(name, field.judge(draft, facts));
    });
}

bool check_class(ClassDraft& draft, const Words& words, UtcTime now) {
    const FieldFacts facts{words, now};
    each_class_field(
        [&](const auto& field) { draft.errors.judge(field.name, field.judge(draft, facts)); });
    return draft.errors.empty();
}

api::CreateStream::Request creation_of(const ClassDraft& draft, const Words& words) {
    api::CreateStream::Request request;
    const FieldFacts facts{words, {}};
    each_class_field([&](const auto& field) { field.send(request, draft, facts); });
    // A class without a picture says nothing of one.
    if (request.thumbnailUrl && request.thumbnailUrl->empty()) request.thumbnailUrl.reset();
    return request;
}

api::ChangeStream::Request change_of(const ClassDraft& draft, const ClassDraft& before,
                                     const Words& words) {
    api::ChangeStream::Request request;
    const FieldFacts facts{words, {}};
    each_class_field([&](const auto& field) {
        if (draft.*field.draft != before.*field.draft) field.send(request, draft, facts);
    });
    return request;
}

std::optional<std::string> picture_to_show(const ClassDraft& draft) {
    if (draft.picture_file != 0) return "picked:" + std::to_string(draft.picture_file);
    if (draft.thumbnail_url.starts_with("https://")) return draft.thumbnail_url;
    return std::nullopt;
}

}  // namespace lsl::model
