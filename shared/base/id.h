#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <cstring>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace lsl {

/// A UUID (RFC 9562): 16 bytes here, 36 lower-case characters in JSON, URLs and SQL.
struct Uuid {
    std::array<std::uint8_t, 16> bytes{};

    /// Only the canonical 8-4-4-4-12 form is accepted, in either case.
    static std::optional<Uuid> parse(std::string_view text);
    std::string to_string() const;
    auto operator<=>(const Uuid&) const = default;
};

/// Before and behind every id.
inline constexpr Uuid nil_uuid{};
inline constexpr Uuid max_uuid = [] {
    Uuid uuid;
    uuid.bytes.fill(0xff);
    return uuid;
}();

/// An id that knows what it names: a StreamId never passes where a UserId is wanted.
template <class Tag>
struct Id {
    Uuid uuid;

    static std::optional<Id> parse(std::string_view text) {
        auto uuid = Uuid::parse(text);
        if (!uuid) return std::nullopt;
        return Id{*uuid};
    }
    std::string to_string() const { return uuid.to_string(); }
    auto operator<=>(const Id&) const = default;
};

using StreamId = Id<struct StreamTag>;
using UserId = Id<struct UserTag>;
using EnrollmentId = Id<struct EnrollmentTag>;
using WalletEntryId = Id<struct WalletEntryTag>;
using WorkoutId = Id<struct WorkoutTag>;
using MessageId = Id<struct MessageTag>;
using ReportId = Id<struct ReportTag>;
using PollId = Id<struct PollTag>;
using ChapterId = Id<struct ChapterTag>;
using InvitationId = Id<struct InvitationTag>;
using SessionId = Id<struct SessionTag>;
using MailId = Id<struct MailTag>;
using NoticeId = Id<struct NoticeTag>;
using PasskeyId = Id<struct PasskeyTag>;
using FollowedId = Id<struct FollowedTag>;

}  // namespace lsl

template <class Tag>
struct std::hash<lsl::Id<Tag>> {
    std::size_t operator()(const lsl::Id<Tag>& id) const noexcept {
        std::size_t value;
        // The last bytes of a version 7 UUID are the random ones.
        std::memcpy(&value, id.uuid.bytes.data() + 8, sizeof value);
        return value;
    }
};
