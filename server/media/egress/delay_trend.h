#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace lsl::media {

/// Whether a line's queue grows: the trend of the one-way delay over groups of packets that were
/// sent together (draft-ietf-rmcat-gcc-02, 5.2–5.4, with the linear regression that libwebrtc uses
/// in place of the draft's Kalman filter). Times in microseconds, each clock its own zero.
class DelayTrend {
  public:
    enum class State : std::uint8_t { Normal, Overuse, Underuse };

    /// A packet that arrived, in the order of sending.
    State on_packet(std::int64_t sent_us, std::int64_t arrived_us);
    State state() const { return state_; }

  private:
    static constexpr std::size_t kWindow = 20;  // groups

    struct Group {
        std::int64_t first_sent_us;
        std::int64_t sent_us;
        std::int64_t arrived_us;
    };

    void on_groups(const Group& before, const Group& after);
    double slope() const;
    void judge(double trend_ms, double span_ms);
    void adapt(double trend_ms, double span_ms);

    std::optional<Group> group_;
    std::optional<Group> before_;
    std::optional<std::int64_t> first_arrival_us_;
    double delay_ms_ = 0;     ///< sum of the variations
    double smoothed_ms_ = 0;  ///< of delay_ms_
    struct Point {
        double at_ms;
        double delay_ms;
    };
    std::array<Point, kWindow> points_{};
    std::size_t count_ = 0;
    std::size_t next_ = 0;
    int variations_ = 0;

    double threshold_ms_ = 12.5;
    double overusing_ms_ = -1;
    int overuses_ = 0;
    double last_trend_ms_ = 0;
    State state_ = State::Normal;
};

}  // namespace lsl::media
