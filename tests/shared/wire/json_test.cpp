#include "shared/wire/json/json.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "shared/wire/account_api.h"
#include "shared/wire/api.h"
#include "shared/wire/json/packed.h"
#include "shared/wire/json/plain_json.h"
#include "tests/shared/domain/sample_class.h"
#include "tests/shared/wire/packing.h"
#include "tests/shared/wire/public_columns.h"

namespace lsl::api {
namespace {

using domain::at;
using lsl::testing::public_columns;
using wire::from_json;
using wire::to_json;

std::string fault_of(std::string_view text) {
    const auto read = from_json<CreateStream::Request>(text);
    if (read) return "none";
    return read.error().code == ErrorCode::Malformed ? "malformed" : read.error().field;
}

TEST(Json, ReadsARequest) {
    const auto read = from_json<CreateStream::Request>(
        R"({"title":"Salsa","scheduledStartTime":"2026-12-01T20:30:00+02:00","priceInTokens":50,
            "somethingUnknown":[1,{"x":2}]})");
    ASSERT_TRUE(read);
    EXPECT_EQ(read->title, "Salsa");
    EXPECT_EQ(read->scheduledStartTime, at("2026-12-01T18:30:00Z"));
    EXPECT_EQ(read->priceInTokens, 50);
    EXPECT_FALSE(read->durationMinutes);
}

TEST(Json, NamesTheFieldAtFault) {
    const std::string time = R"("scheduledStartTime":"2026-12-01T20:30:00Z")";
    EXPECT_EQ(fault_of(R"({)" + time + "}"), "title");
    EXPECT_EQ(fault_of(R"({"title":null,)" + time + "}"), "title");
    EXPECT_EQ(fault_of(R"({"title":7,)" + time + "}"), "title");
    EXPECT_EQ(fault_of(R"({"title":"a"})"), "scheduledStartTime");
    EXPECT_EQ(fault_of(R"({"title":"a","scheduledStartTime":"tomorrow"})"), "scheduledStartTime");
    EXPECT_EQ(fault_of(R"({"title":"a","priceInTokens":"50",)" + time + "}"), "priceInTokens");
    EXPECT_EQ(fault_of(R"({"title":"a","priceInTokens":1.5,)" + time + "}"), "priceInTokens");
    EXPECT_EQ(fault_of(R"({"title":"a","priceInTokens":1e30,)" + time + "}"), "priceInTokens");
    EXPECT_EQ(fault_of(R"({"title":"a","priceInTokens":18446744073709551615,)" + time + "}"),
              "priceInTokens");
    EXPECT_EQ(fault_of(R"({"title":"a","keepForCatalog":1,)" + time + "}"), "keepForCatalog");
    EXPECT_EQ(fault_of(R"({"title":"a",)" + time + "}"), "none");
}

TEST(Json, WhatIsNoObjectIsMalformed) {
    for (const char* text : {"", "{", "[]", "null", "7", "\"text\"", "{\"title\":}", "{\"a\":1}x",
                             "{\"title\":\"\xC3\x28\"}"}) {
        EXPECT_EQ(fault_of(text), "malformed") << text;
    }
    EXPECT_EQ(fault_of(std::string(200'000, '[')), "malformed");
    EXPECT_EQ(fault_of(std::string(200'000, '[') + std::string(200'000, ']')), "malformed");
}

TEST(Json, APublicRowNeverCarriesThePublishSecret) {
    const std::string text = to_json(OneStream{wire::public_stream(domain::sample_class(), 3)});
    EXPECT_EQ(text.find("webrtc"), std::string::npos);
    EXPECT_EQ(text.find("publish-secret"), std::string::npos);
    EXPECT_EQ(text.find("live_input"), std::string::npos);
    EXPECT_NE(text.find(R"("status":"scheduled")"), std::string::npos);
    EXPECT_NE(text.find(R"("scheduled_start_time":"2026-12-01T18:30:00.000Z")"), std::string::npos);
    EXPECT_NE(text.find(R"("actual_start_time":null)"), std::string::npos);
}

template <class Row>
constexpr bool could_hold_a_secret = requires(Row row) {
    row.access;
}
|| requires(Row row) { row.ingest; }
|| requires(Row row) { row.stream.webrtc_token; };
static_assert(!could_hold_a_secret<wire::PublicStream>);
static_assert(could_hold_a_secret<wire::InstructorStream>);

/// The members of an object's first level.
std::set<std::string> members_of(const std::string& json) {
    std::set<std::string> names;
    int depth = 0;
    bool quoted = false;
    std::string text;
    for (std::size_t i = 0; i < json.size(); ++i) {
        const char c = json[i];
        if (c == '"') {
            quoted = !quoted;
            if (quoted) text.clear();
            const bool is_name = !quoted && depth == 1 && json[i + 1] == ':';
            if (is_name) names.insert(text);
        } else if (quoted) {
            text += c;
        } else if (c == '{' || c == '[') {
            ++depth;
        } else if (c == '}' || c == ']') {
            --depth;
        }
    }
    return names;
}

std::set<std::string> public_columns_and(const std::set<std::string>& more) {
    std::set<std::string> all = public_columns;
    all.insert(more.begin(), more.end());
    return all;
}

TEST(Json, RowsOfClassesHaveTheirColumns) {
    const domain::StudioClass row = domain::sample_class();
    EXPECT_EQ(members_of(to_json(wire::public_stream(row, 3))), public_columns_and({"viewers"}));
    wire::MediaHealth off;
    off.camera_off = true;
    EXPECT_EQ(members_of(to_json(wire::public_stream(row, 3, off))),
              public_columns_and({"viewers", "camera_off"}));
    wire::InstructorStream own = wire::instructor_stream(row, {});
    EXPECT_EQ(members_of(to_json(own)),
              public_columns_and({"live_input_id", "webrtc_url", "webrtc_token", "statistics"}));
    wire::leave_out_for(domain::StaffRole::Moderator, own);
    EXPECT_FALSE(own.access);
    EXPECT_EQ(members_of(to_json(own)), public_columns_and({"statistics"}));
    EXPECT_FALSE(from_json<wire::InstructorStream>(to_json(own))->access);
}

TEST(Json, ThePublicPartOfAStaffRowIsWhatVisitorsSee) {
    const domain::StudioClass row = domain::sample_class();
    wire::Statistics statistics;
    statistics.viewers = 3;
    EXPECT_EQ(to_json(wire::public_part(wire::instructor_stream(row, statistics))),
              to_json(wire::public_stream(row, 3)));
}

TEST(Json, TheInstructorsRowDoes) {
    const std::string text =
        to_json(OneInstructorStream{wire::instructor_stream(domain::sample_class(), {})});
    EXPECT_NE(text.find(R"("webrtc_token":"publish-secret")"), std::string::npos);
    EXPECT_NE(text.find(R"("media_health")"), std::string::npos);
}

TEST(Json, TextThatIsNotUtf8IsRepairedWhenWritten) {
    EXPECT_NE(to_json(Failure{"broken \xC3\x28", "x", ""}).find("broken \xEF\xBF\xBD("),
              std::string::npos);
}

/// Writes, reads, writes again: the same text or the description reads other than it writes. On the
/// browser's way too: its writer's text, its parser's values.
template <class T>
void expect_round_trip(const T& message) {
    const std::string text = to_json(message);
    const auto read = from_json<T>(text);
    ASSERT_TRUE(read) << text << ": " << read.error().message;
    EXPECT_EQ(to_json(*read), text);

    T seen{}, sent = message;
    const auto packed =
        wire::read_packed(wire::Packing::pack(text), [&](wire::Archive& a) { describe(a, seen); });
    ASSERT_TRUE(packed) << text << ": " << packed.error().message;
    EXPECT_EQ(to_json(seen), text);
    const auto plain =
        from_json<T>(wire::write_plain_json([&](wire::Archive& a) { describe(a, sent); }));
    ASSERT_TRUE(plain) << plain.error().message;
    EXPECT_EQ(to_json(*plain), text);
}

TEST(Json, EveryMessageOfTheContractRoundTrips) {
    domain::StudioClass whole = domain::sample_class();
    domain::Stream& stream = whole.stream;
    stream.thumbnail_url = "https://example.com/a.jpg";
    stream.actual_start_time = whole.recording.expires_at = at("2026-12-01T18:31:00Z");
    const wire::PublicStream row = wire::public_stream(whole, 128);
    wire::Statistics statistics{64, 3200, 12, 40, {}};
    statistics.media_health = {true, "good", "VP8", 2'500'000, 48'000, 29.97, 0.5,
                               24.0, 1280,   720,   3,         true,   ""};
    const wire::EnrollmentRow enrollment{{}, row};
    const wire::UserRow user{UserId{}, "ana@example.com", "Ana"};
    domain::WalletEntry entry;
    entry.delta = -50;
    entry.reason = domain::WalletReason::Enrollment;
    entry.stream_id = stream.id;
    domain::Workout workout;
    workout.title = "Salsa";

    expect_round_trip(Session{user, 50});
    expect_round_trip(Me::Response{user, 50, {{domain::StaffRole::Owner, std::nullopt}}});
    expect_round_trip(Register::Request{"ana@example.com", "secret words", "Ana"});
    expect_round_trip(Login::Request{"ana@example.com", "secret words"});
    expect_round_trip(ListStreams::Response{{row}, {row, row}, {}, "cursor"});
    expect_round_trip(OneStream{row});
    expect_round_trip(ListEnrollments::Response{{enrollment}, std::nullopt, 7});
    expect_round_trip(GetEnrollment::Response{enrollment});
    expect_round_trip(Enroll::Response{enrollment, 50});
    expect_round_trip(Withdraw::Response{100});
    expect_round_trip(GetWallet::Response{50, {entry}, std::nullopt});
    expect_round_trip(
        GetPlayback::Response{"whep", "/whep/x", "token", at("2026-12-01T00:00:00Z"), ""});
    expect_round_trip(GetPlayback::Response{"hls", "https://media.test/a.m3u8", "",
                                            at("2026-12-01T00:00:00Z"),
                                            "https://media.test/iframe"});
    expect_round_trip(InstructorLogin::Request{"token"});
    expect_round_trip(ListInstructorStreams::Response{{wire::instructor_stream(whole, statistics)},
                                                      std::nullopt,
                                                      "cloudflare",
                                                      {60, 1, 9, 50, 4, 300, 80, 110}});
    statistics.delivered_minutes = 1200;
    statistics.hosting_cost = 1.5;
    statistics.upload_progress = 0.25;
    expect_round_trip(OneInstructorStream{wire::instructor_stream(whole, statistics)});
    expect_round_trip(CreateStream::Request{"Salsa", "d", "Diego", at("2026-12-01T00:00:00Z"), 60,
                                            50, std::nullopt, false});
    ChangeStream::Request change;
    change.title = "Salsa";
    expect_round_trip(change);
    EXPECT_EQ(to_json(change), R"({"title":"Salsa"})") << "what stays is not sent";
    expect_round_trip(ListWorkouts::Response{{workout}, std::nullopt});
    expect_round_trip(GetWorkout::Response{workout});
    const UtcTime night = at("2026-12-01T02:00:00Z");
    const wire::JobItem item{stream.id, "Salsa", "failed", "It didn't work."};
    wire::JobRun run;
    run.job = "cleanup-recordings";
    run.started_at = night;
    run.failures = {item};
    expect_round_trip(ListJobs::Response{{{run.job, night, run}}, {run}, {7, 9, 8, true}});
    expect_round_trip(wire::JobReport{1, 0, 1, {item}});
    expect_round_trip(Failure{"The title is missing.", "invalid_title", "title"});
}

}  // namespace
}  // namespace lsl::api
