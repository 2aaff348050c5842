#pragma once

#include <atomic>

#include "server/recorder/capture/tap_queue.h"

namespace lsl::recorder {

/// What the media thread holds of a recording. It may outlive the recorder: once closed it takes
/// nothing more. The methods of MediaTap are the media thread's (`video_codec` any thread's), what
/// is under "Writer's side" the writer's. Nothing waits and nothing fails; what finds no room is
/// counted.
class QueueTap final : public media::MediaTap {
  public:
    /// `recorded`: codec of the pictures that the recording has already.
    explicit QueueTap(std::size_t queue_bytes, std::optional<media::Codec> recorded = std::nullopt)
        : queue_(queue_bytes), recorded_(recorded) {}

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

    std::optional<media::Codec> video_codec() const override { return recorded_; }

    /// Writer's side.
    TapQueue& queue() { return queue_; }
    void request_key_frame() { wants_key_frame_.store(true, std::memory_order_relaxed); }
    void close() { closed_.store(true, std::memory_order_relaxed); }

  private:
    TapQueue queue_;
    const std::optional<media::Codec> recorded_;
    std::atomic<bool> closed_{false};
    std::atomic<bool> wants_key_frame_{false};
};

}  // namespace lsl::recorder
