#include "server/media/ingest/publisher.h"

#include <algorithm>
#include <array>

namespace lsl::media {
namespace {

constexpr std::size_t kMaxNackSequences = 256;  // in one packet; the rest follows

}  // namespace

Publisher::Publisher(const Negotiation& negotiation, Room& room, Transport& transport,
                     const Options& options)
    : options_(options), transport_(&transport), counters_(room.counters) {
    if (negotiation.audio) audio_.emplace(*negotiation.audio, room);
    const std::size_t layers =
        negotiation.video ? std::max<std::size_t>(negotiation.video->layers.size(), 1) : 0;
    room.start_layers(layers);
    video_.reserve(layers);
    for (std::size_t i = 0; i < layers; ++i) video_.emplace_back(*negotiation.video, room, i);
    const auto uses_twcc = [](const std::optional<NegotiatedMedia>& media) {
        return media && media->extensions.has(RtpExtension::TransportCc);
    };
    if (uses_twcc(negotiation.audio) || uses_twcc(negotiation.video)) twcc_.emplace();
    // Whoever waits for a picture in this room needs one from the new encoder.
    for (IngestTrack& layer : video_) layer.room_track().key_frames.want();
}

bool Publisher::on_rtp(MutableBytes packet, const Turn& turn) {
    RtpHeader header;
    if (parse_rtp_header(packet, header) != RtpVerdict::Ok) {
        turn.drops.count(Drop::RtpMalformed);
        return false;
    }
    std::size_t size = 0;
    if (!transport_->open_rtp(packet, header.size, turn, size)) return false;

    Extensions extensions;
    read_extensions(header, extensions);
    if (twcc_ && extensions.transport_sequence) {
        if (!twcc_->pending()) next_twcc_ = turn.now + kTwccInterval;
        twcc_->on_packet(*extensions.transport_sequence, turn.now);
    }
    const Source* source = source_for(header, extensions, turn);
    if (source == nullptr) {
        transport_->forget_source(header.ssrc);
        return false;
    }

    IngestPacket ingest;
    if (rtp_payload(packet.first(size), header, ingest.payload) != RtpVerdict::Ok) {
        turn.drops.count(Drop::RtpBadPadding);
        return false;
    }
    ingest.sequence = header.sequence;
    ingest.timestamp = header.timestamp;
    ingest.marker = header.marker;
    if (!unwrap(*source, header, ingest, turn.drops)) return false;
    read_carried(source->track->media(), header, extensions.carried);
    ingest.extensions = &extensions.carried;
    if (!source->track->on_packet(ingest, turn)) return false;
    if (const auto measured = source->track->take_round_trip()) round_trip_ = *measured;
    return true;
}

void Publisher::read_extensions(const RtpHeader& header, Extensions& out) const {
    // BUNDLE: an id means the same in every m-section that uses it (RFC 9143 9.2).
    const auto meaning = [this](std::uint8_t id) {
        RtpExtension extension =
            video_.empty() ? RtpExtension::Count : video_.front().media().extensions.by_id(id);
        if (extension == RtpExtension::Count && audio_) {
            extension = audio_->media().extensions.by_id(id);
        }
        return extension;
    };
    ExtensionReader reader(header);
    std::uint8_t id = 0;
    Bytes value;
    while (reader.next(id, value)) {
        switch (meaning(id)) {
            case RtpExtension::Mid: out.mid = as_text(value); break;
            case RtpExtension::Rid:
            case RtpExtension::RepairedRid: out.rid = as_text(value); break;
            case RtpExtension::TransportCc:
                if (value.size() >= 2) out.transport_sequence = load16(value.data());
                break;
            default: break;
        }
    }
}

void Publisher::read_carried(const NegotiatedMedia& media, const RtpHeader& header,
                             CarriedExtensions& out) {
    ExtensionReader reader(header);
    std::uint8_t id = 0;
    Bytes value;
    while (reader.next(id, value)) {
        switch (media.extensions.by_id(id)) {
            case RtpExtension::AudioLevel:
                if (value.empty()) break;
                out.has_audio_level = true;
                out.audio_level = load8(value.data());
                break;
            case RtpExtension::PlayoutDelay:
                if (value.size() != out.playout_delay.size()) break;
                out.has_playout_delay = true;
                std::copy(value.begin(), value.end(), out.playout_delay.begin());
                break;
            case RtpExtension::DependencyDescriptor:
                if (value.size() > out.dependency.size()) break;
                out.dependency_size = static_cast<std::uint8_t>(value.size());
                std::copy(value.begin(), value.end(), out.dependency.begin());
                break;
            default: break;
        }
    }
}

const Publisher::Source* Publisher::source_for(const RtpHeader& header,
                                               const Extensions& extensions, const Turn& turn) {
    for (const Source& source : sources_) {
        if (source.ssrc == header.ssrc) return &source;
    }
    return learn(header, extensions, turn);
}

IngestTrack* Publisher::track_of(const RtpHeader& header, const Extensions& extensions) {
    const auto has_type = [&](const NegotiatedMedia& media) {
        return media.by_payload_type(header.payload_type) != nullptr ||
               media.by_rtx_payload_type(header.payload_type) != nullptr;
    };
    IngestTrack* found = nullptr;
    each_track([&](IngestTrack& track) {
        const NegotiatedMedia& media = track.media();
        const bool mid_fits =
            extensions.mid.empty() || media.mid.empty() || extensions.mid == media.mid;
        // Of several layers only the RID tells which one it is.
        const bool rid_fits = media.layers.empty() || extensions.rid == track.room_track().rid;
        if (found == nullptr && mid_fits && rid_fits && has_type(media)) found = &track;
    });
    return found;
}

const Publisher::Source* Publisher::learn(const RtpHeader& header, const Extensions& extensions,
                                          const Turn& turn) {
    IngestTrack* track = track_of(header, extensions);
    if (track == nullptr) {
        turn.drops.count(Drop::RtpUnknownSource);
        return nullptr;
    }
    // A sender of several layers that did not negotiate them is followed on one.
    if (!extensions.rid.empty() && track->media().layers.empty()) {
        if (layer_.empty()) layer_ = extensions.rid.substr(0, 16);
        if (layer_ != extensions.rid) {
            turn.drops.count(Drop::RtpUnusedLayer);
            return nullptr;
        }
    }
    const bool rtx = track->media().by_rtx_payload_type(header.payload_type) != nullptr;
    if (!rtx && track->started()) {
        if (turn.now - track->last_packet() < kSourceSilence) {
            turn.drops.count(Drop::RtpSourceConflict);
            return nullptr;
        }
        std::erase_if(sources_, [track](const Source& source) { return source.track == track; });
    }
    if (rtx) {
        // One retransmission source a track; a newer one replaces it.
        std::erase_if(sources_, [track](const Source& source) {
            return source.track == track && source.role == Role::Retransmission;
        });
    }
    if (sources_.size() >= kMaxSources) {
        turn.drops.count(Drop::RtpUnknownSource);
        return nullptr;
    }
    if (!rtx) track->start_source(header.ssrc);
    sources_.push_back({header.ssrc, track, rtx ? Role::Retransmission : Role::Media});
    return &sources_.back();
}

bool Publisher::unwrap(const Source& source, const RtpHeader& header, IngestPacket& packet,
                       DropCounters& drops) {
    const NegotiatedMedia& media = source.track->media();
    const NegotiatedFormat* format = source.role == Role::Media
                                         ? media.by_payload_type(header.payload_type)
                                         : media.by_rtx_payload_type(header.payload_type);
    if (format == nullptr) {
        drops.count(Drop::RtpUnknownSource);
        return false;
    }
    packet.format = static_cast<std::uint8_t>(format - media.formats.data());
    if (source.role == Role::Media) return true;
    // RFC 4588 4: the payload begins with the original sequence number.
    if (packet.payload.size() < 2) {
        // Padding that probes for bandwidth has no payload at all; anything else is broken.
        if (!packet.payload.empty()) drops.count(Drop::RtxMalformed);
        return false;
    }
    if (!source.track->started()) {
        drops.count(Drop::RtxBeforeMedia);
        return false;
    }
    packet.sequence = load16(packet.payload.data());
    packet.payload = packet.payload.subspan(2);
    packet.retransmitted = true;
    return true;
}

void Publisher::on_rtcp(MutableBytes packet, const Turn& turn) {
    std::size_t size = 0;
    if (!transport_->open_rtcp(packet, turn, size)) return;
    RtcpReader reader(Bytes(packet).first(size));
    RtcpPacket rtcp;
    for (;;) {
        const RtcpVerdict verdict = reader.next(rtcp);
        if (verdict == RtcpVerdict::End) return;
        if (verdict == RtcpVerdict::Malformed) {
            turn.drops.count(Drop::RtcpMalformed);
            return;
        }
        if (!transport_->budget().spend(control_cost(rtcp), turn.now)) {
            turn.drops.count(Drop::ControlOverBudget);
            return;
        }
        if (const auto report = read_sender_report(rtcp)) on_sender_report(*report, turn.now);
        if (const auto dlrr = read_dlrr(rtcp, options_.local_ssrc)) {
            // RFC 3611 4.5, in 1/65536 s.
            const auto now_short = static_cast<std::uint32_t>(ntp(turn.now) >> 16);
            const auto span = static_cast<std::int32_t>(now_short - dlrr->last_rr - dlrr->delay);
            if (dlrr->last_rr != 0 && span >= 0) {
                round_trip_ = std::chrono::microseconds(std::int64_t{span} * 1'000'000 / 65536);
            }
        }
    }
}

void Publisher::on_sender_report(const SenderReport& report, MonoTime now) {
    each_track([&](IngestTrack& track) {
        if (!track.started() || track.ssrc() != report.ssrc) return;
        const std::int64_t sender_us = ntp_to_us(report.ntp);
        if (!clock_offset_us_) clock_offset_us_ = now.us - sender_us;
        track.on_sender_report(report, now, MonoTime{sender_us + *clock_offset_us_});
    });
}

std::uint64_t Publisher::ntp(MonoTime now) const {
    return us_to_ntp(options_.ntp_us_at_zero + now.us);
}

MonoTime Publisher::deadline() const {
    MonoTime next = std::min(next_report_, next_twcc_);
    const auto consider = [&next](const std::optional<MonoTime>& due) {
        if (due) next = std::min(next, *due);
    };
    if (audio_) consider(audio_->nacks().next_due());
    for (const IngestTrack& layer : video_) {
        if (!layer.started()) continue;
        consider(layer.nacks().next_due());
        consider(layer.room_track().key_frames.next_due());
    }
    return next;
}

void Publisher::on_timer(const Turn& turn) {
    each_track([&](IngestTrack& track) { send_nacks(track, turn); });
    for (IngestTrack& layer : video_) send_key_frame_request(layer, turn);
    if (turn.now >= next_twcc_) send_twcc(turn);
    if (turn.now >= next_report_) send_reports(turn);
}

void Publisher::send_nacks(IngestTrack& track, const Turn& turn) {
    if (!track.started()) return;
    auto due = track.nacks().take_due(turn.now, round_trip_);
    if (due.given_up && track.media().kind == TrackKind::Video) {
        track.room_track().key_frames.want();
    }
    if (due.sequences.empty() || !track.format().nack) return;
    if (due.sequences.size() > kMaxNackSequences) due.sequences.resize(kMaxNackSequences);
    const MutableBytes packet = turn.out.reserve();
    RtcpWriter writer(packet);
    writer.nack(options_.local_ssrc, track.ssrc(), due.sequences);
    counters_->packets_asked_again += static_cast<std::int64_t>(due.sequences.size());
    transport_->send_rtcp(packet, writer.size(), turn.out);
}

void Publisher::send_key_frame_request(IngestTrack& layer, const Turn& turn) {
    if (!layer.started()) return;
    KeyFrameRequests& requests = layer.room_track().key_frames;
    if (!requests.take_due(turn.now)) return;
    ++counters_->key_frame_requests_sent;
    const MutableBytes packet = turn.out.reserve();
    RtcpWriter writer(packet);
    if (layer.format().pli || !layer.format().fir) {
        writer.pli(options_.local_ssrc, layer.ssrc());
    } else {
        writer.fir(options_.local_ssrc, layer.ssrc(),
                   static_cast<std::uint8_t>(requests.sent() & 0xff));
    }
    transport_->send_rtcp(packet, writer.size(), turn.out);
}

/// A layer that has begun, null if none has.
const IngestTrack* Publisher::any_video() const {
    const auto found = std::find_if(video_.begin(), video_.end(),
                                    [](const IngestTrack& layer) { return layer.started(); });
    return found == video_.end() ? nullptr : &*found;
}

void Publisher::send_twcc(const Turn& turn) {
    std::array<std::byte, 1100> body;
    const IngestTrack* video = any_video();
    const std::uint32_t media = video != nullptr ? video->ssrc() : audio_ ? audio_->ssrc() : 0;
    while (twcc_->pending()) {
        const std::size_t size = twcc_->write_feedback(body);
        if (size == 0) break;
        const MutableBytes packet = turn.out.reserve();
        RtcpWriter writer(packet);
        writer.transport_cc(options_.local_ssrc, media, Bytes(body).first(size));
        transport_->send_rtcp(packet, writer.size(), turn.out);
    }
    next_twcc_ = MonoTime{INT64_MAX};
}

bool Publisher::remb_negotiated() const {
    if (video_.empty()) return false;
    const auto& formats = video_.front().media().formats;
    return std::any_of(formats.begin(), formats.end(),
                       [](const NegotiatedFormat& format) { return format.remb; });
}

void Publisher::send_reports(const Turn& turn) {
    next_report_ = turn.now + kReportInterval;
    std::array<ReportBlock, 1 + kMaxLayers> blocks;
    std::size_t count = 0;
    each_track([&](IngestTrack& track) {
        if (track.started()) blocks[count++] = track.stats().report(track.ssrc(), turn.now);
    });
    const MutableBytes packet = turn.out.reserve();
    RtcpWriter writer(packet);
    writer.receiver_report(options_.local_ssrc, std::span(blocks).first(count));
    writer.cname(options_.local_ssrc, "leansporty");
    writer.reference_time(options_.local_ssrc, ntp(turn.now));
    if (remb_negotiated() && options_.bitrate_bps > 0 && any_video() != nullptr) {
        std::array<std::uint32_t, kMaxLayers> sources{};
        std::size_t started = 0;
        for (const IngestTrack& layer : video_) {
            if (layer.started()) sources[started++] = layer.ssrc();
        }
        writer.remb(options_.local_ssrc, options_.bitrate_bps, std::span(sources).first(started));
    }
    transport_->send_rtcp(packet, writer.size(), turn.out);
}

bool Publisher::take_media_flowing() {
    if (announced_flowing_) return false;
    const bool flowing =
        video_.empty() ? audio_ && audio_->flowing()
                       : std::any_of(video_.begin(), video_.end(),
                                     [](const IngestTrack& layer) { return layer.flowing(); });
    announced_flowing_ = flowing;
    return flowing;
}

double Publisher::loss_percent() const {
    if (video_.empty()) return audio_ ? audio_->stats().loss_percent() : 0;
    double worst = 0;
    for (const IngestTrack& layer : video_) worst = std::max(worst, layer.stats().loss_percent());
    return worst;
}

bool Publisher::has_b_frames() const {
    return std::any_of(video_.begin(), video_.end(),
                       [](const IngestTrack& layer) { return layer.has_b_frames(); });
}

std::optional<Codec> Publisher::video_codec() const {
    const IngestTrack* video = any_video();
    if (video == nullptr) return std::nullopt;
    return video->format().codec;
}

}  // namespace lsl::media
