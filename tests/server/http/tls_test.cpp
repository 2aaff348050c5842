#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <openssl/ssl.h>
#include <openssl/x509.h>

#include "tests/server/http/server_fixture.h"
#include "tests/server/tls_certificate.h"

namespace lsl::http {
namespace {

/// What a server answers over TLS to one request.
std::string ask(std::uint16_t port, const std::string& request) {
    const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(
        SSL_CTX_new(TLS_client_method()), SSL_CTX_free);
    BIO* bio = BIO_new_ssl_connect(context.get());
    BIO_set_conn_hostname(bio, ("127.0.0.1:" + std::to_string(port)).c_str());
    std::string answer;
    if (BIO_do_connect(bio) == 1) {
        BIO_write(bio, request.data(), static_cast<int>(request.size()));
        char buffer[4096];
        for (int count; (count = BIO_read(bio, buffer, sizeof buffer)) > 0;) {
            answer.append(buffer, static_cast<std::size_t>(count));
        }
    }
    BIO_free_all(bio);
    return answer;
}

class TlsTest : public lsl::testing::ServerTest {
  protected:
    void SetUp() override {
        settings_.tls_cert_file = folder_.path() / "cert.pem";
        settings_.tls_key_file = folder_.path() / "key.pem";
        lsl::testing::write_certificate(settings_.tls_cert_file, settings_.tls_key_file);
        start();
    }
};

TEST_F(TlsTest, ServesHttpsWithSecureCookiesAndHsts) {
    EXPECT_EQ(server_->public_url(), "https://localhost:" + std::to_string(port()));
    const std::string body =
        "{\"email\":\"a@example.com\",\"password\":\"a long password\","
        "\"displayName\":\"A\"}";
    const std::string answer =
        ask(port(),
            "POST /api/auth/register HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            "Content-Type: application/json\r\nContent-Length: " +
                std::to_string(body.size()) + "\r\n\r\n" + body);
    EXPECT_EQ(answer.rfind("HTTP/1.1 201 ", 0), 0u) << answer;
    EXPECT_NE(answer.find("Set-Cookie: __Host-lsl_session="), std::string::npos) << answer;
    EXPECT_NE(answer.find("; Secure"), std::string::npos) << answer;
    EXPECT_NE(answer.find("Strict-Transport-Security: max-age="), std::string::npos) << answer;
}

TEST_F(TlsTest, EventsComeAsTheyHappen) {
    std::string heard;
    std::thread listener(
        [&] { heard = ask(port(), "GET /api/events HTTP/1.1\r\nHost: localhost\r\n\r\n"); });
    const auto post = [&](const std::string& path, const std::string& body, std::string cookie) {
        return ask(port(), "POST " + path + " HTTP/1.1\r\nHost: localhost\r\n" +
                               "Connection: close\r\nContent-Type: application/json\r\n" + cookie +
                               "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
                               body);
    };
    const std::string in =
        post("/api/instructor/login",
             "{\"token\":\"" + std::string(lsl::testing::instructor_token) + "\"}", "");
    const std::size_t at = in.find("__Host-lsl_instructor=");
    ASSERT_NE(at, std::string::npos) << in;
    const std::string cookie = "Cookie: " + in.substr(at, in.find(';', at) - at) + "\r\n";
    // Until the listener is there.
    for (int i = 0; i < 100; ++i) {
        if (ask(port(), "GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                .find("lsl_event_connections 1") != std::string::npos) {
            break;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    const std::string made =
        post("/api/instructor/streams/create",
             R"({"title":"Salsa by TLS","scheduledStartTime":"2030-01-01T10:00:00Z"})", cookie);
    EXPECT_EQ(made.rfind("HTTP/1.1 201 ", 0), 0u) << made;
    std::this_thread::sleep_for(std::chrono::milliseconds(500));
    server_.reset();
    listener.join();
    EXPECT_NE(heard.find("event: hello"), std::string::npos) << heard;
    EXPECT_NE(heard.find("Salsa by TLS"), std::string::npos) << heard;
}

TEST_F(TlsTest, PlainTextAtATlsPortDoesNotDisturbIt) {
    lsl::testing::HttpConnection plain(port());
    plain.send("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
    EXPECT_TRUE(plain.closes_within(std::chrono::seconds(3)));
    EXPECT_NE(ask(port(), "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                  .find("200 OK"),
              std::string::npos);
}

/// The public key that a handshake shows; empty when there is no handshake.
std::string shown_key(std::uint16_t port, const char* suites = nullptr, int version = 0) {
    const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(
        SSL_CTX_new(TLS_client_method()), SSL_CTX_free);
    SSL_CTX_set_security_level(context.get(), 0);
    if (version != 0) {
        SSL_CTX_set_min_proto_version(context.get(), version);
        SSL_CTX_set_max_proto_version(context.get(), version);
    }
    if (suites != nullptr) SSL_CTX_set_cipher_list(context.get(), suites);
    BIO* bio = BIO_new_ssl_connect(context.get());
    BIO_set_conn_hostname(bio, ("127.0.0.1:" + std::to_string(port)).c_str());
    std::string shown;
    if (BIO_do_connect(bio) == 1) {
        SSL* ssl = nullptr;
        BIO_get_ssl(bio, &ssl);
        X509* certificate = SSL_get1_peer_certificate(ssl);
        unsigned char* key = nullptr;
        const int length = i2d_PUBKEY(X509_get0_pubkey(certificate), &key);
        shown.assign(reinterpret_cast<char*>(key), static_cast<std::size_t>(length));
        OPENSSL_free(key);
        X509_free(certificate);
    }
    BIO_free_all(bio);
    return shown;
}

TEST_F(TlsTest, OnlySuitesWithForwardSecrecyAndAuthenticatedEncryption) {
    EXPECT_NE(shown_key(port()), "");
    EXPECT_NE(shown_key(port(), "ECDHE+AESGCM", TLS1_2_VERSION), "");
    EXPECT_EQ(shown_key(port(), "ECDHE+AES:!AESGCM:!AESCCM", TLS1_2_VERSION), "") << "CBC";
    EXPECT_EQ(shown_key(port(), "ALL", TLS1_1_VERSION), "");
}

TEST_F(TlsTest, ARenewedCertificateIsShownWithoutARestart) {
    const std::string first = shown_key(port());
    lsl::testing::write_certificate(settings_.tls_cert_file, settings_.tls_key_file);
    EXPECT_EQ(shown_key(port()), first);
    server_->reload();
    const std::string second = shown_key(port());
    EXPECT_NE(second, "");
    EXPECT_NE(second, first);
    EXPECT_NE(log().find("reload=the TLS certificate was read again"), std::string::npos) << log();

    std::filesystem::resize_file(settings_.tls_key_file, 20);
    server_->reload();
    EXPECT_EQ(shown_key(port()), second) << "the old one stays";
    EXPECT_NE(log().find("reload=failed"), std::string::npos) << log();
}

TEST_F(TlsTest, HandshakesThatNeverEndShutNobodyOut) {
    std::vector<std::unique_ptr<lsl::testing::HttpConnection>> silent;
    for (int i = 0; i < 700; ++i) {
        silent.push_back(std::make_unique<lsl::testing::HttpConnection>(port()));
        silent.back()->send(std::string_view("\x16\x03\x01\x02", 4));
    }
    EXPECT_NE(ask(port(), "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                  .find("200 OK"),
              std::string::npos);
}

TEST_F(TlsTest, FilesThatAreNoCertificateAreOneSentence) {
    config::Settings broken = settings_;
    broken.data_dir = folder_.path() / "other";
    std::filesystem::create_directory(broken.data_dir);
    broken.tls_cert_file = settings_.tls_key_file;
    const auto started = Server::start(broken, clock_);
    ASSERT_FALSE(started);
    EXPECT_NE(started.error().message.find("TLS_CERT_FILE"), std::string::npos);
}

}  // namespace
}  // namespace lsl::http
