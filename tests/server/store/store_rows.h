#pragma once

#include <string>

#include "shared/domain/account.h"
#include "shared/domain/enrollment.h"
#include "shared/domain/studio_class.h"
#include "shared/domain/wallet.h"

namespace lsl::testing {

/// An id that is the same in every run: its last bytes are the number.
template <class IdType>
IdType id_number(std::uint32_t number) {
    IdType id;
    id.uuid.bytes[6] = 0x70;
    id.uuid.bytes[8] = 0x80;
    for (std::size_t i = 0; i < 4; ++i) {
        id.uuid.bytes[12 + i] = static_cast<std::uint8_t>(number >> (24 - 8 * i));
    }
    return id;
}

inline UtcTime at(const char* text) { return parse_iso8601(text).value(); }

inline domain::User a_user(std::uint32_t number) {
    return {.id = id_number<UserId>(number),
            .email = "user" + std::to_string(number) + "@example.com",
            .display_name = "User",
            .created_at = at("2026-11-01T00:00:00Z")};
}

inline domain::StudioClass a_class(std::uint32_t number) {
    domain::StudioClass row;
    const std::string name = std::to_string(number);
    row.stream.id = id_number<StreamId>(number);
    row.stream.title = "Class " + name;
    row.stream.scheduled_start_time = at("2026-12-01T18:00:00Z");
    row.stream.price_in_tokens = 30;
    row.ingest.playback = {.backend = "local", .playback_id = PlaybackId("playback" + name)};
    row.ingest.access = {.live_input_id = LiveInputId("input" + name),
                         .webrtc_url = "http://localhost/whip/input" + name,
                         .webrtc_token = "token" + name};
    row.calendar.changed_at = row.stream.created_at = row.stream.updated_at =
        at("2026-11-01T00:00:00Z");
    return row;
}

inline domain::Enrollment an_enrollment(std::uint32_t number, StreamId stream, UserId user) {
    domain::Enrollment enrollment;
    enrollment.id = id_number<EnrollmentId>(number);
    enrollment.stream_id = stream;
    enrollment.user_id = user;
    enrollment.tokens_paid = 30;
    enrollment.enrolled_at = at("2026-11-02T00:00:00Z");
    return enrollment;
}

inline domain::WalletEntry an_entry(std::uint32_t number, UserId user, std::int64_t delta) {
    return {.id = id_number<WalletEntryId>(number),
            .user_id = user,
            .delta = delta,
            .reason = domain::WalletReason::Grant,
            .created_at = at("2026-11-02T00:00:00Z")};
}

}  // namespace lsl::testing
