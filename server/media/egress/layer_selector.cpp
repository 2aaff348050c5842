#include "server/media/egress/layer_selector.h"

#include <algorithm>
#include <utility>

namespace lsl::media {
namespace {

// What a layer takes before its rate has been measured: bits a pixel and second, generously.
constexpr std::int64_t kBitsPerPixel = 3;
constexpr double kHeadroom = 1.15;  // to go up
constexpr double kShortfall = 0.9;  // of what is needed: time to go down
constexpr double kFarBelow = 0.6;   // at once
constexpr double kHopeless = 0.5;   // of the smallest layer
constexpr double kHopelessLoss = 0.3;

std::int64_t scaled(std::int64_t bps, double by) {
    return static_cast<std::int64_t>(static_cast<double>(bps) * by);
}

}  // namespace

void LayerSelector::select(LayerSelection selection) {
    selection_ = std::move(selection);
    next_ = {};
    paused_until_.reset();
}

bool LayerSelector::allows(const RoomTrack& layer) const {
    if (selection_.max_width > 0 && layer.size.width > selection_.max_width) return false;
    return selection_.max_height == 0 || layer.size.height <= selection_.max_height;
}

LayerSelector::Candidates LayerSelector::candidates(const Room& room, MonoTime now) const {
    Candidates found;
    const auto better = [&](const Candidate& a, const Candidate& b) {
        return room.video[b.layer].is_better_than(room.video[a.layer], now);
    };
    std::optional<Candidate> smallest;
    for (std::size_t i = 0; i < room.layers; ++i) {
        if (!room.flows(i)) continue;
        const RoomTrack& layer = room.video[i];
        const std::int64_t measured = layer.bytes.per_second(now) * 8;
        const Candidate one{i, measured > 0 ? measured : layer.size.pixels() * kBitsPerPixel};
        if (!smallest || better(one, *smallest)) smallest = one;
        if (allows(layer)) found.list[found.count++] = one;
    }
    // A wish that nothing fits is nearest to the smallest.
    if (found.empty() && smallest) found.list[found.count++] = *smallest;
    // By hand: of so few, GCC 12 believes that std::sort reads past the end.
    for (std::size_t end = 1; end < found.count; ++end) {
        for (std::size_t i = end; i > 0 && better(found.list[i], found.list[i - 1]); --i) {
            std::swap(found.list[i], found.list[i - 1]);
        }
    }
    return found;
}

/// The best that takes no more than this, at least the smallest.
std::size_t LayerSelector::fitting(std::span<const Candidate> all, std::int64_t bps) const {
    std::size_t layer = all.front().layer;
    for (const Candidate& one : all) {
        if (one.needed_bps <= bps) layer = one.layer;
    }
    return layer;
}

LayerSelector::Decision LayerSelector::choose(const Room& room, const BandwidthEstimate& line,
                                              MonoTime now) {
    next_ = now + kInterval;
    const Candidates found = candidates(room, now);
    if (found.empty()) return {.layer = current_.value_or(0), .paused = paused()};
    const auto all = found.all();

    if (!selection_.rid.empty()) {
        // The person has decided; if the layer is not there at the moment, we do.
        const auto wanted = std::find_if(all.begin(), all.end(), [&](const Candidate& one) {
            return room.video[one.layer].rid == selection_.rid;
        });
        if (wanted != all.end()) {
            if (current_ != wanted->layer) go_to(wanted->layer, now);
            return {.layer = wanted->layer};
        }
    }

    auto bps = line.bps(now);
    if (bps) bps = std::max<std::int64_t>(*bps - room.audio.bytes.per_second(now) * 8, 0);
    if (paused_until_) {
        if (now < *paused_until_ || !is_calm(line, now))
            return {.layer = all.front().layer, .paused = true};
        paused_until_.reset();
        go_to(all.front().layer, now);
        raised_at_ = now;
        return {.layer = all.front().layer};
    }
    if (is_unbearable(all.front(), bps, line, now)) {
        if (raised_at_ && now - *raised_at_ < kTrial) pause_ = std::min(2 * pause_, kLongestHold);
        paused_until_ = now + pause_;
        unbearable_since_.reset();
        return {.layer = all.front().layer, .paused = true};
    }

    const auto current = std::find_if(all.begin(), all.end(),
                                      [&](const Candidate& one) { return current_ == one.layer; });
    if (current == all.end()) {
        go_to(fitting(all, bps.value_or(kStartBps)), now);
    } else if (current != all.begin() && is_too_narrow(*current, bps, line, now)) {
        const std::size_t lower = fitting({all.begin(), current}, *bps);
        failed(now);
        go_to(lower, now);
        went_down_ = true;
    } else if (current + 1 != all.end() && is_calm(line, now)) {
        if (!line.measures()) {
            // Nothing tells what more the line carries but trying.
            go_to((current + 1)->layer, now);
            raised_at_ = now;
        } else if (*bps >= scaled((current + 1)->needed_bps, kHeadroom)) {
            go_to(fitting(all, scaled(*bps, 1 / kHeadroom)), now);
            raised_at_ = now;
        } else if (now - probed_at_ >= std::max(hold_, probe_after_)) {
            probed_at_ = now;
            probe_after_ = std::min(std::max(3 * probe_after_ / 2, kHold), kRarestProbe);
            return {.layer = *current_, .probe = true};
        }
    }
    return {.layer = *current_, .hold = went_down_};
}

void LayerSelector::go_to(std::size_t layer, MonoTime now) {
    current_ = layer;
    went_down_ = false;
    changed_at_ = now;
    probe_after_ = kFirstHold;
    below_since_.reset();
}

void LayerSelector::failed(MonoTime now) {
    const bool trial = raised_at_ && now - *raised_at_ < kTrial;
    hold_ = std::clamp(trial ? 2 * hold_ : hold_ / 2, kHold, kLongestHold);
    raised_at_.reset();
}

bool LayerSelector::is_too_narrow(const Candidate& current, std::optional<std::int64_t> bps,
                                  const BandwidthEstimate& line, MonoTime now) {
    const auto settle = line.measures() ? kSettle : kSettleReports;
    if (!bps || *bps >= scaled(current.needed_bps, kShortfall) || now - changed_at_ < settle) {
        below_since_.reset();
        return false;
    }
    if (!below_since_) below_since_ = now;
    return *bps < scaled(current.needed_bps, kFarBelow) || now - *below_since_ >= kBelow;
}

bool LayerSelector::is_unbearable(const Candidate& smallest, std::optional<std::int64_t> bps,
                                  const BandwidthEstimate& line, MonoTime now) {
    const auto congested = line.last_congested();
    const bool fresh = congested && now - *congested < kFresh;
    const bool hopeless =
        (bps && *bps < scaled(smallest.needed_bps, kHopeless)) || line.loss() > kHopelessLoss;
    if (!fresh || !hopeless || current_ != smallest.layer) {
        unbearable_since_.reset();
        return false;
    }
    if (!unbearable_since_) unbearable_since_ = now;
    return now - *unbearable_since_ >= kUnbearable;
}

bool LayerSelector::is_calm(const BandwidthEstimate& line, MonoTime now) const {
    const auto congested = line.last_congested();
    return now - changed_at_ >= hold_ && (!congested || now - *congested >= hold_);
}

}  // namespace lsl::media
