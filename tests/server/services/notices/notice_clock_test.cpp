// Notices by the clock: over the nights in which clocks are set, over a time in which the server
// did not run, for who came late, and in quiet hours.
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "server/services/mail/mail_delivery.h"
#include "server/services/notices/notice_preferences.h"
#include "server/services/notices/notices.h"
#include "server/services/notices/time_zone.h"
#include "server/store/notices/mails_store.h"
#include "server/store/people/users_store.h"
#include "tests/server/services/studio.h"

namespace lsl::services {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using Named = std::vector<std::string>;

/// In spring 02:00 becomes 03:00 in Zagreb, in autumn 03:00 becomes 02:00; both at 01:00 UTC.
constexpr const char* spring_night = "2027-03-28T01:00:00Z";
constexpr const char* autumn_night = "2027-10-31T01:00:00Z";

UtcTime moment(const std::string& text) { return *parse_iso8601(text); }

class Letterbox final : public mail::Sender {
  public:
    mail::Outcome send(const std::string&, const std::string& mime) override {
        all.push_back(mime);
        return {mail::Outcome::Kind::Sent, {}};
    }
    std::vector<std::string> all;
};

class NoticeClockTest : public ::testing::Test, protected lsl::testing::Studio {
  protected:
    void SetUp() override {
        ASSERT_TRUE(TimeZone::find("Europe/Zagreb"))
            << "this machine has no time zones (Debian: tzdata)";
    }
    void look() {
        reader->read();
        queue.look();
    }
    void go_to(UtcTime time) {
        clock.set(time);
        look();
    }
    /// In steps of five minutes, as the queue's own thread would look.
    void live_until(UtcTime time) {
        while (clock.utc() < time) {
            clock.advance(std::min<std::chrono::milliseconds>(minutes(5), time - clock.utc()));
            look();
        }
    }
    Named told(UserId user) {
        Named names;
        const auto page = notices.inbox.list(user, "", "").value();
        for (const auto& one : page.notices) names.emplace_back(enum_name(one.event));
        return names;
    }
    std::vector<UtcTime> times(UserId user, domain::NoticeEvent event) {
        std::vector<UtcTime> all;
        const auto page = notices.inbox.list(user, "", "").value();
        for (const auto& one : page.notices) {
            if (one.event == event) all.push_back(one.created_at);
        }
        return all;
    }
    UserId person(const std::string& name) {
        const UserId user = viewer(name);
        const auto confirmed = database->write([&](store::Connection& tx) {
            return store::UsersStore(tx).note_verified(user, name + "@example.com", clock.utc());
        });
        EXPECT_TRUE(confirmed);
        api::PutNoticeSettings::Request zone;
        zone.timezone = "Europe/Zagreb";
        EXPECT_TRUE(notices.choices.change(user, zone));
        return user;
    }
    domain::StudioClass class_at(UtcTime start) {
        const auto made =
            row(streams->create({.title = "Salsa", .scheduledStartTime = start, .priceInTokens = 0})
                    .value()
                    .stream.stream.id);
        look();
        return made;
    }
    void enroll(UserId user, const domain::StudioClass& made) {
        ASSERT_TRUE(enrollments->enroll(user, id(made), ""));
        look();
    }
    void move(const domain::StudioClass& made, UtcTime start) {
        api::ChangeStream::Request change;
        change.scheduledStartTime = start;
        ASSERT_TRUE(streams->change(id(made), change));
        look();
    }
    std::optional<UtcTime> quiet_until(UserId user, UtcTime now) {
        const auto preferences =
            database->read([&](store::Connection& r) { return NoticePreferences::of(r, user); });
        return preferences.value().quiet_until(now);
    }
    std::size_t letters() {
        box.all.clear();
        while (delivery.send_one()) {
        }
        return box.all.size();
    }

