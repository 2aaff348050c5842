#include "client/model/drafts.h"

#include "shared/domain/account.h"
#include "shared/domain/text_rules.h"

#include <charconv>
#include <utility>

namespace lsl::model {

std::string_view FieldErrors::operator[](std::string_view field) const {
    const Error* error = find(field);
    return error == nullptr ? std::string_view() : std::string_view(error->message);
}

const Error* FieldErrors::find(std::string_view field) const {
    const auto found = errors_.find(field);
    return found == errors_.end() ? nullptr : &found->second;
}

void FieldErrors::judge(std::string_view field, const Result<void>& outcome) {
    if (outcome) {
        clear(field);
    } else {
        set(field, outcome.error());
    }
}

void FieldErrors::set(std::string_view field, std::string sentence) {
    set(field, invalid_field(std::string(field), std::move(sentence)));
}

void FieldErrors::set(std::string_view field, Error error) {
    errors_.insert_or_assign(std::string(field), std::move(error));
}

void FieldErrors::clear(std::string_view field) {
    if (const auto found = errors_.find(field); found != errors_.end()) {
        errors_.erase(found);
    }
}

std::string_view FieldErrors::first_of(std::initializer_list<std::string_view> order) const {
    for (const std::string_view field : order) {
        if (errors_.contains(field)) return field;
    }
    return {};
}

bool check_sign_in(SignInDraft& draft) {
    draft.errors.clear();
    draft.errors.judge("email", domain::check_email(draft.email));
    if (draft.password.empty()) draft.errors.set("password", "Enter your password.");
    return draft.errors.empty();
}

bool check_account(SignInDraft& draft) {
    draft.errors.clear();
    draft.errors.judge("displayName", domain::check_display_name(draft.display_name));
    draft.errors.judge("email", domain::check_email(draft.email));
    draft.errors.judge("password", domain::check_password(draft.password));
    return draft.errors.empty();
}

bool check_studio_sign_in(StudioSignInDraft& draft) {
    draft.errors.clear();
    if (domain::trimmed(draft.token).empty()) {
        draft.errors.set("token", "Enter the studio's access token.");
    }
    return draft.errors.empty();
}

ClassDraft draft_of(const domain::Stream& stream, const Words& words) {
    ClassDraft draft;
    draft.id = stream.id;
    draft.title = stream.title;
    draft.description = stream.description;
    draft.starts = words.field_from_time(stream.scheduled_start_time);
    draft.minutes = std::to_string(stream.scheduled_duration_seconds / 60);
    draft.price = std::to_string(stream.price_in_tokens);
    draft.instructor_name = stream.instructor_name;
    draft.thumbnail_url = stream.thumbnail_url.value_or("");
    draft.keep_for_catalog = stream.keep_for_catalog;
    return draft;
}

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

namespace {

constexpr std::string_view class_fields[] = {
    "title",         "description",    "scheduledStartTime", "durationMinutes",
    "priceInTokens", "instructorName", "thumbnailUrl"};

Result<void> judge_number(std::string_view field, std::string_view text, std::string_view what,
                          Result<void> (*check)(std::int64_t)) {
    const auto number = whole_number(text);
    if (!number) return invalid_field(std::string(field), std::string(what));
    return check(*number);
}

Result<void> judge(const ClassDraft& draft, std::string_view field, const Words& words,
                   UtcTime now) {
    if (field == "title") return domain::check_title(domain::trimmed(draft.title));
    if (field == "description") return domain::check_description(draft.description);
    if (field == "instructorName") {
        return domain::check_instructor_name(domain::trimmed(draft.instructor_name));
    }
    if (field == "durationMinutes") {
        return judge_number(field, draft.minutes,
                            "Write the length as whole minutes, for example 60.",
                            domain::check_duration_minutes);
    }
    if (field == "priceInTokens") {
        return judge_number(field, draft.price, "Write the price as whole tokens, for example 40.",
                            domain::check_price);
    }
    if (field == "thumbnailUrl") {
        const std::string url = domain::trimmed(draft.thumbnail_url);
        if (url.empty() || url.front() == '/') return {};
        return domain::check_thumbnail_url(url);
    }
    if (field == "scheduledStartTime") {
        const auto start = words.time_from_field(draft.starts);
        if (!start) return invalid_field(std::string(field), "Choose the day and time.");
        return domain::check_start_time(*start, now);
    }
    return {};
}

}  // namespace

void check_class_field(ClassDraft& draft, std::string_view field, const Words& words, UtcTime now) {
    draft.errors.judge(field, judge(draft, field, words, now));
}

std::optional<domain::StreamDetails> check_class(ClassDraft& draft, const Words& words,
                                                 UtcTime now) {
    for (const std::string_view field : class_fields) check_class_field(draft, field, words, now);
    if (!draft.errors.empty()) return std::nullopt;
    domain::StreamDetails details;
    details.title = domain::trimmed(draft.title);
    details.description = domain::trimmed(draft.description);
    details.instructor_name = domain::trimmed(draft.instructor_name);
    details.scheduled_start_time = *words.time_from_field(draft.starts);
    details.duration_minutes = *whole_number(draft.minutes);
    details.price_in_tokens = *whole_number(draft.price);
    details.thumbnail_url = domain::trimmed(draft.thumbnail_url);
    details.keep_for_catalog = draft.keep_for_catalog;
    return details;
}

}  // namespace lsl::model
