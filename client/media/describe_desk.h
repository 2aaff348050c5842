#pragma once

#include <optional>
#include <string_view>

#include "client/media/desk.h"
#include "shared/wire/json/archive.h"

// The desk by the names in which JavaScript tells it (web/studio/desk.js, check.js). A test
// compares the names of both sides.

namespace lsl::media {

std::string_view enum_name(SoundKind kind);
std::string_view enum_name(RoomMusic answer);
std::string_view enum_name(MusicSource source);
std::string_view enum_name(ClapState state);
std::string_view enum_name(CheckPhase phase);
std::string_view enum_name(UploadCheck state);
void enum_parse(std::string_view text, std::optional<SoundKind>& out);
void enum_parse(std::string_view text, std::optional<RoomMusic>& out);
void enum_parse(std::string_view text, std::optional<MusicSource>& out);
void enum_parse(std::string_view text, std::optional<ClapState>& out);
void enum_parse(std::string_view text, std::optional<CheckPhase>& out);
void enum_parse(std::string_view text, std::optional<UploadCheck>& out);

void describe(wire::Archive& a, SoundCard& m);
void describe(wire::Archive& a, CheckState& m);
void describe(wire::Archive& a, Desk& m);
void describe(wire::Archive& a, CheckInput& m);

}  // namespace lsl::media
