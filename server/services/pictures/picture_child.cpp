// The picture process itself: see picture_process.h.

#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

extern "C" {
#include <libavutil/log.h>
}

#include <array>
#include <cerrno>
#include <cstddef>
#include <string>

#include "server/services/pictures/picture.h"
#include "server/services/pictures/picture_exit.h"
#include "server/services/pictures/picture_process.h"

namespace lsl::services {

namespace {

constexpr rlim_t most_memory = 512u << 20;
constexpr rlim_t most_seconds = 10;
constexpr int below_the_media = 10;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
/// A sanitizer's runtime takes terabytes of addresses and asks the system many things.
constexpr bool runs_under_a_sanitizer = true;
#else
constexpr bool runs_under_a_sanitizer = false;
#endif

#if defined(__x86_64__)
constexpr std::uint32_t this_machine = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr std::uint32_t this_machine = AUDIT_ARCH_AARCH64;
#else
constexpr std::uint32_t this_machine = 0;
#endif

bool limit(int what, rlim_t most) {
    const rlimit both{most, most};
    return setrlimit(static_cast<__rlimit_resource>(what), &both) == 0;
}

bool set_limits() {
    setpriority(PRIO_PROCESS, 0, below_the_media);
    bool done = limit(RLIMIT_CPU, most_seconds) && limit(RLIMIT_CORE, 0) &&
                limit(RLIMIT_FSIZE, 0) && limit(RLIMIT_NOFILE, 0);
    if (!runs_under_a_sanitizer) done = done && limit(RLIMIT_AS, most_memory);
    return done;
}

/// From here on: memory, reading and writing what is open, and the end. Everything else fails as if
/// it were not permitted, so that a library that asks for the number of processors goes on.
bool forbid_system_calls() {
    if (runs_under_a_sanitizer || this_machine == 0) return true;
    constexpr std::array allowed = {
        SYS_read,       SYS_write,          SYS_mmap,         SYS_munmap,        SYS_mremap,
        SYS_mprotect,   SYS_madvise,        SYS_brk,          SYS_futex,         SYS_exit,
        SYS_exit_group, SYS_rt_sigreturn,   SYS_rt_sigaction, SYS_clock_gettime, SYS_gettid,
        SYS_getpid,     SYS_rt_sigprocmask, SYS_tgkill,
    };
    constexpr std::size_t head = 4;
    std::array<sock_filter, head + 2 * allowed.size() + 1> program{};
    std::size_t at = 0;
    program[at++] = BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, arch));
    program[at++] = BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, this_machine, 1, 0);
    program[at++] = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS);
    program[at++] = BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr));
    for (const auto call : allowed) {
        program[at++] = BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, static_cast<std::uint32_t>(call), 0, 1);
        program[at++] = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    }
    program[at++] = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM);
    const sock_fprog filter{static_cast<unsigned short>(at), program.data()};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter, 0, 0) == 0;
}

bool read_all(std::string& bytes) {
    std::array<char, 65536> buffer;
    while (bytes.size() <= largest_picture_bytes) {
        const auto got = ::read(STDIN_FILENO, buffer.data(), buffer.size());
        if (got == 0) return true;
        if (got > 0) {
            bytes.append(buffer.data(), static_cast<std::size_t>(got));
        } else if (errno != EINTR) {
            return false;
        }
    }
    return true;
}

bool write_all(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto written = ::write(STDOUT_FILENO, bytes.data(), bytes.size());
        if (written > 0) {
            bytes.remove_prefix(static_cast<std::size_t>(written));
        } else if (errno != EINTR) {
            return false;
        }
    }
    return true;
}

}  // namespace

int run_picture_process() {
    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    av_log_set_level(AV_LOG_QUIET);
    // Without its limits it does not begin.
    if (!set_limits() || !forbid_system_calls()) ::_exit(picture_exit::failed);
    std::string bytes;
    if (!read_all(bytes)) ::_exit(picture_exit::failed);
    const auto jpeg = shrink_to_jpeg(bytes);
    if (jpeg) ::_exit(write_all(*jpeg) ? picture_exit::done : picture_exit::failed);
    const bool refused = jpeg.error().code == ErrorCode::InvalidInput;
    if (refused && write_all(jpeg.error().message)) ::_exit(picture_exit::refused);
    ::_exit(picture_exit::failed);
}

}  // namespace lsl::services
