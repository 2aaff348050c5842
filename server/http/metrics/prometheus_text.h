#pragma once

#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>

#include <fmt/format.h>

namespace lsl::http {

/// Appends metrics in the text format 0.0.4 of Prometheus.
class PrometheusText {
  public:
    explicit PrometheusText(std::string& text) : out_(text) {}

    void head(std::string_view name, std::string_view type, std::string_view help) {
        fmt::format_to(out_, "# HELP {0} {2}\n# TYPE {0} {1}\n", name, type, help);
    }
    template <class Value>
    void value(std::string_view name, Value value) {
        fmt::format_to(out_, "{} {}\n", name, value);
    }
    template <class Value>
    void value(std::string_view name, std::string_view label, std::string_view is, Value value) {
        fmt::format_to(out_, "{}{{{}=\"{}\"}} {}\n", name, label, is, value);
    }
    void counter(std::string_view name, std::string_view help, std::int64_t count) {
        head(name, "counter", help);
        value(name, count);
    }
    void gauge(std::string_view name, std::string_view help, std::int64_t now) {
        head(name, "gauge", help);
        value(name, now);
    }
    std::back_insert_iterator<std::string> out() { return out_; }

  private:
    std::back_insert_iterator<std::string> out_;
};

}  // namespace lsl::http
