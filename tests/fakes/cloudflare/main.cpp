// cloudflare-stand-in --folder DIR [--port N] [--udp-port N] [--tls-cert FILE --tls-key FILE]
//                     [--account ID] [--token TOKEN]
// Prints one line of JSON with its addresses; SIGTERM ends it.
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>

#include <nlohmann/json.hpp>

#include "server/system_clock.h"
#include "tests/fakes/cloudflare/stand_in.h"

int main(int count, char** arguments) {
    std::map<std::string, std::string> given;
    for (int i = 1; i + 1 < count; i += 2) given[arguments[i]] = arguments[i + 1];
    const auto number = [&](const char* name) {
        return static_cast<std::uint16_t>(std::atoi(given[name].c_str()));
    };
    lsl::fakes::StandInOptions options;
    options.folder = given["--folder"];
    options.port = number("--port");
    options.udp_port = number("--udp-port");
    options.tls_cert_file = given["--tls-cert"];
    options.tls_key_file = given["--tls-key"];
    if (given.contains("--account")) options.account_id = given["--account"];
    if (given.contains("--token")) options.api_token = given["--token"];
    if (options.folder.empty()) {
        std::fputs("cloudflare-stand-in: --folder is missing\n", stderr);
        return 2;
    }

    std::signal(SIGPIPE, SIG_IGN);
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    const lsl::SystemClock clock;
    auto stand_in = lsl::fakes::StandIn::start(options, clock);
    if (!stand_in) {
        std::fprintf(stderr, "cloudflare-stand-in: %s %s\n", stand_in.error().message.c_str(),
                     stand_in.error().detail.c_str());
        return 1;
    }
    const nlohmann::json addresses = {{"url", (*stand_in)->url()},
                                      {"api_base", (*stand_in)->api_base()},
                                      {"control", (*stand_in)->url() + "/__stand_in"},
                                      {"account_id", options.account_id},
                                      {"log", (*stand_in)->log_file().string()}};
    std::printf("%s\n", addresses.dump().c_str());
    std::fflush(stdout);
    int signal = 0;
    sigwait(&signals, &signal);
    stand_in->reset();
    return 0;
}
