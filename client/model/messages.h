#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "client/model/message.h"
#include "client/model/words.h"
#include "message_ids.h"
#include "shared/base/error.h"

namespace lsl::model {

inline constexpr std::size_t language_count = msg::languages;
extern const std::array<Language, language_count> languages;  ///< English first
/// What the program has of its own: a line for each message that it says itself in the browser,
/// where what parts say is fetched with them; a line for each message of all elsewhere.
extern const std::string_view english_texts;

/// The message files of one language: the program's and, behind it, those of the parts in the order
/// of msg::parts. A line for each message; empty = not there.
using Texts = std::array<std::string, 1 + msg::parts.size()>;

/// The language of that list for the first of a person's `wishes` ("de-AT, en") that is there, else
/// English.
const Language& best_language(std::string_view wishes);

/// All that the interface says, in one language; English until another one is loaded. Texts stay
/// where they are until then. What a part says is empty until its texts are there. No locks: one
/// thread.
class Messages {
  public:
    explicit Messages(const Words& words);

    /// Speaks the language from here on, with what is given of its files. English needs none of the
    /// program's; one of all messages will do for the program's and the parts'. False when one is
    /// not complete, or the program's is missing: then nothing has changed.
    bool load(const Language& language, Texts texts);
    /// What a part says, by its place in msg::parts, beside what is spoken already. False when it
    /// is not complete: then nothing has changed.
    bool load_part(std::size_t part, std::string texts);
    const Language& language() const { return *language_; }

    std::string_view say(msg::Plain message) const { return texts_[message.index]; }
    template <class Message>
    std::string say(const Message& message) const {
        const auto arguments = message.arguments();
        return filled_in(Message::index, arguments);
    }
    /// What to tell the person of an error: its own sentence in English; in other languages the one
    /// for the word that it is named by, if that is known. Lives as long as the error.
    std::string_view explain(const Error& error) const;

  private:
    void take(std::size_t first, std::string_view texts);
    std::string filled_in(std::uint16_t index, std::span<const msg::Argument> arguments) const;

    const Words& words_;
    const Language* language_ = languages.data();
    Texts fetched_;
    std::vector<std::string_view> texts_;
};

}  // namespace lsl::model
