// A DTLS handshake over a network that loses, repeats, reorders, splits and damages: each record in
// a datagram of its own, handshake messages in fragments of any size (a ClientHello with a
// post-quantum key share comes so), time-outs, and bytes of strangers. Whoever did no worse than
// the network may do ends connected with keys that fit; a certificate that the SDP did not name
// never does.
#include "server/media/transport/dtls.h"
#include "tests/fuzz/fuzz_input.h"
#include "tests/media/fake_time.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <deque>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace {

using namespace lsl;
using namespace lsl::media;

constexpr std::size_t kRecordHeader = 13;     // RFC 6347 4.1
constexpr std::size_t kHandshakeHeader = 12;  // 4.2.2
constexpr unsigned kHandshakeType = 22;

using Datagram = std::vector<std::byte>;

Fingerprint fingerprint_of(const DtlsContext& context) {
    Fingerprint fingerprint;
    fingerprint.hash = "sha-256";
    const std::string& text = context.fingerprint_sha256();
    for (std::size_t at = 0; at + 1 < text.size(); at += 3) {
        const auto digit = [](char c) { return c <= '9' ? c - '0' : c - 'A' + 10; };
        fingerprint.digest.push_back(
            static_cast<std::byte>(digit(text[at]) * 16 + digit(text[at + 1])));
    }
    return fingerprint;
}

std::vector<Datagram> records_of(Bytes datagram) {
    std::vector<Datagram> records;
    while (datagram.size() >= kRecordHeader) {
        const std::size_t size =
            std::min(kRecordHeader + load16(datagram.data() + 11), datagram.size());
        records.emplace_back(datagram.begin(),
                             datagram.begin() + static_cast<std::ptrdiff_t>(size));
        datagram = datagram.subspan(size);
    }
    return records;
}

/// In the clear: its sequence number and fragments may be anybody's.
bool is_clear(Bytes record) {
    return record.size() >= kRecordHeader && load16(record.data() + 3) == 0;
}

/// A handshake message in fragments of `piece` bytes.
std::vector<Datagram> fragments_of(const Datagram& record, std::size_t piece) {
    if (record.size() < kRecordHeader + kHandshakeHeader ||
        load8(record.data()) != kHandshakeType) {
        return {record};
    }
    const std::byte* message = record.data() + kRecordHeader;
    const std::size_t offset = load24(message + 6);
    const std::size_t length = load24(message + 9);
    // Several messages in one record, or none that is whole, stay as they are.
    if (record.size() != kRecordHeader + kHandshakeHeader + length || length == 0) return {record};
    std::vector<Datagram> pieces;
    for (std::size_t at = 0; at < length; at += piece) {
        const std::size_t size = std::min(piece, length - at);
        Datagram made(record.begin(), record.begin() + kRecordHeader + kHandshakeHeader);
        store16(made.data() + 11, static_cast<unsigned>(kHandshakeHeader + size));
        store24(made.data() + kRecordHeader + 6, static_cast<std::uint32_t>(offset + at));
        store24(made.data() + kRecordHeader + 9, static_cast<std::uint32_t>(size));
        const std::byte* body = message + kHandshakeHeader + at;
        made.insert(made.end(), body, body + size);
        pieces.push_back(std::move(made));
    }
    return pieces;
}

struct End {
    End(const DtlsContext& context, DtlsRole role, std::vector<Fingerprint> expected)
        : transport(context, role, std::move(expected)) {}

    void handle(Bytes datagram) {
        transport.handle(datagram);
        collect();
    }
    void collect() {
        for (Bytes out = transport.next_datagram(); !out.empty(); out = transport.next_datagram()) {
            if (out.size() > DtlsTransport::kMtu) std::abort();
            sent.emplace_back(out.begin(), out.end());
        }
    }

    DtlsTransport transport;
    std::deque<Datagram> sent;      ///< on its way to the other end
    std::uint64_t next_record = 0;  ///< renumbers what travels in the clear
};

