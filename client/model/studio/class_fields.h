#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "client/model/studio/class_draft.h"
#include "client/model/words.h"
#include "shared/base/result.h"
#include "shared/base/time.h"
#include "shared/domain/stream.h"
#include "shared/wire/api.h"

// The fields of a class that an instructor writes, each described once. Draft, check, the request
// that creates and the one that changes are all made from the same description: a new field is a
// member of ClassDraft, a line of `class_fields` and a place in the form.

namespace lsl::model {

/// A whole number as people write it, with separators and a real or typed minus.
std::optional<std::int64_t> whole_number(std::string_view text);

/// What a description gets to work with.
struct FieldFacts {
    const Words& words;
    UtcTime now;
};

/// One editable field. `name` is that of the requests; `read` is what the draft begins with for a
/// class that exists, `judge` the rule (the server's own), `value` what a request carries.
template <class Value, class Read, class Judge, class Send>
struct ClassField {
    std::string_view name;
    Value ClassDraft::*draft;
    Read read;
    Judge judge;
    Send send;
};

namespace class_field {

/// Typed as text: trimmed, judged by `rule`.
Result<void> judge_number(std::string_view name, std::string_view text, std::string_view otherwise,
                          Result<void> (*rule)(std::int64_t));
std::string trimmed(std::string_view text);
Result<void> judge_start(const ClassDraft& draft, const FieldFacts& facts);
Result<void> judge_picture(const ClassDraft& draft);

}  // namespace class_field

/// Calls `visit` with each field, in the order of the form.
template <class Visit>
void each_class_field(const Visit& visit) {
    using domain::Stream;
    using Draft = ClassDraft;
    using Facts = FieldFacts;
    namespace f = class_field;
    visit(ClassField{
        "title", &Draft::title, [](const Stream& s, const Facts&) { return s.title; },
        [](const Draft& d, const Facts&) { return domain::check_title(f::trimmed(d.title)); },
        [](auto& request, const Draft& d, const Facts&) { request.title = f::trimmed(d.title); }});
    visit(ClassField{
        "description", &Draft::description,
        [](const Stream& s, const Facts&) { return s.description; },
        [](const Draft& d, const Facts&) { return domain::check_description(d.description); },
        [](auto& request, const Draft& d, const Facts&) {
            request.description = f::trimmed(d.description);
        }});
    visit(ClassField{"scheduledStartTime", &Draft::starts,
                     [](const Stream& s, const Facts& facts) {
                         return facts.words.field_from_time(s.scheduled_start_time);
                     },
                     [](const Draft& d, const Facts& facts) { return f::judge_start(d, facts); },
                     [](auto& request, const Draft& d, const Facts& facts) {
                         request.scheduledStartTime = *facts.words.time_from_field(d.starts);
                     }});
    visit(ClassField{"durationMinutes", &Draft::minutes,
                     [](const Stream& s, const Facts&) {
                         return std::to_string(s.scheduled_duration_seconds / 60);
                     },
                     [](const Draft& d, const Facts&) {
                         return f::judge_number(
                             "durationMinutes", d.minutes,
                             "Write the length as whole minutes, for example 60.",
                             domain::check_duration_minutes);
                     },
                     [](auto& request, const Draft& d, const Facts&) {
                         request.durationMinutes = *whole_number(d.minutes);
                     }});
    visit(
        ClassField{"priceInTokens", &Draft::price,
                   [](const Stream& s, const Facts&) { return std::to_string(s.price_in_tokens); },
                   [](const Draft& d, const Facts&) {
                       return f::judge_number("priceInTokens", d.price,
                                              "Write the price as whole tokens, for example 40.",
                                              domain::check_price);
                   },
                   [](auto& request, const Draft& d, const Facts&) {
                       request.priceInTokens = *whole_number(d.price);
                   }});
    visit(ClassField{"instructorName", &Draft::instructor_name,
                     [](const Stream& s, const Facts&) { return s.instructor_name; },
                     [](const Draft& d, const Facts&) {
                         return domain::check_instructor_name(f::trimmed(d.instructor_name));
                     },
                     [](auto& request, const Draft& d, const Facts&) {
                         request.instructorName = f::trimmed(d.instructor_name);
                     }});
    visit(ClassField{
        "style", &Draft::style, [](const Stream& s, const Facts&) { return s.style; },
        [](const Draft& d, const Facts&) { return domain::check_style(f::trimmed(d.style)); },
        [](auto& request, const Draft& d, const Facts&) { request.style = f::trimmed(d.style); }});
    visit(ClassField{
        "level", &Draft::level,
        [](const Stream& s, const Facts&) { return std::string(domain::level_name(s.level)); },
        [](const Draft&, const Facts&) { return Result<void>(); },
        [](auto& request, const Draft& d, const Facts&) {
            request.level = domain::parse_level(d.level);
        }});
    // "" removes the picture; a file that was chosen has a request of its own.
    visit(ClassField{"thumbnailUrl", &Draft::thumbnail_url,
                     [](const Stream& s, const Facts&) { return s.thumbnail_url.value_or(""); },
                     [](const Draft& d, const Facts&) { return f::judge_picture(d); },
                     [](auto& request, const Draft& d, const Facts&) {
                         if (d.picture_file == 0)
                             request.thumbnailUrl = f::trimmed(d.thumbnail_url);
                     }});
    visit(ClassField{"keepForCatalog", &Draft::keep_for_catalog,
                     [](const Stream& s, const Facts&) { return s.keep_for_catalog; },
                     [](const Draft&, const Facts&) { return Result<void>(); },
                     [](auto& request, const Draft& d, const Facts&) {
                         request.keepForCatalog = d.keep_for_catalog;
                     }});
}

ClassDraft draft_of(const domain::Stream& stream, const Words& words);
/// The same day of the week and time of day, the first that is still to come.
std::string weeks_later(std::string_view starts, const Words& words, UtcTime now);
/// Whether the person wrote anything else.
bool differs(const ClassDraft& draft, const ClassDraft& before);

/// Judges one field, named as in the request ("durationMinutes").
void check_class_field(ClassDraft& draft, std::string_view field, const Words& words, UtcTime now);
/// Judges all fields. True when nothing is wrong.
bool check_class(ClassDraft& draft, const Words& words, UtcTime now);

/// Of a draft in which nothing is wrong.
api::CreateStream::Request creation_of(const ClassDraft& draft, const Words& words);
/// Only what differs: what the state of the class fixes stays untouched.
api::ChangeStream::Request change_of(const ClassDraft& draft, const ClassDraft& before,
                                     const Words& words);

}  // namespace lsl::model
