#include "shared/domain/chat.h"

#include <gtest/gtest.h>

namespace lsl::domain {
namespace {

using namespace std::chrono_literals;

const UtcTime noon = *parse_iso8601("2026-12-01T12:00:00Z");

Stream stream_of(StreamStatus status) {
    Stream stream;
    stream.status = status;
    stream.scheduled_start_time = noon;
    if (status == StreamStatus::Ended) stream.actual_end_time = noon + 1h;
    return stream;
}

TEST(ChatDoors, OpenAQuarterOfAnHourBeforeAndCloseHalfAnHourAfter) {
    const ChatSettings usual;
    const Stream planned = stream_of(StreamStatus::Scheduled);
    EXPECT_FALSE(is_chat_open(planned, usual, noon - 15min - 1ms));
    EXPECT_TRUE(is_chat_open(planned, usual, noon - 15min));
    EXPECT_TRUE(is_chat_open(planned, usual, noon + 5h)) << "whoever waits for a late class talks";
    const Stream ended = stream_of(StreamStatus::Ended);
    EXPECT_TRUE(is_chat_open(ended, usual, noon + 1h + 30min - 1ms));
    EXPECT_FALSE(is_chat_open(ended, usual, noon + 1h + 30min));
    EXPECT_FALSE(is_chat_open(stream_of(StreamStatus::Cancelled), usual, noon));
}

TEST(ChatDoors, AreOpenWhileTheClassIsLiveWhateverTheClockSays) {
    EXPECT_TRUE(is_chat_open(stream_of(StreamStatus::Live), {}, noon - 24h));
    EXPECT_TRUE(is_chat_open(stream_of(StreamStatus::Live), {}, noon + 24h));
}

TEST(ChatModes, SayWhatAViewerMayWrite) {
    const Stream live = stream_of(StreamStatus::Live);
    const auto may = [&](ChatMode mode, MessageKind kind) {
        ChatSettings settings;
        settings.mode = mode;
        return may_write(live, settings, kind, noon);
    };
    EXPECT_TRUE(may(ChatMode::Open, MessageKind::Message));
    EXPECT_TRUE(may(ChatMode::Questions, MessageKind::Question));
    EXPECT_EQ(may(ChatMode::Questions, MessageKind::Message).error().word, "chat_closed");
    for (const ChatMode mode : {ChatMode::Staff, ChatMode::Closed}) {
        for (const MessageKind kind : {MessageKind::Message, MessageKind::Question}) {
            EXPECT_EQ(may(mode, kind).error().word, "chat_closed");
        }
    }
}

/// How many of the messages that somebody tries to send at these times are taken.
std::vector<UtcTime> taken(const std::vector<UtcTime>& tries) {
    std::optional<UtcTime> full_again;
    std::vector<UtcTime> sent;
    for (const UtcTime at : tries) {
        const MessageBucket bucket(full_again);
        if (bucket.next_at(at) > at) continue;
        full_again = bucket.after_message(at);
        sent.push_back(at);
    }
    return sent;
}

TEST(MessageBucket, HoldsFiveAndGetsOneMoreEveryTwoSeconds) {
    EXPECT_EQ(taken(std::vector<UtcTime>(20, noon)).size(), 5u);
    std::vector<UtcTime> tries(5, noon);
    tries.push_back(noon + 1999ms);
    tries.push_back(noon + 2s);
    tries.push_back(noon + 2s);
    tries.push_back(noon + 4s);
    const auto sent = taken(tries);
    ASSERT_EQ(sent.size(), 7u);
    EXPECT_EQ(sent[5], noon + 2s);
    EXPECT_EQ(sent[6], noon + 4s);
}

TEST(MessageBucket, IsFullAgainAfterTenSeconds) {
    std::vector<UtcTime> tries(5, noon);
    tries.insert(tries.end(), 6, noon + 10s);
    EXPECT_EQ(taken(tries).size(), 10u);
}

TEST(MessageBucket, MakesNobodyWaitLongerBecauseAClockWasSetBack) {
    const MessageBucket bucket(noon + 24h);
    EXPECT_EQ(bucket.next_at(noon), noon + 2s);
}

TEST(ChatPace, SlowModeIsTheClassesOwnAndSaysHowLong) {
    ChatSettings settings;
    settings.slow_mode_seconds = 30;
    const auto refused = check_pace(settings, std::nullopt, noon, noon + 10500ms);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().word, "slow_mode");
    EXPECT_EQ(refused.error().retry_after_seconds, 20);
    EXPECT_TRUE(check_pace(settings, std::nullopt, noon, noon + 30s));
    const auto fast = check_pace({}, noon + 10s, noon, noon);
    ASSERT_FALSE(fast);
    EXPECT_EQ(fast.error().word, "too_fast");
    EXPECT_EQ(fast.error().retry_after_seconds, 2);
}

TEST(ChatSettings, AreCheckedByTheirNames) {
    const auto field = [](auto change) {
        ChatSettings settings;
        change(settings);
        const auto checked = check_chat_settings(settings);
        return checked ? std::string() : checked.error().field;
    };
    EXPECT_EQ(field([](ChatSettings&) {}), "");
    EXPECT_EQ(field([](ChatSettings& s) { s.slow_mode_seconds = 301; }), "slowModeSeconds");
    EXPECT_EQ(field([](ChatSettings& s) { s.slow_mode_seconds = -1; }), "slowModeSeconds");
    EXPECT_EQ(field([](ChatSettings& s) { s.opens_minutes_before = 1441; }), "opensMinutesBefore");
    EXPECT_EQ(field([](ChatSettings& s) { s.closes_minutes_after = -1; }), "closesMinutesAfter");
    EXPECT_EQ(field([](ChatSettings& s) { s.blocked_words = {"two\nlines"}; }), "blockedWords");
    EXPECT_EQ(field([](ChatSettings& s) { s.blocked_words = {" "}; }), "blockedWords");
    EXPECT_EQ(field([](ChatSettings& s) { s.blocked_words.assign(501, "a"); }), "blockedWords");
}

TEST(ClientIds, AreShortAndPlain) {
    EXPECT_TRUE(is_client_id("a-B_9"));
    EXPECT_TRUE(is_client_id(std::string(64, 'x')));
    EXPECT_FALSE(is_client_id(std::string(65, 'x')));
    EXPECT_FALSE(is_client_id(""));
    EXPECT_FALSE(is_client_id("a b"));
    EXPECT_FALSE(is_client_id("ä"));
}

TEST(Initials, AreTheFirstLetterInWhateverScript) {
    EXPECT_EQ(initial_of("Anna B."), "A.");
    EXPECT_EQ(initial_of("\u0639\u0644\u064A"), "\u0639.");
    EXPECT_EQ(initial_of("\U0001F483 Dancer"), "\U0001F483.");
    EXPECT_EQ(initial_of(""), "");
}

TEST(MediaPosition, CountsFromTheFirstPacketOfTheFile) {
    Recording recording;
    EXPECT_FALSE(media_position(recording, noon));
    ASSERT_TRUE(recording.begin(VideoId("video"), noon));
    EXPECT_EQ(media_position(recording, noon + 5s), 5000ms) << "as long as nobody knows better";
    EXPECT_FALSE(recording.note_media_start(noon + 2s)) << "there is no file yet";
    ASSERT_TRUE(recording.close(noon + 24h));
    ASSERT_TRUE(recording.note_media_start(noon + 2s));
    EXPECT_EQ(media_position(recording, noon + 5s), 3000ms);
    EXPECT_FALSE(media_position(recording, noon + 1s)) << "before there was a picture";
    EXPECT_EQ(utc_at(recording, 3000ms), noon + 5s);
}

}  // namespace
}  // namespace lsl::domain
