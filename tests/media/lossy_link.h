#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <queue>
#include <random>
#include <string>
#include <vector>

#include "server/media/packet/bytes.h"
#include "server/media/transport/address.h"
#include "shared/base/time.h"

namespace lsl::test {

/// How one direction of a link treats datagrams.
struct LinkShape {
    double loss = 0;  ///< share lost, 0–1
    /// Packets lost in a row, on average (Gilbert's model of a line that fades); 1 = independently.
    double burst = 1;
    std::chrono::microseconds delay{10'000};
    std::chrono::microseconds jitter{0};  ///< added at random; may reorder
    double duplicates = 0;
};

/// Datagrams under way, the same every time for the same seed.
class LossyLink {
  public:
    LossyLink(std::uint64_t seed, LinkShape shape) : random_(seed), shape_(shape) {}

    struct Arrival {
        media::Address from;
        media::Address to;
        std::vector<std::byte> bytes;
    };

    void set_shape(const LinkShape& shape) { shape_ = shape; }
    /// The last mile of one peer: so many bits a second, behind a queue that holds this much time.
    struct Narrow {
        std::int64_t bits_per_second = 0;
        std::chrono::microseconds queue{300'000};
    };
    void set_narrow(const media::Address& to, std::optional<Narrow> narrow);
    /// What `loses` says is lost, whatever the shape; none = nothing more.
    void set_filter(std::function<bool(media::Bytes)> loses) { loses_ = std::move(loses); }
    /// Sees all that is sent, before any of it is lost.
    using Observer = std::function<void(const media::Address& to, media::Bytes)>;
    void set_observer(Observer observer) { observer_ = std::move(observer); }
    void send(const media::Address& from, const media::Address& to, media::Bytes bytes,
              MonoTime now);
    /// What has arrived by now, in order of arrival.
    std::vector<Arrival> take(MonoTime now);
    std::int64_t lost() const { return lost_; }

  private:
    struct UnderWay {
        MonoTime at;
        std::uint64_t order;
        Arrival arrival;
    };
    struct Later {
        bool operator()(const UnderWay& a, const UnderWay& b) const {
            return a.at == b.at ? a.order > b.order : a.at > b.at;
        }
    };
    double chance();
    bool loses_at_random();
    /// When the last mile has let it through; none when its queue is full.
    std::optional<MonoTime> through(const media::Address& to, std::size_t bytes, MonoTime now);

    struct LastMile {
        Narrow narrow;
        MonoTime free_at{};
    };
    std::map<std::string, LastMile> last_miles_;
    std::mt19937_64 random_;
    LinkShape shape_;
    bool fades_ = false;
    std::function<bool(media::Bytes)> loses_;
    Observer observer_;
    std::priority_queue<UnderWay, std::vector<UnderWay>, Later> under_way_;
    std::uint64_t order_ = 0;
    std::int64_t lost_ = 0;
};

}  // namespace lsl::test
