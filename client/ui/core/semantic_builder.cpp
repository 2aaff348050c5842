#include "client/ui/core/semantic_builder.h"

#include <algorithm>
#include <utility>

#include "client/ui/layout/layout.h"

namespace lsl::ui {

void SemanticBuilder::begin() {
    nodes_.clear();
    open_.clear();
    ids_.clear();
}

SemanticTree SemanticBuilder::end() {
    // Children come after their parents: going backwards, every union is complete when it is used.
    std::unordered_map<std::uint32_t, std::size_t> place;
    for (std::size_t i = 0; i < nodes_.size(); ++i) place[nodes_[i].id] = i;
    for (std::size_t i = nodes_.size(); i-- > 0;) {
        const auto parent = place.find(nodes_[i].parent);
        if (parent == place.end()) continue;
        Node& container = nodes_[parent->second];
        if (!unsized_.contains(container.id) || nodes_[i].rect == Rect{}) continue;
        container.rect =
            container.rect == Rect{} ? nodes_[i].rect : united(container.rect, nodes_[i].rect);
    }
    unsized_.clear();
    return std::exchange(nodes_, {});
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
