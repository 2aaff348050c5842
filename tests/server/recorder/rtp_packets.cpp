#include "tests/server/recorder/rtp_packets.h"

#include <algorithm>
#include <span>

namespace lsl::recorder::test {

namespace {

using Bytes = std::vector<std::byte>;
using View = std::span<const std::byte>;

std::byte byte(unsigned value) { return static_cast<std::byte>(value & 0xff); }

void append(Bytes& to, View from) { to.insert(to.end(), from.begin(), from.end()); }

Bytes leb128(std::size_t value) {
    Bytes bytes;
    do {
        const std::size_t low = value & 0x7f;
        value >>= 7;
        bytes.push_back(static_cast<std::byte>(low | (value != 0 ? 0x80 : 0)));
    } while (value != 0);
    return bytes;
}

std::size_t take_leb128(View& rest) {
    std::size_t value = 0;
    for (unsigned shift = 0; !rest.empty(); shift += 7) {
        const auto next = std::to_integer<std::size_t>(rest[0]);
        rest = rest.subspan(1);
        value |= (next & 0x7f) << shift;
        if ((next & 0x80) == 0) break;
    }
    return value;
}

}  // namespace

std::vector<std::vector<std::byte>> nal_units(const std::vector<std::byte>& stream) {
    std::vector<std::size_t> starts;
    for (std::size_t i = 0; i + 3 <= stream.size(); ++i) {
        if (stream[i] == byte(0) && stream[i + 1] == byte(0) && stream[i + 2] == byte(1)) {
            starts.push_back(i + 3);
            i += 2;
        }
    }
    std::vector<Bytes> units;
    for (std::size_t i = 0; i < starts.size(); ++i) {
        std::size_t end = i + 1 < starts.size() ? starts[i + 1] - 3 : stream.size();
        while (end > starts[i] && stream[end - 1] == byte(0)) --end;
        units.emplace_back(stream.begin() + static_cast<std::ptrdiff_t>(starts[i]),
                           stream.begin() + static_cast<std::ptrdiff_t>(end));
    }
    return units;
}

std::vector<RtpPacket> Packetizer::packets(const SampleFrame& frame) {
    switch (codec_) {
        case media::Codec::Opus: return {{frame.data, false}};
        case media::Codec::Vp8: return vp8(frame);
        case media::Codec::Vp9: return vp9(frame);
        case media::Codec::H264: return h264(frame);
        case media::Codec::Av1: return av1(frame);
    }
    return {};
}

std::vector<RtpPacket> Packetizer::vp8(const SampleFrame& frame) {
    std::vector<RtpPacket> packets;
    for (std::size_t at = 0; at < frame.data.size(); at += most_) {
        const View chunk = View(frame.data).subspan(at, std::min(most_, frame.data.size() - at));
        RtpPacket packet;
        packet.payload = {byte(at == 0 ? 0x90 : 0x80), byte(0x80),
                          byte(0x80u | (picture_id_ >> 8 & 0x7f)), byte(picture_id_)};
        append(packet.payload, chunk);
        packets.push_back(std::move(packet));
    }
    packets.back().marker = true;
    ++picture_id_;
    return packets;
}

std::vector<RtpPacket> Packetizer::vp9(const SampleFrame& frame) {
    std::vector<RtpPacket> packets;
    for (std::size_t at = 0; at < frame.data.size(); at += most_) {
        const View chunk = View(frame.data).subspan(at, std::min(most_, frame.data.size() - at));
        const bool first = at == 0;
        const bool last = at + chunk.size() == frame.data.size();
        unsigned head = 0x80 | 0x10;  // I, F
        if (!frame.key) head |= 0x40;
        if (first) head |= 0x08;
        if (last) head |= 0x04;
        const bool structure = frame.key && first;
        if (structure) head |= 0x02;
        RtpPacket packet;
        packet.payload = {byte(head), byte(0x80u | (picture_id_ >> 8 & 0x7f)), byte(picture_id_)};
        if (!frame.key) packet.payload.push_back(byte(0x02));  // one reference, one back
        if (structure) {
            // One layer, with its size, and a picture group of one.
            append(packet.payload, Bytes{byte(0x18), byte(0), byte(160), byte(0), byte(120),
                                         byte(1), byte(0x04), byte(1)});
        }
        append(packet.payload, chunk);
        packets.push_back(std::move(packet));
    }
    packets.back().marker = true;
    ++picture_id_;
    return packets;
}

std::vector<RtpPacket> Packetizer::h264(const SampleFrame& frame) {
    std::vector<RtpPacket> packets;
    Bytes aggregate;
    const auto end_aggregate = [&] {
        if (!aggregate.empty()) packets.push_back({std::move(aggregate), false});
        aggregate.clear();
    };
    for (const Bytes& nal : nal_units(frame.data)) {
        const unsigned type = std::to_integer<unsigned>(nal[0]) & 0x1f;
        if (without_sets_ && (type == 7 || type == 8)) continue;
        if (nal.size() <= 100) {
            if (aggregate.empty()) aggregate.push_back(byte(0x78));  // STAP-A
            aggregate.push_back(byte(static_cast<unsigned>(nal.size() >> 8)));
            aggregate.push_back(byte(static_cast<unsigned>(nal.size())));
            append(aggregate, nal);
            continue;
        }
        end_aggregate();
        if (nal.size() <= most_) {
            packets.push_back({nal, false});
            continue;
        }
        const View body = View(nal).subspan(1);
        for (std::size_t at = 0; at < body.size(); at += most_) {
            const View chunk = body.subspan(at, std::min(most_, body.size() - at));
            const unsigned start = at == 0 ? 0x80 : 0;
            const unsigned end = at + chunk.size() == body.size() ? 0x40 : 0;
            RtpPacket packet;
            packet.payload = {(nal[0] & byte(0xe0)) | byte(28), byte(start | end | type)};
            append(packet.payload, chunk);
            packets.push_back(std::move(packet));
        }
    }
    end_aggregate();
    if (!packets.empty()) packets.back().marker = true;
    return packets;
}

std::vector<RtpPacket> Packetizer::av1(const SampleFrame& frame) {
    // OBUs without sizes and temporal delimiters, one after the other, cut where a packet is full.
    std::vector<Bytes> obus;
    View rest(frame.data);
    while (!rest.empty()) {
        const auto head = std::to_integer<unsigned>(rest[0]);
        rest = rest.subspan(1);
        Bytes obu{byte(head & ~0x02u)};
        if ((head & 0x04) != 0) {
            obu.push_back(rest[0]);
            rest = rest.subspan(1);
        }
        const std::size_t size = (head & 0x02) != 0 ? take_leb128(rest) : rest.size();
        append(obu, rest.first(size));
        rest = rest.subspan(size);
        if (((head >> 3) & 0x0f) != 2) obus.push_back(std::move(obu));
    }
    std::vector<RtpPacket> packets;
    Bytes payload{byte(frame.key ? 0x08 : 0)};  // N
    for (std::size_t i = 0; i < obus.size(); ++i) {
        View left(obus[i]);
        while (!left.empty()) {
            const std::size_t room = most_ > payload.size() + 2 ? most_ - payload.size() - 2 : 0;
            if (room == 0) {
                packets.push_back({std::move(payload), false});
                payload = {byte(0)};
                continue;
            }
            const View element = left.first(std::min(room, left.size()));
            left = left.subspan(element.size());
            append(payload, leb128(element.size()));
            append(payload, element);
            if (!left.empty()) {
                payload[0] |= byte(0x40);  // Y: goes on in the next packet
                packets.push_back({std::move(payload), false});
                payload = {byte(0x80)};  // Z
            }
        }
    }
    packets.push_back({std::move(payload), true});
    return packets;
}

}  // namespace lsl::recorder::test
