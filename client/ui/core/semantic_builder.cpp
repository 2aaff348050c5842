#include "client/ui/core/semantic_builder.h"

#include <algorithm>
#include <utility>

#include "client/ui/layout/layout.h"

namespace lsl::ui {

namespace {

constexpr auto nothing = static_cast<std::size_t>(-1);

/// In one line with the other, and before it. They may overlap a little: small buttons are as large
/// as a finger here, larger than they are painted. What lies on the other, as the handle of a loop
/// on its line, is not beside it wherever it is moved to.
bool stands_before(const Node& node, const Node& other) {
    if (node.fixed != other.fixed) return false;
    const Rect &a = node.rect, &b = other.rect;
    const float shared = std::min(bottom(a), bottom(b)) - std::max(a.y, b.y);
    if (shared <= 0 || 2 * shared < std::min(a.height, b.height)) return false;
    return right(a) <= b.x + std::min(a.width, b.width) / 4;
}

/// The nodes linked to a tree by their numbers; what has no parent belongs to the page, whose
/// number is one past the last node's.
struct Links {
    explicit Links(std::size_t nodes)
        : first(nodes + 1, nothing),
          last(nodes + 1, nothing),
          next(nodes, nothing),
          previous(nodes, nothing) {}

    /// Behind that sibling; nothing: before all of them.
    void insert(std::size_t node, std::size_t parent, std::size_t sibling) {
        const std::size_t after = sibling == nothing ? first[parent] : next[sibling];
        previous[node] = sibling;
        next[node] = after;
        (sibling == nothing ? first[parent] : next[sibling]) = node;
        (after == nothing ? last[parent] : previous[after]) = node;
    }

    std::vector<std::size_t> first, last;  ///< children of each
    std::vector<std::size_t> next, previous;
};

/// Views draw a line from both of its ends, and its buttons before the words that get the room
/// which they leave: what stands in one line is read as it stands there.
SemanticTree in_reading_order(SemanticTree nodes, const std::vector<std::size_t>& parents) {
    const std::size_t page = nodes.size();
    Links links(page);
    bool moved = false;
    for (std::size_t i = 0; i < page; ++i) {
        const std::size_t parent = parents[i];
        std::size_t sibling = links.last[parent];
        while (parent != page && sibling != nothing && stands_before(nodes[i], nodes[sibling])) {
            sibling = links.previous[sibling];
            moved = true;
        }
        links.insert(i, parent, sibling);
    }
    if (!moved) return nodes;
    SemanticTree sorted;
    sorted.reserve(page);
    for (std::size_t at = links.first[page]; at != nothing;) {
        sorted.push_back(std::move(nodes[at]));
        std::size_t following = links.first[at];
        for (; following == nothing && at != page; at = parents[at]) following = links.next[at];
        at = following;
    }
    return sorted;
}

}  // namespace

void SemanticBuilder::begin() {
    nodes_.clear();
    open_.clear();
    ids_.clear();
}

SemanticTree SemanticBuilder::end() {
    // Children come after their parents: going backwards, every union is complete when it is used.
    std::unordered_map<std::uint32_t, std::size_t> place;
    for (std::size_t i = 0; i < nodes_.size(); ++i) place[nodes_[i].id] = i;
    std::vector<std::size_t> parents(nodes_.size(), nodes_.size());
    for (std::size_t i = nodes_.size(); i-- > 0;) {
        const auto parent = place.find(nodes_[i].parent);
        if (parent == place.end()) continue;
        parents[i] = parent->second;
        Node& container = nodes_[parent->second];
        if (!unsized_.contains(container.id) || nodes_[i].rect == Rect{}) continue;
        container.rect =
            container.rect == Rect{} ? nodes_[i].rect : united(container.rect, nodes_[i].rect);
    }
    unsized_.clear();
    return in_reading_order(std::exchange(nodes_, {}), parents);
}

std::uint32_t SemanticBuilder::add(Node node) {
    while (node.id == 0 || !ids_.insert(node.id).second)
        node.id = node.id * 16777619u + 0x9e3779b9u;
    node.parent = open_container();
    const std::uint32_t id = node.id;
    nodes_.push_back(std::move(node));
    return id;
}

std::uint32_t SemanticBuilder::open(Node container) {
    const bool unsized = container.rect == Rect{};
    const std::uint32_t id = add(std::move(container));
    if (unsized) unsized_.insert(id);
    open_.push_back(nodes_.size() - 1);
    return id;
}

void SemanticBuilder::close() {
    if (!open_.empty()) open_.pop_back();
}

void SemanticBuilder::open_root() { open_.push_back(none_); }

void SemanticBuilder::close_root() { close(); }

std::uint32_t SemanticBuilder::open_container() const {
    return open_.empty() || open_.back() == none_ ? 0 : nodes_[open_.back()].id;
}

}  // namespace lsl::ui
