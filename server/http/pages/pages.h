#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "server/http/api/services.h"
#include "server/http/api/sessions.h"
#include "server/http/edge/message.h"
#include "shared/wire/page.h"

namespace lsl::http {

/// What a page says of itself before any script runs: to search engines, to link previews, to
/// people whose browser draws nothing.
struct PageMeta {
    std::string title;
    std::string description;
    std::string image;       ///< absolute URL, or empty
    std::string canonical;   ///< absolute URL
    bool indexed = true;     ///< may search engines keep it
    std::string_view build;  ///< of the web client, for the page to know itself by
};

/// Text inside HTML elements and double-quoted attributes.
std::string html_escaped(std::string_view text);
/// JSON inside a script element: `<` cannot close it.
std::string script_escaped(std::string_view json);
/// Fills the comments <!--meta-->, <!--initial-data--> and <!--fallback--> of the template.
std::string filled_page(std::string_view page_template, const PageMeta& meta,
                        std::string_view initial_data, std::string_view fallback);

struct PagesOptions {
    std::string public_url;          ///< without a slash at the end
    std::string studio_contact;      ///< a link, or empty
    std::int64_t signup_tokens = 0;  ///< that a new account begins with
    bool sends_mail = false;         ///< a mail server is set
    std::string_view page_template;  ///< empty: the web client is missing
    std::string_view build;          ///< of the web client
};

/// The addresses that people see. Each answers with the same app, its own meta data and the data
/// of its first frame.
class Pages {
  public:
    Pages(const Services& services, const Sessions& sessions, PagesOptions options);

    /// The page at the request's path; 404 with the app in it for an unknown one.
    Response respond(const Request& request) const;

  private:
    struct Content {
        int status = 200;
        PageMeta meta;
        api::PageData data;
        std::string fallback;
    };
    Content content_of(const Request& request) const;
    std::string page_of(const Content& content) const;
    void fill_watch(const std::string& id, Content& content) const;
    void fill_streams(const Request& request, Content& content) const;
    void fill_workouts(std::string_view search, Content& content) const;
    void fill_workout(const std::string& id, Content& content) const;
    /// Of a picture that may be our own copy.
    std::string absolute(std::string url) const;

    const Services services_;
    const Sessions& sessions_;
    const PagesOptions options_;
};

}  // namespace lsl::http
