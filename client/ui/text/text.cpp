#include "client/ui/text/text.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>

#include <imgui.h>

#include "client/ui/core/packed.h"
#include "client/ui/core/scopes.h"
#include "client/ui/core/ui.h"
#include "client/ui/layout/layout.h"
#include "client/ui/text/glyphs.h"
#include "client/ui/text/utf8.h"
#include "icons.h"

namespace lsl::ui {

namespace {

// Inter's ascent and descent, em: lines stand the same whatever font a letter comes from.
constexpr float ascent = 0.96875f, descent = 0.2412f;
constexpr std::string_view ellipsis = "\xE2\x80\xA6";

bool is_digit(char32_t c) { return c >= '0' && c <= '9'; }

bool kerns(char32_t c) { return c > ' ' && c < 0x0530 && !is_digit(c); }

/// Text with letters from the right is drawn as one picture a line: the browser orders and joins
/// it.
std::string_view next_picture(std::string_view text, std::size_t& at) {
    if (at == 0 && has_right_to_left(text)) {
        at = text.size();
        return text;
    }
    return next_cluster(text, at);
}

/// Walks along a line; tells where each cluster stands.
class Pen {
  public:
    Pen(Ui& ui, const TextStyle& style)
        : glyphs_(ui.glyphs()), metrics_(metrics(style.role)), tabular_(style.tabular) {}

    /// Moves over `cluster`; its pen position is start(), with the room it got in advance().
    void step(std::string_view cluster) {
        std::size_t at = 0;
        const char32_t c = next_code_point(cluster, at);
        const float size = metrics_.size;
        start_ = x_;
        if (kerns(before_) && kerns(c)) {
            start_ += glyphs_.kerning(before_, c, metrics_.weight) * size;
        }
        advance_ = glyphs_.advance(cluster, metrics_.weight, size);
        float room = advance_;
        if (tabular_ && is_digit(c) && at == cluster.size()) {  // not a whole line from the right
            room = glyphs_.advance("0", metrics_.weight, size);
            start_ += (room - advance_) / 2;
        }
        x_ = start_ + (room + advance_) / 2 + metrics_.tracking * size;
        before_ = c;
    }

    float start() const { return start_; }
    float x() const { return x_; }
    char32_t last() const { return before_; }

