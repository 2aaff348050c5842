// The fields of a class are described once: what is asked to create and to change a class, and what
// the form begins with, are made from the same description.
#include "client/model/studio/class_fields.h"

#include <gtest/gtest.h>

#include "tests/client/person.h"

#include <set>
#include <string>
#include <type_traits>

namespace lsl::app {
namespace {

using Names = std::set<std::string>;

/// The members of a request that are written into its JSON with a value.
template <class Request>
Names members_of(const Request& request) {
    struct Collector : wire::Archive {
        Names names;
        std::string open;
        bool reading() const override { return false; }
        void fault(std::string_view) override {}
        bool open_member(std::string_view name, Need) override {
            open = name;
            names.insert(open);
            return true;
        }
        void close_member() override {}
        bool open_object() override { return true; }
        void close_object() override {}
        std::size_t open_list(std::size_t size) override { return size; }
        void open_item(std::size_t) override {}
        void close_item() override {}
        void close_list() override {}
        void null() override { names.erase(open); }
        void leaf(bool&) override {}
        void leaf(std::int64_t&) override {}
        void leaf(double&) override {}
        void leaf(std::string&) override {}
        bool failed() const override { return false; }
    };
    Collector collector;
    describe(collector, const_cast<Request&>(request));
    return collector.names;
}

struct ClassFields : testing::Test {
    Person person;
    ClassFields() {
        person.open("/streams", {});
        draft.title = "Salsa";
        draft.description = "Slow and sweet.";
        draft.starts = words().field_from_time(person.now() + hours(3));
        draft.minutes = "45";
        draft.price = "40";
        draft.instructor_name = "Diego";
        draft.thumbnail_url = "https://example.com/salsa.jpg";
    }
    const model::Words& words() const { return *person.model().words; }
    model::ClassDraft draft;
};

TEST_F(ClassFields, AllThatARequestCanSayIsDescribed) {
    Names described;
    model::each_class_field([&](const auto& field) { described.emplace(field.name); });
    EXPECT_EQ(members_of(model::creation_of(draft, words())), described);
}

TEST_F(ClassFields, AChangeSaysOnlyWhatDiffers) {
    EXPECT_EQ(members_of(model::change_of(draft, draft, words())), Names{});
    int fields = 0;
    model::each_class_field([&](const auto& field) {
        ++fields;
        model::ClassDraft changed = draft;
        auto& value = changed.*field.draft;
        if constexpr (std::is_same_v<std::decay_t<decltype(value)>, bool>) {
            value = !value;
        } else if (field.name == "scheduledStartTime") {
            value = words().field_from_time(person.now() + hours(5));
        } else if (field.name == "level") {
            value = "advanced";
        } else {
            value += "5";
        }
        EXPECT_TRUE(model::differs(changed, draft)) << field.name;
        EXPECT_EQ(members_of(model::change_of(changed, draft, words())),
                  Names{std::string(field.name)});
    });
    EXPECT_EQ(fields, 10);
}

TEST_F(ClassFields, TheDraftOfAClassSaysWhatItIs) {
    domain::Stream stream;
    const auto request = model::creation_of(draft, words());
    stream.title = request.title;
    stream.description = *request.description;
    stream.instructor_name = *request.instructorName;
    stream.scheduled_start_time = request.scheduledStartTime;
    stream.scheduled_duration_seconds = *request.durationMinutes * 60;
    stream.price_in_tokens = *request.priceInTokens;
    stream.thumbnail_url = request.thumbnailUrl;
    stream.keep_for_catalog = *request.keepForCatalog;
    EXPECT_FALSE(model::differs(model::draft_of(stream, words()), draft));
}

TEST_F(ClassFields, AreJudgedByTheNameInTheRequest) {
    draft.price = "a few";
    model::check_class_field(draft, "priceInTokens", words(), person.now());
    EXPECT_EQ(draft.errors["priceInTokens"], "Write the price as whole tokens, for example 40.");
    EXPECT_FALSE(model::check_class(draft, words(), person.now()));
    draft.price = "40";
    EXPECT_TRUE(model::check_class(draft, words(), person.now()));
}

}  // namespace
}  // namespace lsl::app
