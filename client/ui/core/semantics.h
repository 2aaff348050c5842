#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lsl::ui {

/// What a thing on screen means; each becomes a real element of the DOM mirror.
enum class Role : std::uint8_t {
    Banner,
    Navigation,
    Main,
    Region,
    Form,
    Group,
    List,
    ListItem,
    Log,     ///< a list that grows at its end; what is added is read out
    Dialog,  // containers
    Heading,
    Text,
    Image,
    Status,
    Alert,
    Progress,  // contents
    Link,
    Button,
    Switch,
    Tab,
    Slider,
    TextField,
    TextArea,
    Select,  // controls
};

/// CSS pixels. Page coordinates (they scroll) unless the node is `fixed`.
struct Rect {
    float x = 0, y = 0, width = 0, height = 0;
    bool operator==(const Rect&) const = default;
};

struct Option {
    std::string value, label;
    bool operator==(const Option&) const = default;
};

/// A real form field over the canvas: its attributes as HTML names them.
struct Field {
    std::string type = "text";  ///< input type, e.g. email, password, number, url, datetime-local
    std::string name;           ///< stable, for password managers
    std::string autocomplete;   ///< e.g. "username", "current-password", "off"
    std::string input_mode, enter_key_hint, placeholder;
    std::string minimum, maximum, step;
    std::string error;            ///< sentence under the field; empty = valid
    std::vector<Option> options;  ///< of a Select
    int max_length = 0;           ///< 0 = no limit; UTF-16 units, as in HTML
    bool required = false;
    bool operator==(const Field&) const = default;
};

/// How a node's name is painted, for the browser to write it in the same place: there it is found
/// and selected. CSS pixels.
struct Lettering {
    float size = 0;  ///< 0: guessed from the rectangle; below 0: the name is said, not painted
    float line = 0;  ///< height of a line
    float tracking = 0;
    float weight = 400;
    float left = 0, top = 0;  ///< of the first line, from the rectangle's start and top
    bool centred = false;
    bool operator==(const Lettering&) const = default;
};

/// What is painted is something else, or stands elsewhere as a text of its own.
inline constexpr Lettering unpainted{.size = -1};

/// One thing on screen. `id` is stable while the thing is the same thing (an ImGui id).
struct Node {
    std::uint32_t id = 0;
    std::uint32_t parent = 0;  ///< 0 = the page
    Role role = Role::Text;
    std::string name;         ///< what a screen reader says; a Text's text
    std::string value;        ///< of a field, a slider ("3 minutes"), a progress
    std::string description;  ///< more, said after the name
    std::string href;         ///< of a Link
    Rect rect;
    bool fixed = false;  ///< viewport coordinates: top bar, dialogs, toasts
    bool disabled = false;
    bool busy = false;
    bool selected = false;  ///< current tab or page, checked switch, pressed toggle
    bool expanded = false;
    bool has_popup = false;
    bool submits = false;  ///< a Button that submits its Form
    int level = 0;         ///< of a Heading
    float scroll_height =
        0;  ///< of what scrolls by itself and has more in it than it shows, else 0
    /// Of what scrolls by itself: its end stays in sight until the person scrolls away from it;
    /// another number than before leads back there. 0: it begins at its start and stays.
    int follow_end = 0;
    double minimum = 0, maximum = 0, now = 0, step = 0;  ///< of a Slider or Progress
    Field field;                                         ///< of TextField, TextArea, Select
    Lettering lettering;
    bool operator==(const Node&) const = default;
};

/// The nodes of one frame, in reading order (a parent before its children).
using SemanticTree = std::vector<Node>;

}  // namespace lsl::ui
