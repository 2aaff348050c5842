#include "server/services/figures/figures.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "server/services/figures/csv_text.h"
#include "server/store/classes/watch_spans_store.h"
#include "server/store/rooms/reactions_store.h"
#include "tests/server/services/studio.h"

namespace lsl::services {
namespace {

using domain::StaffRole;
using std::chrono::minutes;

class FiguresTest : public ::testing::Test, protected lsl::testing::Studio {
  protected:
    FiguresTest() : ana(viewer("ana")), ben(viewer("ben")), cid(viewer("cid")), salsa(create(30)) {
        for (const UserId user : {ana, ben, cid}) {
            EXPECT_TRUE(enrollments->enroll(user, id(salsa), ""));
        }
    }
    /// An hour: Ana sees all but its first minute, Ben four minutes and later half an hour of the
    /// replay, Cid nothing.
    void hold_class() {
        clock.advance(std::chrono::days(1));
        ASSERT_TRUE(streams->start(id(salsa)));
        add(ana, domain::WatchKind::Live, 60'000, 3'600'000);
        add(ben, domain::WatchKind::Live, 120'000, 360'000);
        clock.advance(std::chrono::hours(1));
        ASSERT_TRUE(streams->end(id(salsa)));
        add(ben, domain::WatchKind::Replay, 4'000'000, 5'800'000);
    }
    void add(UserId user, domain::WatchKind kind, std::int64_t from_ms, std::int64_t to_ms) {
        const auto done = database->write([&](store::Connection& tx) -> Result<void> {
            store::WatchSpansStore spans(tx);
            store::WatchSpanRow span;
            span.span.person = LSL_TRY(spans.person(salsa.stream.id, user));
            span.span.kind = kind;
            span.span.began_ms = from_ms;
            span.span.ended_ms = to_ms;
            LSL_TRY(spans.insert(span));
            return {};
        });
        ASSERT_TRUE(done);
    }
    wire::ClassFigures read(StaffRole role = StaffRole::Owner) {
        return figures.of_class(id(salsa), role).value();
    }
    std::string file(std::string_view table, StaffRole role = StaffRole::Owner) {
        const auto made = figures.class_file(id(salsa), table, role);
        return made ? made->text : made.error().word;
    }
    std::string studio_error(FiguresQuery query) {
        const auto answer = figures.studio(query);
        return answer ? "ok" : answer.error().field;
    }

    const UserId ana, ben, cid;
    const domain::StudioClass salsa;
    Figures figures{*database, clock};
};

TEST_F(FiguresTest, OfAClassThatHasNotBegunAreZeros) {
    const auto none = read();
    EXPECT_EQ(none.enrolled, 3);
    EXPECT_EQ(none.no_shows, 0) << "nobody could come yet";
    EXPECT_EQ(none.peak, 0);
    EXPECT_EQ(none.peak_at, std::nullopt);
    EXPECT_TRUE(none.curve.empty());
    EXPECT_EQ(none.watch_seconds, 0);
}

TEST_F(FiguresTest, TellWhoCame) {
    hold_class();
    const auto told = read();
    EXPECT_EQ(told.attended, 1) << "four minutes are too few";
    EXPECT_EQ(told.later, 1);
    EXPECT_EQ(told.no_shows, 1);
    EXPECT_EQ(told.peak, 2);
    EXPECT_EQ(told.peak_at, *told.began_at + minutes(2));
    EXPECT_NEAR(told.average, (3540.0 + 240) / 3600, 1e-9);
    EXPECT_EQ(told.live_seconds, 3540 + 240);
    EXPECT_EQ(told.watch_seconds, 3540 + 240 + 1800);
    EXPECT_EQ(told.joins, 2);
    EXPECT_EQ(told.leaves, 1);
    ASSERT_EQ(told.curve.size(), 360u);
    EXPECT_EQ(told.curve[5].viewers, 0);
    EXPECT_EQ(told.curve[6].viewers, 1);
    EXPECT_EQ(told.curve[12].viewers, 2);
    EXPECT_EQ(told.curve[100].stayed, 1);
    EXPECT_EQ(told.curve[100].plays, 1) << "Ben's half hour of the replay";
    EXPECT_EQ(told.curve[200].plays, 0);
    EXPECT_EQ(told.returning, std::nullopt) << "one person is too few to tell";
    EXPECT_EQ(told.first_time, std::nullopt) << "likewise";
}

TEST_F(FiguresTest, OfMoneyAreTheOwners) {
    hold_class();
    const auto money = read().money;
    ASSERT_TRUE(money);
    EXPECT_EQ(money->charged, 90);
    EXPECT_EQ(money->refunded, 0);
    EXPECT_EQ(money->revenue, revenue(salsa.stream.id));
    EXPECT_EQ(read(StaffRole::CoInstructor).money, std::nullopt);
    EXPECT_EQ(file("money", StaffRole::CoInstructor), "forbidden");
    EXPECT_NE(file("money").find("\r\n90,0,90,0.0000\r\n"), std::string::npos);
}

TEST_F(FiguresTest, AsFilesBeginWithAMarkAndAHeader) {
    hold_class();
    const std::string of_people = file("");
    EXPECT_TRUE(of_people.starts_with("\xEF\xBB\xBFuser_id,display_name,"));
    EXPECT_NE(of_people.find(",live,"), std::string::npos);
    EXPECT_NE(of_people.find(",replay,"), std::string::npos);
    EXPECT_NE(of_people.find(",no_show,,0,0\r\n"), std::string::npos);
    EXPECT_TRUE(
        file("curve").starts_with("\xEF\xBB\xBF"
                                  "at,second,viewers,joins,leaves\r\n"));
    EXPECT_TRUE(file("retention")
                    .starts_with("\xEF\xBB\xBF"
                                 "at,second,seen_by,share,plays\r\n"));
    EXPECT_TRUE(
        file("chat").starts_with("\xEF\xBB\xBF"
                                 "at,minute,messages,reactions,clap,fire,heart,sweat,laugh,"
                                 "again,slower,faster\r\n"));
    EXPECT_EQ(file("secrets"), "unknown_table");
}

TEST_F(FiguresTest, OfReactionsAreByTheirKindsAndOfWishesThePeople) {
    hold_class();
    const UtcTime began = *read().began_at;
    const auto done = database->write([&](store::Connection& tx) -> Result<void> {
        store::ReactionsStore reactions(tx);
        const StreamId stream = salsa.stream.id;
        LSL_TRY(reactions.add(stream, began + minutes(3), "fire", 7));
        LSL_TRY(reactions.add(stream, began + minutes(3), "clap", 2));
        LSL_TRY(reactions.add(stream, began + minutes(3) + std::chrono::seconds(20), "fire", 1));
        LSL_TRY(reactions.keep_most(stream, began + minutes(5), "slower", 19));
        return reactions.keep_most(stream, began + minutes(5), "faster", 4);
    });
    ASSERT_TRUE(done);
    const auto told = read();
    EXPECT_EQ(told.reactions, 10);
    std::int64_t fire = 0, slower = 0, faster = 0;
    for (const wire::FiguresStep& step : told.curve) {
        if (step.taps) fire += step.taps->fire.value_or(0);
        if (step.wishes) slower += step.wishes->slower;
        if (step.wishes) faster += step.wishes->faster;
    }
    EXPECT_EQ(fire, 8);
    EXPECT_EQ(slower, 19);
    EXPECT_EQ(faster, 0) << "too few to tell";
    const std::string talk = file("chat");
    EXPECT_NE(talk.find(",0,0,0,0,0,0,0,0,19,0\r\n"), std::string::npos) << talk;
}

TEST_F(FiguresTest, OfTheStudioAddUp) {
    hold_class();
    for (const std::string by : {"", "class", "week", "month"}) {
        const auto all = figures.studio({"", "", by}).value();
        ASSERT_EQ(all.rows.size(), 1u) << by;
        EXPECT_EQ(all.rows[0].stream_id.has_value(), by.empty() || by == "class");
        EXPECT_EQ(all.rows[0].attended, 1);
        EXPECT_EQ(all.rows[0].people, 1);
        EXPECT_EQ(all.total.money.revenue, 90);
        EXPECT_EQ(all.total.classes, 1);
    }
    EXPECT_TRUE(figures.studio({"2020-01-01", "2020-02-01", ""}).value().rows.empty());
    EXPECT_TRUE(figures.studio_file({"", "", ""})
                    ->text.starts_with("\xEF\xBB\xBF"
                                       "begins,title,"));
}

TEST_F(FiguresTest, RefuseWhatIsNoTime) {
    EXPECT_EQ(studio_error({"2026-13-01", "", ""}), "from");
    EXPECT_EQ(studio_error({"", "tomorrow", ""}), "to");
    EXPECT_EQ(studio_error({"2026-02-01", "2026-01-01", ""}), "to");
    EXPECT_EQ(studio_error({"2025-01-01", "2026-12-01", ""}), "from") << "too long";
    EXPECT_EQ(studio_error({"", "", "year"}), "by");
}

TEST(CsvTextTest, QuotesWhatNeedsItAndDefusesFormulas) {
    CsvText csv{"a", "b"};
    csv.text("say \"hi\", you").text("two\r\nlines").end_row();
    csv.text("=1+1").text("@me").end_row();
    csv.text("-5").number(std::int64_t{-5}).end_row();
    csv.text("\tx").text("").end_row();
    csv.decimal(0.5).number(std::optional<std::int64_t>()).end_row();
    EXPECT_EQ(csv.take(),
              "\xEF\xBB\xBF"
              "a,b\r\n\"say \"\"hi\"\", you\",\"two\r\nlines\"\r\n'=1+1,'@me\r\n'-5,-5\r\n'\tx,\r\n"
              "0.5000,\r\n");
}

}  // namespace
}  // namespace lsl::services
