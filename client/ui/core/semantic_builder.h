#pragma once

#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "client/ui/core/semantics.h"

namespace lsl::ui {

/// Collects the nodes of a frame. Ids are made unique; a container without a rectangle of its own
/// gets the union of its children's; children that stand in one line are in the order of their
/// places, all others in that of the calls.
class SemanticBuilder {
  public:
    void begin();
    SemanticTree end();

    /// Appends a node under the open container; returns its id (changed if it was taken).
    std::uint32_t add(Node node);
    std::uint32_t open(Node container);
    void close();

    /// Parents of nodes that stand outside the page's own containers (overlays).
    void open_root();
    void close_root();

    Node& back() { return nodes_.back(); }
    std::uint32_t open_container() const;

  private:
    SemanticTree nodes_;
    std::vector<std::size_t> open_;  ///< indices of open containers; none_ for a root
    std::unordered_set<std::uint32_t> ids_;
    std::unordered_set<std::uint32_t> unsized_;  ///< containers to be sized by their children
    static constexpr std::size_t none_ = static_cast<std::size_t>(-1);
};

}  // namespace lsl::ui
