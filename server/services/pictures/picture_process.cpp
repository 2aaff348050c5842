#include "server/services/pictures/picture_process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <optional>
#include <utility>

#include "server/services/pictures/picture.h"
#include "server/services/pictures/picture_exit.h"

namespace lsl::services {

namespace {

using std::chrono::seconds;

constexpr seconds longest_wait{10};
/// Of the wall; the process ends itself after ten of the processor.
constexpr seconds longest_work{30};
constexpr std::size_t largest_jpeg = 8u << 20;

Error cannot_read(std::string detail) {
    return invalid_field("thumbnailUrl", "This picture can't be read. Try another one.")
        .with_detail(std::move(detail));
}

Error busy() {
    Error error = make_error(ErrorCode::Unavailable, "busy",
                             "Other pictures are being read. Try again in a moment.");
    error.retry_after_seconds = 10;
    return error;
}

/// A running picture process and our end of the socket that is its input and output.
class Child {
  public:
    static Result<Child> start(const std::filesystem::path& program) {
        std::array<int, 2> ends{};
        if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) {
            return internal_error("no socket for a picture");
        }
        posix_spawn_file_actions_t actions;
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_adddup2(&actions, ends[1], STDIN_FILENO);
        posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
        // Nothing of ours goes along, whether or not its owner thought of that.
        posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
        posix_spawnattr_t attributes;
        posix_spawnattr_init(&attributes);
        sigset_t none;
        sigemptyset(&none);
        posix_spawnattr_setsigmask(&attributes, &none);
        posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);

        std::string name = program.string();
        std::string word(picture_process_word);
        const std::array<char*, 3> arguments = {name.data(), word.data(), nullptr};
        const std::array<char*, 1> environment = {nullptr};  // which holds secrets
        pid_t process = 0;
        const int failed = posix_spawn(&process, name.c_str(), &actions, &attributes,
                                       arguments.data(), environment.data());
        posix_spawnattr_destroy(&attributes);
        posix_spawn_file_actions_destroy(&actions);
        ::close(ends[1]);
        if (failed != 0) {
            ::close(ends[0]);
            return internal_error("cannot start " + name + " for a picture");
        }
        return Child(process, ends[0]);
    }
    Child(Child&& other) noexcept
        : process_(std::exchange(other.process_, 0)), socket_(std::exchange(other.socket_, -1)) {}
    Child& operator=(Child&&) = delete;
    ~Child() {
        if (socket_ >= 0) ::close(socket_);
        if (process_ > 0) {
            ::kill(process_, SIGKILL);
            wait();
        }
    }

    /// False when it took too long, or went away before it had read all.
    bool give(std::string_view bytes, const Clock& clock, MonoTime until) {
        while (!bytes.empty()) {
            if (!wait_for(POLLOUT, clock, until)) return false;
            const auto sent =
                ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
            if (sent > 0) {
                bytes.remove_prefix(static_cast<std::size_t>(sent));
            } else if (errno != EAGAIN && errno != EINTR) {
                return false;
            }
        }
        return ::shutdown(socket_, SHUT_WR) == 0;
    }

    std::optional<std::string> take(const Clock& clock, MonoTime until) {
        std::string text;
        std::array<char, 65536> buffer;
        while (text.size() <= largest_jpeg && wait_for(POLLIN, clock, until)) {
            const auto got = ::recv(socket_, buffer.data(), buffer.size(), MSG_DONTWAIT);
            if (got == 0) return text;
            if (got > 0) {
                text.append(buffer.data(), static_cast<std::size_t>(got));
            } else if (errno != EAGAIN && errno != EINTR) {
                break;
            }
        }
        return std::nullopt;
    }

    /// How it ended, as waitpid says.
    int wait() {
        int status = 0;
        while (::waitpid(process_, &status, 0) < 0 && errno == EINTR) {
        }
        process_ = 0;
        return status;
    }

  private:
    Child(pid_t process, int socket) : process_(process), socket_(socket) {}

    bool wait_for(short events, const Clock& clock, MonoTime until) {
        using std::chrono::ceil;
        using std::chrono::milliseconds;
        pollfd waiting{socket_, events, 0};
        while (true) {
            const auto left = ceil<milliseconds>(until - clock.mono()).count();
            if (left <= 0) return false;
            const int ready = ::poll(&waiting, 1, static_cast<int>(left));
            if (ready >= 0 || errno != EINTR) return ready > 0;
        }
    }

    pid_t process_;
    int socket_;
};

std::string ending(int status) {
    if (WIFSIGNALED(status)) return "signal " + std::to_string(WTERMSIG(status));
    return "exit code " + std::to_string(WIFEXITED(status) ? WEXITSTATUS(status) : -1);
}

}  // namespace

Result<std::string> PictureProcess::shrink(std::string_view bytes) {
    // The cheap questions need no process.
    LSL_TRY(check_picture(bytes));
    const std::unique_lock alone(one_at_a_time_, longest_wait);
    if (!alone) return busy();

    const MonoTime until = clock_.mono() + longest_work;
    Child child = LSL_TRY(Child::start(program_));
    if (!child.give(bytes, clock_, until)) return cannot_read("the picture process took no more");
    auto answer = child.take(clock_, until);
    if (!answer) return cannot_read("the picture process took too long");
    const int status = child.wait();
    if (!WIFEXITED(status)) return cannot_read("the picture process ended by " + ending(status));
    switch (WEXITSTATUS(status)) {
        case picture_exit::done: return std::move(*answer);
        case picture_exit::refused: return invalid_field("thumbnailUrl", std::move(*answer));
        default: return cannot_read("the picture process ended by " + ending(status));
    }
}

}  // namespace lsl::services
