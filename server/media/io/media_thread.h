#pragma once

#include <cstdint>
#include <memory>
#include <utility>

#include "server/media/commands.h"
#include "server/media/media_types.h"
#include "shared/base/clock.h"
#include "shared/base/result.h"

namespace lsl::media {

/// Owns the UDP socket, the only thread that touches the sans-IO engine, and time for it.
/// Every method may be called from any thread; each posts a command and waits for its answer
/// (milliseconds). Who may publish or watch is the caller's decision, made before the call.
class MediaThread {
  public:
    static Result<std::unique_ptr<MediaThread>> start(const MediaOptions& options,
                                                      const Clock& clock, MediaListener listener);
    virtual ~MediaThread() = default;

    /// Has the engine answer one of server/media/commands.h. What the standard library throws while
    /// it does, without memory say, is thrown here and harms nobody else.
    template <class Command>
    typename Command::Answer ask(const Command& command) {
        Question<Command> question{command};
        put(&question);
        return *std::move(question.answer);
    }

    virtual EngineStats engine_stats() = 0;
    virtual std::uint16_t udp_port() const = 0;

  protected:
    /// Answers the question.
    virtual void put(AnyQuestion question) = 0;
};

}  // namespace lsl::media
