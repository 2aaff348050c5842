#pragma once

#include <compare>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace lsl {

/// An id whose text means nothing to us: random, or given by somebody else. It knows what it
/// names, so a PlaybackId never passes where a VideoId is wanted. Empty = names nothing.
template <class Tag>
struct TextId {
    std::string text;

    TextId() = default;
    explicit TextId(std::string of) : text(std::move(of)) {}
    explicit TextId(std::string_view of) : text(of) {}
    explicit TextId(const char* of) : text(of) {}

    bool empty() const { return text.empty(); }
    auto operator<=>(const TextId&) const = default;
};

/// An ingest: where a class's picture comes in. Names the class's room in the media engine.
using LiveInputId = TextId<struct LiveInputTag>;
/// What viewers ask for to see a class live.
using PlaybackId = TextId<struct PlaybackTag>;
/// A recording: a file of the recorder's by that name, or a video of a hosted backend.
using VideoId = TextId<struct VideoTag>;

}  // namespace lsl

template <class Tag>
struct std::hash<lsl::TextId<Tag>> {
    std::size_t operator()(const lsl::TextId<Tag>& id) const noexcept {
        return std::hash<std::string>()(id.text);
    }
};
