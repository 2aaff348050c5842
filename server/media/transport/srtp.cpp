#include "server/media/transport/srtp.h"

#include <algorithm>

namespace lsl::media {

bool ReplayWindow::is_new(std::int64_t index) const {
    if (index > highest_) return true;
    if (index < 0 || highest_ - index >= kWidth) return false;
    return !seen_[static_cast<std::size_t>(index % kWidth)];
}

void ReplayWindow::accept(std::int64_t index) {
    if (index > highest_) {
        if (index - highest_ >= kWidth) {
            seen_.reset();
        } else {
            for (std::int64_t i = highest_ + 1; i < index; ++i) {
                seen_[static_cast<std::size_t>(i % kWidth)] = false;
            }
        }
        highest_ = index;
    }
    seen_[static_cast<std::size_t>(index % kWidth)] = true;
}

namespace {

/// RFC 3711 3.3.1 and appendix A: the index nearest to the highest one seen.
std::int64_t guess_index(std::int64_t highest, std::uint16_t sequence) {
    const std::int64_t rollover = highest >> 16;
    const auto last = static_cast<std::int64_t>(highest & 0xffff);
    std::int64_t guess = rollover;
    if (last < 0x8000) {
        if (sequence - last > 0x8000) guess = rollover - 1;
    } else if (last - 0x8000 > sequence) {
        guess = rollover + 1;
    }
    return guess * 0x10000 + sequence;
}

}  // namespace

SrtpReceiver::Source* SrtpReceiver::find(std::vector<Source>& sources, std::uint32_t ssrc) {
    for (Source& source : sources) {
        if (source.ssrc == ssrc) return &source;
    }
    return nullptr;
}

SrtpReceiver::Source& SrtpReceiver::learn(std::vector<Source>& sources, std::uint32_t ssrc) {
    if (sources.size() < kMaxSources) {
        sources.emplace_back();
        sources.back().ssrc = ssrc;
        return sources.back();
    }
    Source& oldest = *std::min_element(
        sources.begin(), sources.end(),
        [](const Source& a, const Source& b) { return a.last_heard < b.last_heard; });
    oldest = Source{};
    oldest.ssrc = ssrc;
    return oldest;
}

void SrtpReceiver::forget(std::uint32_t ssrc) {
    std::erase_if(rtp_, [ssrc](const Source& source) { return source.ssrc == ssrc; });
}

SrtpVerdict SrtpReceiver::open_rtp(MutableBytes packet, std::size_t header_size,
                                   std::size_t& size) {
    if (packet.size() < header_size + cipher_.rtp_overhead()) return SrtpVerdict::TooShort;
    const std::uint16_t sequence = load16(packet.data() + 2);
    const std::uint32_t ssrc = load32(packet.data() + 8);
    Source* source = find(rtp_, ssrc);
    const std::int64_t index =
        source != nullptr ? guess_index(source->window.highest(), sequence) : sequence;
    if (index < 0) return SrtpVerdict::Replayed;
    if (source != nullptr && !source->window.is_new(index)) return SrtpVerdict::Replayed;
    if (source == nullptr) return open_first(packet, header_size, size);
    size = cipher_.open_rtp(packet, header_size, ssrc, static_cast<std::uint64_t>(index));
    if (size == 0) return SrtpVerdict::NotAuthentic;
    source->window.accept(index);
    source->last_heard = ++ticks_;
    return SrtpVerdict::Ok;
}

SrtpVerdict SrtpReceiver::open_first(MutableBytes packet, std::size_t header_size,
                                     std::size_t& size) {
    // A source that began near 65535 may have wrapped before anything of it arrived, so two
    // rollover counters are tried. A failed attempt leaves garbage behind: keep the original.
    const std::uint32_t ssrc = load32(packet.data() + 8);
    std::int64_t index = load16(packet.data() + 2);
    std::array<std::byte, 2048> original;
    const bool may_have_wrapped = index < 0x8000 && packet.size() <= original.size();
    if (may_have_wrapped) std::memcpy(original.data(), packet.data(), packet.size());
    size = cipher_.open_rtp(packet, header_size, ssrc, static_cast<std::uint64_t>(index));
    if (size == 0 && may_have_wrapped) {
        std::memcpy(packet.data(), original.data(), packet.size());
        index += 0x10000;
        size = cipher_.open_rtp(packet, header_size, ssrc, static_cast<std::uint64_t>(index));
    }
    if (size == 0) return SrtpVerdict::NotAuthentic;
    Source& source = learn(rtp_, ssrc);
    source.window.accept(index);
    source.last_heard = ++ticks_;
    return SrtpVerdict::Ok;
}

SrtpVerdict SrtpReceiver::open_rtcp(MutableBytes packet, std::size_t& size) {
    std::uint32_t index = 0;
    if (!cipher_.rtcp_index(packet, index)) return SrtpVerdict::TooShort;
    const std::uint32_t ssrc = load32(packet.data() + 4);
    Source* source = find(rtcp_, ssrc);
    if (source != nullptr && !source->window.is_new(index)) return SrtpVerdict::Replayed;
    size = cipher_.open_rtcp(packet, index);
    if (size == 0) return SrtpVerdict::NotAuthentic;
    if (source == nullptr) source = &learn(rtcp_, ssrc);
    source->window.accept(index);
    source->last_heard = ++ticks_;
    return SrtpVerdict::Ok;
}

SentIndices* SrtpSender::sent_of(std::uint32_t ssrc) {
    for (std::size_t i = 0; i < sources_; ++i) {
        if (sent_[i].ssrc() == ssrc) return &sent_[i];
    }
    if (sources_ == kMaxSources) return nullptr;
    sent_[sources_] = SentIndices(ssrc);
    return &sent_[sources_++];
}

std::size_t SrtpSender::seal_rtp(std::byte* packet, std::size_t header_size, std::uint32_t ssrc,
                                 std::uint64_t index, Bytes prefix, Bytes payload,
                                 Repeats repeats) {
    SentIndices* sent = sent_of(ssrc);
    if (sent == nullptr) return 0;
    if (repeats == Repeats::SameBytes) sent->keep_tags();
    const std::size_t size = cipher_.seal_rtp(packet, header_size, ssrc, index, prefix, payload);
    const std::uint32_t tag = load32(packet + size - cipher_.rtp_overhead());
    return sent->take(static_cast<std::int64_t>(index), tag) ? size : 0;
}

}  // namespace lsl::media
