#include "client/ui/text/text.h"

#include <gtest/gtest.h>

#include "client/ui/core/scopes.h"
#include "client/ui/widgets/button.h"
#include "tests/client/screen.h"

namespace lsl::ui {
namespace {

// Body is 15 px: letters are 7.5 wide here, CJK 15.
constexpr TextStyle body{TextRole::Body};

class TextTest : public testing::Test {
  protected:
    template <class Work>
    void in_frame(Work work) {
        screen.frame([&](Ui& ui) { work(ui); });
    }
    std::vector<std::string> wrap(std::string_view text, float width, int lines = 0) {
        std::vector<std::string> result;
        in_frame([&](Ui& ui) { result = wrapped(ui, text, body, width, lines); });
        return result;
    }
    std::string shorten(std::string_view text, float width) {
        std::string result;
        in_frame([&](Ui& ui) { result = ellipsized(ui, text, body, width); });
        return result;
    }
    using Lines = std::vector<std::string>;
    Screen screen;
};

TEST_F(TextTest, AShortLineStaysAsItIs) {
    EXPECT_EQ(shorten("Salsa", 100), "Salsa");
    EXPECT_EQ(wrap("Salsa", 100), Lines{"Salsa"});
}

TEST_F(TextTest, ALongLineEndsInAnEllipsisWithoutASpaceBefore) {
    EXPECT_EQ(shorten("Salsa Basics", 7.5f * 7), "Salsa…");  // "Salsa " would fit
    EXPECT_EQ(shorten("Salsa Basics", 7.5f * 9), "Salsa Ba…");
}

TEST_F(TextTest, ALineFeedShortensASingleLine) { EXPECT_EQ(shorten("one\ntwo", 500), "one…"); }

TEST_F(TextTest, LinesBreakBetweenWords) {
    EXPECT_EQ(wrap("Bring water and a smile", 7.5f * 11), (Lines{"Bring water", "and a smile"}));
}

TEST_F(TextTest, AWordLongerThanALineIsCut) {
    EXPECT_EQ(wrap("Donaudampfschiff ab", 7.5f * 6), (Lines{"Donaud", "ampfsc", "hiff", "ab"}));
}

TEST_F(TextTest, LineFeedsAreKept) { EXPECT_EQ(wrap("a\n\nb", 500), (Lines{"a", "", "b"})); }

TEST_F(TextTest, ClampedTextSaysThatThereIsMore) {
    EXPECT_EQ(wrap("one two three four five six", 7.5f * 10, 2), (Lines{"one two", "three fou…"}));
    EXPECT_EQ(wrap("one\ntwo\nthree", 500, 2), (Lines{"one", "two…"}));
    EXPECT_EQ(wrap("one two", 7.5f * 10, 2), Lines{"one two"});
}

TEST_F(TextTest, JapaneseBreaksAnywhereButNotBeforePunctuation) {
    EXPECT_EQ(wrap("入門入門入門", 15 * 4), (Lines{"入門入門", "入門"}));
    EXPECT_EQ(wrap("ダンスカーディオ", 15 * 4), (Lines{"ダンス", "カーディ", "オ"}));
    for (const std::string& line : wrap("楽しい。踊ろう、一緒に！", 15 * 3)) {
        EXPECT_NE(line.substr(0, 3), "。");
        EXPECT_NE(line.substr(0, 3), "、");
        EXPECT_NE(line.substr(0, 3), "！");
    }
}

TEST_F(TextTest, AnEmojiOfSeveralCodePointsIsOnePicture) {
    const std::string family = "👩‍👩‍👧";
    std::size_t at = 0;
    EXPECT_EQ(next_cluster(family + "x", at), family);
    at = 0;
    EXPECT_EQ(next_cluster("🇭🇷🇯🇵", at), "🇭🇷");
    at = 0;
    EXPECT_EQ(next_cluster("👍🏽!", at), "👍🏽");
    EXPECT_EQ(shorten("ab " + family + " dancing together", 7.5f * 3 + 15 + 7.5f),
              "ab " + family + "…");
}

TEST_F(TextTest, ArabicIsDrawnAsARunAndStillWraps) {
    const std::string text = "مرحبا بالعالم";
    std::size_t at = 0;
    EXPECT_EQ(next_cluster(text, at), text);
    at = 0;
    EXPECT_EQ(next_cluster(text, at, RunSpaces::Break), "مرحبا");
    EXPECT_EQ(wrap(text, 7.5f * 8).size(), 2u);
}

TEST_F(TextTest, MalformedBytesDoNotHangOrReachPastTheEnd) {
    const std::string broken = "a\xF0\x9F\xC3(\xFF\xE2\x82";
    std::size_t at = 0;
    int steps = 0;
    while (at < broken.size()) {
        next_cluster(broken, at);
        ASSERT_LT(++steps, 20);
    }
    EXPECT_EQ(at, broken.size());
    wrap(broken, 10);
}

TEST_F(TextTest, TabularDigitsTakeTheSameRoom) {
    in_frame([](Ui& ui) {
        const TextStyle clock{.role = TextRole::Body, .tabular = true};
        EXPECT_EQ(text_width(ui, "11:11", clock), text_width(ui, "00:00", clock));
    });
}

TEST_F(TextTest, TheNodeHasTheWholeTextEvenWhenLessIsShown) {
    screen.frame([](Ui& ui) {
        label(ui, {10, 10, 40, 20}, "A very long title", {});
        heading(ui, 10, 50, 80, "Another very long title here", 2, {TextRole::Section}, 1);
    });
    EXPECT_EQ(screen.get(Role::Text, "A very long title").rect.width, 37.5f);
    EXPECT_EQ(screen.get(Role::Heading, "Another very long title here").level, 2);
}

TEST_F(TextTest, TheBrowserIsToldHowTheLettersArePainted) {
    screen.frame([](Ui& ui) {
        label(ui, {10, 10, 400, 20}, "Salsa", {.role = TextRole::Section});
        paragraph(ui, 10, 50, 400, "In the middle", {}, 0, Align::Centre);
        button(ui, {10, 100, 200, 44}, {.label = "Enroll"});
        button(ui, {10, 200, 200, 44}, {.label = "Watch", .name = "Watch Salsa"});
        area_link(ui, {10, 300, 200, 200}, "A card", "/streams/1", 0,
                  lettering({.role = TextRole::CardTitle}, 16, 120));
    });
    const Lettering salsa = screen.get(Role::Text, "Salsa").lettering;
    EXPECT_EQ(salsa, lettering({.role = TextRole::Section}));
    EXPECT_EQ(salsa.size, metrics(TextRole::Section).size);
    EXPECT_EQ(salsa.line, screen.get(Role::Text, "Salsa").rect.height);
    EXPECT_TRUE(screen.get(Role::Text, "In the middle").lettering.centred);
    EXPECT_TRUE(screen.get(Role::Button, "Enroll").lettering.centred);
    EXPECT_EQ(screen.get(Role::Button, "Watch Salsa").lettering, unpainted)
        << "said, but another word is painted";
    EXPECT_EQ(screen.get(Role::Link, "A card").lettering.top, 120);
}

TEST_F(TextTest, TheBrowserIsToldTheirSizeOnThePageThatIsMagnified) {
    screen.input.zoom = 2;
    screen.frame([](Ui& ui) { label(ui, {10, 10, 200, 20}, "Salsa", {}); });
    EXPECT_EQ(screen.get(Role::Text, "Salsa").lettering.size, 2 * metrics(TextRole::Body).size);
}

TEST_F(TextTest, WhatIsOffScreenIsToldButNotDrawn) {
    screen.frame([](Ui& ui) { label(ui, {10, 5000, 200, 20}, "Far below", {}); });
    EXPECT_TRUE(screen.shows("Far below"));
    EXPECT_TRUE(screen.letters.drawn.empty());
    screen.input.scroll_y = 4800;
    screen.frame([](Ui& ui) { label(ui, {10, 5000, 200, 20}, "Far below", {}); });
    EXPECT_FALSE(screen.letters.drawn.empty());
}

TEST_F(TextTest, APictureOfALetterIsMadeOncePerSizeWeightAndPlace) {
    const auto view = [](Ui& ui) { draw_text(ui, 10, 10, "aaaa", {TextRole::Body}); };
    screen.frame(view);
    const std::size_t first = screen.letters.drawn.size();
    EXPECT_LE(first, 4u);
    screen.frame(view);
    EXPECT_EQ(screen.letters.drawn.size(), first);
    screen.ui.drop_glyphs();
    screen.frame(view);
    EXPECT_EQ(screen.letters.drawn.size(), 2 * first);
}

TEST_F(TextTest, ThousandsOfLettersDoNotOverflowTheAtlas) {
    for (int page = 0; page < 30; ++page) {
        screen.frame([&](Ui& ui) {
            for (int i = 0; i < 200; ++i) {
                const auto c = static_cast<char32_t>(0x4E00 + page * 200 + i);
                draw_text(ui, 10, 10, utf8(c), {TextRole::Display});
            }
        });
    }
    for (int i = 0; i < 700; ++i) screen.frame([](Ui& ui) { draw_text(ui, 10, 10, "a", {}); });
    const std::size_t before = screen.letters.drawn.size();
    screen.frame([](Ui& ui) { draw_text(ui, 10, 10, "一", {TextRole::Display}); });
    EXPECT_EQ(screen.letters.drawn.size(), before + 1) << "unused pictures are dropped";
}

TEST_F(TextTest, ALineWithLettersFromTheRightIsOnePicture) {
    screen.frame([](Ui& ui) { draw_text(ui, 10, 10, "Salsa עם מילה 12:05", {TextRole::Body}); });
    EXPECT_EQ(screen.letters.drawn, std::vector<std::string>{"Salsa עם מילה 12:05"});
}

TEST_F(TextTest, ShapedScriptsAreDrawnAsRunsBetweenSpaces) {
    screen.frame([](Ui& ui) { draw_text(ui, 10, 10, "नमस्ते दुनिया", {TextRole::Body}); });
    EXPECT_EQ(screen.letters.drawn, (std::vector<std::string>{"नमस्ते", "दुनिया"}));
}

TEST_F(TextTest, RightToLeftTextIsShortenedBetweenGraphemes) {
    // 12 letters of half an em; the vowel signs take room of their own here.
    const std::string shown = shorten("שלום לכולם כאן", 7.5f * 8);
    EXPECT_TRUE(shown.ends_with("…"));
    EXPECT_EQ(shown, "שלום לכ…");
    const std::string marked = "שָׁלוֹם";
    for (float width = 10; width < 60; width += 3) {
        const std::string part = shorten(marked, width);
        // Never a mark without its letter: what stands before the dots is a prefix in graphemes.
        const std::string kept = part.substr(0, part.find("…"));
        bool whole = kept.empty() || kept == marked;
        for (const std::size_t end : grapheme_ends(marked)) whole = whole || end == kept.size();
        EXPECT_TRUE(whole) << part;
    }
}

TEST_F(TextTest, AWordFromTheRightLongerThanALineIsCut) {
    EXPECT_EQ(wrap("אבגדהוזחטי", 7.5f * 4), (Lines{"אבגד", "הוזח", "טי"}));
}

TEST_F(TextTest, ScriptsWithoutSpacesBreakWhereThePlatformSaysAWordEnds) {
    class Thai : public FixedWidthRasterizer {
      public:
        std::vector<std::size_t> pieces(std::string_view text, Pieces kind) override {
            if (kind == Pieces::Graphemes) return FixedWidthRasterizer::pieces(text, kind);
            std::vector<std::size_t> ends;  // words of six letters
            for (std::size_t end = 18; end < text.size(); end += 18) ends.push_back(end);
            ends.push_back(text.size());
            return ends;
        }
    };
    Thai letters;
    NoImages images;
    Ui ui(letters, images);
    ImGui::GetIO().BackendFlags |= ImGuiBackendFlags_RendererHasTextures;
    FrameInput input;
    input.width = input.height = 500;
    ui.begin(input);
    const std::string word = "กขคงจฉ";
    EXPECT_EQ(wrapped(ui, word + word + word, body, 7.5f * 14), (Lines{word + word, word}));
    ui.end();
}

TEST_F(TextTest, OnAMirroredScreenALineEndsWhereItWouldHaveBegun) {
    screen.input.right_to_left = true;
    screen.frame([](Ui& ui) { label(ui, {10, 10, 200, 20}, "Salsa", {}); });
    const Rect rect = screen.get(Role::Text, "Salsa").rect;
    EXPECT_FLOAT_EQ(rect.x + rect.width, screen.input.width - 10);
    // The letters themselves still go from the left.
    const ImDrawData* data = ImGui::GetDrawData();
    ASSERT_GT(data->TotalVtxCount, 8);
    const ImDrawVert* vertices = data->CmdLists[0]->VtxBuffer.Data;
    EXPECT_LT(vertices[0].pos.x, vertices[4].pos.x);
    EXPECT_LT(vertices[0].pos.x, vertices[1].pos.x) << "and are not mirror writing";
    EXPECT_LT(vertices[0].uv.x, vertices[1].uv.x);
}

}  // namespace
}  // namespace lsl::ui
