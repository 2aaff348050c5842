// What the browser uses instead of the server's JSON library: its parser's values, and a writer.
#include "shared/wire/json/packed.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "shared/wire/api.h"
#include "shared/wire/json/plain_json.h"
#include "tests/shared/domain/sample_class.h"
#include "tests/shared/wire/packing.h"

namespace lsl::wire {

/// All kinds of values.
struct Sample {
    std::string title;
    std::vector<double> list;
    bool no = true;
    std::int64_t count = 0;
    std::optional<std::string> note;
};
void describe(Archive& a, Sample& sample) {
    a.field("title", sample.title);
    a.field("list", sample.list);
    a.field("no", sample.no);
    a.extra("count", sample.count);
    a.extra("note", sample.note);
}

namespace {

std::string bytes_of(std::string_view hex) {
    std::string out;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
        out += static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16));
    }
    return out;
}

std::string fault_of(std::string_view text) {
    Sample sample;
    const auto read = read_packed(Packing::pack(text), [&](Archive& a) { describe(a, sample); });
    if (read) return "none";
    return read.error().code == ErrorCode::Malformed ? "malformed" : read.error().message;
}

TEST(Packed, TheBytesAreThoseOfTheScript) {
    // {"title":"Año","list":[1.5,null,true,{}],"no":false}: tests/e2e/scripts/json.test.mjs has
    // them too.
    const std::string packed = bytes_of(
        "6f3e00000003000000050000007469746c65730400000041c3b16f040000006c6973746c140000000400000064"
        "00"
        "0000000000f83f6e746f0000000000000000020000006e6f66");
    struct {
        std::string title;
        bool no = true;
    } seen;
    const auto read = read_packed(packed, [&](Archive& a) {
        a.field("title", seen.title);
        a.field("no", seen.no);
    });
    ASSERT_TRUE(read);
    EXPECT_EQ(seen.title, "Año");
    EXPECT_FALSE(seen.no);
}

TEST(Packed, SaysWhatIsWrongAsTheServersReaderDoes) {
    for (const char* text :
         {R"({"title":"a","list":[1,2.5],"no":true,"count":7,"note":"x","more":{"a":[1]}})",
          R"({"title":null,"list":[],"no":true})", R"({"title":7,"list":[],"no":true})",
          R"({"title":"a","list":{},"no":true})", R"({"title":"a","list":[1,"2"],"no":true})",
          R"({"title":"a","list":[],"no":0})", R"({"title":"a","list":[],"no":true,"count":1.5})",
          R"({"title":"a","list":[],"no":true,"count":"1"})", R"({"list":[],"no":true})"}) {
        const auto servers = from_json<Sample>(text);
        EXPECT_EQ(fault_of(text), servers ? "none" : servers.error().message) << text;
    }
    EXPECT_NE(fault_of(R"({"title":"a","list":[],"no":true,"count":1e30})"), "none");
}

TEST(Packed, WhatIsNoObjectIsMalformed) {
    for (const char* text : {"", "{", "[]", "null", "7", "\"text\""}) {
        EXPECT_EQ(fault_of(text), "malformed") << text;
    }
}

TEST(PlainJson, IsReadByTheServer) {
    Sample sample{"\"Año\" \\ \n\x01", {1.5, -0.25, 12}, false, -3, std::nullopt};
    const std::string text = write_plain_json([&](Archive& a) { describe(a, sample); });
    const auto read = from_json<Sample>(text);
    ASSERT_TRUE(read) << text;
    EXPECT_EQ(read->title, sample.title);
    EXPECT_EQ(read->list, sample.list);
    EXPECT_EQ(read->no, false);
    EXPECT_EQ(read->count, -3);
}

}  // namespace
}  // namespace lsl::wire