  private:
    Glyphs& glyphs_;
    TextMetrics metrics_;
    bool tabular_;
    float x_ = 0, start_ = 0, advance_ = 0;
    char32_t before_ = 0;
};

/// Where a line may end between two clusters.
bool may_break(char32_t before, char32_t after) {
    if (before == 0 || is_space(after)) return false;
    if (is_space(before)) return true;
    if (sticks_to_previous(after) || sticks_to_next(before)) return false;
    if (before == '-' || before == 0x2013 || before == 0x2014 || before == '/') return true;
    if (is_unspaced(before) && is_unspaced(after)) return true;  // those pieces are words
    return is_wide(before) || is_wide(after);
}

std::string_view without_end_spaces(std::string_view text) {
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

/// How much of a line that is one picture fits, in whole graphemes.
std::size_t fitting_part(Ui& ui, std::string_view text, const TextStyle& style, float room) {
    const std::vector<std::size_t>& ends = ui.glyphs().graphemes(text);
    std::size_t few = 0, many = ends.size();  // that many fit; that many and more may not
    while (few < many) {
        const std::size_t middle = (few + many + 1) / 2;
        if (text_width(ui, text.substr(0, ends[middle - 1]), style) <= room) {
            few = middle;
        } else {
            many = middle - 1;
        }
    }
    return few == 0 ? 0 : ends[few - 1];
}

std::string with_ellipsis(Ui& ui, std::string_view text, const TextStyle& style, float width) {
    const float room = width - text_width(ui, ellipsis, style);
    std::size_t at = 0, fits = 0;
    if (has_right_to_left(text)) {
        fits = fitting_part(ui, text, style, room);
        at = text.size();
    }
    Pen pen(ui, style);
    while (at < text.size()) {
        const std::size_t before = at;
        const std::string_view cluster = next_cluster(text, at);
        pen.step(cluster);
        if (pen.x() > room) {
            // A shaped run is cut, too, but never within a grapheme.
            if (cluster.size() > 4) {
                fits = before + fitting_part(ui, cluster, style,
                                             room - (pen.x() - text_width(ui, cluster, style)));
            }
            break;
        }
        fits = at;
    }
    return std::string(without_end_spaces(text.substr(0, fits))) + std::string(ellipsis);
}

/// The next piece of a paragraph that stays together on a line of that width.
std::string_view next_piece(Ui& ui, std::string_view text, std::size_t& at, const TextStyle& style,
                            float width) {
    const std::size_t start = at;
    std::string_view piece = next_cluster(text, at, RunSpaces::Break);
    if (piece.size() <= 4) return piece;
    std::size_t look = 0;
    const bool unspaced = is_unspaced(next_code_point(piece, look));
    if (unspaced) piece = piece.substr(0, ui.glyphs().words(piece).front());
    if (text_width(ui, piece, style) > width) {
        const std::size_t part = fitting_part(ui, piece, style, width);
        piece = piece.substr(0, part > 0 ? part : ui.glyphs().graphemes(piece).front());
    }
    at = start + piece.size();
    return piece;
}

void draw_glyph(Ui& ui, const Glyph& glyph, float pen_x, float baseline, ImU32 color) {
    ImFontAtlasRect place;
    if ((color & IM_COL32_A_MASK) == 0 || glyph.rect < 0) return;
    if (!ui.glyphs().atlas()->GetCustomRect(glyph.rect, &place)) return;
    const float density = ui.glyphs().density();
    const float left = std::floor(pen_x) + static_cast<float>(glyph.left);
    const float top = baseline + static_cast<float>(glyph.top);
    const ImVec2 low(left / density, top / density);
    const ImVec2 high((left + static_cast<float>(glyph.width)) / density,
                      (top + static_cast<float>(glyph.height)) / density);
    const ImU32 tint = glyph.colored ? color | 0x00FFFFFFu : color;
    ImDrawList* list = ui.draw_list();
    list->PrimReserve(6, 4);
    list->PrimRectUV(low, high, place.uv0, place.uv1, tint);
}

/// Icons that point along the reading direction turn round with it.
bool points(char32_t symbol) {
    switch (symbol) {
        case icon::chevron_left:
        case icon::chevron_right:
        case icon::arrow_left:
        case icon::arrow_right:
        case icon::log_out:
        case icon::log_in:
        case icon::external_link:
        case icon::list_video:
        case icon::send: return true;
        default: return false;
    }
}

Color color_of(const Ui& ui, const TextStyle& style) {
    return style.color.a == 0 ? ui.theme().text : style.color;
}

float aligned(float x, float room, float width, Align align) {
    return align == Align::Start ? x
           : align == Align::End ? x + room - width
                                 : x + (room - width) / 2;
}

float block_of_lines(Ui& ui, float x, float y, float width, std::string_view text,
                     const TextStyle& style, int max_lines, Align align, Node node) {
    if (text.empty()) return 0;
    const std::vector<std::string> lines = wrapped(ui, text, style, width, max_lines);
    const float height = line_height(style.role) * static_cast<float>(lines.size());
    node.name = std::string(text);
    node.id = ui.claim(text);
    node.rect = {x, y, width, height};
    node.lettering = lettering(style);
    node.lettering.centred = align == Align::Centre;
    ui.node(std::move(node));
    float line_y = y;
    for (const std::string& line : lines) {
        const float line_x =
            align == Align::Start ? x : aligned(x, width, text_width(ui, line, style), align);
        draw_text(ui, line_x, line_y, line, style);
        line_y += line_height(style.role);
    }
    return height;
}

}  // namespace

float line_height(TextRole role) {
    const TextMetrics m = metrics(role);
    return std::round(m.size * m.line_height);
}

Lettering lettering(const TextStyle& style, float left, float top) {
    const TextMetrics m = metrics(style.role);
    return {.size = m.size,
            .line = line_height(style.role),
            .tracking = m.tracking * m.size,
            .weight = static_cast<float>(m.weight),
            .left = left,
            .top = top};
}

float text_width(Ui& ui, std::string_view text, const TextStyle& style) {
    Pen pen(ui, style);
    for (std::size_t at = 0; at < text.size();) pen.step(next_picture(text, at));
    return pen.x();
}

std::string ellipsized(Ui& ui, std::string_view text, const TextStyle& style, float width) {
    const std::string_view first_line = text.substr(0, text.find('\n'));
    if (first_line.size() == text.size() && text_width(ui, text, style) <= width) {
        return std::string(text);
    }
    return with_ellipsis(ui, first_line, style, width);
}

std::vector<std::string> wrapped(Ui& ui, std::string_view text, const TextStyle& style, float width,
                                 int max_lines) {
    const std::size_t limit = max_lines > 0 ? static_cast<std::size_t>(max_lines) : text.size() + 1;
    std::vector<std::string_view> lines;
    std::size_t start = 0, at = 0, break_at = 0;
    float line_x = 0, break_x = 0;  // pen positions where the line and its last piece start
    Pen pen(ui, style);
    const auto end_line = [&](std::size_t end) {
        lines.push_back(without_end_spaces(text.substr(start, end - start)));
    };
    while (at < text.size() && lines.size() <= limit) {
        const std::size_t before = at;
        if (text[at] == '\n') {
            end_line(at++);
            start = break_at = at;
            line_x = break_x = pen.x();
            continue;
        }
        std::size_t look = at;
        const char32_t c = next_code_point(text, look);
        if (before > start && may_break(pen.last(), c)) {
            break_at = before;
            break_x = pen.x();
        }
        const std::string_view cluster = next_piece(ui, text, at, style, width);
        const float pen_before = pen.x();
        pen.step(cluster);
        if (pen.x() - line_x <= width || is_space(c) || before == start) continue;
        const bool at_word = break_at > start;
        end_line(at_word ? break_at : before);
        start = at_word ? break_at : before;
        line_x = at_word ? break_x : pen_before;
        break_at = start;
    }
    if (lines.size() <= limit) end_line(text.size());

    std::vector<std::string> result(
        lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(std::min(lines.size(), limit)));
    if (lines.size() > limit) {
        const auto offset = static_cast<std::size_t>(lines[limit - 1].data() - text.data());
        const std::string_view rest = text.substr(offset);
        result.back() = with_ellipsis(ui, rest.substr(0, rest.find('\n')), style, width);
    }
    return result;
}

float text_height(Ui& ui, std::string_view text, const TextStyle& style, float width,
                  int max_lines) {
    if (text.empty()) return 0;
    return line_height(style.role) *
           static_cast<float>(wrapped(ui, text, style, width, max_lines).size());
}

float draw_text(Ui& ui, float x, float y, std::string_view text, const TextStyle& style) {
    const TextMetrics m = metrics(style.role);
    const Rect screen = ui.on_screen({x, y, ui.width(), line_height(style.role)});
    if (!ui.visible({x, y, ui.width(), screen.height})) return text_width(ui, text, style);
    PhysicalScope physical(ui);
    const float left =
        ui.mirrored() ? ui.physical({screen.x, 0, text_width(ui, text, style), 0}).x : screen.x;
    const float density = ui.glyphs().density();
    const float leading = (line_height(style.role) - (ascent + descent) * m.size) / 2;
    const float baseline = std::round((screen.y + leading + ascent * m.size) * density);
    const ImU32 color = packed(ui, color_of(ui, style));
    Pen pen(ui, style);
    for (std::size_t at = 0; at < text.size();) {
        const std::string_view cluster = next_picture(text, at);
        pen.step(cluster);
        if (cluster == " ") continue;
        const float pen_x = ui.glyphs().snapped((left + pen.start()) * density);
        draw_glyph(ui, ui.glyphs().glyph(cluster, m.weight, m.size, pen_x), pen_x, baseline, color);
    }
    return pen.x();
}

void draw_icon(Ui& ui, float x, float y, char32_t icon, float size, Color color) {
    if (icon == 0 || !ui.visible({x, y, size, size})) return;
    std::optional<PhysicalScope> upright;
    Rect screen = ui.on_screen({x, y, size, size});
    if (!points(icon)) {
        upright.emplace(ui);
        screen = ui.physical(screen);
    }
    const float density = ui.glyphs().density();
    const float pen_x = std::round(screen.x * density), top = std::round(screen.y * density);
    const Glyph& glyph = ui.glyphs().glyph(utf8(icon), 400, size, pen_x);
    draw_glyph(ui, glyph, pen_x, top, packed(ui, color));
}

Rect label(Ui& ui, const Rect& box, std::string_view text, const TextStyle& style, Align align) {
    if (text.empty()) return {box.x, box.y, 0, 0};
    const std::string shown = ellipsized(ui, text, style, box.width);
    const float width = std::min(text_width(ui, shown, style), box.width);
    const float height = line_height(style.role);
    const Rect covered{aligned(box.x, box.width, width, align), centre_y(box) - height / 2, width,
                       height};
    ui.node({.id = ui.claim(text),
             .role = Role::Text,
             .name = std::string(text),
             .rect = covered,
             .lettering = lettering(style)});
    draw_text(ui, covered.x, covered.y, shown, style);
    return covered;
}

float paragraph(Ui& ui, float x, float y, float width, std::string_view text,
                const TextStyle& style, int max_lines, Align align) {
    return block_of_lines(ui, x, y, width, text, style, max_lines, align, {.role = Role::Text});
}

float heading(Ui& ui, float x, float y, float width, std::string_view text, int level,
              const TextStyle& style, int max_lines, Align align) {
    return block_of_lines(ui, x, y, width, text, style, max_lines, align,
                          {.role = Role::Heading, .level = level});
}

}  // namespace lsl::ui
