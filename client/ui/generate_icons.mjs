// usage: generate_icons.mjs <icons.txt> <folder of SVG files> <output folder>
// Writes icons.h (names as code points of the private use area) and icons.js (code point -> SVG
// path data in a 24 x 24 box; shapes become paths, so that the page needs no SVG parser).
// A line "play fill" makes icon::play_fill, painted inside as well.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [list, source, output] = process.argv.slice(2);
const first = 0xe000;

const number = (attributes, name, fallback = 0) =>
  Number(attributes.match(new RegExp(`\\b${name}="([^"]+)"`))?.[1] ?? fallback);
const text = (attributes, name) => attributes.match(new RegExp(`\\b${name}="([^"]+)"`))?.[1];

function circle(cx, cy, rx, ry = rx) {
  return `M${cx - rx} ${cy}a${rx} ${ry} 0 1 0 ${2 * rx} 0a${rx} ${ry} 0 1 0 ${-2 * rx} 0z`;
}

function rectangle(a) {
  const [x, y, w, h] = ["x", "y", "width", "height"].map((name) => number(a, name));
  const rx = number(a, "rx", number(a, "ry"));
  const ry = number(a, "ry", rx);
  if (!rx) return `M${x} ${y}h${w}v${h}h${-w}z`;
  const corner = (dx, dy) => `a${rx} ${ry} 0 0 1 ${dx} ${dy}`;
  return `M${x + rx} ${y}h${w - 2 * rx}${corner(rx, ry)}v${h - 2 * ry}${corner(-rx, ry)}` +
    `h${2 * rx - w}${corner(-rx, -ry)}v${2 * ry - h}${corner(rx, -ry)}z`;
}

// A path that begins with "m" begins absolutely; joined to another one it would not.
function standalone(d) {
  const number = "[-+]?(?:\\d+\\.?\\d*|\\.\\d+)";
  const start = d.match(new RegExp(`^m\\s*(${number})[\\s,]*(${number})[\\s,]*(.*)$`));
  if (!start) return d;
  const [, x, y, rest] = start;
  return `M${x} ${y}${/^[-+.\d]/.test(rest) ? "l" : ""}${rest}`;
}

const shapes = {
  path: (a) => standalone(text(a, "d")),
  circle: (a) => circle(number(a, "cx"), number(a, "cy"), number(a, "r")),
  ellipse: (a) => circle(number(a, "cx"), number(a, "cy"), number(a, "rx"), number(a, "ry")),
  rect: rectangle,
  line: (a) => `M${number(a, "x1")} ${number(a, "y1")}L${number(a, "x2")} ${number(a, "y2")}`,
  polyline: (a) => `M${text(a, "points").trim()}`,
  polygon: (a) => `M${text(a, "points").trim()}z`,
};

function path_of(name) {
  const svg = readFileSync(join(source, `${name}.svg`), "utf8").replace(/<svg[^>]*>/, "");
  const parts = [];
  for (const [, tag, attributes] of svg.matchAll(/<([a-z]+)\b([^>]*?)\/?>/g)) {
    if (!shapes[tag]) throw new Error(`${name}: cannot draw <${tag}>`);
    parts.push(shapes[tag](attributes));
  }
  return parts.join("");
}

const icons = readFileSync(list, "utf8").split("\n").map((line) => line.trim())
  .filter((line) => line && !line.startsWith("#"))
  .map((line, i) => {
    const [name, fill] = line.split(/\s+/);
    return { name, fill: fill === "fill", code: `0x${(first + i).toString(16)}` };
  });
const constants = icons.map(({ name, fill, code }) =>
  `inline constexpr char32_t ${name.replaceAll("-", "_")}${fill ? "_fill" : ""} = ${code};`);
const drawings = icons.map(({ name, fill, code }) =>
  `  ${code}: { path: "${path_of(name)}", fill: ${fill} },`);

mkdirSync(output, { recursive: true });
writeFileSync(join(output, "icons.h"), `#pragma once

/// Icons as code points that TextRasterizer draws (generated from client/ui/icons.txt).
namespace lsl::ui::icon {

${constants.join("\n")}

inline constexpr char32_t first_ = 0x${first.toString(16)};
inline constexpr char32_t last_ = 0x${(first + icons.length - 1).toString(16)};

}  // namespace lsl::ui::icon
`);
writeFileSync(join(output, "icons.js"), `// Generated from client/ui/icons.txt: code point -> path in a 24 x 24 box,
// stroked 2 wide with round caps and joins.
export const icons = {
${drawings.join("\n")}
};
`);
