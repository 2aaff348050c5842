#include "server/media/transport/dtls.h"

#include <gtest/gtest.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <deque>

#include "tests/media/heap_use.h"

namespace lsl::media {
namespace {

// A stranger's DTLS client on plain OpenSSL, whose ClientHello is as long as those with a
// post-quantum key share (Firefox since 146: 1,184 bytes of ML-KEM-768) and leaves in pieces.

using Datagram = std::vector<std::byte>;

constexpr unsigned kSomeExtension = 65280;  // private use
constexpr std::array<unsigned char, 1216> kLongKeyShare{};

int add_long_extension(SSL*, unsigned, unsigned, const unsigned char** out, std::size_t* size,
                       X509*, std::size_t, int*, void*) {
    *out = kLongKeyShare.data();
    *size = kLongKeyShare.size();
    return 1;
}

class Stranger {
  public:
    /// `own` lends its certificate.
    Stranger(const DtlsContext& own, long mtu) : context_(SSL_CTX_new(DTLS_client_method())) {
        SSL_CTX_use_certificate(context_.get(), SSL_CTX_get0_certificate(own.ssl_context()));
        SSL_CTX_use_PrivateKey(context_.get(), SSL_CTX_get0_privatekey(own.ssl_context()));
        SSL_CTX_set_options(context_.get(), SSL_OP_NO_QUERY_MTU);
        SSL_CTX_set_tlsext_use_srtp(context_.get(), "SRTP_AEAD_AES_128_GCM");
        SSL_CTX_add_custom_ext(context_.get(), kSomeExtension, SSL_EXT_CLIENT_HELLO,
                               &add_long_extension, nullptr, nullptr, nullptr, nullptr);
        ssl_.reset(SSL_new(context_.get()));
        for (BIO** bio : {&in_, &out_}) {
            *bio = BIO_new(BIO_s_mem());
            BIO_set_mem_eof_return(*bio, -1);
        }
        SSL_set_bio(ssl_.get(), in_, out_);
        SSL_set_mtu(ssl_.get(), mtu);
        SSL_set_connect_state(ssl_.get());
        SSL_do_handshake(ssl_.get());
    }

    void handle(Bytes datagram) {
        BIO_reset(in_);
        BIO_write(in_, datagram.data(), static_cast<int>(datagram.size()));
        SSL_do_handshake(ssl_.get());
    }

    bool connected() const { return SSL_is_init_finished(ssl_.get()) == 1; }

    /// What it has written since the last call: a record is a datagram.
    std::vector<Datagram> take() {
        std::vector<Datagram> records;
        std::array<std::byte, 13> header;
        while (BIO_read(out_, header.data(), header.size()) == int{header.size()}) {
            Datagram record(header.begin(), header.end());
            record.resize(header.size() + load16(header.data() + 11));
            BIO_read(out_, record.data() + header.size(),
                     static_cast<int>(record.size() - header.size()));
            records.push_back(std::move(record));
        }
        return records;
    }

