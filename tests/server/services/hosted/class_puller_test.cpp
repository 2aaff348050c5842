// Pulling a class from another server by WHEP, over real HTTP and sockets.

#include "server/services/hosted/class_puller.h"

#include <gtest/gtest.h>
#include <httplib.h>

#include <atomic>
#include <thread>

#include "server/system_clock.h"

namespace lsl::services {
namespace {

using namespace std::chrono_literals;

/// A server of WHEP with a room that nobody broadcasts to: it accepts players and sends nothing.
class SilentService {
  public:
    explicit SilentService(const Clock& clock) {
        media::MediaOptions options;
        options.bind_address = "127.0.0.1";
        options.udp_port = 0;
        engine_ = std::move(media::MediaThread::start(options, clock, [](const auto&) {}).value());
        http_.Post("/play", [this](const httplib::Request& request, httplib::Response& response) {
            ++asked;
            if (refuse != 0) {
                response.status = refuse;
                return;
            }
            const auto answer = engine_->ask(media::Watch{"room", request.body, "viewer"});
            response.status = answer ? 201 : 400;
            if (!answer) return;
            response.set_header("Location", "/session/" + answer->session);
            response.set_content(answer->sdp, "application/sdp");
        });
        http_.Delete("/session/.*", [this](const auto&, auto&) { ++hung_up; });
        port_ = http_.bind_to_any_port("127.0.0.1");
        thread_ = std::thread([this] { http_.listen_after_bind(); });
        http_.wait_until_ready();
    }
    ~SilentService() {
        http_.stop();
        thread_.join();
    }
    std::string url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/play"; }

    std::atomic<int> asked{0};
    std::atomic<int> hung_up{0};
    std::atomic<int> refuse{0};  ///< the status to refuse with; 0 = accept

  private:
    std::unique_ptr<media::MediaThread> engine_;
    httplib::Server http_;
    int port_ = 0;
    std::thread thread_;
};

class NoTap final : public media::MediaTap {
  public:
    void on_packet(const media::TapPacket&) override {}
    void on_sender_report(const media::TapSenderReport&) override {}
    void on_publisher_gone(MonoTime) override {}
};

class ClassPullerTest : public ::testing::Test {
  protected:
    template <class Condition>
    bool within(std::chrono::seconds most, Condition condition) {
        const auto end = std::chrono::steady_clock::now() + most;
        while (std::chrono::steady_clock::now() < end) {
            if (condition()) return true;
            std::this_thread::sleep_for(10ms);
        }
        return false;
    }
    ClassPullerOptions impatient() {
        ClassPullerOptions options;
        options.pause = 100ms;
        options.longest_pause = 400ms;
        options.silence = 700ms;
        return options;
    }

    SystemClock clock_;
    SilentService service_{clock_};
    ClassPuller puller_{clock_, impatient()};
};

TEST_F(ClassPullerTest, SilenceIsSaidAndAnsweredByConnectingAgain) {
    puller_.start(
        "class", [this] { return Result(service_.url()); }, std::make_shared<NoTap>());
    EXPECT_TRUE(within(20s, [&] { return puller_.stats("class").publisher_connected; }));
    EXPECT_EQ(puller_.trouble("class"), "");
    EXPECT_TRUE(within(20s, [&] { return service_.asked >= 3 && service_.hung_up >= 2; }));
    EXPECT_NE(puller_.trouble("class").find("no picture"), std::string::npos);

    // Nobody on air is no trouble.
    service_.refuse = 204;
    EXPECT_TRUE(within(20s, [&] { return puller_.trouble("class").empty(); }));
}

TEST_F(ClassPullerTest, AServiceThatRefusesIsAskedLessOften) {
    service_.refuse = 500;
    puller_.start(
        "class", [this] { return Result(service_.url()); }, std::make_shared<NoTap>());
    EXPECT_TRUE(within(20s, [&] { return !puller_.trouble("class").empty(); }));
    const int before = service_.asked;
    std::this_thread::sleep_for(2s);
    EXPECT_LE(service_.asked - before, 8) << "up to 20 without growing pauses";
    EXPECT_GE(service_.asked - before, 1);
    const int until_then = service_.asked;
    puller_.wake("class");
    EXPECT_TRUE(within(5s, [&] { return service_.asked > until_then; }));
}

TEST_F(ClassPullerTest, OneSlowServiceDelaysNoOtherClass) {
    // Shared, since the class goes on asking until the fixture ends it, which is after this
    // function.
    const auto release = std::make_shared<std::atomic<bool>>(false);
    const auto slow = [this, release]() -> Result<std::string> {
        while (!*release) std::this_thread::sleep_for(5ms);
        return service_.url();
    };
    puller_.start("slow", slow, std::make_shared<NoTap>());
    puller_.start(
        "quick", [this] { return Result(service_.url()); }, std::make_shared<NoTap>());
    EXPECT_TRUE(within(20s, [&] { return puller_.stats("quick").publisher_connected; }));
    puller_.stop("quick");
    EXPECT_TRUE(within(20s, [&] { return service_.hung_up >= 1; }));
    EXPECT_FALSE(puller_.stats("quick").publisher_connected);
    *release = true;
}

}  // namespace
}  // namespace lsl::services
