#include "client/app/browser/mirror_json.h"

#include <array>
#include <string_view>

#include "shared/wire/json/json_text.h"

namespace lsl::app {

namespace {

constexpr std::array<std::string_view, 24> role_names = {
    "Banner", "Navigation", "Main",    "Region", "Form",   "Group",     "List",     "ListItem",
    "Log",    "Dialog",     "Heading", "Text",   "Image",  "Status",    "Alert",    "Progress",
    "Link",   "Button",     "Switch",  "Tab",    "Slider", "TextField", "TextArea", "Select"};
static_assert(role_names.size() == static_cast<std::size_t>(ui::Role::Select) + 1);

/// Leaves out what is empty, false or zero.
class Writer : public wire::JsonText {
  public:
    void member(std::string_view key, std::string_view value) {
        if (value.empty()) return;
        name(key);
        text(value);
    }
    void member(std::string_view key, bool value) {
        if (!value) return;
        name(key);
        raw("true");
    }
    void member(std::string_view key, double value) {
        if (value == 0) return;
        name(key);
        number(value);
    }
    void member(std::string_view key, std::int64_t value) {
        if (value == 0) return;
        name(key);
        integer(value);
    }
};

void write_field(Writer& w, const ui::Field& field) {
    w.name("field");
    w.open('{');
    w.member("type", field.type);
    w.member("name", field.name);
    w.member("autocomplete", field.autocomplete);
    w.member("input_mode", field.input_mode);
    w.member("enter_key_hint", field.enter_key_hint);
    w.member("placeholder", field.placeholder);
    w.member("minimum", field.minimum);
    w.member("maximum", field.maximum);
    w.member("step", field.step);
    w.member("error", field.error);
    w.member("max_length", static_cast<std::int64_t>(field.max_length));
    w.member("required", field.required);
    if (!field.options.empty()) {
        w.name("options");
        w.open('[');
        for (const ui::Option& option : field.options) {
            w.item();
            w.open('{');
            w.name("value");
            w.text(option.value);
            w.member("label", option.label);
            w.close('}');
        }
        w.close(']');
    }
    w.close('}');
}

void write_lettering(Writer& w, const ui::Lettering& text) {
    w.name("text");
    w.open('[');
    for (const float number : {text.size, text.line, text.tracking, text.weight, text.left,
                               text.top, text.centred ? 1.0f : 0.0f}) {
        w.item();
        w.number(static_cast<double>(number));
    }
    w.close(']');
}

bool is_field(ui::Role role) {
    return role == ui::Role::TextField || role == ui::Role::TextArea || role == ui::Role::Select;
}

void write_node(Writer& w, const ui::Node& node) {
    w.open('{');
    w.member("id", static_cast<std::int64_t>(node.id));
    w.member("parent", static_cast<std::int64_t>(node.parent));
    w.name("role");
    w.text(role_names[static_cast<std::size_t>(node.role)]);
    w.member("name", node.name);
    w.member("value", node.value);
    w.member("description", node.description);
    w.member("href", node.href);
    w.name("rect");
    w.open('{');
    w.member("x", static_cast<double>(node.rect.x));
    w.member("y", static_cast<double>(node.rect.y));
    w.member("width", static_cast<double>(node.rect.width));
    w.member("height", static_cast<double>(node.rect.height));
    w.close('}');
    w.member("fixed", node.fixed);
    w.member("disabled", node.disabled);
    w.member("busy", node.busy);
    w.member("selected", node.selected);
    w.member("expanded", node.expanded);
    w.member("has_popup", node.has_popup);
    w.member("submits", node.submits);
    w.member("level", static_cast<std::int64_t>(node.level));
    w.member("scroll_height", static_cast<double>(node.scroll_height));
    w.member("follow_end", static_cast<std::int64_t>(node.follow_end));
    w.member("minimum", node.minimum);
    w.member("maximum", node.maximum);
    w.member("now", node.now);
    w.member("step", node.step);
    if (is_field(node.role)) write_field(w, node.field);
    if (node.lettering.size != 0) write_lettering(w, node.lettering);
    w.close('}');
}

}  // namespace

std::string mirror_json(const ui::SemanticTree& tree) {
    Writer w;
    w.open('[');
    for (const ui::Node& node : tree) {
        w.item();
        write_node(w, node);
    }
    w.close(']');
    return w.take();
}

}  // namespace lsl::app
