#include "tests/attacks/media/crafted_control.h"

#include <algorithm>
#include <array>

#include "server/media/packet/rtcp.h"

namespace lsl::test {

using namespace media;

namespace {

constexpr std::size_t kDatagram = 1'180;  // without what SRTCP adds
constexpr std::uint32_t kAttacker = 0x0a77acce;

/// As many copies of what `write` appends as fit into one datagram.
template <class Write>
std::vector<std::byte> filled(Write write) {
    std::vector<std::byte> all;
    for (;;) {
        std::array<std::byte, kDatagram> one;
        RtcpWriter writer(one);
        write(writer);
        if (writer.size() == 0 || all.size() + writer.size() > kDatagram) return all;
        all.insert(all.end(), one.begin(),
                   one.begin() + static_cast<std::ptrdiff_t>(writer.size()));
    }
}

std::vector<std::byte> repeated(const std::vector<std::byte>& part) {
    std::vector<std::byte> all;
    while (all.size() + part.size() <= kDatagram) all.insert(all.end(), part.begin(), part.end());
    return all;
}

/// A packet of `words` 32-bit words with nothing in it.
std::vector<std::byte> bare(unsigned count, unsigned type, std::size_t words) {
    std::vector<std::byte> bytes(4 * words);
    store8(bytes.data(), 0x80 | count);
    store8(bytes.data() + 1, type);
    store16(bytes.data() + 2, static_cast<unsigned>(words - 1));
    if (words > 1) store32(bytes.data() + 4, kAttacker);
    return bytes;
}

/// Every entry asks for 17 packets.
std::vector<std::byte> nack_of(std::uint32_t media_ssrc, std::uint16_t from) {
    std::vector<std::byte> bytes = bare(1, kRtcpTransportFeedback, kDatagram / 4);
    store32(bytes.data() + 8, media_ssrc);
    std::uint16_t first = from;
    for (std::size_t at = 12; at + 4 <= bytes.size(); at += 4) {
        store16(bytes.data() + at, first);
        store16(bytes.data() + at + 2, 0xffff);
        first = static_cast<std::uint16_t>(first + 17);
    }
    return bytes;
}

}  // namespace

std::vector<std::byte> absent_feedback(std::uint16_t base, std::size_t packets) {
    std::vector<std::byte> body;
    body.resize(8);
    store16(body.data(), base);
    store16(body.data() + 2, static_cast<unsigned>(packets));
    while (packets > 0) {
        const std::size_t run = std::min<std::size_t>(packets, 0x1fff);
        body.resize(body.size() + 2);
        store16(body.data() + body.size() - 2, static_cast<unsigned>(run));
        packets -= run;
    }
    body.resize((body.size() + 3) / 4 * 4);
    std::vector<std::byte> bytes(12 + body.size());
    RtcpWriter writer(bytes);
    writer.transport_cc(kAttacker, kAttacker, body);
    return bytes;
}

std::vector<CraftedCompound> crafted_compounds(std::uint32_t media_ssrc, std::uint16_t newest,
                                               std::uint16_t transport_newest) {
    const ReportBlock block{.ssrc = media_ssrc, .fraction_lost = 200};
    const std::array<ReportBlock, 31> blocks = [&] {
        std::array<ReportBlock, 31> made{};
        made.fill(block);
        return made;
    }();
    std::array<std::uint32_t, 255> sources{};
    sources.fill(media_ssrc);
    const auto base = [&](std::size_t packets) {
        return static_cast<std::uint16_t>(transport_newest - packets + 1);
    };
    const auto text = std::string(255, 'x');
    return {
        {"twcc, 65,535 packets, once", absent_feedback(0, 65'535)},
        {"twcc, 65,535 packets, filled", repeated(absent_feedback(0, 65'535))},
        {"twcc, 1,024 packets, filled", repeated(absent_feedback(base(1024), 1024))},
        {"twcc, 1 packet, filled", repeated(absent_feedback(base(1), 1))},
        {"nack of what is kept", nack_of(media_ssrc, static_cast<std::uint16_t>(newest - 300))},
        {"nack of what is gone", nack_of(media_ssrc, static_cast<std::uint16_t>(newest + 1))},
        {"receiver reports, 31 blocks",
         filled([&](RtcpWriter& w) { w.receiver_report(kAttacker, blocks); })},
        {"receiver reports, 1 block",
         filled([&](RtcpWriter& w) { w.receiver_report(kAttacker, std::span(&block, 1)); })},
        {"sender reports", filled([&](RtcpWriter& w) {
             w.sender_report({.ssrc = kAttacker}, std::span(&block, 1));
         })},
        {"picture loss", filled([&](RtcpWriter& w) { w.pli(kAttacker, media_ssrc); })},
        {"full intra request", filled([&](RtcpWriter& w) { w.fir(kAttacker, media_ssrc, 1); })},
        {"remb, 255 sources",
         filled([&](RtcpWriter& w) { w.remb(kAttacker, 1'000'000, sources); })},
        {"remb, no sources", filled([&](RtcpWriter& w) { w.remb(kAttacker, 1'000'000, {}); })},
        {"source description", filled([&](RtcpWriter& w) { w.cname(kAttacker, text); })},
        {"source description, short", filled([&](RtcpWriter& w) { w.cname(kAttacker, "x"); })},
        {"goodbye", filled([&](RtcpWriter& w) { w.bye(kAttacker); })},
        {"application", repeated(bare(0, 204, 3))},
        {"extended report, times",
         filled([&](RtcpWriter& w) { w.delay_since_last_report(kAttacker, 1, 1, 1); })},
        {"parts of four bytes", repeated(bare(0, kRtcpReceiverReport, 1))},
    };
}

}  // namespace lsl::test
