#include "shared/domain/notices.h"

#include <gtest/gtest.h>

namespace lsl::domain {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

TEST(Notices, HaveNamesThatLeadBackToThem) {
    for (std::size_t i = 0; i < notice_event_names.size(); ++i) {
        std::optional<NoticeEvent> event;
        enum_parse(notice_event_names[i], event);
        ASSERT_TRUE(event);
        EXPECT_EQ(enum_name(*event), notice_event_names[i]);
    }
    std::optional<NoticeEvent> nothing;
    enum_parse("remembered", nothing);
    EXPECT_FALSE(nothing);
    EXPECT_EQ(enum_name(static_cast<NoticeEvent>(notice_event_names.size())), "");
}

TEST(Notices, ThatCannotBeSwitchedOffAreOnAtFirst) {
    for (std::size_t i = 0; i < notice_event_names.size(); ++i) {
        const auto event = static_cast<NoticeEvent>(i);
        for (const auto channel : {NoticeChannel::Mail, NoticeChannel::Push, NoticeChannel::App}) {
            EXPECT_TRUE(is_on_at_first(event, channel) || !is_always_on(event, channel)) << i;
        }
    }
    EXPECT_TRUE(is_always_on(NoticeEvent::Moved, NoticeChannel::Mail));
    EXPECT_FALSE(is_always_on(NoticeEvent::Moved, NoticeChannel::Push));
    EXPECT_FALSE(is_always_on(NoticeEvent::Reminder1h, NoticeChannel::Mail));
}

TEST(Notices, OfAChangeComeAtNightWhenTheClassIsNear) {
    const UtcTime now{hours(480'000)};
    for (const auto event : {NoticeEvent::Moved, NoticeEvent::Cancelled}) {
        EXPECT_TRUE(ignores_quiet_hours(event, now + hours(24), now));
        EXPECT_FALSE(ignores_quiet_hours(event, now + hours(25), now));
    }
    EXPECT_TRUE(ignores_quiet_hours(NoticeEvent::Reminder10m, now + minutes(10), now));
    EXPECT_FALSE(ignores_quiet_hours(NoticeEvent::Reminder24h, now + hours(24), now));
}

TEST(Notices, ABellThatIsOffSilencesNothingThatWasPaidFor) {
    for (const auto event : {NoticeEvent::Enrolled, NoticeEvent::Left, NoticeEvent::Moved,
                             NoticeEvent::Cancelled, NoticeEvent::Security}) {
        EXPECT_FALSE(is_silenced_by_bell(event)) << enum_name(event);
    }
    for (const auto event : {NoticeEvent::Reminder24h, NoticeEvent::Reminder1h,
                             NoticeEvent::Reminder10m, NoticeEvent::Live, NoticeEvent::ReplayReady,
                             NoticeEvent::ReplayEnds, NoticeEvent::Answered}) {
        EXPECT_TRUE(is_silenced_by_bell(event)) << enum_name(event);
    }
}

TEST(Notices, ABellThatIsOnTellsOfWhatEverybodyMaySee) {
    EXPECT_TRUE(is_rung_without_place(NoticeEvent::Moved));
    EXPECT_TRUE(is_rung_without_place(NoticeEvent::Live));
    EXPECT_TRUE(is_rung_without_place(NoticeEvent::Reminder24h));
    EXPECT_FALSE(is_rung_without_place(NoticeEvent::ReplayReady)) << "it needs a place";
    EXPECT_FALSE(is_rung_without_place(NoticeEvent::Enrolled));
}

TEST(Notices, AreChosenButForTests) {
    for (std::size_t i = 0; i < notice_event_names.size(); ++i) {
        const auto event = static_cast<NoticeEvent>(i);
        EXPECT_EQ(is_chosen(event), event != NoticeEvent::Test) << i;
    }
}

TEST(QuietHours, ReachOverMidnight) {
    const std::int64_t from = 21 * 60, to = 8 * 60;
    EXPECT_EQ(quiet_for(from, to, 20 * 60 + 59), minutes(0));
    EXPECT_EQ(quiet_for(from, to, 21 * 60), hours(11));
    EXPECT_EQ(quiet_for(from, to, 0), hours(8));
    EXPECT_EQ(quiet_for(from, to, 8 * 60 - 1), minutes(1));
    EXPECT_EQ(quiet_for(from, to, 8 * 60), minutes(0));
}

TEST(QuietHours, OfOneTimeTwiceAreNone) { EXPECT_EQ(quiet_for(60, 60, 60), minutes(0)); }

TEST(QuietHours, AreWrittenAsClocksShowThem) {
    EXPECT_EQ(parse_clock("21:05"), 21 * 60 + 5);
    EXPECT_EQ(clock_text(21 * 60 + 5), "21:05");
    for (const char* wrong : {"", "9:00", "24:00", "12:60", "12-30", "12:3x", " 12:30"}) {
        EXPECT_FALSE(parse_clock(wrong)) << wrong;
    }
}

}  // namespace
}  // namespace lsl::domain
