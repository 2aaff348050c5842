#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "server/config/settings.h"
#include "server/http/edge/access_log.h"
#include "server/services/accounts/passwords/passwords.h"
#include "server/services/classes/demo_data.h"
#include "shared/base/clock.h"
#include "shared/base/result.h"

namespace lsl {

struct ServerOptions {
    http::LogSink log = http::stderr_log();
    services::PasswordCost password_cost;
    /// What reads pictures (services::PictureProcess): this program itself.
    std::filesystem::path picture_program = "/proc/self/exe";
};

/// The whole server: database, media engine, recorder, services and HTTP, started in the order
/// that they need each other and stopped in reverse. Runs on threads of its own; destroying it is
/// a clean stop.
class Server {
  public:
    /// `settings` are complete (config::complete_secrets). Everything answers when this returns.
    /// InvalidInput when a setting is at fault after all: its detail or message names it.
    static Result<std::unique_ptr<Server>> start(const config::Settings& settings,
                                                 const Clock& clock, ServerOptions options = {});
    virtual ~Server() = default;

    virtual std::string public_url() const = 0;
    virtual std::uint16_t http_port() const = 0;
    virtual std::uint16_t media_udp_port() const = 0;
    /// Reads the TLS certificate's files again, and logs what came of it; nothing is interrupted.
    virtual void reload() = 0;
    /// The demo viewers of this data folder, for the printout at start.
    virtual std::vector<services::DemoLogin> demo_logins() const = 0;
};

/// "0.1.0"
std::string_view server_version();

}  // namespace lsl