class Network {
  public:
    Network(const DtlsContext& context, bool stranger, std::vector<Fingerprint> known)
        : client_(context, DtlsRole::Client, known),
          server_(context, DtlsRole::Server, stranger ? std::vector<Fingerprint>{} : known),
          stranger_(stranger) {
        test::set_fake_time(now_);
        client_.transport.start();
        client_.collect();
    }

    void act(fuzz::FuzzInput& input) {
        const unsigned what = input.u8();
        const bool to_server = (what & 0x80) != 0;
        End& from = to_server ? client_ : server_;
        End& to = to_server ? server_ : client_;
        if ((what & 7) == 6) {
            const auto chunk = std::as_bytes(input.chunk());
            to.handle(chunk);
            harmless_ = harmless_ && chunk.empty();
            return;
        }
        if ((what & 7) == 7) {
            // OpenSSL gives up by itself after a dozen.
            if (++timeouts_ < 5) wait();
            return;
        }
        if (from.sent.empty()) return;
        Datagram datagram = std::move(from.sent.front());
        from.sent.pop_front();
        switch (what & 7) {
            case 0: carry(from, to, datagram, 65'536); break;
            case 1: carry(from, to, datagram, 1 + input.u8()); break;
            case 2: break;  // lost
            case 3:
                carry(from, to, datagram, 65'536);
                carry(from, to, datagram, 65'536);
                break;
            case 4: from.sent.push_back(std::move(datagram)); break;  // overtaken
            case 5: {
                const unsigned at = input.u16();
                const unsigned change = input.u8();
                if (change == 0) {
                    datagram.resize(at % datagram.size());
                } else {
                    datagram[at % datagram.size()] ^= static_cast<std::byte>(change);
                }
                harmless_ = false;
                to.handle(datagram);
                break;
            }
        }
    }

    /// From here on the network is a good one.
    void conclude() {
        for (int round = 0; round < 6 && !done(); ++round) {
            for (int flight = 0; flight < 8; ++flight) {
                flush(client_, server_);
                flush(server_, client_);
            }
            if (!done()) wait();
        }
        const bool server_up = server_.transport.state() == DtlsState::Connected;
        if (stranger_) {
            if (server_up) std::abort();
            return;
        }
        if (!harmless_) return;
        if (!done()) std::abort();
        const SrtpKeys& ours = server_.transport.keys();
        const SrtpKeys& theirs = client_.transport.keys();
        if (ours.profile != theirs.profile || ours.local.key != theirs.remote.key ||
            ours.remote.key != theirs.local.key || ours.local.salt != theirs.remote.salt) {
            std::abort();
        }
    }

  private:
    bool done() const {
        return client_.transport.state() == DtlsState::Connected &&
               server_.transport.state() == DtlsState::Connected;
    }
    void wait() {
        now_ = now_ + std::chrono::seconds(2);
        test::set_fake_time(now_);
        for (End* end : {&client_, &server_}) {
            end->transport.handle_timeout();
            end->collect();
        }
    }
    void flush(End& from, End& to) {
        while (!from.sent.empty()) {
            const Datagram datagram = std::move(from.sent.front());
            from.sent.pop_front();
            carry(from, to, datagram, 65'536);
        }
    }
    /// Records one by one; handshake messages in pieces, each under a number of its own.
    void carry(End& from, End& to, const Datagram& datagram, std::size_t piece) {
        for (const Datagram& record : records_of(datagram)) {
            if (!is_clear(record)) {
                to.handle(record);
                continue;
            }
            for (Datagram& fragment : fragments_of(record, piece)) {
                store16(fragment.data() + 5, 0);
                store32(fragment.data() + 7, static_cast<std::uint32_t>(from.next_record++));
                to.handle(fragment);
            }
        }
    }

    MonoTime now_{1'000'000'000};
    End client_;
    End server_;
    bool stranger_;
    bool harmless_ = true;
    int timeouts_ = 0;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const auto context = std::move(DtlsContext::make()).value();
    static const std::vector<Fingerprint> known{fingerprint_of(*context)};
    fuzz::FuzzInput input(std::span(data, size));
    Network network(*context, input.u8() % 8 == 7, known);
    for (int step = 0; step < 64 && !input.empty(); ++step) network.act(input);
    network.conclude();
    return 0;
}