    const OutgoingMails mails{clock, true};
    Notices notices{*database, clock, mails, UnsubscribeLinks::open(*database, clock).value()};
    std::unique_ptr<NewsReader> reader =
        NewsReader::open(
            *database, "notices",
            [this](const std::vector<store::NewsRow>& rows) { return notices.classes.tell(rows); },
            NewsReader::By::Callers)
            .value();
    DueQueue queue{*database, clock,
                   DueQueue::Kinds{{std::string(notice_work), notices.classes.work()}}};
    Letterbox box;
    MailDelivery delivery{
        *database,
        clock,
        mails,
        box,
        {"https://live.example.com", {"Studio", "studio@example.com"}, {}, &notices.unsubscribe}};
};

TEST_F(NoticeClockTest, ReminderTimesAreTrueOverBothNights) {
    for (const char* night : {spring_night, autumn_night}) {
        go_to(moment(night) - hours(40));
        const UserId ana = person(std::string("ana") + night[6]);
        // 09:00 on the morning after, whose night has 23 or 25 hours.
        const UtcTime start = moment(night) + (night == spring_night ? hours(6) : hours(7));
        const auto salsa = class_at(start);
        enroll(ana, salsa);
        live_until(start);
        using domain::NoticeEvent;
        EXPECT_EQ(times(ana, NoticeEvent::Reminder24h), std::vector{start - hours(24)});
        EXPECT_EQ(times(ana, NoticeEvent::Reminder1h), std::vector{start - hours(1)});
        EXPECT_EQ(times(ana, NoticeEvent::Reminder10m), std::vector{start - minutes(10)});
        const auto last = notices.inbox.list(ana, "", "").value().notices.front();
        EXPECT_NE(last.text.find("09:00 (Europe/Zagreb)"), std::string::npos) << last.text;
    }
}

TEST_F(NoticeClockTest, AClassInTheHourThatIsThereTwiceIsRemindedOfOnce) {
    const UtcTime second = moment(autumn_night) + minutes(30);  // 02:30, for the second time
    go_to(second - hours(3));
    const UserId ana = person("ana");
    const auto salsa = class_at(second);
    enroll(ana, salsa);
    live_until(second + minutes(5));
    EXPECT_EQ(told(ana), Named({"reminder_10m", "reminder_1h", "enrolled"}));
}

TEST_F(NoticeClockTest, QuietHoursEndByTheClockOnTheWall) {
    const UserId ana = person("ana");  // from 21:00 to 08:00
    EXPECT_EQ(quiet_until(ana, moment(spring_night) - hours(2)), moment("2027-03-28T06:00:00Z"));
    EXPECT_EQ(quiet_until(ana, moment(autumn_night) - hours(2)), moment("2027-10-31T07:00:00Z"));
    // Within the hour that is there twice, both times.
    EXPECT_EQ(quiet_until(ana, moment(autumn_night) - minutes(30)), moment("2027-10-31T07:00:00Z"));
    EXPECT_EQ(quiet_until(ana, moment(autumn_night) + minutes(30)), moment("2027-10-31T07:00:00Z"));
    EXPECT_EQ(quiet_until(ana, moment("2027-10-31T07:00:00Z")), std::nullopt);
    EXPECT_EQ(quiet_until(ana, moment("2027-06-15T06:00:00Z")), std::nullopt) << "08:00 in summer";
    EXPECT_EQ(quiet_until(ana, moment("2027-06-15T05:59:30Z")), moment("2027-06-15T06:00:00Z"));
}

TEST_F(NoticeClockTest, AMoveInTheNightOfTheChangeComesAtEight) {
    go_to(moment(autumn_night) - hours(20));
    const UserId ana = person("ana");
    const auto salsa = class_at(moment(autumn_night) + hours(24 * 4));
    enroll(ana, salsa);
    EXPECT_EQ(letters(), 1u) << "what she did herself is answered at once";
    go_to(moment(autumn_night) - hours(1));
    move(salsa, moment(autumn_night) + hours(24 * 5));
    EXPECT_EQ(letters(), 0u);
    go_to(moment("2027-10-31T06:59:59Z"));
    EXPECT_EQ(letters(), 0u);
    go_to(moment("2027-10-31T07:00:00Z"));
    EXPECT_EQ(letters(), 1u);
}

TEST_F(NoticeClockTest, AReminderThatWouldComeInTheNightComesWhenItEnds) {
    go_to(moment("2027-06-14T10:00:00Z"));
    const UserId ana = person("ana");
    // 05:30 in Zagreb: its day before is the night before, and the class begins in the next night.
    const UtcTime start = moment("2027-06-16T03:30:00Z");
    const auto early = class_at(start);
    enroll(ana, early);
    EXPECT_EQ(letters(), 1u);
    live_until(moment("2027-06-15T05:59:00Z"));
    EXPECT_EQ(told(ana), Named({"reminder_24h", "enrolled"})) << "in the app it is at once";
    EXPECT_EQ(letters(), 0u);
    live_until(moment("2027-06-15T06:00:00Z"));
    EXPECT_EQ(letters(), 1u);
    live_until(start);
    EXPECT_EQ(told(ana), Named({"reminder_10m", "reminder_1h", "reminder_24h", "enrolled"}))
        << "those of the last hour ignore the night";
    EXPECT_EQ(letters(), 0u) << "they come by push";
}

TEST_F(NoticeClockTest, NobodyIsRemindedByAServerThatComesBackTooLate) {
    go_to(moment("2027-06-14T10:00:00Z"));
    const UserId ana = person("ana");
    const UtcTime start = moment("2027-06-17T16:00:00Z");
    const auto salsa = class_at(start);
    enroll(ana, salsa);
    EXPECT_EQ(letters(), 1u);
    // Down from before the day before until half a day later: "in a day" is not true any more.
    go_to(start - hours(12));
    EXPECT_EQ(told(ana), Named({"enrolled"}));
    // Down for ten minutes around the hour before: late, and still of use.
    go_to(start - minutes(50));
    EXPECT_EQ(told(ana), Named({"reminder_1h", "enrolled"}));
    // Down until after the class.
    go_to(start + hours(2));
    EXPECT_EQ(told(ana), Named({"reminder_1h", "enrolled"}));
    EXPECT_EQ(letters(), 0u);
}

TEST_F(NoticeClockTest, AMailThatWaitedUntilTheClassBeganStaysAway) {
    go_to(moment("2027-06-14T10:00:00Z"));
    const UserId ana = person("ana");
    const UtcTime start = moment("2027-06-17T16:00:00Z");
    const auto salsa = class_at(start);
    enroll(ana, salsa);
    EXPECT_EQ(letters(), 1u);
    go_to(start - hours(24));
    EXPECT_EQ(told(ana).front(), "reminder_24h");
    // The mail server cannot be reached until the class has begun.
    go_to(start + seconds(1));
    EXPECT_EQ(letters(), 0u);
    const auto first = notices.inbox.list(ana, "", "").value().notices.front();
    EXPECT_EQ(first.channels.at("mail"), "failed") << "and the list says so";
}

TEST_F(NoticeClockTest, WhoComesLateHearsOfWhatLiesAheadAlone) {
    go_to(moment("2027-06-14T10:00:00Z"));
    const UtcTime start = moment("2027-06-14T18:00:00Z");
    const auto salsa = class_at(start);
    const UserId by_day = person("day"), by_hour = person("hour"), by_minute = person("minute");
    enroll(by_day, salsa);
    live_until(start - minutes(59));
    enroll(by_hour, salsa);
    live_until(start - minutes(9));
    enroll(by_minute, salsa);
    live_until(start);
    EXPECT_EQ(told(by_day), Named({"reminder_10m", "reminder_1h", "enrolled"}));
    EXPECT_EQ(told(by_hour), Named({"reminder_10m", "enrolled"}));
    EXPECT_EQ(told(by_minute), Named({"enrolled"}));
}

}  // namespace
}  // namespace lsl::services
