// The states of player, camera and broadcast are told by JavaScript by the names, and in the words,
// of client/media/describe.cpp: a name that only one side knows would be a state that nobody hears.
#include "tests/rules/source_tree.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <regex>
#include <set>
#include <string>

namespace lsl::rules {
namespace {

using Names = std::set<std::string>;

const SourceText& source_of(std::string_view path) {
    static const SourceText none;
    for (const SourceText& source : source_tree()) {
        if (source.path == path) return source;
    }
    ADD_FAILURE() << path << " is missing";
    return none;
}

// From the first `begin` to the first `end` after it; nothing when there is none.
std::string between(const std::string& text, std::string_view begin, std::string_view end) {
    const std::size_t from = text.find(begin);
    const std::size_t to = text.find(end, from == std::string::npos ? from : from + begin.size());
    return to == std::string::npos ? std::string() : text.substr(from, to - from);
}

Names all(const std::string& text, const std::regex& pattern) {
    Names names;
    for (std::sregex_iterator it(text.begin(), text.end(), pattern), end; it != end; ++it) {
        names.insert((*it)[1]);
    }
    return names;
}

// The members of a struct by its description.
Names described(const std::string& cpp, const std::string& state) {
    static const std::regex member(R"re((?:a\.field\(|whole\(a, )"(\w+)")re");
    return all(between(cpp, "void describe(wire::Archive& a, " + state + "& m) {", "\n}"), member);
}

// The keys of what a script tells.
Names told(const std::string& script) {
    static const std::regex key(R"re("(\w+)":)re");
    return all(between(script, "memory.tell({", "}, (at, length)"), key);
}

Names words(const std::string& cpp, const std::string& list) {
    static const std::regex word(R"re("([^"]*)")re");
    Names names = all(between(cpp, " " + list + " = {", "};"), word);
    names.erase("");  // no failure
    return names;
}

Names both(const Names& a, const Names& b) {
    Names out = a;
    out.insert(b.begin(), b.end());
    return out;
}

struct Told {
    const char* script;
    const char* state;
    const char* part;  // a struct inside of it that is told in the same place; "" = none
    const char* phases;
    const char* failures;
};

const Told tellings[] = {
    {"web/player/player.js", "PlayerState", "PlayerFigures", "player_phases", "player_failures"},
    {"web/studio/capture.js", "CaptureState", "", "capture_phases", "capture_failures"},
    {"web/studio/whip.js", "BroadcastState", "", "broadcast_phases", "broadcast_failures"},
};

TEST(MediaStates, AreToldByTheNamesOfTheirDescription) {
    const std::string& cpp = source_of("client/media/describe.cpp").text;
    for (const Told& telling : tellings) {
        const Names wanted = both(described(cpp, telling.state), described(cpp, telling.part));
        EXPECT_GT(wanted.size(), 10u) << telling.state;
        EXPECT_EQ(told(source_of(telling.script).text), wanted) << telling.script;
    }
}

TEST(MediaStates, AreToldInTheWordsOfTheirDescription) {
    const std::string& cpp = source_of("client/media/describe.cpp").text;
    for (const Told& telling : tellings) {
        const Names wanted = both(words(cpp, telling.phases), words(cpp, telling.failures));
        EXPECT_GT(wanted.size(), 5u) << telling.phases;
        const std::string& script = source_of(telling.script).text;
        for (const std::string& word : wanted) {
            EXPECT_NE(script.find(" = \"" + word + "\""), std::string::npos)
                << telling.script << " never says \"" << word << '"';
        }
    }
}

// The desk is told by two scripts: what a check has measured has one of its own.
TEST(MediaStates, TheDeskIsToldByTheNamesOfItsDescription) {
    const std::string& cpp = source_of("client/media/describe_desk.cpp").text;
    const std::string& desk = source_of("web/studio/desk.js").text;
    static const std::regex key(R"re("(\w+)":)re");
    EXPECT_EQ(told(desk), described(cpp, "Desk"));
    EXPECT_EQ(all(between(desk, "const cardOf =", "});"), key), described(cpp, "SoundCard"));
    EXPECT_EQ(all(between(source_of("web/studio/check.js").text, "const state =", "});"), key),
              described(cpp, "CheckState"));
    EXPECT_GT(described(cpp, "CheckState").size(), 20u);
}

TEST(MediaStates, ThePlayersDeskIsToldByTheNamesAndWordsOfItsDescription) {
    const std::string& cpp = source_of("client/media/describe_live_desk.cpp").text;
    static const std::regex key(R"re("(\w+)":)re");
    EXPECT_EQ(all(between(source_of("web/player/live_desk.js").text, "const state = {", "};"), key),
              described(cpp, "LiveDesk"));
    for (const std::string& word : words(cpp, "own_cameras")) {
        EXPECT_NE(source_of("web/player/own_mirror.js").text.find(" = \"" + word + "\""),
                  std::string::npos)
            << word;
    }
    EXPECT_GT(words(cpp, "count_voices").size(), 4u);
    for (const std::string& word : words(cpp, "count_voices")) {
        EXPECT_NE(source_of("web/player/voice.js").text.find(" = \"" + word + "\""),
                  std::string::npos)
            << word;
    }
}

TEST(MediaStates, TheDeskIsToldInTheWordsOfItsDescription) {
    const std::string& cpp = source_of("client/media/describe_desk.cpp").text;
    const std::pair<const char*, const char*> lists[] = {
        {"sound_kinds", "web/studio/sound.js"},   {"music_sources", "web/studio/mixer.js"},
        {"clap_states", "web/studio/clap.js"},    {"check_phases", "web/studio/check.js"},
        {"upload_checks", "web/studio/check.js"},
    };
    for (const auto& [list, path] : lists) {
        const Names wanted = words(cpp, list);
        EXPECT_GT(wanted.size(), 2u) << list;
        for (const std::string& word : wanted) {
            EXPECT_NE(source_of(path).text.find(" = \"" + word + "\""), std::string::npos)
                << path << " never says \"" << word << '"';
        }
    }
}

TEST(MediaStates, ANameThatIsMissingOnOneSideIsSeen) {
    const std::string cpp =
        "void describe(wire::Archive& a, S& m) {\n    a.field(\"phase\", m.phase);\n"
        "    whole(a, \"width\", m.width);\n}\n";
    EXPECT_EQ(described(cpp, "S"), (Names{"phase", "width"}));
    EXPECT_EQ(described(cpp, "T"), Names{});
    EXPECT_EQ(told("memory.tell({ \"phase\": phase, \"size\": 1 }, (at, length) => f(at));"),
              (Names{"phase", "size"}));
}

}  // namespace
}  // namespace lsl::rules
