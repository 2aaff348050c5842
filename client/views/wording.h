#pragma once

#include <string>

#include "client/views/view.h"
#include "shared/domain/wallet.h"

namespace lsl::views {

inline constexpr std::int64_t seconds_per_minute = 60;

/// "60 min", "2 h 30 min"
std::string minutes_text(const View& view, std::int64_t minutes);
std::string length_of(const View& view, const domain::Stream& stream);
std::string length_of(const View& view, const domain::Workout& workout);
/// "started 12 min ago"; asks for a frame when it changes.
std::string started(const View& view, const domain::Stream& stream);
/// "every level", "beginner", within a line
std::string level_text(const View& view, domain::Level level);
/// The levels as options of a Select, behind one with an empty value that is called `first`.
std::vector<ui::Option> level_options(const View& view, std::string_view first);
/// "64 enrolled"
std::string enrolled(const View& view, std::int64_t people);
/// "128 watching"
std::string watching(const View& view, std::int64_t people);
/// "Free" or "◆ 40"
std::string price_text(const View& view, std::int64_t tokens);
/// "1 token", "40 tokens"
std::string tokens_in_words(const View& view, std::int64_t tokens);

/// "Replay for 6 more days"; asks for a frame when it changes.
std::string replay_left(const View& view, UtcTime expires);
/// "Continue at 12:40"; "" where nothing was left.
std::string continue_text(const View& view, const domain::Enrollment* place);
/// Time until the start: "3 days, 4 hr", within the last hour "12:05"; asks for a frame.
std::string countdown(const View& view, UtcTime start);
/// "1:02:05" or "12:05", with `seconds` from 0.
std::string clock(double seconds);
/// The same for screen readers: "12 minutes 5 seconds".
std::string clock_in_words(const View& view, double seconds);

/// "Mila Kovač · started 12 min ago · 60 min"; parts that are empty are left out.
std::string joined(std::initializer_list<std::string> parts);

/// What a ledger line is about.
std::string reason_text(const View& view, domain::WalletReason reason, std::string_view title);

}  // namespace lsl::views
