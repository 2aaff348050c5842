#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "server/http/api/wire.h"
#include "server/http/edge/connections/byte_budget.h"
#include "server/http/edge/connections/connection_room.h"
#include "server/http/edge/connections/request_bytes.h"
#include "server/http/edge/message.h"

namespace lsl::http {

/// An answer that the loop goes on with after its head.
struct PushedAnswer {
    std::string head;
    std::shared_ptr<PushedBody> body;
};

/// What is known of an open connection while its thread serves it.
struct Connection {
    ConnectionRoom::Number number = 0;
    std::string address;
    bool from_proxy = false;
    Wire& wire;
    // Of the request under way:
    RequestBytes* request = nullptr;
    std::optional<ByteBudget::Share> bytes;
    std::optional<PushedAnswer> pushed;  ///< nothing comes after it
    // Who asked last, and by which cookies.
    Asker asker;
    std::string cookies;
    std::optional<MonoTime> asked_at;
};

/// Finds the connection of a request: httplib hands a number through, where a port should be.
class OpenConnections {
  public:
    /// A connection is found as long as its entry lives.
    class Entry {
      public:
        Entry(OpenConnections& all, Connection& connection)
            : all_(all), number_(number_of(connection)) {
            const std::lock_guard lock(all_.mutex_);
            all_.connections_[number_] = &connection;
        }
        ~Entry() {
            const std::lock_guard lock(all_.mutex_);
            all_.connections_.erase(number_);
        }
        Entry(const Entry&) = delete;
        Entry& operator=(const Entry&) = delete;

      private:
        OpenConnections& all_;
        const int number_;
    };
    Connection& at(int number) const {
        const std::lock_guard lock(mutex_);
        return *connections_.at(number);
    }
    static int number_of(const Connection& connection) {
        return static_cast<int>(connection.number & 0x7fff'ffff);
    }

  private:
    mutable std::mutex mutex_;
    std::unordered_map<int, Connection*> connections_;
};

}  // namespace lsl::http
