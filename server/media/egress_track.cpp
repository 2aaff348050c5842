#include "server/media/egress_track.h"

#include <algorithm>

namespace lsl::media {
namespace {

constexpr std::uint32_t kReplayTicksPerFrame = 90;  // 1 ms
constexpr std::int64_t kRepeatShare = 4;            // a quarter of the bitrate
constexpr std::int64_t kRepeatFloor = 60'000;       // bytes per second
constexpr std::int64_t kRepeatBurst = 96 * 1024;
constexpr std::chrono::microseconds kRepeatFloorInterval{15'000};
constexpr std::chrono::microseconds kWishInterval{1'000'000};

}  // namespace

EgressTrack::EgressTrack(const NegotiatedMedia& media, const Identity& identity)
    : media_(&media),
      identity_(identity),
      next_index_(identity.first_sequence & 0x7fff),
      last_timestamp_(identity.first_timestamp),
      next_rtx_index_(identity.first_rtx_sequence & 0x7fff) {}

EgressTrack::Pump EgressTrack::pump(Room& room, MonoTime now, Transport& transport, Outbox& out) {
    if (paused_) return Pump::Done;
    if (wanted_layer_ != now_.layer && media_->kind == TrackKind::Video) {
        try_switch(room, now);
        if (is_spared(room, now)) return Pump::Done;
    }
    RoomTrack& track = track_in(room, now_);
    if (!track.log) return Pump::Done;
    const PacketLog& log = *track.log;
    if (now_.source != log.source()) follow_source(track, room);
    if (begun_ && position_ < log.tail()) {
        // Overtaken by the publisher: what is lost is lost, go on from a key frame.
        stop_replay(room);
        begun_ = false;
        ++room.counters->viewers_overtaken;
    }
    if (!begun_ && (!track.live || !begin(track, room, now))) return Pump::Done;

    while (position_ < log.head()) {
        if (!out.has_room_for_media()) return Pump::Full;
        const LoggedPacket& packet = *log.at(position_);
        if (packet.sequence >= now_.first_sequence) {
            if (!is_its_turn(packet, now)) return Pump::Paced;
            if (packet.format != now_.source_format) choose_format(track, packet.format);
            if (now_.format != nullptr) send(packet, room, now, transport, out);
        }
        ++position_;
        if (replaying_ && position_ >= replay_until_) stop_replay(room);
    }
    return Pump::Done;
}

void EgressTrack::release(Room& room) { stop_replay(room); }

void EgressTrack::follow_source(RoomTrack& track, Room& room) {
    stop_replay(room);
    now_.source = track.log->source();
    begun_ = false;
    now_.source_format = 0xff;
    now_.format = nullptr;
    before_.reset();
    cannot_decode_ = false;
    waiting_since_.reset();
}

void EgressTrack::stop_replay(Room& room) {
    if (replaying_) --room.replays;
    replaying_ = false;
}

bool EgressTrack::begin(RoomTrack& track, Room& room, MonoTime now) {
    const PacketLog& log = *track.log;
    if (media_->kind == TrackKind::Audio) {
        if (log.head() == log.tail()) return false;
        const std::uint64_t newest = log.head() - 1;
        begin_at(newest, log.at(newest)->sequence, track, now);
        return true;
    }
    if (!waiting_since_) waiting_since_ = now;
    const auto key = log.key_frame_position();
    if (key) {
        const bool is_short = log.bytes_since_key_frame() <= kShortReplayBytes;
        const bool must =
            track.key_frames.publisher_ignores() || now - *waiting_since_ >= kReplayAfter;
        const bool fresh = log.at(*key)->frame == log.newest_frame();
        if (fresh || ((is_short || must) && room.replays < kMaxReplaysPerRoom)) {
            begin_at(*key, log.key_frame_sequence(), track, now);
            if (!fresh) {
                replaying_ = true;
                ++room.replays;
                replay_until_ = log.head();
            }
            return true;
        }
    }
    track.key_frames.want();
    return false;
}

void EgressTrack::begin_at(std::uint64_t position, std::int64_t sequence, RoomTrack& track,
                           MonoTime now) {
    const PacketLog& log = *track.log;
    begun_ = true;
    waiting_since_.reset();
    position_ = position;
    picture_complete_ = false;
    timeline_.reset();
    now_.first_sequence = sequence;
    now_.first_index = next_index_;
    now_.sequence_offset = next_index_ - sequence;

    // Frames up to the newest one are sent now, 1 ms apart in media time, so that the player
    // shows the newest without working through the past at normal speed; later frames follow
    // at the publisher's pace.
    const std::uint32_t first_frame =
        log.at(position) != nullptr ? log.at(position)->frame : log.newest_frame();
    now_.anchor_frame = log.newest_frame();
    const std::uint32_t past = (now_.anchor_frame - first_frame) / 2 * kReplayTicksPerFrame;
    std::uint32_t begin_timestamp = last_timestamp_;
    if (packets_sent_ > 0) {
        const std::uint32_t rate = media_->formats.front().clock_rate_hz;
        const std::int64_t elapsed = std::max<std::int64_t>(to_ticks(now - last_sent_, rate), 1);
        begin_timestamp += static_cast<std::uint32_t>(elapsed);
    }
    now_.anchor_timestamp = begin_timestamp + past;
    const std::uint32_t newest =
        media_->kind == TrackKind::Audio ? log.at(position)->timestamp : log.newest_timestamp();
    now_.timestamp_offset = now_.anchor_timestamp - newest;
    if (media_->kind == TrackKind::Audio) now_.anchor_frame = 0;
}

void EgressTrack::choose_layer(std::size_t layer, bool spare, MonoTime now) {
    wanted_layer_ = layer;
    if (!spare || layer == now_.layer) {
        spared_until_.reset();
    } else if (!spared_until_) {
        spared_until_ = now + kLongestSpare;
    }
}

/// While a key frame of the wanted layer may be on its way; who ignores requests sends it by
/// schedule.
bool EgressTrack::is_spared(const Room& room, MonoTime now) const {
    if (wanted_layer_ == now_.layer || !spared_until_) return false;
    return now < *spared_until_ && !room.video[wanted_layer_].key_frames.publisher_ignores();
}

/// Goes to the wanted layer if that has just begun a key frame; else asks for one.
void EgressTrack::try_switch(Room& room, MonoTime now) {
    RoomTrack& next = room.video[wanted_layer_];
    if (!next.live || !next.log) return;
    const RoomTrack& current = track_in(room, now_);
    if (!begun_ || !current.log || now_.source != current.log->source()) {
        // Nothing is being sent: begin as a joiner does.
        now_.layer = wanted_layer_;
        return follow_source(next, room);
    }
    const auto key = next.log->key_frame_position();
    if (!key) return next.key_frames.want();
    const LoggedPacket& first = *next.log->at(*key);
    const std::uint32_t aligned = aligned_timestamp(current, next, first);
    const std::uint32_t rate = media_->formats.front().clock_rate_hz;
    const auto ahead = static_cast<std::int32_t>(aligned - last_timestamp_);
    if (ahead < -to_ticks(kSwitchBack, rate)) return next.key_frames.want();
    const bool overdue = now - first.arrival >= kSwitchAnyway;
    if (picture_complete_ || overdue) switch_to(next, *key, aligned, room);
}

void EgressTrack::switch_to(RoomTrack& next, std::uint64_t key, std::uint32_t aligned, Room& room) {
    const LoggedPacket& first = *next.log->at(key);
    stop_replay(room);
    before_ = now_;
    now_ = {};
    now_.layer = wanted_layer_;
    now_.source = next.log->source();
    now_.first_sequence = next.log->key_frame_sequence();
    now_.first_index = next_index_;
    now_.sequence_offset = next_index_ - now_.first_sequence;
    // Never back in time: the old layer may have sent its version of this very picture.
    const auto ahead = static_cast<std::int32_t>(aligned - last_timestamp_);
    const std::uint32_t timestamp = ahead > 0 ? aligned : last_timestamp_ + kReplayTicksPerFrame;
    now_.timestamp_offset = timestamp - first.timestamp;
    now_.anchor_frame = first.frame;
    now_.anchor_timestamp = timestamp;
    position_ = key;
    picture_complete_ = false;
}

/// Where `packet` of another layer lies on our timeline. Sender reports tie both layers to one
/// clock; until there are some, the arrivals have to do.
std::uint32_t EgressTrack::aligned_timestamp(const RoomTrack& from, const RoomTrack& to,
                                             const LoggedPacket& packet) {
    const std::uint32_t rate = media_->formats.front().clock_rate_hz;
    const auto ticks_at = [rate](MonoTime at) {
        return static_cast<std::uint32_t>(to_ticks(at - MonoTime{}, rate));
    };
    if (from.clock && to.clock) {
        if (!timeline_) {
            timeline_ = from.clock->timestamp + now_.timestamp_offset - ticks_at(from.clock->at);
        }
        return *timeline_ + ticks_at(to.clock->at) + (packet.timestamp - to.clock->timestamp);
    }
    return last_timestamp_ + ticks_at(packet.arrival) - ticks_at(last_sent_);
}

void EgressTrack::choose_format(const RoomTrack& track, std::uint8_t format) {
    now_.source_format = format;
    now_.format = fitting_format(media_->formats, track.formats[format]);
    cannot_decode_ = now_.format == nullptr;
}

bool EgressTrack::is_its_turn(const LoggedPacket& packet, MonoTime now) {
    if (media_->kind == TrackKind::Audio) return true;
    const bool late = !replaying_ && now - packet.arrival >= kLongestPaced;
    return paced_.take(packet.payload_size, pace_, now) || late;
}

std::uint64_t EgressTrack::waiting(const Room& room) const {
    const RoomTrack& track = room.video[now_.layer];
    return begun_ && track.log ? track.log->head() - position_ : 0;
}

std::uint32_t EgressTrack::timestamp_of(const LoggedPacket& packet, const Stretch& stretch) const {
    const auto behind = static_cast<std::int32_t>(stretch.anchor_frame - packet.frame);
    if (behind <= 0 || media_->kind == TrackKind::Audio) {
        return packet.timestamp + stretch.timestamp_offset;
    }
    return stretch.anchor_timestamp -
           static_cast<std::uint32_t>(behind) * (kReplayTicksPerFrame / 2);
}

void EgressTrack::send(const LoggedPacket& packet, Room& room, MonoTime now, Transport& transport,
                       Outbox& out) {
    const std::int64_t index = packet.sequence + now_.sequence_offset;
    const MutableBytes datagram = out.reserve();
    const std::size_t size =
        write(packet, now_, static_cast<std::uint64_t>(index), false, transport, datagram);
    if (size == 0) return;
    out.commit(transport.remote(), size);
    if (media_->extensions.has(RtpExtension::TransportCc)) transport.note_sent(size, now);
    next_index_ = std::max(next_index_, index + 1);
    picture_complete_ = packet.marker;
    const std::uint32_t timestamp = timestamp_of(packet, now_);
    if (packets_sent_ == 0 || static_cast<std::int32_t>(timestamp - last_timestamp_) > 0) {
        last_timestamp_ = timestamp;
        last_sent_ = now;
    }
    ++packets_sent_;
    octets_sent_ += packet.payload_size;
    ++room.packets_forwarded;
    ++room.counters->packets_forwarded;
}

std::size_t EgressTrack::write(const LoggedPacket& packet, const Stretch& stretch,
                               std::uint64_t index, bool as_rtx, Transport& transport,
                               MutableBytes room) const {
    const ExtensionIds& ids = media_->extensions;
    const CarriedExtensions& carried = packet.extensions;
    std::array<std::byte, 3> send_time;
    std::array<std::byte, 2> transport_sequence;
    std::array<std::byte, 1> level{static_cast<std::byte>(carried.audio_level)};
    RtpHeaderWriter header;
    if (ids.has(RtpExtension::Mid)) {
        header.add(ids.of(RtpExtension::Mid), as_bytes(media_->mid));
    }
    if (ids.has(RtpExtension::AbsSendTime)) {
        // 6.18 fixed point seconds. The arrival stands for the sending, which is about now and the
        // same when the packet is repeated.
        const auto fixed = static_cast<std::uint64_t>(packet.arrival.us) * (1u << 18) / 1'000'000;
        store24(send_time.data(), static_cast<std::uint32_t>(fixed & 0xffffff));
        header.add(ids.of(RtpExtension::AbsSendTime), send_time);
    }
    if (ids.has(RtpExtension::TransportCc)) {
        // Negotiated only where repeated packets travel as RTX, under an index of their own.
        store16(transport_sequence.data(), transport.next_transport_sequence());
        header.add(ids.of(RtpExtension::TransportCc), transport_sequence);
    }
    if (ids.has(RtpExtension::AudioLevel) && carried.has_audio_level) {
        header.add(ids.of(RtpExtension::AudioLevel), level);
    }
    if (ids.has(RtpExtension::PlayoutDelay) && carried.has_playout_delay) {
        header.add(ids.of(RtpExtension::PlayoutDelay), carried.playout_delay);
    }
    const bool long_form_allowed = media_->allow_mixed || carried.dependency_size <= 16;
    if (ids.has(RtpExtension::DependencyDescriptor) && carried.dependency_size > 0 &&
        long_form_allowed) {
        header.add(ids.of(RtpExtension::DependencyDescriptor),
                   Bytes(carried.dependency).first(carried.dependency_size));
    }

    const std::uint32_t ssrc = as_rtx ? identity_.rtx_ssrc : identity_.ssrc;
    const NegotiatedFormat& format = *stretch.format;
    const std::uint8_t type = as_rtx ? *format.rtx_payload_type : format.payload_type;
    const std::size_t header_size =
        header.write(room, type, packet.marker, static_cast<std::uint16_t>(index & 0xffff),
                     timestamp_of(packet, stretch), ssrc);
    SrtpSender& sender = transport.sender();
    if (header_size == 0 ||
        header_size + 2 + packet.padded_bytes().size() + sender.rtp_overhead() > room.size()) {
        return 0;
    }
    if (packet.padding > 0) room[0] |= kRtpPadding;
    std::array<std::byte, 2> original;
    Bytes prefix;
    if (as_rtx) {
        const std::int64_t original_index = packet.sequence + stretch.sequence_offset;
        store16(original.data(), static_cast<unsigned>(original_index & 0xffff));
        prefix = original;
    }
    return sender.seal_rtp(room.data(), header_size, ssrc, index, prefix, packet.padded_bytes());
}

void EgressTrack::retransmit(Room& room, std::uint16_t sequence, MonoTime now, Transport& transport,
                             Outbox& out, DropCounters& drops) {
    ++room.counters->packets_asked_of_us;
    // The packet index nearest to the newest one we sent.
    const std::int64_t newest = next_index_ - 1;
    const auto step = static_cast<std::int16_t>(sequence - static_cast<std::uint16_t>(newest));
    const std::int64_t index = newest + step;
    const bool of_before = before_ && index < now_.first_index;
    const Stretch& stretch = of_before ? *before_ : now_;
    RoomTrack& track = track_in(room, stretch);
    const std::int64_t wanted = index - stretch.sequence_offset;
    if (of_before && repeat_limit_) {
        // The key frame that followed plays without it, and a full line has no room.
        drops.count(Drop::NackOverBudget);
        return;
    }
    const bool readable = begun_ && step <= 0 && stretch.format != nullptr && track.log &&
                          stretch.source == track.log->source() && wanted >= stretch.first_sequence;
    const LoggedPacket* packet = readable ? track.log->find(wanted) : nullptr;
    if (packet == nullptr || packet->format != stretch.source_format) {
        drops.count(Drop::NackNotInLog);
        return;
    }
    if (recently_repeated(index, now)) return;
    const MutableBytes datagram = out.has_room_for_media() ? out.reserve() : MutableBytes{};
    if (datagram.empty() || !take_repeat_budget(packet->payload_size, now, track)) {
        drops.count(Drop::NackOverBudget);
        return;
    }
    const bool as_rtx = stretch.format->rtx_payload_type.has_value();
    const std::uint64_t sent_index = as_rtx ? next_rtx_index_++ : static_cast<std::uint64_t>(index);
    const std::size_t size = write(*packet, stretch, sent_index, as_rtx, transport, datagram);
    if (size == 0) return;
    out.commit(transport.remote(), size);
    ++room.counters->packets_repeated;
    if (media_->extensions.has(RtpExtension::TransportCc)) transport.note_sent(size, now);
    repeated_[next_repeated_] = {index, now};
    next_repeated_ = (next_repeated_ + 1) % repeated_.size();
}

void EgressTrack::pause(bool paused, Room& room) {
    if (paused == paused_) return;
    paused_ = paused;
    if (!paused) return;
    stop_replay(room);
    before_.reset();
    begun_ = false;
}

bool EgressTrack::send_train(Room& room, std::size_t packets, MonoTime now, Transport& transport,
                             Outbox& out) {
    const bool tellable = media_->extensions.has(RtpExtension::TransportCc) &&
                          now_.format != nullptr && now_.format->rtx_payload_type;
    if (!begun_ || !tellable) return false;
    const PacketLog& log = *track_in(room, now_).log;
    if (now_.source != log.source() || position_ - log.tail() < packets) return false;
    for (std::uint64_t position = position_ - packets; position < position_; ++position) {
        const LoggedPacket& packet = *log.at(position);
        if (packet.sequence < now_.first_sequence || packet.format != now_.source_format) continue;
        if (!out.has_room_for_media()) return false;
        const std::size_t size =
            write(packet, now_, next_rtx_index_++, true, transport, out.reserve());
        if (size == 0) return false;
        out.commit(transport.remote(), size);
        transport.note_sent(size, now);
    }
    return true;
}

bool EgressTrack::recently_repeated(std::int64_t index, MonoTime now) {
    const auto interval = std::max(kRepeatFloorInterval, round_trip_ / 2);
    return std::any_of(repeated_.begin(), repeated_.end(), [&](const Repeated& entry) {
        return entry.index == index && now - entry.at < interval;
    });
}

bool EgressTrack::take_repeat_budget(std::size_t size, MonoTime now, RoomTrack& track) {
    const std::int64_t rate = std::max(kRepeatFloor, track.bytes.per_second(now) / kRepeatShare);
    // A queue that is full already is not emptied by filling it again.
    const std::int64_t limited = std::min(rate, repeat_limit_.value_or(rate));
    const std::int64_t burst = limited < rate ? std::min(limited, kRepeatBurst) : kRepeatBurst;
    return repeats_.take(size, {limited, burst}, now);
}

void EgressTrack::want_key_frame(Room& room, MonoTime now) {
    ++room.counters->key_frame_requests_heard;
    if (packets_sent_ > 0 && now - last_key_frame_wish_ < kWishInterval) return;
    last_key_frame_wish_ = now;
    track_in(room, now_).key_frames.want();
}

std::optional<SenderReport> EgressTrack::sender_report(Room& room, MonoTime now,
                                                       std::uint64_t ntp) const {
    const RoomTrack& track = track_in(room, now_);
    if (!begun_ || packets_sent_ == 0 || !track.clock || !track.log ||
        now_.source != track.log->source() || replaying_) {
        return std::nullopt;
    }
    const std::uint32_t rate = media_->formats.front().clock_rate_hz;
    SenderReport report;
    report.ssrc = identity_.ssrc;
    report.ntp = ntp;
    report.timestamp = track.clock->timestamp + now_.timestamp_offset +
                       static_cast<std::uint32_t>(to_ticks(now - track.clock->at, rate));
    report.packets = static_cast<std::uint32_t>(packets_sent_);
    report.octets = static_cast<std::uint32_t>(octets_sent_);
    return report;
}

}  // namespace lsl::media
