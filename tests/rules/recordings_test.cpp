// A recording changes by the steps of shared/domain/media/recording.h alone.
#include "tests/rules/source_tree.h"

#include <gtest/gtest.h>

#include <regex>
#include <string>
#include <vector>

namespace lsl::rules {
namespace {

bool may_be_checked(const std::string& path) {
    const bool product =
        is_under(path, "shared") || is_under(path, "server") || is_under(path, "client");
    return product && is_cpp(path) && path != "shared/domain/media/recording.cpp";
}

Violations check_recording_steps(const std::vector<SourceText>& tree) {
    static const std::regex poke(
        R"(\brecording\s*(\.|->)\s*(state|available|started_at|expires_at|video_id)\s*(=[^=]|\.\s*(reset|emplace|swap)\b))");
    Violations violations;
    for (const SourceText& source : tree) {
        if (!may_be_checked(source.path)) continue;
        for (std::sregex_iterator it(source.code.begin(), source.code.end(), poke), end; it != end;
             ++it) {
            violations.push_back(
                {source.path, line_of(source, static_cast<std::size_t>(it->position())),
                 "a recording changes by its steps (shared/domain/media/recording.h): " +
                     it->str()});
        }
    }
    return violations;
}

TEST(Recordings, ChangeByTheirStepsAlone) {
    ASSERT_GT(source_tree().size(), 20u);
    EXPECT_EQ(describe(check_recording_steps(source_tree())), "");
}

TEST(Recordings, ThatAreChangedFieldByFieldAreSeen) {
    const auto faults = [](const std::string& path, const std::string& code) {
        return check_recording_steps({read_source(path, code)}).size();
    };
    const std::string service = "server/services/x.cpp";
    EXPECT_EQ(faults(service, "row.recording.state = RecordingState::Failed;\n"), 1u);
    EXPECT_EQ(faults(service, "row->recording.video_id.reset();\n"), 1u);
    EXPECT_EQ(faults(service, "recording.available = true;\n"), 1u);
    EXPECT_EQ(faults(service, "if (row.recording.state == RecordingState::Failed) f();\n"), 0u);
    EXPECT_EQ(faults("shared/domain/media/recording.cpp", "recording.state = to;\n"), 0u);
    EXPECT_EQ(faults("tests/x.cpp", "row.recording.available = true;\n"), 0u);
}

}  // namespace
}  // namespace lsl::rules
