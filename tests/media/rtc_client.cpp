#include "tests/media/rtc_client.h"

#include <algorithm>

#include "server/media/media_time.h"
#include "server/media/sdp/sdp_lines.h"

namespace lsl::test {

using namespace media;

namespace {

constexpr std::chrono::microseconds kCheckBeforePair{50'000};
constexpr std::chrono::microseconds kCheckAfterPair{2'500'000};
constexpr std::size_t kKeptForResend = 2048;
constexpr std::uint32_t kReporterSsrc = 0x77777777;

/// "1 1 udp 2130706431 127.0.0.1 8189 typ host"
std::optional<Address> address_of(std::string_view candidate) {
    for (int skipped = 0; skipped < 4; ++skipped) take_word(candidate);
    const std::string_view ip = take_word(candidate);
    const auto port = parse_number<std::uint16_t>(take_word(candidate));
    return port ? Address::parse(ip, *port) : std::nullopt;
}

}  // namespace

RtcClient::RtcClient(const DtlsContext& dtls, ClientOptions options)
    : options_(std::move(options)), context_(&dtls) {
    offer_ = make_offer(
        options_, options_.fingerprint.empty() ? dtls.fingerprint_sha256() : options_.fingerprint);
    audio_index_ = options_.first_sequence;
    make_layers();
}

void RtcClient::make_layers() {
    layers_.clear();
    const std::size_t count = std::max<std::size_t>(options_.layers, 1);
    constexpr std::array<std::string_view, 3> kRids{"h", "m", "l"};
    for (std::size_t i = 0; i < count; ++i) {
        Layer layer;
        const auto step = static_cast<std::uint32_t>(i);
        layer.ssrc = options_.video_ssrc + step;
        layer.rtx_ssrc = options_.rtx_ssrc + step;
        // As with real senders, layers share neither numbers nor the start of their clocks.
        layer.first_timestamp = options_.first_timestamp + step * 0x12345678;
        layer.index = options_.first_sequence + static_cast<std::int64_t>(i) * 7000;
        layer.divisor = std::size_t{1} << (2 * i);
        if (options_.layers > 0) {
            layer.rid = kRids[i];
            layer.width = static_cast<std::uint16_t>(1280 >> i);
            layer.height = static_cast<std::uint16_t>(720 >> i);
        }
        layers_.push_back(std::move(layer));
    }
}

RtcClient::Layer* RtcClient::layer_of(std::uint32_t ssrc) {
    for (Layer& layer : layers_) {
        if (layer.ssrc == ssrc) return &layer;
    }
    return nullptr;
}

void RtcClient::set_layer_active(std::size_t layer, bool active) {
    layers_[layer].active = active;
    layers_[layer].key_frame_due = active;
}

bool RtcClient::accept(std::string_view text, MonoTime now) {
    auto answer = parse_sdp(text);
    if (!answer || answer->media.empty()) return false;
    answer_ = std::move(answer).value();
    const SdpMedia& first = answer_.media.front();
    if (first.candidates.empty()) return false;
    const auto address = address_of(first.candidates.front());
    if (!address) return false;
    server_ = *address;
    remote_ufrag_ = first.ice_ufrag;
    remote_pwd_ = first.ice_pwd;
    for (const SdpMedia& media : answer_.media) {
        if (media.sources.empty()) continue;
        if (media.kind == "audio") remote_audio_ = media.sources.front();
        if (media.kind != "video") continue;
        remote_video_ = media.sources.front();
        if (!media.rtx_pairs.empty()) remote_rtx_ = media.rtx_pairs.front().rtx;
        for (const SdpExtension& extension : media.extensions) {
            const auto known = rtp_extension_of(extension.uri);
            if (known == RtpExtension::TransportCc) remote_transport_cc_ = extension.id;
        }
    }
    const DtlsRole role = first.setup == SetupRole::Passive ? DtlsRole::Client : DtlsRole::Server;
    dtls_ = std::make_unique<DtlsTransport>(*context_, role, first.fingerprints);
    checking_ = true;
    next_check_ = now;
    return true;
}

void RtcClient::restart_ice(std::string ufrag, std::string pwd, std::string_view fragment) {
    const auto read = parse_sdp_fragment(fragment);
    if (!read) return;
    options_.ufrag = std::move(ufrag);
    options_.pwd = std::move(pwd);
    remote_ufrag_ = read->ice_ufrag;
    remote_pwd_ = read->ice_pwd;
    pair_works_ = false;
    checking_ = true;
    next_check_ = {};
}

std::vector<std::vector<std::byte>> RtcClient::take() { return std::exchange(out_, {}); }

void RtcClient::send(Bytes datagram) { out_.emplace_back(datagram.begin(), datagram.end()); }

void RtcClient::send_check(MonoTime now) {
    const std::string username = remote_ufrag_ + ":" + options_.ufrag;
    BindingRequest request;
    store64(request.transaction.data() + 4, next_transaction_++);
    request.username = username;
    request.password = remote_pwd_;
    request.use_candidate = options_.nominates;
    if (options_.stun_priority) {
        request.priority = 1853693695;
        request.tie_breaker = 0x0102030405060708;
    }
    std::array<std::byte, 256> buffer;
    send(Bytes(buffer).first(write_binding_request(buffer, request)));
    next_check_ = now + (pair_works_ ? kCheckAfterPair : kCheckBeforePair);
}

void RtcClient::tick(MonoTime now) {
    if (!dtls_) return;
    if (checking_ && now >= next_check_) send_check(now);
    if (dtls_deadline_ && now >= *dtls_deadline_) {
        dtls_->handle_timeout();
        flush_dtls(now);
    }
    if (!connected() || options_.publishes) return;
    if (options_.nacks) {
        const auto due = missing_.take_due(now, std::chrono::microseconds(50'000));
        if (!due.sequences.empty()) {
            std::array<std::byte, 1400> buffer;
            RtcpWriter writer(buffer);
            writer.nack(kReporterSsrc, remote_video_, due.sequences);
            send_rtcp(writer, buffer);
        }
    }
    if (hole_since_ && now - *hole_since_ > std::chrono::milliseconds(500) && now >= next_pli_) {
        next_pli_ = now + std::chrono::seconds(1);
        request_key_frame();
    }
    if (options_.feedback && arrivals_.pending() && now >= next_feedback_) send_feedback(now);
    if (now >= next_receiver_report_) send_receiver_report(now);
}

void RtcClient::send_receiver_report(MonoTime now) {
    next_receiver_report_ = now + std::chrono::seconds(1);
    ReportBlock block = stats_.report(remote_video_, now);
    if (last_report_ntp_ != 0) {
        block.last_sr = static_cast<std::uint32_t>(last_report_ntp_ >> 16);
        block.delay_since_sr =
            static_cast<std::uint32_t>((now - last_report_at_).count() * 65536 / 1'000'000);
    }
    std::array<std::byte, 256> buffer;
    RtcpWriter writer(buffer);
    writer.receiver_report(kReporterSsrc, std::span(&block, 1));
    send_rtcp(writer, buffer);
}

void RtcClient::send_feedback(MonoTime now) {
    next_feedback_ = now + std::chrono::milliseconds(100);
    while (arrivals_.pending()) {
        std::array<std::byte, 1100> body;
        std::array<std::byte, 1400> buffer;
        const std::size_t size = arrivals_.write_feedback(body);
        RtcpWriter writer(buffer);
        writer.transport_cc(kReporterSsrc, remote_video_, Bytes(body).first(size));
        send_rtcp(writer, buffer);
    }
}

void RtcClient::send_remb(std::uint64_t bits_per_second) {
    std::array<std::byte, 128> buffer;
    RtcpWriter writer(buffer);
    writer.remb(kReporterSsrc, bits_per_second, std::span(&remote_video_, 1));
    send_rtcp(writer, buffer);
}

void RtcClient::note_arrival(const RtpHeader& header, MonoTime now) {
    if (remote_transport_cc_ == 0) return;
    ExtensionReader reader(header);
    std::uint8_t id = 0;
    Bytes value;
    while (reader.next(id, value)) {
        if (id == remote_transport_cc_ && value.size() == 2) {
            arrivals_.on_packet(load16(value.data()), now);
        }
    }
}

void RtcClient::handle(MutableBytes datagram, MonoTime now) {
    ++datagrams_received_;
    if (datagram.empty() || !dtls_) return;
    const unsigned first = load8(datagram.data());
    if (first < 4) return on_stun(datagram, now);
    if (first >= 20 && first < 64) {
        dtls_->handle(datagram);
        return flush_dtls(now);
    }
    if (!connected() || !options_.decrypts || datagram.size() < 12) return;
    const unsigned type = load8(datagram.data() + 1) & 0x7f;
    if (type >= 64 && type < 96) return on_rtcp(datagram, now);
    on_rtp(datagram, now);
}

void RtcClient::on_stun(MutableBytes datagram, MonoTime now) {
    StunMessage message;
    if (parse_stun(datagram, message) != StunVerdict::Ok) return;
    if (message.type == StunClass::Request) return answer_check(message);
    if (!stun_integrity_holds(message, remote_pwd_)) return;
    if (message.type == StunClass::Error) {
        last_stun_error_ = message.error_code;
        return;
    }
    if (message.type != StunClass::Success || pair_works_) return;
    pair_works_ = true;
    next_check_ = now + kCheckAfterPair;
    dtls_->start();
    flush_dtls(now);
}

/// Of servers that check too, lite or not.
void RtcClient::answer_check(const StunMessage& check) {
    if (!options_.answers_checks || !stun_integrity_holds(check, options_.pwd)) return;
    std::array<std::byte, 128> buffer;
    send(Bytes(buffer).first(
        write_binding_success(buffer, check.transaction(), server_, options_.pwd)));
}

void RtcClient::flush_dtls(MonoTime now) {
    for (Bytes datagram = dtls_->next_datagram(); !datagram.empty();
         datagram = dtls_->next_datagram()) {
        send(datagram);
    }
    const auto timeout = dtls_->timeout();
    dtls_deadline_ = timeout ? std::optional(now + *timeout) : std::nullopt;
    if (dtls_->state() != DtlsState::Connected || connected()) return;
    const SrtpKeys& keys = dtls_->keys();
    receiver_.emplace(keys.profile, keys.remote);
    sender_.emplace(keys.profile, keys.local);
    cipher_.emplace(keys.profile, keys.local, SrtpCipher::Direction::Seal);
    connected_at_ = now;
}

void RtcClient::close() {
    if (!dtls_) return;
    dtls_->close();
    flush_dtls(MonoTime{});
}

// --- Publishing -------------------------------------------------------------------------------

void RtcClient::send_media(std::uint8_t type, std::uint32_t ssrc, std::int64_t index,
                           std::uint32_t timestamp, bool marker, Bytes prefix, Bytes payload,
                           const Marks& marks) {
    if (!connected()) return;
    const ClientExtensions& ids = options_.extensions;
    std::array<std::byte, 2> number;
    store16(number.data(), transport_sequence_);
    constexpr std::array<std::byte, 1> kLevel{std::byte{0x2a}};
    RtpHeaderWriter header;
    if (marks.mid) header.add(ids.mid, as_bytes(marks.audio ? "0" : "1"));
    if (!marks.rid.empty()) header.add(ids.rid, as_bytes(marks.rid));
    if (!marks.repaired_rid.empty()) header.add(ids.repaired_rid, as_bytes(marks.repaired_rid));
    if (options_.transport_cc) {
        header.add(ids.transport_cc, number);
        ++transport_sequence_;
    }
    if (marks.audio) header.add(ids.audio_level, kLevel);
    std::array<std::byte, Outbox::kMaxDatagram> packet;
    const std::size_t header_size = header.write(
        packet, type, marker, static_cast<std::uint16_t>(index & 0xffff), timestamp, ssrc);
    const std::size_t size = cipher_->seal_rtp(packet.data(), header_size, ssrc,
                                               static_cast<std::uint64_t>(index), prefix, payload);
    send(Bytes(packet).first(size));
}

void RtcClient::send_raw(std::uint8_t type, std::uint32_t ssrc, std::uint16_t sequence,
                         std::uint32_t timestamp, bool marker, Bytes payload, bool with_mid) {
    Marks marks;
    marks.audio = type == options_.audio_type;
    marks.mid = with_mid;
    send_media(type, ssrc, sequence, timestamp, marker, {}, payload, marks);
}

void RtcClient::send_frame(std::size_t bytes, bool key_frame, MonoTime now,
                           std::size_t packet_size) {
    if (!first_frame_sent_) first_frame_sent_ = now;
    for (Layer& layer : layers_) {
        if (layer.active) send_layer(layer, bytes / layer.divisor, key_frame, now, packet_size);
    }
    ++frame_;
}

void RtcClient::send_layer(Layer& layer, std::size_t bytes, bool key_frame, MonoTime now,
                           std::size_t packet_size) {
    const bool key = key_frame || (layer.key_frame_due && options_.answers_pli);
    layer.key_frame_due = false;
    const std::uint32_t timestamp = layer.first_timestamp + static_cast<std::uint32_t>(to_ticks(
                                                                now - *first_frame_sent_, 90000));
    const std::size_t count = std::max<std::size_t>((bytes + packet_size - 1) / packet_size, 1);
    std::vector<std::byte> payload(std::max(bytes / count, SyntheticPayload::kMinSize));
    Marks marks;
    marks.rid = layer.rid;
    for (std::size_t i = 0; i < count; ++i) {
        SyntheticPayload synthetic;
        synthetic.starts_frame = i == 0;
        synthetic.key_frame = key;
        synthetic.frame = frame_;
        synthetic.packet = static_cast<std::uint16_t>(i);
        synthetic.sent = now;
        synthetic.width = layer.width;
        synthetic.height = layer.height;
        synthetic.write(payload);
        const bool marker = i + 1 == count;
        const auto sequence = static_cast<std::uint16_t>(layer.index & 0xffff);
        send_media(options_.video_type, layer.ssrc, layer.index, timestamp, marker, {}, payload,
                   marks);
        layer.sent[sequence] = {options_.video_type, sequence, timestamp, marker, payload};
        layer.sent_order.push_back(sequence);
        if (layer.sent_order.size() > kKeptForResend) {
            layer.sent.erase(layer.sent_order.front());
            layer.sent_order.pop_front();
        }
        ++layer.index;
        ++layer.packets;
    }
}

void RtcClient::send_audio(MonoTime now) {
    std::array<std::byte, 100> payload;
    SyntheticPayload synthetic;
    synthetic.frame = static_cast<std::uint32_t>(audio_packets_);
    synthetic.sent = now;
    synthetic.write(payload);
    send_media(options_.audio_type, options_.audio_ssrc, audio_index_++, audio_timestamp_, false,
               {}, payload, {.audio = true});
    audio_timestamp_ += 960;
    ++audio_packets_;
}

void RtcClient::send_sender_reports(MonoTime now, std::uint64_t ntp) {
    if (!connected() || !first_frame_sent_) return;
    std::array<std::byte, 256> buffer;
    RtcpWriter writer(buffer);
    for (const Layer& layer : layers_) {
        if (!layer.active) continue;
        SenderReport video;
        video.ssrc = layer.ssrc;
        video.ntp = ntp;
        video.timestamp = layer.first_timestamp +
                          static_cast<std::uint32_t>(to_ticks(now - *first_frame_sent_, 90000));
        video.packets = static_cast<std::uint32_t>(layer.packets);
        writer.sender_report(video);
    }
    if (audio_packets_ > 0) {
        SenderReport audio;
        audio.ssrc = options_.audio_ssrc;
        audio.ntp = ntp;
        audio.timestamp = audio_timestamp_;
        writer.sender_report(audio);
    }
    send_rtcp(writer, buffer);
}

void RtcClient::send_rtcp(RtcpWriter& writer, MutableBytes buffer) {
    if (!connected() || writer.size() + sender_->rtcp_overhead() > buffer.size()) return;
    send(Bytes(buffer).first(sender_->seal_rtcp(buffer.data(), writer.size())));
}

std::vector<std::byte> RtcClient::sealed_control(Bytes compound) {
    std::vector<std::byte> sealed(compound.begin(), compound.end());
    sealed.resize(compound.size() + sender_->rtcp_overhead());
    sealed.resize(sender_->seal_rtcp(sealed.data(), compound.size()));
    return sealed;
}

void RtcClient::change_sources(std::uint32_t audio, std::uint32_t video,
                               std::uint16_t first_sequence, std::uint32_t first_timestamp) {
    options_.audio_ssrc = audio;
    options_.video_ssrc = video;
    options_.first_timestamp = first_timestamp;
    options_.first_sequence = first_sequence;
    audio_index_ = first_sequence;
    first_frame_sent_.reset();
    make_layers();
}

void RtcClient::resend(Layer& layer, std::uint16_t sequence) {
    const auto found = layer.sent.find(sequence);
    if (found == layer.sent.end() || !options_.rtx) return;
    const SentPacket& packet = found->second;
    std::array<std::byte, 2> original;
    store16(original.data(), packet.sequence);
    Marks marks;
    marks.repaired_rid = layer.rid;
    send_media(static_cast<std::uint8_t>(packet.type + 1), layer.rtx_ssrc, layer.rtx_index++,
               packet.timestamp, packet.marker, original, packet.payload, marks);
}

// --- Watching ---------------------------------------------------------------------------------

void RtcClient::request_key_frame() {
    std::array<std::byte, 128> buffer;
    RtcpWriter writer(buffer);
    writer.pli(kReporterSsrc, remote_video_);
    send_rtcp(writer, buffer);
}

void RtcClient::on_rtp(MutableBytes datagram, MonoTime now) {
    RtpHeader header;
    if (parse_rtp_header(datagram, header) != RtpVerdict::Ok) return;
    std::size_t size = 0;
    const SrtpVerdict verdict = receiver_->open_rtp(datagram, header.size, size);
    const bool is_video = header.ssrc == remote_video_;
    if (verdict == SrtpVerdict::Replayed) {
        (is_video ? video_ : audio_).duplicates += 1;
        return;
    }
    if (verdict != SrtpVerdict::Ok) {
        ++undecryptable_;
        return;
    }
    note_arrival(header, now);
    if (options_.keeps_packets) {
        KeptPacket kept;
        kept.bytes.assign(datagram.begin(), datagram.begin() + static_cast<std::ptrdiff_t>(size));
        kept.at = now;
        parse_rtp_header(kept.bytes, kept.header);
        kept_.push_back(std::move(kept));
    }
    Bytes payload;
    if (rtp_payload(Bytes(datagram).first(size), header, payload) != RtpVerdict::Ok) return;
    if (header.ssrc == remote_audio_) {
        ++audio_.packets;
        audio_.last_timestamp = header.timestamp;
        audio_.payload_type = header.payload_type;
        newest_audio_ = SyntheticPayload::read(payload);
        if (!newest_audio_) ++audio_.broken;
        return;
    }
    if (is_video) {
        video_.payload_type = header.payload_type;
        const std::int64_t sequence = video_sequences_.extend(header.sequence);
        stats_.on_packet(sequence, header.timestamp, now);
        return on_video(sequence, header, payload, now);
    }
    if (header.ssrc == remote_rtx_ && payload.size() >= 2) {
        const std::int64_t original = video_sequences_.peek(load16(payload.data()));
        if (!seen_.contains(original)) ++video_.recovered;
        on_video(original, header, payload.subspan(2), now);
    }
}

void RtcClient::on_video(std::int64_t sequence, const RtpHeader& header, Bytes payload,
                         MonoTime now) {
    missing_.on_packet(sequence, now);
    if (!seen_.insert(sequence).second) {
        ++video_.duplicates;
        return;
    }
    if (seen_.size() > 20'000) seen_.erase(seen_.begin());
    ++video_.packets;
    video_.last_timestamp = header.timestamp;
    const auto synthetic = SyntheticPayload::read(payload);
    if (!synthetic) ++video_.broken;
    newest_video_ = synthetic;
    waiting_[sequence] = {header.marker, header.timestamp, synthetic};
    play(now);
}

/// Where the first key frame begins of which all waits.
std::optional<std::int64_t> RtcClient::next_whole_key() const {
    for (auto first = waiting_.begin(); first != waiting_.end(); ++first) {
        const auto& payload = first->second.payload;
        if (!payload || !payload->key_frame || !payload->starts_frame) continue;
        std::int64_t sequence = first->first;
        for (auto packet = first; packet != waiting_.end() && packet->first == sequence; ++packet) {
            if (packet->second.marker) return first->first;
            ++sequence;
        }
    }
    return std::nullopt;
}

/// Plays what is complete and in order. A hole that does not close within a quarter of a second is
/// given up for the next whole key frame, as players do.
void RtcClient::play(MonoTime now) {
    if (!next_in_order_) next_in_order_ = next_whole_key();
    if (!next_in_order_) return;
    while (!waiting_.empty()) {
        const auto found = waiting_.find(*next_in_order_);
        if (found == waiting_.end()) {
            if (!hole_since_) hole_since_ = now;
            const auto key = next_whole_key();
            if (now - *hole_since_ < std::chrono::milliseconds(250) || !key) return;
            next_in_order_ = key;
            frame_intact_ = false;
            ++video_.skips;
            continue;
        }
        hole_since_.reset();
        const InOrder& packet = found->second;
        if (packet.payload) {
            if (packet.payload->starts_frame) frame_intact_ = true;
            if (packet.marker && frame_intact_) note_frame(packet, now);
        }
        waiting_.erase(waiting_.begin(), std::next(found));
        ++*next_in_order_;
    }
}

void RtcClient::note_frame(const InOrder& packet, MonoTime now) {
    const SyntheticPayload& payload = *packet.payload;
    if (video_.frames > 0) {
        const auto step = static_cast<std::int32_t>(payload.frame - video_.last_frame);
        if (step < 0 || step > 1) ++video_.jumps;
        const auto later = static_cast<std::int32_t>(packet.timestamp - *frame_timestamp_);
        if (later <= 0) ++video_.backwards;
        if (video_.width != payload.width) ++video_.switches;
    }
    frame_timestamp_ = packet.timestamp;
    ++video_.frames;
    if (payload.key_frame) ++video_.key_frames;
    video_.last_frame = payload.frame;
    video_.width = payload.width;
    video_.last_frame_at = now;
    if (!video_.first_frame_at) video_.first_frame_at = now;
}

void RtcClient::on_rtcp(MutableBytes datagram, MonoTime now) {
    std::size_t size = 0;
    if (receiver_->open_rtcp(datagram, size) != SrtpVerdict::Ok) return;
    RtcpReader reader(Bytes(datagram).first(size));
    RtcpPacket packet;
    while (reader.next(packet) == RtcpVerdict::Ok) {
        if (const auto report = read_sender_report(packet)) {
            last_report_ntp_ = report->ntp;
            last_report_at_ = now;
            if (report->ssrc == remote_video_) video_.last_report = report;
            if (report->ssrc == remote_audio_) audio_.last_report = report;
        }
        if (const auto wanted = read_key_frame_request(packet)) {
            if (Layer* layer = layer_of(*wanted)) {
                ++key_frame_requests_;
                ++layer->key_frame_requests;
                layer->key_frame_due = true;
            }
        }
        std::uint32_t media = 0;
        each_nack(packet, media, [&](std::uint16_t sequence) {
            ++nacks_received_;
            if (Layer* layer = layer_of(media)) resend(*layer, sequence);
        });
        if (packet.type == kRtcpTransportFeedback && packet.count == 15) {
            const auto feedback = read_twcc(packet.bytes.subspan(12));
            if (feedback) {
                ++twcc_received_;
                twcc_packets_reported_ += static_cast<std::int64_t>(feedback->packets.size());
            }
        }
        if (const auto remb = read_remb(packet)) remb_ = remb;
        each_report_block(packet, [&](const ReportBlock& block) {
            if (block.ssrc == options_.video_ssrc) reported_loss_ = block.fraction_lost / 256.0;
        });
    }
}

}  // namespace lsl::test
