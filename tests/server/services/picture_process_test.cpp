#include "server/services/pictures/picture_process.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <fstream>
#include <sstream>
#include <thread>
#include <vector>

#include "server/services/pictures/picture.h"
#include "server/services/pictures/picture_header.h"
#include "server/system_clock.h"
#include "tests/server/services/plain_png.h"
#include "tests/server/temporary_folder.h"

namespace lsl::services {
namespace {

using namespace std::chrono_literals;
using lsl::testing::PlainPng;

std::string little(std::uint32_t value, int bytes) {
    std::string text;
    for (int i = 0; i < bytes; ++i) text += static_cast<char>(value >> 8 * i & 0xff);
    return text;
}

/// The head of a WebP with an extended header and nothing in it.
std::string webp(std::uint32_t width, std::uint32_t height, bool moves) {
    return "RIFF" + little(100, 4) + "WEBPVP8X" + little(10, 4) + (moves ? '\x02' : '\0') +
           little(0, 3) + little(width - 1, 3) + little(height - 1, 3) + std::string(80, '\0');
}

class PictureProcessTest : public ::testing::Test {
  protected:
    std::string word(std::string_view bytes) {
        const auto answer = process.shrink(bytes);
        return answer ? "" : answer.error().word;
    }
    SystemClock clock;
    PictureProcess process{LSL_SERVER_PROGRAM, clock};
};

TEST_F(PictureProcessTest, GivesTheSameJpegAsTheFunctionThatItRuns) {
    const std::string png = PlainPng::of(2560, 1440);
    const auto apart = process.shrink(png);
    ASSERT_TRUE(apart) << apart.error().message << apart.error().detail;
    EXPECT_EQ(*apart, *shrink_to_jpeg(png));
}

TEST_F(PictureProcessTest, SixteenMillionPixelsAndNotOneLineMore) {
    EXPECT_TRUE(check_picture(webp(4000, 4000, false)));
    EXPECT_EQ(word(webp(4000, 4001, false)), "too_many_pixels");
    EXPECT_EQ(word(webp(16384, 16384, false)), "too_many_pixels");
}

TEST_F(PictureProcessTest, ABombWhoseHeaderLiesIsRefused) {
    // 60,000 by 60,000 in a PNG: 14 GB when decoded.
    std::string bomb = PlainPng::of(8, 8);
    bomb.replace(16, 8, std::string("\x00\x00\xEA\x60\x00\x00\xEA\x60", 8));
    EXPECT_EQ(word(bomb), "too_many_pixels");
    // A header within the limit, and data for far more or far less.
    std::string other = PlainPng::of(8, 8);
    other.replace(16, 8, std::string("\x00\x00\x0F\xA0\x00\x00\x0F\x9F", 8));
    EXPECT_EQ(word(other), "invalid_thumbnailUrl");
}

TEST_F(PictureProcessTest, PicturesThatMoveAreRefused) {
    EXPECT_EQ(word(webp(640, 360, true)), "picture_moves");
    EXPECT_EQ(word("GIF89a" + std::string(100, 'x')), "invalid_thumbnailUrl");
}

TEST_F(PictureProcessTest, PicturesThatAreCutShortAreRefused) {
    const std::string png = PlainPng::of(640, 360);
    const std::string jpeg = process.shrink(png).value();
    for (const std::string& whole : {png, jpeg}) {
        for (const std::size_t parts : {1u, 2u, 3u}) {
            const auto refused = process.shrink(whole.substr(0, whole.size() * parts / 4));
            ASSERT_FALSE(refused) << parts;
            EXPECT_EQ(refused.error().field, "thumbnailUrl");
        }
    }
}

TEST_F(PictureProcessTest, AProcessThatDiesOrFailsIsAPictureThatCannotBeRead) {
    const std::string png = PlainPng::of(64, 64);
    PictureProcess broken("/bin/false", clock);
    EXPECT_EQ(broken.shrink(png).error().field, "thumbnailUrl");
    PictureProcess missing("/nowhere/at/all", clock);
    EXPECT_EQ(missing.shrink(png).error().code, ErrorCode::Internal);
}

TEST_F(PictureProcessTest, ManyAtOnceAreReadOneAfterTheOther) {
    const std::string png = PlainPng::of(320, 180);
    std::atomic<int> good = 0;
    std::vector<std::thread> people;
    for (int i = 0; i < 4; ++i) {
        people.emplace_back([&] { good += process.shrink(png).has_value() ? 1 : 0; });
    }
    for (std::thread& person : people) person.join();
    EXPECT_EQ(good, 4);
    EXPECT_EQ(waitpid(-1, nullptr, WNOHANG), -1) << "no child is left";
}

/// The process as the server starts it, waiting for its picture.
class WaitingPictureProcess {
  public:
    WaitingPictureProcess() {
        std::array<int, 2> ends{};
        EXPECT_EQ(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()), 0);
        posix_spawn_file_actions_t actions;
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_adddup2(&actions, ends[1], STDIN_FILENO);
        std::string program = LSL_SERVER_PROGRAM;
        std::string word(picture_process_word);
        const std::array<char*, 3> arguments = {program.data(), word.data(), nullptr};
        EXPECT_EQ(posix_spawn(&pid_, program.c_str(), &actions, nullptr, arguments.data(), environ),
                  0);
        posix_spawn_file_actions_destroy(&actions);
        ::close(ends[1]);
        socket_ = ends[0];
    }
    ~WaitingPictureProcess() {
        ::kill(pid_, SIGKILL);
        ::waitpid(pid_, nullptr, 0);
        ::close(socket_);
    }
    std::string about(const char* file) const {
        std::ostringstream text;
        text << std::ifstream("/proc/" + std::to_string(pid_) + "/" + file).rdbuf();
        return text.str();
    }

