#include "shared/domain/calendar.h"

#include <gtest/gtest.h>

#include <vector>

#include "shared/domain/lifecycle.h"
#include "shared/domain/text_rules.h"
#include "tests/shared/domain/sample_class.h"

namespace lsl::domain {
namespace {

const std::string watch_url = "https://example.com/streams/1/watch";

/// The physical lines of a file that breaks lines with CRLF and nothing else.
std::vector<std::string> lines_of(const std::string& file) {
    std::vector<std::string> lines;
    std::size_t begin = 0;
    while (begin < file.size()) {
        const auto end = file.find("\r\n", begin);
        if (end == std::string::npos) {
            ADD_FAILURE() << "the last line is not ended";
            break;
        }
        lines.push_back(file.substr(begin, end - begin));
        begin = end + 2;
    }
    return lines;
}

std::string unfolded(std::string file) {
    for (auto fold = file.find("\r\n "); fold != std::string::npos; fold = file.find("\r\n ")) {
        file.erase(fold, 3);
    }
    return file;
}

std::size_t count(const std::string& text, std::string_view part) {
    std::size_t found = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
    return found;
}

std::string file_of(const StudioClass& row) {
    return generate_ics(row.stream, row.calendar, watch_url);
}

TEST(Calendar, SaysWhatTheClassIs) {
    const std::string file = unfolded(file_of(sample_class()));
    for (const char* line :
         {"BEGIN:VCALENDAR", "VERSION:2.0", "UID:01934f5e-7c1a-7b3c-8d2e-0123456789ab",
          "DTSTAMP:20261122T090000Z", "DTSTART:20261201T183000Z", "DTEND:20261201T193000Z",
          "SUMMARY:Morning Dance Workout", "LOCATION:https://example.com/streams/1/watch",
          "URL:https://example.com/streams/1/watch", "SEQUENCE:0", "STATUS:CONFIRMED",
          "TRIGGER:-PT1H", "ACTION:DISPLAY", "END:VCALENDAR"}) {
        EXPECT_EQ(count("\r\n" + file, std::string("\r\n") + line + "\r\n"), 1u) << line;
    }
    EXPECT_EQ(count(file, "METHOD"), 0u);
}

TEST(Calendar, FoldsAt75OctetsAndNeverInsideACharacter) {
    StudioClass row = sample_class();
    for (int i = 0; i < 200; ++i) row.stream.title += "ダンス💃é";
    for (const auto& line : lines_of(file_of(row))) {
        EXPECT_LE(line.size(), 75u);
        EXPECT_TRUE(is_valid_utf8(line));
    }
    EXPECT_NE(unfolded(file_of(row)).find("SUMMARY:" + row.stream.title), std::string::npos);
}

TEST(Calendar, EscapesSoThatNoTitleBecomesASecondEvent) {
    StudioClass row = sample_class();
    row.stream.title = "A;b,c\\d\nEND:VEVENT\r\nBEGIN:VEVENT";
    const std::string file = unfolded(file_of(row));
    EXPECT_NE(file.find("SUMMARY:A\\;b\\,c\\\\d\\nEND:VEVENT\\nBEGIN:VEVENT\r\n"),
              std::string::npos);
    EXPECT_EQ(count(file, "\r\nBEGIN:VEVENT\r\n"), 1u);
}

TEST(Calendar, StaysTheSameUntilTheClassChanges) {
    StudioClass row = sample_class();
    const std::string first = file_of(row);
    row.stream.total_enrollments = 64;
    row.stream.updated_at += std::chrono::hours(1);
    EXPECT_EQ(file_of(row), first);

    StreamChange change;
    change.scheduled_start_time = at("2026-12-02T18:30:00Z");
    ASSERT_TRUE(apply_change(row, change, at("2026-11-23T00:00:00Z")));
    const std::string moved = file_of(row);
    EXPECT_EQ(count(moved, "SEQUENCE:1\r\n"), 1u);
    EXPECT_EQ(count(moved, "DTSTAMP:20261123T000000Z\r\n"), 1u);
}

TEST(Calendar, AnInvitationSaysWhatItAsksAndOfWhom) {
    const Stream stream = sample_class().stream;
    const CalendarStamp stamp{3, stream.created_at};
    const UtcTime now = stream.created_at + std::chrono::hours(5);
    const CalendarParties parties{"Tanz \"Köln\"\r\nX: y", "studio@example.com", "",
                                  "ana@example.com"};
    for (const CalendarMethod method : {CalendarMethod::Request, CalendarMethod::Cancel}) {
        const std::string file =
            generate_invitation(stream, stamp, watch_url, method, parties, now);
        for (const std::string& line : lines_of(file)) EXPECT_LE(line.size(), 75u);
        const std::string text = unfolded(file);
        EXPECT_EQ(count(text, "METHOD:" + std::string(enum_name(method)) + "\r\n"), 1u);
        EXPECT_EQ(count(text, "\r\nUID:" + stream.id.to_string() + "\r\n"), 1u);
        EXPECT_EQ(count(text, "\r\nSEQUENCE:3\r\n"), 1u);
        EXPECT_EQ(count(text, "ORGANIZER;CN=\"Tanz 'Köln'X: y\":mailto:studio@example.com\r\n"),
                  1u);
        EXPECT_EQ(count(text, "RSVP=FALSE:mailto:ana@example.com\r\n"), 1u);
        EXPECT_EQ(count(text, method == CalendarMethod::Cancel ? "STATUS:CANCELLED\r\n"
                                                               : "STATUS:CONFIRMED\r\n"),
                  1u);
        EXPECT_EQ(count(text, "VALARM"), 0u);
    }
}

TEST(Calendar, ACancelledClassSaysSo) {
    StudioClass row = sample_class();
    ASSERT_TRUE(cancel(row, at("2026-11-23T00:00:00Z")));
    const std::string file = file_of(row);
    EXPECT_EQ(count(file, "STATUS:CANCELLED\r\n"), 1u);
    EXPECT_EQ(count(file, "SEQUENCE:1\r\n"), 1u);
}

TEST(CalendarFileName, KeepsTheTitleAndDropsWhatDisksRefuse) {
    EXPECT_EQ(calendar_file_name("Salsa: Basics / Slow?"), "Salsa  Basics   Slow.ics");
    EXPECT_EQ(calendar_file_name("..\u202Egpj.exe"), "gpj.exe.ics");
    EXPECT_EQ(calendar_file_name("???"), "class.ics");
    EXPECT_EQ(calendar_disposition("ダンス"),
              "attachment; filename=\"class.ics\"; "
              "filename*=UTF-8''%E3%83%80%E3%83%B3%E3%82%B9.ics");
    EXPECT_EQ(calendar_disposition("Salsa \"Basics\"\r\nX: y").find('\n'), std::string::npos);
}

}  // namespace
}  // namespace lsl::domain
