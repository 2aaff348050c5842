#include <cerrno>
#include <csignal>
#include <cstdio>
#include <exception>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include "server/config/secrets.h"
#include "server/config/settings.h"
#include "server/config/warnings.h"
#include "server/process_limits.h"
#include "server/server.h"
#include "server/services/pictures/picture_process.h"
#include "server/system_clock.h"

namespace {

using lsl::Result;
using lsl::config::CommandLine;
using lsl::config::Settings;

constexpr int exit_failed = 1;
constexpr int exit_wrong_settings = 2;

int complain(const lsl::Error& error, int code) {
    const std::string& sentence = error.detail.empty() ? error.message : error.detail;
    std::fprintf(stderr, "leansporty-live: %s\n", sentence.c_str());
    return code;
}

Result<Settings> settings_from(const CommandLine& line) {
    const auto& names = lsl::config::setting_names();
    lsl::config::Variables variables =
        lsl::config::merged(line.variables, lsl::config::parse_environment(environ, names));
    if (std::ifstream file(".env"); file) {
        const std::string text{std::istreambuf_iterator<char>(file), {}};
        variables = lsl::config::merged(std::move(variables),
                                        LSL_TRY(lsl::config::parse_dotenv(text, names)));
    }
    return lsl::config::read_settings(variables);
}

/// Blocked in every thread, taken by `sigwait` in main. What would end the process without meaning
/// to is ignored: a reader of the log that has gone, and signals by which other servers are asked
/// to open their logs again.
sigset_t block_signals() {
    for (const int ignored : {SIGPIPE, SIGUSR1, SIGUSR2}) std::signal(ignored, SIG_IGN);
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    return signals;
}

/// SIGHUP has two meanings: somebody asks for the certificates to be read again, or the terminal
/// that the server was started from is gone, and then the server goes, too.
bool terminal_is_gone() {
    termios ignored{};
    return tcgetattr(STDIN_FILENO, &ignored) != 0 && errno == EIO;
}

void wait_for_stop(const sigset_t& signals, lsl::Server& server) {
    for (;;) {
        int signal = 0;
        sigwait(&signals, &signal);
        if (signal != SIGHUP || terminal_is_gone()) return;
        server.reload();
    }
}

void print_banner(const lsl::Server& server, const Settings& settings, const Settings& given) {
    std::string text = "\nLeanSporty Live " + std::string(lsl::server_version()) + "\n\n  " +
                       server.public_url() + "\n\n";
    for (const auto& login : server.demo_logins()) {
        text += "  Viewer      " + login.email + "  password: " + login.password + "\n";
    }
    // Only what was made here: a secret that was given is known to whoever gave it.
    if (given.instructor_access_token.empty()) {
        text += "  Instructor  access token: " + settings.instructor_access_token + "  (" +
                server.public_url() + "/instructor/login)\n";
    }
    if (given.cron_secret.empty())
        text += "  Jobs        CRON_SECRET: " + settings.cron_secret + "\n";
    const int port = server.media_udp_port();
    const int last = port + settings.media_threads - 1;
    text += "\n  Media on UDP port " + std::to_string(port) +
            (last > port && settings.media_udp_port != 0 ? " to " + std::to_string(last) : "") +
            ", data in " + settings.data_dir.string() + ". Ctrl+C stops the server.\n\n";
    std::fputs(text.c_str(), stdout);
    std::fflush(stdout);
}

int run(const Settings& given) {
    Settings settings = given;
    if (const auto complete = lsl::config::complete_secrets(settings); !complete) {
        return complain(complete.error(), exit_wrong_settings);
    }
    const sigset_t signals = block_signals();
    lsl::raise_descriptor_limit();
    const lsl::SystemClock clock;
    auto server = lsl::Server::start(settings, clock);
    if (!server) {
        const bool wrong_setting = server.error().code == lsl::ErrorCode::InvalidInput;
        return complain(server.error(), wrong_setting ? exit_wrong_settings : exit_failed);
    }
    for (const std::string& warning : lsl::config::warnings_about(settings)) {
        std::fprintf(stderr, "leansporty-live: warning: %s\n", warning.c_str());
    }
    print_banner(**server, settings, given);

    wait_for_stop(signals, **server);
    server->reset();
    return 0;
}

/// Without threads or memory enough to start, one sentence says so.
int run_or_complain(const Settings& settings) {
    try {
        return run(settings);
    } catch (const std::exception& problem) {
        std::fprintf(stderr, "leansporty-live: The system gives too little to run: %s\n",
                     problem.what());
        return exit_failed;
    }
}

}  // namespace

int main(int count, char** arguments) {
    if (count == 2 && arguments[1] == lsl::services::picture_process_word) {
        return lsl::services::run_picture_process();
    }
    umask(077);
    const std::vector<std::string> words(arguments + 1, arguments + count);
    const auto line = lsl::config::parse_command_line(words, lsl::config::setting_names());
    if (!line) return complain(line.error(), exit_wrong_settings);
    if (line->help) {
        std::fputs(lsl::config::usage().c_str(), stdout);
        return 0;
    }
    if (line->version) {
        std::printf("leansporty-live %s\n", std::string(lsl::server_version()).c_str());
        return 0;
    }
    const auto settings = settings_from(*line);
    if (!settings) return complain(settings.error(), exit_wrong_settings);
    return run_or_complain(*settings);
}
