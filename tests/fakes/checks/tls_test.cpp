// The same over TLS, for clients that verify.
#include "tests/fakes/checks/customer.h"

#include <cstdlib>

namespace lsl::fakes {
namespace {

class Tls : public Customer {
  protected:
    Tls() {
        stand_in.reset();
        options.tls_cert_file = folder.path() / "cert.pem";
        options.tls_key_file = folder.path() / "key.pem";
        const std::string command =
            "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 "
            "-subj /CN=stand-in -addext subjectAltName=IP:127.0.0.1 -keyout " +
            options.tls_key_file.string() + " -out " + options.tls_cert_file.string() +
            " 2> /dev/null";
        EXPECT_EQ(std::system(command.c_str()), 0);
    }
};

TEST_F(Tls, IsServedWithTheGivenCertificate) {
    open();
    EXPECT_TRUE(stand_in->url().starts_with("https://127.0.0.1:"));
    const std::string ca = options.tls_cert_file.string();
    const Answer answer = call("POST", stream("/live_inputs"), bearer(), "{}", ca);
    ASSERT_EQ(answer.status, 200);
    const std::string play = answer.json()["result"]["webRTCPlayback"]["url"];
    EXPECT_TRUE(play.starts_with("https://"));
    EXPECT_EQ(call("GET", stream("/live_inputs"), bearer()).status, 0);  // unknown to the system
}

TEST_F(Tls, AKeyThatIsNoneIsRefused) {
    std::ofstream(options.tls_key_file) << "no key";
    EXPECT_FALSE(StandIn::start(options, clock));
}

}  // namespace
}  // namespace lsl::fakes