  private:
    pid_t pid_ = 0;
    int socket_ = -1;
};

TEST(PictureProcessLimits, AreThereBeforeAByteIsRead) {
    const WaitingPictureProcess waiting;
    const SystemClock clock;
    const MonoTime end = clock.mono() + 10s;
    std::string limits;
    while (clock.mono() < end &&
           limits.find("Max cpu time              10 ") == std::string::npos) {
        limits = waiting.about("limits");
        std::this_thread::sleep_for(5ms);
    }
    EXPECT_NE(limits.find("Max cpu time              10 "), std::string::npos) << limits;
    EXPECT_NE(limits.find("Max open files            0 "), std::string::npos) << limits;
    EXPECT_NE(limits.find("Max file size             0 "), std::string::npos) << limits;
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    EXPECT_NE(limits.find("Max address space         536870912 "), std::string::npos) << limits;
    std::this_thread::sleep_for(100ms);
    EXPECT_NE(waiting.about("status").find("Seccomp:\t2"), std::string::npos);
#endif
}

TEST(PictureHeaderTest, SizesAreReadFromTheFirstBytes) {
    const auto size = [](std::string_view bytes) {
        const auto header = read_picture_header(bytes);
        return header ? std::pair{header->width, header->height} : std::pair{0u, 0u};
    };
    EXPECT_EQ(size(PlainPng::of(640, 360)), (std::pair{640u, 360u}));
    EXPECT_EQ(size(shrink_to_jpeg(PlainPng::of(640, 360)).value()), (std::pair{640u, 360u}));
    EXPECT_EQ(size(webp(16384, 100, false)), (std::pair{16384u, 100u}));
    const std::string lossy = "RIFF" + little(100, 4) + "WEBPVP8 " + little(50, 4) +
                              std::string("\x10\x00\x00\x9D\x01\x2A", 6) + little(320, 2) +
                              little(240, 2) + std::string(20, '\0');
    EXPECT_EQ(size(lossy), (std::pair{320u, 240u}));
    const std::string lossless = "RIFF" + little(100, 4) + "WEBPVP8L" + little(50, 4) + '\x2F' +
                                 little(319u | 239u << 14, 4) + std::string(20, '\0');
    EXPECT_EQ(size(lossless), (std::pair{320u, 240u}));
    for (const std::string& none :
         {std::string(), std::string(100, '\0'),
          std::string("\xFF\xD8\xFF") + std::string(60, '\xFF'), "RIFF" + little(0, 4) + "WEBPVP8X",
          PlainPng::of(640, 360).substr(0, 20)}) {
        EXPECT_EQ(size(none), (std::pair{0u, 0u}));
    }
}

}  // namespace
}  // namespace lsl::services