  private:
    struct Free {
        void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
        void operator()(SSL* ssl) const { SSL_free(ssl); }
    };
    std::unique_ptr<SSL_CTX, Free> context_;
    std::unique_ptr<SSL, Free> ssl_;
    BIO* in_ = nullptr;   // the SSL's
    BIO* out_ = nullptr;  // the SSL's
};

Fingerprint fingerprint_of(const DtlsContext& context) {
    Fingerprint print{.hash = "sha-256", .digest = {}};
    const std::string& text = context.fingerprint_sha256();
    for (std::size_t i = 0; i + 1 < text.size(); i += 3) {
        print.digest.push_back(std::byte(std::stoi(text.substr(i, 2), nullptr, 16)));
    }
    return print;
}

/// Shakes hands, the stranger's first flight in an order of the test's making.
void expect_keys(long mtu, std::size_t least_pieces, void (*reorder)(std::vector<Datagram>&)) {
    const auto server_context = DtlsContext::make();
    const auto client_context = DtlsContext::make();
    ASSERT_TRUE(server_context && client_context);
    DtlsTransport server(**server_context, DtlsRole::Server, {fingerprint_of(**client_context)});
    Stranger client(**client_context, mtu);
    auto flight = client.take();
    ASSERT_GE(flight.size(), least_pieces);
    reorder(flight);
    for (int round = 0;
         round < 10 && !(client.connected() && server.state() == DtlsState::Connected); ++round) {
        for (const Datagram& datagram : flight) server.handle(datagram);
        std::vector<Datagram> answers;
        for (Bytes next = server.next_datagram(); !next.empty(); next = server.next_datagram()) {
            answers.emplace_back(next.begin(), next.end());
        }
        for (const Datagram& datagram : answers) client.handle(datagram);
        flight = client.take();
    }
    EXPECT_TRUE(client.connected());
    ASSERT_EQ(server.state(), DtlsState::Connected);
    EXPECT_EQ(server.keys().profile, SrtpProfile::AeadAes128Gcm);
}

TEST(Dtls, ClientHelloInPiecesIsPutTogether) {
    expect_keys(1200, 2, [](std::vector<Datagram>&) {});
    expect_keys(256, 5, [](std::vector<Datagram>&) {});
}

TEST(Dtls, ThePiecesMayComeInAnyOrderAndTwice) {
    expect_keys(256, 5,
                [](std::vector<Datagram>& pieces) { std::reverse(pieces.begin(), pieces.end()); });
    expect_keys(256, 5, [](std::vector<Datagram>& pieces) {
        pieces.insert(pieces.begin() + 2, pieces[0]);
        std::swap(pieces[3], pieces[4]);
    });
}

/// The two ends of an association, each with a certificate of its own.
struct Association {
    explicit Association(const DtlsContext& ours, const DtlsContext& theirs)
        : server(ours, DtlsRole::Server, {fingerprint_of(theirs)}),
          client(theirs, DtlsRole::Client, {fingerprint_of(ours)}) {
        client.start();
    }
    /// All that one end has to say goes to the other; false when that was nothing.
    static bool pass(DtlsTransport& from, DtlsTransport& to) {
        std::vector<Datagram> datagrams;
        for (Bytes next = from.next_datagram(); !next.empty(); next = from.next_datagram()) {
            datagrams.emplace_back(next.begin(), next.end());
        }
        for (const Datagram& datagram : datagrams) to.handle(datagram);
        return !datagrams.empty();
    }
    void shake_hands() {
        while (pass(client, server) || pass(server, client)) {
        }
    }

    DtlsTransport server;
    DtlsTransport client;
};

TEST(Dtls, AConnectedEndKeepsNoBuffers) {
    const auto ours = DtlsContext::make();
    const auto theirs = DtlsContext::make();
    ASSERT_TRUE(ours && theirs);
    constexpr int pairs = 20;
    std::vector<std::unique_ptr<Association>> all;
    all.reserve(pairs);
    std::int64_t before = 0;
    // What is made once, for the first of them, is not counted.
    for (int i = 0; i <= pairs; ++i) {
        all.push_back(std::make_unique<Association>(**ours, **theirs));
        all.back()->shake_hands();
        ASSERT_EQ(all.back()->server.state(), DtlsState::Connected);
        ASSERT_EQ(all.back()->client.state(), DtlsState::Connected);
        if (i == 0) before = test::heap_in_use();
    }
    const std::int64_t each = (test::heap_in_use() - before) / (2 * pairs);
    EXPECT_LT(each, 48 * 1024);
}

TEST(Dtls, AGoodbyeIsSaidAndHeardLongAfterTheHandshake) {
    const auto ours = DtlsContext::make();
    const auto theirs = DtlsContext::make();
    ASSERT_TRUE(ours && theirs);
    for (const bool server_leaves : {true, false}) {
        Association ends(**ours, **theirs);
        ends.shake_hands();
        DtlsTransport& leaving = server_leaves ? ends.server : ends.client;
        DtlsTransport& staying = server_leaves ? ends.client : ends.server;
        ASSERT_EQ(staying.state(), DtlsState::Connected);
        leaving.close();
        EXPECT_TRUE(Association::pass(leaving, staying));
        EXPECT_EQ(staying.state(), DtlsState::Closed);
    }
}

TEST(Dtls, ALastFlightThatWasLostIsRepeatedWhenThePeerAsks) {
    const auto ours = DtlsContext::make();
    const auto theirs = DtlsContext::make();
    ASSERT_TRUE(ours && theirs);
    Association ends(**ours, **theirs);
    while (ends.server.state() == DtlsState::Handshaking) {
        Association::pass(ends.client, ends.server);
        if (ends.server.state() == DtlsState::Handshaking) {
            Association::pass(ends.server, ends.client);
        }
    }
    ASSERT_EQ(ends.server.state(), DtlsState::Connected);
    while (!ends.server.next_datagram().empty()) {  // lost
    }
    ASSERT_EQ(ends.client.state(), DtlsState::Handshaking);
    while (ends.client.state() == DtlsState::Handshaking) {
        ends.client.handle_timeout();  // repeats its flight once that is due
        Association::pass(ends.client, ends.server);
        Association::pass(ends.server, ends.client);
    }
    EXPECT_EQ(ends.client.state(), DtlsState::Connected);
    EXPECT_EQ(ends.server.state(), DtlsState::Connected);
}

}  // namespace
}  // namespace lsl::media
