#pragma once

#include <atomic>

#include "server/recorder/tap_queue.h"

namespace lsl::recorder {

/// What the media thread holds of a recording. It may outlive the recorder: once closed it takes
/// nothing more.
class QueueTap final : public media::MediaTap {
  public:
    explicit QueueTap(std::size_t queue_bytes) : queue_(queue_bytes) {}

    void on_packet(const media::TapPacket& packet) override {
        if (!closed_.load(std::memory_order_relaxed)) queue_.push(packet);
    }
    void on_sender_report(const media::TapSenderReport& report) override {
        if (!closed_.load(std::memory_order_relaxed)) queue_.push(report);
    }
    void on_publisher_gone(MonoTime now) override {
        if (!closed_.load(std::memory_order_relaxed)) queue_.push(TapPublisherGone{now});
    }
    bool take_key_frame_request() override {
        // Looked at many times a second, true seldom: a plain load spares the bus.
        return wants_key_frame_.load(std::memory_order_relaxed) &&
               wants_key_frame_.exchange(false, std::memory_order_relaxed);
    }

    /// Writer's side.
    TapQueue& queue() { return queue_; }
    void request_key_frame() { wants_key_frame_.store(true, std::memory_order_relaxed); }
    void close() { closed_.store(true, std::memory_order_relaxed); }

  private:
    TapQueue queue_;
    std::atomic<bool> closed_{false};
    std::atomic<bool> wants_key_frame_{false};
};

}  // namespace lsl::recorder
